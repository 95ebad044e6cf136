"""How often a figure is counted, for how long it is kept, and when one of its periods is final."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from metrics.catalogue.words import days_in_words, months_in_words
from metrics.counts.after_exit import WITHIN_DAYS
from metrics.periods import LENGTHS, add_months, last_of, month
from metrics.rules import Rules

Name = Literal["month", "quarter", "half", "year"]


@dataclass(frozen=True)
class Wait:
    """How long after a period's last day its figure can still change.

    The longest of `months`, `days` and, if `exit_gap`, the steering group's number of months
    without support that make an exit. If `whole_months` it lasts until the end of a month.
    """

    months: int = 0
    days: int = 0
    exit_gap: bool = False
    whole_months: bool = False

    def over_on(self, last: date, rules: Rules) -> date:
        """The day on which the wait after the period's last day is over."""
        day = max(last + timedelta(days=self.days), add_months(last, self._months(rules)))
        return last_of("month", month(day)) if self.whole_months else day

    def in_words(self, rules: Rules) -> str:
        """The wait in Swedish: 'två månader', 'nittio dagar'.

        Three months after the end of a quarter are never fewer than 90 days, so counting 30 days
        per month shows which is the longer.
        """
        months = self._months(rules)
        return months_in_words(months) if months * 30 >= self.days else days_in_words(self.days)

    def _months(self, rules: Rules) -> int:
        return max(self.months, rules.exit_gap_months if self.exit_gap else 0)


NO_WAIT = Wait()


@dataclass(frozen=True)
class Cadence:
    """The periods by which a figure is counted, and when one of them is final.

    kept:         how many months of it are published
    sentence:     when a period is final, in Swedish; `{wait}` stands for the wait in words
    wait:         how long after a period's last day that is
    only_settled: whether a period is left out, rather than provisional, until it is final
    """

    name: Name
    kept: int
    sentence: str
    wait: Wait = NO_WAIT
    only_settled: bool = False

    @property
    def months(self) -> int:
        """How many months there are in a period."""
        return LENGTHS[self.name]

    @property
    def per_year(self) -> int:
        """How many periods there are in a year."""
        return LENGTHS["year"] // self.months

    def settled_on(self, period: date, rules: Rules) -> date:
        """The day from which a period, given by its first day, is final."""
        return self.wait.over_on(last_of(self.name, period), rules)

    def settled_in_words(self, rules: Rules) -> str:
        """When a period is final under these rules, as a Swedish sentence."""
        return self.sentence.replace("{wait}", self.wait.in_words(rules))

    def after(self, wait: Wait, sentence: str, *, only_settled: bool = False) -> "Cadence":
        """The same cadence, with a period final once a wait after its last day is over."""
        return replace(self, wait=wait, sentence=sentence, only_settled=only_settled)


# Four years of months are kept. Of longer periods enough are kept for twelve final ones, which can
# be judged, and those that are not final yet.
MONTHLY = Cadence("month", 48, "Månaden är preliminär tills underlaget når månadens sista dag.")
QUARTERLY = Cadence(
    "quarter", 72, "Kvartalet är preliminärt tills underlaget når kvartalets sista dag."
)
HALF_YEARLY = Cadence(
    "half", 96, "Halvåret är preliminärt tills underlaget når halvårets sista dag."
)
YEARLY = Cadence("year", 168, "Året är preliminärt tills underlaget når årets sista dag.")
CADENCES = {cadence.name: cadence for cadence in (MONTHLY, QUARTERLY, HALF_YEARLY, YEARLY)}

# Exits are final when nobody who left can come back within the gap; what follows an exit, later.
EXITS = QUARTERLY.after(
    Wait(exit_gap=True), "Kvartalet är preliminärt tills {wait} har gått efter dess slut."
)


def held_for(months: int) -> Cadence:
    """Quarters that are shown once it is known which exits held for `months`."""
    sentence = "Kvartalet visas när {wait} har gått efter dess slut, aldrig halvt."
    return QUARTERLY.after(Wait(months=months, exit_gap=True), sentence, only_settled=True)


# Support after an exit: needs 90 days for the contact, and the gap to know who has left.
SUPPORTED = QUARTERLY.after(
    Wait(days=WITHIN_DAYS, exit_gap=True),
    "Kvartalet visas när {wait} har gått efter dess slut.",
    only_settled=True,
)
