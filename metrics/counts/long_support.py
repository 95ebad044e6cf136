"""Figures about how long people have had support: of a year, and of three."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.turns import CELL, on_each
from metrics.facts import Facts, Rules

WIDE = 1 << 20  # a person's id times this and a month's number are one number, to sort by
YEAR, THREE_YEARS = 12, 36
YOUNG = 18, 24
LONG, VERY_LONG = 10, 27  # months of the year, and of the three years


def adults(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People in households with support for each month, by the unit that paid and target group.

    Reads:  facts.support_months, one row a person and month; periods, first days of months.
    Gives:  period, unit_id, target_group, part (people), whole (null), sorted by the first three.
    Source: A4 of the national definitions, by month.
    """
    return (
        facts.support_months.filter(pl.col("month").is_in(list(periods)))
        .group_by(period="month", unit_id="unit_id", target_group="target_group")
        .agg(part=pl.col("person_id").n_unique().cast(pl.Int64))
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
    """People with support for at least 27 of 36 months, among all with support in the last 12.

    As `long`. Source: A8.
    """
    return _lasting(facts, periods, THREE_YEARS, VERY_LONG)


def young(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People who turn 18 to 24 in the period's year, among all with support in the last 12 months.

    As `long`; whoever has no year of birth is of the rest. Source: A6, of the recipients.
    """
    paid = _paid(facts)
    born = facts.support_months.group_by("person_id").agg(pl.col("birth_year").drop_nulls().first())
    since, past = (_january(pl.col("birth_year") + age) for age in (YOUNG[0], YOUNG[1] + 1))
    of_age = paid.join(born.drop_nulls(), on="person_id").with_columns(
        first=pl.max_horizontal("first", since), past=pl.min_horizontal("past", past)
    )
    return _shares(paid, of_age, periods)


def _lasting(facts: Facts, periods: Sequence[date], months: int, least: int) -> pl.DataFrame:
    """Of those with support in the year up to each period, who had it for so many of the months."""
    paid = _paid(facts)
    earlier = least - 1  # rows before: the month that has to be among those asked about
    enough = paid.with_columns(
        past=pl.min_horizontal("past", pl.col("first").shift(earlier) + months)
    ).filter(pl.col("person_id") == pl.col("person_id").shift(earlier))
    return _shares(paid, enough, periods)


def _paid(facts: Facts) -> pl.DataFrame:
    """A person's months with support, by person and month, and where each was paid.

    first, the month's number; past, the first in which it is no more the latest of twelve: the
    person's next month with support, or a year later.
    """
    key = pl.col("person_id") * WIDE + pl.col("first")
    months = facts.support_months.select("person_id", *CELL, first=_number(pl.col("month")))
    in_order = months.sort(key, maintain_order=True)
    same = pl.col("person_id") == pl.col("person_id").shift(-1)
    later = pl.when(same).then(pl.col("first").shift(-1))
    return in_order.filter((later != pl.col("first")).fill_null(True)).with_columns(
        past=pl.min_horizontal(later, pl.col("first") + YEAR)
    )


def _shares(paid: pl.DataFrame, part: pl.DataFrame, periods: Sequence[date]) -> pl.DataFrame:
    """People in each period by cell; a person is one row of those that are on, from first to past.

    Gives: as `long`.
    """
    asked = pl.DataFrame({"period": periods}, schema={"period": pl.Date}).unique()
    return on_each(asked.with_columns(at=_number(pl.col("period"))), paid, part)


def _number(day: pl.Expr) -> pl.Expr:
    """Months since the beginning of our era, so that a year before is twelve less."""
    return day.dt.year().cast(pl.Int64) * 12 + day.dt.month().cast(pl.Int64)


def _january(year: pl.Expr) -> pl.Expr:
    """The number of a year's first month."""
    return year * 12 + 1
