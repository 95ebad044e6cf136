"""Facts drawn for the second counts, so that many of their days lie on an edge."""

from datetime import date, timedelta

from hypothesis import strategies as st

from metrics.facts import Facts
from metrics.periods import last_of, month, periods
from tests.metrics.made import KNOWN, case, facts

# Days on the edges: the last of a month, the last known of, and the days beside them.
ENDS = [last_of("month", m) for m in periods("month", date(2024, 11, 1), date(2026, 7, 1))]
EDGES = sorted({end + timedelta(n) for end in (*ENDS, KNOWN) for n in (-1, 0, 1)})
DAYS = st.sampled_from(EDGES) | st.dates(date(2024, 6, 1), date(2026, 8, 1))
NUMBERS, CASES = st.integers(0, 14), st.integers(0, 5)
UNITS, GROUPS = st.integers(1, 2), st.sampled_from(["unga", "halsohinder"])
YES_OR_NO, MAYBE_DAY = st.sampled_from([None, False, True]), st.none() | DAYS
RATERS, INDICATORS = st.sampled_from(["participant", "staff"]), st.sampled_from("abc")
STATES = st.sampled_from([None, "work", "work", "studies", "other_income"])


@st.composite
def _spans(draw) -> tuple[date, date | None]:
    starts, ends = draw(DAYS), draw(MAYBE_DAY)
    return (starts, ends) if ends is None or starts <= ends else (ends, starts)


def _cases() -> st.SearchStrategy[list[dict]]:
    columns = st.fixed_dictionaries(
        {
            "person": st.integers(1, 4),
            "unit": UNITS,
            "group": GROUPS,
            "leads_to": STATES,
            "decided": MAYBE_DAY,
            "zero_placed": YES_OR_NO,
            "shared": YES_OR_NO,
            "needs_parallel": st.sampled_from([None, True, True, False]),
        }
    )
    drawn = st.lists(st.tuples(_spans(), columns), min_size=1, max_size=6)
    return drawn.map(lambda rows: [case(n, *span, **of) for n, (span, of) in enumerate(rows)])


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
    "activities": _lasting(CASES),
    "contacts": _lasting(CASES, st.sampled_from(["coach", "handläggare"]), st.sampled_from("abc")),
    "household_months": _keyed(
        st.integers(1, 8), DAYS.map(month), UNITS, GROUPS, st.none() | st.integers(0, 9), key=2
    ),
    "support_months": _keyed(
        st.integers(1, 3),
        st.dates(date(2023, 8, 1), date(2026, 8, 1)).map(month),
        UNITS,
        GROUPS,
        key=2,
        most=60,
    ).map(lambda of: [(*row, 2026 - 17 - row[0]) for row in of]),
    "individual_plans": _numbered(CASES, UNITS, GROUPS, _spans(), MAYBE_DAY).map(
        lambda of: [(n, who, *at, *span, step) for n, who, *at, span, step in of]
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
