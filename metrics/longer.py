"""A figure by longer periods, put together from those that a viewer is already shown.

A stock, such as households with support in a month, is given by its mean, since the same household
is there in several months. A flow, such as exits in a quarter, is summed, since each exit is in one
quarter. Nothing is counted again, so nothing needs protection of its own: a hidden period hides
every longer period that it is part of.

Some figures are published by longer periods too, protected together with the shorter ones
(`apart`): a median by longer periods does not follow from medians, and a sum over a year can be
shown in a place where a quarter can't. They stand under a name of their own (`kept_as`).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import polars as pl

from metrics.catalogue import Figure
from metrics.periods import LENGTHS

ROLLING = "rolling"
WAYS = ("quarter", "half", "year", ROLLING)
YEAR = LENGTHS["year"]
OfFigure = TypeVar("OfFigure", bound=Figure)


def apart(figure: Figure) -> Sequence[str]:
    """The WAYS in which a figure is published by itself: durations that began in the period."""
    if figure.kind != "days" or not figure.flow:
        return ()
    return [way for way in WAYS if way not in (ROLLING, figure.cadence.name)]


def kept_as(key: str, way: str) -> str:
    """The name under which a figure is published by longer periods."""
    return f"{key}/{way}"


def published_by(figure: OfFigure, way: str) -> OfFigure:
    """The figure as it is published by longer periods: its name there, and its cadence."""
    return replace(
        figure,
        key=kept_as(figure.key, way),
        cadence=replace(figure.cadence, name=way),
        beside=figure.beside and kept_as(figure.beside, way),
    )


def offered(figure: Figure) -> Sequence[str]:
    """The WAYS in which a figure is given by longer periods; none if it can't be.

    A median does not follow from medians, and is given where it is published `apart`. A change does
    not follow from changes, or a ratio without the numbers behind it. Figures that rest on a window
    of months already overlap, and one that adds up is given by its last period. For a figure
    delivered ready made it is not known if it is a stock or a flow.
    """
    if figure.kind == "days":
        return apart(figure)
    whole = figure.kind in ("count", "share") or (figure.kind == "kronor" and figure.flow)
    if not whole or figure.flow is None or figure.adds_up or figure.months_back > 1:
        return ()
    if figure.cadence.name not in ("month", "quarter"):
        return ()
    return [way for way in WAYS if way != figure.cadence.name]


def longer(
    figure: Figure, rows: pl.DataFrame, way: str, published: pl.DataFrame | None = None
) -> pl.DataFrame:
    """A figure's periods put together by quarter, half-year or year, or twelve months that roll.

    Reads:  rows, one row per period: period, part, whole (null for a count), people, shown,
            provisional;
            published, the longer periods that are published by themselves, with the same columns:
            those that are shown stand instead.
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
    made = masked.drop("counted")
    if published is not None:
        instead = published.filter("shown").with_columns(times=pl.lit(expected, pl.Int64))
        kept = made.join(instead, on="period", how="anti", maintain_order="left")
        made = pl.concat([kept, instead.select(made.columns)]).sort("period")
    return made.with_columns(value=_value(figure))


def _value(figure: Figure) -> pl.Expr:
    if figure.is_share:
        return pl.when(pl.col("whole") > 0).then(pl.col("part") / pl.col("whole"))
    return (pl.col("part") / (1 if figure.flow else pl.col("times"))).cast(pl.Float64)
