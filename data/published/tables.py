"""The tables that figures are protected as: full crosses, the sides of a figure, what may be shown.

The sides of a figure are its part, the rest of its whole and the whole: whoever knows two of them
knows the third. A table of sides is long, one row per cell and side (`side`, `people`), and the
whole, being its margin, has a null side until it is given its name.
"""

from collections.abc import Sequence

import polars as pl

LEAST_WHOLE = 10  # a share of fewer gives its parts away
WHOLE = "whole"
EVERY_SIDE = pl.all_horizontal("shown_part", "shown_rest", "shown_whole")


def crossed(
    counts: pl.DataFrame, by: Sequence[str], *values: str, over: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Every combination of what there is in each of `by`, with 0 where `counts` has no row.

    `over`: one column, as of periods, crossed with them all, whether `counts` has its values or
    not. Sorted by it, then `by`.
    """
    values_of = [counts.select(name).unique() for name in by]
    full, *others = values_of if over is None else [over, *values_of]
    for other in others:
        full = full.join(other, how="cross")
    keys = full.columns
    full = full.join(counts, on=keys, how="left", nulls_equal=True)
    return full.with_columns(pl.col(*values).fill_null(0)).sort(keys)


def sides_of(cells: pl.DataFrame, *by: str) -> pl.DataFrame:
    """The part and the rest of cells that have part and whole: period, by, side, people."""
    return cells.with_columns(rest=pl.col("whole") - pl.col("part")).unpivot(
        ["part", "rest"], index=["period", *by], variable_name="side", value_name="people"
    )


def with_whole(sides: pl.DataFrame) -> pl.DataFrame:
    """Sides with the whole, their margin, by its name."""
    return sides.with_columns(pl.col("side").fill_null(WHOLE))


def side_by_side(sides: pl.DataFrame) -> pl.DataFrame:
    """One row per cell: people_part, people_rest and people_whole, and shown_ of each likewise."""
    named = with_whole(sides.drop("secret"))
    index = [name for name in named.columns if name not in ("side", "people", "shown")]
    return named.pivot("side", index=index, values=["people", "shown"])


def disclosed(
    cells: pl.DataFrame,
    is_open: pl.Expr = EVERY_SIDE,
    *,
    part: str = "people_part",
    whole: str = "people_whole",
) -> pl.DataFrame:
    """Cells with part, whole and shown: as they are open, of nobody or of at least LEAST_WHOLE.

    Part and whole are null where they are not shown.
    """
    enough = (pl.col(whole) == 0) | (pl.col(whole) >= LEAST_WHOLE)
    shown = (is_open & enough).fill_null(False)
    return cells.with_columns(
        part=pl.when(shown).then(part), whole=pl.when(shown).then(whole), shown=shown
    )
