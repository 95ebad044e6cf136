"""The points of a plan as a list to press in, as a board by status, and on a timeline."""

import polars as pl
import streamlit as st

from pages.parts import charts, sv, tables
from pages.parts.kept import kept
from pages.parts.markup import badge, block, mark, text
from pages.parts.plans.panel import open_point
from pages.parts.plans.standing import answers, judgement_state, rows, status_state, time_state
from pages.parts.words import STATUS
from pages.view import View


def as_list(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """One button a point: the whole row opens the panel where its status is set."""
    headings = ("Punkt", "Ansvarig", "Klart senast", "Status", "Läge")
    cells = "".join(f"<span>{heading}</span>" for heading in headings)
    st.html(block(f"<div class='lb-head point' aria-hidden='true'>{cells}</div>"))
    with st.container(key=f"rows_points_{plan_id}"):
        for row in points.to_dicts():
            st.button(
                row_label(row),
                type="tertiary",
                width="stretch",
                key=f"row_point_{row['item_id']}",
                on_click=open_point,
                args=(row["item_id"],),
            )
    tables.twin(
        lambda: as_table(points), "handlingsplan", lambda: _definition(view), f"plan_{plan_id}"
    )


def row_label(row: dict) -> str:
    """A point as the label of its button: number and title, who, when, status, what is wrong."""
    judged, timed = judgement_state(row), time_state(row)
    standing = [mark(*timed)] if timed else []
    standing += [mark(judged)] if judged else []
    return " ".join(
        [
            f"**{row['number']} {sv.plain(row['title'])}**",
            f":gray[{sv.plain(answers(row))}]",
            f":gray[{sv.plain(str(row['due_on'] or '–'))}]",
            mark(status_state(row)),
            f":small[{' '.join(standing) or ':gray[–]'}]",
        ]
    )


def as_board(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """The points in columns by status."""
    columns = "".join(
        f"<section><h2>{text(state.word)} <small>{len(inside)}</small></h2>{''.join(inside)}</section>"
        for code, state in STATUS.items()
        if (inside := [_note(row) for row in points.to_dicts() if row["status"] == code])
        or code != "cancelled"
    )
    st.html(block(f"<div class='lb-board'>{columns}</div>"))


def _note(row: dict) -> str:
    timed, judged = time_state(row), judgement_state(row)
    badges = [badge(*timed)] if timed else []
    badges += [badge(judged)] if judged else []
    due = f" · klart senast {row['due_on']}" if row["due_on"] else ""
    return (
        f"<article><strong>{row['number']} {text(row['title'])}</strong>"
        f"<p class='lb-small'>{text(answers(row))}{text(due)}</p><p>{' '.join(badges)}</p></article>"
    )


def as_timeline(view: View, plan_id: int, points: pl.DataFrame) -> None:
    """The points from start to due; those without days are named below."""
    dated = points.filter(pl.col("due_on").is_not_null())
    undated = points.filter(pl.col("due_on").is_null())
    late = dated.filter(pl.col("days_overdue").is_not_null()).height
    said = (
        f"{sv.count(dated.height, 'punkt', 'punkter')} på tidslinjen, varav {late} försenade. "
        f"Strecket är {sv.day(view.on)}."
    )
    st.html(block(f"<p>{text(said)}</p>"))
    if dated.height:
        st.vega_lite_chart(_timeline(view, plan_id), alt=said, key=f"tidslinje_{plan_id}")
    if undated.height:
        named = sv.joined(undated["title"].to_list())
        st.html(block(f"<p class='lb-small'>Utan dag: {text(named)}.</p>"))
    tables.twin(
        lambda: as_table(points), "handlingsplan", lambda: _definition(view), f"tidslinje_{plan_id}"
    )


@kept("plans", "organisation", heeds=("unit_id", "theme"))
def _timeline(view: View, plan_id: int) -> dict:
    dated = rows(view).filter(pl.col("plan_id") == plan_id, pl.col("due_on").is_not_null())
    return charts.timeline(_bars(dated), theme=view.theme, on=view.on)


def _bars(dated: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in dated.to_dicts():
        late = row["days_overdue"] is not None
        state = "Försenad" if late else status_state(row).word
        tone = (
            "orange"
            if late
            else {"done": "blue", "in_progress": "pale"}.get(row["status"], "hatch")
        )
        begins = row["starts_on"] or row["decided_on"]
        name = f"{row['number']} {row['title']}"
        said = f"{name}: {begins} till {row['due_on']}, {state.lower()}"
        rows.append((name, min(begins, row["due_on"]), row["due_on"], tone, state, said))
    names = ["name", "begins", "ends", "tone", "state", "said"]
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
        "Uppdatering saknas": "Ingen har sagt något om punkten på mer än 35 dagar.",
        "Förfaller snart": "Klart senast inom 14 dagar.",
    }


VIEWS = {"Lista": as_list, "Tavla": as_board, "Tidslinje": as_timeline}
