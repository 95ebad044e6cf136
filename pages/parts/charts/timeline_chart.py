"""The points of a plan from start to due."""

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from pages.parts.charts.axes import MONTH_AXIS, Colours, finished, rows_of
from pages.parts.charts.values import first_and_last
from pages.parts.theme import THEMES


def timeline(points: pl.DataFrame, *, theme: str, on: date) -> dict[str, Any]:
    """The points of a plan as bars from start to due, with a line at the day of the facts.

    Reads:  points: name, begins, ends, tone, state (its sign and word), sign, said. The sign stands
            in the bar as well, so that a state is not told by colour alone.
    """
    colours = THEMES[theme]
    rows = points.with_columns(pl.col("begins", "ends").cast(pl.String))
    first, _ = first_and_last(points["begins"])
    _, last = first_and_last(points["ends"])
    x = _days(first, max(last, on), colours)
    base = alt.Chart(rows_of(rows))
    signs = base.mark_text(
        align="left", dx=5, fontSize=11, fontWeight=700, color=colours["ground"]
    ).encode(x=x, y=alt.Y("name:N", sort=None), text="sign:N")
    layers = [_bars(base, x, points, colours), signs, _today(on, colours)]
    return finished(layers, 34 * max(3, points.height) + 40)


def _days(first: date, last: date, colours: Colours) -> alt.X:
    return alt.X(
        "begins:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[str(first), str(last)]),
        axis=alt.Axis(
            labelExpr=MONTH_AXIS, labelColor=colours["muted"], gridColor=colours["line"],
            tickCount="month", labelOverlap="greedy", orient="top",
        ),
    )  # fmt: skip


def _bars(base: alt.Chart, x: alt.X, points: pl.DataFrame, colours: Colours) -> alt.Chart:
    """One bar per point, in the colour of its state."""
    names = alt.Axis(
        labelLimit=alt.expr("containerSize()[0] < 500 ? 110 : 260"),
        labelColor=colours["ink"],
        ticks=False,
        domain=False,
    )
    return base.mark_bar(height=16, cornerRadius=3).encode(
        x=x,
        x2="ends:T",
        y=alt.Y("name:N", title=None, sort=None, axis=names),
        color=_states(points, colours),
        tooltip=[alt.Tooltip("said:N", title=" ")],
    )


def _states(points: pl.DataFrame, colours: Colours) -> alt.Color:
    states = points.select("state", "tone").unique(maintain_order=True)
    tones = [colours[tone] for tone in states["tone"]]
    return alt.Color(
        "state:N",
        title=None,
        scale=alt.Scale(domain=states["state"].to_list(), range=tones),
        legend=alt.Legend(
            orient="bottom",
            labelColor=colours["ink"],
            columns=alt.expr("containerSize()[0] < 500 ? 2 : 4"),
        ),
    )


def _today(on: date, colours: Colours) -> alt.Chart:
    day = alt.Chart(rows_of(pl.DataFrame({"on": [str(on)], "label": [str(on)]})))
    line = day.mark_rule(color=colours["ink"], strokeDash=[4, 3])
    return line.encode(x=alt.X("on:T", title=None))
