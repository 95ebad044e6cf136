"""What happened while a figure moved, to be pinned on its chart. It claims no cause."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import polars as pl

from metrics.catalogue import Figure
from pages.parts import sv
from pages.parts.figures.agreed.agreements import live_rebases, targets_of
from pages.parts.figures.reading.sentences import shown_target
from pages.parts.markup import text, unbroken
from pages.view import View

MOST = 8
# The law that bears on economic support and on what is asked of those who have it.
LAWS = ("SOL01-4-", "SOL25-12-", "AKT-")
NOT_CAUSES = (
    "Siffrorna längst ned i diagrammet. De säger vad som hände samtidigt, inte varför kurvan rör "
    "sig."
)


@dataclass(frozen=True)
class Note:
    """One thing that happened on a day; its number stands in the chart."""

    number: int
    on: date
    words: str


@dataclass(frozen=True)
class Notes:
    """The latest notes within what is drawn, by day, and how many earlier ones there are."""

    shown: tuple[Note, ...]
    earlier: int


def notes(view: View, figure: Figure, first: date, last: date, *, aims: bool = True) -> Notes:
    """What happened from one day to another, that bears on a figure.

    Points that are linked to it, decisions about it (targets if `aims`, new limits), law and the
    latest delivery.
    """
    happenings = [*_points(view, figure), *_rebases(view, figure), *_laws(view), *_delivery(view)]
    happenings += _aims(view, figure) if aims else []
    within = sorted(
        (day, words) for day, words in happenings if day is not None and first <= day <= last
    )
    latest = within[-MOST:]
    numbered = (Note(place, *what) for place, what in enumerate(latest, 1))
    return Notes(tuple(numbered), len(within) - len(latest))


def as_rows(shown: Iterable[Note]) -> pl.DataFrame:
    """The notes as the chart reads them."""
    rows = [(note.on, note.number, f"{note.on}: {note.words}") for note in shown]
    return pl.DataFrame(rows, {"on": pl.Date, "number": pl.Int64, "said": pl.String}, orient="row")


def listed(chart_notes: Notes) -> str:
    """The notes as a numbered list, as HTML; empty where there are none."""
    if not chart_notes.shown:
        return ""
    rows = "".join(
        f"<li><span>{unbroken(note.on)}</span> {text(note.words)}</li>"
        for note in chart_notes.shown
    )
    more = (
        sv.count(chart_notes.earlier, "tidigare visas", "tidigare visas")
        if chart_notes.earlier
        else ""
    )
    heading = f"<p class='lb-small'>{NOT_CAUSES}{f' {more} inte.' if more else ''}</p>"
    return f"<h3 class='lb-meanwhile'>Samtidigt</h3>{heading}<ol class='lb-notes'>{rows}</ol>"


def _points(view: View, figure: Figure) -> list[tuple[date | None, str]]:
    """When points that are meant to move the figure began and were done, as known on the day."""
    linked = view.reader.point_figures().filter(pl.col("figure") == figure.key)
    points = view.reader.points().join(linked, on="item_id", how="semi")
    if view.unit_id is not None:
        whose = pl.col("responsible_unit_id")
        points = points.filter(whose.is_null() | (whose == view.unit_id))
    updates = view.reader.updates().filter(pl.col("at").dt.date() <= view.on)
    last = updates.sort("at", "seq").group_by("item_id").agg(pl.col("status", "done_on").last())
    rows = points.join(last, on="item_id", how="left").to_dicts()
    return [note for point in rows for note in _of_point(point, view.on)]


def _of_point(point: dict, on: date) -> list[tuple[date | None, str]]:
    named = f"Punkt {point['number']} {{}}: {point['title']}"
    starts_on = point["starts_on"]
    begun = (starts_on, "började") if starts_on else (point["decided_on"], "beslutades")
    done = (point["done_on"] if point["status"] == "done" else None, "blev klar")
    return [(day, named.format(what)) for day, what in (begun, done) if day is None or day <= on]


def _aims(view: View, figure: Figure) -> list[tuple[date, str]]:
    """The days from which targets hold, each with its decision."""
    all_targets = targets_of(view, figure, view.unit_id, view.target_group)
    begun = all_targets.filter(pl.col("valid_from") <= view.on)
    return [
        (day, f"Mål {shown_target(figure, value)} gäller: {decision}")
        for day, value, decision in begun.select("valid_from", "value", "decision").rows()
    ]


def _rebases(view: View, figure: Figure) -> list[tuple[date, str]]:
    """The days from which limits restart, each with its reason."""
    live = live_rebases(view, figure, view.unit_id, view.target_group)
    rows = live.select("period", "reason").rows()
    return [(day, f"Gränserna räknas om: {reason}") for day, reason in rows]


def _laws(view: View) -> list[tuple[date, str]]:
    """The days on which law begins to hold, each with what it is called."""
    laws = view.reader.legal_bases().filter(
        pl.any_horizontal(pl.col("code").str.starts_with(code) for code in LAWS),
        pl.col("valid_from") <= view.on,
        pl.col("status") != "föreslagen",
    )
    by_day = groupby(laws.to_dicts(), key=lambda row: row["valid_from"])
    return [(day, _law([row["short"] for row in rows])) for day, rows in by_day]


def _law(shorts: list[str]) -> str:
    others = f" och {len(shorts) - 1} paragrafer till" if len(shorts) > 2 else ""
    named = shorts[0] if others else sv.joined(shorts)
    return f"Lag börjar gälla: {named}{others}"


def _delivery(view: View) -> list[tuple[date, str]]:
    """The day on which the latest facts came in."""
    deliveries = view.reader.deliveries().sort("taken_in_at")
    if deliveries.is_empty():
        return []
    row = deliveries.row(-1, named=True)
    words = f"Senaste leveransen kom, med underlag till och med {row['observed_until']}"
    return [(row["taken_in_at"].date(), words)]
