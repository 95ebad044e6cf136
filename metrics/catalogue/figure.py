"""What a key figure is: its words, its direction and the function that counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.facts import Facts, Rules


@dataclass(frozen=True)
class Figure:
    """One key figure. The words are Swedish: they are shown as they stand, everywhere.

    `count(facts, periods, rules)` gives one row a period, unit and target group that has any:
    `period, unit_id, target_group, part, whole`; whole is null where the figure is a count.
    `periods` are the first days of months or quarters, by `cadence`. `settled_on(period, rules)`
    is the day from which a period is final: until that day is known of it is provisional.
    """

    key: str
    title: str
    question: str
    part_in_words: str
    whole_in_words: str | None
    unit: str
    better: Literal["higher", "lower"]
    cadence: Literal["month", "quarter"]
    settled_after: str
    source: str
    count: Callable[[Facts, Sequence[date], Rules], pl.DataFrame]
    settled_on: Callable[[date, Rules], date]

    @property
    def is_share(self) -> bool:
        """Whether the figure is a part of a whole, both kept."""
        return self.whole_in_words is not None
