"""The key figures: worked examples on the edges, and a slow second reckoning of each."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.catalogue import COUNTED, FIGURES, FromFacts
from metrics.facts import SHAPES, Facts, Rules
from metrics.periods import add_months, month, months, quarter, quarters

RULES = Rules()
FROM_FACTS = [figure for figure in COUNTED if isinstance(figure, FromFacts)]
KNOWN = date(2026, 6, 15)
GIVEN = {
    **{kind: {"part", "whole"} for kind in ("count", "share", "kronor", "change")},
    "ratio": {"part", "whole", "cases"},
    "days": {"case_id", "days"},
}


def facts(**rows: list[tuple]) -> Facts:
    """Facts of some rows; columns that a row does not reach are null."""
    frames = {}
    for name, some in rows.items():
        shape = SHAPES[name]
        full = [(*row, *[None] * (len(shape) - len(row))) for row in some]
        frames[name] = pl.DataFrame(full, schema=shape, orient="row")
    return Facts(**frames, observed_until=KNOWN)


def counted(key: str, of: Facts, periods: list[date]) -> list[tuple]:
    figure = next(figure for figure in COUNTED if figure.key == key)
    names = ("period", "unit_id", "target_group", "part", "whole")
    return figure.count(of, periods, RULES).select(names).rows()


def case(number: int, opened: date, closed: date | None, own: bool = False, person: int = 0):
    leads_to = "work" if own else None
    return (number, person or number, 1, "unga", opened, closed, None, own, leads_to)


def test_a_household_is_counted_once_a_month_where_it_was_paid():
    may, june = date(2026, 5, 1), date(2026, 6, 1)
    of = facts(household_months=[(1, may, 1, "unga"), (1, june, 2, "unga"), (2, june, 2, "unga")])

    assert counted("hushall", of, [may, june]) == [
        (may, 1, "unga", 1, None),
        (june, 2, "unga", 2, None),
    ]


def test_a_month_that_is_not_asked_for_is_left_out():
    of = facts(household_months=[(1, date(2026, 4, 1), 1, "unga")])

    assert counted("hushall", of, [date(2026, 5, 1)]) == []


@pytest.mark.parametrize(
    ("closed", "of_quarter"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-03-31", 1)]
)
def test_an_exit_belongs_to_the_quarter_it_closed_in(closed, of_quarter):
    of = facts(cases=[case(1, date(2025, 1, 1), date.fromisoformat(closed), own=True)])

    found = counted("avslut", of, [date(2026, 1, 1)])

    assert found == [(date(2026, 1, 1), 1, "unga", 1, 1)] * of_quarter


@pytest.mark.parametrize(("back", "exits"), [("2026-03-30", 0), ("2026-03-31", 1)])
def test_who_is_back_before_two_months_has_not_left(back, exits):
    of = facts(
        cases=[
            case(1, date(2025, 1, 1), date(2026, 1, 31), person=7),
            case(2, date.fromisoformat(back), None, person=7),
        ]
    )

    assert sum(row[4] for row in counted("avslut", of, [date(2026, 1, 1)])) == exits


@pytest.mark.parametrize(
    ("made", "followed", "said"),
    [
        ("2026-02-27", "2026-05-31", [(1, 1)]),
        ("2026-02-27", "2026-03-01", [(1, 1)]),
        ("2026-02-27", "2026-02-28", [(0, 1)]),
        ("2026-02-27", "2026-06-01", [(0, 1)]),
        ("2026-02-28", "2026-05-31", [(1, 1)]),
        ("2026-03-01", "2026-05-31", []),
    ],
)
def test_a_plan_is_followed_up_when_the_next_is_not_past_due(made, followed, said):
    may = date(2026, 5, 1)
    of = facts(
        individual_plans=[(1, 1, 1, "unga", date.fromisoformat(made), None)],
        follow_ups=[(1, date.fromisoformat(followed))],
    )

    assert [row[3:] for row in counted("planer", of, [may])] == said


@pytest.mark.parametrize(("ended", "plans"), [("2026-05-31", 0), ("2026-06-01", 1)])
def test_a_plan_that_has_ended_is_not_asked_about(ended, plans):
    may = date(2026, 5, 1)
    of = facts(
        individual_plans=[(1, 1, 1, "unga", date(2025, 1, 1), date.fromisoformat(ended))],
    )

    assert len(counted("planer", of, [may])) == plans


def test_a_plan_followed_up_20_august_is_overdue_on_22_november():
    of = facts(
        individual_plans=[(1, 1, 1, "unga", date(2026, 1, 1), None)],
        follow_ups=[(1, date(2026, 8, 20))],
    )
    of = Facts(**{**vars(of), "observed_until": date(2026, 11, 22)})

    assert [row[3:] for row in counted("planer", of, [date(2026, 11, 1)])] == [(0, 1)]


@pytest.mark.parametrize(
    ("key", "period", "final"),
    [
        ("hushall", date(2026, 8, 1), date(2026, 8, 31)),
        ("planer", date(2026, 2, 1), date(2026, 2, 28)),
        ("avslut", date(2026, 4, 1), date(2026, 8, 30)),
        ("avslut", date(2025, 10, 1), date(2026, 2, 28)),
    ],
)
def test_a_period_is_final_from_its_day(key, period, final):
    figure = next(figure for figure in FIGURES if figure.key == key)

    assert figure.settled_on(period, RULES) == final


@pytest.mark.parametrize("figure", FROM_FACTS, ids=lambda figure: figure.key)
def test_nothing_to_count_gives_no_rows_with_their_columns(figure):
    periods = [date(2026, 4, 1)]

    none = figure.count(Facts(observed_until=KNOWN), periods, RULES)

    assert none.is_empty()
    assert {"period", "unit_id", "target_group"} | GIVEN[figure.kind] <= set(none.columns)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_every_entry_says_all_that_is_printed_beside_it(figure):
    for words in (figure.title, figure.question, figure.part_in_words(RULES), figure.source):
        assert words
    assert figure.key.isascii()
    assert figure.question.endswith("?")
    assert figure.better in ("higher", "lower", None)
    assert figure.number


DAYS = st.dates(date(2024, 1, 1), date(2026, 8, 1))
UNITS, GROUPS = st.integers(1, 3), st.sampled_from(["unga", "halsohinder"])


leads_to = st.sampled_from([None, "work", "studies", "other_income"])


@st.composite
def some_facts(draw) -> Facts:
    paid = draw(
        st.dictionaries(
            st.tuples(st.integers(1, 8), DAYS.map(month)), st.tuples(UNITS, GROUPS), max_size=25
        )
    )
    spans = st.tuples(st.integers(1, 6), UNITS, GROUPS, DAYS, st.none() | st.integers(0, 400))
    cases = [
        (n, who, unit, group, day, day + timedelta(days) if days is not None else None, None)
        + (to is not None, to)
        for n, ((who, unit, group, day, days), to) in enumerate(
            draw(st.lists(st.tuples(spans, leads_to), max_size=20))
        )
    ]
    plans = [
        (n, n % 7, unit, group, day, day + timedelta(days) if days is not None else None)
        for n, (_, unit, group, day, days) in enumerate(draw(st.lists(spans, max_size=15)))
    ]
    followed = draw(st.lists(st.tuples(st.integers(0, 14), DAYS), max_size=40, unique=True))
    supported = draw(
        st.dictionaries(
            st.tuples(st.integers(1, 4), DAYS.map(month)), st.tuples(UNITS, GROUPS), max_size=60
        )
    )
    return facts(
        support_months=[(who, m, *place, 2026 - 17 - who) for (who, m), place in supported.items()],
        household_months=[(home, m, *place) for (home, m), place in paid.items()],
        cases=cases,
        individual_plans=plans,
        follow_ups=followed,
    )


@settings(max_examples=60)
@given(some_facts())
def test_households_counted_one_by_one(of):
    periods = months(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, set] = {}
    for home, paid, unit, group, *_ in of.household_months.rows():
        if paid in periods:
            slow.setdefault((paid, unit, group), set()).add(home)

    assert counted("hushall", of, periods) == [
        (*key, len(homes), None) for key, homes in sorted(slow.items())
    ]


@settings(max_examples=60)
@given(some_facts())
def test_exits_counted_one_by_one(of):
    periods = quarters(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, list] = {}
    rows = of.cases.rows()
    for number, who, unit, group, _, closed, _, own, *_ in rows:
        if closed is None or closed > KNOWN or quarter(closed) not in periods:
            continue
        others = [
            (begun, ended)
            for n, person, _, _, begun, ended, *_ in rows
            if (n, person) != (number, who) and person == who
        ]
        if any(_undoes(closed, *other) for other in others):
            continue
        slow.setdefault((quarter(closed), unit, group), []).append(own)

    assert counted("avslut", of, periods) == [
        (*key, sum(own), len(own)) for key, own in sorted(slow.items())
    ]


def _undoes(closed: date, begun: date, ended: date | None) -> bool:
    """Another case of the person's that is open across the day, or opens before two months."""
    if begun > KNOWN:
        return False
    if begun < closed:
        return ended is None or ended > closed or ended > KNOWN
    return begun < add_months(closed, 2)


@settings(max_examples=60)
@given(some_facts())
def test_plans_counted_one_by_one(of):
    periods = months(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, list] = {}
    for period in periods:
        day = min(add_months(period, 1) - timedelta(1), KNOWN)
        for number, _, unit, group, made, ended, *_ in of.individual_plans.rows():
            if add_months(made, 3) >= day or (ended is not None and ended <= day):
                continue
            said = [on for n, on, *_ in of.follow_ups.rows() if n == number and on <= day]
            kept = any(add_months(on, 3) >= day for on in said)
            slow.setdefault((period, unit, group), []).append(kept)

    assert counted("planer", of, periods) == [
        (*key, sum(kept), len(kept)) for key, kept in sorted(slow.items())
    ]


@settings(max_examples=60)
@given(some_facts())
def test_open_cases_counted_one_by_one(of):
    periods = months(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, int] = {}
    for period in periods:
        day = min(add_months(period, 1) - timedelta(1), KNOWN)
        for _, _, unit, group, opened, closed, *_ in of.cases.rows():
            if opened <= day and (closed is None or closed > day):
                key = (period, unit, group)
                slow[key] = slow.get(key, 0) + 1

    assert counted("oppna", of, periods) == [(*key, n, None) for key, n in sorted(slow.items())]


@pytest.mark.parametrize(
    ("opened", "closed", "open_"),
    [
        ("2026-05-31", None, 1),
        ("2026-06-01", None, 0),
        ("2026-01-01", "2026-05-31", 0),
        ("2026-01-01", "2026-06-01", 1),
    ],
)
def test_a_case_is_open_on_the_day_it_opens_and_not_on_the_day_it_closes(opened, closed, open_):
    closed_on = date.fromisoformat(closed) if closed else None
    of = facts(cases=[case(1, date.fromisoformat(opened), closed_on)])

    assert sum(row[3] for row in counted("oppna", of, [date(2026, 5, 1)])) == open_


WORKED = {"hushall", "avslut", "planer", "oppna"}
SECOND = {
    "hushall": test_households_counted_one_by_one,
    "avslut": test_exits_counted_one_by_one,
    "planer": test_plans_counted_one_by_one,
    "oppna": test_open_cases_counted_one_by_one,
}
