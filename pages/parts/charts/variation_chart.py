"""A series with its limits, its target and its marked points."""

from functools import partial
from typing import Any

import altair as alt
import polars as pl

from pages.parts import sv
from pages.parts.charts.axes import TALL, finished, heights_axis, rows_of, time_axis
from pages.parts.theme import THEMES

NEAR = 0.06  # of the height: so near that two words on the same side would share a place


def variation(
    chart: pl.DataFrame, *, theme: str, cadence: str, is_share: bool, target: float | None
) -> dict:
    """A series with its limits, its target and its marked points.

    Reads:  chart, as metrics.spc.xmr gives it, with `said`: each point in words.
    """
    colours = THEMES[theme]
    rows = chart.with_columns(
        kind=pl.when(pl.col("provisional"))
        .then(pl.lit("preliminär"))
        .otherwise(pl.col("signal").fill_null("normal variation"))
    ).with_columns(pl.col("period").cast(pl.String))
    x = time_axis("period", cadence, colours)
    heights = _heights(chart, target, is_share)
    falls = _falls(chart)
    below = not falls or _drop(chart) > NEAR * (heights[1] - heights[0])
    height = partial(
        alt.Y,
        title=None,
        scale=alt.Scale(domain=heights, nice=True, zero=False),
        axis=heights_axis(is_share, colours),
    )
    y = height("value:Q")
    mean = chart["mean"].drop_nulls().last() if chart["mean"].count() else None
    target_above = None not in (target, mean) and target >= mean
    base = alt.Chart(rows_of(rows)).encode(x=x)
    layers = [
        base.mark_area(color=colours["band"], interpolate="step-after").encode(
            y=height("lower:Q"), y2="upper:Q"
        ),
        base.mark_line(color=colours["hatch"], strokeWidth=1).encode(y=height("mean:Q")),
        *_target(target, colours, height, is_share, above=target_above),
        base.transform_filter("!datum.provisional")
        .mark_line(color=colours["dark"], strokeWidth=1.75)
        .encode(y=y),
        base.mark_point(size=52, strokeWidth=1.5, opacity=1).encode(
            y=y,
            fill=_kinds(colours, hollow=colours["ground"]),
            stroke=_kinds(colours, hollow=colours["dark"]),
            shape=alt.Shape(
                "kind:N",
                legend=None,
                scale=alt.Scale(
                    domain=["normal variation", "preliminär", "improvement", "concern", "change"],
                    range=["circle", "circle", "diamond", "triangle-up", "square"],
                ),
            ),
            tooltip=[alt.Tooltip("said:N", title=" ")],
        ),
        base.transform_filter("datum.provisional")
        .mark_text(align="right", dx=6, fontSize=12, color=colours["muted"], **_beside(below))
        .encode(y=y, text=alt.value("preliminär")),
        _label_of_mean(rows, colours, height, above=not target_above),
        _label_of_last(chart, colours, height, is_share, **_beside(falls)),
    ]
    return finished(alt.layer(*layers), TALL, colours)


def _heights(chart: pl.DataFrame, target: float | None, is_share: bool) -> list[float]:
    """What the axis must hold: every point, the limits and the target."""
    known = pl.concat([chart[name].drop_nulls() for name in ("value", "lower", "upper")])
    lowest = min(v for v in (known.min(), target) if v is not None)
    highest = max(v for v in (known.max(), target) if v is not None)
    room = 0.06 * ((highest - lowest) or abs(highest) or 1.0)
    top = min(1.0, highest + room) if is_share else highest + room
    return [max(0.0, lowest - room), top]


def _kinds(colours: dict[str, str], hollow: str) -> alt.Fill:
    kinds = {
        "normal variation": colours["dark"],
        "preliminär": hollow,
        "improvement": colours["blue"],
        "concern": colours["orange"],
        "change": colours["purple"],
    }
    channel = alt.Fill if hollow == colours["ground"] else alt.Stroke
    return channel("kind:N", legend=None, scale=alt.Scale(domain=[*kinds], range=[*kinds.values()]))


def _target(
    target: float | None, colours: dict[str, str], height: partial, is_share: bool, above: bool
) -> list[alt.Chart]:
    if target is None:
        return []
    said = sv.percent(target) if is_share else sv.number(target)
    row = alt.Chart(rows_of(pl.DataFrame({"target": [target], "label": [f"mål {said}"]})))
    return [
        row.mark_rule(color=colours["blue"], strokeDash=[6, 4], strokeWidth=1.5).encode(
            y=height("target:Q")
        ),
        _label(row, colours["blue"], above).encode(y=height("target:Q")),
    ]


def _label_of_mean(
    rows: pl.DataFrame, colours: dict[str, str], height: partial, above: bool
) -> alt.Chart:
    last = rows.drop_nulls("mean").tail(1).with_columns(label=pl.lit("medel"))
    return _label(alt.Chart(rows_of(last)), colours["muted"], above).encode(y=height("mean:Q"))


def _falls(chart: pl.DataFrame) -> bool:
    """Whether the line comes from above to the latest settled point: its value stands below it."""
    settled = chart.filter(~pl.col("provisional")).drop_nulls("value")
    return (settled["value"].diff().last() or 0) < 0


def _drop(chart: pl.DataFrame) -> float:
    """How far below the latest settled point the first preliminary one lies."""
    values = chart.drop_nulls("value")
    settled, others = (values.filter(pl.col("provisional") == is_not) for is_not in (False, True))
    return settled["value"][-1] - others["value"][0] if len(settled) and len(others) else 0.0


def _beside(below: bool) -> dict[str, Any]:
    return {"baseline": "top", "dy": 10} if below else {"baseline": "bottom", "dy": -9}


def _label_of_last(
    chart: pl.DataFrame, colours: dict[str, str], height: partial, is_share: bool, **place: Any
) -> alt.Chart:
    """The latest settled value at its point."""
    written = sv.percent if is_share else sv.number
    settled = chart.filter(~pl.col("provisional")).drop_nulls("value")
    row = settled.tail(1).select(
        pl.col("period").cast(pl.String),
        "value",
        label=pl.col("value").map_elements(written, return_dtype=pl.String),
    )
    return (
        alt.Chart(rows_of(row))
        .mark_text(fontSize=13, fontWeight=600, color=colours["ink"], **place)
        .encode(x=alt.X("period:T", title=None), y=height("value:Q"), text="label:N")
    )


def _label(row: alt.Chart, colour: str, above: bool) -> alt.Chart:
    """A line's name at its left end, over it or under it, so that two lines never share a place."""
    place = {"baseline": "bottom", "dy": -3} if above else {"baseline": "top", "dy": 4}
    return row.mark_text(align="left", dx=5, fontSize=12, color=colour, **place).encode(
        x=alt.value(0), text="label:N"
    )
