"""Figures about leaving: how many of those who leave have an income of their own."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts, Rules
from metrics.flow import exits


def self_support(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Exits to self-support among all exits, by quarter, unit and target group.

    Reads:  facts.cases, one row a case; periods, first days of quarters; rules.exit_gap_months.
    Gives:  period, unit_id, target_group, part (exits with a reason that counts as self-support),
            whole (all exits), provisional: some day of the quarter lies less than the exit gap
            before the last day known of. Sorted by the first three. No exits, no row.

    An exit belongs to the quarter of `closed_on`. Whoever has a case again before the gap is over
    has not left.
    """
    gap = f"{rules.exit_gap_months}mo"
    settled = pl.col("period").dt.offset_by("3mo").dt.offset_by("-1d").dt.offset_by(gap)
    return (
        exits(facts.cases, facts.observed_until, gap_months=rules.exit_gap_months)
        .with_columns(period=pl.col("closed_on").dt.truncate("1q"))
        .filter(pl.col("period").is_in(list(periods)))
        .group_by("period", "unit_id", "target_group")
        .agg(part=pl.col("self_support").sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .with_columns(provisional=settled > facts.observed_until)
        .sort("period", "unit_id", "target_group")
    )
