"""A series with its limits, its target and its marked points."""

from collections.abc import Callable, Sequence
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
    words,
)
from pages.parts.charts.notes_lane import LANE, notes_lane, up
from pages.parts.charts.target_lines import Step, label, steps_drawn, target_lines
from pages.parts.theme import THEMES

RESTARTED = "gränserna omräknade"
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
    steps = steps_drawn(chart, targets, cadence)
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
        scale=alt.Scale(domain=heights, nice=True, zero=False, range=[up(lane), 0]),
        axis=heights_axis(values.is_percent, colours),
    )
    y = height("value:Q")
    mean = chart["mean"].drop_nulls().last() if chart["mean"].count() else None
    target_above = None not in (target, mean) and target >= mean
    aims, names_of_aims = target_lines(
        target, steps, colours, height, values.aimed, above=target_above
    )
    base = alt.Chart(rows_of(rows)).encode(x=x)
    firm = base.transform_filter("datum.note !== 'too_few'")
    layers = [
        firm.mark_area(color=colours["band"], interpolate="step-after").encode(
            y=height("lower:Q"), y2="upper:Q", detail="segment:N"
        ),
        *_on_trial(base, rows, colours, height),
        base.mark_line(color=colours["hatch"], strokeWidth=1).encode(
            y=height("mean:Q"), detail="segment:N"
        ),
        *_restarts(chart, colours),
        *aims,
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
        *names_of_aims,
        *_label_of_provisional(rows, colours, y, below),
        *_label_of_mean(rows, colours, height, above=not target_above),
        *_label_of_last(chart, colours, height, values.written, **_beside(falls)),
        *(notes_lane(notes, colours) if lane else ()),
    ]
    return finished(alt.layer(*layers), TALL + lane, colours)


def _on_trial(
    base: alt.Chart, rows: pl.DataFrame, colours: dict[str, str], height: partial
) -> list[alt.Chart]:
    """The limits of so few points that nothing is judged by them: dashed, with nothing between."""
    if rows.filter(pl.col("note") == "too_few")["lower"].drop_nulls().is_empty():
        return []
    few = base.transform_filter("datum.note === 'too_few'")
    line = few.mark_line(color=colours["hatch"], strokeDash=[3, 3], interpolate="step-after")
    return [line.encode(y=height(f"{end}:Q"), detail="segment:N") for end in ("lower", "upper")]


def _heights(chart: pl.DataFrame, targets: list[float | None], values: Values) -> list[float]:
    """What the axis must hold: every point, the limits and the targets; nothing that can't be."""
    known = pl.concat([chart[name].drop_nulls() for name in ("value", "lower", "upper")])
    lowest = min(v for v in (known.min(), *targets) if v is not None)
    highest = max(v for v in (known.max(), *targets) if v is not None)
    room = 0.06 * ((highest - lowest) or abs(highest) or 1.0)
    return [max(values.least, lowest - room), min(values.most, highest + room)]


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
    return words(label.encode(x=x, y=y, text="label:N"), colours, **name, **_beside(below))


def _label_of_mean(
    rows: pl.DataFrame, colours: dict[str, str], height: partial, above: bool
) -> list[alt.Chart]:
    """The name of the mean that is reckoned last, where there is one."""
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
) -> list[alt.Chart]:
    """The latest settled value at its point; none where the latest settled period has no value."""
    settled = chart.filter(~pl.col("provisional"))
    row = (
        settled.tail(1)
        .drop_nulls("value")
        .select(
            pl.col("period").cast(pl.String),
            "value",
            label=pl.col("value").map_elements(written, return_dtype=pl.String),
        )
    )
    latest = alt.Chart(rows_of(row)).encode(
        x=alt.X("period:T", title=None), y=height("value:Q"), text="label:N"
    )
    return words(latest, colours, fontSize=13, fontWeight=600, color=colours["ink"], **place)
