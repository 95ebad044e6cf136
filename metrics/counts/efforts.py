"""Figures about chains of efforts (insatser): the wait for the first, and the holes after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from metrics import episodes
from metrics.counts.on_days import (
    CELL,
    days_with_year,
    looked_up,
    of_those_open,
    on_some_day,
    open_rows,
)
from metrics.counts.open_cases import KEYS, shares
from metrics.facts import Facts
from metrics.lines import matched
from metrics.periods import DAY
from metrics.rules import Rules

SEVERAL = 2  # efforts that make a chain


def waits_from_decision(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """How long each case waited for its first effort from its first decision.

    Reads:  facts.cases and facts.episodes; periods, first days of months.
    Gives:  period (the month of opened_on), unit_id, target_group, case_id, days, waiting; a row
            a case, as the cases come. days: from first_decided_on to the first
            effort that starts on or after it, 0 where one is at work on that day. A case without
            an effort has waiting true, and days is how long it has waited: until the last day
            known of, or the day it was closed. The median and the 90th percentile are of those that are not
            waiting; a Kaplan-Meier median is of all, those waiting as not yet started.

    A case without a first decision, or decided on only when it was closed already, is left out.
    As metrics.episodes.time_to_first has it.
    Source: B1.
    """
    decided, closed = pl.col("first_decided_on"), pl.col("closed_on")
    asked = facts.cases.filter(decided.is_not_null(), (closed >= decided).fill_null(True))
    return _waits(facts, asked, periods, "first_decided_on")


def waits_from_opening(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """How long each case waited for its first effort from the day it was opened.

    As `waits_from_decision`, from opened_on. Source: B2.
    """
    return _waits(facts, facts.cases, periods, "opened_on")


def with_several(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with at least two efforts in the last twelve months, among all open cases.

    Reads:  facts.cases and facts.episodes; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. The twelve
            months end with the month's last day d, or the last day known of: at the end of May
            from 1 June. An effort counts that was at work on some day of them.
    """
    days = days_with_year(facts, periods)
    return _of_chains(of_those_open(facts, days), days).pipe(shares, pl.col("is_chain"))


def with_gap(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Of the open cases with at least two efforts in twelve months, those with a gap in these.

    Reads:  as `with_several`, and rules.gap_days.
    Gives:  as it; the whole is its part. A gap is what metrics.episodes.gaps has it to be on the
            month's last day d: a hole in the union of the efforts after the first, which counts
            to d, d not in it, while nothing has followed. It counts when what of it lies within
            the twelve months is gap_days or more: a hole that ended 14 days into them, but not 13.
    Source: B3.
    """
    days, least = days_with_year(facts, periods), timedelta(days=rules.gap_days)
    facts = _of_several(of_those_open(facts, days))
    several = _of_chains(facts, days).filter("is_chain")
    holes = episodes.gaps(
        facts.episodes, facts.cases, facts.observed_until, min_days=rules.gap_days
    ).rename({"gap_from": "starts_on", "gap_until": "ends_on"})
    # gap_days of a hole lie between since and d when it begins so long before d, and ends so long
    # after since
    moved = days.with_columns(day=pl.col("day") - least, since=pl.col("since") + least - DAY)
    found = looked_up(on_some_day(facts.cases, holes, moved), several)
    return several.with_columns(gaps=found).pipe(shares, pl.col("gaps") > 0)


def gap_lengths(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """How long the gaps were that ended in each month.

    Reads:  facts.cases and facts.episodes; periods, first days of months; rules.gap_days.
    Gives:  period, unit_id, target_group, case_id, days; a row a gap, sorted. A gap is what
            metrics.episodes.gaps has it to be, of gap_days or more. It ends on the day that an
            effort begins again, or the case is closed; one that has not ended by the last day
            known of is not counted.
    Source: B4.
    """
    known = facts.observed_until
    # what has not ended, or ends later than is known of, goes on past the last day known of
    holes = episodes.gaps(facts.episodes, facts.cases, known + DAY, min_days=rules.gap_days)
    return (
        holes.filter(pl.col("gap_until") <= known)
        .with_columns(period=pl.col("gap_until").dt.month_start())
        .filter(pl.col("period").is_in(list(periods)))
        .join(facts.cases.select("case_id", *CELL), on="case_id")
        .select(*KEYS, "case_id", "days")
        .sort(pl.all())
    )


def _waits(facts: Facts, cases: pl.DataFrame, periods: Sequence[date], begins: str) -> pl.DataFrame:
    known = facts.observed_until
    opened = cases.with_columns(period=pl.col("opened_on").dt.month_start()).filter(
        pl.col("opened_on") <= known, pl.col("period").is_in(list(periods))
    )
    asked = opened.select(*KEYS, "case_id", "closed_on", opened_on=begins)
    waits = episodes.time_to_first(asked, facts.episodes, known)
    days = pl.coalesce("days", "waited").cast(pl.Int64)
    return waits.select(*KEYS, "case_id", days=days, waiting=~pl.col("started"))


def _of_several(facts: Facts) -> Facts:
    """The facts with those cases alone that have ever had several efforts: no others are a chain."""
    _, row = matched(facts.cases["case_id"], facts.episodes["case_id"])
    many = np.bincount(row, minlength=facts.cases.height)
    return replace(facts, cases=facts.cases.filter(many >= SEVERAL))


def _of_chains(facts: Facts, days: pl.DataFrame) -> pl.DataFrame:
    """The open cases of each day, and whether they have had several efforts in a year."""
    opened = open_rows(facts, days)
    efforts = looked_up(on_some_day(facts.cases, facts.episodes, days), opened)
    return opened.with_columns(is_chain=efforts >= SEVERAL)
