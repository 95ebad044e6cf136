"""A figure by longer periods, put together from those that a viewer is already shown.

A stock, such as households with support in a month, is given by its mean, since the same household
is there in several months. A flow, such as exits in a quarter, is summed, since each exit is in one
quarter. Nothing is counted again, so nothing needs protection of its own: a hidden period hides
every longer period that it is part of.
"""

from collections.abc import Sequence

import polars as pl

from metrics.catalogue import Figure
from metrics.periods import LENGTHS

ROLLING = "rolling"
WAYS = ("quarter", "year", ROLLING)
YEAR = LENGTHS["year"]


def offered(figure: Figure) -> Sequence[str]:
    """The WAYS in which a figure's periods can be put together; none if they can't.

    A median does not follow from medians, a change from changes, or a ratio without the numbers
    behind it. Figures that rest on a window of months already overlap, and one that adds up is
    given by its last period. For a figure delivered ready made it is not known if it is a stock or
    a flow.
    """
    whole = figure.kind in ("count", "share") or (figure.kind == "kronor" and figure.flow)
    if not whole or figure.flow is None or figure.adds_up or figure.months_back > 1:
        return ()
    if figure.cadence.name not in ("month", "quarter"):
        return ()
    return [way for way in WAYS if way != figure.cadence.name]


def longer(figure: Figure, rows: pl.DataFrame, way: str) -> pl.DataFrame:
    """A figure's periods put together by quarter, by year, or by twelve months that roll.

    Reads:  rows, one per period: period, part, whole (null for a count), people, shown,
            provisional.
    Gives:  one row per longer period that has all its periods, sorted by period (its first day; for
            a rolling one the first day of its last period):
            part, whole   the sums, null where hidden
            times         how many periods are in it
            value         share: part ÷ whole, null where there is no whole; flow: part; stock:
                          the mean, part ÷ times
            people        the fewest people behind any of them, null if that is not known
            shown         whether all of them are; provisional: whether any is
    """
    in_order = rows.sort("period").with_columns(begins="period")
    if way == ROLLING:
        groups = in_order.rolling("period", period=f"{YEAR}mo", closed="right")
    else:
        groups = in_order.group_by(
            period=pl.col("period").dt.truncate(f"{LENGTHS[way]}mo"), maintain_order=True
        )
    expected = (YEAR if way == ROLLING else LENGTHS[way]) // figure.cadence.months
    summed = groups.agg(
        pl.col("part", "whole").sum(),
        times=pl.len().cast(pl.Int64),
        counted=pl.col("whole").count(),
        people=pl.col("people").min(),
        shown=pl.col("shown").all(),
        provisional=pl.col("provisional").any(),
    ).filter(pl.col("times") == expected)
    masked = summed.with_columns(
        pl.when(pl.col("counted") == expected).then("whole").alias("whole"),
    ).with_columns(pl.when("shown").then(pl.col("part", "whole", "people")))
    return masked.with_columns(value=_value(figure)).drop("counted")


def _value(figure: Figure) -> pl.Expr:
    if figure.is_share:
        return pl.when(pl.col("whole") > 0).then(pl.col("part") / pl.col("whole"))
    return (pl.col("part") / (1 if figure.flow else pl.col("times"))).cast(pl.Float64)
