"""One point in a panel at the side: what it is, what has been said, and how to say more."""

from typing import Any

import polars as pl
import streamlit as st

from data.actions.refusals import Theirs
from data.people.rights import SET_STATUS
from pages.parts import dialog, sv
from pages.parts.markup import badge, block, facts, text
from pages.parts.plans.standing import Row, answers, judgement_state, status_state, time_state
from pages.parts.words import JUDGEMENT, STATUS
from pages.view import View

OPEN = "punkt"  # in the address, with the point's number in the store
FORM = "status"
OVER = ("done", "cancelled")
NO_JUDGEMENT = "Ingen"


def open_point(item_id: int) -> None:
    """Open the panel on a point; it stands in the address from then on."""
    dialog.close()
    st.query_params[OPEN] = str(item_id)


def panel(view: View, points: pl.DataFrame) -> None:
    """Draw the panel if a point is in the address, with all that has been typed in it still there.

    Reads:  points, as standing.rows gives them.
    """
    if OPEN not in st.query_params:
        return
    chosen = points.filter(pl.col("item_id").cast(pl.String) == st.query_params[OPEN])
    if chosen.is_empty():
        dialog.close()
        st.query_params.pop(OPEN, None)
        st.warning("Punkten i adressen finns inte här. Du ser alla i stället.")
        return
    row = chosen.row(0, named=True)
    name = f"{OPEN}_{row['item_id']}"
    if not dialog.is_open(name):
        dialog.open_dialog(name, address=OPEN)
    dialog.draw(name, sv.plain(f"{row['number']} {row['title']}"), _inside, view, row)


def _inside(typed: dialog.Typed, view: View, row: Row) -> None:
    typed.remember({None: row["version"]})
    st.html(block(_heading(row), _facts(view, row)))
    if view.reader.viewer.may(SET_STATUS, row["responsible_unit_id"]):
        with dialog.failures_above(typed, FORM):
            _form(typed, view, row)
            _undo(typed, view, row)
    else:
        dialog.hint(
            "Du kan läsa men inte ändra punkten. Det kan den enhet som ansvarar för den, och "
            "styrgruppens utvecklingsledare."
        )
    st.html(block("<h2>Vad som har sagts</h2>", _log(view, row)))


def _heading(row: Row) -> str:
    timed, judged = time_state(row), judgement_state(row)
    badges = [badge(status_state(row))]
    badges += [badge(judged)] if judged else []
    badges += [badge(*timed)] if timed else []
    return f"<p style='margin-bottom:.75rem'>{' '.join(badges)}</p>"


def _facts(view: View, row: Row) -> str:
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


def _form(typed: dialog.Typed, view: View, row: Row) -> None:
    """The status buttons save all that is typed; the one that is so now is filled in."""
    with st.form(typed.key("status"), border=False):
        pressed = _status_buttons(row["status"])
        dialog.hint("Knapparna sparar status tillsammans med det du har skrivit här nedanför.")
        values = _fields(typed, view, row)
        dialog.hint("Skriv om punkten, aldrig om en enskild person.")
    if pressed:
        toast = f"Sparat: {STATUS[pressed].word.lower()}."
        change = dialog.Change(view.actions.set_status, toast, _in_words)
        values |= {"point_id": row["item_id"], "version": typed.version_of(), "status": pressed}
        dialog.save(typed, change, values, place=FORM)


def _status_buttons(status: str) -> str | None:
    """A button for each status; gives the one that is pressed."""
    pressed = None
    with st.container(horizontal=True, key="status_val"):
        for code, state in STATUS.items():
            kind = "primary" if code == status else "secondary"
            label = f"{state.sign} {state.word}"
            if st.form_submit_button(label, type=kind, key=f"status_{code}"):
                pressed = code
    return pressed


def _fields(typed: dialog.Typed, view: View, row: Row) -> dict[str, Any]:
    """The fields of the form, by what data.actions.plans.set_status calls them."""
    judgement = st.segmented_control(
        "Bedömning",
        [None, *JUDGEMENT],
        format_func=lambda code: JUDGEMENT[code].word if code else NO_JUDGEMENT,
        default=row["judgement"],
        key=typed.key("bedomning"),
    )
    texts = {
        name: st.text_area(label, so_far or "", key=typed.key(key), height=72)
        for name, label, so_far, key in (
            ("needs", "Vad behövs, och av vem", row["needs"], "behovs"),
            ("next_step", "Nästa steg", row["next_step"], "steg"),
            ("note", "Notering", None, "not"),
        )
    }
    done_on = st.date_input(
        "Klar den", view.on, max_value=view.on, format="YYYY-MM-DD", key=typed.key("klar")
    )
    evidence = st.text_input("Underlag (var det finns)", key=typed.key("underlag"))
    return {"judgement": judgement, **texts, "done_on": done_on, "evidence": evidence}


def _undo(typed: dialog.Typed, view: View, row: Row) -> None:
    """Taking back one's own last word, offered while it is the last."""
    if row["by_user_id"] != view.reader.viewer.user_id:
        return
    if not st.button("Ångra min senaste ändring", type="tertiary", key="angra"):
        return
    change = dialog.Change(view.actions.undo_status, "Ändringen är ångrad.", on_theirs=False)
    values = {"point_id": row["item_id"], "version": typed.version_of()}
    dialog.save(typed, change, values, place=FORM)


def _in_words(theirs: Theirs) -> str:
    return _update_in_words({**theirs.said, "by": theirs.by, "at": theirs.at, "undoes": None})


def _update_in_words(update: Row) -> str:
    judged = [JUDGEMENT[update["judgement"]].word] if update["judgement"] else []
    rows = [("Status", text(", ".join([STATUS[update["status"]].word, *judged])))]
    labels = {"needs": "Behövs", "next_step": "Nästa steg", "note": "Notering"}
    rows += [(label, text(update[name])) for name, label in labels.items() if update[name]]
    who = f"{text(update['by'])}{'' if update['undoes'] is None else ' ångrade sin ändring'}"
    return f"<p class='lb-small'>{who}, {sv.moment(update['at'])}</p>{facts(rows)}"


def _log(view: View, row: Row) -> str:
    """Everything that has been said, the latest first."""
    updates = view.reader.updates().filter(pl.col("item_id") == row["item_id"])
    if updates.is_empty():
        return "<p class='lb-small'>Ingenting ännu.</p>"
    latest_first = updates.sort("at", "seq", descending=True).to_dicts()
    return "<hr>".join(_update_in_words(update) for update in latest_first)
