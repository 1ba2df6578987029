"""Ranking: many shops at once, without mistaking luck for merit: adjusted intervals and shrunken scores."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import expm1, fsum, log1p
from typing import TypeVar

from kontuar.core.intervals import USUAL, Mean, Share
from kontuar.core.promoters import NetPromoter

K = TypeVar("K", bound=Hashable)


def confidence_each(many: int, confidence: float = USUAL) -> float:
    """The confidence that each of `many` intervals needs so that all of them hold together with `confidence`.

    Source: Sidak 1967, J. Am. Stat. Assoc. 62, p. 626 ff.: (1 - alpha) ^ (1 / many), exact for independent ones, which shops
    with customers of their own are, and never too bold for normal ones that hang together. Bonferroni's alpha / many is wider.
    """
    if many < 1:
        raise ValueError(f"no confidence of {many} intervals")
    return 1 + expm1(log1p(confidence - 1) / many)


@dataclass(frozen=True, slots=True)
class Shrunken:
    """A shop's score as it is, and drawn towards all shops' by as much as its own answers leave open; in the unit of the score.

    `weight` (0..1) is how much its own answers count in `value`; the rest is all shops'.
    """

    n: int
    raw: float
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Spread:
    """What all shops have in common: where they lie, and by how much they truly differ.

    `strength` is how many answers of its own a shop needs until they count half; None where shops differ no more than chance.
    """

    centre: float
    strength: float | None


def shrunken_shares(shops: Mapping[K, Share]) -> tuple[dict[K, Shrunken], Spread | None]:
    """Shares by empirical Bayes, in the order given: beta-binomial, (successes + strength * centre) / (n + strength).

    The strength is 1 / rho - 1, rho by the analysis of variance estimator of the intraclass correlation
    (Ridout, Demetrio and Firth 1999, Biometrics 55, p. 137 ff.); the rule itself is Griffin and Krutchkoff's
    (1971, Biometrika 58, p. 597 ff.). None for the spread where there is no shop.
    """
    if not shops:
        return {}, None
    total = sum(shop.total for shop in shops.values())
    centre = sum(shop.successes for shop in shops.values()) / total
    between = fsum(shop.total * (shop.value - centre) ** 2 for shop in shops.values())
    within = fsum(shop.total * shop.value * (1 - shop.value) for shop in shops.values())
    strength = _strength([shop.total for shop in shops.values()], between, within)
    return _drawn({key: (shop.total, shop.value) for key, shop in shops.items()}, Spread(centre, strength))


def shrunken_scores(shops: Mapping[K, NetPromoter | Mean]) -> tuple[dict[K, Shrunken], Spread | None]:
    """Net Promoter Scores or means by empirical Bayes, in the order given: normal-normal, weight n / (n + strength).

    The strength is the variance within shops (one for all, so that a shop of four alike answers isn't taken for certain)
    over that between them, both by analysis of variance, cut at 0 (DerSimonian and Laird 1986, Controlled Clinical
    Trials 7, p. 177 ff.; Morris 1983, J. Am. Stat. Assoc. 78, p. 47 ff., for the rule).
    """
    if not shops:
        return {}, None
    total = sum(shop.n for shop in shops.values())
    centre = fsum(shop.n * shop.value for shop in shops.values()) / total
    between = fsum(shop.n * (shop.value - centre) ** 2 for shop in shops.values())
    within = fsum(_squares(shop) for shop in shops.values())
    strength = _strength([shop.n for shop in shops.values()], between, within)
    return _drawn({key: (shop.n, shop.value) for key, shop in shops.items()}, Spread(centre, strength))


def shrunken(shops: Mapping[K, Share | NetPromoter | Mean]) -> tuple[dict[K, Shrunken], Spread | None]:
    """Either of the two, by what the scores are; all are of one sort. Raises TypeError for a mixture."""
    shares = {key: shop for key, shop in shops.items() if isinstance(shop, Share)}
    scores = {key: shop for key, shop in shops.items() if not isinstance(shop, Share)}
    if shares and scores:
        raise TypeError("shares and scores can't be ranked together")
    return shrunken_shares(shares) if shares else shrunken_scores(scores)


def league_misleads(shops: Mapping[K, Share | NetPromoter | Mean], ends: int = 3) -> bool:
    """Whether a raw league table would sort luck: its first or last `ends` shops aren't those of the shrunken one.

    Also where shops differ no more than chance. Small shops crowd at both ends of a raw table (Wainer 2007, American
    Scientist 95, p. 249 ff.).
    """
    if len(shops) < 2:
        return False
    drawn, spread = shrunken(shops)
    if spread is None or spread.strength is None:
        return True
    raw = sorted(drawn, key=lambda key: drawn[key].raw)
    fair = sorted(drawn, key=lambda key: drawn[key].value)
    return set(raw[:ends]) != set(fair[:ends]) or set(raw[-ends:]) != set(fair[-ends:])


def _squares(shop: NetPromoter | Mean) -> float:
    """Squared deviations within a shop, summed over its answers."""
    if isinstance(shop, Mean):
        return shop.variance * (shop.n - 1)
    return shop.standard_error**2 * shop.n * shop.n


def _strength(sizes: list[int], between: float, within: float) -> float | None:
    """Variance within over variance between, from sums of squares; None where shops differ no more than chance."""
    shops, total = len(sizes), sum(sizes)
    if shops < 2 or total == shops:
        return None
    usual = (total - sum(size * size for size in sizes) / total) / (shops - 1)
    noise = within / (total - shops)
    true = (between / (shops - 1) - noise) / usual
    return noise / true if true > 0 else None


def _drawn(shops: Mapping[K, tuple[int, float]], spread: Spread) -> tuple[dict[K, Shrunken], Spread]:
    found = {}
    for key, (n, raw) in shops.items():
        weight = 0.0 if spread.strength is None else n / (n + spread.strength)
        found[key] = Shrunken(n, raw, weight * raw + (1 - weight) * spread.centre, weight)
    return found, spread
