"""Charts are whole, say their finding, show everybody and survive whatever they are given."""

from __future__ import annotations

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from kontuar.core.intervals import Share
from kontuar.core.numbers import notation
from kontuar.web.charts import figures
from kontuar.web.charts.bars import Reason, bars
from kontuar.web.charts.canvas import Sheet
from kontuar.web.charts.clauses import Clause, Gaps, Side, clauses
from kontuar.web.charts.figures import Measure, Writing
from kontuar.web.charts.places import Heads, Place, places
from kontuar.web.charts.smileys import Sides, Spread, smileys
from kontuar.web.charts.timeline import Calendar, Event
from kontuar.web.charts.trend import Point, trend
from tests.web.control_charts import a_control_chart

SVG = "{http://www.w3.org/2000/svg}"
POLISH = notation("pl")
SHARES = figures.shares(POLISH, lambda low, high: f"od {low} do {high}")
MENTIONS = figures.mentions(POLISH, lambda low, high: f"od {low} do {high}")
CALENDAR = Calendar(month=POLISH.month_short, day=POLISH.day_short)
HEADS = Heads("CSAT", "n", "sieć 88%", "za mało, by orzec")
SIDES = Sides("więcej niezadowolonych", "więcej zadowolonych", "za mało, by orzec")
GAPS = Gaps("za mało, by orzec", "nikt nie pytał", "co z tego wynika")
SCRIPT = "<script>alert('Gdańsk & \"Łódź\"')</script>\x00\x0b\ud800"


def share(successes: int, total: int) -> Measure:
    one = Share(successes, total)
    return Measure(one.value, *one.interval, total)


def mention(named: int, total: int) -> Measure:
    one = share(named, total)
    return Measure(100 * one.value, 100 * (one.low or 0), 100 * (one.high or 0), total)


def sheet(**changes: object) -> Sheet:
    return Sheet(**{"key": "csat", "title": "CSAT tygodniowo", "finding": "Od września rośnie.", **changes})  # type: ignore[arg-type]


def weeks(count: int) -> list[Point]:
    return [Point(date(2025, 1, 6) + timedelta(7 * at), share(70 + at % 9, 100 + at % 7)) for at in range(count)]


def a_trend(sheet: Sheet, points: list[Point], *events: Event, writing: Writing = SHARES) -> Markup:
    return trend(sheet, points, writing, CALENDAR, events=events, nothing="za mało, by orzec")


def every_chart(name: str = "Gdańsk", **changes: object) -> dict[str, Markup]:
    on = sheet(**changes)
    return {
        "trend": a_trend(on, weeks(30), Event(date(2025, 3, 3), name)),
        "places": places(
            on, [Place(name, share(88, 100)), Place("Sopot", share(6, 7))], share(700, 800), SHARES, HEADS
        ),
        "smileys": smileys(
            on, [Spread(name, (3, 4, 10, 40, 43)), Spread("Sopot", (0, 0, 0, 0, 0))], POLISH.hundredths, SIDES
        ),
        "bars": bars(
            on, [Reason(name, mention(39, 200), note=name)], MENTIONS, head="na 100 odpowiedzi", too_few="za mało"
        ),
        "clauses": clauses(
            on,
            [Clause("2.1", name, share(61, 100), share(92, 100), "ćwicz")],
            Side(name, SHARES),
            Side("wiedzą", SHARES),
            GAPS,
        ),
        "control": a_control_chart(on, Event(date(2026, 10, 12), name)),
    }


def empty_charts() -> dict[str, Markup]:
    on = sheet()
    return {
        "trend": a_trend(on, []),
        "places": places(on, [], None, SHARES, HEADS),
        "smileys": smileys(on, [], POLISH.hundredths, SIDES),
        "bars": bars(on, [], MENTIONS, head="", too_few="za mało, by orzec"),
        "clauses": clauses(on, [], Side("a", SHARES), Side("b", SHARES), GAPS),
        "control": a_control_chart(on, steps=0),
    }


def texts(svg: Markup) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def joined(svg: Markup) -> str:
    return " ".join(texts(svg))


@pytest.mark.parametrize("width", [488, 654, 1048])
@pytest.mark.parametrize("rtl", [False, True])
def test_every_chart_is_well_formed_and_says_what_it_is_and_what_is_found(width: int, rtl: bool) -> None:
    for name, svg in every_chart(width=width, rtl=rtl).items():
        root = ElementTree.fromstring(svg)
        title, finding = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None and title.text == "CSAT tygodniowo", name
        assert finding is not None and finding.text == "Od września rośnie.", name
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {finding.get('id')}" == "csat-t csat-d"
        assert root.get("direction") == ("rtl" if rtl else "ltr")
        assert (root.get("viewBox") or "").startswith(f"0 0 {width} ")


def test_no_chart_needs_a_style_and_each_is_whole_without_one() -> None:
    for svg in every_chart(alone=True).values():
        assert "style=" not in svg and "<style" not in svg
        root = ElementTree.fromstring(svg)
        assert root.get("width") == "654" and root.get("font-family")
        for text in root.iter(f"{SVG}text"):
            assert text.get("fill") and text.get("font-size")


def test_no_number_in_a_chart_is_broken() -> None:
    for svg in [
        *every_chart().values(),
        *empty_charts().values(),
        a_trend(sheet(), weeks(400)),
        a_trend(sheet(), weeks(1)),
    ]:
        assert not re.search(r'"[^"]*\b(nan|inf)\b', str(svg), re.IGNORECASE)
        ElementTree.fromstring(svg)


def test_names_that_hope_to_be_markup_stay_names() -> None:
    for svg in every_chart(SCRIPT, title=SCRIPT, finding=SCRIPT).values():
        root = ElementTree.fromstring(svg)
        assert not list(root.iter(f"{SVG}script"))
        assert "<script" not in svg
        assert "\x00" not in svg and "\ud800" not in svg
        str(svg).encode()


@pytest.mark.parametrize("key", ["", "a b", '"><script>', "1st"])
def test_a_key_that_could_break_an_id_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        a_trend(sheet(key=key), weeks(3))


def test_ids_of_two_charts_in_a_page_differ() -> None:
    first, second = (set(re.findall(r'\bid="([^"]+)"', every_chart(key=key)["smileys"])) for key in ("a", "b"))
    assert len(first) == 4 and not first & second


@pytest.mark.parametrize("broken", [float("nan"), float("inf")])
def test_a_figure_that_is_none_is_refused_before_it_is_drawn(broken: float) -> None:
    with pytest.raises(ValueError):
        a_trend(sheet(), [Point(date(2026, 1, 5), Measure(broken, None, None, 50))])
    with pytest.raises(ValueError):
        bars(sheet(), [Reason("x", Measure(broken, None, None, 50))], MENTIONS, head="", too_few="")


def test_where_there_is_nothing_a_chart_says_so() -> None:
    for name, svg in empty_charts().items():
        assert texts(svg) == ["nikt nie pytał" if name == "clauses" else "za mało, by orzec"]


def test_a_trend_ends_in_its_latest_figure_and_interval() -> None:
    svg = a_trend(sheet(), weeks(26), Event(date(2025, 3, 3), "nowy standard"), Event(date(2031, 1, 1), "po czasie"))
    latest = weeks(26)[-1].measure
    assert latest is not None and latest.low is not None and latest.high is not None
    assert POLISH.percent(latest.value) in texts(svg)
    assert f"od {POLISH.hundredths(latest.low)} do {POLISH.hundredths(latest.high)}" in texts(svg)
    assert "nowy standard" in joined(svg) and "po czasie" not in joined(svg)
    assert {"sty", "lut", "mar"} <= set(texts(svg))


def test_a_week_with_nine_answers_is_a_gap_and_not_a_guess() -> None:
    points = weeks(12)
    points[5] = Point(points[5].day, share(9, 9))
    points[8] = Point(points[8].day, None)
    root = ElementTree.fromstring(a_trend(sheet(), points))
    line = next(path for path in root.iter(f"{SVG}path") if path.get("class") == "line")
    assert (line.get("d") or "").count("M") == 3
    hollow = [circle for circle in root.iter(f"{SVG}circle") if circle.get("class") == "dot hollow"]
    assert len(hollow) == 2
    assert "100%" not in texts(a_trend(sheet(), points))


def test_points_may_come_in_any_order() -> None:
    assert a_trend(sheet(), weeks(9)[::-1]) == a_trend(sheet(), weeks(9))


def test_names_under_a_trend_never_touch_however_long_it_is() -> None:
    for count in (2, 9, 30, 60, 150, 400):
        assert len(texts(a_trend(sheet(width=488), weeks(count)))) < 25


def test_shops_stand_by_score_without_ranks_and_the_small_one_stays() -> None:
    rows = [
        Place("Sopot", share(6, 7)),
        Place("Gdańsk", share(459, 588)),
        Place("Toruń", share(120, 141)),
        Place("Hel", None),
    ]
    rows.append(Place("Gdynia", share(575, 612)))
    svg = places(sheet(), rows, share(4640, 5275), SHARES, HEADS)
    found = texts(svg)
    assert [name for name in found if name in {row.name for row in rows}] == [
        "Gdynia",
        "Toruń",
        "Gdańsk",
        "Hel",
        "Sopot",
    ]
    assert found.count("za mało, by orzec") == 2 and "7" in found and "86%" not in found
    root = ElementTree.fromstring(svg)
    assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "signal"]) == 1
    assert len([path for path in root.iter(f"{SVG}path") if path.get("class") == "dot"]) == 1
    assert not any(re.match(r"^\d+\.$", text) for text in found)


def test_two_hundred_shops_are_all_there() -> None:
    rows = [Place(f"Sklep {at}", share(60 + at % 30, 100)) for at in range(200)]
    assert {row.name for row in rows} <= set(texts(places(sheet(), rows, None, SHARES, HEADS)))


def test_smileys_print_figures_from_seven_percent_up() -> None:
    found = texts(smileys(sheet(), [Spread("Czekanie", (17, 22, 18, 37, 6))], POLISH.hundredths, SIDES))
    assert {"17", "22", "18", "37"} <= set(found) and "6" not in found


def test_the_worst_and_the_bad_are_told_apart_without_colour() -> None:
    svg = every_chart()["smileys"]
    assert 'fill="url(#csat-p1)"' in svg and 'fill="url(#csat-p2)"' in svg
    assert 'class="stripe"' in svg and 'class="fleck"' in svg


def test_an_arabic_chart_is_the_mirror_of_the_polish_one() -> None:
    rows = [Spread("N", (10, 20, 30, 20, 20))]
    reads = ElementTree.fromstring(smileys(sheet(), rows, POLISH.hundredths, SIDES))
    mirrored = ElementTree.fromstring(smileys(sheet(rtl=True), rows, POLISH.hundredths, SIDES))

    def best(root: ElementTree.Element) -> tuple[float, float]:
        rect = next(rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "s5")
        return float(rect.get("x") or 0), float(rect.get("width") or 0)

    (x, wide), (turned, same) = best(reads), best(mirrored)
    assert wide == same and x + wide + turned == pytest.approx(654, abs=0.2)


def test_time_runs_from_left_to_right_for_arabic_readers_too() -> None:
    svg = ElementTree.fromstring(a_trend(sheet(rtl=True), weeks(5)))
    days = [
        (float(text.get("x") or 0), text.text) for text in svg.iter(f"{SVG}text") if text.get("text-anchor") == "middle"
    ]
    assert [name for _, name in sorted(days)] == [name for _, name in days]


def test_bars_begin_at_nought_and_the_most_named_stands_first() -> None:
    rows = [Reason("Wybór", mention(9, 200)), Reason("Czekanie", mention(78, 200), note="3.4 Powiedz, ile potrwa")]
    found = texts(bars(sheet(), rows, MENTIONS, head="wzmianki na 100 odpowiedzi", too_few="za mało, by orzec"))
    assert found.index("Czekanie") < found.index("Wybór")
    assert {"0", "39,0", "4,5", "wzmianki na 100 odpowiedzi"} <= set(found)
    assert "3.4 Powiedz, ile potrwa" in " ".join(found)
    few = texts(bars(sheet(), [Reason("Wybór", mention(1, 9))], MENTIONS, head="", too_few="za mało, by orzec"))
    assert "za mało, by orzec" in few and "Wybór" in few


def test_customers_and_knowledge_each_have_an_axis_of_their_own() -> None:
    rows = [
        Clause("2.1", "Powitaj", mention(31, 382), share(589, 640), "ćwicz"),
        Clause("3.4", "Powiedz", None, share(5, 7)),
    ]
    svg = clauses(sheet(), rows, Side("na 100 odpowiedzi", MENTIONS), Side("wiedzą", SHARES), GAPS)
    found = texts(svg)
    assert {"8,1", "92%", "nikt nie pytał", "za mało, by orzec", "ćwicz", "wiedzą", "na 100 odpowiedzi"} <= set(found)
    assert found.count("100%") == 1
    root = ElementTree.fromstring(svg)
    assert [circle.get("class") for circle in root.iter(f"{SVG}circle")] == ["says"]
    assert [rect.get("class") for rect in root.iter(f"{SVG}rect")].count("knows") == 1


def test_a_long_name_is_wrapped_and_only_then_shortened() -> None:
    def laid(name: str) -> list[str]:
        return texts(places(sheet(width=488), [Place(name, share(88, 100))], None, SHARES, HEADS))

    assert {"Warszawa, Aleje", "Jerozolimskie"} <= set(laid("Warszawa, Aleje Jerozolimskie"))
    assert any(text.endswith("…") for text in laid("Donaudampfschifffahrtsgesellschaftskapitänshausen am See"))
    assert not any(text.endswith("…") for text in laid("格但斯克长市场街旗舰店"))
