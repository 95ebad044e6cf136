"""Cases that are open at the end of a period: the whole of most figures about the work."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from metrics.facts import Facts
from metrics.intervals import stock
from metrics.lines import numbers, places
from metrics.periods import last_of
from metrics.rules import Rules

CELL = ("unit_id", "target_group")
KEYS = ("period", *CELL)


def days_asked(facts: Facts, periods: Sequence[date], cadence: str = "month") -> pl.DataFrame:
    """Each period with the day on which it is counted.

    That is its last day, or the last day that the facts cover in a period that is not over.
    Gives: period, day, sorted. A period that begins after the last day covered is left out.
    """
    counted_on = [
        (period, min(last_of(cadence, period), facts.observed_until))
        for period in sorted(set(periods))
        if period <= facts.observed_until
    ]
    return pl.DataFrame(counted_on, schema={"period": pl.Date, "day": pl.Date}, orient="row")


def open_cases(facts: Facts, days: pl.DataFrame) -> pl.DataFrame:
    """The cases that are open on each of some days: one row per day and case.

    Reads:  facts.cases; days: period, day, as `days_asked` gives them.
    Gives:  period, day, and the columns of cases. Open on opened_on and not on closed_on.
    """
    # by position among the days, which takes a fifth of the time of a join
    opened, closed = (numbers(facts.cases[name]) for name in ("opened_on", "closed_on"))
    on = numbers(days["day"])
    spans = pl.DataFrame({"first": places(on, opened), "past": places(on, closed)})
    ranges = spans.with_row_index("row").select("row", place=pl.int_ranges("first", "past"))
    placed = ranges.explode("place")
    return days[placed["place"]].select("period", "day").hstack(facts.cases[placed["row"]])


def shares(cases: pl.DataFrame, part: pl.Expr) -> pl.DataFrame:
    """The number of rows where `part` is true (null is not) and of all, by KEYS: …, part, whole."""
    return (
        cases.with_columns(is_part=part)
        .group_by(KEYS)
        .agg(part=pl.col("is_part").sum().cast(pl.Int64), whole=pl.len().cast(pl.Int64))
        .sort(KEYS)
    )


def count_open(facts: Facts, periods: Sequence[date], rules: Rules) -> pl.DataFrame:
    """Open cases on each month's last day, by unit and target group.

    Reads:  facts.cases; periods, first days of months. A month that is not over is counted on the
            last day that the facts cover.
    Gives:  period, unit_id, target_group, part (cases), whole (null), sorted by the first three.
    """
    days = days_asked(facts, periods)
    counted = stock(facts.cases, days["day"], CELL).filter(pl.col("open") > 0)
    by_period = counted.rename({"open": "part"}).join(days, on="day")
    return by_period.select(*KEYS, "part", whole=pl.lit(None, pl.Int64)).sort(KEYS)
