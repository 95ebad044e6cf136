"""What the steering group has set, by whom, and the law that it rests on."""

from collections.abc import Mapping

import streamlit as st

from data.actions.refusals import ConflictError, RefusedError
from data.actions.settings import KNOWN, NO, YES, Known
from data.people.rights import NotAllowedError
from pages.parts import sv
from pages.parts.first_line import first_line
from pages.parts.markup import block, table
from pages.view import View

EVIDENCE = {
    "verified": "Läst i lagtexten",
    "secondary": "Uppgift från annan – kontrollera ordalydelsen",
    "derived": "Slutsats av paragrafens plats – kontrollera ordalydelsen",
    "recalled": "Ur minnet – kontrollera ordalydelsen",
}


def settings(view: View) -> None:
    """One line a setting, and the law as it holds today."""
    set_here = {row["name"]: row for row in view.reader.settings().to_dicts()}
    many = len(set(set_here) & set(KNOWN))
    first_line(
        f"{sv.capital(sv.count_word(many, 'inställning', 'inställningar'))} av {len(KNOWN)} är "
        "styrgruppens egna; de andra är som de levererades."
        if many
        else f"Alla {len(KNOWN)} inställningar är som de levererades.",
        "Varje ändring står i loggen. Det som skyddar små tal räknas om genast.",
    )
    _overview(set_here)
    chosen = st.selectbox(
        "Ändra", list(KNOWN), format_func=lambda name: KNOWN[name].label, key="installning"
    )
    _one(view, chosen, KNOWN[chosen], set_here.get(chosen))
    _law(view)


def _overview(set_here: Mapping[str, dict]) -> None:
    rows = []
    for name, known in KNOWN.items():
        now = set_here.get(name)
        value = now["value"] if now else known.delivered or "inte angivet"
        rows.append((known.label, known.said(value), _by_whom(now)))
    st.html(block(table("Inställningar", ("Inställning", "Nu", "Av vem"), rows, numbers=False)))


def _by_whom(now: dict | None) -> str:
    if now is None:
        return "Som levererat"
    when = f" {sv.moment(now['changed_at'])}" if now["changed_at"] else ""
    return f"Ändrat av {now['changed_by'] or 'ett kommando'}{when}"


def _one(view: View, name: str, known: Known, now: dict | None) -> None:
    value = now["value"] if now else known.delivered
    with (
        st.form(f"satt_{name}_{now['version'] if now else 0}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        if known.is_choice:
            chosen = st.selectbox(known.label, [NO, YES], index=[NO, YES].index(value))
        else:
            chosen = st.text_input(_label(known), value)
        reason = st.text_input("Skäl", key=f"skal_{name}") if known.protects else ""
        pressed = st.form_submit_button("Spara")
    if pressed:
        said = {"name": name, "value": chosen, "version": now["version"] if now else 0}
        _try(view.actions.set_setting, **said, reason=reason)


def _label(known: Known) -> str:
    return f"{known.label} ({known.unit or f'{known.digits} siffror'})"


def _law(view: View) -> None:
    rows = view.reader.legal_bases(view.today).to_dicts()
    lines = [
        (
            row["short"],
            row["label"],
            str(row["valid_from"]),
            f"Bekräftad {row['confirmed_on']} av {row['confirmed_by']}"
            if row["confirmed_on"]
            else EVIDENCE[row["evidence"]],
        )
        for row in rows
    ]
    st.html(
        block(
            f"<h2>Lagrum som gäller {view.today}</h2>",
            table(
                "Lagrum", ("Lagrum", "I korthet", "Gäller från", "Hur vi vet"), lines, numbers=False
            ),
        )
    )
    unsure = {
        row["code"]: f"{row['short']}"
        for row in rows
        if row["evidence"] != "verified" and row["confirmed_on"] is None
    }
    if not unsure:
        return
    with (
        st.form("bekrafta", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        code = st.selectbox("Bekräftat av kommunens jurist", list(unsure), format_func=unsure.get)
        pressed = st.form_submit_button("Bekräfta")
    if pressed:
        version = next(row["version"] for row in rows if row["code"] == code)
        _try(view.actions.confirm_law, code=code, version=version)


def _try(action, **said) -> None:
    try:
        with st.spinner("Sparar …"):
            action(**said)
    except ConflictError:
        st.error("Någon annan har ändrat samtidigt. Se det nya värdet och försök igen.")
    except (RefusedError, NotAllowedError) as reason:
        st.error(str(reason))
    else:
        st.toast("Sparat.")
        st.rerun()
