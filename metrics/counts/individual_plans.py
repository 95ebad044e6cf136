"""Figures about individual plans: whether they are followed up in time."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import days_asked
from metrics.counts.spells import cases_while, shares_on
from metrics.facts import Facts
from metrics.lines import months_after
from metrics.periods import DAY
from metrics.rules import Rules

CURRENT = 6  # months


def followed_up(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Plans followed up within the last three months, among those old enough to have been.

    Reads:  facts.individual_plans and facts.follow_ups; periods, first days of months;
            rules.follow_up_months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three. No plans, no
            row. A month that is not over is counted on the last day that the facts cover.
    Edges:  on the month's last day d a plan in force (not on ended_on) is old enough when
            made_on + 3 months < d, and followed up when followed_up_on <= d <= followed_up_on +
            3 months: one followed up 20 August counts on 20 November and not on the 21st.
    Source: B12.
    """
    limit = rules.follow_up_months
    since = months_after("made_on", limit) + DAY
    plans = facts.individual_plans.with_columns(opened_on=since, closed_on="ended_on")
    old_enough = plans.filter((pl.col("opened_on") < pl.col("closed_on")).fill_null(True))
    followed = facts.follow_ups.select(
        "individual_plan_id", starts_on="followed_up_on", ends_on=_until("followed_up_on", limit)
    )
    part = cases_while(old_enough, followed, by="individual_plan_id")
    return shares_on(days_asked(facts, periods), old_enough, part)


def current(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a plan made or followed up within six months, among all open cases.

    Reads:  facts.cases, with individual_plans' case_id, and follow_ups; periods as above.
    Gives:  as `followed_up`.
    Edges:  on the month's last day d a case counts when any of its plans was made or followed up
            on a day with day <= d <= day + 6 months.
    Source: B13.
    """
    made = facts.individual_plans.select("individual_plan_id", "case_id", starts_on="made_on")
    followed = facts.follow_ups.join(made, on="individual_plan_id").select(
        "case_id",
        # a follow-up before the plan was made counts from the day it was made
        starts_on=pl.max_horizontal("starts_on", "followed_up_on"),
        ends_on=_until("followed_up_on", CURRENT),
    )
    touched = made.select("case_id", "starts_on", ends_on=_until("starts_on", CURRENT))
    part = cases_while(facts.cases, pl.concat([touched, followed]))
    return shares_on(days_asked(facts, periods), facts.cases, part)


def _until(touched_on: str, limit: int) -> pl.Expr:
    """The first day on which a plan or follow-up is no longer recent: the day after the limit."""
    return months_after(touched_on, limit) + DAY
