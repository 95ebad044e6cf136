"""Figures about support paid: how many households, and how much, month by month."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts
from metrics.rules import Rules


def households(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Households that had support for each month, by the unit that paid and by target group.

    Reads:  facts.household_months, one row per household and month; periods, first days of months.
    Gives:  period, unit_id, target_group, part (households), whole (null), sorted by the first
            three. A cell without households has no row.
    Source: A1 of the national definitions: unique households with support for the month.
    """
    return (
        facts.household_months.lazy()
        .filter(pl.col("month").is_in(list(periods)))
        .group_by(period="month", unit_id="unit_id", target_group="target_group")
        .agg(part=pl.len().cast(pl.Int64))
        .with_columns(whole=pl.lit(None, pl.Int64))
        .sort("period", "unit_id", "target_group")
        .collect()
    )


def amounts(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """The amount paid for each month, by the unit that paid and by target group.

    Reads:  facts.household_months with amount, in kronor; periods, first days of months.
    Gives:  period, unit_id, target_group, part (the sum), whole (the households behind it), sorted
            by the first three. A household whose amount is null is left out, and a cell with no
            others has no row; an amount of 0 is counted.
    Source: A3 of the national definitions.
    """
    return (
        facts.household_months.lazy()
        .filter(pl.col("month").is_in(list(periods)), pl.col("amount").is_not_null())
        .group_by(period="month", unit_id="unit_id", target_group="target_group")
        .agg(part=pl.col("amount").sum(), whole=pl.len().cast(pl.Int64))
        .sort("period", "unit_id", "target_group")
        .collect()
    )
