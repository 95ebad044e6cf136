"""What a chart is given beside its rows: how its values are written, its targets, its days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import inf

import polars as pl

from pages.parts import sv

Step = tuple[date, date | None, float]  # a target: from, until, value


@dataclass(frozen=True)
class Values:
    """What the values of a chart are: how one is written, a target of them too, and their bounds.

    A share lies between 0 and 1, a change may lie below 0, and a count has no end.
    """

    written: Callable[[float], str] = sv.number
    aimed: Callable[[float], str] = sv.number
    is_percent: bool = False
    least: float = 0.0
    most: float = inf

    @property
    def least_span(self) -> float:
        """How long an axis of a few shares is at least: tenths of a percent are no slope."""
        return 0.1 if self.is_percent else 0.0

    @property
    def decimals(self) -> int:
        """How many decimals a value keeps in a chart: the most that a table beneath has."""
        return 3 if self.is_percent else 1


NUMBERS = Values()
SHARES = Values(sv.percent, sv.percent, is_percent=True, most=1.0)


def first_and_last(days: pl.Series) -> tuple[date, date]:
    """The first and the last of some days; ValueError without any."""
    dates = days.drop_nulls().to_list()
    return min(dates), max(dates)
