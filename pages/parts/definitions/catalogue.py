"""The catalogue as it is printed: one block a question, each figure folded inside it."""

from collections.abc import Sequence
from itertools import groupby

import polars as pl
import streamlit as st

from pages.parts import sv, tables
from pages.parts.definitions.entries import Entry
from pages.parts.definitions.glossary import glossary, words
from pages.parts.figures.agreed.inventory import EXISTS, MISSING, STATES
from pages.parts.figures.listed.questions import question_of
from pages.parts.figures.reading.definition import rules
from pages.parts.markup import badge, block, facts, text
from pages.view import View

WANTED = "Efterfrågade mått som inte kan räknas än"


def in_one_sentence(known: Sequence[Entry], wanted: Sequence[Entry]) -> str:
    """How many figures there are, how many have facts here, and how many more are asked for."""
    here = sum(one.state == STATES[EXISTS] for one in known)
    asked = f"; {len(wanted)} till är efterfrågade" if wanted else ""
    return f"{len(known)} mått finns, {here} har underlag här{asked}."


def catalogue(view: View, found: Sequence[Entry], *, is_open: bool) -> None:
    """The entries by question, those that are asked for last; then rules and words."""
    for heading, some in groupby(found, key=_heading):
        st.html(block(_group(heading, list(some), is_open)))
    st.html(block(glossary(view)))
    tables.twin(
        lambda: as_table(found),
        "om-matten",
        lambda: {"Styrgrupp": view.forum.name, **rules(view), **words(view)},
        "matt",
        view.actions.take_out,
    )


def _heading(one: Entry) -> str:
    return WANTED if one.is_wanted else question_of(one.number)


def _group(heading: str, some: Sequence[Entry], is_open: bool) -> str:
    inside = "".join(_entry(one, is_open) for one in some)
    return f"<h2>{text(heading)} <small>{len(some)}</small></h2><div class='lb-matt'>{inside}</div>"


def _entry(one: Entry, is_open: bool) -> str:
    is_said_above = one.state == STATES[MISSING if one.is_wanted else EXISTS]
    state = "" if is_said_above else f" {badge(one.state)}"
    said = facts((term, text(words)) for term, words in one.facts)
    return (
        f"<details{' open' if is_open else ''}><summary><small>{text(one.number)}</small>"
        f"<b>{text(one.title)}</b><span>{text(one.question)}{state}</span></summary>{said}</details>"
    )


def as_table(found: Sequence[Entry]) -> pl.DataFrame:
    """The entries to take along, one column a term."""
    terms = list(dict.fromkeys(term for one in found for term, _ in one.facts))
    return pl.DataFrame(
        [
            {
                "Nr": one.number,
                "Mått": one.title,
                "Fråga": one.question,
                "Läge": one.state.word,
                **{term: dict(one.facts).get(term, "") for term in terms},
            }
            for one in found
        ]
    )


def nothing_found(words: str) -> str:
    """What is said where no figure has the words that were asked for."""
    return f"Inget mått innehåller »{sv.plain(words)}«. Pröva ett kortare ord."
