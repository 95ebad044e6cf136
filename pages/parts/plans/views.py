"""The points of a plan as a list to press in, as a board by status, and on a timeline."""

import polars as pl
import streamlit as st

from pages.parts import charts, sv, tables
from pages.parts.kept import kept
from pages.parts.markup import badge_mark, block, mark, text
from pages.parts.plans.panel import OVER, open_point
from pages.parts.plans.standing import (
    NOBODY,
    answers,
    judgement_state,
    point_rows,
    status_state,
    time_state,
)
from pages.parts.words import OVERDUE, STATUS, State
from pages.view import View


def as_list(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """One button per point: the whole row opens the panel where its status is set."""
    headings = ("Punkt", "Ansvarig", "Klart senast", "Status", "Läge")
    cells = "".join(f"<span>{heading}</span>" for heading in headings)
    st.html(block(f"<div class='lb-head point' aria-hidden='true'>{cells}</div>"))
    with st.container(key=f"rows_points_{plan_id}"):
        for row in points.to_dicts():
            _button(row, row_label(row), "row_point")
    tables.twin(
        lambda: as_table(points),
        "handlingsplan",
        lambda: _definition(view),
        f"plan_{plan_id}",
        view.actions.take_out,
    )


def _button(row: dict, label: str, kind: str) -> None:
    st.button(
        label,
        type="tertiary",
        width="stretch",
        key=f"{kind}_{row['item_id']}",
        on_click=open_point,
        args=(row["item_id"],),
    )


def _standing(row: dict) -> list[tuple[State, str]]:
    """A point's states in time and by judgement, each with what follows its word."""
    timed, judged = time_state(row), judgement_state(row)
    return [*([timed] if timed else []), *([(judged, "")] if judged else [])]


def _who(row: dict) -> str:
    """Who answers for a point, in the colour of concern when nobody does and it is not over."""
    who = answers(row)
    missing = who == NOBODY and row["status"] not in OVER
    return f":{'orange' if missing else 'gray'}[{sv.plain(who)}]"


def row_label(row: dict) -> str:
    """A point as the label of its button: number and title, who, when, status, what is wrong."""
    standing = [mark(*state) for state in _standing(row)]
    return " ".join(
        [
            f"**{row['number']} {sv.plain(row['title'])}**",
            _who(row),
            f":gray[{sv.plain(str(row['due_on'] or '–'))}]",
            mark(status_state(row)),
            f":small[{' '.join(standing) or ':gray[–]'}]",
        ]
    )


def as_board(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """The points in columns by status, each card a button that opens the panel."""
    with st.container(horizontal=True, key=f"board_{plan_id}"):
        for code, state in STATUS.items():
            inside = points.filter(pl.col("status") == code).to_dicts()
            if not inside and code == "cancelled":
                continue
            with st.container(key=f"pile_{plan_id}_{code}"):
                st.html(block(f"<h2>{text(state.word)} <small>{len(inside)}</small></h2>"))
                for row in inside:
                    _button(row, card_label(row), "card_point")


def card_label(row: dict) -> str:
    """A point as the label of its card: number and title, who, when, what is wrong."""
    due = f"klart senast {row['due_on']}" if row["due_on"] else "ingen dag satt"
    return " ".join(
        [
            f"**{row['number']} {sv.plain(row['title'])}**",
            _who(row),
            f":gray[{sv.plain(due)}]",
            *[badge_mark(*state) for state in _standing(row)],
        ]
    )


def as_timeline(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """The points from start to due; those without days are named below."""
    dated = points.filter(pl.col("due_on").is_not_null())
    undated = points.filter(pl.col("due_on").is_null())
    late = dated.filter(pl.col("days_overdue").is_not_null()).height
    sentence = (
        f"{sv.count(dated.height, 'punkt', 'punkter')} på tidslinjen, varav {late} försenade. "
        f"Strecket är {sv.day(view.on)}."
    )
    st.html(block(f"<p>{text(sentence)}</p>"))
    if dated.height:
        st.vega_lite_chart(_timeline(view, plan_id), alt=sentence, key=f"tidslinje_{plan_id}")
    if undated.height:
        named = sv.joined(undated["title"].to_list())
        st.html(block(f"<p class='lb-small'>Utan dag: {text(named)}.</p>"))
    tables.twin(
        lambda: as_table(points),
        "handlingsplan",
        lambda: _definition(view),
        f"tidslinje_{plan_id}",
        view.actions.take_out,
    )


@kept("plans", "organisation", heeds=("unit_id", "theme"))
def _timeline(view: View, plan_id: int) -> dict:
    dated = point_rows(view).filter(pl.col("plan_id") == plan_id, pl.col("due_on").is_not_null())
    return charts.timeline(_bars(dated), theme=view.theme, on=view.on)


def _bars(dated: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in dated.to_dicts():
        late = row["days_overdue"] is not None
        state = OVERDUE if late else status_state(row)
        tone = (
            "orange"
            if late
            else {"done": "blue", "in_progress": "pale"}.get(row["status"], "hatch")
        )
        begins = row["starts_on"] or row["decided_on"]
        name = f"{row['number']} {row['title']}"
        tooltip = f"{name}: {begins} till {row['due_on']}, {state.word.lower()}"
        days = (min(begins, row["due_on"]), row["due_on"])
        rows.append((name, *days, tone, f"{state.sign} {state.word}", state.sign, tooltip))
    names = ["name", "begins", "ends", "tone", "state", "sign", "said"]
    return pl.DataFrame(rows, schema=names, orient="row")


def as_table(points: pl.DataFrame) -> pl.DataFrame:
    """The points as a table to read or take along."""
    rows = [
        {
            "Nr": row["number"],
            "Punkt": row["title"],
            "Ansvarig": answers(row),
            "Börjar": row["starts_on"],
            "Klart senast": row["due_on"],
            "Status": status_state(row).word,
            "Bedömning": judged.word if (judged := judgement_state(row)) else "",
            "Läge": "".join([timed[0].word, timed[1]]) if (timed := time_state(row)) else "I tid",
            "Nästa steg": row["next_step"] or "",
            "Senast sagt": sv.moment(row["at"]) if row["at"] else "",
        }
        for row in points.to_dicts()
    ]
    days = {"Börjar": pl.Date, "Klart senast": pl.Date}
    return pl.DataFrame(rows, schema_overrides=days)


def _definition(view: View) -> dict[str, str]:
    return {
        "Styrgrupp": view.forum.name,
        "Läget den": str(view.on),
        "Försenad": "Klart senast har passerat och punkten är varken klar eller avbruten.",
        "Uppdatering saknas": "Ingen har sagt något om punkten på mer än "
        f"{view.reader.rules.stale_after} dagar.",
        "Förfaller snart": "Klart senast inom 14 dagar.",
    }


VIEWS = {"Lista": as_list, "Tavla": as_board, "Tidslinje": as_timeline}
