"""Shares by target group for all units together, protected beside the shares by unit."""

import polars as pl

from data.published.facts import Protection
from data.published.tables import sides_of
from metrics.disclosure import protect_across

INSIDE = ("unit_id", "target_group", "side")


def sides_by_group(
    cells: pl.DataFrame, by_unit: pl.DataFrame, how: Protection, before: pl.DataFrame, hold: int
) -> pl.DataFrame:
    """A figure's part, rest and whole by target group, protected.

    Reads:  cells, one row per period, unit and target group, a full cross: part, whole;
            by_unit, the sides by unit as published: period, unit_id, side (null: the whole), shown,
            secret, loose;
            before, what was hidden of the figure last time, shaped as frames.HIDDEN.
    Takes:  hold, for how many periods a figure that was small stays hidden.
    Gives:  period, unit_id, target_group, side (null: the whole), people (null where hidden),
            shown, secret, loose: one row per figure of all units together (unit_id null), and one
            per secret cell by unit and target group, which is hidden.
    """
    return protect_across(
        sides_of(cells, "unit_id", "target_group"),
        INSIDE,
        "people",
        apart="period",
        given=by_unit,
        before=before,
        k=how.least_shown,
        knows=how.knows is not None,
        hold=hold,
    )
