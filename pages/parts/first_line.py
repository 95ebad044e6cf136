"""The first line of a page: one sentence made from the data, and how fresh the data are."""

from datetime import date

import streamlit as st

from metrics.periods import LENGTHS
from pages.parts import sv
from pages.parts.figures.reading.reading import Reading
from pages.parts.markup import block, text, unbroken
from pages.view import View

BEHIND = "Underlaget har ändrats sedan siffrorna räknades"
MANY = 3  # names in a row that are said as one


def first_line(sentence: str, under: str = "", after: str = "") -> None:
    """The sentence, large, a small line under it, and what comes next as HTML."""
    small = f'<p class="lb-under">{unbroken(under)}</p>' if under else ""
    st.html(block(f'<p class="lb-first">{text(sentence)}</p>{small}', after))


def freshness(view: View, readings: list[Reading]) -> str:
    """When the facts were delivered, which periods are preliminary, and what `..` means.

    First of all whether there are facts that the figures were not made from.
    """
    if view.delivered.until is None:
        return "Inget underlag har levererats för styrgruppen. Den dataansvariga läser in det."
    parts = [BEHIND] if view.reader.is_behind else []
    parts.append(f"Underlag till och med {view.delivered.until}")
    parts += _preliminary(readings)
    if any(reading.has_hidden for reading in readings):
        parts.append(f"{sv.HIDDEN} = {view.hidden_in_words}")
    return " · ".join(parts)


def _named(periods: list[date], cadence: str) -> list[str]:
    """Their names; from the first to the last where they are months in a row of one year."""
    names = [sv.period_in_words(period, cadence) for period in periods]
    in_a_row = len(periods) == _months(periods)
    if cadence != "month" or len(periods) < MANY or not in_a_row:
        return names
    return [f"{sv.MONTHS[periods[0].month - 1]}–{names[-1]}"]


def _months(periods: list[date]) -> int:
    """How many months of one year they reach over; 0 of several years or of none."""
    if len({period.year for period in periods}) != 1:
        return 0
    return periods[-1].month - periods[0].month + 1


def _preliminary(readings: list[Reading]) -> list[str]:
    """The periods that are preliminary for all figures of their length, and how many have more."""
    names, longer = [], 0
    for cadence in LENGTHS:
        later = [
            set(r.tentative) for r in readings if r.figure.cadence.name == cadence and r.tentative
        ]
        shared = set.intersection(*later) if later else set()
        names += _named(sorted(shared), cadence)
        longer += sum(periods > shared for periods in later)
    if not names:
        return []
    ending = (
        "a" if len(names) > 1 or "–" in names[0] else "" if names[0].startswith(sv.MONTHS) else "t"
    )
    noun = "nyckeltal"
    more = (
        f" (fler perioder för {sv.count_word(longer, noun, noun, neuter=True)})" if longer else ""
    )
    return [f"{sv.joined(names)} är preliminär{ending}{more}"]
