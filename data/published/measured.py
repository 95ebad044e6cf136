"""Figures that are not counts: medians of days, sums of kronor, ratios of two sums.

None is shown for fewer than ten people, and the number of people is protected as any count is. A
median reveals nobody once there are ten behind it. A sum could be subtracted from another, so where
there is one, cells are hidden as if every group of fewer than ten were small.

The number of people is not published. Beside a ratio it would be a second count of the same people:
a number of days of waiting needs at least that many ÷ 31 people, and if each of them waited the
whole month the hidden numbers could be solved for. Beside medians by longer periods, which say that
there are ten of the sum, a month's hidden number could be what is lacking.
"""

from typing import cast

import polars as pl

from data.published.facts import Protection
from data.published.shapes import Counted, hidden_of, shaped
from data.published.tables import crossed, margins_of
from data.store import frames
from metrics.catalogue import Figure
from metrics.disclosure import protect_again
from metrics.disclosure.protection import LEAST_WHOLE
from metrics.survival import kaplan_meier, median_days

BY = ("unit_id", "target_group")
KEYS = ("period", *BY)
COUNTS = ("part", "whole", "value", "value_90", "value_all")
COUNTED_BY = ("part", "whole", "people")
MARGINS = (BY, ("unit_id",), ("target_group",), ())


def measured(figure: Figure, made: Counted) -> pl.DataFrame:
    """A figure's cells, with their margins over units, target groups and both.

    Gives:  period, unit_id, target_group (null where summed over), provisional, part, whole,
            value, value_90, value_all, and people: the count by which the cell is protected.
    """
    take = MEASURES[figure.kind]
    margins = (take(figure, made.rows, ["period", *by]) for by in MARGINS)
    cells = pl.concat(margins, how="diagonal").select(*KEYS, *COUNTS, "people")
    return cells.join(made.periods, on="period")


def _days(_figure: Figure, rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Median and ninth decile of waits that are over, and the median that counts those waiting."""
    waits = pl.col("waiting") if "waiting" in rows.columns else pl.lit(False)
    over = rows.filter(~waits)
    measures = over.group_by(by).agg(
        pl.lit(None, pl.Int64).alias("part"),
        pl.len().cast(pl.Int64).alias("whole"),
        pl.col("days").median().cast(pl.Float64).alias("value"),
        pl.col("days").quantile(0.9, "linear").alias("value_90"),
        pl.col("case_id").n_unique().cast(pl.Int64).alias("people"),
    )
    if over.height == rows.height:
        return measures.with_columns(value_all=pl.lit(None, pl.Float64))
    curve = kaplan_meier(rows.with_columns(exited=~waits), by=by)
    medians = cast(pl.DataFrame, median_days(curve))  # a frame, as the curve has groups
    of_all = medians.select(*by, value_all=pl.col("median_days").cast(pl.Float64))
    return measures.join(of_all, on=by, how="left")


def _kronor(_figure: Figure, rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return rows.group_by(by).agg(*_sums("whole"), pl.lit(None, pl.Float64).alias("value"))


def _ratio(figure: Figure, rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    ratio = pl.col("part").sum() / pl.col("whole").sum() * figure.scale
    value = pl.when(pl.col("whole").sum() > 0).then(ratio).cast(pl.Float64)
    return rows.group_by(by).agg(*_sums("cases"), value.alias("value"))


def _sums(people: str) -> list[pl.Expr]:
    return [
        pl.col("part").sum().cast(pl.Int64),
        pl.col("whole").sum().cast(pl.Int64),
        pl.col(people).sum().cast(pl.Int64).alias("people"),
        pl.lit(None, pl.Float64).alias("value_90"),
        pl.lit(None, pl.Float64).alias("value_all"),
    ]


MEASURES = {"days": _days, "kronor": _kronor, "ratio": _ratio}


def protected_measures(
    figure: Figure,
    made: Counted,
    how: Protection,
    before: pl.DataFrame,
    beside: pl.DataFrame | None = None,
    *,
    is_longer: bool = False,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same as any viewer may see it, and what is hidden; as `protected_figures` gives them.

    Reads:  beside, the published rows of the figure that this one is beside: where they are hidden
            this one is hidden too.
    Takes:  is_longer, whether it is a figure by longer periods: then fewer than ten are small.
    """
    measures = measured(figure, made)
    if measures.is_empty():
        return frames.FIGURES.to_frame(), frames.HIDDEN.to_frame()
    cells = measures.drop_nulls(BY).select(*KEYS, "people")
    least = how.least_shown
    if is_longer or figure.kind != "days":
        least = max(LEAST_WHOLE, least)
    shown = protect_again(
        crossed(cells, BY, "people", over=made.periods.select("period")),
        by=BY,
        count="people",
        before=before,
        k=least,
        apart="period",
        knows=how.knows,
        hold=figure.cadence.per_year,
        keep=margins_of(cells, *BY),
    )
    marked = measures.drop("provisional").join(
        shown.select(*KEYS, "shown"), on=KEYS, how="right", nulls_equal=True
    )
    if figure.kind == "days":
        enough = pl.col("people").fill_null(0).is_between(1, LEAST_WHOLE - 1).not_()
        marked = marked.with_columns(shown=pl.col("shown") & enough)
    if beside is not None:
        marked = _where_shown(marked, beside)
    hides_whole = beside is not None or figure.kind == "days"
    marked = marked.with_columns(people=None, **({"whole": None} if hides_whole else {}))
    marked = marked.with_columns(pl.when("shown").then(pl.col(*COUNTS, "people")))
    figures = shaped(figure, marked.join(made.periods, on="period"), pl.col("shown"))
    return figures.sort(KEYS, nulls_last=True), hidden_of(figure.key, shown)


def _where_shown(rows: pl.DataFrame, beside: pl.DataFrame) -> pl.DataFrame:
    """The rows, hidden where the figure that they are beside is hidden or has no row."""
    there = beside.select(*KEYS, there="shown")
    joined = rows.join(there, on=KEYS, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(shown=pl.col("shown") & pl.col("there").fill_null(False)).drop(
        "there"
    )
