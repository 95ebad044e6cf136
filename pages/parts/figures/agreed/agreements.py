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
    """The targets of a figure for one unit (None: all), as frames.TARGETS, by their first day.

    The unit's own; if it has none on the view's day, the whole forum's, except for a count or a
    sum: a target for all is none for one unit. A single target group has none.
    """
    all_targets = view.reader.targets().filter(pl.col("figure") == figure.key).sort("valid_from")
    if target_group is not None or all_targets.is_empty():
        return all_targets.clear()
    own = all_targets.filter(pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64)))
    if figure.kind not in ("count", "kronor") and own.filter(holds(view.on)).is_empty():
        return all_targets.filter(pl.col("unit_id").is_null())
    return own


def rebased_from(
    view: View, figure: Figure, unit_id: int | None, target_group: str | None
) -> list[date]:
    """The periods from which a figure's limits restart, for one unit or in the row of all units."""
    return live_rebases(view, figure, unit_id, target_group)["period"].to_list()


def live_rebases(
    view: View, figure: Figure, unit_id: int | None, target_group: str | None
) -> pl.DataFrame:
    """The live rebases of a figure, for one unit or in the row of all units, as frames.REBASES.

    A single target group has none: the reason was given for everybody's figure.
    """
    all_rebases = view.reader.rebases()
    if target_group is not None or all_rebases.is_empty():
        return all_rebases.clear()
    same_unit = pl.col("unit_id").eq_missing(pl.lit(unit_id, pl.Int64))
    return rebases_of(view, figure).filter(same_unit, pl.col("withdrawn_at").is_null())


def rebases_of(view: View, figure: Figure) -> pl.DataFrame:
    """Every rebase of a figure, withdrawn ones too, as frames.REBASES, by period."""
    return view.reader.rebases().filter(pl.col("figure") == figure.key).sort("period", "at")
