"""One person in a dialog: name and party, roles given and ended, shut out and let in again.

It is left open after a save, so that several things can be changed in turn.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from data.actions.refusals import Theirs
from data.people.rights import BY_UNIT
from metrics.periods import DAY
from pages.parts import dialog, sv
from pages.parts.markup import block, facts, text
from pages.view import View

PERSON, NO_PARTY, NO_UNIT = "person", "Ingen part angiven", "Hela styrgruppen"
ELSEWHERE, TOAST = "En part utanför styrgruppen", "Sparat."
NEW_ROLE, ACCESS = "ny_roll", "tilltrade"  # places in the dialog, as every role's own number is
Row = Mapping[str, Any]


def open_member(user_id: int) -> None:
    """Open the dialog on a person."""
    st.session_state[PERSON] = user_id
    dialog.open_dialog(PERSON, stays=True)


def panel(view: View, roles: pl.DataFrame) -> None:
    """Draw the dialog if it is open on somebody; `roles` as the reader's members."""
    if not dialog.is_open(PERSON):
        return
    chosen = view.reader.user(st.session_state[PERSON])
    if chosen.is_empty():
        dialog.close()
        return
    person = chosen.row(0, named=True)
    theirs = roles.filter(pl.col("user_id") == person["user_id"])
    dialog.draw(PERSON, sv.plain(person["display_name"]), _inside, view, person, theirs)


def _inside(typed: dialog.Typed, view: View, person: Row, roles: pl.DataFrame) -> None:
    typed.remember({PERSON: person["version"]})
    rows = [("E-post", text(person["email"] or "–")), ("Nummer", text(person["user_id"]))]
    st.html(block(facts(rows)))
    with dialog.failures_above(typed, PERSON):
        _describe(typed, view, person)
    st.html(block("<h2>Roller</h2>"))
    if roles.is_empty():
        st.html(block("<p class='lb-small'>Inga ännu.</p>"))
    units = unit_names(view)
    for grant in roles.sort("valid_from", descending=True).to_dicts():
        with dialog.failures_above(typed, str(grant["grant_id"])):
            _one_role(typed, view, grant, units)
    with dialog.failures_above(typed, NEW_ROLE):
        _give(typed, view, person, units)
    with dialog.failures_above(typed, ACCESS):
        _shut(typed, view, person)


def _describe(typed: dialog.Typed, view: View, person: Row) -> None:
    parties = {None: NO_PARTY} | party_names(view)
    parties.setdefault(person["party_id"], ELSEWHERE)
    with st.form(typed.key("beskriv"), border=False):
        name = st.text_input("Namn", person["display_name"], key=typed.key("namn"))
        party = st.selectbox(
            "Part",
            list(parties),
            index=list(parties).index(person["party_id"]),
            format_func=parties.__getitem__,
            key=typed.key("part"),
        )
        pressed = st.form_submit_button("Spara namn och part")
    if pressed:
        values = _person(typed, person) | {"display_name": name, "party_id": party}
        _save_person(typed, view, view.actions.describe_person, values, PERSON)


def _person(typed: dialog.Typed, person: Row) -> dict[str, Any]:
    return {"user_id": person["user_id"], "version": typed.version_of(PERSON)}


def _save_person(
    typed: dialog.Typed, view: View, action: Callable[..., int], values: dict[str, Any], place: str
) -> None:
    change = dialog.Change(action, TOAST, partial(_person_in_words, party_names(view)))
    dialog.save(typed, change, values, of=PERSON, place=place)


def _person_in_words(parties: Mapping[int, str], theirs: Theirs) -> str:
    person = theirs.said
    party = parties.get(person["party_id"], ELSEWHERE)
    rows = [
        ("Namn", text(person["display_name"])),
        ("Part", text(party if person["party_id"] else NO_PARTY)),
    ]
    return facts([*rows, ("Avstängd", "ja" if person["deactivated_at"] else "nej")])


def _one_role(typed: dialog.Typed, view: View, grant: Row, units: Mapping[int, str]) -> None:
    until, of = grant["valid_until"], grant["grant_id"]
    time = f"från {grant['valid_from']}{_last_day(until)}"
    st.html(
        block(
            f"<p>{text(role_in_words(grant, units))} <span class='lb-small'>{text(time)}</span></p>"
        )
    )
    if until and until <= view.today:
        return
    if st.button("Låt i dag bli sista dagen", key=f"avsluta_{of}", type="tertiary"):
        change = dialog.Change(view.actions.end_role, TOAST, _ending_in_words)
        version = max(grant["version"], typed.version_of(of))
        last_on = max(view.today, grant["valid_from"])
        ending = {"grant_id": of, "version": version, "last_on": last_on}
        dialog.save(typed, change, ending, of=of, place=str(of))


def _last_day(until: date | None) -> str:
    return f" till och med {until - DAY}" if until else ""


def _ending_in_words(theirs: Theirs) -> str:
    last = theirs.said["valid_until"]
    return facts([("Till och med", text(last - DAY if last else "tills vidare"))])


def _give(typed: dialog.Typed, view: View, person: Row, units: Mapping[int, str]) -> None:
    labels = view.reader.choices("roles", view.today)
    choices = {None: NO_UNIT} | dict(units)
    with st.form(typed.key("ge"), border=False):
        role = st.selectbox(
            "Ny roll", list(labels), format_func=labels.__getitem__, key=typed.key("roll")
        )
        by_unit = sv.joined([labels[code] for code in labels if code in BY_UNIT])
        unit = st.selectbox(
            "Enhet",
            list(choices),
            format_func=choices.__getitem__,
            help=f"{by_unit} gäller en enhet; de andra hela styrgruppen.",
            key=typed.key("enhet"),
        )
        begins = st.date_input("Från", view.today, format="YYYY-MM-DD", key=typed.key("fran"))
        last = st.date_input(
            "Till och med (tomt om den gäller tills vidare)",
            None,
            format="YYYY-MM-DD",
            key=typed.key("till"),
        )
        pressed = st.form_submit_button("Ge rollen", type="primary")
    if pressed:
        grant = {"user_id": person["user_id"], "role": role, "unit_id": unit}
        grant |= {"valid_from": begins, "valid_until": last + DAY if last else None}
        dialog.save(typed, dialog.Change(view.actions.grant_role, TOAST), grant, place=NEW_ROLE)


def _shut(typed: dialog.Typed, view: View, person: Row) -> None:
    if person["deactivated_at"]:
        action, pressed = view.actions.reactivate, st.button("Släpp in igen", key="slapp_in")
    else:
        action = view.actions.deactivate
        help_ = "Gäller från nästa klick, överallt."
        pressed = st.button("Stäng av", key="stang_av", help=help_)
    if pressed:
        _save_person(typed, view, action, _person(typed, person), ACCESS)


def party_names(view: View) -> dict[int, str]:
    """The steering group's parties by their ids."""
    return dict(view.reader.parties().select("party_id", "name").rows())


def unit_names(view: View) -> dict[int, str]:
    """The units of those parties by their ids."""
    return dict(view.reader.every_unit().select("unit_id", "name").rows())


def role_in_words(grant: Row, units: Mapping[int, str]) -> str:
    """A role with its unit, if it has one."""
    unit = f" {units.get(grant['unit_id'], '')}" if grant["unit_id"] else ""
    return f"{grant['role_label']}{unit}"
