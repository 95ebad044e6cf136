"""What a steering group says of each statistic: whether it exists, who gets it, and by when."""

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
    """Say how it is with one statistic; gives the entry's version.

    `figure` is a figure's key, or the number of one that is asked for; `version` the one that the
    viewer had before their eyes, 0 while nobody has said anything. NotAllowedError without the
    right; RefusedError, naming the field, for an unknown statistic or standing, a day that nobody
    can have meant, or one that is to be produced without an owner or a day; ConflictError, with
    theirs, when somebody saved since.
    """
    demand_right(by, "ändra indikatorinventeringen")
    said = {"standing": standing, "owner": text_of_figure(owner, "Ägare"), "due_on": due_on}
    said["note"] = text_of_figure(note, "Anmärkning")
    if due_on is not None:
        demand_day(due_on, "Klart senast")
    if standing == TO_BE_MADE and said["owner"] is None:
        raise RefusedError("Ägare: skriv vilken funktion som tar fram underlaget.")
    if standing == TO_BE_MADE and due_on is None:
        raise RefusedError("Klart senast: välj en dag då underlaget ska finnas.")
    with writing(engine) as connection:
        moment = take_turn(connection, by.forum_id)
        demand_statistic(connection, by.forum_id, figure)
        today = moment.astimezone(STOCKHOLM).date()
        demand_valid(connection, FigureStanding, standing, today, "Läge")
        mine = (InventoryEntry.forum_id == by.forum_id, InventoryEntry.figure == figure)
        now = row_of(connection, InventoryEntry, *mine)
        if (now["version"] if now else 0) != version:
            theirs = theirs_of(connection, now, SAID, by="by_user_id") if now else None
            raise ConflictError(theirs, now["version"] if now else 0, WHAT)
        row = {**said, "by_user_id": by.user_id, "version": version + 1}
        if now is None:
            new = insert(InventoryEntry).values(forum_id=by.forum_id, figure=figure, **row)
            which = new_id(connection.execute(new))
        else:
            connection.execute(update(InventoryEntry).where(*mine).values(**row))
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
            after={"figure": figure, **said},
        )
    return version + 1
