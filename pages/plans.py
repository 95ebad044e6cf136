"""Handlingsplaner: whether what was decided has been done, and what is late."""

import polars as pl
import streamlit as st

from pages.parts import sv
from pages.parts.first_line import first_line
from pages.parts.markup import block, text
from pages.parts.plans import panel
from pages.parts.plans.standing import rows
from pages.parts.plans.summary import counted, plan_bar, sentence
from pages.parts.plans.views import VIEWS
from pages.view import View

TITLE, PATH, ICON = "Handlingsplaner", "handlingsplaner", ":material/checklist:"
FILTERS = ("enhet",)


def show(view: View) -> None:
    """Show each plan of the steering group: how far it has come, its points, what it is for."""
    plans, points = view.reader.plans(), rows(view)
    if plans.is_empty():
        first_line("Styrgruppen har ingen handlingsplan ännu. Utvecklingsledaren lägger upp den.")
        return
    for plan in plans.sort("decided_on").to_dicts():
        _plan(view, plan, points)
    panel.panel(view, points)


def _plan(view: View, plan: dict, points: pl.DataFrame) -> None:
    mine = points.filter(pl.col("plan_id") == plan["plan_id"])
    row = counted(view).filter(pl.col("plan_id") == plan["plan_id"])
    under = f"{plan['title']} · beslutad {plan['decided_on']} · läget {view.on}"
    if row.is_empty():
        first_line("Inga punkter hör till den valda enheten. Rensa filtret för att se alla.", under)
        return
    first_line(sentence(row.row(0, named=True)), under)
    st.html(block(plan_bar(view, plan, points)))
    chosen = st.segmented_control(
        "Visa som",
        list(VIEWS),
        default="Lista",
        required=True,
        key="vy",
        bind="query-params",
        label_visibility="collapsed",
    )
    VIEWS[chosen](view, mine)
    st.html(block(_meant(view, plan)))


def _meant(view: View, plan: dict) -> str:
    """What the plan is expected to give, who sits at the table, and where it comes from."""
    levels = view.reader.labels("outcome_levels")
    mine = view.reader.outcomes().filter(pl.col("plan_id") == plan["plan_id"]).sort("rank")
    lists = "".join(
        f"<section><h3>{text(label)}</h3><ul>"
        + "".join(
            f"<li>{text(said)}</li>" for said in mine.filter(pl.col("level") == level)["text"]
        )
        + "</ul></section>"
        for level, label in levels.items()
        if level in mine["level"].to_list()
    )
    replaced = sv.joined(sorted(view.forum.replaced, key=sv.order))
    around = [f"Parter: {sv.joined(sorted(view.forum.parties, key=sv.order))}."]
    around += [f"Styrgruppen ersatte {replaced}."] if replaced else []
    around += [f"Källa: {plan['source']}"] if plan["source"] else []
    return (
        f"<h2>Förväntat resultat</h2><div class='lb-board'>{lists}</div>"
        f"<p class='lb-under' style='margin-top:.75rem'>{text(' '.join(around))}</p>"
    )
