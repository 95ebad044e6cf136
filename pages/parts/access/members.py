"""Who is in the steering group and in what roles, one row per person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from pages.parts import sv
from pages.parts.access.member_panel import (
    open_member,
    panel,
    party_names,
    role_in_words,
    unit_names,
)
from pages.parts.first_line import first_line
from pages.parts.markup import block
from pages.view import View


def members(view: View) -> None:
    """Everybody with a role, one row each; press to see and change."""
    people, roles = view.reader.users(), view.reader.members()
    waiting = people.join(roles, on="user_id", how="anti")
    with_roles = people.join(roles, on="user_id", how="semi")
    first_line(_sentence(view, roles, waiting), f"Läget {view.today}")
    for heading, group in (("Medlemmar", with_roles), ("Väntar på en roll", waiting)):
        if group.height:
            st.html(block(f"<h2>{heading}</h2>"))
            with st.container(key=f"rows_members_{heading[0]}"):
                _rows(view, group, roles)
    _somebody_else(view)
    panel(view, roles)


def _somebody_else(view: View) -> None:
    """Whoever has roles in other steering groups only is found by their number, and not listed."""
    with st.expander("Ge en roll åt någon från en annan styrgrupp"):
        st.caption("Personen ser sitt användarnummer i sin egen styrgrupp, under sitt namn.")
        with st.form("nummer", border=False):
            number = st.number_input("Användarnummer", 1, value=None, step=1)
            pressed = st.form_submit_button("Öppna")
        if pressed and number:
            if view.reader.user(number).is_empty():
                st.error(sv.plain(f"Ingen har användarnummer {number}. Fråga personen igen."))
            else:
                open_member(number)


def _sentence(view: View, roles: pl.DataFrame, waiting: pl.DataFrame) -> str:
    count = _current(roles, view.today)["user_id"].n_unique()
    people = sv.capital(sv.count_word(count, "person", "personer"))
    sentence = f"{people} har en roll i styrgruppen"
    if waiting.height:
        verb = "väntar på en första roll"
        sentence += f", och {sv.count_word(waiting.height, 'person', 'personer')} {verb}"
    return f"{sentence}."


def _current(roles: pl.DataFrame, on: date) -> pl.DataFrame:
    holds = (pl.col("valid_until") > on).fill_null(True)
    return roles.filter(pl.col("valid_from") <= on, holds, ~pl.col("is_deactivated"))


def _rows(view: View, people: pl.DataFrame, roles: pl.DataFrame) -> None:
    parties, units = party_names(view), unit_names(view)
    current = _current(roles, view.today)
    for person in sorted(people.to_dicts(), key=lambda p: sv.order(p["display_name"])):
        grants = current.filter(pl.col("user_id") == person["user_id"]).to_dicts()
        st.button(
            _label(person, [role_in_words(grant, units) for grant in grants], parties),
            type="tertiary",
            width="stretch",
            key=f"row_member_{person['user_id']}",
            on_click=open_member,
            args=(person["user_id"],),
        )


def _label(person: Mapping[str, Any], roles: list[str], parties: Mapping[int, str]) -> str:
    return " ".join(
        [
            f"**{sv.plain(person['display_name'])}**",
            f":gray[{sv.plain(sv.joined(roles) or 'Ingen roll nu')}]",
            f":gray[{sv.plain(parties.get(person['party_id'], sv.NOTHING))}]",
            ":orange[Avstängd]" if person["deactivated_at"] else ":gray[ ]",
        ]
    )
