"""Mål: what a figure is to reach, by period and unit, and the decision that each came from."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from data.actions.refusals import Theirs
from data.people.rights import KEEP_FIGURES
from metrics.catalogue import Figure
from metrics.periods import DAY
from pages.parts import dialog, sv
from pages.parts.charts import Step
from pages.parts.figures.agreed.agreements import targets_of
from pages.parts.figures.reading.reading import Reading
from pages.parts.figures.reading.sentences import shown_target
from pages.parts.markup import block, facts, table, text
from pages.view import View

SET, END = "satt_mal", "avsluta_mal"
ALL_UNITS, EVERYBODY = "Hela styrgruppen", 0
HEADINGS = ("Gäller", "Mål", "Från", "Till och med", "Beslut", "Satt av")
SET_TOAST, END_TOAST = "Målet är satt.", "Målet är avslutat."


def targets(view: View, reading: Reading) -> None:
    """The figure's targets as a table, and ways to set and to end one for those who may."""
    figure = reading.figure
    rows = _rows(view, figure)
    st.html(block("<h2>Mål</h2>", _table(view, figure, rows)))
    if not view.reader.viewer.may(KEEP_FIGURES):
        return
    set_name, end_name = f"{SET}_{figure.key}", f"{END}_{figure.key}"
    with st.container(horizontal=True):
        st.button("Sätt mål", key=SET, on_click=dialog.open_dialog, args=(set_name,))
        if _open_ended(rows):
            st.button("Avsluta ett mål", key=END, on_click=dialog.open_dialog, args=(end_name,))
    title = sv.plain(figure.title)
    dialog.draw(set_name, f"Sätt mål: {title}", _setting, view, figure, rows)
    dialog.draw(end_name, f"Avsluta ett mål: {title}", _ending, view, figure, rows)


def steps_of(
    view: View, reading: Reading, unit_id: int | None, target_group: str | None
) -> tuple[Step, ...]:
    """The targets that the figure's chart is drawn with, each as from, until and value."""
    steps = targets_of(view, reading.figure, unit_id, target_group)
    return tuple(steps.select("valid_from", "valid_until", "value").rows())


def typed_number(typed: str, unit: str = "%") -> float | None:
    """'40', '40,5', '1 100' or, with its unit, '40 %' as a number; None for anything else."""
    kept = typed.strip().removesuffix(unit).replace(sv.SPACE, "").replace(" ", "").replace(",", ".")
    kept = kept.replace(sv.MINUS, "-")
    try:
        number = float(kept) if kept.isascii() else None
    except ValueError:
        return None
    return number


def _rows(view: View, figure: Figure) -> list[dict]:
    """The figure's targets: the whole forum's first, then by unit; the latest first in each."""
    figure_targets = view.reader.targets().filter(pl.col("figure") == figure.key)
    latest_first = figure_targets.sort("valid_from", descending=True).to_dicts()
    return sorted(latest_first, key=lambda row: sv.order(_whose(view, row) or ""))


def _whose(view: View, row: Mapping[str, Any]) -> str | None:
    if row["unit_id"] is None:
        return None
    return view.unit_names.get(row["unit_id"], "En enhet som inte följs")


def _table(view: View, figure: Figure, rows: list[dict]) -> str:
    if not rows:
        return "<p>Inget mål är satt. Utvecklingsledaren sätter det som styrgruppen beslutar.</p>"
    cells = [
        (
            _whose(view, row) or ALL_UNITS,
            shown_target(figure, row["value"]),
            str(row["valid_from"]),
            str(row["valid_until"] - DAY if row["valid_until"] else "tills vidare"),
            row["decision"],
            row["set_by"] or "–",
        )
        for row in rows
    ]
    return table("Mål", HEADINGS, cells, numbers=False)


def _setting(typed: dialog.Typed, view: View, figure: Figure, rows: list[dict]) -> None:
    """Set a target. One that holds on the day ends there; one from that very day is changed."""
    typed.remember({(row["unit_id"], row["valid_from"]): row["version"] for row in rows})
    with st.form(typed.key("mal_form"), border=False):
        whose, value, valid_from, decision = _fields(typed, view, figure)
        dialog.hint(
            "Det mål som gäller den dagen slutar då, och står kvar i tabellen med sitt beslut."
        )
        pressed = st.form_submit_button("Sätt målet", type="primary")
    if not pressed:
        return
    number = typed_number(value, "%" if figure.is_percent else figure.unit)
    if number is None:
        typed.refuse("Mål: skriv ett tal, till exempel 40 eller 40,5.")
        return
    unit_id = None if whose == EVERYBODY else whose
    unit_and_day = (unit_id, valid_from)
    target = {"figure": figure.key, "unit_id": unit_id, "valid_from": valid_from}
    target["value"] = number / 100 if figure.is_percent else number
    target |= {"decision": decision, "version": typed.version_of(unit_and_day)}
    change = dialog.Change(view.actions.set_target, SET_TOAST, partial(_in_words, figure))
    dialog.save(typed, change, target, of=unit_and_day)


def _fields(typed: dialog.Typed, view: View, figure: Figure) -> tuple[int, str, date, str]:
    """For which unit, how much, from which day and by which decision, as typed."""
    units = sorted(view.unit_names, key=lambda unit: sv.order(view.unit_names[unit]))
    unit_id = st.selectbox(
        "Gäller",
        [EVERYBODY, *units],
        format_func=lambda unit: view.unit_names.get(unit, ALL_UNITS),
        index=[EVERYBODY, *units].index(view.unit_id or EVERYBODY),
        key=typed.key("mal_enhet"),
    )
    value = st.text_input(
        f"Mål ({'procent' if figure.is_percent else figure.unit})", key=typed.key("mal_varde")
    )
    valid_from = st.date_input(
        "Gäller från",
        view.on,
        min_value=date(1990, 1, 1),
        format="YYYY-MM-DD",
        key=typed.key("mal_fran"),
    )
    decision = st.text_input("Beslut (var och när)", key=typed.key("mal_beslut"))
    return unit_id, value, valid_from, decision


def _in_words(figure: Figure, theirs: Theirs) -> str:
    target = theirs.said
    until = f" till och med {target['valid_until'] - DAY}" if target["valid_until"] else ""
    return facts(
        [
            ("Mål", shown_target(figure, target["value"])),
            ("Gäller från", f"{target['valid_from']}{until}"),
            ("Beslut", text(target["decision"])),
        ]
    )


def _open_ended(rows: list[dict]) -> list[dict]:
    return [row for row in rows if row["valid_until"] is None]


def _ending(typed: dialog.Typed, view: View, figure: Figure, rows: list[dict]) -> None:
    """End a target that holds until further notice."""
    by_id = {row["target_id"]: row for row in _open_ended(rows)}
    typed.remember({row["target_id"]: row["version"] for row in rows})
    with st.form(typed.key("slut_form"), border=False):
        target_id = st.selectbox(
            "Mål",
            list(by_id),
            format_func=lambda which: _named(view, figure, by_id[which]),
            key=typed.key("slut_mal"),
        )
        valid_until = st.date_input(
            "Gäller inte längre från",
            view.on,
            min_value=date(1990, 1, 1),
            format="YYYY-MM-DD",
            key=typed.key("slut_dag"),
        )
        pressed = st.form_submit_button("Avsluta målet", type="primary")
    if pressed and target_id in by_id:
        ending = {"target_id": target_id, "valid_until": valid_until}
        ending["version"] = typed.version_of(target_id)
        end = dialog.Change(view.actions.end_target, END_TOAST, partial(_in_words, figure))
        dialog.save(typed, end, ending, of=target_id)


def _named(view: View, figure: Figure, row: Mapping[str, Any]) -> str:
    whose = _whose(view, row) or ALL_UNITS
    return f"{whose}: {shown_target(figure, row['value'])} från {row['valid_from']}"
