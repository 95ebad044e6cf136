"""One figure's chart by the periods that the reader chooses, the same as a table and a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from metrics.catalogue import Figure
from metrics.longer import ROLLING, offered
from metrics.periods import last_of
from pages.parts import charts, tables
from pages.parts.figures.agreed.targets import steps_of
from pages.parts.figures.reading.definition import definition, taken_from
from pages.parts.figures.reading.judging import AREAS, own_reading_of, reading_of
from pages.parts.figures.reading.reading import PERIODS, Reading
from pages.parts.figures.reading.sentences import (
    shown_target,
    with_unit,
    written,
)
from pages.parts.figures.single.chart_notes import Notes, as_rows, listed, notes
from pages.parts.figures.single.drawn_series import DrawnSeries, drawn_series, end_of
from pages.parts.figures.single.series_table import SIGNALS, series_table
from pages.parts.kept import FILTERS, kept
from pages.parts.markup import block, text
from pages.parts.server import files
from pages.view import View

PER = "per"


def chart(view: View, reading: Reading) -> DrawnSeries:
    """The series with its limits and what happened meanwhile; or why it can't be drawn.

    Gives what was drawn: by the figure's own periods or by the longer ones that are asked for.
    """
    way = _way(view.catalogue[reading.figure.key], reading.way)
    shown = drawn_series(view, reading, way)
    made = _spec(view, reading.figure.key, way)
    if made is None:
        st.html(block(f"<p>{text(_why_no_chart(shown))}</p>"))
        return shown
    spec, chart_notes = made
    if way != reading.way:
        st.html(block(f"<p>{text(shown.sentence)}</p>"))
    name = f"diagram_{reading.figure.key}_{way or PER}"
    st.vega_lite_chart(spec, alt=shown.sentence, key=name)
    words = f"{shown.limits_in_words} {shown.not_drawn_in_words(view.months)}".strip()
    under = f"<p class='lb-small'>{text(words)}</p>" if words else ""
    if under or chart_notes.shown:
        st.html(block(under, listed(chart_notes)))
    return shown


def numbers(view: View, shown: DrawnSeries) -> None:
    """The same as a table."""
    reading = shown.reading
    key = reading.figure.key
    has_chart = _spec(view, key, shown.way) is not None
    tables.twin(
        lambda: series_table(reading, shown.named, partial(aim_at, _steps(view, shown), shown)),
        key,
        lambda: {**definition(view, _own(view, shown)), **_drawn_by(shown)},
        key,
        view.actions.take_out,
        more=(lambda: _pictures(view, shown)) if has_chart else None,
    )


def aim_at(steps: Sequence[charts.Step], shown: DrawnSeries, period: date) -> float | None:
    """The target that is drawn at a period: of several the last that held on some day of it."""
    if not steps:
        return shown.goal
    last = last_of(shown.reading.figure.cadence.name, period)
    held = [
        value
        for since, until, value in steps
        if since <= last and (until is None or until > period)
    ]
    return held[-1] if held else None


def _own(view: View, shown: DrawnSeries) -> Reading:
    """The figure by its own periods, however it is drawn."""
    return own_reading_of(view, view.catalogue[shown.reading.figure.key], view.unit_id)


def _drawn_by(shown: DrawnSeries) -> dict[str, str]:
    """By which periods the chart is drawn, and from which its limits come, for a file."""
    terms = {"Perioder": shown.periods_in_words}
    return terms | ({"Gränser": shown.limits_in_words} if shown.limits_in_words else {})


def _steps(view: View, shown: DrawnSeries) -> tuple[charts.Step, ...]:
    """Every target of the chart; none where they are not of what is drawn."""
    if not shown.has_targets:
        return ()
    return steps_of(view, shown.reading, view.unit_id, view.target_group)


def _pictures(view: View, shown: DrawnSeries) -> None:
    """The chart as a picture, made when it is asked for."""
    key = shown.reading.figure.key
    for kind in ("png", "svg"):
        files.download(
            f"Ladda ner bilden ({kind.upper()})",
            partial(_picture, view, shown, kind),
            name=f"{key}.{kind}",
            kind={"png": "image/png", "svg": "image/svg+xml"}[kind],
            key=f"{kind}_{key}",
        )


def _picture(view: View, shown: DrawnSeries, kind: charts.Kind) -> bytes:
    """The file, which the log knows of before it is handed over."""
    key = shown.reading.figure.key
    made, rows = _spec(replace(view, theme="light"), key, shown.way), shown.since(view.months)
    if made is None or rows is None:
        raise ValueError(f"there is no chart of {key} to draw")
    spec, chart_notes = made
    view.actions.take_out(f"{key}.{kind}", rows.height)
    under = [
        shown.limits_in_words,
        *(f"{note.number}. {note.on} {note.words}" for note in chart_notes.shown),
        *taken_from(view, _own(view, shown)),
    ]
    words = charts.Words(
        shown.reading.figure.title, shown.sentence, [line for line in under if line]
    )
    return charts.picture_file(spec, words, kind)


def _way(figure: Figure, here: str | None) -> str | None:
    """By which longer periods the reader wants the chart; None for the figure's own.

    Takes:  here, by which it stands in this place unless the reader chooses.
    """
    ways = offered(figure)
    if not ways:
        return None
    own = PERIODS[figure.cadence.name]
    rolling = (
        "rullande fyra kvartal" if figure.cadence.name == "quarter" else "rullande tolv månader"
    )
    names = {own: None} | {rolling if way == ROLLING else PERIODS[way]: way for way in ways}
    usual = next(name for name, way in names.items() if way == here)
    default: str | None = usual
    if PER in st.session_state:  # of a figure that was shown before: the address follows it
        if st.session_state[PER] not in names:
            st.session_state[PER], default = usual, None
    elif st.query_params.get(PER) not in names:
        st.query_params.pop(PER, None)
    name = st.segmented_control(
        "Visa per", list(names), default=default, required=True, key=PER, bind="query-params"
    )
    return names[name] if name else None


@kept(*AREAS, "plans", heeds=FILTERS)
def _spec(view: View, key: str, way: str | None) -> tuple[dict[str, Any], Notes] | None:
    """The finished chart of one figure and its notes; None where there is nothing to draw."""
    reading = reading_of(view, view.catalogue[key], view.unit_id)
    shown = drawn_series(view, reading, way)
    rows = shown.since(view.months)
    if rows is None or not rows["value"].count():
        return None
    figure = shown.reading.figure
    tooltips = [_tooltip(shown, row) for row in rows.to_dicts()]
    first, last = charts.first_and_last(rows["period"])
    chart_notes = notes(view, figure, first, end_of(figure, last), aims=shown.has_targets)
    spec = charts.variation(
        rows.with_columns(said=pl.Series(tooltips, dtype=pl.String)),
        theme=view.theme,
        cadence=figure.cadence.name,
        target=shown.goal,
        targets=_steps(view, shown),
        values=values_of(figure),
        notes=as_rows(chart_notes.shown),
    )
    return spec, chart_notes


def values_of(figure: Figure) -> charts.Values:
    """What the values of a figure's chart are: a share within 0 and 1, a change no less than −1."""
    return charts.Values(
        written=lambda value: written(figure, value),
        aimed=lambda value: shown_target(figure, value),
        is_percent=figure.is_percent,
        least=-1.0 if figure.kind == "change" else 0.0,
        **({"most": 1.0} if figure.is_share else {}),
    )


def _why_no_chart(shown: DrawnSeries) -> str:
    if shown.reading.judgement.variation == "hidden":
        return (
            "Diagrammet visas inte: minst en period är dold, och gränserna skulle kunna avslöja "
            "den. De perioder som får visas står i tabellen."
        )
    if shown.reading.latest is not None:
        return "Ingen av de perioder som visas har något värde att rita."
    return "Det finns ingen avslutad period att rita ännu."


def _tooltip(shown: DrawnSeries, row: Mapping) -> str:
    figure = shown.reading.figure
    point = f"{shown.named(row, in_words=True)}: {with_unit(figure, row['value'])}"
    if row["provisional"]:
        return f"{point}, preliminär"
    if row["mean"] is None or row["note"]:
        return point
    return f"{point}, {SIGNALS.get(row['signal'], 'normal variation')}"
