"""Omräknade gränser: a proposal where the level has left the limits, and those that restarted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from data.people.rights import KEEP_FIGURES
from metrics.catalogue import Figure
from pages.parts import dialog, sv
from pages.parts.figures.agreed.agreements import rebases_of
from pages.parts.figures.reading.reading import Reading
from pages.parts.markup import block, table
from pages.view import View

MAKE, WITHDRAW = "rakna_om", "ta_tillbaka"
ALL_UNITS = "Alla enheter"
HEADINGS = ("Från", "Gäller", "Skäl", "Av vem")
MADE, WITHDRAWN = "Gränserna är omräknade.", "Omräkningen är tillbakatagen."


def rebases(view: View, reading: Reading) -> None:
    """The rebases, and ways to make the one that the chart proposes and to take one back."""
    figure = reading.figure
    rows = rebases_of(view, figure).to_dicts()
    if rows:
        st.html(block("<h2>Omräknade gränser</h2>", _table(view, figure, rows)))
    if not view.reader.viewer.may(KEEP_FIGURES):
        return
    away = (
        reading.shifted["period"].to_list()
        if view.target_group is None and reading.firm_limits
        else []
    )
    live = [row for row in rows if row["withdrawn_at"] is None]
    make, withdraw = f"{MAKE}_{figure.key}", f"{WITHDRAW}_{figure.key}"
    if not away and not live:
        return
    with st.container(horizontal=True):
        if away:
            when = sv.period_in_words(away[0], figure.cadence.name)
            label = f"Räkna om gränserna från {when}"
            st.button(label, key=MAKE, on_click=dialog.open_dialog, args=(make,))
        if live:
            label = "Ta tillbaka en omräkning"
            st.button(label, key=WITHDRAW, on_click=dialog.open_dialog, args=(withdraw,))
    title = sv.plain(figure.title)
    dialog.draw(make, f"Räkna om gränserna: {title}", _making, view, figure, away)
    dialog.draw(withdraw, f"Ta tillbaka en omräkning: {title}", _taking_back, view, figure, live)


def _table(view: View, figure: Figure, rows: list[dict]) -> str:
    cells = [
        (
            sv.capital(sv.period_in_words(row["period"], figure.cadence.name)),
            _whose(view, row),
            row["reason"],
            _by_whom(row),
        )
        for row in rows
    ]
    return table("Omräknade gränser", HEADINGS, cells, numbers=False)


def _whose(view: View, row: Mapping[str, Any]) -> str:
    if row["unit_id"] is None:
        return ALL_UNITS
    return view.unit_names.get(row["unit_id"], "En enhet som inte följs")


def _by_whom(row: Mapping[str, Any]) -> str:
    made = f"{row['by']}, {sv.moment(row['at'])}"
    if row["withdrawn_at"] is None:
        return made
    return f"{made}. Tillbakatagen {sv.moment(row['withdrawn_at'])}"


def _making(typed: dialog.Typed, view: View, figure: Figure, away: list[date]) -> None:
    """Restart the limits from the first period of the new level, or from a later one."""
    whose = view.unit_name(ALL_UNITS.lower())
    dialog.hint(
        f"Gäller {whose}. Medel och gränser räknas på nytt därifrån, och målet bedöms mot dem när "
        "perioderna är tillräckligt många. De gamla gränserna står kvar i diagrammet."
    )
    with st.form(typed.key("om_form"), border=False):
        period = st.selectbox(
            "Från period",
            away,
            format_func=lambda day: sv.period_in_words(day, figure.cadence.name),
            key=typed.key("om_period"),
        )
        reason = st.text_area(
            "Skäl (vad som har ändrats i arbetet eller underlaget)",
            key=typed.key("om_skal"),
            height=96,
        )
        pressed = st.form_submit_button("Räkna om gränserna", type="primary")
    if pressed:
        rebase = {"figure": figure.key, "unit_id": view.unit_id, "period": period}
        make = dialog.Change(view.actions.set_rebase, MADE)
        dialog.save(typed, make, rebase | {"reason": reason})


def _taking_back(typed: dialog.Typed, view: View, figure: Figure, live: list[dict]) -> None:
    """Take a rebase back; it stays in the table with who made it and why."""
    by_id = {row["rebase_id"]: row for row in live}
    typed.remember({row["rebase_id"]: row["version"] for row in live})
    with st.form(typed.key("tillbaka_form"), border=False):
        rebase_id = st.selectbox(
            "Omräkning",
            list(by_id),
            format_func=lambda which: _named(view, figure, by_id[which]),
            key=typed.key("tillbaka_vilken"),
        )
        pressed = st.form_submit_button("Ta tillbaka", type="primary")
    if pressed and rebase_id in by_id:
        rebase = {"rebase_id": rebase_id, "version": typed.version_of(rebase_id)}
        withdraw = dialog.Change(view.actions.withdraw_rebase, WITHDRAWN)
        dialog.save(typed, withdraw, rebase, of=rebase_id)


def _named(view: View, figure: Figure, row: Mapping[str, Any]) -> str:
    return f"{sv.period_in_words(row['period'], figure.cadence.name)}, {_whose(view, row)}"
