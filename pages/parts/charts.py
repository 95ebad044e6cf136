"""Charts: frames in, finished Vega-Lite specifications out. No arithmetic, and no Streamlit.

Written in Altair, which checks them, and turned into a dictionary once; whoever draws keeps it.
"""

from datetime import date
from functools import partial

import altair as alt
import polars as pl

from pages.parts import sv
from pages.parts.theme import THEMES

TALL = 300
_MONTH_NAMES = str([*sv._SHORT])
_MONTH_AXIS = (
    f"{_MONTH_NAMES}[utcmonth(datum.value)] + (utcmonth(datum.value) == 0 || datum.index == 0"
    " ? ' ' + utcyear(datum.value) : '')"
)
_QUARTER_AXIS = "'kv. ' + (floor(utcmonth(datum.value) / 3) + 1) + ' ' + utcyear(datum.value)"
_COUNT_AXIS = "replace(format(datum.value, ','), regexp(',', 'g'), '\\u00a0')"
_SHARE_AXIS = "format(100 * datum.value, '.0f') + '\\u00a0%'"


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
    x = _time("period", cadence, colours)
    heights = _heights(chart, target, is_share)
    height = partial(
        alt.Y,
        title=None,
        scale=alt.Scale(domain=heights, nice=True, zero=False),
        axis=_values(is_share, colours),
    )
    y = height("value:Q")
    mean = chart["mean"].drop_nulls().last() if chart["mean"].count() else None
    target_above = None not in (target, mean) and target >= mean
    base = alt.Chart(_rows(rows)).encode(x=x)
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
        _label_of_mean(rows, colours, height, above=not target_above),
    ]
    return _finished(alt.layer(*layers), TALL, colours)


def course(
    ledger: pl.DataFrame, *, theme: str, members: int, goal: int | None, goal_on: date | None
) -> dict:
    """How many of a closed group remain and how many support themselves, day by day, and the goal.

    Reads:  ledger: on, name (the state in words), tone, members (null where hidden), said.
    """
    colours = THEMES[theme]
    rows = ledger.with_columns(pl.col("on").cast(pl.String))
    names = ledger.select("name", "tone").unique(maintain_order=True)
    tones = alt.Scale(
        domain=names["name"].to_list(), range=[colours[tone] for tone in names["tone"]]
    )
    days = [ledger["on"].min(), max(filter(None, [ledger["on"].max(), goal_on]))]
    x = alt.X(
        "on:T",
        title=None,
        scale=alt.Scale(type="utc", domain=[str(day) for day in days]),
        axis=alt.Axis(
            labelExpr=_MONTH_AXIS, grid=False, labelColor=colours["muted"], tickCount="month",
            labelOverlap="greedy", labelFlush=True,
        ),
    )  # fmt: skip
    y = alt.Y(
        "members:Q",
        title=None,
        scale=alt.Scale(domain=[0, members]),
        axis=_values(False, colours),
    )
    base = alt.Chart(_rows(rows)).encode(x=x)
    colour = alt.Color("name:N", scale=tones, legend=None)
    last = alt.Chart(_rows(rows.filter(pl.col("on") == pl.col("on").max()))).encode(x=x)
    layers = [
        base.mark_line(strokeWidth=2.25, interpolate="linear").encode(y=y, color=colour),
        base.mark_point(size=36, filled=True, opacity=1).encode(
            y=y, color=colour, tooltip=[alt.Tooltip("said:N", title=" ")]
        ),
        last.mark_text(align="left", dx=9, fontSize=13, fontWeight=600).encode(
            y=y, text="label:N", color=colour
        ),
    ]
    if goal and goal_on:
        layers += _goal(goal, goal_on, days[0], colours, x, y)
    return _finished(alt.layer(*layers), TALL, colours)


def timeline(points: pl.DataFrame, *, theme: str, on: date) -> dict:
    """The points of a plan as bars from start to due, with a line at the day of the facts.

    Reads:  points: name, begins, ends, tone, state (in words), said.
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
            labelExpr=_MONTH_AXIS, labelColor=colours["muted"], gridColor=colours["line"],
            tickCount="month", labelOverlap="greedy", orient="top",
        ),
    )  # fmt: skip
    bars = (
        alt.Chart(_rows(rows))
        .mark_bar(height=16, cornerRadius=3)
        .encode(
            x=x,
            x2="ends:T",
            y=alt.Y(
                "name:N",
                title=None,
                sort=None,
                axis=alt.Axis(labelLimit=260, labelColor=colours["ink"], ticks=False, domain=False),
            ),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(
                    domain=states["state"].to_list(),
                    range=[colours[tone] for tone in states["tone"]],
                ),
                legend=alt.Legend(orient="bottom", labelColor=colours["ink"], columns=3),
            ),
            tooltip=[alt.Tooltip("said:N", title=" ")],
        )
    )
    today = (
        alt.Chart(_rows(pl.DataFrame({"on": [str(on)], "label": [str(on)]})))
        .mark_rule(color=colours["ink"], strokeDash=[4, 3])
        .encode(x=alt.X("on:T", title=None))
    )
    return _finished(alt.layer(bars, today), 34 * max(3, points.height) + 40, colours)


def _rows(frame: pl.DataFrame) -> alt.Data:
    return alt.Data(values=frame.to_dicts())


def _time(name: str, cadence: str, colours: dict[str, str]) -> alt.X:
    quarterly = cadence == "quarter"
    return alt.X(
        f"{name}:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(
            labelExpr=_QUARTER_AXIS if quarterly else _MONTH_AXIS,
            tickCount={"interval": "month", "step": 3},
            grid=False,
            labelColor=colours["muted"],
            labelOverlap="greedy",
        ),
    )


def _values(is_share: bool, colours: dict[str, str]) -> alt.Axis:
    return alt.Axis(
        labelExpr=_SHARE_AXIS if is_share else _COUNT_AXIS,
        gridColor=colours["line"],
        labelColor=colours["muted"],
        domain=False,
        ticks=False,
        tickCount=5,
    )


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
    row = alt.Chart(_rows(pl.DataFrame({"target": [target], "label": [f"mål {said}"]})))
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
    return _label(alt.Chart(_rows(last)), colours["muted"], above).encode(y=height("mean:Q"))


def _label(row: alt.Chart, colour: str, above: bool) -> alt.Chart:
    """A line's name at its left end, over it or under it, so that two lines never share a place."""
    place = {"baseline": "bottom", "dy": -3} if above else {"baseline": "top", "dy": 4}
    return row.mark_text(align="left", dx=5, fontSize=12, color=colour, **place).encode(
        x=alt.value(0), text="label:N"
    )


def _goal(
    goal: int, goal_on: date, first: date, colours: dict[str, str], x: alt.X, y: alt.Y
) -> list[alt.Chart]:
    """The goal as a point on its day, with a line to it from the first."""
    said = {"first": [str(first)], "on": [str(goal_on)], "members": [goal]}
    row = alt.Chart(_rows(pl.DataFrame({**said, "label": [f"mål {goal} självförsörjande"]})))
    from_first = alt.X("first:T", title=None, scale=x.to_dict()["scale"])
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


def _finished(chart: alt.LayerChart, height: int, colours: dict[str, str]) -> dict:
    finished = chart.properties(height=height, width="container").configure_view(strokeWidth=0)
    return finished.configure(background="transparent", aria=True).to_dict()
