"""What time it was: clocks that are wrong, jump, or begin in 1970; and the shop's own day."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontuar.core.times import from_ms, local_day, parse_moment, to_ms
from kontuar.sync.lines import Line, read_line
from kontuar.sync.stamping import TRAVEL, Arrival, stamp

WARSAW = "Europe/Warsaw"
TRUE = datetime(2026, 11, 22, 14, 3, 7, 120_000, tzinfo=UTC)


def written(said: datetime, life: str = "page-1", ms: int = 60_000) -> Line:
    whole = {
        "id": "018f6b2a-0000-7000-8000-000000000001", "kind": "kiosk.response", "v": 1,
        "place": "018f6b2a-0000-7000-8000-000000000002", "device": "018f6b2a-0000-7000-8000-000000000003",
        "epoch": "ab" * 16, "seq": 1, "at": said.isoformat(), "clock": {"quality": "exact", "life": life, "ms": ms},
        "body": {},
    }  # fmt: skip
    line = read_line(json.dumps(whole).encode())
    assert isinstance(line, Line)
    return line


@pytest.mark.parametrize("wrong", [timedelta(), timedelta(days=-20_000), timedelta(days=4_000), timedelta(hours=-1)])
def test_within_one_pages_life_the_time_is_right_however_wrong_the_clock(wrong: timedelta) -> None:
    sent = TRUE + timedelta(minutes=10)
    arrival = Arrival(to_ms(sent), to_ms(sent + wrong), "page-1", 60_000 + 600_000)
    settled = stamp(written(TRUE + wrong), arrival, WARSAW)
    assert (from_ms(settled.at), settled.margin) == (TRUE, TRAVEL)


def test_after_a_restart_the_clocks_offset_repairs_the_time_and_widens_the_margin() -> None:
    wrong, sent = timedelta(hours=-3), TRUE + timedelta(days=2)
    settled = stamp(written(TRUE + wrong), Arrival(to_ms(sent), to_ms(sent + wrong), "page-2", 5_000), WARSAW)
    assert from_ms(settled.at) == TRUE
    assert settled.margin == TRAVEL + 3 * 3_600_000


def test_nothing_was_written_after_it_arrived() -> None:
    settled = stamp(written(TRUE + timedelta(days=300), life="x"), Arrival(to_ms(TRUE), None), WARSAW)
    assert from_ms(settled.at) == TRUE
    assert settled.margin >= timedelta(days=300) // timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-11-22T22:59:59Z", WARSAW, "2026-11-22"),
        ("2026-11-22T23:00:00Z", WARSAW, "2026-11-23"),
        ("2026-07-01T22:00:00Z", WARSAW, "2026-07-02"),  # summer time
        ("2026-11-22T18:15:00Z", "Asia/Kathmandu", "2026-11-23"),  # five hours and three quarters ahead
        ("2026-11-23T04:59:00Z", "America/New_York", "2026-11-22"),
    ],
)
def test_a_day_is_the_shops_own(moment: str, zone: str, day: str) -> None:
    parsed = parse_moment(moment)
    assert parsed is not None
    assert local_day(parsed, zone) == day


def test_an_hour_is_the_shops_own_and_a_bad_clock_tells_none() -> None:
    sent = TRUE + timedelta(minutes=10)
    good = stamp(written(TRUE), Arrival(to_ms(sent), to_ms(sent), "page-1", 660_000), "Asia/Kathmandu")
    assert (good.day, good.hour) == ("2026-11-22", 19)  # 14:03 in Greenwich
    bad = stamp(written(TRUE - timedelta(hours=3)), Arrival(to_ms(sent), to_ms(sent - timedelta(hours=3))), WARSAW)
    assert (bad.day, bad.hour) == ("2026-11-22", -1)


@given(
    st.integers(0, 4_133_000_000_000),
    st.sampled_from([WARSAW, "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia", "UTC"]),
)
def test_days_are_those_of_the_zone_data(milliseconds: int, zone: str) -> None:
    expected = datetime.fromtimestamp(milliseconds // 1000, ZoneInfo(zone)).date().isoformat()
    assert local_day(milliseconds, zone) == expected
