"""Open cases that are shared or zero-placed, and what is done for them: worked, and one by one."""

import pytest
from hypothesis import given

from tests.metrics.made import (
    JUNE,
    MAY,
    RULES,
    asked_of,
    case,
    counted,
    facts,
    holds,
    open_on,
    part_and_whole,
    rows,
)
from tests.metrics.worlds import some


@pytest.mark.parametrize(("key", "mark"), [("delade", "shared"), ("nollplacerade", "zero_placed")])
@pytest.mark.parametrize(("said", "part"), [(True, 1), (False, 0), (None, 0)])
def test_a_case_is_marked_when_it_is_said_and_open_cases_are_all_asked_about(key, mark, said, part):
    of = facts(cases=[case(1, **{mark: said}), case(2)])

    assert part_and_whole(key, of, MAY) == (part, 2)


@pytest.mark.parametrize(("key", "mark"), [("delade", "shared"), ("nollplacerade", "zero_placed")])
@pytest.mark.parametrize(
    ("opened", "closed", "said"),
    [
        ("2026-05-31", None, (1, 1)),
        ("2026-06-01", None, None),
        ("2026-01-01", "2026-05-31", None),
        ("2026-01-01", "2026-06-01", (1, 1)),
    ],
)
def test_a_marked_case_counts_while_it_is_open(key, mark, opened, closed, said):
    assert part_and_whole(key, facts(cases=[case(1, opened, closed, **{mark: True})]), MAY) == said


def with_consents(*given: tuple, month=MAY):
    of = facts(
        cases=[case(1, person=7, shared=True), case(2, person=8)],
        consents=[(7, *days) for days in given],
    )
    return part_and_whole("samtycke", of, month)


@pytest.mark.parametrize(
    ("given_on", "valid_until", "withdrawn_on", "part"),
    [
        ("2026-05-31", None, None, 1),
        ("2026-06-01", None, None, 0),
        ("2026-01-01", "2026-05-31", None, 0),
        ("2026-01-01", "2026-06-01", None, 1),
        ("2026-01-01", None, "2026-05-31", 0),
        ("2026-01-01", None, "2026-06-01", 1),
        ("2026-01-01", "2026-12-01", "2026-05-31", 0),
        ("2026-01-01", "2026-05-31", "2026-12-01", 0),
    ],
)
def test_a_consent_holds_until_it_runs_out_or_is_withdrawn(
    given_on, valid_until, withdrawn_on, part
):
    assert with_consents((given_on, valid_until, withdrawn_on)) == (part, 1)


def test_one_of_several_consents_is_enough_and_counts_the_case_once():
    out, holding = ("2026-05-01", "2026-05-02", None), ("2026-01-01", None, None)

    assert with_consents(out, holding, holding) == (1, 1)
    assert with_consents(holding, out) == (1, 1)
    assert with_consents(out) == (0, 1)


@pytest.mark.parametrize(("given_on", "part"), [("2026-06-15", 1), ("2026-06-16", 0)])
def test_a_consent_after_the_last_day_known_of_is_not_known(given_on, part):
    assert with_consents((given_on, None, None), month=JUNE) == (part, 1)


def test_a_consent_is_the_persons_and_counts_for_each_of_their_shared_cases():
    of = facts(
        cases=[case(n, person=7, shared=True, unit=n) for n in (1, 2)],
        consents=[(7, "2026-01-01", None, None)],
    )

    assert [row[3:] for row in counted("samtycke", of, [MAY])] == [(1, 1), (1, 1)]


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        ("2026-05-31", None, 1),
        ("2026-06-01", None, 0),
        ("2026-01-01", "2026-05-31", 0),
        ("2026-01-01", "2026-06-01", 1),
        ("2026-05-31", "2026-05-31", 0),
    ],
)
def test_an_effort_is_at_work_on_its_first_day_and_not_on_its_last(starts, ends, part):
    of = facts(
        cases=[case(1, zero_placed=True), case(2)],
        episodes=[(1, 1, starts, ends), (1, 2, starts, ends), (2, 1, "2026-01-01", None)],
    )

    assert part_and_whole("nollplacerade_insats", of, MAY) == (part, 1)


def shared(of, asked, rules):
    return open_on(of, asked, lambda one, on: one["is_shared"] is True)


def consented(of, asked, rules):
    def has_consent(one, on):
        if one["is_shared"] is not True:
            return None
        return any(
            consent["person_id"] == one["person_id"]
            and holds(on, consent["given_on"], consent["valid_until"])
            and holds(on, consent["given_on"], consent["withdrawn_on"])
            for consent in rows(of.consents)
        )

    return open_on(of, asked, has_consent)


def zero_placed(of, asked, rules):
    return open_on(of, asked, lambda one, on: one["is_zero_placed"] is True)


def at_work(of, asked, rules):
    def is_at_work(one, on):
        if one["is_zero_placed"] is not True:
            return None
        return any(
            effort["case_id"] == one["case_id"]
            and holds(on, effort["starts_on"], effort["ends_on"])
            for effort in rows(of.episodes)
        )

    return open_on(of, asked, is_at_work)


SECOND = {
    "delade": shared,
    "samtycke": consented,
    "nollplacerade": zero_placed,
    "nollplacerade_insats": at_work,
}


@pytest.mark.parametrize("key", SECOND)
@given(some("cases", "consents", "episodes"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
