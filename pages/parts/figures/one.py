"""One figure in full: its verdict, its chart, its units side by side."""

import polars as pl
import streamlit as st

from metrics.catalogue import FIGURES, Figure
from pages.parts import charts, sv, tables
from pages.parts.figures.definition import definition
from pages.parts.figures.readings import Reading, reading
from pages.parts.figures.sentences import shown_value, sure
from pages.parts.kept import FILTERS, kept
from pages.parts.lines import line, scale_of
from pages.parts.markup import badge, block, image, text
from pages.view import View


def verdict(one: Reading) -> str:
    """The latest value large, with its verdicts and how sure it is."""
    if one.missing:
        return f"<p>{text(one.missing)}</p>"
    row = one.latest
    unit = "" if one.figure.is_share else f" <small>{text(one.figure.unit)}</small>"
    when = sv.period_in_words(row["period"], one.figure.cadence) if row else ""
    more = [when, one.behind]
    if one.figure.is_share and row and sure(row):
        more.append(f"95 % osäkerhetsintervall: {sure(row)}")
    small = " · ".join(part for part in more if part)
    return (
        f"<p class='lb-value'>{text(one.value)}{unit}</p>"
        f"<p class='lb-small' style='margin:.15rem 0 .5rem'>{text(small)}</p>"
        f"<p>{badge(one.variation)} {badge(one.assurance_with_aim)}</p>"
    )


def chart(view: View, one: Reading) -> None:
    """The series with its limits, and the same as a table; or why it can't be drawn."""
    spec = _spec(view, one.figure.key)
    if spec is None:
        st.html(block(f"<p>{text(_why_no_chart(one))}</p>"))
    else:
        st.vega_lite_chart(spec, alt=one.sentence, key=f"diagram_{one.figure.key}")
        st.html(block(f"<p class='lb-small'>{text(one.limits_in_words)}</p>"))
    key = one.figure.key
    tables.twin(
        lambda: series_table(one), key, lambda: definition(view, one), key, view.actions.take_out
    )


@kept("cases", "figures", "organisation", heeds=FILTERS)
def _spec(view: View, key: str) -> dict | None:
    """The finished chart of one figure; None where there is nothing that may be drawn."""
    figure = next(figure for figure in FIGURES if figure.key == key)
    one = reading(view, figure, view.unit_id)
    shown = one.since(view.months)
    if shown is None or shown.is_empty():
        return None
    said = [_said(figure, row) for row in shown.to_dicts()]
    return charts.variation(
        shown.with_columns(said=pl.Series(said, dtype=pl.String)),
        theme=view.theme,
        cadence=figure.cadence,
        is_share=figure.is_share,
        target=one.target,
    )


def _why_no_chart(one: Reading) -> str:
    if one.judgement.variation == "hidden":
        return (
            "Diagrammet visas inte: minst en period är dold, och gränserna skulle kunna avslöja "
            "den. De perioder som får visas står i tabellen."
        )
    return "Det finns ingen avslutad period att rita ännu."


def _said(figure: Figure, row: dict) -> str:
    value = sv.percent(row["value"]) if figure.is_share else sv.number(row["value"])
    words = {"improvement": "förbättring", "concern": "försämring", "change": "förändring"}
    state = "preliminär" if row["provisional"] else words.get(row["signal"], "normal variation")
    return f"{sv.period_in_words(row['period'], figure.cadence)}: {value}, {state}"


def series_table(one: Reading) -> pl.DataFrame:
    """Every period as it may be shown, the latest first."""
    names = (
        ("Period", "Värde", "Täljare", "Nämnare") if one.figure.is_share else ("Period", "Värde")
    )
    rows = [
        dict(
            zip(
                (*names, "Preliminär"),
                (*_cells(one.figure, row), "ja" if row["provisional"] else ""),
                strict=True,
            )
        )
        for row in one.series.sort("period", descending=True).to_dicts()
    ]
    return pl.DataFrame(rows)


def _cells(figure: Figure, row: dict) -> tuple[str, ...]:
    period = sv.period(row["period"], figure.cadence)
    if not figure.is_share:
        return period, shown_value(figure, row)
    counts = (sv.number(row["part"]), sv.number(row["whole"])) if row["shown"] else (sv.HIDDEN,) * 2
    value = sv.percent(row["value"], decimals=1) if row["shown"] else sv.HIDDEN
    return period, value, *counts


def by_unit(view: View, key: str) -> None:
    """The units side by side on one scale; no order of merit, only of name."""
    if html := _units(view, key):
        st.html(html)


@kept("cases", "figures", "organisation", heeds=("target_group", "months", "theme"))
def _units(view: View, key: str) -> str:
    figure = next(figure for figure in FIGURES if figure.key == key)
    names = sorted(view.unit_names.items(), key=lambda unit: sv.order(unit[1]))
    if len(names) < 2:
        return ""
    every = [(name, reading(view, figure, unit_id)) for unit_id, name in names]
    why = {one.missing for _, one in every}
    if len(why) == 1 and (said := why.pop()):
        return block(f"<h2>Per enhet</h2><p>{text(said)}</p>")
    scale = scale_of([value for _, one in every for value in one.recent(view.months)])
    boxes = "".join(_unit_box(view, name, one, scale) for name, one in every)
    heading = "Per enhet <small>samma skala, i bokstavsordning</small>"
    return block(f"<h2>{heading}</h2><div class='lb-multiples'>{boxes}</div>")


def _unit_box(view: View, name: str, one: Reading, scale) -> str:
    if one.missing:
        return f"<section><h3>{text(name)}</h3><p>{text(one.missing)}</p></section>"
    known = [value for value in one.recent(view.months) if value is not None]
    drawn = (
        image(line(one.recent(view.months), view.theme, one.variation.tone, None, scale, high=72.0))
        if known
        else ""
    )
    behind = f" <small>{text(one.behind)}</small>" if one.behind else ""
    return (
        f"<section><h3>{text(name)}</h3><p><b>{text(one.value)}</b>{behind}</p>{drawn}"
        f"<p>{badge(one.variation)}</p></section>"
    )
