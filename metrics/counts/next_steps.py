"""Figures about the next step: whether it is known for every open case."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import CELL, days_asked
from metrics.counts.spells import shares_on
from metrics.facts import Facts
from metrics.lines import NEVER, in_one_line
from metrics.periods import DAY
from metrics.rules import Rules


def known(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases whose next step and its day are known, among all open cases.

    Reads:  facts.cases, facts.individual_plans and facts.follow_ups; periods, first days of
            months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.

    A statement about the next step is made when a plan is made and when it is followed up. On the
    month's last day d the latest one on or before d counts, among the case's plans that have not
    ended by d; of two on the same day the follow-up counts. The next step is known when that
    statement gives a day for it that is d or later. If two plans have a statement of the same kind
    on the same day, one of them giving such a day is enough. Source: B11.
    """
    days = days_asked(facts, periods)
    statements = _on_days(_statements(facts), days["day"])
    ahead = (pl.col("next_step_on") >= pl.col("day")).fill_null(False)
    latest = statements.group_by(at=in_one_line("case", "day")).agg(
        pl.col("case", "day").first(), says=(pl.col("rank") * 2 + ahead).max()
    )
    with_step = latest.filter(pl.col("says") % 2 == 1)
    part = facts.cases.select(CELL)[with_step["case"]].with_columns(
        opened_on=with_step["day"], closed_on=with_step["day"] + DAY
    )
    return shares_on(days, facts.cases, part)


def _statements(facts: Facts) -> pl.DataFrame:
    """The statements about the next step, cut to the open days on which each is its plan's latest.

    Gives: case (its row number among the cases), next_step_on, opened_on, closed_on, and rank,
    which is higher the later the statement, and higher for a follow-up than for a plan made the
    same day.
    """
    plans = _plans(facts)
    made = plans.select("plan", "next_step_on", stated_on="made_on", is_follow_up=0)
    followed = (
        facts.follow_ups.rename({"followed_up_on": "stated_on"})
        .join(plans.select("individual_plan_id", "plan", "made_on"), on="individual_plan_id")
        .filter(pl.col("stated_on") >= pl.col("made_on"))
        .select("plan", "next_step_on", "stated_on", is_follow_up=1)
    )
    in_order = in_one_line("plan", "stated_on")
    statements = pl.concat([made, followed]).sort(in_order, maintain_order=True)
    of = plans.select("case", "opened_on", "closed_on")[statements["plan"]]
    later = statements.select("plan", "stated_on").shift(-1)
    until = pl.when(pl.col("plan") == later["plan"]).then(later["stated_on"])
    return statements.hstack(of).select(
        "case",
        "next_step_on",
        opened_on=pl.max_horizontal("stated_on", "opened_on"),
        closed_on=pl.min_horizontal("closed_on", until).fill_null(NEVER),
        rank=pl.col("stated_on").to_physical().cast(pl.Int64) * 2 + pl.col("is_follow_up"),
    )


def _plans(facts: Facts) -> pl.DataFrame:
    """The plans with their own and their case's row number, and the open days until they end."""
    cases = facts.cases.select("case_id", "opened_on", "closed_on").with_row_index("case")
    until = pl.min_horizontal("closed_on", "ended_on")
    plans = facts.individual_plans.join(cases, on="case_id").with_columns(closed_on=until)
    return plans.with_row_index("plan")


def _on_days(statements: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Each statement on each of the days on which it holds: its columns and day."""
    first, after = (
        days.search_sorted(statements[name], side="left") for name in ("opened_on", "closed_on")
    )
    held = statements.with_columns(first=first, after=after)
    places = held.select(
        "case", "next_step_on", "rank", place=pl.int_ranges("first", "after")
    ).explode("place")
    return places.with_columns(day=days.gather(places["place"]))
