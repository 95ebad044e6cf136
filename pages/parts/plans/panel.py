"""One point in a panel at the side: what it is, what has been said, and how to say more."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import polars as pl
import streamlit as st

from data.actions.refusals import ConflictError, RefusedError, Said
from data.people.rights import SET_STATUS, NotAllowedError
from pages.parts import sv
from pages.parts.markup import badge, block, facts, text
from pages.parts.plans.standing import answers, judgement_state, status_state, time_state
from pages.parts.words import JUDGEMENT, STATUS
from pages.view import View

OPEN, TYPED = "punkt", "punkt_skrivet"
OVER = ("done", "cancelled")
NO_JUDGEMENT = "Ingen"


@dataclass
class Typed:
    """What goes on in an open panel: the version it began with, and what came of a save.

    `opening` tells its fields from those of every other panel: what was typed and saved must not
    be there when the point is opened again. `theirs` is somebody else's save that came between,
    `mine` what was to be saved then. Having seen theirs, the viewer saves on their version.
    """

    item_id: int
    version: int
    opening: int = field(default_factory=count().__next__)
    refusal: str | None = None
    theirs: ConflictError | None = None
    mine: dict[str, Any] | None = None


def open_point(item_id: int) -> None:
    """Open the panel on a point; it stands in the address from then on."""
    close()
    st.query_params[OPEN] = str(item_id)


def close() -> None:
    """Close the panel, and forget what was typed in it."""
    st.query_params.pop(OPEN, None)
    st.session_state.pop(TYPED, None)


def is_open() -> bool:
    """Whether a point is open."""
    return OPEN in st.query_params


def panel(view: View, points: pl.DataFrame) -> None:
    """Draw the panel if a point is open, with all that has been typed in it still there."""
    if not is_open():
        return
    chosen = points.filter(pl.col("item_id").cast(pl.String) == st.query_params[OPEN])
    if chosen.is_empty():
        close()
        st.warning("Punkten i adressen finns inte här. Du ser alla i stället.")
        return
    row = chosen.row(0, named=True)
    typed = st.session_state.get(TYPED)
    if typed is None or typed.item_id != row["item_id"]:
        st.session_state[TYPED] = Typed(row["item_id"], row["version"])
    title = sv.plain(f"{row['number']} {row['title']}")
    st.dialog(title, position="right", width="medium", on_dismiss=close)(_inside)(view, row)


def _inside(view: View, row: dict) -> None:
    st.html(block(_heading(row), _facts(view, row)))
    if view.reader.viewer.may(SET_STATUS, row["responsible_unit_id"]):
        _form(view, row)
    else:
        _hint(
            "Du kan läsa men inte ändra punkten. Det kan den enhet som ansvarar för den, och "
            "styrgruppens utvecklingsledare."
        )
    st.html(block("<h2>Vad som har sagts</h2>", _log(view, row)))


def _heading(row: dict) -> str:
    timed, judged = time_state(row), judgement_state(row)
    badges = [badge(status_state(row))]
    badges += [badge(judged)] if judged else []
    badges += [badge(*timed)] if timed else []
    return f"<p style='margin-bottom:.75rem'>{' '.join(badges)}</p>"


def _facts(view: View, row: dict) -> str:
    parties = view.reader.point_parties().filter(pl.col("item_id") == row["item_id"])["party"]
    rows = [
        ("Ansvarig", text(answers(row))),
        ("Berörda", text(sv.joined(sorted(parties, key=sv.order)) or "–")),
        ("Börjar", text(row["starts_on"] or "–")),
        ("Klart senast", text(row["due_on"] or "ingen dag satt")),
        ("Nästa steg", text(row["next_step"] or "–")),
    ]
    rows += [("Behövs", text(row["needs"]))] if row["needs"] and row["status"] not in OVER else []
    return facts(rows)


def _form(view: View, row: dict) -> None:
    """The status buttons save all that is typed; the one that is so now is filled in."""
    typed = st.session_state[TYPED]
    mine = f"{row['item_id']}_{typed.opening}"
    if typed.theirs:
        _conflict(view, typed)
    if typed.refusal:
        st.error(typed.refusal)
        typed.refusal = None
    with st.form(f"status_{mine}", border=False):
        with st.container(horizontal=True, key="status_val"):
            pressed = [
                code
                for code, state in STATUS.items()
                if st.form_submit_button(
                    f"{state.sign} {state.word}",
                    type="primary" if code == row["status"] else "secondary",
                    key=f"status_{code}",
                )
            ]
        _hint("Knapparna sparar status tillsammans med det du har skrivit här nedanför.")
        judgement = st.segmented_control(
            "Bedömning",
            [None, *JUDGEMENT],
            format_func=lambda code: JUDGEMENT[code].word if code else NO_JUDGEMENT,
            default=row["judgement"],
            key=f"bedomning_{mine}",
        )
        needs, next_step, note = (
            st.text_area(label, so_far or "", key=f"{key}_{mine}", height=72)
            for label, so_far, key in (
                ("Vad behövs, och av vem", row["needs"], "behovs"),
                ("Nästa steg", row["next_step"], "steg"),
                ("Notering", None, "not"),
            )
        )
        done_on = st.date_input(
            "Klar den", view.on, max_value=view.on, format="YYYY-MM-DD", key=f"klar_{mine}"
        )
        evidence = st.text_input("Underlag (var det finns)", key=f"underlag_{mine}")
        _hint("Skriv om punkten, aldrig om en enskild person.")
    _undo(view, row, typed)
    if pressed:
        said = {"judgement": judgement, "needs": needs, "next_step": next_step, "note": note}
        said |= {"status": pressed[0], "done_on": done_on, "evidence": evidence}
        _save(view, typed, said)


def _undo(view: View, row: dict, typed: Typed) -> None:
    """Taking back one's own last word, offered while it is the last."""
    if row["by_user_id"] != view.reader.viewer.user_id:
        return
    if not st.button("Ångra min senaste ändring", type="tertiary", key="angra"):
        return
    try:
        view.actions.undo_status(point_id=typed.item_id, version=typed.version)
    except (RefusedError, NotAllowedError, ConflictError) as reason:
        typed.refusal = str(reason)
        st.rerun(scope="fragment")
    close()
    st.toast("Ändringen är ångrad.")
    st.rerun()


def _hint(said: str) -> None:
    st.html(block(f"<p class='lb-small'>{text(said)}</p>"))


def _save(view: View, typed: Typed, said: dict[str, Any]) -> None:
    """Save; a refusal and somebody else's save are shown above what is typed."""
    try:
        view.actions.set_status(point_id=typed.item_id, version=typed.version, **said)
    except (RefusedError, NotAllowedError) as reason:
        typed.refusal = str(reason)
        st.rerun(scope="fragment")
    except ConflictError as conflict:
        typed.theirs, typed.mine, typed.version = conflict, said, conflict.version
        st.rerun(scope="fragment")
    close()
    st.toast(f"Sparat: {STATUS[said['status']].word.lower()}.")
    st.rerun()


def _conflict(view: View, typed: Typed) -> None:
    """Theirs, when somebody saved first; the viewer's own is still in the form below."""
    st.html(
        block(
            f"<h2>{text(typed.theirs)}</h2>",
            _said(typed.theirs.theirs) if typed.theirs.theirs else "",
        )
    )
    _hint("Det du har skrivit finns kvar här nedanför. Du väljer.")
    with st.container(horizontal=True):
        if st.button("Behåll deras", key="behall_deras"):
            close()
            st.rerun()
        if st.button("Spara mitt ändå", type="primary", key="spara_mitt"):
            typed.theirs = None
            _save(view, typed, typed.mine)


def _said(said: Said, undone: bool = False) -> str:
    judged = [JUDGEMENT[said.judgement].word] if said.judgement else []
    rows = [("Status", text(", ".join([STATUS[said.status].word, *judged])))]
    rows += [("Behövs", text(said.needs))] if said.needs else []
    rows += [("Nästa steg", text(said.next_step))] if said.next_step else []
    rows += [("Notering", text(said.note))] if said.note else []
    who = f"{text(said.by)}{' ångrade sin ändring' if undone else ''}"
    return f"<p class='lb-small'>{who}, {sv.moment(said.at)}</p>{facts(rows)}"


def _log(view: View, row: dict) -> str:
    """Everything that has been said, the latest first."""
    updates = view.reader.updates().filter(pl.col("item_id") == row["item_id"])
    if updates.is_empty():
        return "<p class='lb-small'>Ingenting ännu.</p>"
    names = ("by", "at", "status", "judgement", "needs", "next_step", "note")
    latest_first = updates.sort("at", "seq", descending=True).to_dicts()
    return "<hr>".join(
        _said(Said(**{name: said[name] for name in names}), said["undoes"] is not None)
        for said in latest_first
    )
