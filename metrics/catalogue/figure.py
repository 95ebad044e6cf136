"""What a key figure is: its words, its direction and the function that counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.facts import Facts, Rules
from metrics.periods import last_of_month


@dataclass(frozen=True)
class PartOf:
    """That a figure divides something another figure shows already, and is protected under it.

    `side` of the other figure is divided: its whole, or its part. Figures with the same
    `together` divide it between them, one side each; without it a figure's part and rest do.
    `per`: which side of the other figure stands below the line when the share is shown.
    """

    figure: str
    side: Literal["part", "whole"]
    per: Literal["part", "whole"]
    together: str | None = None


@dataclass(frozen=True)
class Figure:
    """One key figure. The words are Swedish: they are shown as they stand, everywhere.

    `count(facts, periods, rules)` gives one row a period, unit and target group that has any:
    `period, unit_id, target_group, part, whole`; whole is null where the figure is a count.
    `periods` are the first days of months or quarters, by `cadence`. `settled_on(period, rules)`
    is the day from which a period is final: until that day is known of it is provisional, or, if
    `only_settled`, not there. `months_back`: how many months' facts a period rests on.
    `number` is the figure's in the national and local definitions; `evidence` how its definition
    is known: verified, secondary, derived or recalled. `heeds` names the settings that bear on it.
    `headline`: among the first page's.
    """

    key: str
    number: str
    title: str
    question: str
    part_in_words: str
    whole_in_words: str | None
    unit: str
    better: Literal["higher", "lower"] | None
    cadence: Literal["month", "quarter"]
    settled_after: str
    source: str
    evidence: Literal["verified", "secondary", "derived", "recalled"]
    count: Callable[[Facts, Sequence[date], Rules], pl.DataFrame]
    settled_on: Callable[[date, Rules], date]
    heeds: tuple[str, ...] = ()
    months_back: int = 1
    only_settled: bool = False
    part_of: PartOf | None = None
    headline: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the figure is a part of a whole, both kept."""
        return self.whole_in_words is not None


# What every figure by month has in common: it is final when its last day is known of.
MONTHLY = {
    "cadence": "month",
    "settled_after": "Månaden är preliminär tills underlaget når månadens sista dag.",
    "settled_on": lambda period, _: last_of_month(period),
}


@dataclass(frozen=True)
class Wanted:
    """A figure that is asked for and can't be counted yet: what is missing, and who gets it."""

    number: str
    title: str
    question: str
    missing: str
    owner: str
