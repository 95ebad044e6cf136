"""The door where people sign in, with the municipality's own provider, and out again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import streamlit as st

from data.people.sign_in import (
    Identity,
    Limits,
    SignInAgainError,
    arrive,
    counts,
    identity_of,
    leave,
)
from data.settings import Settings
from data.store.snapshot import Snapshot
from pages.parts.markup import block, text

MOVED_BY_ITSELF = "rorde_sig_sjalv"


@dataclass(frozen=True)
class Arrived:
    """Somebody who has signed in, and how long that counts."""

    user_id: int
    who: Identity
    limits: Limits


def signed_in(snapshot: Snapshot, house: Settings) -> Arrived:
    """Who has signed in; without a signing in that counts, the door and nothing else."""
    if not st.user.is_logged_in:
        _door("Logga in för att se hur läget är.")
    by_click = not st.session_state.pop(MOVED_BY_ITSELF, False)
    limits = Limits(timedelta(minutes=house.idle_minutes), timedelta(hours=house.absolute_hours))
    try:
        who = identity_of(st.user.to_dict(), house.oidc_group_claim)
        options = {"by_click": by_click, "given": house.given}
        user_id = arrive(snapshot.engine, who, limits, datetime.now(UTC), **options)
    except SignInAgainError as reason:
        _door(str(reason))
    return Arrived(user_id, who, limits)


def still_in(snapshot: Snapshot, arrived: Arrived) -> bool:
    """Whether a signing in still counts, asked by a screen that nobody touches."""
    return counts(snapshot.engine, arrived.who, arrived.limits, datetime.now(UTC))


def _door(sentence: str) -> None:
    """Show why and a way to sign in, and nothing more."""
    st.html(block("<h1>Lägesbild</h1>", f"<p class='lb-first'>{text(sentence)}</p>"))
    st.button("Logga in", type="primary", on_click=st.login)
    st.stop()


def way_out(snapshot: Snapshot, arrived: Arrived, name: str, roles: str) -> None:
    """Who one is and in what roles, and the button that ends the signing in."""
    small = [f"<p class='lb-small'>{text(s)}</p>" for s in (roles, f"Nummer {arrived.user_id}")]
    st.html(block(f"<p><strong>{text(name)}</strong></p>", *small))
    if st.button("Logga ut", key="logga_ut"):
        leave(snapshot.engine, arrived.who, datetime.now(UTC))
        st.logout()


def nothing_here(snapshot: Snapshot, arrived: Arrived) -> None:
    """Signed in but without a role anywhere: a sentence, the number to give, and nothing more."""
    sentence = "Du är inloggad men har ingen roll i Lägesbild."
    what_to_do = f"Be en administratör om en. Ditt användarnummer är {arrived.user_id}."
    as_whom = f"Inloggad som {arrived.who.email or arrived.who.name}"
    st.html(
        block(
            f"<h1>Lägesbild</h1><p class='lb-first'>{sentence}</p><p>{text(what_to_do)}</p>",
            f"<p class='lb-small'>{text(as_whom)}</p>",
        )
    )
    if st.button("Logga ut", key="logga_ut"):
        leave(snapshot.engine, arrived.who, datetime.now(UTC))
        st.logout()
