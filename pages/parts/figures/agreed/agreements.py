"""What a steering group has agreed on about a figure: its targets, and where its limits restart."""

from datetime import date

import polars as pl

from metrics.catalogue import Figure
from pages.view import View


def holds(day: date) -> pl.Expr:
    """Whether a target is valid on a day."""
    return (pl.col("valid_from") <= day) & (pl.col("valid_until") > day).fill_null(True)


def targets_of(
    view: View, figure: Figure, unit_id: int | None, target_group: str | None
) -> pl.DataFrame:
    """Every target that bears on a figure for one unit (None: all), as frames.TARGETS, by its day.

    The unit's own; without one on the view's day the whole forum's, but for a count or a sum: one
    for all is no target for one. None for a single target group.
    """
    every = view.reader.targets().filter(pl.col("figure") == figure.key).sort("valid_from")
    if target_group is not None or every.is_empty():
        return every.clear()
    own = every.filter(pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64)))
    if figure.kind not in ("count", "kronor") and own.filter(holds(view.on)).is_empty():
        return every.filter(pl.col("unit_id").is_null())
    return own


def rebased_from(
    view: View, figure: Figure, unit_id: int | None, target_group: str | None
) -> list[date]:
    """The periods from which a figure's limits restart, for one unit or in the row of all units."""
    return live_rebases(view, figure, unit_id, target_group)["period"].to_list()


def live_rebases(
    view: View, figure: Figure, unit_id: int | None, target_group: str | None
) -> pl.DataFrame:
    """The rebases of a figure that hold, for one unit or in the row of all, as frames.REBASES.

    None for a single target group: the reason was given for everybody's figure.
    """
    every = view.reader.rebases()
    if target_group is not None or every.is_empty():
        return every.clear()
    mine = pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64))
    return rebases_of(view, figure).filter(mine, pl.col("withdrawn_at").is_null())


def rebases_of(view: View, figure: Figure) -> pl.DataFrame:
    """Every rebase of a figure, withdrawn ones too, as frames.REBASES, by its period."""
    return view.reader.rebases().filter(pl.col("figure") == figure.key).sort("period", "at")
