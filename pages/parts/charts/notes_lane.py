"""What happened meanwhile: numbered ticks in a lane along the bottom of a chart."""

import altair as alt
import polars as pl

from pages.parts.charts.axes import Colours, rows_of
from pages.parts.charts.values import first_and_last

LANE, TICK = 30, 9  # how high the lane is, and a tick in it
NEAR_IN_TIME = 0.05  # of the time between the first note and the last


def up(from_bottom: int) -> alt.ExprRef:
    """A height counted from the bottom, however high the page lets the chart be."""
    return alt.ExprRef(f"height - {from_bottom}")


def notes_lane(notes: pl.DataFrame, colours: Colours) -> list[alt.Chart]:
    """A tick on each note's day along the bottom, its number above; near ones share a place."""
    rows = notes.with_columns(pl.col("on").cast(pl.String))
    ticks = alt.Chart(rows_of(rows)).encode(x=alt.X("on:T", title=None))
    names = alt.Chart(rows_of(_named_together(notes))).encode(x=alt.X("on:T", title=None))
    tooltip = [alt.Tooltip("said:N", title=" ")]
    return [
        ticks.mark_rule(color=colours["ink"], strokeWidth=1.5).encode(
            y=alt.value(up(TICK)), y2=alt.value(up(0)), tooltip=tooltip
        ),
        names.mark_text(
            baseline="bottom", fontSize=12, fontWeight=600, color=colours["ink"]
        ).encode(y=alt.value(up(TICK + 2)), text="label:N", tooltip=tooltip),
    ]


def _named_together(notes: pl.DataFrame) -> pl.DataFrame:
    """on, label, said: notes that lie too near to have a number each share one label."""
    days = notes.sort("on", "number")
    first, last = first_and_last(days["on"])
    apart = (last - first) * NEAR_IN_TIME
    starts = (pl.col("on") - pl.col("on").shift(1) > apart).fill_null(True)
    return (
        days.with_columns(place=starts.cum_sum())
        .group_by("place", maintain_order=True)
        .agg(
            on=pl.col("on").mean().dt.date().cast(pl.String),
            label=_from_to(pl.col("number")),
            said=pl.col("said").str.join("\n"),
        )
    )


def _from_to(numbers: pl.Expr) -> pl.Expr:
    first, last = (end.cast(pl.String) for end in (numbers.min(), numbers.max()))
    return pl.when(first == last).then(first).otherwise(pl.concat_str(first, pl.lit("–"), last))
