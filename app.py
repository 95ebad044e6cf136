"""Lägesbild's server:  streamlit run app.py

The script that every visit runs is pages/frame.py. Because it is named here, and lies inside
pages/, no other file in pages/ can be reached by its address.
"""

import gc

gc.disable()  # until open_house: what is imported stays

import streamlit as st
from starlette.routing import Route

from pages.start import guards, health, open_house, refuse, tell_of_error, the_settings

refuse()

app = st.App(
    "pages/frame.py",
    secrets=the_settings().secrets,
    lifespan=open_house,
    on_script_error=tell_of_error,
    routes=[Route("/halsa", health)],
    middleware=guards(),
)
