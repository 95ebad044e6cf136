"""How a figure may be turned, in a steering group's own words; old notes are never changed."""

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from data.actions.figures.demands import (
    demand_right,
    kind_of,
    take_turn,
    text_of_figure,
    theirs_of,
)
from data.actions.refusals import ConflictError, RefusedError
from data.models.figures import FigureNote
from data.people.rights import Viewer
from data.store import new_id, writing
from data.store.log import record

FIELDS = {
    "causes": "Orsaker",
    "partners": "Parter",
    "works": "Vad fungerar",
    "action": "Åtgärd",
}
WHAT = ("samma text", "Texten")


def say_note(
    engine: Engine,
    by: Viewer,
    *,
    figure: str,
    version: int,
    causes: str | None = None,
    partners: str | None = None,
    works: str | None = None,
    action: str | None = None,
) -> int:
    """Note what is behind a figure's curve and how it may be turned; return the note's version.

    Earlier notes are all kept. `version` is the one that the viewer was shown, 0 for none.
    NotAllowedError without the right; RefusedError, naming the field, for an unknown figure, four
    empty fields, or text that could hold a personal number; ConflictError, with what was saved,
    when somebody else has saved since.
    """
    demand_right(by, "skriva om nyckeltalet")
    given = {"causes": causes, "partners": partners, "works": works, "action": action}
    texts = {name: text_of_figure(text, FIELDS[name]) for name, text in given.items()}
    if not any(texts.values()):
        raise RefusedError("Orsaker: skriv något i minst ett av de fyra fälten.")
    with writing(engine) as connection:
        moment = take_turn(connection, by.forum_id)
        kind_of(connection, by.forum_id, figure)
        before = _latest(connection, by.forum_id, figure)
        if (before["version"] if before else 0) != version:
            raise _conflict(connection, before)
        row = {"forum_id": by.forum_id, "figure": figure, "by_user_id": by.user_id, "at": moment}
        made = connection.execute(insert(FigureNote).values(**row, **texts, version=version + 1))
        record(
            connection,
            by=by.user_id,
            action="skrev hur ett nyckeltal kan vändas",
            what="figure_notes",
            areas=("figures",),
            forum_id=by.forum_id,
            which=new_id(made),
            before=before and {name: before[name] for name in FIELDS},
            after={"figure": figure, **texts},
        )
    return version + 1


def _latest(connection: Connection, forum_id: int, figure: str) -> RowMapping | None:
    this_figure = (FigureNote.forum_id == forum_id, FigureNote.figure == figure)
    newest_first = (
        select(*FigureNote.__table__.c).where(*this_figure).order_by(FigureNote.version.desc())
    )
    return connection.execute(newest_first.limit(1)).mappings().one_or_none()


def _conflict(connection: Connection, now: RowMapping | None) -> ConflictError:
    if now is None:
        return ConflictError(None, 0, WHAT)
    theirs = theirs_of(connection, now, tuple(FIELDS), by="by_user_id")
    return ConflictError(theirs, now["version"], WHAT)
