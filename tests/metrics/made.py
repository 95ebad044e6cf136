"""The builders of every test of what figures mean: facts by hand, figures counted, days looked at.

A row of facts is a dict by column, as the builders give it, or a tuple of the columns in the order
of SHAPES; what is not given is null. A day may be written as text, a month as 2026-05.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from metrics.catalogue import COUNTED, Figure
from metrics.facts import SHAPES, Facts, Rules
from metrics.periods import LENGTHS, add_months, last_of, month, periods

Day = date | str
Row = Mapping[str, object] | tuple
Counted = list[tuple]

KNOWN = date(2026, 6, 15)
MAY, JUNE, JULY = (date(2026, number, 1) for number in (5, 6, 7))
RULES = Rules()
NEVER = date(9999, 1, 1)
FIGURE: dict[str, Figure] = {figure.key: figure for figure in COUNTED}


def day(written: Day | None) -> date | None:
    """A day, written or not; of a month that is written its first."""
    if not isinstance(written, str):
        return written
    return date.fromisoformat(f"{written}-01" if len(written) == len("2026-05") else written)


# ---------------------------------------------------------------- rows


def case(
    number: int = 1,
    opened: Day = "2010-01-01",
    closed: Day | None = None,
    *,
    person: int | None = None,
    unit: int = 1,
    group: str = "unga",
    leads_to: str | None = None,
    self_support: bool | None = None,
    decided: Day | None = None,
    zero_placed: bool | None = None,
    shared: bool | None = None,
    needs_parallel: bool | None = None,
) -> dict:
    """A case of unit 1 and of the young; it leads to self-support where it leads to anything."""
    return {
        "case_id": number,
        "person_id": number if person is None else person,
        "unit_id": unit,
        "target_group": group,
        "opened_on": opened,
        "closed_on": closed,
        "self_support": leads_to is not None if self_support is None else self_support,
        "leads_to": leads_to,
        "first_decided_on": decided,
        "is_zero_placed": zero_placed,
        "is_shared": shared,
        "needs_parallel": needs_parallel,
    }


def plan(
    number: int = 1,
    made: Day = "2010-01-01",
    ended: Day | None = None,
    *,
    of: int = 1,
    step: Day | None = None,
) -> dict:
    """An individual plan of a case, of unit 1 and of the young."""
    placed = {"unit_id": 1, "target_group": "unga"}
    days = {"made_on": made, "ended_on": ended, "next_step_on": step}
    return {"individual_plan_id": number, "case_id": of} | placed | days


def follow_up(number: int, on: Day, step: Day | None = None) -> dict:
    """A follow-up of an individual plan."""
    return {"individual_plan_id": number, "followed_up_on": on, "next_step_on": step}


def effort(number: int, starts: Day, ends: Day | None = None, party: int = 1) -> dict:
    """An effort of a party in a case."""
    return {"party": party} | activity(number, starts, ends)


def activity(number: int, starts: Day, ends: Day | None = None) -> dict:
    """An activity in a case."""
    return {"case_id": number, "starts_on": starts, "ends_on": ends}


def contact(
    number: int, staff: str, starts: Day, ends: Day | None = None, function: str = "coach"
) -> dict:
    """A period in which a member of staff answers for a case."""
    return activity(number, starts, ends) | {"function": function, "staff": staff}


def assessment(number: int, on: Day, rater: str = "participant", instrument: str = "bip") -> dict:
    """An assessment of case 1."""
    made = {"assessment_id": number, "case_id": 1, "instrument": instrument}
    return made | {"assessed_on": on, "rater": rater}


def stay(
    starts: Day, ends: Day | None = None, most: int | None = None, result: str | None = None
) -> dict:
    """A stay of case 1 in a programme."""
    return activity(1, starts, ends) | {"programme": "p", "most_months": most, "result": result}


def facts(observed_until: Day = KNOWN, **rows: Iterable[Row]) -> Facts:
    """Facts of these rows by the name of their frame, known until a day."""
    frames = {name: _frame(name, of) for name, of in rows.items()}
    return Facts(_is_day(observed_until), **frames)


def _frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    shape = SHAPES[name]
    full = [
        row if isinstance(row, Mapping) else dict(zip(shape, row, strict=False)) for row in rows
    ]
    columns = {
        column: [day(row.get(column)) if kind == pl.Date else row.get(column) for row in full]
        for column, kind in shape.items()
    }
    return pl.DataFrame(columns, schema=shape)


def _is_day(written: Day) -> date:
    found = day(written)
    assert found is not None
    return found


# ---------------------------------------------------------------- figures


def cadence_of(key: str) -> str:
    """By which periods a figure is counted."""
    cadence = FIGURE[key].cadence
    return getattr(cadence, "name", cadence)


def counted(key: str, of: Facts, asked: Iterable[date] = (MAY,), rules: Rules = RULES) -> Counted:
    """The rows of a figure: period, unit, target group, and what is counted by its kind."""
    return FIGURE[key].count(of, list(asked), rules).rows()


def numbers(key: str, of: Facts, period: date = MAY) -> Counted:
    """What is counted of a period, without where."""
    return [row[3:] for row in counted(key, of, [period])]


def part_and_whole(key: str, of: Facts, period: date = MAY) -> tuple | None:
    """What is counted in the one cell there is, or None where there is none."""
    cells = numbers(key, of, period)
    assert len(cells) <= 1
    return cells[0] if cells else None


def asked_of(key: str) -> list[date]:
    """The periods of a figure's cadence in the year before the last day known of, and after."""
    return periods(cadence_of(key), date(2025, 7, 1), date(2026, 8, 1))


# ---------------------------------------------------------------- facts looked at one by one

_READ: dict[int, tuple[pl.DataFrame, list[dict]]] = {}


def rows(frame: pl.DataFrame) -> list[dict]:
    """The rows of a frame; those of the last few are kept, since they are asked for again."""
    if id(frame) not in _READ:
        if len(_READ) >= len(SHAPES):
            _READ.clear()
        _READ[id(frame)] = frame, frame.to_dicts()
    return _READ[id(frame)][1]


def of_case(frame: pl.DataFrame, one: dict) -> list[dict]:
    """The rows that belong to a case."""
    return [row for row in rows(frame) if row["case_id"] == one["case_id"]]


def holds(on: date, starts: date, ends: date | None) -> bool:
    """Whether a span is on a day: on its first, and not on its last."""
    return starts <= on and (ends is None or on < ends)


def covers(span: dict, on: date) -> bool:
    """The same of a row that starts and ends."""
    return holds(on, span["starts_on"], span["ends_on"])


def is_open(one: dict, on: date) -> bool:
    """Whether a case is open on a day."""
    return holds(on, one["opened_on"], one["closed_on"])


def undoes(other: dict, closed: date, known: date, gap_months: int = 2) -> bool:
    """Whether another case of the person's is open across an exit, or opens before its gap."""
    if other["opened_on"] > known:
        return False
    if other["opened_on"] < closed:
        ended = other["closed_on"]
        return ended is None or ended > closed or ended > known
    return other["opened_on"] < add_months(closed, gap_months)


def period_of(cadence: str, on: date) -> date:
    """The period that a day belongs to, counted back month by month."""
    first = month(on)
    while (first.month - 1) % LENGTHS[cadence]:
        first = add_months(first, -1)
    return first


def asked_days(
    of: Facts, asked: Iterable[date], cadence: str = "month"
) -> Iterator[tuple[date, date]]:
    """Each period that has begun, with the day it is asked about."""
    for period in asked:
        if period <= of.observed_until:
            yield period, min(last_of(cadence, period), of.observed_until)


def year_to(last: date) -> list[date]:
    """The days of the twelve months that end with a day."""
    after = last + timedelta(1)
    return each_day(add_months(after, -12), after)


def each_day(first: date, past: date) -> list[date]:
    """The days from the first on, without the last."""
    return [first + timedelta(n) for n in range((past - first).days)]


def open_one_by_one(of: Facts, asked: Iterable[date]) -> Iterator[tuple[date, date, dict]]:
    """Each period, the day asked about, and each case that is open then."""
    for period, on in asked_days(of, asked):
        for one in rows(of.cases):
            if is_open(one, on):
                yield period, on, one


def tally(judged: Iterable[tuple[date, dict, bool]]) -> Counted:
    """Part and whole by period and place, from rows that are of the part or not."""
    cells: dict[tuple, list[bool]] = {}
    for period, one, is_part in judged:
        cells.setdefault((period, one["unit_id"], one["target_group"]), []).append(bool(is_part))
    return [(*at, sum(parts), len(parts)) for at, parts in sorted(cells.items())]


def open_on(of: Facts, asked: Sequence[date], is_part) -> Counted:
    """The open cases of each month's last day, and those that `is_part(case, day)` is true of.

    Those it is None of are not asked about.
    """
    judged = [(period, one, is_part(one, on)) for period, on, one in open_one_by_one(of, asked)]
    return tally((*at, so) for *at, so in judged if so is not None)
