"""Who is in the steering group, in what roles and for how long, and changes to that."""

from datetime import date

import polars as pl
import streamlit as st

from data.actions.refusals import ConflictError, RefusedError
from data.people.rights import BY_UNIT, NotAllowedError
from pages.parts import sv
from pages.parts.first_line import first_line
from pages.parts.markup import block, facts, text
from pages.view import View

OPEN, NO_PARTY, NO_UNIT = "person", "Ingen part angiven", "Hela styrgruppen"


def members(view: View) -> None:
    """Everybody with a role, one row each; press to see and change."""
    people, roles = view.reader.users(), view.reader.members()
    waiting = people.join(roles, on="user_id", how="anti")
    mine = people.join(roles, on="user_id", how="semi")
    first_line(_sentence(view, roles, waiting), f"Läget {view.today}")
    for heading, some in (("Medlemmar", mine), ("Väntar på en roll", waiting)):
        if some.height:
            st.html(block(f"<h2>{heading}</h2>"))
            with st.container(key=f"rows_members_{heading[0]}"):
                _rows(view, some, roles)
    _somebody_else(view)
    _panel(view, roles)


def _somebody_else(view: View) -> None:
    """Whoever has roles in other steering groups only is found by their number, and not listed."""
    with st.expander("Ge en roll åt någon från en annan styrgrupp"):
        st.caption("Personen ser sitt användarnummer i sin egen styrgrupp, under sitt namn.")
        with st.form("nummer", border=False):
            number = st.number_input("Användarnummer", 1, value=None, step=1)
            pressed = st.form_submit_button("Öppna")
        if pressed and number:
            if view.reader.user(number).is_empty():
                st.error(f"Ingen har användarnummer {number}. Fråga personen igen.")
            else:
                _open(number)


def _sentence(view: View, roles: pl.DataFrame, waiting: pl.DataFrame) -> str:
    now = _current(roles, view.today)
    many = now["user_id"].n_unique()
    said = f"{sv.capital(sv.count_word(many, 'person', 'personer'))} har en roll i styrgruppen"
    if waiting.height:
        verb = "väntar på en första roll"
        said += f", och {sv.count_word(waiting.height, 'person', 'personer')} {verb}"
    return f"{said}."


def _current(roles: pl.DataFrame, on: date) -> pl.DataFrame:
    holds = (pl.col("valid_until") > on).fill_null(True)
    return roles.filter(pl.col("valid_from") <= on, holds, ~pl.col("is_deactivated"))


def _rows(view: View, people: pl.DataFrame, roles: pl.DataFrame) -> None:
    parties = dict(view.reader.parties().select("party_id", "name").rows())
    units = dict(view.reader.every_unit().select("unit_id", "name").rows())
    now = _current(roles, view.today)
    for person in sorted(people.to_dicts(), key=lambda p: sv.order(p["display_name"])):
        has = now.filter(pl.col("user_id") == person["user_id"]).to_dicts()
        st.button(
            _label(person, [_role(grant, units) for grant in has], parties),
            type="tertiary",
            width="stretch",
            key=f"row_member_{person['user_id']}",
            on_click=_open,
            args=(person["user_id"],),
        )


def _role(grant: dict, units: dict[int, str]) -> str:
    unit = f" {units.get(grant['unit_id'], '')}" if grant["unit_id"] else ""
    return f"{grant['role_label']}{unit}"


def _label(person: dict, roles: list[str], parties: dict[int, str]) -> str:
    state = ":orange[Avstängd]" if person["deactivated_at"] else ":gray[ ]"
    said = sv.joined(roles) or "Ingen roll nu"
    return " ".join(
        [
            f"**{sv.plain(person['display_name'])}**",
            f":gray[{sv.plain(said)}]",
            f":gray[{sv.plain(parties.get(person['party_id'], sv.NOTHING))}]",
            state,
        ]
    )


def _open(user_id: int) -> None:
    st.session_state[OPEN] = user_id


def _close() -> None:
    st.session_state.pop(OPEN, None)


def _panel(view: View, roles: pl.DataFrame) -> None:
    chosen = view.reader.user(st.session_state.get(OPEN, -1))
    if chosen.is_empty():
        return
    person = chosen.row(0, named=True)
    title = sv.plain(person["display_name"])
    theirs = roles.filter(pl.col("user_id") == person["user_id"])
    dialog = st.dialog(title, position="right", width="medium", on_dismiss=_close)
    dialog(_inside)(view, person, theirs)


def _inside(view: View, person: dict, theirs: pl.DataFrame) -> None:
    rows = [("E-post", text(person["email"] or "–")), ("Nummer", text(person["user_id"]))]
    st.html(block(facts(rows)))
    _describe(view, person)
    st.html(block("<h2>Roller</h2>"))
    units = dict(view.reader.every_unit().select("unit_id", "name").rows())
    if theirs.is_empty():
        st.html(block("<p class='lb-small'>Inga ännu.</p>"))
    for grant in theirs.sort("valid_from", descending=True).to_dicts():
        _one_role(view, grant, units)
    _give(view, person, units)
    _shut(view, person)


def _describe(view: View, person: dict) -> None:
    parties = {None: NO_PARTY} | dict(view.reader.parties().select("party_id", "name").rows())
    parties.setdefault(person["party_id"], "En part utanför styrgruppen")
    with st.form(f"beskriv_{person['user_id']}_{person['version']}", border=False):
        name = st.text_input("Namn", person["display_name"])
        party = st.selectbox(
            "Part",
            list(parties),
            index=list(parties).index(person["party_id"]),
            format_func=parties.get,
        )
        pressed = st.form_submit_button("Spara namn och part")
    if pressed:
        said = {"user_id": person["user_id"], "version": person["version"]}
        _try(view.actions.describe_person, **said, display_name=name, party_id=party)


def _one_role(view: View, grant: dict, units: dict[int, str]) -> None:
    until = grant["valid_until"]
    time = f"från {grant['valid_from']}"
    last = date.fromordinal(until.toordinal() - 1) if until else None
    time += f" till och med {last}" if last else ""
    st.html(block(f"<p>{text(_role(grant, units))} <span class='lb-small'>{text(time)}</span></p>"))
    if until and until <= view.today:
        return
    if st.button("Låt i dag bli sista dagen", key=f"avsluta_{grant['grant_id']}", type="tertiary"):
        said = {"grant_id": grant["grant_id"], "version": grant["version"]}
        _try(view.actions.end_role, **said, last_on=max(view.today, grant["valid_from"]))


def _give(view: View, person: dict, units: dict[int, str]) -> None:
    labels = view.reader.choices("roles", view.today)
    choices = {None: NO_UNIT} | units
    with st.form(f"ge_{person['user_id']}", border=False):
        role = st.selectbox("Ny roll", list(labels), format_func=labels.get)
        by_unit = sv.joined([labels[code] for code in labels if code in BY_UNIT])
        unit = st.selectbox(
            "Enhet",
            list(choices),
            format_func=choices.get,
            help=f"{by_unit} gäller en enhet; de andra hela styrgruppen.",
        )
        begins = st.date_input("Från", view.today, format="YYYY-MM-DD")
        last = st.date_input("Till och med (tomt om den gäller tills vidare)", None,
                             format="YYYY-MM-DD")  # fmt: skip
        pressed = st.form_submit_button("Ge rollen", type="primary")
    if pressed:
        until = date.fromordinal(last.toordinal() + 1) if last else None
        said = {"user_id": person["user_id"], "role": role, "unit_id": unit}
        _try(view.actions.grant_role, **said, valid_from=begins, valid_until=until)


def _shut(view: View, person: dict) -> None:
    said = {"user_id": person["user_id"], "version": person["version"]}
    if person["deactivated_at"]:
        if st.button("Släpp in igen", key="slapp_in"):
            _try(view.actions.reactivate, **said)
    elif st.button("Stäng av", key="stang_av", help="Gäller från nästa klick, överallt."):
        _try(view.actions.deactivate, **said)


def _try(action, **said) -> None:
    """Make a change; a refusal is shown where one is, with all that is typed still there."""
    try:
        action(**said)
    except ConflictError:
        st.error("Någon annan har ändrat samtidigt. Stäng rutan och öppna den igen.")
    except (RefusedError, NotAllowedError) as reason:
        st.error(str(reason))
    else:
        st.toast("Sparat.")
        st.rerun()
