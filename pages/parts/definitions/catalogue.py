"""The catalogue as it is printed: one block a question, each figure folded inside it."""

from collections.abc import Sequence
from itertools import groupby

import polars as pl
import streamlit as st

from pages.parts import tables
from pages.parts.definitions.entries import Entry
from pages.parts.definitions.glossary import glossary, words
from pages.parts.figures.agreed.inventory import EXISTS, MISSING, STATES
from pages.parts.figures.listed.questions import question_of
from pages.parts.figures.reading.definition import rules
from pages.parts.markup import badge, block, facts, text
from pages.view import View

WANTED = "Efterfrågade mått som inte kan räknas än"


def in_one_sentence(counted: Sequence[Entry], wanted: Sequence[Entry]) -> str:
    """How many figures there are, how many have facts here, and how many more are asked for."""
    here = sum(entry.state == STATES[EXISTS] for entry in counted)
    more = f"; {len(wanted)} till är efterfrågade" if wanted else ""
    return f"{len(counted)} mått finns, {here} har underlag här{more}."


def catalogue(view: View, matching: Sequence[Entry], *, is_open: bool) -> None:
    """The entries by question, those that are asked for last; then rules and words."""
    for heading, group in groupby(matching, key=_heading):
        st.html(block(_group(heading, list(group), is_open)))
    st.html(block(glossary(view)))
    tables.twin(
        lambda: as_table(matching),
        "om-matten",
        lambda: {"Styrgrupp": view.forum.name, **rules(view), **words(view)},
        "matt",
        view.actions.take_out,
    )


def _heading(entry: Entry) -> str:
    return WANTED if entry.is_wanted else question_of(entry.number)


def _group(heading: str, group: Sequence[Entry], is_open: bool) -> str:
    inside = "".join(_entry(entry, is_open) for entry in group)
    return (
        f"<h2>{text(heading)} <small>{len(group)}</small></h2><div class='lb-matt'>{inside}</div>"
    )


def _entry(entry: Entry, is_open: bool) -> str:
    is_said_above = entry.state == STATES[MISSING if entry.is_wanted else EXISTS]
    state = "" if is_said_above else f" {badge(entry.state)}"
    terms = facts((term, text(words)) for term, words in entry.facts)
    return (
        f"<details{' open' if is_open else ''}><summary><small>{text(entry.number)}</small>"
        f"<b>{text(entry.title)}</b><span>{text(entry.question)}{state}</span></summary>"
        f"{terms}</details>"
    )


def as_table(matching: Sequence[Entry]) -> pl.DataFrame:
    """The entries to take along, one column a term."""
    terms = list(dict.fromkeys(term for entry in matching for term, _ in entry.facts))
    return pl.DataFrame(
        [
            {
                "Nr": entry.number,
                "Mått": entry.title,
                "Fråga": entry.question,
                "Läge": entry.state.word,
                **{term: dict(entry.facts).get(term, "") for term in terms},
            }
            for entry in matching
        ]
    )


def nothing_found(words: str) -> str:
    """What is said where no figure has the words that were asked for."""
    return f"Inget mått innehåller »{words}«. Pröva ett kortare ord."
