"""Figures about reviews of the cases: whether every open one has been gone through recently."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import days_asked
from metrics.counts.spells import cases_while, shares_on
from metrics.facts import Facts
from metrics.lines import months_after
from metrics.periods import DAY
from metrics.rules import Rules

MONTHS = 3


def gone_through(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases that were gone through within three months, among all open cases.

    Reads:  facts.cases and facts.reviewed; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    Edges:  a case counts from the day it was gone through, up to and including the day three
            months later, whichever unit's round it was.
    Source: B23.
    """
    recent = facts.reviewed.select(
        "case_id",
        starts_on="reviewed_on",
        ends_on=months_after("reviewed_on", MONTHS) + DAY,
    )
    days = days_asked(facts, periods)
    return shares_on(days, facts.cases, cases_while(facts.cases, recent))
