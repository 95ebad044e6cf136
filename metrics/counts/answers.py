"""Figures about answers to those who get in touch: whether they are given the same day."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts
from metrics.rules import Rules


def same_day(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Questions answered the same day, among those received on the days sampled.

    Reads:  facts.samples; periods, first days of months.
    Gives:  period, unit_id, target_group (null), part, whole (questions), sorted by the first
            two. A unit without a sampled day in the month, or without a question, has no row.
    Source: B17, both channels together.
    """
    samples = facts.samples.filter(pl.col("sampled_on") <= facts.observed_until)
    return (
        samples.with_columns(period=pl.col("sampled_on").dt.month_start())
        .filter(pl.col("period").is_in(list(periods)))
        .group_by("period", "unit_id")
        .agg(part=pl.col("answered").sum(), whole=pl.col("received").sum())
        .filter(pl.col("whole") > 0)
        .select("period", "unit_id", pl.lit(None, pl.String).alias("target_group"), "part", "whole")
        .sort("period", "unit_id")
    )
