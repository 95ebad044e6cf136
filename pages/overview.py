"""Lägesbild: how it goes, and what the steering group has to attend to."""

import polars as pl
import streamlit as st

from pages.parts.bars import bar
from pages.parts.figures import cards
from pages.parts.figures.readings import readings
from pages.parts.first_line import first_line, freshness
from pages.parts.groups.ledger import ledger_parts
from pages.parts.groups.standings import Standing, standings
from pages.parts.markup import badge, block, listed, mark, text
from pages.parts.overview import attention
from pages.parts.overview.since_last import changes
from pages.parts.plans.standing import rows
from pages.parts.plans.summary import counted, next_due, plan_bar, sentence
from pages.parts.sv import day_and_month, plain
from pages.view import View

TITLE, PATH, ICON = "Lägesbild", "lagesbild", ":material/visibility:"
FILTERS = ("enhet", "malgrupp", "period")


def show(view: View) -> None:
    """Show what needs attention, what has changed, the figures, the groups and the plans."""
    figures, groups, points = readings(view), standings(view), rows(view)
    first_line(attention.in_one_sentence(view, points, groups, figures), freshness(view, figures))
    to_do, since = st.columns([3, 2], border=True)
    with to_do:
        _attend(view, attention.matters(points, groups, figures))
    since.html(block(_since(view, changes(view, groups, figures))))
    cards.card_row(view, figures)
    columns = st.columns(2, border=True)
    columns[0].html(block(_groups(groups)))
    columns[1].html(block(_plans(view, points)))


def _attend(view: View, matters: list[attention.Matter]) -> None:
    """Each matter as a row that is a link in all its width."""
    more = len(matters) - attention.MOST
    count = f" <small>{len(matters)}</small>" if more > 0 else ""
    st.html(block(f"<h2>Kräver uppmärksamhet{count}</h2>"))
    if not matters:
        st.html(block("<p>Inget är försenat, hindrat eller ur takt.</p>"))
    with st.container(key="ways"):
        for place, matter in enumerate(matters[: attention.MOST]):
            with st.container(key=f"way_{place}"):
                st.page_link(
                    view.pages[matter.page],
                    label=f"**{plain(matter.what)}** {mark(matter.state)} "
                    f":small[:gray[{plain(matter.more)}]]",
                    icon="",
                    width="stretch",
                    query_params=matter.query,
                )


def _since(view: View, rows: list) -> str:
    met = view.forum.last_met_on
    if met is None:
        return "<h2>Sedan förra mötet</h2><p>Styrgruppen har inte mötts ännu.</p>"
    heading = f"<h2>Sedan {day_and_month(met)} <small>förra mötet</small></h2>"
    return heading + (listed(rows) if rows else "<p>Ingenting har ändrats.</p>")


def _groups(groups: list[Standing]) -> str:
    if not groups:
        return "<h2>Mätgrupper</h2><p>Styrgruppen har ingen mätgrupp ännu.</p>"
    return "".join(
        f"<h2>{text(group.group['name'])} <small>{group.members} på listan, {group.on}</small></h2>"
        f"{bar(ledger_parts(group), group.members, group.sentence)}"
        f"<p style='margin:.6rem 0 1rem'>{badge(group.goal)}"
        f"{' <span class=lb-small>Exempel, påhittat</span>' if group.group['is_example'] else ''}</p>"
        for group in groups
    )


def _plans(view: View, points) -> str:
    plans = view.reader.plans().sort("decided_on").to_dicts()
    if not plans:
        return "<h2>Handlingsplaner</h2><p>Styrgruppen har ingen handlingsplan ännu.</p>"
    return "".join(
        f"<h2>{text(plan['title'])} <small>beslutad {plan['decided_on']}</small></h2>"
        f"{plan_bar(view, plan, points)}"
        f"<p class='lb-under' style='margin-top:.75rem'>{text(_about(view, plan, points))}</p>"
        for plan in plans
    )


def _about(view: View, plan: dict, points: pl.DataFrame) -> str:
    """The plan's sentence, and what falls due next."""
    mine = pl.col("plan_id") == plan["plan_id"]
    row = counted(view).filter(mine)
    if row.is_empty():
        return ""
    return f"{sentence(row.row(0, named=True))} {next_due(points.filter(mine))}"
