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
    """How many statistics have each standing, in a sentence; all of them in a folded table."""
    rows = statistics(view)
    st.html(block(f"<h2>Indikatorinventering</h2><p>{text(_in_a_sentence(rows))}</p>"))
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
                as_table(view, rows),
                "indikatorinventering",
                lambda: _definition(view),
                FOLDED,
                view.actions.take_out,
            )
        st.html(block(_table(view, rows)))
    dialog.draw(CHANGE, "Indikatorinventering: ändra en rad", _changing, view, rows)


@kept(*AREAS)
def statistics(view: View) -> list[Statistic]:
    """Every figure of the catalogue and every one that is asked for, by number.

    A figure exists when all that it is counted from has been delivered; else it says what has not.
    What the steering group has said goes before that.
    """
    entries = {row["figure"]: row for row in view.reader.inventory().to_dicts()}
    lacking = view.reader.missing()
    named = [
        (figure.key, figure.number, figure.title, *_whose(figure, lacking))
        for figure in view.catalogue.values()
    ]
    named += [
        (wanted.number, wanted.number, wanted.title, wanted.owner, wanted.missing)
        for wanted in WANTED
    ]
    in_order = [_statistic(entries.get(key), key, *rest) for key, *rest in named]
    return sorted(in_order, key=lambda statistic: place(statistic.number))


def _whose(figure: Figure, lacking: frozenset[str]) -> tuple[str, str]:
    """Who gets what a figure is counted from, and what of it is missing; empty if nothing is."""
    reads = [DELIVERIES[name] for name in figure.reads if name in DELIVERIES]
    missing = [DELIVERIES[name] for name in figure.reads if name in lacking]
    owners = list(dict.fromkeys(delivery.owner for delivery in missing or reads))
    return sv.joined(owners) or SYSTEM, sv.joined([delivery.name for delivery in missing])


def _statistic(
    entry: Mapping[str, Any] | None, key: str, number: str, title: str, owner: str, missing: str
) -> Statistic:
    if entry is None:
        standing, note = (MISSING, f"Saknas: {missing}") if missing else (EXISTS, "")
        return Statistic(key, number, title, standing, owner, None, note, None, 0)
    words = {"owner": entry["owner"] or owner, "note": entry["note"] or ""}
    same = {name: entry[name] for name in ("standing", "due_on", "by", "version")}
    return Statistic(key, number, title, **words, **same)


def _in_a_sentence(rows: list[Statistic]) -> str:
    counts = {code: sum(row.standing == code for row in rows) for code in STATES}
    parts = [f"finns {counts[EXISTS]}"]
    parts += [f"för {counts[MISSING]} saknas underlag"] if counts[MISSING] else []
    parts += [f"{counts[TO_BE_MADE]} ska tas fram"] if counts[TO_BE_MADE] else []
    return f"Av {len(rows)} mått {sv.joined(parts)}."


def _table(view: View, rows: list[Statistic]) -> str:
    """Not the ordinary small table: a cell is a badge."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join(f"<tr>{''.join(_cells(view, row))}</tr>" for row in rows)
    return (
        '<div class="lb-scroll" tabindex="0" role="region" aria-label="Indikatorinventering">'
        f"<table class='lb-stacks lb-inventory'><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(view: View, row: Statistic) -> list[str]:
    late = row.standing != EXISTS and row.due_on is not None and row.due_on < view.on
    due = f"{row.due_on}{' · försenat' if late else ''}" if row.due_on else sv.NOTHING
    by = f"<br><small>{text(row.by)}</small>" if row.by else ""
    cells = [text(row.number), text(row.title), f"{badge(STATES[row.standing])}{by}"]
    cells += [text(row.owner), text(due), text(row.note)]
    return [
        f'<td data-name="{name}">{cell}</td>' for name, cell in zip(HEADINGS, cells, strict=True)
    ]


def as_table(view: View, rows: list[Statistic]) -> pl.DataFrame:
    """The inventory as a table to take along, with who said so."""
    return pl.DataFrame(
        [
            {
                "Nr": row.number,
                "Mått": row.title,
                "Läge": STATES[row.standing].word,
                "Ägare": row.owner,
                "Klart senast": str(row.due_on or ""),
                "Anmärkning": row.note,
                "Sagt av": row.by or "Lägesbild",
            }
            for row in rows
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


def _changing(typed: dialog.Typed, view: View, rows: list[Statistic]) -> None:
    """One row: choose it, then say how it is."""
    by_key = {row.key: row for row in rows}
    typed.remember({row.key: row.version for row in rows})
    key = st.selectbox(
        "Mått",
        list(by_key),
        format_func=lambda which: f"{by_key[which].number} {by_key[which].title}",
        key=typed.key("rad"),
    )
    row, form_key = by_key[key], f"{typed.key('rad')}_{key}"
    with st.form(f"form_{form_key}", border=False):
        standing = st.segmented_control(
            "Läge",
            list(STATES),
            format_func=lambda code: STATES[code].word,
            default=row.standing,
            required=True,
            key=f"lage_{form_key}",
        )
        owner = st.text_input("Ägare (funktion)", row.owner, key=f"agare_{form_key}")
        due_on = st.date_input(
            "Klart senast",
            row.due_on,
            min_value=date(1990, 1, 1),
            format="YYYY-MM-DD",
            key=f"klart_{form_key}",
        )
        note = st.text_area("Anmärkning", row.note, key=f"anm_{form_key}", height=96)
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
