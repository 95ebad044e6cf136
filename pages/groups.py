"""Mätgrupper: how it goes for those on the list, and for whom it does not."""

import streamlit as st

from data.people.rights import Viewer
from pages.parts import sv
from pages.parts.first_line import first_line
from pages.parts.groups import new_group
from pages.parts.groups.ledger import goal_cards, ledger_bar, over_time, own_clock
from pages.parts.groups.lists import beside_others, by_unit_and_time
from pages.parts.groups.standings import Standing, standings
from pages.parts.markup import block, text
from pages.view import View

TITLE, PATH, ICON = "Mätgrupper", "matgrupper", ":material/groups:"
FILTERS = ()


def is_for(viewer: Viewer) -> bool:
    """Whoever may see the steering group's picture."""
    return viewer.sees_figures


def show(view: View) -> None:
    """Show one measurement group: its ledger, its course against the goal, its own clock."""
    groups = standings(view)
    if not groups:
        first_line(
            "Styrgruppen har ingen mätgrupp ännu. Utvecklingsledaren startar en.",
            "En mätgrupp är en sluten lista med personer och ett mål.",
        )
        new_group.start_button(view)
        return
    chosen = _chosen(groups)
    group = chosen.group
    first_line(chosen.sentence, _under(group))
    if group["is_example"]:
        st.html(
            block("<p><span class='lb-badge lb-purple'>Exempel med påhittade orsaker</span></p>")
        )
    st.html(block(ledger_bar(chosen)))
    goal_cards(chosen)
    over_time(view, chosen)
    by_unit_and_time(view, chosen)
    own_clock(view, chosen)
    beside_others(view, chosen)
    if group["source"]:
        st.html(block(f"<p class='lb-under'>Källa: {text(group['source'])}</p>"))
    new_group.start_button(view)


def _chosen(groups: list[Standing]) -> Standing:
    """The group in the address, or the first; asked for only where there are several."""
    names = {standing.group["name"]: standing for standing in groups}
    by_id = {str(standing.group["group_id"]): name for name, standing in names.items()}
    asked_for = by_id.get(st.query_params.get("grupp", ""))
    if len(groups) == 1:
        return groups[0]
    if asked_for is not None:  # by its number: its name stands in the address from now on
        st.session_state.pop("grupp", None)
        st.query_params["grupp"] = asked_for
        st.rerun()
    name = st.segmented_control(
        "Mätgrupp",
        list(names),
        format_func=sv.plain,
        default=next(iter(names)),
        required=True,
        key="grupp",
        bind="query-params",
        label_visibility="collapsed",
    )
    return names[name]


def _under(group: dict) -> str:
    parts = [group["criterion"], f"listan stängdes {group['baseline_on']}"]
    if group["goal_count"]:
        goal = sv.number(group["goal_count"])
        parts.append(f"mål: {goal} självförsörjande till {group['goal_on']}")
    return " · ".join(parts)
