"""The frame around every page: which steering group, who is looking, which filters, which page."""

from datetime import datetime
from functools import partial

import streamlit as st

from data.actions import Actions
from data.people.rights import Viewer
from data.reader import Reader
from pages import overview
from pages.parts import theme
from pages.parts.frame.awaited import name_awaited, wait_for_place
from pages.parts.frame.filters import choose_filters
from pages.parts.frame.live import follow
from pages.parts.frame.who import (
    at_the_door,
    choose_viewer,
    lead_on,
    sees_the_same,
    viewer_again,
)
from pages.parts.sv import STOCKHOLM
from pages.register import PAGES
from pages.start import first_page_is_drawn, the_filling, the_settings, the_snapshot
from pages.view import View


def look(page_view: list[View], page) -> None:
    """Show a page with the view that the frame made for it."""
    page.show(page_view[0])


# The icon comes first: after the navigation the browser would fetch one from another host.
st.set_page_config(page_title="Lägesbild", page_icon=theme.ICON, layout="wide")
st.html(theme.style_sheet(st.context.theme.type or "light"))
house, snapshot = the_settings(), the_snapshot()
today = datetime.now(STOCKHOLM).date()
handed: list[View] = []


def pages_for(viewer: Viewer | None) -> dict[str, st.Page]:
    """Every page by its address; those that are not for the viewer are left out of the menu."""
    return {
        module.PATH: st.Page(
            partial(look, handed, module),
            title=module.TITLE,
            icon=module.ICON,
            url_path=module.PATH,
            default=module is overview,
            visibility="visible" if viewer and module.is_for(viewer) else "hidden",
        )
        for module in PAGES
    }


# Said at once, or an address inside would lead nowhere if the script ends before the second time.
# Without headings: the browser's list of pages would not be a list to a screen reader with them.
st.navigation(list(pages_for(None).values()), position="hidden")
arrived = at_the_door(snapshot, house)
versions = snapshot.versions()
wait_for_place(snapshot, versions, the_filling())
viewer = choose_viewer(snapshot, versions, arrived, today)
name_awaited(snapshot, versions, the_filling())
pages = pages_for(viewer)
chosen = st.navigation(list(pages.values()))
module = next(m for m in PAGES if pages[m.PATH] == chosen)
name = "Lägesbild" if module is overview else f"{module.TITLE} – Lägesbild"
st.set_page_config(page_title=name)

if not module.is_for(viewer):
    asked_for = "" if module is overview else module.TITLE  # everybody lands on the first page
    lead_on(snapshot, pages, PAGES, viewer, asked_for)
reader = Reader(snapshot, versions, viewer)
forum = reader.forum()
unit_id, target_group, months = choose_filters(reader, forum, module, is_demo=arrived is None)
handed.append(
    View(
        reader=reader,
        actions=Actions(snapshot, partial(viewer_again, snapshot, arrived, viewer)),
        forum=forum,
        on=forum.as_of or today,
        today=today,
        unit_id=unit_id,
        target_group=target_group,
        months=months,
        theme=st.context.theme.type or "light",
        pages=pages,
    )
)
follow(snapshot, versions, partial(sees_the_same, snapshot, arrived, viewer))
chosen.run()
first_page_is_drawn()
