"""Starting a measurement group: a rule, the day the list is closed, and a goal."""

from datetime import date

import streamlit as st

from data.access import KEEP_GROUPS, NotAllowedError
from data.actions.groups import Rule
from data.actions.refusals import RefusedError
from metrics.periods import add_months
from pages.view import View


def door(view: View) -> None:
    """The button, for those who may."""
    if not view.reader.viewer.may(KEEP_GROUPS) or view.delivered.until is None:
        return
    if st.button("Starta en ny mätgrupp", key="ny_grupp"):
        _form(view)


@st.dialog("Ny mätgrupp", position="right", width="medium")
def _form(view: View) -> None:
    until = view.delivered.until
    with st.form("ny_grupp_form", border=False):
        name = st.text_input("Namn", key="ny_namn")
        st.caption("På listan kommer alla vars ärende öppnades under den här tiden.")
        opened_from = _day("Öppnade från", add_months(until, -12), "ny_fran")
        opened_until = _day("Öppnade till och med", until, "ny_till")
        baseline_on = _day("Listan stängs", until, "ny_stangs")
        goal_count = st.number_input("Mål, antal självförsörjande", 0, key="ny_mal")
        goal_on = _day("Mål till", add_months(until, 12), "ny_mal_dag")
        st.caption("Sätt antalet till 0 om gruppen inte har något mål.")
        pressed = st.form_submit_button("Starta gruppen", type="primary")
    if not pressed:
        return
    goal = {"goal_count": goal_count, "goal_on": goal_on} if goal_count else {}
    rule = Rule(opened_from, opened_until)
    try:
        view.actions.start_group(name=name, rule=rule, baseline_on=baseline_on, **goal)
    except (RefusedError, NotAllowedError) as reason:
        st.error(str(reason))
        return
    st.toast("Gruppen är startad.")
    st.rerun()


def _day(label: str, value: date, key: str) -> date:
    return st.date_input(label, value, min_value=date(1980, 1, 1), format="YYYY-MM-DD", key=key)
