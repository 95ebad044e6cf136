"""Styrgruppens nyckeltal: those it has chosen, in its order, and which stand on the first page."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from data.actions import MOST_HEADLINES
from data.actions.refusals import Theirs
from data.people.rights import KEEP_FIGURES
from data.reader import Scorecard
from metrics.catalogue import STAND_INS
from pages.parts import dialog, sv
from pages.parts.figures.listed.questions import place
from pages.parts.figures.reading.longer import is_shown_here
from pages.parts.figures.reading.reading import Reading
from pages.parts.markup import facts, text
from pages.view import View

CHOOSE = "valj_nyckeltal"
TOAST = "Valet är sparat."


def chosen_readings(
    view: View, all_readings: Sequence[Reading]
) -> tuple[list[Reading], list[Reading]]:
    """The readings that the steering group has chosen, in its order, and the others.

    While it has chosen none it follows them all.
    """
    card = view.reader.scorecard()
    if card is None:
        return list(all_readings), []
    by_key = {reading.figure.key: reading for reading in all_readings}
    chosen = [by_key[key] for key in card.figures if key in by_key]
    return chosen, [reading for reading in all_readings if reading.figure.key not in card.figures]


def headline_readings(view: View, all_readings: Sequence[Reading]) -> list[Reading]:
    """The readings of the first page's cards, as chosen; else the catalogue's own.

    Of these, one that can't be shown in this place gives way to another (`stand_ins`).
    """
    card = view.reader.scorecard()
    if card is None:
        keys = _headlines(view)
        first = [reading for reading in all_readings if reading.figure.key in keys]
        return sorted(first, key=lambda reading: place(reading.figure.number))
    return [
        reading
        for reading in chosen_readings(view, all_readings)[0]
        if reading.figure.key in card.headlines
    ]


def _headlines(view: View) -> frozenset[str]:
    """The first page's figures while the steering group has not chosen."""
    instead = stand_ins(view)
    first = (key for key, figure in view.catalogue.items() if figure.headline)
    return frozenset(instead.get(key, key) for key in first)


def stand_ins(view: View) -> dict[str, str]:
    """Headlines of the catalogue that can't be shown in this place -> what stands there instead.

    Decided by all units together, whatever is filtered, so that a card does not come and go; and
    only while the steering group has not chosen. A figure without any rows stays: it says why.
    """
    if view.reader.scorecard() is not None:
        return {}
    away = [
        key for key, f in view.catalogue.items() if f.headline and is_shown_here(view, key) is False
    ]
    others = (key for key in STAND_INS if key in view.catalogue and is_shown_here(view, key))
    return dict(zip(away, others, strict=False))


def stand_ins_in_words(view: View) -> str:
    """That a headline can't be shown here, and what stands there; empty where all can."""
    titles, instead = _titles(view), stand_ins(view)
    if not instead:
        return ""
    away, others = (
        sv.joined([titles[key] for key in keys]) for keys in zip(*instead.items(), strict=True)
    )
    return f"{away} kan inte visas här; {others} står i stället."


def followed_readings(
    view: View, all_readings: Sequence[Reading]
) -> tuple[list[Reading], list[Reading]]:
    """The readings that are named one by one, and the others, which are only counted.

    Those the steering group has chosen; until it has chosen, the first page's.
    """
    if view.reader.scorecard():
        return chosen_readings(view, all_readings)
    first = headline_readings(view, all_readings)
    return first, [reading for reading in all_readings if reading not in first]


def choice_button(view: View) -> None:
    """The button to choose them, for those who may."""
    if not view.reader.viewer.may(KEEP_FIGURES):
        return
    label = "Välj nyckeltal för styrgruppen"
    st.button(label, key=CHOOSE, on_click=dialog.open_dialog, args=(CHOOSE,))
    dialog.draw(CHOOSE, label, _choosing, view, view.reader.scorecard())


def _choosing(typed: dialog.Typed, view: View, card: Scorecard | None) -> None:
    """Choose which figures, in which order, and which stand on the first page."""
    titles = _titles(view)
    now = card or Scorecard(0, tuple(titles), _headlines(view))
    typed.remember({None: now.version})
    dialog.hint(
        "De valda står överst i den ordning du väljer dem här; ta bort och lägg till igen för att "
        "flytta ett sist. De andra finns kvar under »Övriga nyckeltal«."
    )
    with st.form(typed.key("val_form"), border=False):
        figures = st.multiselect(
            "Nyckeltal",
            list(titles),
            [key for key in now.figures if key in titles],
            format_func=titles.__getitem__,
            placeholder="Välj nyckeltal",
            key=typed.key("val"),
        )
        first = st.multiselect(
            f"På första sidan (högst {MOST_HEADLINES})",
            list(titles),
            [key for key in now.figures if key in now.headlines and key in titles],
            format_func=titles.__getitem__,
            placeholder="Välj nyckeltal",
            key=typed.key("val_forst"),
        )
        pressed = st.form_submit_button("Spara valet", type="primary")
    if pressed:
        choose = dialog.Change(view.actions.choose_figures, TOAST, partial(_in_words, titles))
        choice = {"figures": figures, "headlines": first, "version": typed.version_of()}
        dialog.save(typed, choose, choice)


def _titles(view: View) -> dict[str, str]:
    return {key: figure.title for key, figure in view.catalogue.items()}


def _in_words(titles: Mapping[str, str], theirs: Theirs) -> str:
    words = {"figures": "Nyckeltal", "headlines": "På första sidan"}
    return facts(
        (word, text(sv.joined([titles.get(key, key) for key in theirs.said[name]]) or sv.NOTHING))
        for name, word in words.items()
    )
