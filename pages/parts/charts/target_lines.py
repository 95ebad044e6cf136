"""The targets of a chart: a line from edge to edge, or one with steps where they have changed."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Any

import altair as alt
import polars as pl

from pages.parts.charts.axes import Colours, Height, rows_of, words
from pages.parts.charts.values import Step, first_and_last

LinesAndNames = tuple[list[alt.Chart], list[alt.Chart]]
DrawnStep = tuple[date, date, float]  # the same, cut to what is drawn
LENGTHS = {"month": "1mo", "quarter": "3mo", "half": "6mo", "year": "1y"}
LATE = 0.75  # of the way: what begins later has its name to the left of its end


def steps_drawn(chart: pl.DataFrame, targets: Sequence[Step], cadence: str) -> list[DrawnStep]:
    """The targets of the periods that are drawn, cut to them; none where one holds in them all.

    The last period is drawn to its end: a target that begins within it is seen as well.
    """
    first, last = first_and_last(chart["period"])
    end: date = pl.select(pl.lit(last).dt.offset_by(LENGTHS[cadence])).item()
    drawn = [
        (max(since, first), min(until or end, end), value)
        for since, until, value in targets
        if since < end and (until is None or until > first)
    ]
    return [] if [(since, until) for since, until, _ in drawn] == [(first, end)] else drawn


def target_lines(
    target: float | None,
    steps: Sequence[DrawnStep],
    colours: Colours,
    height: Height,
    written: Callable[[float], str],
    above: bool,
) -> LinesAndNames:
    """The target as a line from edge to edge; where it has changed, as a line with steps.

    Gives the lines, and their names to draw over whatever comes between.
    """
    line: dict[str, Any] = {"color": colours["blue"], "strokeDash": [6, 4], "strokeWidth": 1.5}
    if steps:
        return _stepping(steps, written, line, colours, height, above)
    if target is None:
        return [], []
    row = alt.Chart(
        rows_of(pl.DataFrame({"target": [target], "label": [f"mål {written(target)}"]}))
    )
    at_left = row.encode(x=alt.value(0), y=height("target:Q"))
    return (
        [row.mark_rule(**line).encode(y=height("target:Q"))],
        label(at_left, colours, "blue", above),
    )


def _stepping(
    steps: Sequence[DrawnStep],
    written: Callable[[float], str],
    line: dict[str, Any],
    colours: Colours,
    height: Height,
    above: bool,
) -> LinesAndNames:
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
    name = {"fontSize": 12, "color": line["color"], **_beside_line(above)}
    lines = alt.Chart(rows_of(pl.DataFrame(rows))).mark_rule(**line)
    named = [
        words(
            alt.Chart(rows_of(pl.DataFrame(begun))).encode(x=x, y=y, text="label:N"),
            colours,
            **side,
            **name,
        )
        for begun, x, side in (
            (early, since, {"align": "left", "dx": 5}),
            (late, until, {"align": "right"}),
        )
        if begun
    ]
    return [lines.encode(x=since, x2="until:T", y=y)], [*chain.from_iterable(named)]


def label(row: alt.Chart, colours: Colours, colour: str, above: bool) -> list[alt.Chart]:
    """A line's name from where `row` is, over it or under it: two lines never share a place."""
    name = {"align": "left", "dx": 5, "fontSize": 12, "color": colours[colour]}
    return words(row.encode(text="label:N"), colours, **name, **_beside_line(above))


def _beside_line(above: bool) -> dict[str, Any]:
    return {"baseline": "bottom", "dy": -3} if above else {"baseline": "top", "dy": 4}
