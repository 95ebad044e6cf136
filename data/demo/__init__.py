"""Made-up data that retells the source documents: the same at every run, one module per place.

Nothing here stems from a real case. What a source says is kept (150 on the list, 43 remaining,
nine points); what it does not say is simulated, and the text beside it says so.
"""

from types import ModuleType

from sqlalchemy import Connection, Engine, select, update

from data.demo import finished, gotland, lillstad, spanga_tensta
from data.demo.visitors import let_visitors_in
from data.models.log import AreaVersion
from data.models.organisation import Forum
from data.store import reading, writing

PLACES = (spanga_tensta, gotland, lillstad)  # in the order they are filled and stand in the menu


def missing(engine: Engine) -> tuple[ModuleType, ...]:
    """The places that a demonstration still lacks, in order.

    None at all in a store with steering groups but without the first place: it is somebody's own.
    """
    with reading(engine) as connection:
        # as text: nothing else at a start needs SQLAlchemy to set up all the tables
        return _missing(set(connection.exec_driver_sql("SELECT code FROM forums").scalars()))


def _missing(codes: set[str]) -> tuple[ModuleType, ...]:
    if codes and PLACES[0].CODE not in codes:
        return ()
    return tuple(place for place in PLACES if place.CODE not in codes)


def fill(engine: Engine) -> None:
    """Fill a demonstration with every place that is missing, one transaction per place."""
    for place in missing(engine):
        fill_place(engine, place)


def fill_place(engine: Engine, place: ModuleType) -> None:
    """Fill one place, with its visitors and its finished figures: all of it or nothing.

    Does nothing if the place is already there, as when two servers fill the same store.
    """
    with writing(engine) as connection:
        if connection.scalar(select(Forum.forum_id).where(Forum.code == place.CODE)) is not None:
            return
        before = _version_of_cases(connection)
        forum_id = put_in(connection, place)
        figures = finished.shipped(place.CODE)
        if figures is not None:
            finished.store(connection, forum_id, figures)
        _still_holds(connection, before)


def put_in(connection: Connection, place: ModuleType) -> int:
    """Put a place's facts and visitors into the store, without figures; return its forum_id."""
    forum_id = place.fill(connection)
    let_visitors_in(connection, forum_id)
    return forum_id


def _version_of_cases(connection: Connection) -> int | None:
    return connection.scalar(select(AreaVersion.version).where(AreaVersion.area == "cases"))


def _still_holds(connection: Connection, before: int | None) -> None:
    """Mark the figures of the places already there as made from the new version of the cases.

    Their own facts have not changed.
    """
    up_to_date = update(Forum).where(Forum.published_version == before)
    connection.execute(up_to_date.values(published_version=_version_of_cases(connection)))
