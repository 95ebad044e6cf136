"""Figures about how long people have had support: of a year, and of three."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts, Rules

YEAR, THREE_YEARS = 12, 36
YOUNG = 18, 24
LONG = 10  # months of the year


def adults(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People in households with support for each month, by the unit that paid and target group.

    Reads:  facts.support_months, one row a person and month; periods, first days of months.
    Gives:  period, unit_id, target_group, part (people), whole (null), sorted by the first three.
            Each person is counted once a month, also where two households were paid.
    Source: A4 of the national definitions, by month.
    """
    return (
        facts.support_months.filter(pl.col("month").is_in(list(periods)))
        .unique(["person_id", "month"], keep="last", maintain_order=True)
        .group_by(period="month", unit_id="unit_id", target_group="target_group")
        .agg(part=pl.len().cast(pl.Int64))
        .with_columns(whole=pl.lit(None, pl.Int64))
        .sort("period", "unit_id", "target_group")
    )


def long(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People with support for at least 10 of 12 months, among all with support in those months.

    Reads:  facts.support_months; periods, each the last of its 12 months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    Source: A7, the rolling twelve. A person is counted once, where the latest of the months was
            paid.
    """
    return _lasting(facts, periods, YEAR, LONG)


def very_long(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People with support for so many of 36 months, among all with support in the last 12.

    As `long`; rules.very_long_months, 27 where nothing is set. Source: A8.
    """
    return _lasting(facts, periods, THREE_YEARS, rules.very_long_months)


def young(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People who turn 18 to 24 in the period's year, among all with support in the last 12 months.

    As `long`; whoever has no year of birth is of the rest. Source: A6, of the recipients.
    """
    born = facts.support_months.group_by("person_id").agg(pl.col("birth_year").drop_nulls().first())
    age = pl.col("period").dt.year() - pl.col("birth_year")
    people = _people(facts, periods).join(born, on="person_id", how="left")
    return _shares(people, age.is_between(*YOUNG).fill_null(False))


def _lasting(facts: Facts, periods: Sequence[date], months: int, least: int) -> pl.DataFrame:
    """Of those with support in the year up to each period, who had it for so many of the months."""
    people = _people(facts, periods)
    before = people.with_columns(month=pl.col("month") - months).join_asof(
        _paid(facts).select("person_id", "month", had="so_far").sort("month"),
        on="month",
        by="person_id",
        check_sortedness=False,
    )
    return _shares(before, (pl.col("so_far") - pl.col("had").fill_null(0)) >= least)


def _paid(facts: Facts) -> pl.DataFrame:
    """A person's months with support: where the last was paid, and how many there are so far."""
    return (
        facts.support_months.with_columns(month=_number(pl.col("month")))
        .group_by("person_id", "month")
        .agg(pl.col("unit_id", "target_group").last())
        .sort("person_id", "month")
        .with_columns(so_far=pl.int_range(1, pl.len() + 1).over("person_id"))
    )


def _people(facts: Facts, periods: Sequence[date]) -> pl.DataFrame:
    """Those with support in the year up to each period, as they were paid last: period, month (its
    number), and the columns of `_paid`. Sorted by month."""
    paid = _paid(facts)
    asked = pl.DataFrame({"period": list(periods)}, schema={"period": pl.Date})
    asked = asked.with_columns(month=_number(pl.col("period"))).sort("month")
    within = pl.concat(
        paid.select("person_id", month=pl.col("month") + ago).unique() for ago in range(YEAR)
    ).unique()
    people = within.join(asked, on="month").sort("month")
    return people.join_asof(paid.sort("month"), on="month", by="person_id", check_sortedness=False)


def _shares(people: pl.DataFrame, part: pl.Expr) -> pl.DataFrame:
    return (
        people.group_by("period", "unit_id", "target_group")
        .agg(part=part.sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .sort("period", "unit_id", "target_group")
    )


def _number(day: pl.Expr) -> pl.Expr:
    """Months since the beginning of our era, so that a year before is twelve less."""
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32)
