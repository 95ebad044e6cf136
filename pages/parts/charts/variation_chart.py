"""A series with its limits, its target and its marked points."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import altair as alt
import polars as pl

from pages.parts.charts.axes import (
    NUMBERS,
    TALL,
    Values,
    finished,
    heights_axis,
    rows_of,
    time_axis,
)
from pages.parts.theme import THEMES

Step = tuple[date, date | None, float]  # a target: from, until, value
LENGTHS = {"month": "1mo", "quarter": "3mo", "half": "6mo", "year": "1y"}
LATE = 0.75  # of the way: what begins later has its name to the left of its end
RESTARTED = "gränserna omräknade"
LANE, TICK = 30, 9  # how high the lane of notes is, and a tick in it
NEAR_IN_TIME = 0.05  # of the time between the first note and the last
NEAR = 0.06  # of the height: so near that two words on the same side would share a place


def variation(
    chart: pl.DataFrame,
    *,
    theme: str,
    cadence: str,
    target: float | None,
    targets: Sequence[Step] = (),
    values: Values = NUMBERS,
    notes: pl.DataFrame | None = None,
) -> dict:
    """A series with its limits, its target and its marked points.

    Reads:  chart, as metrics.spc.xmr gives it, with `said`: each point in words.
    Takes:  target, the one it is judged by; targets, every one with the days that it holds from
            and until: the line steps where there are several; values, what they are;
            notes, what happened meanwhile: on, number, said. They stand in a lane along the bottom.
    """
    steps = _steps(chart, targets, cadence)
    colours = THEMES[theme]
    rows = chart.with_columns(
        kind=pl.when(pl.col("provisional"))
        .then(pl.lit("preliminär"))
        .otherwise(pl.col("signal").fill_null("normal variation"))
    ).with_columns(pl.col("period").cast(pl.String))
    x = time_axis("period", cadence, colours)
    heights = _heights(chart, [target, *(value for *_, value in steps)], values)
    falls = _falls(chart)
    below = not falls or _drop(chart) > NEAR * (heights[1] - heights[0])
    lane = LANE if notes is not None and notes.height else 0
    height = partial(
        alt.Y,
        title=None,
        scale=alt.Scale(domain=heights, nice=True, zero=False, range=[_up(lane), 0]),
        axis=heights_axis(values.is_percent, colours),
    )
    y = height("value:Q")
    mean = chart["mean"].drop_nulls().last() if chart["mean"].count() else None
    target_above = None not in (target, mean) and target >= mean
    base = alt.Chart(rows_of(rows)).encode(x=x)
    layers = [
        base.mark_area(color=colours["band"], interpolate="step-after").encode(
            y=height("lower:Q"), y2="upper:Q", detail="segment:N"
        ),
        base.mark_line(color=colours["hatch"], strokeWidth=1).encode(
            y=height("mean:Q"), detail="segment:N"
        ),
        *_restarts(chart, colours),
        *_target(target, steps, colours, height, values.aimed, above=target_above),
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
        *_label_of_provisional(rows, colours, y, below),
        *_label_of_mean(rows, colours, height, above=not target_above),
        _label_of_last(chart, colours, height, values.written, **_beside(falls)),
        *(_notes(notes, colours) if lane else ()),
    ]
    return finished(alt.layer(*layers), TALL + lane, colours)


def _heights(chart: pl.DataFrame, targets: list[float | None], values: Values) -> list[float]:
    """What the axis must hold: every point, the limits and the targets; nothing that can't be."""
    known = pl.concat([chart[name].drop_nulls() for name in ("value", "lower", "upper")])
    lowest = min(v for v in (known.min(), *targets) if v is not None)
    highest = max(v for v in (known.max(), *targets) if v is not None)
    room = 0.06 * ((highest - lowest) or abs(highest) or 1.0)
    return [max(values.least, lowest - room), min(values.most, highest + room)]


def _up(from_bottom: int) -> alt.ExprRef:
    """So far up from the bottom, however high the page lets the chart be."""
    return alt.ExprRef(f"height - {from_bottom}")


def _notes(notes: pl.DataFrame, colours: dict[str, str]) -> list[alt.Chart]:
    """A tick on each note's day along the bottom, with its number above; near ones share a place."""
    rows = notes.with_columns(pl.col("on").cast(pl.String))
    ticks = alt.Chart(rows_of(rows)).encode(x=alt.X("on:T", title=None))
    names = alt.Chart(rows_of(_named_together(notes))).encode(x=alt.X("on:T", title=None))
    tooltip = [alt.Tooltip("said:N", title=" ")]
    return [
        ticks.mark_rule(color=colours["ink"], strokeWidth=1.5).encode(
            y=alt.value(_up(TICK)), y2=alt.value(_up(0)), tooltip=tooltip
        ),
        names.mark_text(
            baseline="bottom", fontSize=12, fontWeight=600, color=colours["ink"]
        ).encode(y=alt.value(_up(TICK + 2)), text="label:N", tooltip=tooltip),
    ]


def _named_together(notes: pl.DataFrame) -> pl.DataFrame:
    """on, label, said: the numbers of notes that lie too near for a number each are one label."""
    days = notes.sort("on", "number")
    apart = (days["on"].max() - days["on"].min()) * NEAR_IN_TIME
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


def _steps(chart: pl.DataFrame, targets: Sequence[Step], cadence: str) -> list[Step]:
    """The targets of the periods that are drawn, cut to them; none where one holds in them all.

    The last period is drawn to its end: a target that begins within it is seen as well.
    """
    first, last = chart["period"].min(), chart["period"].max()
    end = pl.select(pl.lit(last).dt.offset_by(LENGTHS[cadence])).item()
    drawn = [
        (max(since, first), min(until or end, end), value)
        for since, until, value in targets
        if since < end and (until is None or until > first)
    ]
    return [] if [(since, until) for since, until, _ in drawn] == [(first, end)] else drawn


def _target(
    target: float | None,
    steps: Sequence[Step],
    colours: dict[str, str],
    height: partial,
    written: Callable[[float], str],
    above: bool,
) -> list[alt.Chart]:
    """The target as a line from edge to edge; where it has changed, as a line with steps."""
    line = {"color": colours["blue"], "strokeDash": [6, 4], "strokeWidth": 1.5}
    if steps:
        return _stepping(steps, written, line, height, above)
    if target is None:
        return []
    row = alt.Chart(
        rows_of(pl.DataFrame({"target": [target], "label": [f"mål {written(target)}"]}))
    )
    return [
        row.mark_rule(**line).encode(y=height("target:Q")),
        _label(row, colours["blue"], above).encode(y=height("target:Q")),
    ]


def _stepping(
    steps: Sequence[Step], written: Callable, line: dict[str, Any], height: partial, above: bool
) -> list[alt.Chart]:
    """The lines of targets that follow each other, each with its name where there is room."""
    first, end = steps[0][0], max(until for _, until, _ in steps)
    begins_late = str(first + (end - first) * LATE)
    rows = [
        {"since": str(since), "until": str(until), "target": value}
        | {"label": f"mål {written(value)}"}
        for since, until, value in steps
    ]
    late = [row for row in rows if row["since"] > begins_late]
    early = [row for row in rows if row not in late]
    y = height("target:Q")
    since, until = (alt.X(f"{name}:T", title=None) for name in ("since", "until"))
    place = {"baseline": "bottom", "dy": -3} if above else {"baseline": "top", "dy": 4}
    name = {"fontSize": 12, "color": line["color"], **place}
    return [
        alt.Chart(rows_of(pl.DataFrame(rows))).mark_rule(**line).encode(x=since, x2="until:T", y=y),
        *(
            alt.Chart(rows_of(pl.DataFrame(some)))
            .mark_text(**side, **name)
            .encode(x=x, y=y, text="label:N")
            for some, x, side in (
                (early, since, {"align": "left", "dx": 5}),
                (late, until, {"align": "right"}),
            )
            if some
        ),
    ]


def _restarts(chart: pl.DataFrame, colours: dict[str, str]) -> list[alt.Chart]:
    """Where limits are reckoned anew, with the words along the top."""
    begins = chart.filter(pl.col("segment") != pl.col("segment").shift(1))["period"]
    if begins.is_empty():
        return []
    rows = pl.DataFrame({"begins": begins.cast(pl.String)}).with_columns(label=pl.lit(RESTARTED))
    row = alt.Chart(rows_of(rows)).encode(x=alt.X("begins:T", title=None))
    return [
        row.mark_rule(color=colours["muted"], strokeWidth=1, strokeDash=[2, 3]),
        row.mark_text(
            align="left", baseline="top", dx=5, fontSize=12, color=colours["muted"]
        ).encode(y=alt.value(0), text="label:N"),
    ]


def _label_of_provisional(
    rows: pl.DataFrame, colours: dict[str, str], y: alt.Y, below: bool
) -> list[alt.Chart]:
    """One word for all the points that are not settled, at the last of them."""
    waiting = rows.filter("provisional").drop_nulls("value")
    if waiting.is_empty():
        return []
    word = "preliminär" if waiting.height == 1 else "preliminära"
    label = alt.Chart(rows_of(waiting.tail(1).select("period", "value", label=pl.lit(word))))
    name = {"align": "right", "dx": 6, "fontSize": 12, "color": colours["muted"]}
    x = alt.X("period:T", title=None)
    return [label.mark_text(**name, **_beside(below)).encode(x=x, y=y, text="label:N")]


def _label_of_mean(
    rows: pl.DataFrame, colours: dict[str, str], height: partial, above: bool
) -> list[alt.Chart]:
    """The name of the mean that is reckoned last, where there is one."""
    drawn = rows.drop_nulls("mean")
    if drawn.is_empty():
        return []
    of_last = drawn.filter(pl.col("segment") == pl.col("segment").max())
    first = of_last.head(1).with_columns(label=pl.lit("medel"))
    label = _label(alt.Chart(rows_of(first)), colours["muted"], above).encode(y=height("mean:Q"))
    if of_last.height == rows.height:
        return [label]
    return [label.encode(x=alt.X("period:T", title=None))]


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
    chart: pl.DataFrame,
    colours: dict[str, str],
    height: partial,
    written: Callable[[float], str],
    **place: Any,
) -> alt.Chart:
    """The latest settled value at its point."""
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
