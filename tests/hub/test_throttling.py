"""Throttling: waiting grows, then a lock falls."""

from datetime import UTC, datetime, timedelta

from kontuar.hub.people.throttling import ADDRESS, PASSWORD, PIN

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_the_first_mistakes_cost_no_waiting() -> None:
    assert [PIN.wait(failures).total_seconds() for failures in range(3)] == [0, 0, 0]
    assert PASSWORD.wait(4) == timedelta(0)


def test_every_further_mistake_doubles_the_wait_up_to_a_longest() -> None:
    assert [PIN.wait(failures).total_seconds() for failures in range(3, 10)] == [30, 60, 120, 240, 480, 900, 900]
    assert PASSWORD.wait(99) == timedelta(hours=1)


def test_a_pin_is_locked_after_ten_mistakes_and_a_password_after_a_hundred() -> None:
    assert not PIN.locked(9) and PIN.locked(10)
    assert not PASSWORD.locked(99) and PASSWORD.locked(100)


def test_the_wait_is_told_in_whole_seconds_that_are_enough() -> None:
    assert PIN.seconds(3, NOON, NOON + timedelta(seconds=29, milliseconds=999)) == 1
    assert PIN.seconds(3, NOON, NOON + timedelta(seconds=30)) == 0


def test_an_address_is_forgiven_after_an_hour_of_calm() -> None:
    assert ADDRESS.left(31, NOON, NOON + timedelta(minutes=59)) == 31
    assert ADDRESS.left(31, NOON, NOON + timedelta(minutes=60)) == 0
