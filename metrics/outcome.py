"""Figures about leaving: how many of those who leave have an income of their own."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts, Rules
from metrics.flow import exits
from metrics.periods import DAY, add_months


def self_support(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Exits to self-support among all exits, by quarter, unit and target group.

    Reads:  facts.cases, one row a case; periods, first days of quarters; rules.exit_gap_months.
    Gives:  period, unit_id, target_group, part (exits with a reason that counts as self-support),
            whole (all exits), sorted by the first three. No exits, no row.

    An exit belongs to the quarter of `closed_on`. Whoever has a case again before the gap is over
    has not left.
    """
    return (
        exits(facts.cases, facts.observed_until, gap_months=rules.exit_gap_months)
        .with_columns(period=pl.col("closed_on").dt.truncate("1q"))
        .filter(pl.col("period").is_in(list(periods)))
        .group_by("period", "unit_id", "target_group")
        .agg(part=pl.col("self_support").sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .sort("period", "unit_id", "target_group")
    )


def settled_on(period: date, rules: Rules) -> date:
    """The day from which a quarter's exits are final: the exit gap after its last day."""
    return add_months(add_months(period, 3) - DAY, rules.exit_gap_months)
