"""Handlingsplaner: whether what was decided has been done, and what is late."""

import polars as pl
import streamlit as st

from data.people.rights import Viewer
from pages.parts.first_line import first_line
from pages.parts.plans import panel
from pages.parts.plans.standing import point_rows
from pages.parts.plans.summary import summary
from pages.parts.plans.views import VIEWS
from pages.view import View

TITLE, PATH, ICON = "Handlingsplaner", "handlingsplaner", ":material/checklist:"
FILTERS = ("enhet",)


def is_for(viewer: Viewer) -> bool:
    """Whoever may see the steering group's picture."""
    return viewer.sees_figures


def show(view: View) -> None:
    """Show each plan of the steering group: how far it has come, its points, what it is for."""
    plans = view.reader.plans().sort("decided_on")["plan_id"].to_list()
    if not plans:
        first_line("Styrgruppen har ingen handlingsplan ännu. Utvecklingsledaren lägger upp den.")
        return
    for place, plan_id in enumerate(plans):
        plan_summary = summary(view, plan_id)
        first_line(plan_summary.sentence, plan_summary.under)
        if plan_summary.bar:
            st.html(plan_summary.bar)
            _points(view, plan_id, key=f"vy_{plan_id}" if place else "vy")
        st.html(plan_summary.meant)
    panel.panel(view, point_rows(view))


def _points(view: View, plan_id: int, key: str) -> None:
    chosen = st.segmented_control(
        "Visa som",
        list(VIEWS),
        default="Lista",
        required=True,
        key=key,
        bind="query-params",
        label_visibility="collapsed",
    )
    VIEWS[chosen](view, plan_id, point_rows(view).filter(pl.col("plan_id") == plan_id))
