"""What the steering group has set, by whom, and the law that it rests on."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from data.actions import KNOWN, NO, YES, Known
from data.actions.refusals import Theirs
from pages.parts import dialog, sv
from pages.parts.first_line import first_line
from pages.parts.markup import block, facts, table, text
from pages.view import View

TOAST = "Sparat."
Row = Mapping[str, Any]
EVIDENCE = {
    "verified": "Läst i lagtexten",
    "secondary": "Uppgift från annan – kontrollera ordalydelsen",
    "derived": "Slutsats av paragrafens plats – kontrollera ordalydelsen",
    "recalled": "Ur minnet – kontrollera ordalydelsen",
}


def settings(view: View) -> None:
    """One line per setting, and the law as it holds today."""
    set_here = {row["name"]: row for row in view.reader.settings().to_dicts()}
    own = len(set(set_here) & set(KNOWN))
    first_line(
        f"{sv.capital(sv.count_word(own, 'inställning', 'inställningar'))} av {len(KNOWN)} är "
        "styrgruppens egna; de andra är som de levererades."
        if own
        else f"Alla {len(KNOWN)} inställningar är som de levererades.",
        "Varje ändring står i loggen. Det som skyddar små tal räknas om genast.",
    )
    _overview(set_here)
    chosen = st.selectbox(
        "Ändra", list(KNOWN), format_func=lambda name: KNOWN[name].label, key="installning"
    )
    _form(view, chosen, KNOWN[chosen], set_here.get(chosen))
    _law(view)


def _overview(set_here: Mapping[str, Row]) -> None:
    rows = []
    for name, setting in KNOWN.items():
        row = set_here.get(name)
        value = row["value"] if row else setting.delivered or "inte angivet"
        rows.append((setting.label, setting.said(value), _by_whom(row)))
    st.html(block(table("Inställningar", ("Inställning", "Nu", "Av vem"), rows, numbers=False)))


def _by_whom(row: Row | None) -> str:
    if row is None:
        return "Som levererat"
    when = f" {sv.moment(row['changed_at'])}" if row["changed_at"] else ""
    return f"Ändrat av {row['changed_by'] or 'ett kommando'}{when}"


def _form(view: View, name: str, setting: Known, row: Row | None) -> None:
    """Change one setting; what is typed stays, whoever else saves it meanwhile."""
    typed = dialog.on_page(f"installning_{name}")
    typed.remember({None: row["version"] if row else 0})
    with dialog.failures_above(typed):
        with (
            st.form(typed.key(f"satt_{name}"), border=False),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            value = _field(typed, setting, row["value"] if row else setting.delivered)
            reason = st.text_input("Skäl", key=typed.key("skal")) if setting.protects else ""
            pressed = st.form_submit_button("Spara")
        if pressed:
            change = dialog.Change(view.actions.set_setting, TOAST, partial(_in_words, setting))
            values = {"name": name, "value": value, "version": typed.version_of()}
            dialog.save(typed, change, {**values, "reason": reason})


def _field(typed: dialog.Typed, setting: Known, value: str) -> str:
    key = typed.key("varde")
    if setting.is_choice:
        return st.selectbox(setting.label, [NO, YES], index=[NO, YES].index(value), key=key)
    return st.text_input(_label(setting), value, key=key)


def _in_words(setting: Known, theirs: Theirs) -> str:
    return facts([(setting.label, text(setting.said(theirs.said["value"])))])


def _label(setting: Known) -> str:
    return f"{setting.label} ({setting.unit or f'{setting.digits} siffror'})"


def _law(view: View) -> None:
    rows = view.reader.legal_bases(view.today).to_dicts()
    headings = ("Lagrum", "I korthet", "Gäller från", "Hur vi vet")
    lines = [(row["short"], row["label"], str(row["valid_from"]), _how_known(row)) for row in rows]
    st.html(
        block(
            f"<h2>Lagrum som gäller {view.today}</h2>",
            table("Lagrum", headings, lines, numbers=False),
        )
    )
    unsure = [row for row in rows if row["evidence"] != "verified" and row["confirmed_on"] is None]
    if unsure:
        _confirm(view, {row["code"]: row for row in unsure})


def _how_known(row: Row) -> str:
    if row["confirmed_on"]:
        return f"Bekräftad {row['confirmed_on']} av {row['confirmed_by']}"
    return EVIDENCE[row["evidence"]]


def _confirm(view: View, unsure: Mapping[str, Row]) -> None:
    typed = dialog.on_page("lagrum")
    with dialog.failures_above(typed):
        with (
            st.form("bekrafta", border=False),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            code = st.selectbox(
                "Bekräftat av kommunens jurist",
                list(unsure),
                format_func=lambda code: unsure[code]["short"],
            )
            pressed = st.form_submit_button("Bekräfta")
        if pressed and code in unsure:
            change = dialog.Change(view.actions.confirm_law, TOAST, on_theirs=False)
            dialog.save(typed, change, {"code": code, "version": unsure[code]["version"]})
