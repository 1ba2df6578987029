"""Axes count in numbers people count in, with few lines."""

from __future__ import annotations

import pytest

from kontuar.web.charts.axes import axis, axis_from_nought, ticks


@pytest.mark.parametrize(
    ("low", "high", "finest", "expected"),
    [
        (0.64, 0.845, 0.01, (0.65, 0.7, 0.75, 0.8)),
        (0.0, 1.0, 0.01, (0.0, 0.25, 0.5, 0.75, 1.0)),
        (-100, 100, 1, (-100.0, -50.0, 0.0, 50.0, 100.0)),
        (0.871, 0.884, 0.01, (0.88,)),
        (1, 7, 0.1, (2.0, 4.0, 6.0)),
    ],
)
def test_an_axis_counts_in_numbers_people_count_in(
    low: float, high: float, finest: float, expected: tuple[float, ...]
) -> None:
    assert ticks(low, high, finest) == pytest.approx(expected)


@pytest.mark.parametrize("values", [[], [0.5], [0.0], [1.0], [0.999, 1.0], [0.2, 0.9]])
def test_an_axis_shows_at_least_ten_points_and_never_more_than_five_lines(values: list[float]) -> None:
    along = axis(values, least=0, most=1, finest=0.01, start=0, end=100)
    assert 0 <= along.low < along.high <= 1 and along.high - along.low >= 0.1 - 1e-9
    assert 1 <= len(along.ticks) <= 5
    assert all(0 <= along.at(value) <= 100 for value in [*values, -3, 3])


@pytest.mark.parametrize(("top", "high"), [(43.2, 50), (9, 10), (0.4, 5), (97, 100), (100, 100), (61, 75)])
def test_an_axis_of_bars_ends_on_a_line(top: float, high: float) -> None:
    along = axis_from_nought([top], most=100, finest=1, start=0, end=100)
    assert along.ticks[0] == 0 and along.ticks[-1] == along.high == high and len(along.ticks) <= 5
