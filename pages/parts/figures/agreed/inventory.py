"""Indikatorinventering: which statistics there are, which are missing, which are to be produced.

After the fifth point of Gotland's assignment, with who owns each and by when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from data.actions.refusals import Theirs
from data.people.rights import KEEP_FIGURES
from metrics.catalogue import WANTED, Figure
from metrics.catalogue.wanted import SYSTEM
from metrics.facts import DELIVERIES
from pages.parts import dialog, sv, tables
from pages.parts.figures.listed.questions import place
from pages.parts.kept import AREAS, kept
from pages.parts.markup import badge, block, facts, text
from pages.parts.words import State
from pages.view import View

CHANGE, FOLDED = "andra_inventering", "inventering"
TOAST = "Raden är sparad."
EXISTS, MISSING, TO_BE_MADE = "exists", "missing", "to_be_made"
STATES = {
    EXISTS: State("Finns", "●", "blue"),
    MISSING: State("Underlag saknas", "○", "orange"),
    TO_BE_MADE: State("Ska tas fram", "◐", "purple"),
}
HEADINGS = ("Nr", "Mått", "Läge", "Ägare", "Klart senast", "Anmärkning")


@dataclass(frozen=True)
class Statistic:
    """One statistic as the inventory has it: what the house knows, or what somebody has said.

    `key` is a figure's key or the number of one that is asked for; `by` is who said it, null
    while nobody has; `version` is then 0.
    """

    key: str
    number: str
    title: str
    standing: str
    owner: str
    due_on: date | None
    note: str
    by: str | None
    version: int


def inventory(view: View) -> None:
    """How many there are of each standing in a sentence; folded, every one as a table."""
    every = statistics(view)
    st.html(block(f"<h2>Indikatorinventering</h2><p>{text(_in_a_sentence(every))}</p>"))
    folded = st.expander("Visa inventeringen", key=FOLDED, on_change="rerun")
    if not folded.open:
        return
    with folded:
        with st.container(horizontal=True):
            if view.reader.viewer.may(KEEP_FIGURES):
                st.button(
                    "Ändra en rad",
                    key=CHANGE,
                    on_click=dialog.open_dialog,
                    args=(CHANGE,),
                )
            tables.downloads(
                as_table(view, every),
                "indikatorinventering",
                lambda: _definition(view),
                FOLDED,
                view.actions.take_out,
            )
        st.html(block(_table(view, every)))
    dialog.draw(CHANGE, "Indikatorinventering: ändra en rad", _changing, view, every)


@kept(*AREAS)
def statistics(view: View) -> list[Statistic]:
    """Every figure of the catalogue and every one that is asked for, by number.

    A figure exists when all that it is counted from has been delivered; else it says what has not.
    What the steering group has said goes before that.
    """
    said = {row["figure"]: row for row in view.reader.inventory().to_dicts()}
    lacking = view.reader.missing()
    known = [
        (figure.key, figure.number, figure.title, *_whose(figure, lacking))
        for figure in view.catalogue.values()
    ]
    known += [
        (wanted.number, wanted.number, wanted.title, wanted.owner, wanted.missing)
        for wanted in WANTED
    ]
    every = [_statistic(said.get(key), key, *rest) for key, *rest in known]
    return sorted(every, key=lambda one: place(one.number))


def _whose(figure: Figure, lacking: frozenset[str]) -> tuple[str, str]:
    """Who gets what a figure is counted from, and what of it is missing; empty if nothing is."""
    reads = [DELIVERIES[name] for name in figure.reads if name in DELIVERIES]
    missing = [DELIVERIES[name] for name in figure.reads if name in lacking]
    owners = list(dict.fromkeys(one.owner for one in missing or reads))
    return sv.joined(owners) or SYSTEM, sv.joined([one.name for one in missing])


def _statistic(
    said: Mapping[str, Any] | None, key: str, number: str, title: str, owner: str, missing: str
) -> Statistic:
    if said is None:
        standing, note = (MISSING, f"Saknas: {missing}") if missing else (EXISTS, "")
        return Statistic(key, number, title, standing, owner, None, note, None, 0)
    heard = {"owner": said["owner"] or owner, "note": said["note"] or ""}
    same = {name: said[name] for name in ("standing", "due_on", "by", "version")}
    return Statistic(key, number, title, **heard, **same)


def _in_a_sentence(every: list[Statistic]) -> str:
    many = {code: sum(one.standing == code for one in every) for code in STATES}
    said = [f"finns {many[EXISTS]}"]
    said += [f"för {many[MISSING]} saknas underlag"] if many[MISSING] else []
    said += [f"{many[TO_BE_MADE]} ska tas fram"] if many[TO_BE_MADE] else []
    return f"Av {len(every)} mått {sv.joined(said)}."


def _table(view: View, every: list[Statistic]) -> str:
    """Not the ordinary small table: a cell is a badge."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join(f"<tr>{''.join(_cells(view, one))}</tr>" for one in every)
    return (
        '<div class="lb-scroll" tabindex="0" role="region" aria-label="Indikatorinventering">'
        f"<table class='lb-stacks lb-inventory'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(view: View, one: Statistic) -> list[str]:
    late = one.standing != EXISTS and one.due_on is not None and one.due_on < view.on
    due = f"{one.due_on}{' · försenat' if late else ''}" if one.due_on else sv.NOTHING
    by = f"<br><small>{text(one.by)}</small>" if one.by else ""
    cells = [text(one.number), text(one.title), f"{badge(STATES[one.standing])}{by}"]
    cells += [text(one.owner), text(due), text(one.note)]
    return [
        f'<td data-name="{name}">{cell}</td>' for name, cell in zip(HEADINGS, cells, strict=True)
    ]


def as_table(view: View, every: list[Statistic]) -> pl.DataFrame:
    """The inventory to take along, with who has said so."""
    return pl.DataFrame(
        [
            {
                "Nr": one.number,
                "Mått": one.title,
                "Läge": STATES[one.standing].word,
                "Ägare": one.owner,
                "Klart senast": str(one.due_on or ""),
                "Anmärkning": one.note,
                "Sagt av": one.by or "Lägesbild",
            }
            for one in every
        ]
    )


def _definition(view: View) -> dict[str, str]:
    return {
        "Styrgrupp": view.forum.name,
        "Underlag till och med": str(view.delivered.until),
        STATES[EXISTS].word: "Det finns siffror här, eller styrgruppen har sagt att de finns.",
        STATES[MISSING].word: "Det som måttet räknas på har inte levererats.",
        STATES[TO_BE_MADE].word: "Styrgruppen har sagt vem som tar fram det, och till när.",
    }


def _changing(typed: dialog.Typed, view: View, every: list[Statistic]) -> None:
    """One row: choose it, then say how it is."""
    by_key = {one.key: one for one in every}
    typed.remember({one.key: one.version for one in every})
    key = st.selectbox(
        "Mått",
        list(by_key),
        format_func=lambda which: f"{by_key[which].number} {by_key[which].title}",
        key=typed.key("rad"),
    )
    one, mine = by_key[key], f"{typed.key('rad')}_{key}"
    with st.form(f"form_{mine}", border=False):
        standing = st.segmented_control(
            "Läge",
            list(STATES),
            format_func=lambda code: STATES[code].word,
            default=one.standing,
            required=True,
            key=f"lage_{mine}",
        )
        owner = st.text_input("Ägare (funktion)", one.owner, key=f"agare_{mine}")
        due_on = st.date_input(
            "Klart senast",
            one.due_on,
            min_value=date(1990, 1, 1),
            format="YYYY-MM-DD",
            key=f"klart_{mine}",
        )
        note = st.text_area("Anmärkning", one.note, key=f"anm_{mine}", height=96)
        pressed = st.form_submit_button("Spara raden", type="primary")
    if pressed:
        entry = {"figure": key, "standing": standing, "owner": owner, "due_on": due_on}
        entry |= {"note": note, "version": typed.version_of(key)}
        change = dialog.Change(view.actions.say_standing, TOAST, _in_words)
        dialog.save(typed, change, entry, of=key)


def _in_words(theirs: Theirs) -> str:
    entry = theirs.said
    return facts(
        [
            ("Läge", text(STATES[entry["standing"]].word)),
            ("Ägare", text(entry["owner"] or sv.NOTHING)),
            ("Klart senast", text(entry["due_on"] or sv.NOTHING)),
            ("Anmärkning", text(entry["note"] or sv.NOTHING)),
        ]
    )
