"""What the monthly report is made by: months, lots, what follows from knowledge, words laid over drawings."""

from __future__ import annotations

from kontuar.reports.advising import Advice
from kontuar.reports.choosing import Period
from kontuar.reports.knowing import knowledge
from kontuar.reports.monthly.concluding import steps
from kontuar.reports.monthly.fair import direction, fairly, lot, shortened
from kontuar.reports.monthly.lifted import lifted
from kontuar.reports.monthly.months import months
from kontuar.web.charts.canvas import Drawing, Sheet


def test_who_knows_is_sent_to_the_floor_and_who_does_not_to_the_lesson() -> None:
    knows = {"greet": knowledge({1.0: 98, 0.0: 2}, 50), "wait": knowledge({1.0: 30, 0.0: 30}, 50)}
    reasons = [("wait", True), (None, True), ("greet", True), ("greet", True), ("unknown", True), ("wait", False)]
    found = steps(reasons, {clause: known for clause, known in knows.items() if known})
    assert [(step.reason, step.advice) for step in found] == [
        (0, Advice.TEACH), (2, Advice.HABIT), (4, Advice.CANT_TELL),
    ]  # fmt: skip
    assert steps([("wait", False)], {}) == []


def test_a_month_stands_beside_the_one_before_and_the_same_a_year_before() -> None:
    told = months("2026-01", "2026-01-15")
    assert told is not None and not told.over
    assert told.month == Period("2026-01-01", "2026-01-15")
    assert told.before == Period("2025-12-01", "2025-12-31")
    assert told.year == Period("2025-01-01", "2025-01-31")
    assert told.back == Period("2025-02-01", "2026-01-15")
    leap = months("2025-02", "2026-01-15")
    assert leap is not None and leap.over and leap.year == Period("2024-02-01", "2024-02-29")


def test_a_lot_shows_each_mood_as_often_as_it_was_written_and_falls_the_same_again() -> None:
    drawn = [("low" if number % 4 == 0 else "good", number) for number in range(60)]
    found = fairly(drawn, lambda each: each[0], 4)
    assert [mood for mood, _number in found].count("low") == 1
    assert found == fairly(drawn, lambda each: each[0], 4)
    assert fairly(drawn[:3], lambda each: each[0], 4) == drawn[:3]
    assert lot("2026-10", b"1") == lot("2026-10", b"1") != lot("2026-11", b"1")


def test_a_long_comment_is_cut_after_a_word_and_runs_its_own_way() -> None:
    assert shortened("one\ntwo", 20) == "one two"
    assert shortened("word " * 100, 50) == ("word " * 9).strip() + "…"
    assert len(shortened("字" * 500, 240)) == 240
    assert (direction("89 zł"), direction("5: شكرا"), direction("שלום"), direction("123")) == (
        "ltr",
        "rtl",
        "rtl",
        "ltr",
    )


def test_a_drawings_words_are_laid_over_it_where_they_stood() -> None:
    drawing = Drawing(Sheet("x", "What", "Found <it>", width=200, rtl=True), mirrored=False)
    drawing.line(0, 0, 200, 0, "grid")
    drawing.text(50, 25, "فبراير & <b>", "strong", size=20)
    drawing.text(100, 90, "2026", "soft", size=10, grows="both")
    whole = drawing.finished(100)
    over = lifted(whole, 400)
    assert "<text" not in over and "<line" in over and over.count("<span") == 2
    assert "left: 25.000%; top: 25.000%; font-size: 40.00pt" in over and "font-weight: 700" in over
    assert "فبراير &amp; &lt;b&gt;" in over and "translate(-50%" in over
