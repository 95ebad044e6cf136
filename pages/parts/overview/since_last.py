"""What has changed since the steering group last met, in words."""

import re
from datetime import date, datetime, time

import polars as pl

from metrics.change import since
from metrics.plans import standing
from pages.parts import sv
from pages.parts.figures.reading.changes import real_changes_in_words
from pages.parts.figures.reading.judging import settled_before
from pages.parts.figures.reading.reading import Reading
from pages.parts.groups.standings import Standing
from pages.parts.markup import text
from pages.parts.words import STATUS, VARIATION, State
from pages.view import View

_SHAPE = {"what": pl.String, "which": pl.String, "value": pl.String}
DELIVERED = State("", "+", "grey")
UNJUDGED = {"too_few", "sparse", "hidden", "nothing"}
VERDICTS = {"orange": "försämring", "purple": "förändring", "blue": "förbättring"}


def changes(
    view: View, standings: list[Standing], followed: list[Reading], others: list[Reading]
) -> list[tuple[State, str]]:
    """What differs between the last meeting and now, as rows of sign and HTML.

    Figures that are followed one by one; the others counted in one row.
    """
    met = view.forum.last_met_on
    if met is None:
        return []
    then = [*_statuses(view, met), *_remaining(standings, met), *_before(view, followed, met)]
    now = [*_statuses(view, view.on), *_remaining(standings, None), *_verdicts(followed)]
    frames = (pl.DataFrame(rows, schema=_SHAPE, orient="row") for rows in (then, now))
    of_group = {standing_.name: standing_ for standing_ in standings}
    rows = sorted(since(*frames).to_dicts(), key=lambda row: _place(row, of_group))
    differences = [_said(row, of_group) for row in rows]
    return differences + _others(view, others, met) + _deliveries(view, met)


def _place(row: dict, of_group: dict[str, Standing]) -> tuple[int, int, str]:
    """Groups first, real before examples; then points by number; then figures."""
    example = row["which"] in of_group and of_group[row["which"]].group["is_example"]
    number = re.match(r"\d+", row["which"]) if row["what"] == "punkt" else None
    what = ("grupp", "punkt", "nyckeltal").index(row["what"])
    return what, int(example) or int(number[0] if number else 0), row["which"]


def _statuses(view: View, day: date) -> list[tuple[str, str, str]]:
    stood = standing(view.points(), view.reader.updates(), day)
    return [
        ("punkt", f"{number} {title}", status)
        for number, title, status in stood.select("number", "title", "status").rows()
    ]


def _remaining(standings: list[Standing], day: date | None) -> list[tuple[str, str, str]]:
    rows = []
    for standing_ in standings:
        counts = {on: count for on, count in standing_.then.items() if day is None or on <= day}
        if counts and counts[max(counts)] is not None:
            rows.append(("grupp", standing_.name, str(counts[max(counts)])))
    return rows


def _before(view: View, readings: list[Reading], met: date) -> list[tuple[str, str, str]]:
    judged = [reading for reading in readings if reading.chart is not None]
    return [
        ("nyckeltal", reading.figure.title, settled_before(view, reading.figure, met).variation)
        for reading in judged
    ]


def _verdicts(readings: list[Reading]) -> list[tuple[str, str, str]]:
    judged = [reading for reading in readings if reading.chart is not None]
    return [("nyckeltal", r.figure.title, r.judgement.variation) for r in judged]


def _others(view: View, readings: list[Reading], met: date) -> list[tuple[State, str]]:
    """How many of the other figures have got another verdict than they had, in one row.

    What was not judged then has not changed: it is said what it is judged as now.
    """
    charted = [reading for reading in readings if reading.chart is not None]
    before = [settled_before(view, reading.figure, met).variation for reading in charted]
    moved = [
        (reading, was)
        for reading, was in zip(charted, before, strict=True)
        if VARIATION[was].tone != reading.variation.tone
    ]
    judged = [reading for reading, was in moved if was not in UNJUDGED]
    phrases = real_changes_in_words(judged, noun="")
    now = [reading.variation.tone for reading, was in moved if was in UNJUDGED]
    for tone, word in VERDICTS.items():
        if number := now.count(tone):
            count = sv.count_word(number, "", "", neuter=True).strip()
            phrases.append(f"{count} som inte bedömdes då bedöms nu som {word}")
    if calm := sum(reading.judgement.variation == "normal" for reading in judged):
        back = sv.count_word(calm, "", "", neuter=True).strip()
        phrases.append(f"{back} är tillbaka i normal variation")
    return [(DELIVERED, text(f"Andra nyckeltal: {sv.joined(phrases)}"))] if phrases else []


def _said(row: dict, of_group: dict[str, Standing]) -> tuple[State, str]:
    if row["what"] == "grupp":
        return _group_said(row, of_group[row["which"]])
    return _point_said(row) if row["what"] == "punkt" else _figure_said(row)


def _point_said(row: dict) -> tuple[State, str]:
    state = STATUS[row["after"] or "cancelled"]
    number, _, title = row["which"].partition(" ")
    word = "ny" if row["kind"] == "new" else state.word.lower()
    return state, f"Punkt {text(number)} {word}: {text(title)}"


def _group_said(row: dict, standing_: Standing) -> tuple[State, str]:
    """How many fewer are left; a good sign only where the reasons are known."""
    name = text(row["which"])
    if row["before"] is None:
        return DELIVERED, f"{name} har startat med {sv.number(int(row['after']))} personer"
    before, after = int(row["before"]), int(row["after"])
    word = "färre" if after < before else "fler"
    is_better = after < before and standing_.unknown == 0
    moved = State("", "▼" if after < before else "▲", "blue" if is_better else "grey")
    return (
        moved,
        (
            f"{sv.number(abs(after - before))} {word} kvar i {name} "
            f"({sv.number(before)} → {sv.number(after)})"
        ),
    )


def _figure_said(row: dict) -> tuple[State, str]:
    after = VARIATION[row["after"] or "nothing"]
    before = VARIATION[row["before"] or "nothing"].word.lower()
    return after, f"{text(row['which'])}: {text(before)} → {text(after.word.lower())}"


def _deliveries(view: View, met: date) -> list[tuple[State, str]]:
    after = pl.col("taken_in_at").dt.replace_time_zone(None) > datetime.combine(met, time.max)
    new = view.reader.deliveries().filter(after)["observed_until"].unique().sort()
    return [(DELIVERED, f"Nytt underlag till och med {sv.day(day)}") for day in new.tail(1)]
