"""Few people are hidden, and nobody finds them by subtracting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kontuar.core.hiding import hidden


def test_a_group_of_four_is_hidden_and_of_five_isnt() -> None:
    found = hidden({"pl": 120, "uk": 5, "ar": 4, "vi": 3, "he": 0})
    assert found.small == {"ar", "vi"} and not found.beside and not found.total


def test_one_hidden_group_takes_the_smallest_other_with_it() -> None:
    found = hidden({"Gdynia": 80, "Reda": 9, "Hel": 2, "Puck": 9})
    assert (found.small, found.beside, found.total) == ({"Hel"}, {"Reda"}, False)
    assert found.groups == {"Hel", "Reda"}


def test_two_people_in_two_groups_are_still_two_people() -> None:
    found = hidden({"Gdynia": 80, "Hel": 1, "Reda": 1})
    assert found.beside == {"Gdynia"} and not found.total


def test_where_there_is_nobody_to_hide_behind_the_total_goes() -> None:
    assert hidden({"Hel": 3}).total
    assert hidden({"Hel": 3, "Reda": 0}).total
    assert hidden({"Hel": 1, "Reda": 2}).total


def test_without_a_total_nothing_can_be_subtracted() -> None:
    found = hidden({"Gdynia": 80, "Hel": 2}, total_shown=False)
    assert (found.groups, found.total) == ({"Hel"}, False)


def test_a_chain_may_set_another_threshold() -> None:
    assert hidden({"pl": 120, "uk": 14, "ar": 12}, below=15).groups == {"uk", "ar"}


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 12), max_size=9), st.integers(2, 8))
def test_what_is_left_over_is_never_one_group_nor_a_few_people(sizes: dict[int, int], below: int) -> None:
    found = hidden(sizes, below=below)
    assert all(n == 0 or n >= below for key, n in sizes.items() if key not in found.groups)
    if found.groups and not found.total:
        assert len(found.groups) >= 2
        assert sum(sizes[key] for key in found.groups) >= below
