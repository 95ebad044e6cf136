"""How a change is refused: a sentence fit to be shown, which says what to do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from data.models.codes import Code
from data.personal_numbers import could_be_personal_number


class RefusedError(Exception):
    """A change can't be made. The message, in Swedish, names the field and what to do."""


@dataclass(frozen=True)
class Theirs:
    """What somebody else saved, for the viewer to compare with their own.

    `said`: field -> its value, as stored. `by` and `at`: who and when; None for a command, and
    where the store does not keep them.
    """

    by: str | None
    at: datetime | None
    said: Mapping[str, Any]


class ConflictError(Exception):
    """Somebody else saved first. Carries what they saved, if known, and the version it made.

    `what` names the thing in the sentence, in two forms: "samma punkt" and "Punkten".
    """

    def __init__(
        self,
        theirs: Theirs | None,
        version: int,
        what: tuple[str, str] = ("samma punkt", "Punkten"),
    ):
        same, it = what
        who = f"{theirs.by} sparade {same}" if theirs and theirs.by else f"{it} ändrades"
        super().__init__(f"{who} medan du skrev.")
        self.theirs = theirs
        self.version = version


LONGEST_TEXT = 2_000
UNSEEN = r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]"  # control signs, lone surrogates


def demand_valid(
    connection: Connection, codes: type[Code], code: str | None, on: date, field: str
) -> None:
    """RefusedError for a code that the list does not have on that day. None is accepted."""
    holds = codes.valid_until.is_(None) | (codes.valid_until > on)
    valid = connection.scalars(select(codes.code).where(codes.valid_from <= on, holds))
    if code is not None and code not in set(valid):
        raise RefusedError(f"{field}: värdet finns inte att välja.")


def clean_text(text: str | None, field: str, about: str = "punkten") -> str | None:
    """Text as typed, without space around it; None when nothing is left.

    RefusedError for text that is too long, has control characters, or has anything that could be a
    personal number. `about`: the subject of the field, for the message.
    """
    kept = (text or "").strip()
    if len(kept) > LONGEST_TEXT:
        raise RefusedError(f"{field}: korta texten till högst {LONGEST_TEXT} tecken.")
    if re.search(UNSEEN, kept):
        raise RefusedError(f"{field}: texten har osynliga styrtecken. Skriv om den för hand.")
    if could_be_personal_number(kept):
        raise RefusedError(
            f"{field}: texten har något som kan läsas som ett personnummer. Ta bort det. "
            f"Skriv om {about}, aldrig om en enskild person."
        )
    return kept or None
