"""Scoring: from counted answers to CSAT, NPS, effort, stars, yes and no, reasons, and what may be said of a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kontuar.core.comparing import Comparison, Measured, compare
from kontuar.core.intervals import USUAL, Mean, Method, Share, mean_of_counts, share, too_few
from kontuar.core.promoters import NetPromoter, net_promoter

Counts = Mapping[int, int]
"""How many people gave each answer: `{5: 112, 4: 80}`."""


class Scale(StrEnum):
    """The sorts of question whose answers are whole numbers; named as in a survey's document."""

    SMILEYS = "smileys"
    NPS = "nps"
    EFFORT = "effort"
    STARS = "stars"
    YESNO = "yesno"

    @property
    def answers(self) -> range:
        """The answers one may give, worst first."""
        return _ANSWERS[self]


_ANSWERS = {
    Scale.SMILEYS: range(1, 6),
    Scale.NPS: range(0, 11),
    Scale.EFFORT: range(1, 8),
    Scale.STARS: range(1, 6),
    Scale.YESNO: range(0, 2),
}


class Unit(StrEnum):
    """What a score is counted in."""

    SHARE = "share"
    """0..1, shown as percent: CSAT, yes."""
    POINTS = "points"
    """-100..100: NPS."""
    MARK = "mark"
    """A place on the question's own scale: effort 1..7, stars 1..5."""


def tallied(columns: Sequence[int]) -> Counts:
    """Counts from the columns n0..n10 of a tally."""
    return {answer: n for answer, n in enumerate(columns) if n}


def together(several: Iterable[Counts]) -> Counts:
    """Counts of several places, days or languages added up."""
    sums: dict[int, int] = {}
    for counts in several:
        for answer, n in counts.items():
            sums[answer] = sums.get(answer, 0) + n
    return sums


def on_scale(scale: Scale, counts: Counts) -> dict[int, int]:
    """Counts of every answer of the scale, the worst first, nought where nobody gave it; whatever lies beside it is left out."""
    return {answer: counts.get(answer, 0) for answer in scale.answers}


def satisfaction(counts: Counts) -> Share | None:
    """CSAT: the share of 4 and 5 in answers 1..5 ("top two boxes"); None when nobody answered."""
    asked = on_scale(Scale.SMILEYS, counts)
    return share(asked[4] + asked[5], sum(asked.values()))


def agreement(counts: Counts) -> Share | None:
    """The share of yes (1) in answers 0 and 1; None when nobody answered."""
    asked = on_scale(Scale.YESNO, counts)
    return share(asked[1], sum(asked.values()))


def mean_answer(scale: Scale, counts: Counts) -> Mean | None:
    """The mean answer on its own scale with its t interval (CES is the one of effort); None when nobody answered."""
    return mean_of_counts(on_scale(scale, counts))


@dataclass(frozen=True, slots=True)
class Score:
    """The one figure a question is read by, with its interval (95 % where nothing else was asked) cut to what is possible.

    `low` and `high` are None where one answer says nothing of its spread; `least` and `most` are the ends of the unit;
    of fewer than `enough` answers nothing is said.
    """

    unit: Unit
    n: int
    value: float
    low: float | None
    high: float | None
    least: float
    most: float
    method: Method
    enough: int | None = None

    @property
    def too_few(self) -> bool:
        """Whether so few answered that the figure isn't shown."""
        return too_few(self.n, self.enough)


def score(scale: Scale, counts: Counts, *, confidence: float = USUAL, enough: int | None = None) -> Score | None:
    """The figure a question is read by: CSAT, NPS, mean effort, mean stars, share of yes; None when nobody answered."""
    found = measured(scale, counts)
    match found:
        case None:
            return None
        case Share():
            low, high = found.interval_at(confidence)
            return Score(Unit.SHARE, found.total, found.value, low, high, 0, 1, found.method, enough)
        case NetPromoter():
            low, high = found.interval_on_scale_at(confidence)
            return Score(Unit.POINTS, found.n, found.value, low, high, -100, 100, found.method, enough)
        case Mean():
            least, most = scale.answers[0], scale.answers[-1]
            bounds = found.interval_within(least, most, confidence) or (None, None)
            return Score(Unit.MARK, found.n, found.value, bounds[0], bounds[1], least, most, found.method, enough)


def measured(scale: Scale, counts: Counts) -> Measured | None:
    """What is measured of a question's answers, for comparing and ranking; None when nobody answered."""
    match scale:
        case Scale.SMILEYS:
            return satisfaction(counts)
        case Scale.NPS:
            return net_promoter(on_scale(scale, counts))
        case Scale.YESNO:
            return agreement(counts)
        case Scale.EFFORT | Scale.STARS:
            return mean_answer(scale, counts)


Change = Comparison
"""What may be said of a later period beside an earlier one; a difference of shares is 0..1."""


def change(
    scale: Scale, later: Counts, earlier: Counts, *, confidence: float = USUAL, enough: int | None = None
) -> Change:
    """The change of a question's score: Newcombe for shares, Wald for NPS, Welch for means.

    Too few to tell where either period has fewer than `enough` answers.
    """
    return compare(measured(scale, later), measured(scale, earlier), confidence=confidence, enough=enough)


@dataclass(frozen=True, slots=True)
class Mention:
    """How often a reason was named: the share of responses that name it. A response may name several."""

    choice: str
    share: Share

    @property
    def per_hundred(self) -> float:
        """Mentions per 100 responses."""
        return 100 * self.share.value

    @property
    def interval(self) -> tuple[float, float]:
        """95 % Wilson interval of mentions per 100 responses."""
        low, high = self.share.interval
        return 100 * low, 100 * high


def mentions(chosen: Mapping[str, int], responses: int) -> list[Mention]:
    """How often each reason was named in `responses` responses, the most named first; nothing where nobody responded."""
    if not responses:
        return []
    named = [Mention(choice, Share(n, responses)) for choice, n in chosen.items()]
    return sorted(named, key=lambda mention: (-mention.share.successes, mention.choice))


def change_of_mentions(later: Share | None, earlier: Share | None, *, enough: int | None = None) -> Change:
    """Whether a reason is named more often than before: Newcombe on shares of responses. More isn't better here."""
    return compare(later, earlier, enough=enough)


Figures = dict[str, "int | float | str | dict[str, int] | None"]


def figures(scale: Scale, counts: Counts, confidence: float = USUAL) -> Figures:
    """Everything worked out of one question's answers, at full precision, for machines.

    None where the scale doesn't give that figure or nobody answered. `..._method` names how its interval was worked out.
    NPS in points with the bounds as the formula gives them, uncut, and `nps_p`, how likely it is by chance were it truly 0;
    CSAT and yes in 0..1; means on the question's own scale.
    """
    asked = on_scale(scale, counts)
    promoters = net_promoter(asked) if scale is Scale.NPS else None
    found: Figures = {
        "n": sum(asked.values()),
        "promoters": promoters.promoters if promoters else None,
        "passives": promoters.passives if promoters else None,
        "detractors": promoters.detractors if promoters else None,
    }
    found |= _bounded("nps", promoters, confidence)
    found["nps_p"] = promoters.p_value() if promoters else None
    found |= _bounded("csat", satisfaction(counts) if scale is Scale.SMILEYS else None, confidence)
    found |= _bounded("yes", agreement(counts) if scale is Scale.YESNO else None, confidence)
    found |= _bounded("mean", mean_of_counts(asked) if scale is not Scale.YESNO else None, confidence)
    found["counts"] = {str(answer): n for answer, n in asked.items()}
    return found


def _bounded(name: str, found: Measured | None, confidence: float) -> Figures:
    """A figure, its bounds and how they were worked out; all None where there is none."""
    low, high = (found.interval_at(confidence) if found else None) or (None, None)
    return {
        name: found.value if found else None,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_method": found.method if found else None,
    }
