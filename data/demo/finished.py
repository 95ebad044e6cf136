"""The demonstration's finished figures, shipped as files so that a first start need not make them.

They are what `data.published.publish` makes of a place's own facts, with names in place of ids.
A test makes them again and compares every cell; `python -m data.demo finish` writes the files.
"""

from pathlib import Path
from typing import NamedTuple

import polars as pl
from sqlalchemy import Connection, Engine, Select, select

from data.models.groups import MeasurementGroup
from data.models.organisation import ForumUnit, Unit
from data.published import store_finished
from data.store import frames
from data.store.fetch import read_each

FOLDER = Path(__file__).parent / "finished"
NAMES = {"unit_id": "unit", "group_id": "group"}
# Rows of one steering group as they were stored, with the names of what their ids stand for.
_SOURCE = (
    '(SELECT x.*, x.{key} AS rank, u.name AS unit, g.name AS "group" FROM {table} x'
    " LEFT JOIN units u ON u.unit_id = x.unit_id"
    " LEFT JOIN measurement_groups g ON g.group_id = {group}"
    " WHERE {forum} = {forum_id}) AS x"
)
_PARTS = (
    (frames.FIGURES, ("published_figures", "cell_id", "NULL", "x.forum_id")),
    (frames.HIDDEN, ("hidden_cells", "hidden_id", "x.group_id", "x.forum_id")),
    (frames.LEDGERS, ("published_ledgers", "cell_id", "x.group_id", "g.forum_id")),
)


class Finished(NamedTuple):
    """The protected figures of one place: frames.FIGURES, HIDDEN and LEDGERS, by name.

    The columns `unit` and `group` replace `unit_id` and `group_id`. One row per cell, as stored.
    """

    figures: pl.DataFrame
    hidden: pl.DataFrame
    ledgers: pl.DataFrame


def published(engine: Engine, forum_id: int) -> Finished:
    """The protected figures that a steering group has in the store.

    Without digests, which hold in one store alone: units have other ids in another.
    """
    shapes = {_source(forum_id, *columns): _by_name(shape) for shape, columns in _PARTS}
    read = read_each(engine, shapes).values()
    return Finished(*(frame.sort("rank").drop("rank", "digest", strict=False) for frame in read))


def _source(forum_id: int, table: str, key: str, group: str, forum: str) -> str:
    columns = {"table": table, "key": key, "group": group, "forum": forum}
    return _SOURCE.format(forum_id=int(forum_id), **columns)


def _by_name(shape: pl.Schema) -> pl.Schema:
    columns = {name: kind for name, kind in shape.items() if name not in NAMES}
    columns |= {name: pl.String for id_column, name in NAMES.items() if id_column in shape}
    return pl.Schema(columns | {"rank": pl.Int64})


def ship(code: str, finished: Finished) -> None:
    """Write a place's files."""
    FOLDER.mkdir(exist_ok=True)
    for name, frame in finished._asdict().items():
        frame.write_parquet(_file(code, name), compression="zstd", compression_level=19)


def shipped(code: str) -> Finished | None:
    """The figures in a place's files; None if it has no files yet, and they must be made."""
    files = [_file(code, name) for name in Finished._fields]
    if not all(file.exists() for file in files):
        return None
    return Finished(*(pl.read_parquet(file) for file in files))


def _file(code: str, name: str) -> Path:
    return FOLDER / f"{code}.{name}.parquet"


def store(connection: Connection, forum_id: int, finished: Finished) -> None:
    """Store a place's figures, within the transaction that its facts are stored in."""
    followed = (
        select(Unit.name, Unit.unit_id)
        .join(ForumUnit, ForumUnit.unit_id == Unit.unit_id)
        .where(ForumUnit.forum_id == forum_id)
    )
    group_id, name = MeasurementGroup.group_id, MeasurementGroup.name
    groups = select(name, group_id).where(MeasurementGroup.forum_id == forum_id)
    ids = {
        "unit": _ids(connection, followed),
        "group": _ids(connection, groups.order_by(group_id)),
    }
    figures, hidden, ledgers = (_by_id(frame, ids) for frame in finished)
    by_group = {
        key: (_of_group(ledgers, key), _of_group(hidden, key)) for key in ids["group"].values()
    }
    without_group = hidden.filter(pl.col("group_id").is_null()).drop("group_id")
    store_finished(connection, forum_id, figures, without_group, by_group)


def _ids(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    rows = connection.execute(query)
    return {name: row_id for name, row_id in rows if row_id is not None}


def _of_group(frame: pl.DataFrame, group_id: int) -> pl.DataFrame:
    return frame.filter(group_id=group_id).drop("group_id")


def _by_id(frame: pl.DataFrame, ids: dict[str, dict[str, int]]) -> pl.DataFrame:
    """The frame with ids in place of names. An error for a name that the place does not have."""
    return frame.with_columns(
        pl.col(name).replace_strict(ids[name], return_dtype=pl.Int64).alias(id_column)
        for id_column, name in NAMES.items()
        if name in frame.columns
    ).drop(*NAMES.values(), strict=False)
