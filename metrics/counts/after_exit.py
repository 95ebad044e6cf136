"""Figures about support after an exit: whether somebody is in touch with those who have left."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import polars as pl

from metrics.counts.open_cases import shares
from metrics.counts.outcome import exits_to
from metrics.facts import Facts
from metrics.rules import Rules

WITHIN_DAYS = 90


def supported(state: str) -> Callable[[Facts, Sequence[date], Rules], pl.DataFrame]:
    """Exits that led to one state (work, studies) and were followed by a contact, among those.

    Reads:  facts.cases and facts.after_exit; periods, first days of quarters;
            rules.exit_gap_months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. The whole is
            the part of `outcome.led_to`.
    Edges:  a contact counts from the day the case was closed, up to and including the ninetieth
            day after it.
    Source: B25.
    """

    def count(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
        left = exits_to(state, facts, periods, rules)
        contacts = facts.after_exit.filter(pl.col("contacted_on") <= facts.observed_until)
        in_time = left.join(contacts, on="case_id").filter(
            pl.col("contacted_on").is_between(
                "closed_on", pl.col("closed_on") + timedelta(days=WITHIN_DAYS)
            )
        )
        return shares(left, pl.col("case_id").is_in(in_time["case_id"].unique().implode()))

    return count
