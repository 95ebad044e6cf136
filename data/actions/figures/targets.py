"""Changes to the targets of figures."""

from datetime import date
from math import isfinite

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from data.actions.figures.demands import (
    demand_day,
    demand_followed,
    demand_right,
    kind_of,
    row_of,
    take_turn,
    text_of_figure,
    theirs_of,
)
from data.actions.refusals import ConflictError, RefusedError
from data.models.figures import Target
from data.people.rights import Viewer
from data.store import new_id, writing
from data.store.log import record

WHAT = ("samma mål", "Målet")
SAID = ("value", "valid_from", "valid_until", "decision")


def set_target(
    engine: Engine,
    by: Viewer,
    *,
    figure: str,
    unit_id: int | None,
    value: float,
    valid_from: date,
    decision: str,
    version: int = 0,
) -> int:
    """Set what a figure is to reach from a day on; return the target's new version.

    The target in force on that day ends there, and the new one holds until the next begins. A
    target that begins on that very day is changed instead; `version` is the one that the viewer was
    shown, 0 for none. NotAllowedError without the right; RefusedError, naming the field, for an
    unknown figure, a unit that is not followed, a share outside 0–1, a change below -1 or another
    value below 0, a day out of bounds, or no decision; ConflictError, with what was saved, when
    somebody else has saved a target for that day since.
    """
    demand_right(by, "sätta mål")
    decided = text_of_figure(decision, "Beslut")
    demand_day(valid_from, "Gäller från")
    if decided is None:
        raise RefusedError("Beslut: skriv var målet är beslutat, till exempel mötets dag.")
    with writing(engine) as connection:
        take_turn(connection, by.forum_id)
        _demand_reachable(value, kind_of(connection, by.forum_id, figure))
        demand_followed(connection, by.forum_id, unit_id)
        targets = _targets(connection, by.forum_id, figure, unit_id)
        now = next((row for row in targets if row["valid_from"] == valid_from), None)
        if (now["version"] if now else 0) != version:
            raise _conflict(connection, now)
        content = {"value": value, "decision": decided, "set_by_user_id": by.user_id}
        row = {"valid_from": valid_from, **content}
        if now is None:
            held = next((r for r in targets if _holds(r, valid_from)), None)
            _end(connection, held, valid_from)
            row |= {"valid_until": _next_begins(targets, valid_from), "unit_id": unit_id}
            made = connection.execute(
                insert(Target).values(forum_id=by.forum_id, figure=figure, version=1, **row)
            )
            which, before = new_id(made), held
        else:
            which, before = now["target_id"], now
            changed = update(Target).where(Target.target_id == which)
            connection.execute(changed.values(**content, version=version + 1))
        record(
            connection,
            by=by.user_id,
            action="satte ett mål",
            what="targets",
            areas=("figures",),
            forum_id=by.forum_id,
            which=which,
            before=before and {name: before[name] for name in SAID},
            after={"figure": figure, "unit_id": unit_id, **row},
        )
    return version + 1


def end_target(
    engine: Engine, by: Viewer, *, target_id: int, valid_until: date, version: int
) -> int:
    """End a target, so that it no longer holds on a day or later; return its new version.

    NotAllowedError without the right; RefusedError for a target that does not exist, a day on or
    before its first, or one on or after the day it already ends; ConflictError when somebody else
    has saved since.
    """
    demand_right(by, "avsluta mål")
    demand_day(valid_until, "Gäller inte längre från")
    with writing(engine) as connection:
        take_turn(connection, by.forum_id)
        this_target = (Target.target_id == target_id, Target.forum_id == by.forum_id)
        now = row_of(connection, Target, *this_target)
        if now is None:
            raise RefusedError("Mål: det finns inte i den här styrgruppen.")
        if now["version"] != version:
            raise _conflict(connection, now)
        if valid_until <= now["valid_from"]:
            raise RefusedError(
                f"Gäller inte längre från: välj en dag efter {now['valid_from']}, då målet började "
                "gälla. Var målet fel från början: sätt ett nytt med samma dag."
            )
        if now["valid_until"] is not None and valid_until >= now["valid_until"]:
            raise RefusedError(
                f"Gäller inte längre från: målet slutade gälla redan {now['valid_until']}. "
                "Välj en tidigare dag."
            )
        connection.execute(
            update(Target).where(*this_target).values(valid_until=valid_until, version=version + 1)
        )
        record(
            connection,
            by=by.user_id,
            action="avslutade ett mål",
            what="targets",
            areas=("figures",),
            forum_id=by.forum_id,
            which=target_id,
            before={"valid_until": now["valid_until"]},
            after={"valid_until": valid_until},
        )
    return version + 1


def _demand_reachable(value: float, kind: str) -> None:
    if not isfinite(value):
        raise RefusedError("Mål: skriv ett tal.")
    if kind == "share" and not 0 <= value <= 1:
        raise RefusedError("Mål: en andel ligger mellan 0 och 100 %. Skriv ett tal däremellan.")
    least = -1 if kind == "change" else 0  # nothing can fall by more than all of it
    if value < least:
        raise RefusedError(
            "Mål: det kan inte vara mindre än −100 %. Skriv ett större tal."
            if least
            else "Mål: det kan inte vara mindre än 0. Skriv ett större tal."
        )


def _targets(
    connection: Connection, forum_id: int, figure: str, unit_id: int | None
) -> list[RowMapping]:
    """All targets of a figure, for one unit or (None) for all together, by their first day."""
    of_unit = Target.unit_id.is_(None) if unit_id is None else Target.unit_id == unit_id
    this_figure = (Target.forum_id == forum_id, Target.figure == figure, of_unit)
    rows = connection.execute(
        select(*Target.__table__.c).where(*this_figure).order_by(Target.valid_from)
    )
    return list(rows.mappings())


def _holds(row: RowMapping, day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_until"] is None or day < row["valid_until"])


def _end(connection: Connection, held: RowMapping | None, day: date) -> None:
    """End the target that is in force on a day, on that day; nothing when there is none."""
    if held is None:
        return
    this_target = Target.target_id == held["target_id"]
    ended = {"valid_until": day, "version": held["version"] + 1}
    connection.execute(update(Target).where(this_target).values(**ended))


def _next_begins(targets: list[RowMapping], day: date) -> date | None:
    return next((row["valid_from"] for row in targets if row["valid_from"] > day), None)


def _conflict(connection: Connection, now: RowMapping | None) -> ConflictError:
    if now is None:
        return ConflictError(None, 0, WHAT)
    theirs = theirs_of(connection, now, SAID, by="set_by_user_id")
    return ConflictError(theirs, now["version"], WHAT)
