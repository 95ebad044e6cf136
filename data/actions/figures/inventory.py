"""A steering group's inventory: whether each statistic exists, who produces it, and by when."""

from datetime import date

from sqlalchemy import Engine, insert, update

from data.actions.figures.demands import (
    demand_day,
    demand_right,
    demand_statistic,
    row_of,
    take_turn,
    text_of_figure,
    theirs_of,
)
from data.actions.refusals import ConflictError, RefusedError, demand_valid
from data.clock import STOCKHOLM
from data.models.codes import FigureStanding
from data.models.figures import InventoryEntry
from data.people.rights import Viewer
from data.store import new_id, writing
from data.store.log import record

WHAT = ("samma rad", "Raden")
SAID = ("standing", "owner", "due_on", "note")
TO_BE_MADE = "to_be_made"


def say_standing(
    engine: Engine,
    by: Viewer,
    *,
    figure: str,
    standing: str,
    version: int,
    owner: str | None = None,
    due_on: date | None = None,
    note: str | None = None,
) -> int:
    """Record how things stand with one statistic; return the entry's new version.

    `figure` is a figure's key, or the number of one that is wanted. `version` is the one that the
    viewer was shown, 0 if there was no entry. NotAllowedError without the right; RefusedError,
    naming the field, for an unknown statistic or standing, a day out of bounds, or a statistic to
    be produced without an owner or a day; ConflictError, with what was saved, when somebody else
    has saved since.
    """
    demand_right(by, "ändra indikatorinventeringen")
    entry = {"standing": standing, "owner": text_of_figure(owner, "Ägare"), "due_on": due_on}
    entry["note"] = text_of_figure(note, "Anmärkning")
    if due_on is not None:
        demand_day(due_on, "Klart senast")
    if standing == TO_BE_MADE and entry["owner"] is None:
        raise RefusedError("Ägare: skriv vilken funktion som tar fram underlaget.")
    if standing == TO_BE_MADE and due_on is None:
        raise RefusedError("Klart senast: välj en dag då underlaget ska finnas.")
    with writing(engine) as connection:
        moment = take_turn(connection, by.forum_id)
        demand_statistic(connection, by.forum_id, figure)
        today = moment.astimezone(STOCKHOLM).date()
        demand_valid(connection, FigureStanding, standing, today, "Läge")
        this_entry = (InventoryEntry.forum_id == by.forum_id, InventoryEntry.figure == figure)
        now = row_of(connection, InventoryEntry, *this_entry)
        if (now["version"] if now else 0) != version:
            theirs = theirs_of(connection, now, SAID, by="by_user_id") if now else None
            raise ConflictError(theirs, now["version"] if now else 0, WHAT)
        row = {**entry, "by_user_id": by.user_id, "version": version + 1}
        if now is None:
            new = insert(InventoryEntry).values(forum_id=by.forum_id, figure=figure, **row)
            which = new_id(connection.execute(new))
        else:
            connection.execute(update(InventoryEntry).where(*this_entry).values(**row))
            which = now["entry_id"]
        record(
            connection,
            by=by.user_id,
            action="sade hur det är med ett underlag",
            what="inventory",
            areas=("figures",),
            forum_id=by.forum_id,
            which=which,
            before=now and {name: now[name] for name in SAID},
            after={"figure": figure, **entry},
        )
    return version + 1
