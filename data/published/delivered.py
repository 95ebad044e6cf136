"""Figures that the municipality makes elsewhere and delivers: shown like the house's own.

They are protected by a simple rule, since nothing is known about the people behind them:

- Where a unit's number is small, all units are hidden in that period. The sum is then shown only
  if there are at least three units, and the sum less any one of them is not small, since the head
  of that unit knows its number.
- Where the units are shown, the sum is hidden if the sum less all of them is small: that would be
  the number of a unit that was not delivered.
"""

import polars as pl

from data.store import frames
from data.store.moment import Moment
from metrics.catalogue import CADENCES, Delivered
from metrics.catalogue.cadence import NO_WAIT
from metrics.disclosure.protection import LEAST_WHOLE

OF_PERIOD = ("figure", "period")
PREFIX = "eget_"
SETTLED = {
    "month": "Månaden är preliminär så länge leveransen säger det.",
    "quarter": "Kvartalet är preliminärt så länge leveransen säger det.",
    "year": "Året är preliminärt så länge leveransen säger det.",
}


def delivered_figures(moment: Moment) -> tuple[Delivered, ...]:
    """The figures that are delivered ready made to a steering group, sorted by title."""
    rows = moment.of_forum("delivered_figures")
    return tuple(_figure(row) for row in rows.sort("title", "key").to_dicts())


def _figure(row: dict) -> Delivered:
    return Delivered(
        key=f"{PREFIX}{row['key']}",
        number="Eget",
        title=row["title"],
        question=row["question"],
        part_words=row["part_in_words"],
        whole_words=row["whole_in_words"],
        unit=row["unit"],
        better=row["better"],
        cadence=CADENCES[row["cadence"]].after(NO_WAIT, SETTLED[row["cadence"]]),
        source=f"{row['source']} Levereras färdigt av {row['owner']}.",
        evidence="secondary",
        reads=("delivered",),
        kind="share" if row["whole_in_words"] else "count",
        flow=None,
    )


def delivered_rows(moment: Moment, least: int) -> pl.DataFrame:
    """Their delivered values as any viewer may see them, shaped as frames.FIGURES."""
    rows = moment.of_forum("delivered_values").with_columns(
        figure=pl.concat_str(pl.lit(PREFIX), "key"),
        part=pl.col("part").round().cast(pl.Int64),
        whole=pl.col("whole").round().cast(pl.Int64),
    )  # fmt: skip
    rest = pl.col("whole") - pl.col("part")
    small = pl.any_horizontal(n.is_between(1, least - 1) for n in (pl.col("part"), rest))
    small = small.fill_null(False) | pl.col("whole").is_between(1, LEAST_WHOLE - 1).fill_null(False)
    marked = rows.with_columns(is_small=small, is_unit=pl.col("unit_id").is_not_null(), rest=rest)
    has_small_unit = (pl.col("is_small") & pl.col("is_unit")).any().over(OF_PERIOD)
    few = pl.col("is_unit").sum().over(OF_PERIOD) < 3
    tells = pl.when(has_small_unit).then(few | _besides_one(least)).otherwise(_besides_all(least))
    away = pl.col("is_small") | (has_small_unit & pl.col("is_unit")) | (~pl.col("is_unit") & tells)
    masked = marked.with_columns(shown=~away).with_columns(
        pl.when("shown").then(pl.col("part", "whole"))
    )
    return frames.shaped_as(frames.FIGURES, masked)


def _besides_one(least: int) -> pl.Expr:
    """Whether a period's sum less some unit is small: from 1 to `least` - 1."""
    left = [_total(side) - pl.col(side) for side in ("part", "rest", "whole")]
    return pl.any_horizontal(
        (pl.col("is_unit") & n.is_between(1, least - 1)).any().over(OF_PERIOD) for n in left
    )


def _besides_all(least: int) -> pl.Expr:
    """Whether a period's sum less all delivered units is small; false without any unit."""
    left = [
        _total(side) - pl.col(side).filter("is_unit").sum().over(OF_PERIOD)
        for side in ("part", "rest", "whole")
    ]
    has_units = pl.col("is_unit").any().over(OF_PERIOD)
    return has_units & pl.any_horizontal(n.is_between(1, least - 1).fill_null(False) for n in left)


def _total(side: str) -> pl.Expr:
    """A period's sum, if it is delivered; else null."""
    return pl.col(side).filter(~pl.col("is_unit")).first().over(OF_PERIOD)
