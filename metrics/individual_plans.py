"""Figures about individual plans: whether they are followed up in time."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts, Rules
from metrics.periods import DAY, add_months


def followed_up(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Plans followed up within the last three months, among those old enough to have been.

    Reads:  facts.individual_plans and facts.follow_ups; periods, first days of months;
            rules.follow_up_months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. No plans, no
            row. A month that goes on after the last day known of is asked about on that day.

    On the month's last day d a plan is old enough when its first follow-up was due before d
    (made_on + 3 months < d), and followed up when its latest, on or before d, is not past due
    (followed_up_on + 3 months >= d): a plan followed up 20 August is overdue on 21 November.
    """
    parts = [_on(facts, period, f"{rules.follow_up_months}mo") for period in periods]
    empty = facts.individual_plans.clear().select(
        pl.lit(None, pl.Date).alias("period"),
        "unit_id",
        "target_group",
        pl.lit(0, pl.Int64).alias("part"),
        pl.lit(0, pl.Int64).alias("whole"),
    )
    return pl.concat([empty, *parts]).sort("period", "unit_id", "target_group")


def _on(facts: Facts, period: date, limit: str) -> pl.DataFrame:
    """The same for one month."""
    day = min(add_months(period, 1) - DAY, facts.observed_until)
    runs = (pl.col("ended_on") > day).fill_null(True)
    old_enough = pl.col("made_on").dt.offset_by(limit) < day
    recent = facts.follow_ups.filter(
        pl.col("followed_up_on") <= day, pl.col("followed_up_on").dt.offset_by(limit) >= day
    )
    plans = facts.individual_plans.filter(old_enough, runs)
    followed = pl.col("individual_plan_id").is_in(recent["individual_plan_id"].unique().implode())
    return (
        plans.group_by("unit_id", "target_group")
        .agg(part=followed.sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .select(
            pl.lit(period, pl.Date).alias("period"),
            "unit_id",
            "target_group",
            "part",
            "whole",
        )
    )
