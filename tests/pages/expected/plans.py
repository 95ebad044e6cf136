"""Handlingsplaner: the points as a list, as a board and on a timeline."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.pages.expected.groups import NARROW, day_in_words
from tests.pages.numbers import Claim, same_as
from tests.pages.read import Piece
from tests.pages.truth import Truth

ADDRESSES = {"handlingsplaner": {}, "tidslinje": {"vy": "Tidslinje"}}
MORE = ({"vy": "Tavla"},)
EMPTY = "Styrgruppen har ingen handlingsplan ännu. Utvecklingsledaren lägger"
STATUSES = {
    "Ej påbörjad": "not_started",
    "Pågår": "in_progress",
    "Klar": "done",
    "Avbruten": "cancelled",
}


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of the page of plans."""
    points = place.points(place.as_of)
    outcomes = place.rows(
        "SELECT o.text FROM expected_outcomes o JOIN action_plans USING (plan_id) "
        "WHERE forum_id = :f",
        f=place.forum_id,
    )
    return (
        Claim(r"p\.lb-first", "", lambda *_: sentence(points)),
        same_as(r"p\.lb-under", [title for title, _, _ in _plans(place)]),
        Claim(r"p\.lb-under", "^beslutad", lambda *_: [day for _, day, _ in _plans(place)]),
        Claim(r"p\.lb-under", "^läget", lambda *_: str(place.as_of)),
        Claim(r"p\.lb-under lb-after", "Källa: ", lambda *_: [s or "" for *_, s in _plans(place)]),
        same_as("li", [text for (text,) in outcomes]),
        Claim(r"button\.(row|card)_point_.*", r"^(\d+) ", lambda m, p: _row(points, m[1], p)),
        Claim("h2", f"^({'|'.join(STATUSES)}) ", lambda m, _: str(_in(points, STATUSES[m[1]]))),
        Claim("p|chart", "på tidslinjen", lambda *_: _timeline(place, points)),
        Claim("p.lb-small", "^Utan dag", lambda *_: _undated(points)),
        Claim("row", r"^\d+ \| (.*?) \|", lambda m, _: _table_row(place, points, m[1])),
        *of_plans(place),
    )


def of_plans(place: Truth) -> tuple[Claim, ...]:
    """A plan's bar, its sentence and what stands by it."""
    points = place.points(place.as_of)
    return (
        Claim("div@aria-label", "av .* punkt", lambda *_: sentence(points)),
        Claim(r"div\.lb-bar", "", lambda *_: _bar(points)),
        Claim(r"li\.lb-key", r"^(\D+) ", lambda m, _: str(_parts(points)[m[1].strip()])),
        Claim(r"p\.lb-under lb-after", "av .* punkt", lambda *_: _with_next(place, points)),
        Claim("h2", "beslutad ", lambda *_: [f"{t} {day}" for t, day, _ in _plans(place)]),
    )


def sentence(points: list[dict]) -> str:
    """How many are done of how many, are late, are silent and are nobody's."""
    many = [sum(bool(point[name]) for point in points) for name in ("overdue", "stale", "unowned")]
    return f"{_in(points, 'done')} av {len(points)} " + " ".join(str(n) for n in many if n)


def late(point: dict) -> str:
    """The days that a row says: late, or silent where it is neither late nor nobody's."""
    if point["overdue"]:
        return str(point["overdue"])
    return str(point["stale"]) if point["stale"] and not point["unowned"] else ""


def _plans(place: Truth) -> list[tuple]:
    return place.rows(
        "SELECT title, decided_on, source FROM action_plans WHERE forum_id = :f", f=place.forum_id
    )


def _in(points: list[dict], status: str) -> int:
    return sum(point["status"] == status for point in points)


def _parts(points: list[dict]) -> dict[str, int]:
    """Every point in one part of the bar only."""
    started = sum(p["status"] == "in_progress" and not p["overdue"] for p in points)
    overdue = sum(bool(point["overdue"]) for point in points)
    not_begun = sum(p["status"] == "not_started" and not p["overdue"] for p in points)
    return {
        "Klara": _in(points, "done"),
        "Pågår, ej försenade": started,
        "Försenade": overdue,
        "Ej påbörjade, ej försenade": not_begun,
        "Avbrutna": _in(points, "cancelled"),
    }


def _bar(points: list[dict]) -> str:
    return " ".join(str(n) for n in _parts(points).values() if n and n >= NARROW * len(points))


def _row(points: list[dict], number: str, piece: Piece) -> list[str]:
    """A point's row or card: number, title, who, by when, how late."""
    key = int(piece.kind.rsplit("_", 1)[-1])
    return [
        f"{p['number']} {p['title']} {p['function'] or ''} {p['due_on'] or ''} {late(p)}"
        for p in points
        if p["point_id"] == key
    ]


def _timeline(place: Truth, points: list[dict]) -> str:
    dated = [point for point in points if point["due_on"]]
    overdue = sum(bool(point["overdue"]) for point in dated)
    return f"{len(dated)} varav {overdue} {day_in_words(place.as_of)}"


def _undated(points: list[dict]) -> str:
    return " ".join(point["title"] for point in points if not point["due_on"])


def _with_next(place: Truth, points: list[dict]) -> str:
    """The sentence, and the points that fall due within two weeks."""
    last = place.as_of + timedelta(days=14)
    soon = [
        p
        for p in points
        if p["status"] not in ("done", "cancelled")
        and p["due_on"]
        and place.as_of <= date.fromisoformat(p["due_on"]) <= last
    ]
    soon.sort(key=lambda p: (p["due_on"], p["number"]))
    named = " ".join(f"{p['number']} {p['title']} ({p['due_on']})" for p in soon)
    return f"{sentence(points)} {f'Förfaller inom 14 dagar: {named}' if soon else ''}"


def _table_row(place: Truth, points: list[dict], title: str) -> list[str]:
    return [
        f"{p['number']} {p['title']} {p['function'] or ''} {p['starts_on'] or ''} {p['due_on'] or ''} "
        f"{late(p)} {said.get('next_step') or ''} {moment(said.get('at'))}"
        for p in points
        if p["title"] == title and (said := place.said_last(p["point_id"])) is not None
    ]


def moment(at: str | None) -> str:
    if at is None:
        return ""
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("UTC"))
    return f"{moment.astimezone(ZoneInfo('Europe/Stockholm')):%Y-%m-%d %H %M}"
