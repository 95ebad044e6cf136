"""Figures about efforts in parallel: those of several parties at once, where they are needed."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.on_days import looked_up, of_those_open, on_some_day, open_rows
from metrics.counts.open_cases import days_asked, shares
from metrics.facts import Facts
from metrics.rules import Rules

PARTIES = 2
NEEDED = pl.col("needs_parallel").fill_null(False)


def needed(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a registered need for efforts in parallel, among all open cases.

    Reads:  facts.cases; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. Counted on the
            month's last day, or the last day that the facts cover. An unknown need is none.
    """
    return shares(open_rows(facts, days_asked(facts, periods)), NEEDED)


def where_needed(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with efforts of at least two parties at work, among those with that need.

    Reads:  facts.cases and facts.episodes; periods, first days of months.
    Gives:  as `needed`; the whole is its part. A party with two efforts counts once. Efforts are
            those at work on the month's last day, or the last day that the facts cover.
    Source: B6.
    """
    return shares(_with_parties(facts, periods).filter(NEEDED), pl.col("parties") >= PARTIES)


def elsewhere(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """As `where_needed`, among open cases without that need. The whole is the rest of `needed`."""
    return shares(_with_parties(facts, periods).filter(~NEEDED), pl.col("parties") >= PARTIES)


def _with_parties(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """The open cases of each month, and the number of parties at work with each."""
    days = days_asked(facts, periods)
    facts = of_those_open(facts, days)
    opened = open_rows(facts, days)
    at_work = on_some_day(facts.cases, facts.episodes, days, of="party")
    return opened.with_columns(parties=looked_up(at_work, opened))
