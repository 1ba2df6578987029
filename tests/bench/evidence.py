"""Evidence, measured: how soon a change in one shop of many is found, and how often a shop is accused by chance.

`python -m tests.bench.evidence --chains 100 --seed 20261122` prints the tables of docs/evidence.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from kontuar.core.evidence import BEFORE, WINDOWS, fell
from kontuar.core.intervals import Share, share

Day = tuple[int, int]  # satisfied, all
QUIET = 28  # days in which the same alarm isn't raised again


@dataclass(frozen=True, slots=True)
class Setting:
    """A chain: so many shops with so many answers a day; one of them falls by so much after the first quarter."""

    shops: int = 200
    answers: int = 12  # a day and shop, as they come
    drop: float = 0.15  # of the share of satisfied
    days: int = 56  # watched, of which the change begins at the first
    rate: float = 0.01  # false alarms a day in the whole chain


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one chain: the day (from 0) on which the change was found, and could be found; alarms about others."""

    found: int | None
    possible: int | None
    false_alarms: int


def simulate(setting: Setting, chance: Random) -> Outcome:
    """One chain, watched at the end of every day as the program does it."""
    total = BEFORE + max(WINDOWS) + setting.days
    begins = total - setting.days
    truth = [min(0.98, max(0.5, chance.gauss(0.85, 0.04))) for _ in range(setting.shops)]
    shops = [
        _sums(list(_days(setting, chance, truth[shop], total, begins, shop == 0))) for shop in range(setting.shops)
    ]
    looks = setting.shops * len(WINDOWS)
    found: int | None = None
    possible: int | None = None
    last_accused: dict[int, int] = {}
    false_alarms = 0
    for day in range(begins, total):
        accused = [
            number
            for number, sums in enumerate(shops)
            if any(
                fell(_between(sums, day + 1 - window, day + 1), _between(sums, day + 1 - window - BEFORE, day + 1 - window),
                     window, looks=looks, rate=setting.rate)
                for window in WINDOWS
            )
        ]  # fmt: skip
        for number in accused:
            innocent = number > 0 or setting.drop == 0
            false_alarms += innocent and day - last_accused.get(number, -QUIET) >= QUIET
            last_accused[number] = day
        if found is None and 0 in accused:
            found = day - begins
        if possible is None and _knowing(shops[0], begins, day, looks, setting.rate):
            possible = day - begins
    return Outcome(found, possible, false_alarms)


def _knowing(sums: Sequence[Day], begins: int, day: int, looks: int, rate: float) -> bool:
    """Whether somebody who knew the shop and the day of the change, and is as strict, would find it."""
    before = _between(sums, begins - BEFORE, begins)
    return fell(_between(sums, begins, day + 1), before, day + 1 - begins, looks=looks, rate=rate) is not None


def _days(setting: Setting, chance: Random, share: float, total: int, begins: int, falls: bool) -> Iterator[Day]:
    for day in range(total):
        now = share - setting.drop if falls and day >= begins else share
        n = sum(chance.random() < setting.answers / 40 for _ in range(40))  # binomial: some days are quiet
        yield sum(chance.random() < now for _ in range(n)), n


def _sums(days: list[Day]) -> list[Day]:
    sums = [(0, 0)]
    for good, n in days:
        sums.append((sums[-1][0] + good, sums[-1][1] + n))
    return sums


def _between(sums: Sequence[Day], start: int, end: int) -> Share | None:
    return share(sums[end][0] - sums[start][0], sums[end][1] - sums[start][1])


@dataclass(frozen=True, slots=True)
class Summary:
    """Of many chains: shares 0..1, days from 1, and false alarms per day of the whole chain."""

    found: float
    same_week: float
    found_on: float | None
    possible_on: float | None
    false_rate: float


def summed_up(setting: Setting, outcomes: Sequence[Outcome]) -> Summary:
    """What the outcomes come to."""
    found = [one.found for one in outcomes if one.found is not None]
    possible = [one for one in outcomes if one.possible is not None]
    same = [one for one in possible if one.found is not None and one.found // 7 <= (one.possible or 0) // 7]
    return Summary(
        len(found) / len(outcomes),
        len(same) / len(possible) if possible else 0.0,
        median(found) + 1 if found else None,
        median(one.possible for one in possible if one.possible is not None) + 1 if possible else None,
        sum(one.false_alarms for one in outcomes) / (len(outcomes) * setting.days),
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--chains", type=int, default=100)
    words.add_argument("--seed", type=int, default=20261122)
    asked = words.parse_args()
    print(
        "| fall | answers a day | found in 8 weeks | in the first possible week | day possible | day found | false alarms a day |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for drop in (0.0, 0.05, 0.1, 0.15, 0.2, 0.3):
        for answers in (6, 12, 30):
            chance = Random(f"{asked.seed} {drop} {answers}")
            setting = Setting(drop=drop, answers=answers)
            told = summed_up(setting, [simulate(setting, chance) for _ in range(asked.chains)])
            first = f"| {100 * drop:.0f} points | {answers} | {told.found:.0%} | {told.same_week:.0%} "
            print(f"{first}| {told.possible_on or '-'} | {told.found_on or '-'} | {told.false_rate:.4f} |", flush=True)


if __name__ == "__main__":
    main()
