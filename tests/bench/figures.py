"""A figure that was measured, and what is wanted of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `least` and `most` are what is wanted; None where it only tells.

    `quiet`: what is wanted holds on a quiet machine; it is for orientation and fails nothing.
    """

    name: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None
    quiet: bool = False

    @property
    def met(self) -> bool:
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def __str__(self) -> str:
        shown = f"{self.value:,.0f}" if self.value >= 1000 else f"{self.value:.3g}"
        wanted = [
            f"{word} {bound:g}"
            for word, bound in (("at least", self.least), ("at most", self.most))
            if bound is not None
        ]
        told = ", ".join([*wanted, *(["on a quiet machine"] if self.quiet else []), *([] if self.met else ["NOT MET"])])
        return f"{self.name:<58}{shown:>10} {self.unit:<8} {told}".rstrip()
