"""Figures of long support, of where exits lead and hold, and of current plans."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from metrics.catalogue import COUNTED, FIGURES, WANTED
from metrics.facts import Facts
from metrics.periods import add_months, months, quarter, quarters
from tests.metrics.test_catalogue import KNOWN, RULES, _undoes, case, counted, facts, some_facts

MAY = date(2026, 5, 1)
SOMETIMES = settings(max_examples=60)


def paid(*numbers: int, person: int = 1, unit: int = 1) -> list[tuple]:
    """Support months of a person, counted back from May 2026: 0 is May, 1 is April."""
    return [(person, add_months(MAY, -n), unit, "unga") for n in numbers]


def test_a_person_is_counted_once_a_month_in_each_group_where_it_was_paid():
    of = facts(support_months=paid(0, 1) + paid(0, person=2) + paid(0, person=3, unit=2))

    assert counted("vuxna", of, [MAY]) == [(MAY, 1, "unga", 2, None), (MAY, 2, "unga", 1, None)]


@pytest.mark.parametrize(("many", "part"), [(9, 0), (10, 1), (12, 1)])
def test_ten_of_twelve_months_is_long(many, part):
    of = facts(support_months=paid(*range(many)))

    assert counted("langvarigt", of, [MAY]) == [(MAY, 1, "unga", part, 1)]


def test_who_had_support_only_a_year_ago_is_not_asked_about():
    assert counted("langvarigt", facts(support_months=paid(11)), [MAY])[0][3:] == (0, 1)
    assert counted("langvarigt", facts(support_months=paid(12)), [MAY]) == []


@pytest.mark.parametrize(("many", "part"), [(26, 0), (27, 1), (36, 1)])
def test_twenty_seven_of_thirty_six_is_very_long_among_those_of_the_year(many, part):
    of = facts(support_months=paid(*range(many)))

    assert counted("mycket_langvarigt", of, [MAY]) == [(MAY, 1, "unga", part, 1)]
    gone = facts(support_months=paid(*range(12, 36)))
    assert counted("mycket_langvarigt", gone, [MAY]) == []


def test_a_person_is_counted_where_the_latest_month_was_paid():
    of = facts(support_months=paid(3, 4) + paid(1, unit=2))

    assert counted("langvarigt", of, [MAY]) == [(MAY, 2, "unga", 0, 1)]


@pytest.mark.parametrize(
    ("key", "part"), [("avslut_arbete", 1), ("avslut_studier", 0), ("avslut_inkomst", 1)]
)
def test_exits_are_divided_by_where_they_lead(key, part):
    first = date(2026, 1, 1)
    rows = [case(1, first, date(2026, 2, 1), own=True), case(2, first, date(2026, 2, 1))]
    unsaid = (*case(3, first, date(2026, 2, 1), own=True)[:-1], None)

    assert counted(key, facts(cases=[*rows, unsaid]), [first])[0][3:] == (part, 3)


@pytest.mark.parametrize(("back", "part"), [("2026-03-30", 0), ("2026-03-31", 1)])
def test_self_support_holds_when_nobody_is_back_on_the_day_six_months_after(back, part):
    rows = [
        case(1, date(2025, 1, 1), date(2025, 9, 30), own=True, person=7),
        case(2, date.fromisoformat(back), None, person=7),
        case(3, date(2025, 1, 1), date(2025, 9, 30)),
    ]

    assert counted("hallbart", facts(cases=rows), [date(2025, 7, 1)])[0][3:] == (part, 1)


def test_a_case_that_is_opened_and_closed_on_one_day_is_not_its_own_return():
    day = date(2025, 9, 30)
    of = facts(cases=[case(1, day, day, own=True)])

    assert counted("hallbart", of, [date(2025, 7, 1)])[0][3:] == (1, 1)


@pytest.mark.parametrize(
    ("made", "followed", "part"),
    [
        ("2025-12-01", None, 1),
        ("2025-11-30", None, 0),
        ("2024-01-01", "2025-12-01", 1),
        ("2024-01-01", "2025-11-30", 0),
        ("2026-06-01", None, 0),
    ],
)
def test_a_plan_is_current_for_six_months(made, followed, part):
    of = facts(
        cases=[case(1, date(2024, 1, 1), None)],
        individual_plans=[(1, 1, 1, "unga", date.fromisoformat(made), None)],
        follow_ups=[(1, date.fromisoformat(followed))] if followed else [],
    )

    assert counted("aktuella_planer", of, [MAY])[0][3:] == (part, 1)


LASTING = ("hallbart", "hallbart_12_av_6", "annat", "annat_12_av_6")


def test_what_is_divided_comes_to_what_it_divides():
    """The whole or the part of the other figure, period by period, or the protection is void."""
    by_key = {figure.key: figure for figure in COUNTED}
    for figure in COUNTED:
        above, passed = figure, []
        while above.part_of:
            passed.append(above.key)
            above = by_key[above.part_of.figure]
            assert above.key not in passed
            assert above.cadence.name == figure.cadence.name


@SOMETIMES
@given(some_facts())
def test_parts_come_to_the_side_that_they_divide(of):
    asked = quarters(date(2025, 7, 1), date(2026, 6, 1))
    exits = {row[:3]: row[3:] for row in counted("avslut", of, asked)}
    parts = [counted(f"avslut_{what}", of, asked) for what in ("arbete", "studier", "inkomst")]
    for rows in zip(*parts, strict=True):
        assert sum(row[3] for row in rows) == exits[rows[0][:3]][0]
        assert {row[4] for row in rows} == {exits[rows[0][:3]][1]}
    held = {row[:3]: row[4] for row in counted("hallbart", of, asked)}
    assert held == {key: part for key, (part, _) in exits.items() if part}
    rest = {row[:3]: row[4] for row in counted("annat", of, asked)}
    assert rest == {key: whole - part for key, (part, whole) in exits.items() if whole - part}
    for above, under in (("hallbart", "hallbart_12_av_6"), ("annat", "annat_12_av_6")):
        held = {row[:3]: row[3] for row in counted(above, of, asked) if row[3]}
        assert {row[:3]: row[4] for row in counted(under, of, asked)} == held
    year = months(date(2025, 7, 1), date(2026, 6, 1))
    long = {row[:3]: row[4] for row in counted("langvarigt", of, year)}
    assert {row[:3]: row[4] for row in counted("mycket_langvarigt", of, year)} == long
    assert {row[:3]: row[4] for row in counted("unga", of, year)} == long
    cases = {row[:3]: row[3] for row in counted("oppna", of, year)}
    assert {row[:3]: row[4] for row in counted("aktuella_planer", of, year)} == cases


@SOMETIMES
@given(some_facts())
def test_people_counted_one_by_one(of):
    asked = months(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, set] = {}
    for who, month, unit, group, *_ in of.support_months.rows():
        if month in asked:
            slow.setdefault((month, unit, group), set()).add(who)

    assert counted("vuxna", of, asked) == [
        (*key, len(who), None) for key, who in sorted(slow.items())
    ]


@SOMETIMES
@given(some_facts())
def test_long_support_counted_one_by_one(of):
    asked = months(date(2025, 7, 1), date(2026, 6, 1))
    rows = of.support_months.rows()
    born = {row[0]: row[4] for row in rows}
    for key, back, least in (("langvarigt", 12, 10), ("mycket_langvarigt", 36, 27), ("unga", 1, 0)):
        slow: dict[tuple, list] = {}
        for period in asked:
            for who, year_born in born.items():
                mine = {m: at for person, m, *at in rows if person == who}
                year = [m for m in mine if add_months(period, -11) <= m <= period]
                if not year:
                    continue
                had = [m for m in mine if add_months(period, 1 - back) <= m <= period]
                is_part = len(had) >= least if least else 18 <= period.year - year_born <= 24
                slow.setdefault((period, *mine[max(year)][:2]), []).append(is_part)
        assert counted(key, of, asked) == [
            (*at, sum(long), len(long)) for at, long in sorted(slow.items())
        ]


@pytest.mark.parametrize(("born", "young"), [(2009, 0), (2008, 1), (2002, 1), (2001, 0), (None, 0)])
def test_young_is_who_turns_18_to_24_in_the_year(born, young):
    of = facts(support_months=[(1, date(2026, 3, 1), 1, "unga", born)])

    assert [row[3:] for row in counted("unga", of, [date(2026, 5, 1)])] == [(young, 1)]


@pytest.mark.parametrize(
    ("key", "own", "back", "said"),
    [
        ("hallbart", True, "2026-05-30", [(0, 1)]),
        ("hallbart", True, "2026-05-31", [(1, 1)]),
        ("hallbart", False, "2026-05-31", []),
        ("annat", False, "2026-05-30", [(0, 1)]),
        ("annat", False, "2026-05-31", [(1, 1)]),
        ("hallbart_12_av_6", True, "2026-05-30", []),
        ("hallbart_12_av_6", True, "2026-11-30", [(0, 1)]),
        ("hallbart_12_av_6", True, "2026-12-01", [(1, 1)]),
        ("annat_12_av_6", False, "2026-11-30", [(0, 1)]),
        ("annat_12_av_6", False, "2026-12-01", [(1, 1)]),
    ],
)
def test_an_exit_holds_until_the_day_so_many_months_after_it(key, own, back, said):
    of = facts(
        cases=[
            case(1, date(2025, 1, 1), date(2025, 11, 30), own=own, person=7),
            case(2, date.fromisoformat(back), None, person=7),
        ]
    )
    of = Facts(**{**vars(of), "observed_until": date(2027, 1, 1)})

    assert [row[3:] for row in counted(key, of, [date(2025, 10, 1)])] == said


@SOMETIMES
@given(some_facts())
def test_lasting_exits_counted_one_by_one(of):
    asked = quarters(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[str, dict[tuple, list]] = {key: {} for key in LASTING}
    rows = of.cases.rows()
    for number, who, unit, group, _, closed, _, own, *_ in rows:
        if closed is None or closed > KNOWN or quarter(closed) not in asked:
            continue
        others = [r for r in rows if r[1] == who and r[0] != number]
        if any(_undoes(closed, r[4], r[5]) for r in others):
            continue
        back = [r[4] for r in others if r[4] >= closed]
        held_6, held_12 = (all(on > add_months(closed, m) for on in back) for m in (6, 12))
        at = (quarter(closed), unit, group)
        six, twelve = ("hallbart", "hallbart_12_av_6") if own else ("annat", "annat_12_av_6")
        slow[six].setdefault(at, []).append(held_6)
        if held_6:
            slow[twelve].setdefault(at, []).append(held_12)

    for key in LASTING:
        assert counted(key, of, asked) == [
            (*at, sum(held), len(held)) for at, held in sorted(slow[key].items())
        ]


@SOMETIMES
@given(some_facts())
def test_current_plans_counted_one_by_one(of):
    asked = months(date(2025, 7, 1), date(2026, 6, 1))
    slow: dict[tuple, list] = {}
    for period in asked:
        day = min(add_months(period, 1) - timedelta(1), KNOWN)
        for number, _, unit, group, opened, closed, *_ in of.cases.rows():
            if opened > day or (closed is not None and closed <= day):
                continue
            plans = [p for p in of.individual_plans.rows() if p[1] == number and p[4] <= day]
            on = [p[4] for p in plans]
            on += [d for plan, d, *_ in of.follow_ups.rows() for p in plans if p[0] == plan]
            fresh = any(d <= day <= add_months(d, 6) for d in on)
            slow.setdefault((period, unit, group), []).append(fresh)

    assert counted("aktuella_planer", of, asked) == [
        (*at, sum(fresh), len(fresh)) for at, fresh in sorted(slow.items())
    ]


def test_lasting_is_known_six_months_after_the_quarter():
    figure = next(figure for figure in FIGURES if figure.key == "hallbart")

    assert figure.settled_on(date(2026, 1, 1), RULES) == date(2026, 9, 30)


def test_what_is_wanted_says_what_is_missing_and_whose_it_is():
    counted_already = {figure.number for figure in FIGURES}
    for wanted in WANTED:
        assert wanted.number not in counted_already
        assert wanted.question.endswith("?")
        assert wanted.missing
        assert wanted.owner
    assert isinstance(facts(), Facts)


WORKED = {"vuxna", "langvarigt", "mycket_langvarigt", "unga", "aktuella_planer", *LASTING}
WORKED |= {"avslut_arbete", "avslut_studier", "avslut_inkomst"}
SECOND = {
    "vuxna": test_people_counted_one_by_one,
    **dict.fromkeys(
        ("langvarigt", "mycket_langvarigt", "unga"), test_long_support_counted_one_by_one
    ),
    **dict.fromkeys(LASTING, test_lasting_exits_counted_one_by_one),
    **dict.fromkeys(
        ("avslut_arbete", "avslut_studier", "avslut_inkomst"),
        test_parts_come_to_the_side_that_they_divide,
    ),
    "aktuella_planer": test_current_plans_counted_one_by_one,
}
