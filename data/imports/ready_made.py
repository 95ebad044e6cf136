"""Figures made elsewhere, from a delivered file: all rows are read, every wrong one is named."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from data.clock import today
from data.imports.profile import UnknownProfileError
from data.imports.refusal import FileRefusedError, Refusal
from data.imports.table import Row, Table, read_table
from data.imports.units import as_read, followed_units
from data.models.figures import DeliveredFigure, DeliveredValue
from data.models.intake import Delivery
from data.models.organisation import Forum
from data.store import new_id, reading, writing
from data.store.log import record

FOLDER = Path(__file__).parent / "figures"
DEFINED = ("key", "title", "question", "part_in_words", "unit", "cadence", "source", "owner")
PERIODS = {
    "month": (re.compile(r"(\d{4})-(\d{2})(?:-01)?"), 1, "ÅÅÅÅ-MM"),
    "quarter": (re.compile(r"(\d{4})\s*(?:kv\.?|K|Q)\s*([1-4])", re.IGNORECASE), 3, "ÅÅÅÅ kv 1"),
    "year": (re.compile(r"(\d{4})()"), 12, "ÅÅÅÅ"),
}


@dataclass(frozen=True)
class ReadyMade:
    """One figure that is made elsewhere, as a file in `figures/` defines it.

    `preliminary`: how many of the latest periods may still change. `columns`: our column name ->
    the headings it may have in a file; without a column `whole` the figure is a count.
    """

    name: str
    defined: Mapping[str, str | None]
    preliminary: int
    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Value:
    """One row that can be taken in; `unit` is None for all units together."""

    line: int
    period: date
    unit: str | None
    part: float
    whole: float | None

    @property
    def unit_key(self) -> str | None:
        """The unit in small letters, as units are looked up."""
        return self.unit and self.unit.casefold()


def load_ready_made(name: str) -> ReadyMade:
    """Read a definition by its name; UnknownProfileError if there is none."""
    names = sorted(file.stem for file in FOLDER.glob("*.toml"))
    if name not in names:
        raise UnknownProfileError(f"Måttet finns inte. Välj ett av: {', '.join(names)}.")
    definition = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    optional = {key: definition.get(key) for key in ("whole_in_words", "better")}
    return ReadyMade(
        name=name,
        defined={key: definition[key] for key in DEFINED} | optional,
        preliminary=definition.get("preliminary", 0),
        columns={ours: tuple(theirs) for ours, theirs in definition["columns"].items()},
    )


def read_values(content: bytes, figure: ReadyMade) -> tuple[list[Value], Table]:
    """Every row as a value, and the table; FileRefusedError with every row that can't be read."""
    table = read_table(content, figure.columns)
    values, refusals, seen = [], [], {}
    for row in table.rows:
        try:
            value = _value(row, figure)
            first = seen.setdefault((value.period, value.unit_key), row.line)
            if first != row.line:
                what = f"samma period och enhet står redan på rad {first}. Ta bort den ena raden"
                raise _WrongError("period", what)
            values.append(value)
        except _WrongError as wrong:
            refusals.append(Refusal(wrong.what, row.line, table.headings[wrong.column]))
    if refusals:
        raise FileRefusedError(refusals)
    return values, table


class _WrongError(Exception):
    """A cell can't be read: our column's name, and what is wrong."""

    def __init__(self, column: str, what: str):
        super().__init__(what)
        self.column, self.what = column, what


def _value(row: Row, figure: ReadyMade) -> Value:
    part = _number(row.cells, "part")
    whole = _number(row.cells, "whole") if "whole" in figure.columns else None
    if whole is not None and part > whole:
        raise _WrongError("part", "täljaren är större än nämnaren. Rätta ett av talen i källan")
    unit = as_read(row.cells.get("unit") or "") or None
    return Value(row.line, _period(row.cells["period"], figure), unit, part, whole)


def _period(text: str, figure: ReadyMade) -> date:
    pattern, length, written = PERIODS[figure.defined["cadence"] or ""]
    match = pattern.fullmatch(text)
    year, number = (int(match[1]), int(match[2] or 1)) if match else (0, 0)
    if not 1 <= number <= 12 // length or not 1900 <= year <= 9999:
        raise _WrongError("period", f"ingen period. Skriv den som {written}")
    begins = date(year, (number - 1) * length + 1, 1)
    if begins > today():
        raise _WrongError("period", "perioden har inte börjat. Rätta den i källan")
    return begins


def _number(cells: Mapping[str, str], column: str) -> float:
    text = re.sub(r"[\s\u00a0]", "", cells[column]).replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text):
        raise _WrongError(column, "inget tal från 0. Skriv det med siffror, med eller utan komma")
    return float(text)


def take_in_values(
    engine: Engine,
    figure: ReadyMade,
    forum_code: str,
    values: list[Value],
    table: Table,
    hashed: str,
) -> int:
    """Store the values and the delivery; return the number of new values (one per period and unit).

    A value already stored for the same period and unit is replaced. FileRefusedError for a unit
    that the steering group does not follow; LookupError for a steering group that does not exist.
    """
    with writing(engine) as connection:
        forum_id = connection.scalar(select(Forum.forum_id).where(Forum.code == forum_code))
        if forum_id is None:
            raise LookupError("Styrgruppen finns inte. Skriv den kod som står i adressen.")
        units = followed_units(connection, forum_id)
        unknown = [value.line for value in values if value.unit and value.unit_key not in units]
        if unknown:
            what = (
                "enheten följs inte av styrgruppen. Rätta namnet; heter flera så, skriv också "
                "parten, som i »Unga vuxna, Jobbtorget«"
            )
            heading = table.headings["unit"]
            raise FileRefusedError([Refusal(what, line, heading) for line in unknown])
        figure_id = _figure(connection, forum_id, figure)
        delivery_id = _delivery(connection, forum_id, figure, values, hashed)
        new = _replace(connection, figure_id, figure, values, units, delivery_id)
        record(
            connection,
            by=None,
            action="läste in ett färdigt mått",
            what="delivered_figures",
            areas=("figures",),
            forum_id=forum_id,
            which=figure_id,
            after={"rows": len(values), "new": new, "figure": figure.defined["key"]},
        )
    return new


def was_taken_in(engine: Engine, figure: ReadyMade, forum_code: str, hashed: str) -> bool:
    """Whether an identical file has been taken in before, as the same figure."""
    same = (
        Delivery.profile == _profile(figure),
        Delivery.file_hash == f"{forum_code}:{hashed}",
    )
    with reading(engine) as connection:
        return connection.scalar(select(Delivery.delivery_id).where(*same)) is not None


def _profile(figure: ReadyMade) -> str:
    return f"figures/{figure.name}"


def _figure(connection: Connection, forum_id: int, figure: ReadyMade) -> int:
    """The id of the figure's row, which is added or brought up to its present definition."""
    this_figure = (
        DeliveredFigure.forum_id == forum_id,
        DeliveredFigure.key == figure.defined["key"],
    )
    figure_id = connection.scalar(select(DeliveredFigure.delivered_figure_id).where(*this_figure))
    if figure_id is None:
        row: dict[str, Any] = {**figure.defined, "forum_id": forum_id}
        return new_id(connection.execute(insert(DeliveredFigure).values(**row)))
    connection.execute(update(DeliveredFigure).where(*this_figure).values(**figure.defined))
    return figure_id


def _delivery(
    connection: Connection, forum_id: int, figure: ReadyMade, values: list[Value], hashed: str
) -> int:
    """Note the delivery. Its forum is null: it does not show how far facts about people reach."""
    code = connection.scalar(select(Forum.code).where(Forum.forum_id == forum_id))
    made = connection.execute(
        insert(Delivery).values(
            forum_id=None,
            source=figure.defined["source"],
            profile=_profile(figure),
            file_hash=f"{code}:{hashed}",
            observed_from=min(value.period for value in values),
            observed_until=max(value.period for value in values),
            rows_taken=len(values),
            rows_refused=0,
            taken_in_at=datetime.now(UTC),
        )
    )
    return new_id(made)


def _replace(
    connection: Connection,
    figure_id: int,
    figure: ReadyMade,
    values: list[Value],
    units: Mapping[str, int],
    delivery_id: int,
) -> int:
    this_figure = DeliveredValue.delivered_figure_id == figure_id
    there = connection.execute(
        select(DeliveredValue.period, DeliveredValue.unit_id, DeliveredValue.value_id).where(
            this_figure
        )
    )
    value_ids = {(period, unit_id): value_id for period, unit_id, value_id in there}
    rows = [
        {
            "delivered_figure_id": figure_id,
            "period": value.period,
            "unit_id": units[value.unit_key] if value.unit_key else None,
            "part": value.part,
            "whole": value.whole,
            "provisional": False,
            "delivery_id": delivery_id,
        }
        for value in values
    ]
    old = [value_ids[key] for row in rows if (key := (row["period"], row["unit_id"])) in value_ids]
    connection.execute(delete(DeliveredValue).where(DeliveredValue.value_id.in_(old)))
    connection.execute(insert(DeliveredValue), rows)
    _mark_preliminary(connection, this_figure, figure.preliminary)
    return len(rows) - len(old)


def _mark_preliminary(connection: Connection, this_figure, preliminary: int) -> None:
    """Mark the latest periods as provisional, and all before them as not."""
    periods = sorted(set(connection.scalars(select(DeliveredValue.period).where(this_figure))))
    late = periods[len(periods) - preliminary :] if preliminary else []
    is_late = DeliveredValue.period.in_(late)
    connection.execute(update(DeliveredValue).where(this_figure).values(provisional=is_late))
