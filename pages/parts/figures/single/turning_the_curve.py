"""Vända kurvan: what is behind a figure, who can act, what works, and what is to be done."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from data.people.rights import KEEP_FIGURES
from metrics.catalogue import Figure
from pages.parts import dialog, sv
from pages.parts.figures.reading.reading import Reading
from pages.parts.markup import block, facts, text
from pages.view import View

WRITE = "vand_kurvan"
TOAST = "Texten är sparad."
# field -> its heading, and what it asks for
FIELDS = {
    "causes": ("Orsaker", "Vad ligger bakom kurvan?"),
    "partners": ("Parter", "Vilka kan göra något åt den?"),
    "works": ("Vad fungerar", "Vad vet vi fungerar?"),
    "action": ("Åtgärd", "Vad ska göras?"),
}


def turning_the_curve(view: View, reading: Reading) -> None:
    """The latest texts with who and when, the earlier ones folded, and a way to write."""
    figure = reading.figure
    notes = view.reader.figure_notes(figure.key).to_dicts()
    latest = notes[0] if notes else None
    st.html(block(_heading(latest), _texts(latest), _earlier(notes[1:])))
    if not view.reader.viewer.may(KEEP_FIGURES):
        return
    name = f"{WRITE}_{figure.key}"
    label = "Ändra texten" if latest else "Skriv hur kurvan kan vändas"
    st.button(label, key=WRITE, on_click=dialog.open_dialog, args=(name,))
    dialog.draw(name, f"Vända kurvan: {sv.plain(figure.title)}", _writing, view, figure, latest)


def _heading(latest: dict | None) -> str:
    who = f" <small>{text(latest['by'])}, {sv.moment(latest['at'])}</small>" if latest else ""
    return f"<h2>Vända kurvan{who}</h2>"


def _texts(latest: dict | None) -> str:
    if latest is None:
        return (
            "<p>Ingen har skrivit än vad som ligger bakom kurvan och hur den kan vändas. "
            "Utvecklingsledaren skriver det som styrgruppen kommer fram till.</p>"
        )
    inside = "".join(
        f"<section><h3>{heading}</h3><p>{text(latest[name] or sv.NOTHING)}</p></section>"
        for name, (heading, _) in FIELDS.items()
    )
    return f"<div class='lb-curve'>{inside}</div>"


def _earlier(notes: list[dict]) -> str:
    if not notes:
        return ""
    inside = "<hr>".join(
        f"<p class='lb-small'>{text(row['by'])}, {sv.moment(row['at'])}</p>{_in_words(row)}"
        for row in notes
    )
    counted = sv.count(len(notes), "tidigare version", "tidigare versioner")
    return f"<details class='lb-earlier'><summary>{counted}</summary>{inside}</details>"


def _in_words(texts: Mapping[str, Any]) -> str:
    return facts(
        (heading, f"<span class='lb-typed'>{text(texts[name])}</span>")
        for name, (heading, _) in FIELDS.items()
        if texts[name]
    )


def _writing(typed: dialog.Typed, view: View, figure: Figure, latest: dict | None) -> None:
    """The four texts as they are, to be changed; all of them are saved together."""
    typed.remember({None: latest["version"] if latest else 0})
    with st.form(typed.key("kurva_form"), border=False):
        texts = {
            name: st.text_area(
                heading,
                (latest or {}).get(name) or "",
                key=typed.key(f"kurva_{name}"),
                height=112,
                placeholder=asks,
            )
            for name, (heading, asks) in FIELDS.items()
        }
        dialog.hint("Skriv om nyckeltalet, aldrig om en enskild person. Tidigare texter sparas.")
        pressed = st.form_submit_button("Spara texten", type="primary")
    if pressed:
        write = dialog.Change(view.actions.say_note, TOAST, lambda theirs: _in_words(theirs.said))
        note = {"figure": figure.key, "version": typed.version_of(), **texts}
        dialog.save(typed, write, note)
