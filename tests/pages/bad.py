"""A page and a figure that break every promise there is, to see that each promise bites."""

from dataclasses import replace
from types import ModuleType

import altair as alt
import pandas as pd
import streamlit as st

from metrics.catalogue import FIGURES

TOO_MANY = 60


def bad_page() -> ModuleType:
    """A page that anybody may see: bare tables with English headings, unheard charts, no files."""
    page = ModuleType("pages.bad")
    page.TITLE, page.PATH, page.ICON, page.FILTERS = "Dålig", "dalig", ":material/star:", ()
    page.is_for = lambda viewer: viewer.sees_figures
    page.show = lambda view: _show()
    return page


def _show() -> None:
    rows = pd.DataFrame({"Unit": ["North", "South"], "Open cases": [4711, 4712]})
    st.html("<h1>Cases by unit</h1><img src='data:,'><div role='img'>6174</div>")
    st.dataframe(rows)
    shares = rows.assign(Share=[0.533901163771, 0.5])
    chart = alt.Chart(shares).mark_bar().encode(x="Unit", y="Share")
    st.vega_lite_chart(chart.to_dict(), alt="")
    with st.expander("Show as table", key="fold_bad", on_change="rerun"):
        st.dataframe(rows)
        st.download_button("Download", b"Unit;Open cases\n", file_name="bad.csv", key="bad")
    for number in range(TOO_MANY):
        st.html(f"<p>{number} open cases of 4711, 0 %</p>")


BAD_FIGURE = replace(
    FIGURES[0],
    key="bad",
    number="X1",
    title="Open cases",
    question="How many cases are open?",
    part_words="",
    source="",
    reads=(),
)
