"""Starting a measurement group: a rule, the day the list is closed, and a goal."""

from datetime import date

import streamlit as st

from data.actions import Rule
from data.people.rights import KEEP_GROUPS
from metrics.periods import add_months
from pages.parts import dialog
from pages.view import View

START, TOAST = "ny_grupp", "Gruppen är startad."


def start_button(view: View) -> None:
    """The button to start a group, for those who may."""
    if not view.reader.viewer.may(KEEP_GROUPS) or view.delivered.until is None:
        return
    st.button("Starta en ny mätgrupp", key=START, on_click=dialog.open_dialog, args=(START,))
    dialog.draw(START, "Ny mätgrupp", _starting, view)


def _starting(typed: dialog.Typed, view: View) -> None:
    until = view.delivered.until or view.on
    with st.form(typed.key("ny_form"), border=False):
        name = st.text_input("Namn", key=typed.key("ny_namn"))
        dialog.hint(
            "På listan kommer alla vars ärende öppnades under den här tiden och är öppet den dag "
            "då listan stängs. Delar den personer med en lista som redan finns visas färre siffror."
        )
        opened_from = _day("Öppnade från", add_months(until, -12), typed.key("ny_fran"))
        opened_until = _day("Öppnade till och med", until, typed.key("ny_till"))
        baseline_on = _day("Listan stängs", until, typed.key("ny_stangs"))
        goal_count = st.number_input("Mål, antal självförsörjande", 0, key=typed.key("ny_mal"))
        goal_on = _day("Mål till", add_months(until, 12), typed.key("ny_mal_dag"))
        dialog.hint("Sätt antalet till 0 om gruppen inte har något mål.")
        pressed = st.form_submit_button("Starta gruppen", type="primary")
    if pressed:
        goal = {"goal_count": goal_count, "goal_on": goal_on} if goal_count else {}
        group = {"rule": Rule(opened_from, opened_until), "baseline_on": baseline_on, **goal}
        start = dialog.Change(view.actions.start_group, TOAST)
        dialog.save(typed, start, {"name": name, **group})


def _day(label: str, value: date, key: str) -> date:
    return st.date_input(label, value, min_value=date(1980, 1, 1), format="YYYY-MM-DD", key=key)
