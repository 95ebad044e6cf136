"""What every chart shares: rows as data, axes in Swedish, and the finished specification."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl
from altair.utils import schemapi

from pages.parts import sv

# Altair would check every piece against Vega-Lite's schema, half of a chart's time: the tests do.
schemapi.disable_debug_mode()

TALL = 300
Colours = Mapping[str, str]
Height = Callable[[str], alt.Y]  # a column on the axis of values
_MARKS = {"month": 3, "quarter": 3, "half": 6, "year": 12}  # months between two names on the axis
_MONTH_NAMES = str([*sv.SHORT_MONTHS])
MONTH_AXIS = (
    f"{_MONTH_NAMES}[utcmonth(datum.value)] + (utcmonth(datum.value) == 0 || datum.index == 0"
    " ? ' ' + utcyear(datum.value) : '')"
)
_QUARTER_AXIS = "'kv. ' + (floor(utcmonth(datum.value) / 3) + 1) + ' ' + utcyear(datum.value)"
_YEAR_AXIS = "utcyear(datum.value)"
_NUMBER_AXIS = (
    "replace(replace(format(datum.value, ',.10~f'), regexp(',', 'g'), '\\u00a0'), '.', ',')"
)
_PERCENT_AXIS = "replace(format(100 * datum.value, '.2~f'), '.', ',') + '\\u00a0%'"


def rows_of(frame: pl.DataFrame) -> alt.Data:
    """A frame as the data of a chart."""
    return alt.Data(values=frame.to_dicts())


def time_axis(name: str, cadence: str, colours: Colours) -> alt.X:
    """An axis of months, quarters, half-years or years."""
    expression = {"quarter": _QUARTER_AXIS, "year": _YEAR_AXIS}.get(cadence, MONTH_AXIS)
    return alt.X(
        f"{name}:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(
            labelExpr=expression,
            tickCount={"interval": "month", "step": _MARKS[cadence]},
            grid=False,
            labelColor=colours["muted"],
            labelOverlap="greedy",
        ),
    )


def words(chart: alt.Chart, colours: Colours, **mark: Any) -> list[alt.Chart]:
    """Words in a chart, with an edge of the ground's colour that breaks what lies behind them."""
    edge = {"stroke": colours["ground"], "strokeWidth": 3, "strokeJoin": "round"}
    return [chart.mark_text(**mark, **edge), chart.mark_text(**mark)]


def heights_axis(is_percent: bool, colours: Colours, up_to: int | None = None) -> alt.Axis:
    """An axis of numbers or percent, with grid lines and no line of its own.

    `up_to` is a whole that must stand at its top: 150 gives 0, 50, 100, 150.
    """
    marks: dict[str, Any] = {"values": _steps(up_to)} if up_to else {"tickCount": 5}
    return alt.Axis(
        labelExpr=_PERCENT_AXIS if is_percent else _NUMBER_AXIS,
        gridColor=colours["line"],
        labelColor=colours["muted"],
        domain=False,
        ticks=False,
        labelFlush=False,
        **marks,
    )


def _steps(whole: int) -> list[int]:
    """Even steps from nothing up to a whole; a step that would touch the whole is left out."""
    step = next(
        size * 10**power
        for power in range(9)
        for size in (1, 2, 5)
        if size * 10**power * 6 >= whole
    )
    return [at for at in range(0, whole, step) if at <= whole - step / 2] + [whole]


def finished(layers: Sequence[alt.Chart], height: int) -> dict[str, Any]:
    """The layers as one specification, a dictionary, as wide as its place.

    Each layer is written by itself into it: alt.layer would copy all rows once for each first.
    """
    inside = {"top_level": False}
    return {
        "$schema": alt.SCHEMA_URL,
        "layer": [layer.to_dict(validate=False, context=inside) for layer in layers],
        "height": height,
        "width": "container",
        "config": {"aria": True, "background": "transparent"},
    }
