"""Facts about what is done with people: made by hand, or drawn so that many days are on an edge."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import polars as pl
from hypothesis import settings
from hypothesis import strategies as st

from metrics.catalogue import COUNTED
from metrics.facts import SHAPES, Facts, Rules
from metrics.periods import LENGTHS, add_months, last_of, month, periods

RULES = Rules()
KNOWN = date(2026, 6, 15)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
SOMETIMES = settings(max_examples=60)


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def facts(observed_until: date = KNOWN, **rows: list[tuple]) -> Facts:
    """Facts of rows whose columns are in the order of SHAPES. A day may be written."""
    return Facts(observed_until, **{name: _frame(name, of) for name, of in rows.items()})


def _frame(name: str, of: list[tuple]) -> pl.DataFrame:
    days = [kind == pl.Date for kind in SHAPES[name].values()]
    read = [
        [day(value) if is_day and isinstance(value, str) else value for value, is_day in cells]
        for cells in (zip(row, days, strict=True) for row in of)
    ]
    return pl.DataFrame(read, schema=SHAPES[name], orient="row")


def case(
    number: int,
    opened: str | date = "2024-01-01",
    closed: str | date | None = None,
    *,
    person: int = 0,
    unit: int = 1,
    group: str = "unga",
    leads_to: str | None = None,
    zero_placed: bool | None = None,
    shared: bool | None = None,
) -> tuple:
    who = (number, person or number, unit, group, opened, closed, None)
    return (*who, leads_to is not None, leads_to, 1990, "k", None, zero_placed, shared, None)


def counted(key: str, of: Facts, asked: Sequence[date], rules: Rules = RULES) -> list[tuple]:
    figure = next(figure for figure in COUNTED if figure.key == key)
    names = ("period", "unit_id", "target_group", "part", "whole")
    return figure.count(of, asked, rules).select(names).rows()


def part_and_whole(key: str, of: Facts, period: date) -> tuple[int, int] | None:
    """What is counted in the one cell there is, or None where there is none."""
    found = counted(key, of, [period])
    assert len(found) <= 1
    return found[0][3:] if found else None


def asked_of(key: str) -> list[date]:
    """The periods of a figure's cadence in the year before the last day known of, and after."""
    cadence = next(figure.cadence.name for figure in COUNTED if figure.key == key)
    return periods(cadence, date(2025, 7, 1), date(2026, 8, 1))


def last_known(of: Facts, asked: Sequence[date], cadence: str = "month") -> Iterable[tuple]:
    """Each period that has begun, with the day it is asked about on."""
    for period in asked:
        if period <= of.observed_until:
            yield period, min(last_of(cadence, period), of.observed_until)


def holds(on: date, starts: date, ends: date | None) -> bool:
    return starts <= on and (ends is None or on < ends)


def rows(frame: pl.DataFrame) -> list[dict]:
    return list(frame.iter_rows(named=True))


def tally(found: Iterable[tuple]) -> list[tuple]:
    """Rows of period, unit, group and whether one is of the part, as counted: one row a cell."""
    cells: dict[tuple, list] = {}
    for *cell, is_part in found:
        cells.setdefault(tuple(cell), []).append(bool(is_part))
    return [(*cell, sum(parts), len(parts)) for cell, parts in sorted(cells.items())]


def open_on(of: Facts, asked: Sequence[date], is_part) -> list[tuple]:
    """The open cases of each month's last day, and those of them that `is_part(case, day)` says."""
    found = []
    for period, on in last_known(of, asked):
        for one in rows(of.cases):
            if holds(on, one["opened_on"], one["closed_on"]):
                said = is_part(one, on)
                if said is not None:
                    found.append((period, one["unit_id"], one["target_group"], said))
    return tally(found)


def period_of(cadence: str, on: date) -> date:
    first = month(on)
    while (first.month - 1) % LENGTHS[cadence]:
        first = add_months(first, -1)
    return first


# Days on the edges: the last of a month, the last known of, and the days beside them.
ENDS = [last_of("month", m) for m in periods("month", date(2024, 11, 1), date(2026, 7, 1))]
EDGES = sorted({end + timedelta(n) for end in (*ENDS, KNOWN) for n in (-1, 0, 1)})
DAYS = st.sampled_from(EDGES) | st.dates(date(2024, 6, 1), date(2026, 8, 1))
NUMBERS, CASES = st.integers(0, 14), st.integers(0, 5)
UNITS, GROUPS = st.integers(1, 2), st.sampled_from(["unga", "halsohinder"])
SAID, MAYBE_DAY = st.sampled_from([None, False, True]), st.none() | DAYS
RATERS, INDICATORS = st.sampled_from(["participant", "staff"]), st.sampled_from("abc")


@st.composite
def _spans(draw) -> tuple[date, date | None]:
    starts, ends = draw(DAYS), draw(MAYBE_DAY)
    return (starts, ends) if ends is None or starts <= ends else (ends, starts)


@st.composite
def _cases(draw) -> list[tuple]:
    to = st.sampled_from([None, "work", "work", "studies", "other_income"])
    one = st.tuples(_spans(), st.integers(1, 4), UNITS, GROUPS, to, SAID, SAID)
    names = ("person", "unit", "group", "leads_to", "zero_placed", "shared")
    return [
        case(n, *span, **dict(zip(names, said, strict=True)))
        for n, (span, *said) in enumerate(draw(st.lists(one, min_size=1, max_size=6)))
    ]


def _numbered(*columns: st.SearchStrategy, unique_by=None, most: int = 15) -> st.SearchStrategy:
    listed = st.lists(st.tuples(*columns), max_size=most, unique_by=unique_by)
    return listed.map(lambda rows: [(n, *row) for n, row in enumerate(rows)])


def _keyed(*columns: st.SearchStrategy, key: int, most: int = 15) -> st.SearchStrategy:
    return st.lists(st.tuples(*columns), max_size=most, unique_by=lambda row: row[:key])


def _lasting(*columns: st.SearchStrategy) -> st.SearchStrategy:
    """Rows that begin with a case and end with the days they last."""
    listed = st.lists(st.tuples(*columns, _spans()), max_size=12)
    return listed.map(lambda rows: [(*row, *span) for *row, span in rows])


DRAWN = {
    "cases": _cases(),
    "tracks": _lasting(CASES, st.just("a")),
    "episodes": _lasting(CASES, st.integers(1, 3)),
    "household_months": _keyed(
        st.integers(1, 8), DAYS.map(month), UNITS, GROUPS, st.none() | st.integers(0, 9), key=2
    ),
    "individual_plans": _numbered(CASES, _spans(), MAYBE_DAY).map(
        lambda of: [(n, who, 1, "unga", *span, step) for n, who, span, step in of]
    ),
    "follow_ups": _keyed(st.integers(0, 9), DAYS, MAYBE_DAY, key=2, most=30),
    "assessments": _numbered(
        CASES, st.sampled_from(["bip", "x"]), DAYS, RATERS, unique_by=lambda row: row
    ),
    "scores": _keyed(NUMBERS, INDICATORS, st.integers(1, 5), key=2, most=40).map(
        lambda of: [(*answer, answer[1] == "c") for answer in of]
    ),
    "consents": st.lists(st.tuples(st.integers(1, 4), DAYS, MAYBE_DAY, MAYBE_DAY), max_size=10),
    "stays": st.lists(
        st.tuples(
            CASES,
            _spans(),
            st.none() | st.integers(1, 12),
            st.sampled_from(["work", "studies", "other", None]),
        ),
        max_size=15,
    ).map(lambda of: [(who, "p", *span, most, result) for who, span, most, result in of]),
    "after_exit": _keyed(CASES, DAYS, key=2),
    "reviewed": st.lists(st.tuples(st.integers(1, 3), CASES, DAYS), max_size=15),
    "samples": st.lists(
        st.tuples(UNITS, DAYS, st.integers(0, 3), st.integers(0, 3)), max_size=15
    ).map(lambda of: [(unit, on, n + more, n) for unit, on, n, more in of]),
}


def some(*names: str) -> st.SearchStrategy[Facts]:
    """Facts with these frames drawn, and no others."""
    return st.fixed_dictionaries({name: DRAWN[name] for name in names}).map(
        lambda drawn: facts(**drawn)
    )
