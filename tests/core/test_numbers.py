"""Figures, days and times look as a reader of each language writes them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment

from kontuar.core.numbers import isolated, notation, register, rounded

LANGUAGES = ["pl", "en", "uk", "de", "cs", "lt", "es", "fr", "vi", "zh-Hans", "ar", "he"]
NARROW, HARD = "\u202f", "\u00a0"


def test_thousands_are_parted_as_each_language_parts_them() -> None:
    written = {language: notation(language).whole(1_204_567) for language in LANGUAGES}
    spaced, pointed, commaed = f"1{NARROW}204{NARROW}567", "1.204.567", "1,204,567"
    assert written == {
        "pl": spaced, "uk": spaced, "cs": spaced, "lt": spaced, "fr": spaced,
        "de": pointed, "es": pointed, "vi": pointed,
        "en": commaed, "zh-Hans": commaed, "ar": commaed, "he": commaed,
    }  # fmt: skip
    assert notation("pl").whole(1204) == f"1{NARROW}204"


def test_percent_stands_where_the_language_puts_it() -> None:
    assert notation("pl").percent(0.884) == "88%"
    assert notation("pl").percent(0.884, 1) == "88,4%"
    assert notation("de").percent(0.884) == f"88{HARD}%"
    assert notation("ar", "arab").percent(0.884) == "٨٨٪\u061c"
    assert notation("de").percent_sign == ("", f"{HARD}%")
    assert notation("de").hundredths(0.884) == "88"


def test_less_than_nought_has_a_true_minus_in_every_language() -> None:
    for language in LANGUAGES:
        for text in (notation(language).decimal(-0.1), notation(language).percent(-0.5), notation(language).signed(-3)):
            assert "\u2212" in text and "-" not in text
    assert notation("pl").decimal(-0.1) == "\u22120,1"


def test_a_difference_says_which_way_and_nought_says_neither() -> None:
    pl = notation("pl")
    assert [pl.signed(value) for value in (1.9, -0.1, 0, -0.04, 0.04)] == ["+1,9", "\u22120,1", "0,0", "0,0", "0,0"]


def test_halves_are_rounded_away_from_nought_as_browsers_round_them() -> None:
    assert [str(rounded(value, 0)) for value in (0.5, 1.5, 2.5, -2.5, 88.5)] == ["1", "2", "3", "-3", "89"]
    assert notation("en").percent(0.125) == "13%"
    assert notation("en").hundredths(0.285) == "29"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_figure_is_refused_rather_than_shown(value: float) -> None:
    with pytest.raises(ValueError, match="no figure"):
        notation("pl").decimal(value)


def test_arabic_digits_follow_the_land_unless_the_chain_says_otherwise() -> None:
    assert notation("ar-EG").whole(1204) == "١٬٢٠٤"
    assert notation("ar").whole(1204) == "1,204"
    assert notation("ar", "arab").day("2026-09-07") == "٧ سبتمبر ٢٠٢٦"
    assert notation("ar-EG", "latn").whole(1204) == "1,204"
    assert notation("pl", "arab").whole(7) == "7"


def test_a_day_is_named_in_the_case_it_is_read_in() -> None:
    pl, day = notation("pl"), date(2026, 9, 7)
    assert pl.day(day) == "7 września 2026"
    assert pl.day_of_year(day) == "7 wrz 2026"
    assert pl.day_short("2026-09-07") == "7 wrz"
    assert (pl.month(day), pl.month_short(day)) == ("wrzesień 2026", "wrz")
    assert (pl.weekday(day), pl.weekday_short(day)) == ("poniedziałek", "pon.")
    assert notation("en").day(day) == "7 September 2026"
    assert notation("zh_Hans").day_short(day) == "9月7日"


def test_a_time_is_the_shops_and_managers_see_its_hour_alone() -> None:
    at, warsaw = datetime(2026, 11, 22, 13, 41, tzinfo=UTC), ZoneInfo("Europe/Warsaw")
    assert notation("pl").time(at, warsaw) == "14:41"
    assert notation("en").time(time(14, 3)) == "14:03"
    assert notation("pl").hour(at, warsaw) == "14:00"
    assert notation("pl").moment(at, warsaw) == "22 lis, 14:41"


def test_words_are_listed_with_the_languages_own_and() -> None:
    assert notation("pl").listed(["Gdynia", "Kraków", "Poznań"]) == "Gdynia, Kraków i Poznań"
    assert notation("zh-Hans").listed(["上海", "北京"]) == "上海和北京"


def test_an_arabic_reader_sees_no_chinese_months_after_a_chinese_one() -> None:
    """In a process of its own: it depends on which language was shown first."""
    asked = """
from kontuar.core.numbers import notation
print([notation(tag).month_short("2026-09-07") for tag in ("zh-Hans", "he", "ar", "pl")])
"""
    shown = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout
    assert shown.strip() == str(["9月", "ספט׳", "سبتمبر", "wrz"])


def test_templates_write_as_the_current_reader_does() -> None:
    environment = Environment(autoescape=True)
    reader = ["pl"]
    register(environment, lambda: notation(reader[0]))
    template = environment.from_string(
        "{{ 0.884|percent }} {{ 1204|whole }} {{ '2026-09-07'|day_short }} {{ 1.25|signed(2) }}"
    )
    assert template.render() == f"88% 1{NARROW}204 7 wrz +1,25"
    reader[0] = "de"
    assert template.render() == f"88{HARD}% 1.204 7. Sept. +1,25"


def test_a_name_keeps_its_own_direction_in_a_sentence_of_another() -> None:
    assert isolated("Gdańsk") == "\u2068Gdańsk\u2069"


def test_days_from_one_to_another_are_written_as_the_language_does() -> None:
    assert notation("pl").days("2026-11-16", "2026-11-22") == "16–22 lis 2026"
    assert notation("en").days("2026-10-31", "2026-11-22") == "31 Oct\u2009–\u200922 Nov 2026"
    assert notation("de").days("2025-12-31", "2026-01-02") == "31. Dez. 2025\u2009–\u20092. Jan. 2026"
