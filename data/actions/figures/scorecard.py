"""Which figures a steering group has chosen to follow, and which stand on its first page."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data.actions.figures.demands import demand_right, kind_of, row_of, take_turn
from data.actions.refusals import ConflictError, RefusedError, Theirs
from data.models.figures import ChosenFigure, Scorecard
from data.people.rights import Viewer
from data.store import writing
from data.store.log import record

MOST_HEADLINES = 5
WHAT = ("samma val", "Valet")


def choose_figures(
    engine: Engine,
    by: Viewer,
    *,
    figures: Sequence[str],
    headlines: Collection[str],
    version: int,
) -> int:
    """Choose the steering group's figures, in the order given; return the choice's new version.

    `headlines` are those of them that stand on the first page. `version` is the one that the
    viewer was shown, 0 while nothing is chosen. NotAllowedError without the right; RefusedError,
    naming the field, for no figure, an unknown one or one given twice, no headline, more than
    MOST_HEADLINES or one that is not among the figures; ConflictError, with what was saved, when
    somebody else has saved since.
    """
    demand_right(by, "välja styrgruppens nyckeltal")
    _demand_possible(figures, headlines)
    with writing(engine) as connection:
        take_turn(connection, by.forum_id)
        for figure in figures:
            kind_of(connection, by.forum_id, figure)
        now = row_of(connection, Scorecard, Scorecard.forum_id == by.forum_id)
        before = _chosen(connection, by.forum_id)
        if (now["version"] if now else 0) != version:
            raise ConflictError(Theirs(None, None, before), now["version"] if now else 0, WHAT)
        _raise_version(connection, by.forum_id, version)
        connection.execute(delete(ChosenFigure).where(ChosenFigure.forum_id == by.forum_id))
        rows = [
            {"forum_id": by.forum_id, "figure": figure, "rank": rank}
            | {"headline": figure in headlines}
            for rank, figure in enumerate(figures, start=1)
        ]
        connection.execute(insert(ChosenFigure), rows)
        record(
            connection,
            by=by.user_id,
            action="valde styrgruppens nyckeltal",
            what="scorecards",
            areas=("figures",),
            forum_id=by.forum_id,
            which=by.forum_id,
            before=before if now else None,
            after=_chosen(connection, by.forum_id),
        )
    return version + 1


def _demand_possible(figures: Sequence[str], headlines: Collection[str]) -> None:
    if not figures:
        raise RefusedError("Nyckeltal: välj minst ett.")
    if len(set(figures)) < len(figures):
        raise RefusedError("Nyckeltal: samma är valt två gånger. Ta bort det ena.")
    if not 1 <= len(set(headlines)) <= MOST_HEADLINES:
        raise RefusedError(f"På första sidan: välj minst ett och högst {MOST_HEADLINES}.")
    if not set(headlines) <= set(figures):
        raise RefusedError(
            "På första sidan: där kan bara stå nyckeltal som är valda. Välj dem ovanför också."
        )


def _chosen(connection: Connection, forum_id: int) -> dict[str, list[str]]:
    this_forum = ChosenFigure.forum_id == forum_id
    query = select(ChosenFigure.figure, ChosenFigure.headline).where(this_forum)
    rows = connection.execute(query.order_by(ChosenFigure.rank)).all()
    return {
        "figures": [figure for figure, _ in rows],
        "headlines": [figure for figure, is_headline in rows if is_headline],
    }


def _raise_version(connection: Connection, forum_id: int, version: int) -> None:
    if version == 0:
        connection.execute(insert(Scorecard).values(forum_id=forum_id, version=1))
        return
    this_forum = Scorecard.forum_id == forum_id
    connection.execute(update(Scorecard).where(this_forum).values(version=version + 1))
