"""A series with its limits, its target and its marked points."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import altair as alt
import polars as pl

from metrics.spc import ENOUGH_POINTS
from pages.parts.charts.axes import (
    TALL,
    Colours,
    Height,
    finished,
    heights_axis,
    rows_of,
    time_axis,
    words,
)
from pages.parts.charts.notes_lane import LANE, notes_lane, up
from pages.parts.charts.target_lines import label, steps_drawn, target_lines
from pages.parts.charts.values import NUMBERS, Step, Values
from pages.parts.rounding import half_up
from pages.parts.theme import THEMES

RESTARTED = "gränserna omräknade"
SHAPES = alt.Scale(
    domain=["normal variation", "preliminär", "improvement", "concern", "change"],
    range=["circle", "circle", "diamond", "triangle-up", "square"],
)
DRAWN = ("value", "mean", "lower", "upper")
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
) -> dict[str, Any]:
    """A series with its limits, its target and its marked points.

    Reads:  chart, as metrics.spc.xmr gives it, with `said`: each point in words.
    Takes:  target, the one it is judged by; targets, every one with the days that it holds from
            and until: the line steps where there are several; values, what they are;
            notes, what happened meanwhile: on, number, said. They stand in a lane along the bottom.
    """
    colours = THEMES[theme]
    steps = steps_drawn(chart, targets, cadence)
    rows = _rows(chart, values.decimals)
    bounds = _bounds(rows, [target, *(value for *_, value in steps)], values)
    lane = notes_lane(notes, colours) if notes is not None and notes.height else []
    raised = LANE if lane else 0
    height = _height(bounds, raised, values, colours)
    above = _is_above_mean(chart, target)
    lines, names = target_lines(target, steps, colours, height, values.aimed, above=above)
    base = alt.Chart(rows_of(rows)).encode(x=time_axis("period", cadence, colours))
    falls = _falls(chart)
    below = not falls or _drop(chart) > NEAR * (bounds[1] - bounds[0])
    layers = [
        *_limits(base, rows, colours, height),
        *_restarts(chart, colours),
        *lines,
        *_series(base, colours, height),
        *names,
        *_label_of_provisional(rows, colours, height, below),
        *_label_of_mean(rows, colours, height, above=not above),
        *_label_of_last(chart, colours, height, values, **_beside(falls)),
        *lane,
    ]
    return finished(layers, TALL + raised)


def _rows(chart: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """The chart as its marks read it, no finer than its words: `kind` says how a point is drawn."""
    kind = (
        pl.when("provisional")
        .then(pl.lit("preliminär"))
        .otherwise(pl.col("signal").fill_null("normal variation"))
    )
    return chart.select(
        pl.col("period").cast(pl.String),
        pl.col(DRAWN).pipe(half_up, decimals),
        "provisional",
        "segment",
        "note",
        "said",
        kind=kind,
    )


def _bounds(
    chart: pl.DataFrame, targets: Sequence[float | None], values: Values
) -> tuple[float, float]:
    """What the axis must hold: every point, the limits and the targets; nothing that can't be."""
    drawn = [*targets, *(v for name in ("value", "lower", "upper") for v in chart[name].to_list())]
    drawn_values = [value for value in drawn if value is not None]
    lowest, highest = min(drawn_values), max(drawn_values)
    room = 0.06 * ((highest - lowest) or abs(highest) or 1.0)
    if chart.height < ENOUGH_POINTS:
        room = max(room, (values.least_span - (highest - lowest)) / 2)
    low, high = max(values.least, lowest - room), min(values.most, highest + room)
    return round(low, values.decimals), round(high, values.decimals)


def _height(
    bounds: tuple[float, float], raised: int, values: Values, colours: Colours
) -> Callable[..., alt.Y]:
    """The axis of values, raised above the lane of notes."""
    return partial(
        alt.Y,
        title=None,
        scale=alt.Scale(domain=[*bounds], nice=True, zero=False, range=[up(raised), 0]),
        axis=heights_axis(values.is_percent, colours),
    )


def _is_above_mean(chart: pl.DataFrame, target: float | None) -> bool:
    """Whether the target lies over the last mean, or on it; not where either is missing."""
    means = chart["mean"].drop_nulls().to_list()
    return bool(means) and target is not None and target >= means[-1]


def _limits(
    base: alt.Chart, rows: pl.DataFrame, colours: Colours, height: Height
) -> list[alt.Chart]:
    """The natural variation as a band, or dashed where it is on trial, and the mean."""
    firm = base.transform_filter("datum.note !== 'too_few'")
    band = firm.mark_area(color=colours["band"], interpolate="step-after")
    mean = base.mark_line(color=colours["hatch"], strokeWidth=1)
    return [
        band.encode(y=height("lower:Q"), y2="upper:Q", detail="segment:N"),
        *_on_trial(base, rows, colours, height),
        mean.encode(y=height("mean:Q"), detail="segment:N"),
    ]


def _on_trial(
    base: alt.Chart, rows: pl.DataFrame, colours: Colours, height: Height
) -> list[alt.Chart]:
    """Limits of too few points to judge by: dashed, with nothing between."""
    if rows.filter(pl.col("note") == "too_few")["lower"].drop_nulls().is_empty():
        return []
    few = base.transform_filter("datum.note === 'too_few'")
    line = few.mark_line(color=colours["hatch"], strokeDash=[3, 3], interpolate="step-after")
    return [line.encode(y=height(f"{end}:Q"), detail="segment:N") for end in ("lower", "upper")]


def _series(base: alt.Chart, colours: Colours, height: Height) -> list[alt.Chart]:
    """The line through the settled values, and every point by its kind."""
    y = height("value:Q")
    line = base.transform_filter("!datum.provisional")
    points = base.mark_point(size=52, strokeWidth=1.5, opacity=1).encode(
        y=y,
        fill=alt.Fill("kind:N", legend=None, scale=_kinds(colours, colours["ground"])),
        stroke=alt.Stroke("kind:N", legend=None, scale=_kinds(colours, colours["dark"])),
        shape=alt.Shape("kind:N", legend=None, scale=SHAPES),
        tooltip=[alt.Tooltip("said:N", title=" ")],
    )
    return [line.mark_line(color=colours["dark"], strokeWidth=1.75).encode(y=y), points]


def _kinds(colours: Colours, provisional: str) -> alt.Scale:
    """A colour for each kind of point."""
    kinds = {
        "normal variation": colours["dark"],
        "preliminär": provisional,
        "improvement": colours["blue"],
        "concern": colours["orange"],
        "change": colours["purple"],
    }
    return alt.Scale(domain=[*kinds], range=[*kinds.values()])


def _restarts(chart: pl.DataFrame, colours: Colours) -> list[alt.Chart]:
    """Where the limits restart, with the words along the top."""
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
    rows: pl.DataFrame, colours: Colours, height: Height, below: bool
) -> list[alt.Chart]:
    """One word for all the points that are not settled, at the last of them."""
    waiting = rows.filter("provisional").drop_nulls("value")
    if waiting.is_empty():
        return []
    word = "preliminär" if waiting.height == 1 else "preliminära"
    latest = alt.Chart(rows_of(waiting.tail(1).select("period", "value", label=pl.lit(word))))
    name = {"align": "right", "dx": 6, "fontSize": 12, "color": colours["muted"]}
    x = alt.X("period:T", title=None)
    named = latest.encode(x=x, y=height("value:Q"), text="label:N")
    return words(named, colours, **name, **_beside(below))


def _label_of_mean(
    rows: pl.DataFrame, colours: Colours, height: Height, above: bool
) -> list[alt.Chart]:
    """The name of the latest mean, where there is one."""
    drawn = rows.drop_nulls("mean")
    if drawn.is_empty():
        return []
    of_last = drawn.filter(pl.col("segment") == pl.col("segment").max())
    first = of_last.head(1).with_columns(label=pl.lit("medel"))
    begins = alt.value(0) if of_last.height == rows.height else alt.X("period:T", title=None)
    return label(
        alt.Chart(rows_of(first)).encode(x=begins, y=height("mean:Q")), colours, "muted", above
    )


def _falls(chart: pl.DataFrame) -> bool:
    """Whether the line comes from above to the latest settled point: its value stands below it."""
    settled = chart.filter(~pl.col("provisional")).drop_nulls("value")
    latest = settled["value"].tail(2).to_list()
    return len(latest) == 2 and latest[1] < latest[0]


def _drop(chart: pl.DataFrame) -> float:
    """How far below the latest settled point the first preliminary one lies."""
    values = chart.drop_nulls("value")
    settled, others = (values.filter(pl.col("provisional") == is_not) for is_not in (False, True))
    return settled["value"][-1] - others["value"][0] if len(settled) and len(others) else 0.0


def _beside(below: bool) -> dict[str, Any]:
    return {"baseline": "top", "dy": 10} if below else {"baseline": "bottom", "dy": -9}


def _label_of_last(
    chart: pl.DataFrame,
    colours: Colours,
    height: Height,
    values: Values,
    **place: Any,
) -> list[alt.Chart]:
    """The latest settled value at its point, in words made of the value as it is.

    None where the latest settled period has no value.
    """
    settled = chart.filter(~pl.col("provisional"))
    row = (
        settled.tail(1)
        .drop_nulls("value")
        .select(
            pl.col("period").cast(pl.String),
            pl.col("value").pipe(half_up, values.decimals),
            label=pl.col("value").map_elements(values.written, return_dtype=pl.String),
        )
    )
    latest = alt.Chart(rows_of(row)).encode(
        x=alt.X("period:T", title=None), y=height("value:Q"), text="label:N"
    )
    return words(latest, colours, fontSize=13, fontWeight=600, color=colours["ink"], **place)
