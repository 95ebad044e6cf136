"""Behörighet och logg: the members and the settings as their keeper, the log as its reviewer."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.actions.settings import KNOWN
from metrics.periods import add_months
from tests.pages.numbers import Claim, same_as
from tests.pages.read import Piece
from tests.pages.truth import Truth
from tests.pages.truth_of_figures import in_words

_ADMIN = {"som": "administratör"}

ADDRESSES = {"behorighet": _ADMIN, "installningar": _ADMIN | {"del": "Inställningar"}}
MORE = ({"som": "loggranskare"},)
EMPTY = "personer har en roll i styrgruppen"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MOST_LINES = 200


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of the members, of the settings with the law, and of the log."""
    today = datetime.now(STOCKHOLM).date()
    law = place.rows("SELECT short, label, valid_from FROM legal_bases")
    return (
        Claim("p.lb-first", "personer har en roll", lambda *_: in_words(_members(place))),
        Claim("p.lb-under", "^Läget", lambda *_: str(today)),
        Claim("p.lb-first", "inställningar", lambda *_: str(len(KNOWN))),
        Claim("tr", "", lambda _, p: _setting(p), "^Inställning"),
        Claim("h2", "^Lagrum", lambda *_: str(today)),
        Claim("tr", "", lambda *_: [" ".join(row) for row in law], "^Lagrum$"),
        same_as(".*", [short for short, *_ in law]),
        Claim("option.*", "§", lambda *_: [short for short, *_ in law]),
        Claim("p.lb-first", "har .* rad", lambda *_: f"{today.year} {_lines(place, today)}"),
        Claim("caption.*|body.*", "^Här visas", lambda *_: f"{MOST_LINES}"),
        Claim("row", "", lambda _, p: _line(place, p), "^När "),
        Claim("option.*", r"^\S+ \d{4}$", lambda _, p: _month(p, today)),
    )


def _members(place: Truth) -> int:
    return place.one(
        "SELECT count(DISTINCT user_id) FROM role_grants WHERE forum_id = :f "
        "AND valid_from <= date('now') AND (valid_until IS NULL OR valid_until > date('now'))",
        f=place.forum_id,
    )


def _setting(piece: Piece) -> str | None:
    label = piece.words.split(" | ")[0]
    known = [each for each in KNOWN.values() if each.label == label]
    return f"{label} {known[0].said(known[0].delivered)}" if known else None


def _lines(place: Truth, today) -> int:
    return place.one(
        "SELECT count(*) FROM access_log WHERE forum_id = :f AND date(at) >= :first",
        f=place.forum_id,
        first=today.replace(day=1).isoformat(),
    )


def _line(place: Truth, piece: Piece) -> list[str]:
    """A line of the log: when, what, how many rows."""
    lines = place.rows(
        "SELECT at, what, rows FROM access_log WHERE forum_id = :f", f=place.forum_id
    )
    return [
        f"{_moment(at)} {what or ''} {rows if rows is not None else ''}" for at, what, rows in lines
    ]


def _moment(at: str) -> str:
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo("UTC")).astimezone(STOCKHOLM)
    return f"{moment:%Y-%m-%d %H %M}"


def _month(piece: Piece, today: date) -> str:
    """The year of a month of the log: the latest is first."""
    return str(add_months(today, -piece.place).year)
