"""Figures about what comes next: whether it is known for every open case."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import days_asked
from metrics.counts.spells import CELL, shares_on
from metrics.facts import Facts
from metrics.lines import NEVER, in_one_line
from metrics.periods import DAY
from metrics.rules import Rules


def known(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases whose next step and its day are known, among all open cases.

    Reads:  facts.cases, facts.individual_plans and facts.follow_ups; periods, first days of
            months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.

    On the month's last day d the latest word counts, of those said on or before d in a plan of
    the case that has not ended by d: when the plan was made, or a follow-up of it; on the same
    day the follow-up. The next step is known when that word has a day for it and it is d or
    later. Of two plans with a word of the same kind on the same day either's will do.
    Source: B11.
    """
    days = days_asked(facts, periods)
    said = _on_days(_words(facts), days["day"])
    ahead = (pl.col("next_step_on") >= pl.col("day")).fill_null(False)
    latest = said.group_by(at=in_one_line("case", "day")).agg(
        pl.col("case", "day").first(), says=(pl.col("rank") * 2 + ahead).max()
    )
    with_step = latest.filter(pl.col("says") % 2 == 1)
    part = facts.cases.select(CELL)[with_step["case"]].with_columns(
        opened_on=with_step["day"], closed_on=with_step["day"] + DAY
    )
    return shares_on(days, facts.cases, part)


def _words(facts: Facts) -> pl.DataFrame:
    """What has been said of the next step, for the open days on which it is the plan's latest word.

    Gives: case (its place among the cases), next_step_on, opened_on, closed_on, and rank: later
    is higher, and a follow-up higher than a plan made the same day.
    """
    plans = _plans(facts)
    made = plans.select("plan", "next_step_on", said_on="made_on", is_follow_up=0)
    followed = (
        facts.follow_ups.rename({"followed_up_on": "said_on"})
        .join(plans.select("individual_plan_id", "plan", "made_on"), on="individual_plan_id")
        .filter(pl.col("said_on") >= pl.col("made_on"))
        .select("plan", "next_step_on", "said_on", is_follow_up=1)
    )
    words = (
        pl.concat([made, followed])
        .with_columns(at=in_one_line("plan", "said_on") * 2 + pl.col("is_follow_up"))
        .sort("at")
    )
    of = plans.select("case", "opened_on", "closed_on")[words["plan"]]
    same = pl.col("plan") == pl.col("plan").shift(-1)
    until = pl.when(same).then(pl.col("said_on").shift(-1)).fill_null(NEVER)
    return words.hstack(of).select(
        "case",
        "next_step_on",
        opened_on=pl.max_horizontal("said_on", "opened_on"),
        closed_on=pl.min_horizontal("closed_on", until),
        rank=pl.col("said_on").to_physical().cast(pl.Int64) * 2 + pl.col("is_follow_up"),
    )


def _plans(facts: Facts) -> pl.DataFrame:
    """The plans with their own place and their case's, and the case's open days up to their end."""
    cases = facts.cases.select("case_id", "opened_on", "closed_on").with_row_index("case")
    until = pl.min_horizontal(pl.col("closed_on", "ended_on").fill_null(NEVER))
    plans = facts.individual_plans.join(cases, on="case_id").with_columns(closed_on=until)
    return plans.with_row_index("plan")


def _on_days(words: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """Each word on each of the days on which it holds: its columns and day."""
    first, after = (
        days.search_sorted(words[name], side="left") for name in ("opened_on", "closed_on")
    )
    held = words.with_columns(first=first, after=after).filter(pl.col("first") < pl.col("after"))
    places = held.select(
        "case", "next_step_on", "rank", place=pl.int_ranges("first", "after")
    ).explode("place")
    return places.with_columns(day=days.gather(places["place"]))
