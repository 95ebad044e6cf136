"""The course of a closed group, and its goal."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.parts.charts.axes import MONTH_AXIS, TALL, Colours, finished, heights_axis, rows_of
from pages.parts.charts.values import first_and_last
from pages.parts.theme import THEMES


def course(
    ledger: pl.DataFrame, *, theme: str, members: int, goal: int | None, goal_on: date | None
) -> dict[str, Any]:
    """How many of a closed group remain and how many support themselves, day by day, and the goal.

    Reads:  ledger: on, name (the state in words), tone, members (null where hidden), said.
    """
    colours = THEMES[theme]
    first, last = first_and_last(ledger["on"])
    scale = alt.Scale(type="utc", domain=[str(first), str(max(last, goal_on or last))])
    x = _days(scale, colours)
    y = alt.Y(
        "members:Q",
        title=None,
        scale=alt.Scale(domain=[0, members]),
        axis=heights_axis(False, colours, up_to=members),
    )
    layers = _lines(ledger, x, y, colours)
    if goal and goal_on:
        from_first = alt.X("first:T", title=None, scale=scale)
        layers += _goal(goal, goal_on, first, from_first, x, y, colours)
    return finished(layers, TALL)


def _days(scale: alt.Scale, colours: Colours) -> alt.X:
    return alt.X(
        "on:T",
        title=None,
        scale=scale,
        axis=alt.Axis(
            labelExpr=MONTH_AXIS, grid=False, labelColor=colours["muted"], tickCount="month",
            labelOverlap="greedy", labelFlush=True,
        ),
    )  # fmt: skip


def _lines(ledger: pl.DataFrame, x: alt.X, y: alt.Y, colours: Colours) -> list[alt.Chart]:
    """One line per state, broken where it is hidden, with a point per day and its name at the last.

    The last that is shown, of each.
    """
    rows = ledger.with_columns(pl.col("on").cast(pl.String))
    base = alt.Chart(rows_of(rows)).encode(x=x)
    is_last = pl.col("on") == pl.col("on").max().over("name")
    latest = alt.Chart(rows_of(rows.drop_nulls("members").filter(is_last))).encode(x=x)
    names = ledger.select("name", "tone").unique(maintain_order=True)
    tones = [colours[tone] for tone in names["tone"]]
    scale = alt.Scale(domain=names["name"].to_list(), range=tones)
    colour = alt.Color("name:N", scale=scale, legend=None)
    return [
        base.mark_line(strokeWidth=2.25, interpolate="linear").encode(y=y, color=colour),
        base.mark_point(size=36, filled=True, opacity=1).encode(
            y=y, color=colour, tooltip=[alt.Tooltip("said:N", title=" ")]
        ),
        latest.mark_text(align="left", dx=9, fontSize=13, fontWeight=600).encode(
            y=y, text="label:N", color=colour
        ),
    ]


def _goal(
    goal: int, goal_on: date, first: date, from_first: alt.X, x: alt.X, y: alt.Y, colours: Colours
) -> list[alt.Chart]:
    """The goal as a point on its day, with a line to it from the first."""
    columns = {"first": [str(first)], "on": [str(goal_on)], "members": [goal]}
    row = alt.Chart(rows_of(pl.DataFrame({**columns, "label": [f"mål {goal} självförsörjande"]})))
    return [
        row.mark_rule(color=colours["blue"], strokeDash=[6, 4]).encode(
            x=from_first, x2="on:T", y=y
        ),
        row.mark_point(
            shape="diamond", size=90, filled=True, color=colours["blue"], opacity=1
        ).encode(x=x, y=y),
        row.mark_text(
            align="right", baseline="bottom", dy=-8, fontSize=12, color=colours["blue"]
        ).encode(x=x, y=y, text="label:N"),
    ]
