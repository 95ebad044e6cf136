"""What a key figure is: its words, its direction and the function that counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.catalogue.cadence import Cadence
from metrics.facts import Facts
from metrics.from_shown import CountShown
from metrics.rules import Rules

Kind = Literal["count", "share", "ratio", "days", "kronor", "change"]
Evidence = Literal["verified", "secondary", "derived", "own", "recalled"]
Words = str | Callable[[Rules], str]
Count = Callable[[Facts, Sequence[date], Rules], pl.DataFrame]


@dataclass(frozen=True)
class PartOf:
    """That a figure divides something another figure shows already, and is protected under it.

    `side` of the other figure is divided: its whole, its part, or the rest. Figures with the same
    `together` divide it between them, one side each; without it a figure's part and rest do.
    `per`: which side of the other figure stands below the line when the share is shown.
    """

    figure: str
    side: Literal["part", "rest", "whole"]
    per: Literal["part", "rest", "whole"]
    together: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One key figure. The words are Swedish: they are shown as they stand, everywhere.

    key:       names it in addresses and in the store
    number:    its own in the national and local definitions
    part_words, whole_words: what is counted, and of what; a function of the rules where the words
               depend on what the steering group has set
    better:    which direction is an improvement; None where neither is
    cadence:   by which periods it is counted, and when one of them is final
    evidence:  how its definition is known: verified (read in the source), secondary (from another
               source), derived (the source says what, not how), own, recalled
    reads:     the frames and columns of Facts without which there is nothing to count
    kind:      what the count gives, as described below
    scale:     what a ratio is multiplied by
    heeds:     the settings that its count depends on
    least_n:   of fewer it is never judged
    adds_up:   each period builds on those before, so it has no chart of variation
    flow:      whether it counts what happened in a period, so that periods may be summed, or how
               things stood, so that they have a mean (metrics.longer); None where that is unknown
    headline:  on the first page until a steering group has chosen its own
    internal:  never shown: it is there for others to be protected under

    Of figures from facts only:
    months_back: how many months' facts a period rests on
    part_of:   the figure that it divides a side of
    beside:    for days or kronor about the same people as another figure, or almost the same:
               shown only where that one is, and never with its number of people, which would be
               a second pattern of the same counts
    by_person: published by sex or by age band too, besides unit and target group; not by what
               another figure divides it by already

    Every count gives `period, unit_id, target_group`, sorted by them, one row where there is
    anything (`days` excepted), and by kind
      count   part; whole is null
      share   part of whole, each of the part one of the whole
      ratio   part for `scale` of whole, and `cases`: how many different cases are behind it
      kronor  part, the sum; whole, the number of households behind it
      days    one row per duration: case_id, days. The figure is their median; where some are
              still waiting, `waiting` says which: they count only in a Kaplan-Meier median
      change  part, the change since a year ago; whole, the count then
    unit_id and target_group are null where a figure covers all of them together.
    """

    key: str
    number: str
    title: str
    question: str
    part_words: Words
    whole_words: Words | None
    unit: str
    better: Literal["higher", "lower"] | None
    cadence: Cadence
    source: str
    evidence: Evidence
    reads: tuple[str, ...]
    kind: Kind = "share"
    scale: float = 1.0
    heeds: tuple[str, ...] = ()
    least_n: int = 10
    adds_up: bool = False
    flow: bool | None = False
    headline: bool = False
    internal: bool = False
    months_back: int = 1
    part_of: PartOf | None = None
    beside: str | None = None
    by_person: tuple[Literal["sex", "age_band"], ...] = ()

    def part_in_words(self, rules: Rules) -> str:
        """What is counted, by these rules."""
        return _by(rules, self.part_words)

    def whole_in_words(self, rules: Rules) -> str | None:
        """The whole it is counted in, by these rules; None where there is none."""
        return None if self.whole_words is None else _by(rules, self.whole_words)

    def settled_on(self, period: date, rules: Rules) -> date:
        """The day from which a period, given by its first day, is final."""
        return self.cadence.settled_on(period, rules)

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings that bear on it: those that it heeds, and the age bands it is split by."""
        return (*self.heeds, *(("age_bands",) if "age_band" in self.by_person else ()))

    @property
    def has_own_goal(self) -> bool:
        """Whether its whole is a goal already, all of which is to be reached."""
        return False

    @property
    def is_share(self) -> bool:
        """Whether the figure is a part of a whole, both kept."""
        return self.kind == "share"

    @property
    def is_percent(self) -> bool:
        """Whether it is written as percent."""
        return self.kind in ("share", "change") or self.unit == "%"


@dataclass(frozen=True, kw_only=True)
class FromFacts(Figure):
    """A figure counted from facts about people, and protected.

    `count` is given the facts, the first days of the periods and the rules.
    """

    count: Count


@dataclass(frozen=True, kw_only=True)
class FromFigures(Figure):
    """A figure made of other figures, as the viewer may see them."""

    count: CountShown


@dataclass(frozen=True, kw_only=True)
class FromLedger(Figure):
    """A figure made of the ledger of the steering group's list."""

    count: CountShown

    @property
    def has_own_goal(self) -> bool:
        """Whether its whole is the list's goal, all of which is to be reached."""
        return self.kind == "ratio"


@dataclass(frozen=True, kw_only=True)
class FromPlans(Figure):
    """A figure made of the points of the steering group's action plans."""

    count: CountShown


@dataclass(frozen=True, kw_only=True)
class Delivered(Figure):
    """A figure that the municipality makes elsewhere and delivers ready made."""


@dataclass(frozen=True)
class Wanted:
    """A figure that is asked for and can't be counted yet: what is missing, and who gets it."""

    number: str
    title: str
    question: str
    missing: str
    owner: str


def _by(rules: Rules, words: Words) -> str:
    return words if isinstance(words, str) else words(rules)
