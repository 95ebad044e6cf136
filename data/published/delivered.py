"""Figures that the municipality makes elsewhere and delivers: treated as the house's own.

They are protected by a simple rule, since nothing is known of the people behind them: where the
number of one unit is small, no unit of that period is told of, and the sum of them only when there
are three or more.
"""

from collections.abc import Mapping

import polars as pl

from data import frames
from data.snapshot import Snapshot
from metrics.catalogue import Figure
from metrics.periods import last_of

LEAST_WHOLE = 10
PREFIX = "eget_"
SETTLED = {
    "month": "Månaden är preliminär så länge leveransen säger det.",
    "quarter": "Kvartalet är preliminärt så länge leveransen säger det.",
    "year": "Året är preliminärt så länge leveransen säger det.",
}


def delivered_figures(
    snapshot: Snapshot, versions: Mapping[str, int], forum_id: int
) -> tuple[Figure, ...]:
    """The figures that are delivered ready made to a steering group, by title."""
    rows = snapshot.frame("delivered_figures", versions).filter(pl.col("forum_id") == forum_id)
    return tuple(_figure(row) for row in rows.sort("title", "key").to_dicts())


def _figure(row: dict) -> Figure:
    return Figure(
        key=f"{PREFIX}{row['key']}",
        number="Eget",
        title=row["title"],
        question=row["question"],
        part_in_words=row["part_in_words"],
        whole_in_words=row["whole_in_words"],
        unit=row["unit"],
        better=row["better"],
        cadence=row["cadence"],
        settled_after=SETTLED[row["cadence"]],
        source=f"{row['source']} Levereras färdigt av {row['owner']}.",
        evidence="secondary",
        count=_none,
        settled_on=lambda period, _, cadence=row["cadence"]: last_of(cadence, period),
        reads=("delivered",),
        kind="share" if row["whole_in_words"] else "count",
        made_of="figures",
        flow=None,
    )


def _none(*_asked) -> pl.DataFrame:
    return frames.FIGURES.to_frame()


def delivered_rows(
    snapshot: Snapshot, versions: Mapping[str, int], forum_id: int, least: int
) -> pl.DataFrame:
    """What has been delivered of them, as anybody may see it, shaped as frames.FIGURES."""
    mine = pl.col("forum_id") == forum_id
    rows = snapshot.frame("delivered_values", versions).filter(mine).with_columns(
        figure=pl.concat_str(pl.lit(PREFIX), "key"),
        part=pl.col("part").round().cast(pl.Int64),
        whole=pl.col("whole").round().cast(pl.Int64),
    )  # fmt: skip
    rest = pl.col("whole") - pl.col("part")
    small = pl.any_horizontal(n.is_between(1, least - 1) for n in (pl.col("part"), rest))
    small = small.fill_null(False) | pl.col("whole").is_between(1, LEAST_WHOLE - 1).fill_null(False)
    marked = rows.with_columns(is_small=small, is_unit=pl.col("unit_id").is_not_null())
    of_period = ("figure", "period")
    some_unit = (pl.col("is_small") & pl.col("is_unit")).any().over(of_period)
    few = pl.col("is_unit").sum().over(of_period) < 3
    away = pl.col("is_small") | (some_unit & (pl.col("is_unit") | few))
    told = marked.with_columns(shown=~away).with_columns(
        pl.when("shown").then(pl.col("part", "whole"))
    )
    lacking = [pl.lit(None, t).alias(n) for n, t in frames.FIGURES.items() if n not in told.columns]
    return told.with_columns(lacking).select(frames.FIGURES.names()).cast(dict(frames.FIGURES))
