"""Figures about exits: how many of those who leave support themselves, and stay away."""

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts
from metrics.flow import exit_rows
from metrics.lines import begun_on, months_after
from metrics.rules import Rules

Count = Callable[[Facts, Sequence[date], Rules], pl.DataFrame]
READ = ("case_id", "person_id", "unit_id", "target_group", "closed_on", "self_support", "leads_to")


def self_support(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Exits to self-support among all exits, by quarter, unit and target group.

    Reads:  facts.cases, one row per case; periods, first days of quarters; rules.exit_gap_months.
    Gives:  period, unit_id, target_group, part (exits with a reason that counts as self-support),
            whole (all exits), sorted by the first three. No exits, no row.

    An exit belongs to the quarter of `closed_on`. Someone with a new case before the exit gap is
    over has not left.
    """
    return _counted(_exits(facts, periods, rules), pl.col("self_support"))


def exits_to(state: str, facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The exits in the part of `led_to`: their cases, with the period that each belongs to."""
    return _exits(facts, periods, rules).filter(_leads_to(state))


def _leads_to(state: str) -> pl.Expr:
    return pl.col("self_support") & (pl.col("leads_to").fill_null("other_income") == state)


def led_to(state: str) -> Count:
    """Exits that led to one state (work, studies, other_income) among all exits.

    Otherwise as `self_support`. Self-support without a known state is other_income.
    Source: A10.
    """

    def count(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
        return _counted(_exits(facts, periods, rules), _leads_to(state))

    return count


def lasting(months: int, *, self_support: bool, since: int) -> Count:
    """Exits that held for `months`, among all exits to self-support, or among all others.

    Reads and gives as `self_support`; part: those with no other case opened up to and including the
    day `months` after the exit. With `since` the whole is only the exits that held for that many
    months. Source: A14 and A15, by cases.
    """

    def count(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
        wanted = pl.col("self_support") if self_support else ~pl.col("self_support")
        left = _exits(facts, periods, rules).filter(wanted).with_row_index("exit")
        whole = left.filter(_held(left, facts, since)) if since else left
        return _counted(whole, _held(whole, facts, months))

    return count


def _held(left: pl.DataFrame, facts: Facts, months: int) -> pl.Series:
    """Whether each exit is without a new case up to and including the day `months` after it."""
    others = facts.cases.select("person_id", other="case_id", again_on="opened_on")
    back = left.join(others, on="person_id").filter(
        pl.col("other") != pl.col("case_id"),
        pl.col("again_on") >= pl.col("closed_on"),
        pl.col("again_on") <= months_after("closed_on", months),
    )
    return ~left["exit"].is_in(back["exit"].unique().implode())


def _exits(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The exits of the quarters, with the period each belongs to."""
    rows = exit_rows(facts.cases, facts.observed_until, gap_months=rules.exit_gap_months)
    closed = facts.cases.select("closed_on")[rows].with_columns(period=begun_on("closed_on", 3))
    in_periods = closed.select(pl.col("period").is_in(list(periods))).to_series()
    return facts.cases.select(READ)[rows[in_periods.to_numpy()]].with_columns(
        closed["period"].filter(in_periods)
    )


def _counted(left: pl.DataFrame, part: pl.Expr | pl.Series) -> pl.DataFrame:
    return (
        left.lazy()
        .with_columns(is_part=part)
        .group_by("period", "unit_id", "target_group")
        .agg(part=pl.col("is_part").sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .sort("period", "unit_id", "target_group")
        .collect()
    )
