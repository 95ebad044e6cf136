"""Contact after the exit to work or studies: worked examples, and counted one exit at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from metrics.catalogue import COUNTED
from metrics.facts import Rules
from tests.metrics.made import (
    RULES,
    asked_of,
    case,
    counted,
    facts,
    part_and_whole,
    period_of,
    rows,
    tally,
    undoes,
)
from tests.metrics.worlds import some

FIRST = date(2026, 1, 1)


def left(*contacted: str, to: str = "work", closed: str = "2026-01-31", others: tuple = ()):
    return facts(
        cases=[case(1, "2024-01-01", closed, person=7, leads_to=to), *others],
        after_exit=[(1, on) for on in contacted],
    )


@pytest.mark.parametrize(
    ("contacted", "part"),
    [("2026-01-30", 0), ("2026-01-31", 1), ("2026-05-01", 1), ("2026-05-02", 0)],
)
def test_a_contact_counts_from_the_exit_to_the_ninetieth_day_after_it(contacted, part):
    assert part_and_whole("stod_arbete", left(contacted), FIRST) == (part, 1)


@pytest.mark.parametrize(("contacted", "part"), [("2026-06-15", 1), ("2026-06-16", 0)])
def test_a_contact_after_the_last_day_known_of_is_not_known(contacted, part):
    assert part_and_whole("stod_arbete", left(contacted, closed="2026-03-31"), FIRST) == (part, 1)


def test_many_contacts_are_one_support_and_none_leaves_the_exit_in_the_whole():
    assert part_and_whole("stod_arbete", left("2026-02-01", "2026-03-01"), FIRST) == (1, 1)
    assert part_and_whole("stod_arbete", left(), FIRST) == (0, 1)


@pytest.mark.parametrize(
    ("to", "of_work", "of_studies"),
    [
        ("work", (1, 1), None),
        ("studies", None, (1, 1)),
        ("other_income", None, None),
        (None, None, None),
    ],
)
def test_exits_to_work_and_to_studies_are_asked_about_apart(to, of_work, of_studies):
    of = left("2026-02-01", to=to)

    assert part_and_whole("stod_arbete", of, FIRST) == of_work
    assert part_and_whole("stod_studier", of, FIRST) == of_studies


@pytest.mark.parametrize(("back", "said"), [("2026-03-30", None), ("2026-03-31", (1, 1))])
def test_who_is_back_before_the_exit_gap_is_over_has_not_left(back, said):
    of = left("2026-02-01", others=(case(2, back, person=7),))

    assert part_and_whole("stod_arbete", of, FIRST) == said


@pytest.mark.parametrize("key", ["stod_arbete", "stod_studier"])
@pytest.mark.parametrize(
    ("gap", "final"), [(2, date(2026, 6, 29)), (3, date(2026, 6, 30)), (0, date(2026, 6, 29))]
)
def test_a_quarter_is_shown_after_90_days_or_the_exit_gap_and_never_half(key, gap, final):
    figure = next(figure for figure in COUNTED if figure.key == key)

    assert figure.settled_on(FIRST, Rules(exit_gap_months=gap)) == final
    assert figure.cadence.only_settled


def supported(state):
    def by_exits(of, asked, rules):
        found = []
        for one in rows(of.cases):
            closed = one["closed_on"]
            if closed is None or closed > of.observed_until or one["leads_to"] != state:
                continue
            others = [
                other
                for other in rows(of.cases)
                if other["person_id"] == one["person_id"] and other["case_id"] != one["case_id"]
            ]
            if period_of("quarter", closed) in asked and not any(
                undoes(other, closed, of.observed_until, rules.exit_gap_months) for other in others
            ):
                met = any(
                    contact["case_id"] == one["case_id"]
                    and closed <= contact["contacted_on"] <= closed + timedelta(90)
                    and contact["contacted_on"] <= of.observed_until
                    for contact in rows(of.after_exit)
                )
                found.append((period_of("quarter", closed), one, met))
        return tally(found)

    return by_exits


SECOND = {"stod_arbete": supported("work"), "stod_studier": supported("studies")}


@pytest.mark.parametrize("key", SECOND)
@given(some("cases", "after_exit"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
