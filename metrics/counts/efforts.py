"""Figures about efforts (insatser): the wait for the first, and the gaps between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from metrics import episodes
from metrics.counts.on_days import (
    days_with_year,
    looked_up,
    of_those_open,
    on_some_day,
    open_rows,
)
from metrics.counts.open_cases import CELL, KEYS, shares
from metrics.facts import Facts
from metrics.lines import matched
from metrics.periods import DAY
from metrics.rules import Rules

SEVERAL = 2  # efforts, at least


def waits_from_decision(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The time that each case waited for its first effort from its first decision.

    Reads:  facts.cases and facts.episodes; periods, first days of months.
    Gives:  period (the month of opened_on), unit_id, target_group, case_id, days, waiting; one
            row per case, in the order of the cases. days: from first_decided_on to the first
            effort that starts on or after it, 0 where one is at work on that day. A case without
            an effort has waiting true, and days is the wait so far: until the last day that the
            facts cover, or the day it was closed. The median and the 90th percentile leave out
            those waiting; a Kaplan-Meier median counts them as not yet started.
    Edges:  as metrics.episodes.time_to_first. A case without a first decision, or with one after
            it was closed, is left out.
    Source: B1.
    """
    decided, closed = pl.col("first_decided_on"), pl.col("closed_on")
    decided_cases = facts.cases.filter(decided.is_not_null(), (closed >= decided).fill_null(True))
    return _waits(facts, decided_cases, periods, "first_decided_on")


def waits_from_opening(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The time that each case waited for its first effort from the day it was opened.

    As `waits_from_decision`, from opened_on. Source: B2.
    """
    return _waits(facts, facts.cases, periods, "opened_on")


def with_several(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with at least two efforts in the last twelve months, among all open cases.

    Reads:  facts.cases and facts.episodes; periods, first days of months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    Edges:  the twelve months end with the month's last day d, or the last day that the facts
            cover: for 31 May they begin on 1 June. An effort at work on any of their days counts.
    """
    days = days_with_year(facts, periods)
    return _with_several(of_those_open(facts, days), days).pipe(shares, pl.col("has_several"))


def with_gap(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a gap in twelve months, among those with at least two efforts in them.

    Reads:  as `with_several`, and rules.gap_days.
    Gives:  as `with_several`, whose part is the whole here.
    Edges:  a gap is that of metrics.episodes.gaps on the month's last day d; while no effort has
            followed, it counts to d, d not included. It counts when at least gap_days of it lie
            within the twelve months: a gap that ended 14 days into them, but not one that ended
            13 days into them.
    Source: B3.
    """
    days, least = days_with_year(facts, periods), timedelta(days=rules.gap_days)
    facts = _of_several(of_those_open(facts, days))
    several = _with_several(facts, days).filter("has_several")
    gaps = episodes.gaps(
        facts.episodes, facts.cases, facts.observed_until, min_days=rules.gap_days
    ).rename({"gap_from": "starts_on", "gap_until": "ends_on"})
    # gap_days of a gap lie between since and d when it begins at least that long before d and ends
    # at least that long after since
    moved = days.with_columns(day=pl.col("day") - least, since=pl.col("since") + least - DAY)
    counted = looked_up(on_some_day(facts.cases, gaps, moved), several)
    return several.with_columns(gaps=counted).pipe(shares, pl.col("gaps") > 0)


def gap_lengths(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The length of each gap that ended in each month.

    Reads:  facts.cases and facts.episodes; periods, first days of months; rules.gap_days.
    Gives:  period, unit_id, target_group, case_id, days; one row per gap, sorted.
    Edges:  a gap is that of metrics.episodes.gaps, of gap_days or more. It ends on the day that
            an effort begins again or the case is closed; one that has not ended by the last day
            that the facts cover is not counted.
    Source: B4.
    """
    last_day = facts.observed_until
    # a gap that has not ended by the last day is given an end after it
    gaps = episodes.gaps(facts.episodes, facts.cases, last_day + DAY, min_days=rules.gap_days)
    return (
        gaps.filter(pl.col("gap_until") <= last_day)
        .with_columns(period=pl.col("gap_until").dt.month_start())
        .filter(pl.col("period").is_in(list(periods)))
        .join(facts.cases.select("case_id", *CELL), on="case_id")
        .select(*KEYS, "case_id", "days")
        .sort(pl.all())
    )


def _waits(facts: Facts, cases: pl.DataFrame, periods: Sequence[date], begins: str) -> pl.DataFrame:
    last_day = facts.observed_until
    opened = cases.with_columns(period=pl.col("opened_on").dt.month_start()).filter(
        pl.col("opened_on") <= last_day, pl.col("period").is_in(list(periods))
    )
    since = opened.select(*KEYS, "case_id", "closed_on", opened_on=begins)
    waits = episodes.time_to_first(since, facts.episodes, last_day)
    days = pl.coalesce("days", "waited").cast(pl.Int64)
    return waits.select(*KEYS, "case_id", days=days, waiting=~pl.col("started"))


def _of_several(facts: Facts) -> Facts:
    """The facts with only the cases that have ever had several efforts; no others have a gap."""
    _, row = matched(facts.cases["case_id"], facts.episodes["case_id"])
    efforts = np.bincount(row, minlength=facts.cases.height)
    return replace(facts, cases=facts.cases.filter(efforts >= SEVERAL))


def _with_several(facts: Facts, days: pl.DataFrame) -> pl.DataFrame:
    """The open cases of each day, and whether they have had several efforts within a year."""
    opened = open_rows(facts, days)
    efforts = looked_up(on_some_day(facts.cases, facts.episodes, days), opened)
    return opened.with_columns(has_several=efforts >= SEVERAL)
