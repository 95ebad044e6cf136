"""What a key figure is: its words, its direction and the function that counts it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from metrics.facts import Facts, Rules
from metrics.periods import last_of

Cadence = Literal["month", "quarter", "half", "year"]
Kind = Literal["count", "share", "ratio", "days", "kronor", "change"]


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


@dataclass(frozen=True)
class Figure:
    """One key figure. The words are Swedish: they are shown as they stand, everywhere.

    `key` names it in addresses and in the store; `number` is its own in the national and local
    definitions; `evidence` is how its definition is known: verified (read in the source),
    secondary (told by another), derived (the source says what, not how), own, recalled.

    `kind` says what is counted, and what `count(facts, periods, rules)` gives: always `period,
    unit_id, target_group`, sorted by them, one row where there is any (but for days), and
      count   part; whole is null
      share   part of whole, each of the part one of the whole
      ratio   part for `scale` of whole, and `cases`: how many different cases are behind it
      kronor  part, the sum; whole, how many households it is of
      days    one row a duration: case_id, days. The figure is their median; where some wait
              still, `waiting` says which: they are no part of it but of a Kaplan-Meier median
      change  part, what has come since a year ago; whole, what there was then
    unit_id and target_group are null where a figure is only of all of them.

    `periods` are the first days of periods by `cadence`. `settled_on(period, rules)` is the day
    from which one is final: until it is known of it is provisional, or not there if
    `only_settled`. `months_back`: how many months' facts a period rests on. `reads`: the frames
    of Facts without which there is nothing to count. `heeds`: the settings that bear on it.
    `beside`: a figure of days or kronor that is of the same people as that one, or almost: shown
    only where that one is, and never with how many they are, which would be a second pattern of
    the same counts. `least_n`: of fewer it is never judged. `adds_up`: periods build on those
    before, so that no chart of variation may be made. `flow`: what happened in a period, so that
    periods may be summed; else how it stood, so that they have a mean (metrics.longer); None where
    nobody has said which. `made_of`: facts, or what is protected already: other figures,
    a ledger, the points of plans; then `count` takes those instead (see metrics.derived).
    `by_person`: told of by sex or by age band too, besides unit and target group; not by what
    another figure divides it by already. `headline`: among the first page's until a steering group
    has chosen its own. `internal`: only
    there for others to be protected under, never shown.
    """

    key: str
    number: str
    title: str
    question: str
    part_in_words: str
    whole_in_words: str | None
    unit: str
    better: Literal["higher", "lower"] | None
    cadence: Cadence
    settled_after: str
    source: str
    evidence: Literal["verified", "secondary", "derived", "own", "recalled"]
    count: Callable[[Facts, Sequence[date], Rules], pl.DataFrame]
    settled_on: Callable[[date, Rules], date]
    reads: tuple[str, ...]
    kind: Kind = "share"
    scale: float = 1.0
    heeds: tuple[str, ...] = ()
    least_n: int = 10
    months_back: int = 1
    only_settled: bool = False
    adds_up: bool = False
    flow: bool | None = False
    made_of: Literal["facts", "figures", "ledger", "plans"] = "facts"
    part_of: PartOf | None = None
    beside: str | None = None
    headline: bool = False
    by_person: tuple[Literal["sex", "age_band"], ...] = ()
    internal: bool = False

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings that bear on it: those that it heeds, and the age bands it is told of by."""
        return (*self.heeds, *(("age_bands",) if "age_band" in self.by_person else ()))

    @property
    def has_own_goal(self) -> bool:
        """Whether what it is divided by is a goal already: all of it is to be reached."""
        return self.made_of == "ledger" and self.kind == "ratio"

    @property
    def is_share(self) -> bool:
        """Whether the figure is a part of a whole, both kept."""
        return self.kind == "share"

    @property
    def is_percent(self) -> bool:
        """Whether it is written as percent."""
        return self.kind in ("share", "change") or self.unit == "%"


# What every figure by month has in common: it is final when its last day is known of.
MONTHLY = {
    "cadence": "month",
    "settled_after": "Månaden är preliminär tills underlaget når månadens sista dag.",
    "settled_on": lambda period, _: last_of("month", period),
}
QUARTERLY = {
    "cadence": "quarter",
    "flow": True,
    "settled_after": "Kvartalet är preliminärt tills underlaget når kvartalets sista dag.",
    "settled_on": lambda period, _: last_of("quarter", period),
}
HALF_YEARLY = {
    "cadence": "half",
    "settled_after": "Halvåret är preliminärt tills underlaget når halvårets sista dag.",
    "settled_on": lambda period, _: last_of("half", period),
}
YEARLY = {
    "cadence": "year",
    "settled_after": "Året är preliminärt tills underlaget når årets sista dag.",
    "settled_on": lambda period, _: last_of("year", period),
}


@dataclass(frozen=True)
class Wanted:
    """A figure that is asked for and can't be counted yet: what is missing, and who gets it."""

    number: str
    title: str
    question: str
    missing: str
    owner: str
