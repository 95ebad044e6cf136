"""Figures about how long people have had support, in one year and in three."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.counts.open_cases import CELL
from metrics.counts.spells import shares_on
from metrics.facts import Facts
from metrics.lines import LINE, in_one_line, last_of_each, months_after, numbered, numbers
from metrics.rules import Rules

YEAR, THREE_YEARS = 12, 36
YOUNG = 18, 24
LONG = 10  # months of the year


def adults(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People in households with support for each month, by the unit that paid and target group.

    Reads:  facts.support_months, one row per person and month; periods, first days of months.
    Gives:  period, unit_id, target_group, part (people), whole (null), sorted by the first three.
            Each person is counted once per month, also where two households were paid.
    Source: A4 of the national definitions, by month.
    """
    paid = facts.support_months.filter(pl.col("month").is_in(list(periods)))
    return (
        paid[last_of_each(numbered(paid["person_id"]) * LINE + numbers(paid["month"]))]
        .lazy()
        .group_by(period="month", unit_id="unit_id", target_group="target_group")
        .agg(part=pl.len().cast(pl.Int64))
        .with_columns(whole=pl.lit(None, pl.Int64))
        .sort("period", "unit_id", "target_group")
        .collect()
    )


def long(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People with support for at least 10 of 12 months, among all with support in those months.

    Reads:  facts.support_months; periods, each the last of its 12 months.
    Gives:  period, unit_id, target_group, part, whole, sorted by the first three.
    Edges:  a person is counted once, where the latest of the months was paid.
    Source: A7, the rolling twelve months.
    """
    return _lasting(facts, periods, YEAR, LONG)


def very_long(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People with support for most of 36 months, among all with support in the last 12.

    As `long`; most is at least rules.very_long_months. Source: A8.
    """
    return _lasting(facts, periods, THREE_YEARS, rules.very_long_months)


def young(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """People who turn 18 to 24 in the period's year, among all with support in the last 12 months.

    As `long`; a person without a year of birth is not in the part. Source: A6, of the recipients.
    """
    paid = _paid(facts)
    born = facts.support_months.group_by("person_id").agg(pl.col("birth_year").drop_nulls().first())
    turns, past = (pl.date(pl.col("birth_year") + age, 1, 1) for age in (YOUNG[0], YOUNG[1] + 1))
    of_age = paid.join(born.drop_nulls(), on="person_id").with_columns(
        opened_on=pl.max_horizontal("opened_on", turns),
        closed_on=pl.min_horizontal("closed_on", past),
    )
    return _shares(paid, of_age, periods)


def _lasting(facts: Facts, periods: Sequence[date], months: int, least: int) -> pl.DataFrame:
    """People with support in the year up to each period; the part had it `least` of `months`.

    Someone is in the part while their month `least - 1` rows earlier is still within the months.
    """
    paid = _paid(facts)
    long_ago = months_after(pl.col("opened_on").shift(least - 1), months)
    enough = paid.with_columns(closed_on=pl.min_horizontal("closed_on", long_ago)).filter(
        pl.col("person_id") == pl.col("person_id").shift(least - 1)
    )
    return _shares(paid, enough, periods)


def _paid(facts: Facts) -> pl.DataFrame:
    """Each person's months with support and where they were paid, sorted by person and month.

    Gives: opened_on, the month; closed_on, the first month in which it is no longer the person's
    latest within twelve: their next month with support, or a year later. Of two rows for one month
    the last is used.
    """
    months = facts.support_months.select("person_id", *CELL, opened_on="month")
    in_order = months.sort(in_one_line("person_id", "opened_on"), maintain_order=True)
    same = pl.col("person_id") == pl.col("person_id").shift(-1)
    later = pl.when(same).then(pl.col("opened_on").shift(-1))
    year_after = months_after("opened_on", YEAR)
    return in_order.filter((later != pl.col("opened_on")).fill_null(True)).with_columns(
        closed_on=pl.min_horizontal(later, year_after)
    )


def _shares(paid: pl.DataFrame, part: pl.DataFrame, periods: Sequence[date]) -> pl.DataFrame:
    """As `long`: people counted where their latest month with support was paid, and the part."""
    days = pl.DataFrame({"period": periods}, schema={"period": pl.Date}).unique()
    not_empty = part.filter(pl.col("opened_on") < pl.col("closed_on"))
    return shares_on(days.with_columns(day="period"), paid, not_empty)
