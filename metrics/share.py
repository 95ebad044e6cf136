"""Shares and ratios that keep both their counts, and how sure a share is."""

from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, both counts, so that the share is never shown without its numbers."""

    part: int
    whole: int

    def __post_init__(self):
        _demand_part_of_whole(self.part, self.whole)

    @property
    def value(self) -> float | None:
        """Part over whole, 0 to 1; None when there is nothing to take a share of."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Ratio:
    """`numerator` per `denominator`, where the numerator is not a part of the denominator."""

    numerator: float
    denominator: float

    def __post_init__(self):
        if self.numerator < 0 or self.denominator < 0:
            raise ValueError(
                f"a ratio is of counts from 0, got {self.numerator} to {self.denominator}"
            )

    @property
    def value(self) -> float | None:
        """Numerator over denominator, 0 and up; None when the denominator is 0."""
        return self.numerator / self.denominator if self.denominator else None


def interval(part: int, whole: int, level: float = 0.95) -> tuple[float, float] | None:
    """The interval that holds the true share with `level` confidence: (lower, upper), 0 to 1.

    None when whole is 0. Lower is exactly 0 when part is 0, upper exactly 1 when part is whole.
    ValueError unless 0 <= part <= whole and 0 < level < 1.
    Source: Wilson 1927, the score interval without continuity correction.
    """
    _demand_part_of_whole(part, whole)
    z = two_sided_z(level)
    if not whole:
        return None
    share, weight = part / whole, z * z / whole
    centre = (share + weight / 2) / (1 + weight)
    reach = z / (1 + weight) * ((share * (1 - share) + weight / 4) / whole) ** 0.5
    lower = max(0.0, centre - reach) if part else 0.0
    upper = min(1.0, centre + reach) if part < whole else 1.0
    return lower, upper


def two_sided_z(level: float) -> float:
    """The number of standard deviations either way that hold `level` of a normal distribution.

    0.95 gives 1.96. ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, got {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def _demand_part_of_whole(part: int, whole: int) -> None:
    if not 0 <= part <= whole:
        raise ValueError(f"a part must lie within its whole, got {part} of {whole}")
