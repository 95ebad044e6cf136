"""Places of a demonstration that are still being filled: named, and shown once they are there."""

from collections.abc import Mapping

import streamlit as st

from data.demo.behind import Filling
from data.store.snapshot import Snapshot
from pages.parts import sv
from pages.parts.frame.live import follow
from pages.parts.markup import block, text

NOT_FILLED = "kunde inte fyllas på. Starta om programmet för att försöka igen."


def wait_for_place(snapshot: Snapshot, versions: dict[str, int], filling: Filling) -> None:
    """Where the address asks for a place that is to come: say so, follow, and end here."""
    awaited = _awaited(snapshot, versions, filling)
    asked_for = st.query_params.get("styrgrupp", "").casefold()
    by_either = {name.casefold(): name for name in awaited.values()}
    by_either |= {code.casefold(): name for code, name in awaited.items()}
    if asked_for not in by_either:
        return
    name = by_either[asked_for]
    sentence = f"{name} fylls på. Sidan kommer av sig själv när allt är på plats."
    if filling.has_failed:
        sentence = f"{name} {NOT_FILLED}"
    first_line = f"<p class='lb-first'>{text(sentence)}</p>"
    st.html(block("<h1>Lägesbild</h1>", first_line, _meanwhile(snapshot, versions)))
    follow(snapshot, versions)
    st.stop()


def _meanwhile(snapshot: Snapshot, versions: dict[str, int]) -> str:
    """The way to the places that are there already."""
    forums = snapshot.frame("forums", versions).select("code", "name").rows()
    ways = (
        f"<a href='/?styrgrupp={text(code)}' target='_self'>{text(name)}</a>"
        for code, name in forums
    )
    return f"<p>Se så länge {sv.joined(list(ways))}.</p>"


def name_awaited(snapshot: Snapshot, versions: dict[str, int], filling: Filling) -> None:
    """Name the places that are to come, below the choice of those that are there."""
    awaited = _awaited(snapshot, versions, filling)
    if not awaited:
        return
    ending = "fylls på och kommer hit av sig själv" + "a" * (len(awaited) > 1) + "."
    if filling.has_failed:
        ending = NOT_FILLED
    names = sv.joined(list(awaited.values()))
    with st.sidebar:
        st.html(block(f"<p class='lb-small'>{text(f'{names} {ending}')}</p>"))


def _awaited(snapshot: Snapshot, versions: dict[str, int], filling: Filling) -> Mapping[str, str]:
    return filling.awaited(snapshot.frame("forums", versions)["code"])
