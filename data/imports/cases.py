"""Cases from a delivered file: all rows are read, and every wrong one is named."""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from data.clock import today
from data.imports.profile import Profile
from data.imports.refusal import FileRefusedError, Refusal
from data.imports.table import Row, Table
from data.imports.units import as_read
from data.personal_numbers import could_be_personal_number, holds_personal_number

PROGRESS_EVERY = 10_000
LONGEST_NAME = 100


@dataclass(frozen=True)
class DeliveredCase:
    """One row of a file that can be taken in. The person is already a pseudonym."""

    line: int
    source_key: str
    pseudonym: str
    unit: str
    sex: str | None
    opened_on: date
    closed_on: date | None
    exit_reason: str | None


class _Wrong(Exception):
    """A cell can't be read: our column's name, and what is wrong."""

    def __init__(self, column: str, what: str):
        super().__init__(what)
        self.column, self.what = column, what


def read_cases(
    table: Table, profile: Profile, key: str, progress: Callable[[int], None]
) -> list[DeliveredCase]:
    """Every row as a case; FileRefusedError with every row that can't be read as one.

    `key` is the secret that pseudonyms are made with. `progress` is called with the number of rows
    read, every PROGRESS_EVERY rows.
    """
    cases, refusals, seen = [], [], {}
    for number, row in enumerate(table.rows, start=1):
        try:
            case = _case(row, profile, key)
            _demand_new(case, seen)
            cases.append(case)
        except _Wrong as wrong:
            refusals.append(Refusal(wrong.what, row.line, table.headings[wrong.column]))
        if number % PROGRESS_EVERY == 0:
            progress(number)
    if refusals:
        raise FileRefusedError(refusals)
    return cases


def _case(row: Row, profile: Profile, key: str) -> DeliveredCase:
    _demand_no_personal_number(row.cells)
    opened_on = _day(row.cells, "opened_on", profile)
    if opened_on is None:
        raise _Wrong("opened_on", "tom cell där ett datum ska stå. Fyll i dagen (ÅÅÅÅ-MM-DD)")
    has_end = row.cells["closed_on"] not in profile.open_end
    closed_on = _day(row.cells, "closed_on", profile) if has_end else None
    if closed_on and closed_on < opened_on:
        raise _Wrong("closed_on", "slutet ligger före starten. Rätta det ena datumet i källan")
    reason = _code(row.cells, "exit_reason", profile)
    if reason and not closed_on:
        raise _Wrong("exit_reason", "en orsak men inget slutdatum. Fyll i dagen eller töm cellen")
    return DeliveredCase(
        line=row.line,
        source_key=_present(row.cells, "source_key"),
        pseudonym=_pseudonym(_present(row.cells, "person"), profile, key),
        unit=_name(row.cells, "unit"),
        sex=_code(row.cells, "sex", profile),
        opened_on=opened_on,
        closed_on=closed_on,
        exit_reason=reason,
    )


def _demand_no_personal_number(cells: Mapping[str, str]) -> None:
    for column, text in cells.items():
        is_suspect = could_be_personal_number if column == "person" else holds_personal_number
        if is_suspect(text):
            raise _Wrong(
                column,
                "det kan läsas som ett personnummer, och sådana tas aldrig in. Byt ut dem mot "
                "löpnummer i källsystemet",
            )


def _present(cells: Mapping[str, str], column: str) -> str:
    if not cells[column]:
        raise _Wrong(column, "tom cell där ett värde ska stå. Fyll i det i källan")
    return cells[column]


def _name(cells: Mapping[str, str], column: str) -> str:
    name = as_read(_present(cells, column))
    if not name or len(name) > LONGEST_NAME:
        raise _Wrong(column, f"inget namn på 1 till {LONGEST_NAME} tecken. Rätta det i källan")
    return name


def _day(cells: Mapping[str, str], column: str, profile: Profile) -> date | None:
    text = cells[column]
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise _Wrong(column, "inget datum. Skriv dagen som ÅÅÅÅ-MM-DD") from None
    last = profile.observed_until or today()
    if day and not profile.first_day <= day <= last:
        raise _Wrong(
            column,
            f"en dag utanför {profile.first_day} till {last}, som uppgifterna gäller. Rätta den i "
            f"källan, eller säg i profilen {profile.name} hur ett ärende utan slut skrivs",
        )
    return day


def _code(cells: Mapping[str, str], column: str, profile: Profile) -> str | None:
    text, codes = cells[column], profile.codes[column]
    if text and text not in codes:
        raise _Wrong(
            column,
            f"okänd kod. Filen får ha {', '.join(sorted(codes))} eller tomt; en ny kod läggs till "
            f"i profilen {profile.name}",
        )
    return codes[text] if text else None


def _pseudonym(person: str, profile: Profile, key: str) -> str:
    """A person's pseudonym: the same each time within a source, and not reversible."""
    return hmac.new(
        key.encode(), f"{profile.source}\n{person}".encode(), hashlib.sha256
    ).hexdigest()


def _demand_new(case: DeliveredCase, seen: dict[str, int]) -> None:
    first = seen.setdefault(case.source_key, case.line)
    if first != case.line:
        raise _Wrong("source_key", f"samma ärende står redan på rad {first}. Ta bort den ena raden")


def days_known(cases: list[DeliveredCase]) -> Iterator[date]:
    """Every opening and closing day of the cases."""
    for case in cases:
        yield case.opened_on
        if case.closed_on:
            yield case.closed_on
