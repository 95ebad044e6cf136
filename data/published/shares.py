"""Counts and shares as any viewer may see them, alone or as parts of figures already published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data.published.by_group import sides_by_group
from data.published.facts import Protection
from data.published.shapes import hidden_of, shaped
from data.published.tables import (
    EVERY_SIDE,
    WHOLE,
    disclosed,
    margins_of,
    side_by_side,
    sides_of,
    with_whole,
)
from metrics.catalogue import COUNTED, FromFacts
from metrics.disclosure import Alike, protect_again, protect_alike, protect_part
from metrics.disclosure.protection import LEAST_WHOLE

CELL = ("period", "unit_id", "target_group")


@dataclass(frozen=True)
class Protected:
    """Figures that are protected as one.

    figures: their rows as any viewer may see them, shaped as frames.FIGURES
    hidden:  their hidden cells, shaped as frames.HIDDEN
    sides:   key -> the figure's sides as published: period, unit_id, side (part, rest or whole),
             people, shown. Figures that are parts of it are protected with these given.
    """

    figures: pl.DataFrame
    hidden: pl.DataFrame
    sides: Mapping[str, pl.DataFrame]


def remembered_as(figure: FromFacts) -> str:
    """The name under which a figure's hidden cells are remembered."""
    return (figure.part_of and figure.part_of.together) or figure.key


def protected_counts(
    group: Sequence[FromFacts],
    cells: Mapping[str, pl.DataFrame],
    how: Protection,
    before: pl.DataFrame,
) -> Protected:
    """A count by unit and target group, with all margins, or several that are hidden alike.

    Each has one side, its part.

    Reads:  cells, key -> the cells of each; before, what was hidden of everything last time.
    """
    tables = [
        Alike(
            cells[figure.key].select(*CELL, "part"),
            before.filter(figure=figure.key),
            keep=margins_of(cells[figure.key], *CELL[1:]),
            beside=LEAST_WHOLE if _has_sums_beside(figure) else 0,
        )
        for figure in group
    ]
    made = protect_alike(
        tables,
        CELL[1:],
        "part",
        apart="period",
        k=how.least_shown,
        knows=how.knows,
        hold=group[0].cadence.per_year,
    )
    figures, hidden, sides = [], [], {}
    for figure, shown in zip(group, made, strict=True):
        rows = shown.join(_standing(cells[figure.key]), on="period", how="left")
        figures.append(shaped(figure, rows, pl.col("shown")).sort(CELL, nulls_last=True))
        hidden.append(hidden_of(figure.key, shown))
        sides[figure.key] = shown.filter(pl.col("target_group").is_null()).select(
            "period", "unit_id", "shown", side=pl.lit("part"), people="part"
        )
    return Protected(pl.concat(figures), pl.concat(hidden), sides)


def _has_sums_beside(figure: FromFacts) -> bool:
    """Whether there are sums over the same people, none of which is shown for under LEAST_WHOLE."""
    return any(
        isinstance(other, FromFacts) and other.beside == figure.key and other.kind != "days"
        for other in COUNTED
    )


def protected_share(
    figure: FromFacts, cells: pl.DataFrame, how: Protection, before: pl.DataFrame
) -> Protected:
    """A share by unit, and by target group for all units together if it has target groups."""
    sides = protect_again(
        sides_of(_by_unit(cells), "unit_id"),
        by=("unit_id", "side"),
        count="people",
        before=before.filter(pl.col("target_group").is_null()),
        k=how.least_shown,
        apart="period",
        knows=how.knows,
        hold=figure.cadence.per_year,
        keep=((None, "part"), (None, "rest"), (None, None)),
    )
    tables, of_all = [sides], [sides]
    if cells["target_group"].null_count() == 0:
        by_group = sides_by_group(cells, sides, how, before, figure.cadence.per_year)
        tables.append(by_group)
        of_all.append(by_group.filter(pl.col("unit_id").is_null()))
    return Protected(
        pl.concat(_shares(figure, cells, side_by_side(table)) for table in of_all),
        pl.concat(hidden_of(figure.key, table) for table in tables),
        {figure.key: with_whole(sides)},
    )


def protected_part(
    group: Sequence[FromFacts],
    cells: Mapping[str, pl.DataFrame],
    divided: pl.DataFrame,
    how: Protection,
    before: pl.DataFrame,
) -> Protected:
    """Figures that divide a side of another figure between them, or one that is a part of it.

    Reads:  group, the figures; cells, key -> the cells of each; divided, the sides of the other
            figure as published, which stay as they are.
    Raises: ValueError when the first is not a part of another figure.
    """
    first, of = group[0], group[0].part_of
    if of is None:
        raise ValueError(f"{first.key} is no part of another figure")
    periods = pl.col("period").is_in(cells[first.key]["period"].unique().implode())
    above = divided.filter(periods, pl.col("side") == of.side)
    sides = protect_part(
        _divided_by_all(cells) if of.together else sides_of(_by_unit(cells[first.key]), "unit_id"),
        ("unit_id", "side"),
        "people",
        apart="period",
        wholes=above.select("period", "unit_id", "shown"),
        before=before,
        k=how.least_shown,
        knows=how.knows is not None,
        hold=first.cadence.per_year,
    )
    below = divided.filter(periods, pl.col("side") == of.per).select(
        "period", "unit_id", below="people", shown_below="shown"
    )
    table = side_by_side(sides.drop_nulls("side")).join(
        below, on=["period", "unit_id"], how="left", nulls_equal=True
    )
    figures, named = [], {}
    for figure in group:
        own = [figure.key] if of.together else ["part", "rest"]
        is_open = pl.all_horizontal("shown_below", *(f"shown_{side}" for side in own))
        named[figure.key] = _sides_of_part(sides, above, figure.key if of.together else None)
        figures.append(
            _shares(
                figure,
                cells[figure.key],
                table,
                is_open,
                part=f"people_{own[0]}",
                whole="below",
            )
        )
    return Protected(pl.concat(figures), hidden_of(remembered_as(first), sides), named)


def _divided_by_all(cells: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """One table of figures that divide a side between them, where each is a side by its key."""
    return pl.concat(
        _by_unit(rows).select("period", "unit_id", side=pl.lit(key), people="part")
        for key, rows in cells.items()
    )


def _sides_of_part(sides: pl.DataFrame, above: pl.DataFrame, key: str | None) -> pl.DataFrame:
    """The sides that parts of this part are protected under: its part, rest and whole.

    For one of several figures that divide a side between them (`key`): only its part and the whole.
    """
    columns = ("period", "unit_id", "side", "people", "shown")
    own = sides.drop_nulls("side")
    if key is not None:
        own = own.filter(pl.col("side") == key).with_columns(side=pl.lit("part"))
    whole = above.with_columns(side=pl.lit(WHOLE))
    return pl.concat([own.select(columns), whole.select(columns)])


def _by_unit(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("period", "unit_id").agg(pl.col("part", "whole").sum())


def _standing(cells: pl.DataFrame) -> pl.DataFrame:
    """period, provisional: one row per period."""
    return cells.select("period", "provisional").unique()


def _shares(
    figure: FromFacts,
    cells: pl.DataFrame,
    table: pl.DataFrame,
    is_open: pl.Expr = EVERY_SIDE,
    **sides: str,
) -> pl.DataFrame:
    """The rows of a share by unit or by target group, from a table of `side_by_side`."""
    rows = disclosed(table, is_open, **sides).join(_standing(cells), on="period", how="left")
    return shaped(figure, rows, pl.col("shown")).sort(CELL, nulls_last=True)
