"""The points of plans as rows for the reader: how each stands, in time and as it is judged."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from metrics.plans import standing
from pages.parts import sv
from pages.parts.kept import kept
from pages.parts.words import DUE_SOON, JUDGEMENT, OVERDUE, STALE, STATUS, UNOWNED, State
from pages.view import View

SAID = ("judgement", "needs", "next_step", "note", "by", "by_user_id", "at", "evidence")
NOBODY = "Ansvarig saknas"
Row = Mapping[str, Any]  # one of those that `point_rows` gives


@kept("plans", "organisation", heeds=("unit_id",))
def point_rows(view: View) -> pl.DataFrame:
    """One row per point of the view, with its standing and its latest update.

    Gives:  the points' columns, those of metrics.plans.standing, and judgement, needs, next_step,
            note, by, by_user_id, at, evidence (null without any update), unit (its name or
            null).
    """
    updates = view.reader.updates()
    last = (
        updates.filter(pl.col("at").dt.date() <= view.on)
        .sort("at", "seq")
        .group_by("item_id")
        .agg(pl.col(*SAID).last())
    )
    units = view.reader.every_unit().select(responsible_unit_id="unit_id", unit="name")
    stood = standing(view.points(), updates, view.on, view.reader.rules.stale_after)
    return (
        stood.join(last, on="item_id", how="left", maintain_order="left")
        .join(units, on="responsible_unit_id", how="left", maintain_order="left")
        .sort("plan_id", "number")
    )


def time_state(row: Row) -> tuple[State, str] | None:
    """The most pressing state of a point in time, and by how much; None if there is none."""
    if row["days_overdue"] is not None:
        return OVERDUE, f" {sv.count(row['days_overdue'], 'dag', 'dagar')}"
    if row["unowned"]:
        return UNOWNED, ""
    if row["days_stale"] is not None:
        return STALE, f" sedan {sv.count(row['days_stale'], 'dag', 'dagar')}"
    return (DUE_SOON, "") if row["due_soon"] else None


def status_state(row: Row) -> State:
    """The status of a point."""
    return STATUS[row["status"]]


def judgement_state(row: Row) -> State | None:
    """How a point is judged, while it is not over."""
    if row["judgement"] is None or row["status"] in ("done", "cancelled"):
        return None
    return JUDGEMENT[row["judgement"]]


def answers(row: Row) -> str:
    """Who answers: the function, and the unit it belongs to."""
    return " · ".join(filter(None, [row["responsible_function"], row["unit"]])) or NOBODY
