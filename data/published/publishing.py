"""Making a steering group's protected figures and ledgers, and storing them instead of the old."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from data.models.figures import HiddenCell, PublishedFigure, PublishedLedger
from data.models.groups import MeasurementGroup
from data.models.log import AreaVersion, Setting
from data.models.organisation import Forum
from data.published.facts import (
    Protection,
    facts_for,
    rules_of,
)
from data.published.figures import protected_figures
from data.published.lists import Ledgers, ledgers_of
from data.store import frames, reading, writing
from data.store.fetch import read
from data.store.log import record
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.facts import Rules


def publish(snapshot: Snapshot, forum_id: int) -> None:
    """Make a steering group's protected figures and ledgers, and store them instead of the old.

    The work is done before the transaction that stores it, so that others need not wait to write.
    If a setting has changed meanwhile, or somebody else has published, it is done again.
    """
    while not _publish_once(snapshot, forum_id):
        pass


def _publish_once(snapshot: Snapshot, forum_id: int) -> bool:
    """Make and store them; false, with nothing stored, if their standing has changed meanwhile."""
    stood = _standing(snapshot, forum_id)
    moment = Moment.at(snapshot, snapshot.versions(), forum_id)
    protection, rules = stood.settings
    facts = facts_for(moment)
    was = hidden_before(moment)
    figures, hidden = frames.FIGURES.to_frame(), frames.HIDDEN.to_frame()
    if facts:
        figures, hidden = protected_figures(facts, rules, protection, was, _shown_before(moment))
    ledgers = ledgers_of(moment, protection, was)
    with writing(snapshot.engine) as connection:
        if _take_turn(connection, forum_id) != stood:
            return False
        _store(connection, forum_id, figures, hidden, ledgers, moment.versions)
    return True


def store_finished(
    connection: Connection,
    forum_id: int,
    figures: pl.DataFrame,
    hidden: pl.DataFrame,
    ledgers: Ledgers,
) -> None:
    """Store protected figures that were made earlier from the same facts as those in the store.

    Reads:  figures and hidden, shaped as frames.FIGURES and HIDDEN; ledgers, group_id -> the ledger
            and what it hides, shaped as LEDGERS and HIDDEN.

    They are stored and logged as by `publish`, within the caller's transaction.
    """
    versions = dict(connection.execute(select(AreaVersion.area, AreaVersion.version)).all())
    _store(connection, forum_id, figures, hidden, ledgers, versions)


def _store(
    connection: Connection,
    forum_id: int,
    figures: pl.DataFrame,
    hidden: pl.DataFrame,
    ledgers: Ledgers,
    versions: Mapping[str, int],
) -> None:
    _replace_figures(connection, figures, hidden, forum_id, versions["cases"])
    _replace_ledgers(connection, ledgers, forum_id, versions["groups"])
    this_forum = update(Forum).where(Forum.forum_id == forum_id)
    connection.execute(this_forum.values(published_version=versions["cases"]))
    record(
        connection,
        by=None,
        action="publicerade skyddade siffror",
        what="published_figures",
        areas=("figures", "organisation"),
        forum_id=forum_id,
        after={"figures": figures.height, "version": versions["cases"]},
    )


class _Standing(NamedTuple):
    """What a publishing rests on: the settings, and the versions of what was last published."""

    settings: tuple[Protection, Rules]
    figures: int | None
    ledgers: dict[int, int]


def _standing(snapshot: Snapshot, forum_id: int) -> _Standing:
    with reading(snapshot.engine) as connection:
        return _read_standing(connection, forum_id)


def _take_turn(connection: Connection, forum_id: int) -> _Standing:
    """Lock the steering group's row, so that only one publishes at a time; return its standing."""
    this_forum = Forum.forum_id == forum_id
    connection.execute(select(Forum.forum_id).where(this_forum).with_for_update())
    return _read_standing(connection, forum_id)


def _read_standing(connection: Connection, forum_id: int) -> _Standing:
    set_here = select(Setting.name, Setting.value).where(Setting.forum_id == forum_id)
    figures = select(Forum.published_version).where(Forum.forum_id == forum_id)
    ledgers = (
        select(PublishedLedger.group_id, func.max(PublishedLedger.version))
        .join(MeasurementGroup, MeasurementGroup.group_id == PublishedLedger.group_id)
        .where(MeasurementGroup.forum_id == forum_id)
        .group_by(PublishedLedger.group_id)
    )
    return _Standing(
        rules_of(dict(connection.execute(set_here).all())),
        connection.scalar(figures),
        dict(connection.execute(ledgers).all()),
    )


def catch_up(snapshot: Snapshot) -> dict[int, Exception]:
    """Publish what is not published yet, as after a delivery or an interrupted publishing.

    Gives:  the errors of the steering groups that could not be published, by forum_id. They keep
            the figures that they had, and are tried again the next time; the others are published.
    """
    return publish_each(snapshot, _forums_behind(snapshot))


def publish_each(snapshot: Snapshot, forum_ids: Iterable[int]) -> dict[int, Exception]:
    """Publish some steering groups, each whether or not another can be; as `catch_up`."""
    failed: dict[int, Exception] = {}
    for forum_id in forum_ids:
        try:
            publish(snapshot, forum_id)
        except SQLAlchemyError:
            raise  # the store, and not what is in it
        except Exception as error:  # noqa: BLE001 - whatever it is, it is of one steering group
            failed[forum_id] = error
    return failed


def _forums_behind(snapshot: Snapshot) -> list[int]:
    """The steering groups with facts newer than their figures, or with a list without a ledger."""
    versions = snapshot.versions()
    older = (pl.col("published_version") < versions["cases"]).fill_null(True)
    names = ("deliveries", "forums", "groups", "ledgers")  # over one connection
    delivered, forums, groups, ledgers = snapshot.frames(names, versions).values()
    behind = forums.filter(older).join(delivered, on="forum_id", how="semi")
    unseen = groups.join(ledgers, on="group_id", how="anti")
    return sorted({*behind["forum_id"], *unseen["forum_id"]})


def publish_ledgers(snapshot: Snapshot, forum_id: int) -> None:
    """Make and store the ledgers of a steering group's measurement groups again, as `publish`."""
    while not _publish_ledgers_once(snapshot, forum_id):
        pass


def _publish_ledgers_once(snapshot: Snapshot, forum_id: int) -> bool:
    stood = _standing(snapshot, forum_id)
    moment = Moment.at(snapshot, snapshot.versions(), forum_id)
    protection, _ = stood.settings
    was = hidden_before(moment)
    ledgers = ledgers_of(moment, protection, was)
    with writing(snapshot.engine) as connection:
        if _take_turn(connection, forum_id) != stood:
            return False
        version = moment.versions["groups"]
        _replace_ledgers(connection, ledgers, forum_id, version)
        record(
            connection,
            by=None,
            action="publicerade skyddade mätgrupper",
            what="published_ledgers",
            areas=("figures",),
            forum_id=forum_id,
            after={"groups": len(ledgers), "version": version},
        )
    return True


def hidden_before(moment: Moment) -> pl.DataFrame:
    """What was hidden when the steering group's figures were last made, shaped as HIDDEN."""
    source = f"(SELECT * FROM hidden_cells WHERE forum_id = {int(moment.forum_id)}) AS h"  # noqa: S608 - a number
    return read(moment.snapshot.engine, source, frames.HIDDEN)


def _shown_before(moment: Moment) -> pl.DataFrame:
    """What was shown when the steering group's figures were last made, shaped as FIGURES."""
    return moment.of_forum("published").select(frames.FIGURES.names())


def _replace_figures(
    connection: Connection,
    figures: pl.DataFrame,
    hidden: pl.DataFrame,
    forum_id: int,
    version: int,
) -> None:
    of_figures = (HiddenCell.forum_id == forum_id, HiddenCell.group_id.is_(None))
    connection.execute(delete(PublishedFigure).where(PublishedFigure.forum_id == forum_id))
    connection.execute(delete(HiddenCell).where(*of_figures))
    _insert(connection, PublishedFigure, figures, {"forum_id": forum_id, "version": version})
    _insert(connection, HiddenCell, hidden, {"forum_id": forum_id})


def _replace_ledgers(
    connection: Connection,
    ledgers: Ledgers,
    forum_id: int,
    version: int,
) -> None:
    for group_id, (ledger, hidden) in ledgers.items():
        connection.execute(delete(PublishedLedger).where(PublishedLedger.group_id == group_id))
        connection.execute(delete(HiddenCell).where(HiddenCell.group_id == group_id))
        _insert(connection, PublishedLedger, ledger, {"group_id": group_id, "version": version})
        _insert(connection, HiddenCell, hidden, {"forum_id": forum_id, "group_id": group_id})


def _insert(
    connection: Connection, table: type, frame: pl.DataFrame, same: Mapping[str, Any]
) -> None:
    rows = frame.with_columns(**{name: pl.lit(value) for name, value in same.items()}).to_dicts()
    if rows:
        connection.execute(insert(table), rows)
