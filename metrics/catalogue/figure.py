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
    """How a figure is a part of another, which is published first and stays as it is.

    figure:    the other figure's key
    side:      its side that is divided: whole, part or rest
    together:  figures with the same name here divide the side between them, one part each; without
               it the figure's own part and rest do
    per:       the side of the other figure that is the denominator of the share shown
    """

    figure: str
    side: Literal["part", "rest", "whole"]
    per: Literal["part", "rest", "whole"]
    together: str | None = None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One key figure. The words are Swedish: they are shown as they stand, everywhere.

    key:       names it in addresses and in the store
    number:    its number in the national and local definitions
    part_words, whole_words: what is counted, and out of what; a function of the rules where the
               words depend on what the steering group has set
    better:    which direction is an improvement; None where neither is
    cadence:   the periods by which it is counted, and when one of them is final
    evidence:  how its definition is known: verified (read in the source), secondary (from another
               source), derived (the source says what, not how), own, recalled
    reads:     the frames and columns of Facts without which there is nothing to count
    kind:      what the count gives, as described below
    scale:     what a ratio is multiplied by
    heeds:     the settings that its count depends on
    least_n:   the least number of cases or people for which it is judged
    adds_up:   each period builds on those before, so it has no chart of variation
    flow:      true if it counts what happened in a period, so that periods may be summed; false if
               it counts how things stood, so that they have a mean (metrics.longer); None if that
               is not known
    headline:  on the first page until a steering group has made its own choice
    internal:  never shown; other figures are protected as parts of it

    For figures from facts only:
    months_back: how many months' facts a period rests on
    part_of:   the figure that it divides a side of
    beside:    for days or kronor, the figure about the same people, or almost the same: this one is
               shown only where that one is, and never with its number of people, which would be a
               second pattern over the same counts
    alike:     for a count, the count of almost the same people that it is hidden alike with
    by_person: sex, age_band or both, if it is published by them too; not by what another figure
               already divides it by

    Every count gives `period, unit_id, target_group`, sorted by them, one row per cell with
    anything in it (except for `days`), and depending on the kind
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
    alike: str | None = None
    by_person: tuple[Literal["sex", "age_band"], ...] = ()

    def part_in_words(self, rules: Rules) -> str:
        """What is counted under these rules."""
        return _by(rules, self.part_words)

    def whole_in_words(self, rules: Rules) -> str | None:
        """The whole that it is a part of under these rules; None where there is none."""
        return None if self.whole_words is None else _by(rules, self.whole_words)

    def settled_on(self, period: date, rules: Rules) -> date:
        """The day from which a period, given by its first day, is final."""
        return self.cadence.settled_on(period, rules)

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings that affect it: those that it heeds, and the age bands it is split by."""
        return (*self.heeds, *(("age_bands",) if "age_band" in self.by_person else ()))

    @property
    def has_own_goal(self) -> bool:
        """Whether its whole is itself a goal, so that the target is all of it."""
        return False

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, and both numbers are kept."""
        return self.kind == "share"

    @property
    def is_percent(self) -> bool:
        """Whether it is shown in percent."""
        return self.kind in ("share", "change") or self.unit == "%"


@dataclass(frozen=True, kw_only=True)
class FromFacts(Figure):
    """A figure counted from facts about people, and protected.

    `count` is called with the facts, the first days of the periods and the rules.
    """

    count: Count


@dataclass(frozen=True, kw_only=True)
class FromFigures(Figure):
    """A figure made from other figures, as the viewer may see them."""

    count: CountShown


@dataclass(frozen=True, kw_only=True)
class FromLedger(Figure):
    """A figure made from the ledger of the steering group's list."""

    count: CountShown

    @property
    def has_own_goal(self) -> bool:
        """Whether its whole is the list's goal, so that the target is all of it."""
        return self.kind == "ratio"


@dataclass(frozen=True, kw_only=True)
class FromPlans(Figure):
    """A figure made from the points of the steering group's action plans."""

    count: CountShown


@dataclass(frozen=True, kw_only=True)
class Delivered(Figure):
    """A figure that the municipality makes elsewhere and delivers ready made."""


@dataclass(frozen=True)
class Wanted:
    """A figure that is wanted and can't be counted yet: what is missing, and who provides it."""

    number: str
    title: str
    question: str
    missing: str
    owner: str


def _by(rules: Rules, words: Words) -> str:
    return words if isinstance(words, str) else words(rules)
