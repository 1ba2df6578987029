"""PINs: which are too easily guessed."""

import pytest

from kontuar.hub.people.pins import Flaw, flaw


@pytest.mark.parametrize("pin", ["4071", "8305", "20591", "730264", "0918"])
def test_an_ordinary_pin_is_taken(pin: str) -> None:
    assert flaw(pin) is None


WEAK = "0000 7777 1234 4321 2468 9012 1212 6767 1221 1122 2580 1987 2024 11111 34567 123123 121212 654321 112233 555666"


@pytest.mark.parametrize("pin", WEAK.split())
def test_a_pin_that_anybody_would_try_first_is_refused(pin: str) -> None:
    assert flaw(pin) == Flaw.WEAK


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("123", Flaw.LENGTH),
        ("4071935", Flaw.LENGTH),
        ("", Flaw.NOT_DIGITS),
        ("40a1", Flaw.NOT_DIGITS),
        ("٤٠٧١", Flaw.NOT_DIGITS),
    ],
)
def test_a_pin_is_four_to_six_digits(pin: str, why: Flaw) -> None:
    assert flaw(pin) == why


def test_few_pins_are_lost_by_refusing_the_weak_ones() -> None:
    left = sum(flaw(f"{number:04}") is None for number in range(10_000))
    assert 9_500 < left < 9_900
