"""The matrix of figures: those to talk about as rows, the others folded; all of them as a table."""

import polars as pl
import streamlit as st

from pages.parts import sv, tables
from pages.parts.figures.listed.other_figures import other_figures
from pages.parts.figures.listed.questions import place, question_of
from pages.parts.figures.listed.row_cells import cells, row_label, since_met
from pages.parts.figures.listed.scorecard import chosen_readings, headline_readings
from pages.parts.figures.reading.changes import real_changes_in_words
from pages.parts.figures.reading.definition import every_definition
from pages.parts.figures.reading.judging import readings
from pages.parts.figures.reading.reading import Reading
from pages.parts.kept import AREAS, FILTERS, kept
from pages.parts.markup import block
from pages.view import View

MOST_NAMED = 3  # in one sentence
MOST_ROWS = 12  # each is a message, and a page has forty
ORDER = {"orange": 0, "purple": 1, "blue": 2, "grey": 3}


def matrix_sentence(all_readings: list[Reading]) -> str:
    """Which figures have really changed, in a sentence; what has become worse first."""
    if changes := real_changes_in_words(all_readings, _names):
        return f"{sv.capital(sv.joined(changes))} på riktigt."
    if all(reading.missing for reading in all_readings):
        return "Det finns inga nyckeltal att visa: inget underlag har levererats."
    return "Inget nyckeltal har ändrats på riktigt: det som syns är normal variation."


def _names(changed: list[Reading]) -> str | None:
    """Their names; None where they are more than MOST_NAMED and better counted."""
    names = [reading.figure.title[0].lower() + reading.figure.title[1:] for reading in changed]
    return sv.joined(names) if len(changed) <= MOST_NAMED else None


def matrix(view: View) -> None:
    """One row per figure, the whole row a button; the rest folded, and all of them as a table."""
    as_rows, others = rows_and_others(view)
    st.html(block(f"<div class='lb-head figure' aria-hidden='true'>{_headings(view)}</div>"))
    _rows(view, as_rows)
    other_figures(view, others, show_one)
    tables.twin(
        lambda: matrix_table(view, [*as_rows, *others]),
        "nyckeltal",
        lambda: every_definition(view, [*as_rows, *others]),
        "matris",
        view.actions.take_out,
    )


def _headings(view: View) -> str:
    met = view.forum.last_met_on
    since = f"Sedan {sv.day_and_month(met)}" if met else ""
    headings = ("Nyckeltal", "Senaste", "n", "Variation", "Mål", since, "Utveckling")
    return "".join(f"<span>{heading}</span>" for heading in headings)


@kept(*AREAS, heeds=FILTERS)
def rows_and_others(view: View) -> tuple[list[Reading], list[Reading]]:
    """The readings that are rows, MOST_ROWS at most, and those that are folded.

    What the steering group has chosen, in its order. Until it has chosen: the headlines, then what
    has really changed, by question and what needs talk first.
    """
    all_readings = readings(view)
    chosen, rest = chosen_readings(view, all_readings)
    if view.reader.scorecard():
        return chosen[:MOST_ROWS], by_question([*chosen[MOST_ROWS:], *rest])
    first = headline_readings(view, all_readings)
    changed = sorted(
        (reading for reading in all_readings if reading.signals and reading not in first),
        key=_needs_talk,
    )
    as_rows = [*first, *changed][:MOST_ROWS]
    return by_question(as_rows), by_question(
        [reading for reading in all_readings if reading not in as_rows]
    )


def by_question(unsorted: list[Reading]) -> list[Reading]:
    """Sorted by the question that they answer, then by what most needs to be talked about."""
    return sorted(unsorted, key=lambda reading: (reading.figure.number[0], *_needs_talk(reading)))


def _needs_talk(reading: Reading) -> tuple:
    return ORDER[reading.variation.tone], reading.missing is not None, place(reading.figure.number)


def _rows(view: View, as_rows: list[Reading]) -> None:
    """The rows; until the steering group has its own order, each question above its first."""
    label_of, grouped = labels(view), view.reader.scorecard() is None
    last_question = ""
    with st.container(key="rows_figures"):
        for reading in as_rows:
            key, question = reading.figure.key, question_of(reading.figure.number)
            is_first = grouped and question != last_question
            last_question = question
            st.button(
                f"{label_of[key]} :small[{sv.plain(question)}]" if is_first else label_of[key],
                type="tertiary",
                width="stretch",
                key=f"row_figure_{'first_' if is_first else ''}{key}",
                on_click=show_one,
                args=(key,),
            )


@kept(*AREAS, heeds=FILTERS)
def labels(view: View) -> dict[str, str]:
    """The labels of the figures that are rows, by key."""
    return {reading.figure.key: row_label(view, reading) for reading in rows_and_others(view)[0]}


def show_one(key: str | None) -> None:
    """Put one figure in the address, or none. A link to the page one is on would do nothing."""
    st.query_params.pop("nyckeltal", None)
    if key:
        st.query_params["nyckeltal"] = key


def matrix_table(view: View, all_readings: list[Reading]) -> pl.DataFrame:
    """One row per figure with all its cells, to read or take along."""
    return pl.DataFrame(
        [
            {
                "Fråga": question_of(reading.figure.number),
                "Nr": reading.figure.number,
                "Nyckeltal": reading.figure.title,
                **cells(reading, since_met(view, reading)),
            }
            for reading in all_readings
        ]
    )
