"""The server of app.py, except that a page asked for with `?tomt=1` draws nothing.

So an empty page stands in the very frame of the page that it is compared with: the same
navigation, the same filters, the same check of who is looking.
"""

from pathlib import Path
from types import ModuleType

import streamlit as st
from starlette.middleware import Middleware

from pages import figures, groups, overview, plans
from pages.parts.server.responses import SwedishAndSafe
from pages.start import open_house, refuse
from pages.view import View


def _may_be_empty(page: ModuleType) -> None:
    show = page.show

    def unless_empty(view: View) -> None:
        if "tomt" not in st.query_params:
            show(view)

    page.show = unless_empty


for _page in (overview, figures, groups, plans):
    _may_be_empty(_page)

refuse()

app = st.App(
    Path(__file__).parents[2] / "pages" / "frame.py",
    lifespan=open_house,
    middleware=[Middleware(SwedishAndSafe)],
)
