"""Figures about individual plans: whether they are followed up in time."""

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts, Rules
from metrics.periods import DAY, add_months

CURRENT_MONTHS = 6
OnDay = Callable[[Facts, date, Rules], pl.DataFrame]


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
    return _by_month(facts, periods, rules, _followed_on)


def current(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a plan made or followed up within six months, among all open cases.

    Reads:  facts.cases, with individual_plans' case_id, and follow_ups; periods as above.
    Gives:  as `followed_up`. On the month's last day d a case counts when some plan of it was
            made or followed up on a day within six months before d (day + 6 months >= d).
    Source: B13.
    """
    return _by_month(facts, periods, rules, _current_on)


def _by_month(facts: Facts, periods: Sequence[date], rules: Rules, ask: OnDay) -> pl.DataFrame:
    """Each month asked about on its last day, or on the last day known of."""
    empty = pl.DataFrame(
        schema={
            "period": pl.Date,
            **{name: facts.cases.schema[name] for name in ("unit_id", "target_group")},
            **dict.fromkeys(("part", "whole"), pl.Int64),
        }
    )
    parts = [
        ask(facts, min(add_months(period, 1) - DAY, facts.observed_until), rules).select(
            pl.lit(period, pl.Date).alias("period"), "unit_id", "target_group", "part", "whole"
        )
        for period in periods
    ]
    return pl.concat([empty, *parts]).sort("period", "unit_id", "target_group")


def _current_on(facts: Facts, day: date, _rules: Rules) -> pl.DataFrame:
    open_ = facts.cases.filter(
        pl.col("opened_on") <= day, (pl.col("closed_on") > day).fill_null(True)
    )
    plans = facts.individual_plans.filter(pl.col("made_on") <= day)
    touched = pl.concat(
        [
            plans.select("case_id", on="made_on"),
            facts.follow_ups.join(plans, on="individual_plan_id").select(
                "case_id", on="followed_up_on"
            ),
        ]
    ).filter(pl.col("on") <= day, pl.col("on").dt.offset_by(f"{CURRENT_MONTHS}mo") >= day)
    fresh = pl.col("case_id").is_in(touched["case_id"].unique().implode())
    return open_.group_by("unit_id", "target_group").agg(
        part=fresh.sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64)
    )


def _followed_on(facts: Facts, day: date, rules: Rules) -> pl.DataFrame:
    limit = f"{rules.follow_up_months}mo"
    runs = (pl.col("ended_on") > day).fill_null(True)
    old_enough = pl.col("made_on").dt.offset_by(limit) < day
    recent = facts.follow_ups.filter(
        pl.col("followed_up_on") <= day, pl.col("followed_up_on").dt.offset_by(limit) >= day
    )
    plans = facts.individual_plans.filter(old_enough, runs)
    followed = pl.col("individual_plan_id").is_in(recent["individual_plan_id"].unique().implode())
    return plans.group_by("unit_id", "target_group").agg(
        part=followed.sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64)
    )
