"""Inserts many rows at once, in the driver's own way: the demonstration has some 600 000."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date


def insert_many(connection: Connection, table: type, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the columns of the first. Does nothing without rows."""
    if not rows:
        return
    names = list(rows[0])
    into = f"{table.__tablename__} ({', '.join(names)})"
    columns = ([row[name] for row in rows] for name in names)
    if connection.dialect.name == "postgresql":
        _copy(connection, into, zip(*columns, strict=True))
        return
    kinds = table.__table__.c
    plain = (
        _as_text(column) if isinstance(kinds[name].type, Date) else column
        for name, column in zip(names, columns, strict=True)
    )
    places = ", ".join("?" * len(names))
    statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 - names of our own tables
    connection.exec_driver_sql(statement, list(zip(*plain, strict=True)))


def _as_text(days: Iterable[date | None]) -> list[str | None]:
    """Days as SQLite stores them."""
    return [day and day.isoformat() for day in days]


def _copy(connection: Connection, into: str, rows: Iterable[tuple]) -> None:
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {into} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
