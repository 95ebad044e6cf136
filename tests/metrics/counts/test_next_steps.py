"""Whether the next step is known: worked examples, and every case looked at one by one."""

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
    plan,
    rows,
)
from tests.metrics.worlds import some


def stepped(number: int, made: str, step: str | None, ended: str | None = None) -> dict:
    return plan(number, made, ended, step=step)


def known(*plans: tuple, followed: tuple = (), month=MAY):
    of = facts(cases=[case(1)], individual_plans=list(plans), follow_ups=list(followed))
    return part_and_whole("nasta_steg", of, month)


@pytest.mark.parametrize(
    ("step", "part"), [("2026-05-31", 1), ("2026-06-01", 1), ("2026-05-30", 0), (None, 0)]
)
def test_the_next_step_is_known_until_its_day_has_passed(step, part):
    assert known(stepped(1, "2026-01-01", step)) == (part, 1)


@pytest.mark.parametrize(("step", "part"), [("2026-06-15", 1), ("2026-06-14", 0)])
def test_a_month_that_goes_on_is_asked_about_on_the_last_day_known_of(step, part):
    assert known(stepped(1, "2026-01-01", step), month=JUNE) == (part, 1)


@pytest.mark.parametrize(("made", "part"), [("2026-05-31", 1), ("2026-06-01", 0)])
def test_a_plan_that_is_not_made_yet_says_nothing(made, part):
    assert known(stepped(1, made, "2026-12-01")) == (part, 1)


def test_a_follow_up_from_before_the_plan_was_made_says_nothing():
    early = [(1, "2026-05-20", "2026-12-01")]

    assert known(stepped(1, "2026-06-01", "2026-12-01"), followed=early) == (0, 1)


@pytest.mark.parametrize("followed", [(), [(1, "2026-06-10", "2026-12-01")]])
@pytest.mark.parametrize(("ended", "part"), [("2026-05-31", 0), ("2026-06-01", 1)])
def test_a_plan_that_has_ended_says_nothing_though_it_is_followed_up_later(ended, part, followed):
    plan_ = stepped(1, "2026-01-01", "2026-12-01", ended)

    assert known(plan_, followed=followed) == (part, 1)


@pytest.mark.parametrize(
    ("on", "step", "part"),
    [
        ("2026-05-31", None, 0),
        ("2026-06-01", None, 1),
        ("2026-01-01", None, 0),
        ("2025-12-31", None, 1),
    ],
)
def test_the_latest_word_holds_and_on_the_same_day_the_follow_up(on, step, part):
    assert known(stepped(1, "2026-01-01", "2026-12-01"), followed=[(1, on, step)]) == (part, 1)


def test_a_follow_up_may_say_what_the_plan_did_not():
    assert known(stepped(1, "2026-01-01", None), followed=[(1, "2026-03-01", "2026-06-01")]) == (
        1,
        1,
    )


@pytest.mark.parametrize(("ended", "part"), [(None, 0), ("2026-05-01", 1)])
def test_the_latest_word_of_the_plans_that_go_on_holds(ended, part):
    older, later = stepped(1, "2026-01-01", "2026-12-01"), stepped(2, "2026-03-01", None, ended)

    assert known(older, later) == (part, 1)


def test_of_two_plans_on_the_same_day_the_follow_up_holds_and_else_either():
    made, step = "2026-03-01", "2026-12-01"

    assert known(stepped(1, made, None), stepped(2, made, step)) == (1, 1)
    assert known(
        stepped(1, "2026-01-01", None), stepped(2, made, step), followed=[(1, made, None)]
    ) == (
        0,
        1,
    )


@pytest.mark.parametrize(
    ("opened", "closed", "said"),
    [
        ("2026-05-31", None, (1, 1)),
        ("2026-06-01", None, None),
        ("2026-01-01", "2026-05-31", None),
        ("2026-01-01", "2026-06-01", (1, 1)),
    ],
)
def test_only_cases_that_are_open_are_asked_about(opened, closed, said):
    of = facts(
        cases=[case(1, opened, closed)], individual_plans=[stepped(1, "2026-01-01", "2026-12-01")]
    )

    assert part_and_whole("nasta_steg", of, MAY) == said


def test_a_case_counts_where_it_is_and_without_a_plan_too():
    of = facts(
        cases=[case(1, unit=2, group="halsohinder"), case(2, unit=2, group="halsohinder")],
        individual_plans=[
            stepped(1, "2026-01-01", "2026-12-01"),
            stepped(2, "2026-02-01", "2026-12-01"),
        ],
    )

    assert counted("nasta_steg", of, [MAY]) == [(MAY, 2, "halsohinder", 1, 2)]


def next_step(of, asked, rules):
    def is_known(one, on):
        words = []
        for one_plan in rows(of.individual_plans):
            if one_plan["case_id"] != one["case_id"] or not holds(
                on, one_plan["made_on"], one_plan["ended_on"]
            ):
                continue
            words.append((one_plan["made_on"], 0, one_plan["next_step_on"]))
            for follow_up in rows(of.follow_ups):
                said_on = follow_up["followed_up_on"]
                mine = follow_up["individual_plan_id"] == one_plan["individual_plan_id"]
                if mine and one_plan["made_on"] <= said_on <= on:
                    words.append((said_on, 1, follow_up["next_step_on"]))
        latest = max((word[:2] for word in words), default=None)
        return any(w[:2] == latest and w[2] is not None and w[2] >= on for w in words)

    return open_on(of, asked, is_known)


SECOND = {"nasta_steg": next_step}


@pytest.mark.parametrize("key", SECOND)
@given(some("cases", "individual_plans", "follow_ups"))
def test_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
