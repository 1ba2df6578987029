"""The demo's customers: when they come, how it went for them, and what they tapped."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kontuar.demo.words import WORDS

LANGUAGES = {"pl": 70, "uk": 14, "en": 7, "de": 4, "cs": 2, "vi": 1, "es": 1, "ar": 1}
HOURS = {9: 3, 10: 5, 11: 7, 12: 8, 13: 7, 14: 7, 15: 8, 16: 11, 17: 13, 18: 11, 19: 7, 20: 3}
WEEKDAYS = (0.9, 0.85, 0.9, 1.0, 1.25, 1.5, 0.5)
LIMITS = (-2.1, -1.2, -0.3, 1.0)  # between the five faces, on the scale of how it went


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer's answers to the shop-visit survey, and when."""

    at: datetime
    language: str
    answers: dict[str, Any]
    complete: bool
    seconds: float


class ShopWeather:
    """What makes one shop unlike another: its level, how busy it is, and whether it has learnt to deal with queues."""

    def __init__(self, dice: random.Random) -> None:
        self.level = dice.gauss(0.55, 0.35)
        self.a_day = dice.uniform(18, 42)
        self.queues = dice.uniform(0.9, 1.6)
        self.learnt = dice.random() < 0.7


def customers(dice: random.Random, weather: ShopWeather, first: date, days: int, zone: str) -> Iterator[Customer]:
    """Everybody who came in these days, day by day. In the last third, shops that have learnt keep queues shorter."""
    for number in range(days):
        day = first + timedelta(days=number)
        queues = weather.queues * (0.45 if weather.learnt and number >= days * 2 // 3 else 1)
        for _ in range(_poisson(dice, weather.a_day * WEEKDAYS[day.weekday()])):
            hour = dice.choices(list(HOURS), list(HOURS.values()))[0]
            at = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), ZoneInfo(zone))
            yield _customer(dice, weather.level, queues, at)


def _customer(dice: random.Random, level: float, queues: float, at: datetime) -> Customer:
    crowd = queues * (HOURS[at.hour] / 13) * (1.3 if at.weekday() in (4, 5) else 0.8)
    troubles = [
        name
        for name, chance in (
            ("waiting", 0.28 * crowd), ("greeting", 0.13), ("advice", 0.09), ("shelves", 0.07), ("price", 0.05),
            ("courtesy", 0.03),
        )
        if dice.random() < chance
    ]  # fmt: skip
    felt = level + dice.gauss(0.6, 0.9) - 1.15 * len(troubles)
    visit = 1 + sum(felt > limit for limit in LIMITS)
    answers: dict[str, Any] = {"visit": visit}
    language = dice.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    if dice.random() < 0.08:
        return Customer(at, language, answers, False, dice.uniform(20, 45))
    if visit <= 3:
        answers["reasons"] = troubles or [dice.choice(["shelves", "price", "advice", "waiting"])]
    if dice.random() < 0.94:
        answers["recommend"] = min(10, max(0, round(7.4 + 1.25 * felt + dice.gauss(0, 1.2))))
    if dice.random() < 0.12 and (said := _words(dice, language, visit, troubles)):
        answers["comment"] = said
    return Customer(at, language, answers, True, min(120.0, round(math.exp(dice.gauss(2.95, 0.4)), 1)))


def _words(dice: random.Random, language: str, visit: int, troubles: list[str]) -> str | None:
    """Words that fit: praise from the satisfied, the first trouble from the others, nothing from who can't say what it was."""
    if visit <= 3 and not troubles:
        return None
    about = WORDS.get(language, {}).get(troubles[0] if visit <= 3 else "")
    return dice.choice(about) if about else None


def _poisson(dice: random.Random, mean: float) -> int:
    """A Poisson number (Knuth 1969, vol. 2, 3.4.1)."""
    limit, product, n = math.exp(-mean), dice.random(), 0
    while product > limit:
        product *= dice.random()
        n += 1
    return n
