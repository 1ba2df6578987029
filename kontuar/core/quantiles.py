"""Quantiles of the normal and of Student's t distribution, exact enough that nobody needs scipy in a shop."""

from __future__ import annotations

from functools import lru_cache
from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist


@lru_cache(maxsize=256)
def z_of(confidence: float) -> float:
    """The normal quantile of a two-sided interval of `confidence` (0..1, not the ends): 1.95996 of 0.95."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def normal_tails(z: float) -> float:
    """P(|Z| > z) of the standard normal distribution, exact far out too (Abramowitz and Stegun 1964, 7.1.2 and 26.2.29)."""
    return erfc(abs(z) / sqrt(2))


def t_tails(t: float, freedom: float) -> float:
    """P(|T| > t) of Student's distribution of `freedom` (1 or more) degrees."""
    return 1.0 if t == 0 else _both_tails(abs(t), freedom)


_EXPANDED_FROM = 500.0
"""From so many degrees of freedom on, the expansion is exact to 1e-11 and cheaper than the fraction."""


@lru_cache(maxsize=4096)
def t_quantile(probability: float, freedom: float) -> float:
    """The t with `probability` (0..1, not the ends) of Student's distribution of `freedom` (1 or more) degrees below it.

    Newton's steps on the distribution function; from 500 degrees on, the asymptotic expansion.
    Tested against scipy to a relative 1e-9.
    """
    if not (0 < probability < 1 and freedom >= 1):
        raise ValueError(f"no quantile: {probability} of {freedom} degrees")
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    if freedom >= _EXPANDED_FROM:
        return _expanded(probability, freedom)
    return _searched(2 * (1 - probability), freedom)


def _expanded(probability: float, freedom: float) -> float:
    """Abramowitz and Stegun 1964, 26.7.5: the normal quantile with corrections in powers of 1 / freedom."""
    x = NormalDist().inv_cdf(probability)
    return (
        x
        + (x**3 + x) / (4 * freedom)
        + (5 * x**5 + 16 * x**3 + 3 * x) / (96 * freedom**2)
        + (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / (384 * freedom**3)
        + (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / (92160 * freedom**4)
    )


def _searched(both_tails: float, freedom: float) -> float:
    """The t beyond which, at both sides together, `both_tails` of the distribution lie.

    In log t, where the tail is nearly straight; a bracket keeps Newton from running away.
    """
    low, high = -40.0, 40.0
    at = 0.0
    for _ in range(200):
        t = exp(at)
        tail = _both_tails(t, freedom)
        if tail > both_tails:
            low = at
        else:
            high = at
        slope = -2 * _density(t, freedom) * t / tail if tail else 0.0
        step = (log(both_tails) - log(tail)) / slope if slope else 0.0
        following = at + step
        if not step or not low < following < high:
            following = (low + high) / 2
        if abs(following - at) < 1e-15 * max(1.0, abs(at)):
            break
        at = following
    return exp(at)


def _density(t: float, freedom: float) -> float:
    """Student's density at `t` (Student 1908)."""
    scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    return exp(scale - (freedom + 1) / 2 * log1p(t * t / freedom))


def _both_tails(t: float, freedom: float) -> float:
    """P(|T| > t), the regularised incomplete beta of freedom / (freedom + t^2) (Abramowitz and Stegun 1964, 26.7.1)."""
    a, b = freedom / 2, 0.5
    outside, inside = freedom / (freedom + t * t), t * t / (freedom + t * t)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) - a * log1p(t * t / freedom) + b * log(inside))
    if outside < (a + 1) / (a + b + 2):
        return front * _beta_fraction(outside, a, b) / a
    return 1 - front * _beta_fraction(inside, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta (DLMF 8.17.22), evaluated by Lentz's method (Lentz 1976)."""
    tiny = 1e-300
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _off_zero(1 + part * d, tiny)
            c = _off_zero(1 + part / c, tiny)
            value *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return value


def _off_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
