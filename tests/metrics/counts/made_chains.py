"""Cases with what belongs to them, written by hand or drawn, and days counted one by one."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import polars as pl
from hypothesis import strategies as st

from metrics.catalogue import COUNTED
from metrics.facts import SHAPES, Facts, Rules

KNOWN = date(2026, 6, 15)
MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
RULES = Rules()
NEVER = date(9999, 1, 1)


def day(written: str | date | None) -> date | None:
    return date.fromisoformat(written) if isinstance(written, str) else written


def case(number: int, opened: str, closed: str | None = None, **said) -> dict:
    """A case of unit 1 and of the young, unless something else is said."""
    placed = {"case_id": number, "person_id": number, "unit_id": 1, "target_group": "unga"}
    return placed | {"opened_on": day(opened), "closed_on": day(closed)} | said


def effort(number: int, starts: str, ends: str | None = None, party: int = 1) -> dict:
    return {"case_id": number, "party": party, "starts_on": day(starts), "ends_on": day(ends)}


def activity(number: int, starts: str, ends: str | None = None) -> dict:
    return {"case_id": number, "starts_on": day(starts), "ends_on": day(ends)}


def contact(
    number: int, staff: str, starts: str, ends: str | None = None, function: str = "coach"
) -> dict:
    return activity(number, starts, ends) | {"function": function, "staff": staff}


def facts(**rows: list[dict]) -> Facts:
    frames = {name: pl.DataFrame(said, SHAPES[name]) for name, said in rows.items()}
    return Facts(**frames, observed_until=KNOWN)


def counted(key: str, of: Facts, periods: Iterable[date] = (MAY,), rules: Rules = RULES) -> list:
    figure = next(figure for figure in COUNTED if figure.key == key)
    return figure.count(of, list(periods), rules).rows()


def numbers(key: str, of: Facts, period: date = MAY) -> list[tuple]:
    """What is counted of a period, without where."""
    return [row[3:] for row in counted(key, of, [period])]


DAYS = st.dates(date(2025, 3, 1), date(2026, 7, 10))
PERIODS = [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), MAY, JUNE, JULY]


@st.composite
def some_facts(draw) -> Facts:
    """Few cases with much in them, some of it later than the last day known of."""
    lengths = st.none() | st.integers(0, 90) | st.integers(90, 500)
    spans = st.tuples(DAYS, lengths).map(_span)

    def many(most: int, **also: st.SearchStrategy) -> list[dict]:
        numbers = st.integers(0, 5)
        drawn = st.tuples(numbers, spans, st.fixed_dictionaries(also))
        rows = draw(st.lists(drawn, max_size=most))
        return [{"case_id": n, "starts_on": a, "ends_on": z} | more for n, (a, z), more in rows]

    cases = [
        case(n, opened, closed, unit_id=unit, first_decided_on=decided, needs_parallel=needs)
        for n, ((opened, closed), unit, decided, needs) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        spans,
                        st.integers(1, 2),
                        st.none() | DAYS,
                        st.sampled_from([None, True, True, False]),
                    ),
                    max_size=5,
                )
            )
        )
    ]
    return facts(
        cases=cases,
        episodes=many(14, party=st.integers(1, 3)),
        activities=many(6),
        contacts=many(
            14, function=st.sampled_from(["coach", "handläggare"]), staff=st.sampled_from("abc")
        ),
    )


def _span(drawn: tuple[date, int | None]) -> tuple[date, date | None]:
    first, many = drawn
    return first, None if many is None else first + timedelta(many)


def asked_day(period: date) -> date:
    return min(period.replace(day=monthrange(period.year, period.month)[1]), KNOWN)


def year_to(last: date) -> list[date]:
    """The days of the twelve months that end with a day."""
    after = last + timedelta(1)
    least = min(after.day, monthrange(after.year - 1, after.month)[1])
    return each_day(after.replace(year=after.year - 1, day=least), after)


def each_day(first: date, past: date) -> list[date]:
    return [first + timedelta(n) for n in range((past - first).days)]


def covers(span: dict, on: date) -> bool:
    return span["starts_on"] <= on < (span["ends_on"] or NEVER)


def is_open(one: dict, on: date) -> bool:
    return one["opened_on"] <= on < (one["closed_on"] or NEVER)


def of_case(frame: pl.DataFrame, one: dict) -> list[dict]:
    return [row for row in frame.to_dicts() if row["case_id"] == one["case_id"]]


def open_one_by_one(of: Facts, periods: Iterable[date]) -> Iterator[tuple[date, date, dict]]:
    """Each period, the day asked about, and each case that is open then."""
    for period in periods:
        if period <= KNOWN:
            for one in of.cases.to_dicts():
                if is_open(one, asked_day(period)):
                    yield period, asked_day(period), one


def summed(found: Iterable[tuple[date, dict, bool]]) -> list[tuple]:
    """part and whole of period, unit and target group, from cases said to be of the part or not."""
    cells: dict[tuple, list[bool]] = {}
    for period, one, is_so in found:
        cells.setdefault((period, one["unit_id"], one["target_group"]), []).append(is_so)
    return [(*at, sum(said), len(said)) for at, said in sorted(cells.items())]
