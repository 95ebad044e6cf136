"""From which period a figure's limits are recalculated, and the reason given for it."""

from datetime import date

from sqlalchemy import Connection, Engine, insert, select, update

from data.actions.figures.demands import (
    cadence_of,
    demand_day,
    demand_first_of_period,
    demand_followed,
    demand_right,
    kind_of,
    row_of,
    take_turn,
    text_of_figure,
)
from data.actions.refusals import ConflictError, RefusedError
from data.clock import STOCKHOLM
from data.models.figures import Rebase
from data.people.rights import Viewer
from data.store import new_id, writing
from data.store.log import record

WHAT = ("samma omräkning", "Omräkningen")


def set_rebase(
    engine: Engine, by: Viewer, *, figure: str, unit_id: int | None, period: date, reason: str
) -> int:
    """Recalculate a figure's limits from a period on; return the rebase's id.

    With `unit_id` None it concerns the row of all units together, and no single unit.
    NotAllowedError without the right; RefusedError, naming the field, for an unknown figure, a unit
    that is not followed, a day that no period begins on or that is in the future, no reason, or a
    period from which the limits are already recalculated.
    """
    demand_right(by, "räkna om gränser")
    why = text_of_figure(reason, "Skäl")
    demand_day(period, "Från period")
    if why is None:
        raise RefusedError("Skäl: skriv vad som har ändrats, så att andra förstår det senare.")
    with writing(engine) as connection:
        moment = take_turn(connection, by.forum_id)
        kind_of(connection, by.forum_id, figure)
        demand_followed(connection, by.forum_id, unit_id)
        demand_first_of_period(period, cadence_of(connection, by.forum_id, figure), "Från period")
        if period > moment.astimezone(STOCKHOLM).date():
            raise RefusedError("Från period: den har inte börjat. Välj en som har börjat.")
        _demand_new(connection, by.forum_id, figure, unit_id, period)
        rebase = {"figure": figure, "unit_id": unit_id, "period": period, "reason": why}
        row = {"forum_id": by.forum_id, "by_user_id": by.user_id, "at": moment, "version": 1}
        made = connection.execute(insert(Rebase).values(**row, **rebase))
        rebase_id = new_id(made)
        record(
            connection,
            by=by.user_id,
            action="räknade om gränser",
            what="rebases",
            areas=("figures",),
            forum_id=by.forum_id,
            which=rebase_id,
            after=rebase,
        )
    return rebase_id


def withdraw_rebase(engine: Engine, by: Viewer, *, rebase_id: int, version: int) -> int:
    """Withdraw a rebase; return its new version. The row stays, with who made it and why.

    NotAllowedError without the right; RefusedError for one that does not exist or is already
    withdrawn; ConflictError when somebody else has saved since.
    """
    demand_right(by, "ta tillbaka en omräkning")
    with writing(engine) as connection:
        moment = take_turn(connection, by.forum_id)
        this_rebase = (Rebase.rebase_id == rebase_id, Rebase.forum_id == by.forum_id)
        now = row_of(connection, Rebase, *this_rebase)
        if now is None:
            raise RefusedError("Omräkning: den finns inte i den här styrgruppen.")
        if now["version"] != version:
            raise ConflictError(None, now["version"], WHAT)
        if now["withdrawn_at"] is not None:
            raise RefusedError("Omräkning: den är redan tillbakatagen.")
        connection.execute(
            update(Rebase).where(*this_rebase).values(withdrawn_at=moment, version=version + 1)
        )
        record(
            connection,
            by=by.user_id,
            action="tog tillbaka en omräkning av gränser",
            what="rebases",
            areas=("figures",),
            forum_id=by.forum_id,
            which=rebase_id,
            before={name: now[name] for name in ("figure", "unit_id", "period", "withdrawn_at")},
            after={"withdrawn_at": moment},
        )
    return version + 1


def _demand_new(
    connection: Connection, forum_id: int, figure: str, unit_id: int | None, period: date
) -> None:
    of_unit = Rebase.unit_id.is_(None) if unit_id is None else Rebase.unit_id == unit_id
    same = (Rebase.forum_id == forum_id, Rebase.figure == figure, Rebase.period == period)
    live = select(Rebase.rebase_id).where(*same, of_unit, Rebase.withdrawn_at.is_(None))
    if connection.scalar(live) is not None:
        raise RefusedError("Från period: gränserna räknas redan om därifrån. Välj en annan.")
