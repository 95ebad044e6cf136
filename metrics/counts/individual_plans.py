"""Figures about individual plans: whether they are followed up in time."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.on_days import apart
from metrics.counts.open_cases import days_asked, open_spans
from metrics.counts.turns import CELL, number, on_each
from metrics.facts import Facts, Rules

CURRENT = "6mo"


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
    limit = f"{rules.follow_up_months}mo"
    due = pl.col("made_on").dt.offset_by(limit)
    plans = facts.individual_plans.with_columns(first=number(due) + 1, past=number("ended_on"))
    followed = facts.follow_ups.select(
        "individual_plan_id", on="followed_up_on", since="followed_up_on"
    )
    return _fresh(facts, periods, plans, followed, limit, of="individual_plan_id")


def current(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases with a plan made or followed up within six months, among all open cases.

    Reads:  facts.cases, with individual_plans' case_id, and follow_ups; periods as above.
    Gives:  as `followed_up`. On the month's last day d a case counts when some plan of it was
            made or followed up on a day within six months before d (day + 6 months >= d).
    Source: B13.
    """
    made = facts.individual_plans.select(
        "individual_plan_id", "case_id", on="made_on", since="made_on"
    )
    followed = facts.follow_ups.join(made, on="individual_plan_id").select(
        "case_id", on="followed_up_on", since=pl.max_horizontal("followed_up_on", "since")
    )
    touched = pl.concat([made.drop("individual_plan_id"), followed])
    return _fresh(facts, periods, open_spans(facts), touched, CURRENT, of="case_id")


def _fresh(
    facts: Facts,
    periods: Sequence[date],
    spans: pl.DataFrame,
    touched: pl.DataFrame,
    limit: str,
    of: str,
) -> pl.DataFrame:
    """How many spans are on when each month ends, and how many of them were touched recently.

    Reads:  spans, as `on_each` has them, each with its own `of`; touched, the days `on` which that
            of an `of` was, and the day since which it is known of.
    Gives:  as `followed_up`. Recently: on + limit >= the day asked about.
    """
    rows = spans.select(of, *CELL, "first", "past", row=pl.int_range(pl.len()))
    recent = touched.select(
        of, since=number("since"), until=number(pl.col("on").dt.offset_by(limit)) + 1
    )
    met = rows.join(recent, on=of).select(
        "row", first=pl.max_horizontal("first", "since"), past=pl.min_horizontal("past", "until")
    )
    met = met.filter(pl.col("first") < pl.col("past"))
    row, first, past = apart(*(met[name].to_numpy() for name in ("row", "first", "past")))
    part = rows.select(CELL)[row].with_columns(first=pl.Series(first), past=pl.Series(past))
    return on_each(days_asked(facts, periods).select("period", at=number("day")), spans, part)
