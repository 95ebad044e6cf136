"""Units as files name them: in whatever letters, and with their party where a name is several's."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import Connection, select

from data.models.organisation import ForumUnit, Party, Unit

UNSEEN = {"Cc", "Cf"}  # control characters and signs that are not drawn


def as_read(text: str) -> str:
    """A name as it is read: without signs that are not seen, each letter and space in one way."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in UNSEEN)


def followed_units(connection: Connection, forum_id: int) -> Mapping[str, int]:
    """Name in small letters -> id of each unit that a steering group follows.

    Each stands by its name with its party, 'unga vuxna, jobbtorget', and by its name alone where no
    other has it.
    """
    rows = connection.execute(
        select(Unit.unit_id, Unit.name, Party.name)
        .join(ForumUnit, ForumUnit.unit_id == Unit.unit_id)
        .join(Party, Party.party_id == Unit.party_id)
        .where(ForumUnit.forum_id == forum_id)
    )
    named = [
        (name.casefold(), unit_id)
        for unit_id, unit, party in rows
        for name in (unit, f"{unit}, {party}")
    ]
    times = Counter(name for name, _ in named)
    return {name: unit_id for name, unit_id in named if times[name] == 1}
