"""The matrix of figures: those to talk of as rows, the others folded; all of them as a table."""

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


def matrix_sentence(every: list[Reading]) -> str:
    """Which figures have really changed, in a sentence; what has become worse first."""
    if said := real_changes_in_words(every, _names):
        return f"{sv.capital(sv.joined(said))} på riktigt."
    if all(one.missing for one in every):
        return "Det finns inga nyckeltal att visa: inget underlag har levererats."
    return "Inget nyckeltal har ändrats på riktigt: det som syns är normal variation."


def _names(some: list[Reading]) -> str | None:
    """Their names; None for so many that they had better be counted."""
    names = [one.figure.title[0].lower() + one.figure.title[1:] for one in some]
    return sv.joined(names) if len(some) <= MOST_NAMED else None


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
    every = ("Nyckeltal", "Senaste", "n", "Variation", "Mål", since, "Utveckling")
    return "".join(f"<span>{heading}</span>" for heading in every)


@kept(*AREAS, heeds=FILTERS)
def rows_and_others(view: View) -> tuple[list[Reading], list[Reading]]:
    """Those that are rows and those that are folded, MOST_ROWS rows at most.

    What the steering group has chosen, in its order. Until it has chosen: the headlines, then what
    has really changed, by question and what needs talk first.
    """
    every = readings(view)
    mine, rest = chosen_readings(view, every)
    if view.reader.scorecard():
        return mine[:MOST_ROWS], by_question([*mine[MOST_ROWS:], *rest])
    first = headline_readings(view, every)
    changed = sorted((one for one in every if one.signals and one not in first), key=_needs_talk)
    as_rows = [*first, *changed][:MOST_ROWS]
    return by_question(as_rows), by_question([one for one in every if one not in as_rows])


def by_question(some: list[Reading]) -> list[Reading]:
    """By the question that they answer, and within it what needs talk first."""
    return sorted(some, key=lambda one: (one.figure.number[0], *_needs_talk(one)))


def _needs_talk(one: Reading) -> tuple:
    return ORDER[one.variation.tone], one.missing is not None, place(one.figure.number)


def _rows(view: View, some: list[Reading]) -> None:
    """The rows; until the steering group has its own order, each question above its first."""
    label_of, grouped = labels(view), view.reader.scorecard() is None
    asked = ""
    with st.container(key="rows_figures"):
        for one in some:
            key, question = one.figure.key, question_of(one.figure.number)
            is_first = grouped and question != asked
            asked = question
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
    """The rows of those figures that are rows, by their keys."""
    return {one.figure.key: row_label(view, one) for one in rows_and_others(view)[0]}


def show_one(key: str | None) -> None:
    """Put one figure in the address, or none. A link to the page one is on would do nothing."""
    st.query_params.pop("nyckeltal", None)
    if key:
        st.query_params["nyckeltal"] = key


def matrix_table(view: View, every: list[Reading]) -> pl.DataFrame:
    """Every figure with all that is said of it, to read or take along."""
    return pl.DataFrame(
        [
            {
                "Fråga": question_of(one.figure.number),
                "Nr": one.figure.number,
                "Nyckeltal": one.figure.title,
                **cells(one, since_met(view, one)),
            }
            for one in every
        ]
    )
