"""The tables that figures are protected as: full crosses, the sides of a figure, what may be shown.

The sides of a figure are its part, the rest of its whole, and the whole: whoever knows two of them
knows the third. A table of sides has one row per cell and side (`side`, `people`). The whole is its
margin, so its side is null until `with_whole` names it.
"""

from collections.abc import Sequence

import polars as pl

from metrics.disclosure.memory import FOR_MEMORY
from metrics.disclosure.protection import LEAST_WHOLE

WHOLE = "whole"
EVERY_SIDE = pl.all_horizontal("shown_part", "shown_rest", "shown_whole")


def crossed(
    counts: pl.DataFrame, by: Sequence[str], *values: str, over: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every combination of the values in each column of `by`, with 0 where `counts` has no row.

    `over`: a frame of one column, such as periods, all of which are crossed with them whether or
    not `counts` has them. Sorted by that column, then `by`.
    """
    values_of = [counts.select(name).unique() for name in by]
    full, *others = values_of if over is None else [over, *values_of]
    for other in others:
        full = full.join(other, how="cross")
    keys = full.columns
    full = full.join(counts, on=keys, how="left", nulls_equal=True)
    return full.with_columns(pl.col(*values).fill_null(0)).sort(keys)


def margins_of(cells: pl.DataFrame, row: str, column: str) -> list[tuple]:
    """The margins of a table of two columns, None where summed over: to be hidden last."""
    rows, columns = cells[row].unique().sort(), cells[column].unique().sort()
    return [*((value, None) for value in rows), *((None, value) for value in columns), (None, None)]


def sides_of(cells: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The sides part and rest of cells that have part and whole: period, …by, side, people."""
    return cells.with_columns(rest=pl.col("whole") - pl.col("part")).unpivot(
        ["part", "rest"], index=["period", *by], variable_name="side", value_name="people"
    )


def with_whole(sides: pl.DataFrame) -> pl.DataFrame:
    """Sides where the margin, whose side is null, is named WHOLE."""
    return sides.with_columns(pl.col("side").fill_null(WHOLE))


def side_by_side(sides: pl.DataFrame) -> pl.DataFrame:
    """One row per cell: people_part, people_rest, people_whole, shown_part and so on."""
    named = with_whole(sides.drop(FOR_MEMORY))
    index = [name for name in named.columns if name not in ("side", "people", "shown")]
    return named.pivot("side", index=index, values=["people", "shown"])


def disclosed(
    cells: pl.DataFrame,
    is_open: pl.Expr = EVERY_SIDE,
    *,
    part: str = "people_part",
    whole: str = "people_whole",
) -> pl.DataFrame:
    """Cells with the columns part, whole (null where not shown) and shown.

    A cell is shown if `is_open` is true and its whole is 0 or at least LEAST_WHOLE.
    """
    enough = (pl.col(whole) == 0) | (pl.col(whole) >= LEAST_WHOLE)
    shown = (is_open & enough).fill_null(False)
    return cells.with_columns(
        part=pl.when(shown).then(part), whole=pl.when(shown).then(whole), shown=shown
    )
