"""Medians by longer periods, where a place is too small for months: as any viewer may see them.

A median does not follow from medians, so it is taken anew, of all that began in the quarter or the
year. It is protected as those of months are, by the number of people of the longer period, with
fewer than ten as small. Neither is given with its number of people: that a median is shown says
that there are ten, and beside the numbers of two months that would say what the third hides.
"""

import polars as pl

from data.published.facts import Protection
from data.published.measured import COUNTED_BY, protected_measures
from data.published.shapes import Counted
from metrics.catalogue import FromFacts
from metrics.longer import published_by
from metrics.periods import LENGTHS


def protected_longer(
    figure: FromFacts,
    made: Counted,
    way: str,
    how: Protection,
    before: pl.DataFrame,
    beside: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A figure of days by longer periods, and what is hidden; as `protected_measures` gives them.

    Reads:  made, as it is counted by its own periods; beside, the published rows, by the same
            longer periods, of the figure that this one is beside.
    """
    together = counted_longer(figure, made, way)
    return protected_measures(
        published_by(figure, way), together, how, before, beside, is_longer=True
    )


def counted_longer(figure: FromFacts, made: Counted, way: str) -> Counted:
    """A figure's durations by the longer periods that have all their own periods."""
    begins = pl.col("period").dt.truncate(f"{LENGTHS[way]}mo")
    periods = made.periods.group_by(begins).agg(
        pl.col("provisional").any(), there=pl.len() * figure.cadence.months
    )
    whole = periods.filter(there=LENGTHS[way]).drop("there").sort("period")
    rows = made.rows.with_columns(begins).join(whole, on="period", how="semi")
    return Counted(rows, whole)


def without_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a figure without how many are behind them."""
    return rows.with_columns(pl.lit(None, pl.Int64).alias(name) for name in COUNTED_BY)
