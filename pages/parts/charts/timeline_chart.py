"""The points of a plan from start to due."""

from datetime import date

import altair as alt
import polars as pl

from pages.parts.charts.axes import MONTH_AXIS, finished, rows_of
from pages.parts.theme import THEMES


def timeline(points: pl.DataFrame, *, theme: str, on: date) -> dict:
    """The points of a plan as bars from start to due, with a line at the day of the facts.

    Reads:  points: name, begins, ends, tone, state (its sign and word), sign, said. The sign stands
            in the bar as well, so that a state is not told by colour alone.
    """
    colours = THEMES[theme]
    rows = points.with_columns(pl.col("begins", "ends").cast(pl.String))
    states = points.select("state", "tone").unique(maintain_order=True)
    days = [points["begins"].min(), max(points["ends"].max(), on)]
    x = alt.X(
        "begins:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[str(day) for day in days]),
        axis=alt.Axis(
            labelExpr=MONTH_AXIS, labelColor=colours["muted"], gridColor=colours["line"],
            tickCount="month", labelOverlap="greedy", orient="top",
        ),
    )  # fmt: skip
    bars = (
        alt.Chart(rows_of(rows))
        .mark_bar(height=16, cornerRadius=3)
        .encode(
            x=x,
            x2="ends:T",
            y=alt.Y(
                "name:N",
                title=None,
                sort=None,
                axis=alt.Axis(
                    labelLimit=alt.expr("containerSize()[0] < 500 ? 110 : 260"),
                    labelColor=colours["ink"],
                    ticks=False,
                    domain=False,
                ),
            ),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(
                    domain=states["state"].to_list(),
                    range=[colours[tone] for tone in states["tone"]],
                ),
                legend=alt.Legend(
                    orient="bottom",
                    labelColor=colours["ink"],
                    columns=alt.expr("containerSize()[0] < 500 ? 2 : 4"),
                ),
            ),
            tooltip=[alt.Tooltip("said:N", title=" ")],
        )
    )
    signs = (
        alt.Chart(rows_of(rows))
        .mark_text(align="left", dx=5, fontSize=11, fontWeight=700, color=colours["ground"])
        .encode(x=x, y=alt.Y("name:N", sort=None), text="sign:N")
    )
    today = (
        alt.Chart(rows_of(pl.DataFrame({"on": [str(on)], "label": [str(on)]})))
        .mark_rule(color=colours["ink"], strokeDash=[4, 3])
        .encode(x=alt.X("on:T", title=None))
    )
    return finished(alt.layer(bars, signs, today), 34 * max(3, points.height) + 40, colours)
