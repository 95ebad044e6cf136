"""Changes to action plans."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from data.actions.refusals import ConflictError, RefusedError, Theirs, clean_text, demand_valid
from data.clock import STOCKHOLM
from data.models.codes import PointJudgement, PointStatus
from data.models.organisation import Forum, User
from data.models.plans import ActionPlan, ActionPoint, StatusUpdate
from data.people.rights import SET_STATUS, NotAllowedError, Viewer
from data.store import writing
from data.store.log import record

NOT_STARTED = "not_started"


def set_status(
    engine: Engine,
    by: Viewer,
    *,
    point_id: int,
    version: int,
    status: str,
    judgement: str | None = None,
    needs: str | None = None,
    next_step: str | None = None,
    note: str | None = None,
    done_on: date | None = None,
    evidence: str | None = None,
) -> int:
    """Set how a point stands; return the point's new version.

    `version` is the one that the viewer was shown. NotAllowedError without the right to the point's
    unit; ConflictError, with what was saved, when somebody else has saved since; RefusedError,
    naming the field, for an unknown status or judgement, a judgement at_risk or blocked without
    what is needed, done without a day (today or earlier) or without a note or evidence, or text
    that could hold a personal number.
    """
    texts = {
        "needs": clean_text(needs, "Vad behövs"),
        "next_step": clean_text(next_step, "Nästa steg"),
        "note": clean_text(note, "Notering"),
        "evidence": clean_text(evidence, "Underlag"),
    }
    with writing(engine) as connection:
        point = _point(connection, by, point_id)
        moment = _moment(connection, point)
        done_on = done_on if status == "done" else None
        standing = {"status": status, "judgement": judgement, "done_on": done_on, **texts}
        _demand_sayable(connection, standing, moment.astimezone(STOCKHOLM).date())
        before = _latest(connection, point_id)
        if point["version"] != version:
            raise ConflictError(_theirs(before) if before else None, point["version"])
        connection.execute(
            insert(StatusUpdate).values(
                point_id=point_id, by_user_id=by.user_id, at=moment, **standing
            )
        )
        _raise_version(connection, point_id, version)
        record(
            connection,
            by=by.user_id,
            action="satte status på en punkt",
            what="status_updates",
            areas=("plans",),
            forum_id=by.forum_id,
            which=point_id,
            before=None if before is None else {name: before[name] for name in standing},
            after=standing,
        )
    return version + 1


def undo_status(engine: Engine, by: Viewer, *, point_id: int, version: int) -> int:
    """Undo the viewer's own update of a point, if it is the latest; return the new version.

    Nothing is removed: the update before it is written again, with the number of the one undone.
    NotAllowedError without the right to the point's unit; ConflictError when somebody else has
    saved since; RefusedError when the latest update is somebody else's, or there is none.
    """
    with writing(engine) as connection:
        point = _point(connection, by, point_id)
        last = _latest(connection, point_id)
        if point["version"] != version:
            raise ConflictError(_theirs(last) if last else None, point["version"])
        if last is None or last["by_user_id"] != by.user_id:
            raise RefusedError("Du har inget eget att ångra: någon annan har sagt det senaste.")
        before = _latest(connection, point_id, before=last["seq"])
        names = ("status", "judgement", "needs", "next_step", "note", "done_on", "evidence")
        standing = {name: before[name] if before else None for name in names}
        standing["status"] = standing["status"] or NOT_STARTED
        moment = _moment(connection, point)
        row = {"point_id": point_id, "by_user_id": by.user_id, "at": moment, "undoes": last["seq"]}
        connection.execute(insert(StatusUpdate).values(**row, **standing))
        _raise_version(connection, point_id, version)
        record(
            connection,
            by=by.user_id,
            action="ångrade en status på en punkt",
            what="status_updates",
            areas=("plans",),
            forum_id=by.forum_id,
            which=point_id,
            before={name: last[name] for name in standing},
            after=standing,
        )
    return version + 1


def _raise_version(connection: Connection, point_id: int, version: int) -> None:
    this_point = ActionPoint.point_id == point_id
    connection.execute(update(ActionPoint).where(this_point).values(version=version + 1))


def _point(connection: Connection, by: Viewer, point_id: int) -> Mapping[Any, Any]:
    """The point with its forum's day; NotAllowedError unless the viewer may set its status.

    On Postgres the row is locked until the transaction ends; on SQLite the whole store is.
    """
    rows = connection.execute(
        select(
            ActionPoint.version,
            ActionPoint.responsible_unit_id,
            Forum.as_of,
        )
        .join(ActionPlan, ActionPlan.plan_id == ActionPoint.plan_id)
        .join(Forum, Forum.forum_id == ActionPlan.forum_id)
        .where(ActionPoint.point_id == point_id, ActionPlan.forum_id == by.forum_id)
        .with_for_update(of=ActionPoint)
    )
    point = rows.mappings().one_or_none()
    if point is None:
        raise RefusedError("Punkten finns inte i den här styrgruppens handlingsplaner.")
    if not by.may(SET_STATUS, point["responsible_unit_id"]):
        raise NotAllowedError(
            "Din roll ger inte rätt att ändra den här punkten. Det kan den enhet som ansvarar för "
            "den, och styrgruppens utvecklingsledare."
        )
    return {**point, "point_id": point_id}


def _moment(connection: Connection, point: Mapping[Any, Any]) -> datetime:
    """Now, or the time now on a demonstration's own day; never before the point's last update."""
    now = _now()
    if point["as_of"]:
        now = datetime.combine(point["as_of"], now.timetz())
    now = now.astimezone(UTC)
    last = _latest(connection, point["point_id"])
    return max(now, last["at"]) if last else now


def _now() -> datetime:
    """The time in Stockholm: late in the evening the day is another than in UTC."""
    return datetime.now(STOCKHOLM)


def _latest(connection: Connection, point_id: int, before: int | None = None) -> RowMapping | None:
    """The last update of a point, or the last one before another of its updates."""
    earlier = [StatusUpdate.seq < before] if before is not None else []
    rows = connection.execute(
        select(*StatusUpdate.__table__.c, User.display_name)
        .join(User, User.user_id == StatusUpdate.by_user_id)
        .where(StatusUpdate.point_id == point_id, *earlier)
        .order_by(StatusUpdate.at.desc(), StatusUpdate.seq.desc())
        .limit(1)
    )
    return rows.mappings().one_or_none()


def _theirs(update: RowMapping) -> Theirs:
    names = ("status", "judgement", "needs", "next_step", "note")
    return Theirs(update["display_name"], update["at"], {name: update[name] for name in names})


def _demand_sayable(connection: Connection, standing: dict, today: date) -> None:
    demand_valid(connection, PointStatus, standing["status"], today, "Status")
    if standing["judgement"] is not None:
        demand_valid(connection, PointJudgement, standing["judgement"], today, "Bedömning")
        needs_help = connection.scalar(
            select(PointJudgement.needs_help).where(PointJudgement.code == standing["judgement"])
        )
        if needs_help and not standing["needs"]:
            raise RefusedError("Vad behövs: skriv vad som behövs, och av vem.")
    if standing["status"] != "done":
        return
    if standing["done_on"] is None:
        raise RefusedError("Klar den: ange vilken dag punkten blev klar.")
    if standing["done_on"] > today:
        raise RefusedError("Klar den: dagen ligger i framtiden. Ange en dag som har varit.")
    if not standing["note"] and not standing["evidence"]:
        raise RefusedError(
            "Notering: skriv vad som blev gjort, eller ange ett underlag, för att sätta Klar."
        )
