"""Assessments in time, what has moved and what is believed: worked, and counted one by one."""

from datetime import date

import pytest
from hypothesis import given

from metrics.periods import add_months
from tests.metrics.made import (
    JUNE,
    MAY,
    RULES,
    asked_of,
    assessment,
    case,
    counted,
    facts,
    holds,
    open_on,
    part_and_whole,
    period_of,
    rows,
    tally,
)
from tests.metrics.worlds import some

FEBRUARY, SPRING, AUTUMN = date(2026, 2, 1), date(2026, 1, 1), date(2025, 7, 1)
LONG_AGO = (1, "a", "2025-01-01", None)


def in_tracks(*spans: tuple):
    return facts(cases=[case(1)], tracks=[(1, "a", *span) for span in spans])


@pytest.mark.parametrize(
    ("starts", "ends", "part"),
    [
        ("2025-11-30", None, 1),
        ("2025-12-01", None, 0),
        ("2025-11-30", "2026-05-31", 0),
        ("2025-11-30", "2026-06-01", 1),
    ],
)
def test_six_months_in_a_track_are_over_on_the_same_day_six_months_later(starts, ends, part):
    assert part_and_whole("i_spar", in_tracks((starts, ends)), MAY) == (part, 1)


@pytest.mark.parametrize(("starts", "part"), [("2025-08-31", 1), ("2025-09-01", 0)])
def test_where_the_month_is_too_short_they_are_over_on_its_last_day(starts, part):
    assert part_and_whole("i_spar", in_tracks((starts, None)), FEBRUARY) == (part, 1)


def test_two_times_in_a_track_do_not_add_up():
    of = in_tracks(("2025-06-01", "2026-01-01"), ("2026-01-01", None))

    assert part_and_whole("i_spar", of, MAY) == (0, 1)


def test_a_case_in_two_tracks_counts_once_and_one_that_is_closed_not_at_all():
    of = facts(cases=[case(1), case(2, closed="2026-05-31")], tracks=[LONG_AGO, LONG_AGO])

    assert part_and_whole("i_spar", of, MAY) == (1, 1)


@pytest.mark.parametrize(
    ("assessed", "month", "part"),
    [
        ("2025-08-28", FEBRUARY, 1),
        ("2025-08-27", FEBRUARY, 0),
        ("2025-11-30", MAY, 0),
        ("2025-12-01", MAY, 1),
        ("2026-05-31", MAY, 1),
        ("2026-06-01", MAY, 0),
        ("2025-12-15", JUNE, 1),
        ("2025-12-14", JUNE, 0),
    ],
)
def test_an_assessment_is_fresh_up_to_the_day_six_months_after(assessed, month, part):
    of = facts(
        cases=[case(1)], tracks=[LONG_AGO], assessments=[(1, 1, "bip", assessed, "participant")]
    )

    assert part_and_whole("skattade", of, month) == (part, 1)


@pytest.mark.parametrize("rater", ["participant", "staff"])
def test_whoever_rates_it_is_assessed_once(rater):
    made = [(n, 1, "bip", on, rater) for n, on in enumerate(["2026-03-01", "2026-04-01"])]
    of = facts(cases=[case(1)], tracks=[LONG_AGO], assessments=made)

    assert part_and_whole("skattade", of, MAY) == (1, 1)


def test_who_has_not_been_six_months_in_a_track_is_not_asked_about():
    of = facts(
        cases=[case(1), case(2)],
        tracks=[LONG_AGO, (2, "a", "2025-12-01", None)],
        assessments=[(1, 2, "bip", "2026-05-01", "staff")],
    )

    assert part_and_whole("skattade", of, MAY) == (0, 1)


def answered(*made: tuple, rater: str = "participant"):
    """Assessments of a case: the day, the answers by indicator, and the instrument if not bip."""
    return facts(
        cases=[case(1)],
        assessments=[
            (n, 1, (*instrument, "bip")[0], on, rater)
            for n, (on, _, *instrument) in enumerate(made)
        ],
        scores=[
            (n, which, score, which.startswith("belief"))
            for n, (_, said, *_) in enumerate(made)
            for which, score in said.items()
        ],
    )


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ({"a": 3}, {"a": 4}, 1),
        ({"a": 3}, {"a": 3}, 0),
        ({"a": 3, "b": 5}, {"a": 4, "b": 1}, 1),
        ({"a": 3}, {"b": 5}, 0),
        ({"belief": 1}, {"belief": 5}, 0),
        ({}, {}, 0),
    ],
)
def test_one_step_up_on_one_indicator_that_both_have_has_moved(before, after, part):
    of = answered(("2025-05-01", before), ("2026-02-01", after))

    assert part_and_whole("rorelse", of, SPRING) == (part, 1)


@pytest.mark.parametrize("is_belief", [False, None])
def test_an_answer_of_which_nobody_has_said_that_it_is_a_belief_is_none(is_belief):
    of = facts(
        cases=[case(1)],
        assessments=[assessment(1, "2025-05-01"), assessment(2, "2026-02-01")],
        scores=[(1, "a", 3, is_belief), (2, "a", 4, is_belief)],
    )

    assert part_and_whole("rorelse", of, SPRING) == (1, 1)


@pytest.mark.parametrize(
    ("latest", "half", "said"),
    [
        ("2025-12-31", SPRING, None),
        ("2026-01-01", SPRING, (1, 1)),
        ("2026-06-15", SPRING, (1, 1)),
        ("2026-06-16", SPRING, None),
        ("2025-07-01", AUTUMN, (1, 1)),
        ("2025-12-31", AUTUMN, (1, 1)),
    ],
)
def test_the_latest_lies_in_the_half_year_and_the_one_before_anywhere(latest, half, said):
    of = answered(("2023-01-01", {"a": 1}), (latest, {"a": 2}))

    assert part_and_whole("rorelse", of, half) == said


def test_the_latest_is_held_against_the_one_just_before_it():
    of = answered(("2025-01-01", {"a": 1}), ("2026-01-10", {"a": 4}), ("2026-04-01", {"a": 3}))

    assert part_and_whole("rorelse", of, SPRING) == (0, 1)


def test_one_assessment_with_each_instrument_is_none_again():
    of = answered(("2026-01-10", {"a": 1}), ("2026-04-01", {"a": 3}, "other"))

    assert part_and_whole("rorelse", of, SPRING) is None


def test_a_case_that_has_moved_by_one_of_two_instruments_has_moved_and_counts_once():
    of = answered(
        ("2025-01-01", {"a": 1}),
        ("2026-01-10", {"a": 2}),
        ("2025-01-01", {"b": 5}, "other"),
        ("2026-01-10", {"b": 2}, "other"),
    )

    assert part_and_whole("rorelse", of, SPRING) == (1, 1)


def test_what_the_staff_answer_moves_nothing():
    of = answered(("2025-01-01", {"a": 1}), ("2026-01-10", {"a": 4}), rater="staff")

    assert part_and_whole("rorelse", of, SPRING) is None


@pytest.mark.parametrize(("score", "part"), [(3, 0), (4, 1), (5, 1)])
def test_the_staff_believe_from_four(score, part):
    of = answered(("2026-01-10", {"belief": score, "a": 1}), rater="staff")

    assert part_and_whole("tilltro", of, SPRING) == (part, 1)


def test_an_assessment_that_says_nothing_of_belief_is_left_out():
    of = answered(("2026-01-10", {"a": 5}), ("2026-02-10", {"belief": 5}), rater="staff")

    assert part_and_whole("tilltro", of, SPRING) == (1, 1)


@pytest.mark.parametrize(("lowest", "part"), [(3, 0), (4, 1)])
def test_of_several_answers_about_belief_the_lowest_counts(lowest, part):
    of = answered(("2026-01-10", {"belief": 5, "belief_2": lowest}), rater="staff")

    assert part_and_whole("tilltro", of, SPRING) == (part, 1)


def test_each_of_the_staffs_assessments_counts_and_none_of_the_participants():
    twice = [("2026-01-10", {"belief": 5}), ("2026-02-10", {"belief": 1})]

    assert part_and_whole("tilltro", answered(*twice, rater="staff"), SPRING) == (1, 2)
    assert part_and_whole("tilltro", answered(*twice), SPRING) is None


@pytest.mark.parametrize(
    ("on", "half", "said"),
    [
        ("2025-12-31", SPRING, None),
        ("2026-01-01", SPRING, (1, 1)),
        ("2026-06-15", SPRING, (1, 1)),
        ("2026-06-16", SPRING, None),
        ("2025-12-31", AUTUMN, (1, 1)),
    ],
)
def test_belief_belongs_to_the_half_year_of_its_day(on, half, said):
    assert part_and_whole("tilltro", answered((on, {"belief": 4}), rater="staff"), half) == said


def _in_track(of, one, on) -> bool:
    return any(
        track["case_id"] == one["case_id"]
        and add_months(track["starts_on"], 6) <= on
        and holds(on, track["starts_on"], track["ends_on"])
        for track in rows(of.tracks)
    )


def in_track(of, asked, rules):
    return open_on(of, asked, lambda one, on: _in_track(of, one, on))


def assessed(of, asked, rules):
    def is_assessed(one, on):
        if not _in_track(of, one, on):
            return None
        days = [a["assessed_on"] for a in rows(of.assessments) if a["case_id"] == one["case_id"]]
        return any(made <= on <= add_months(made, 6) for made in days)

    return open_on(of, asked, is_assessed)


def _known_in(of, half, rater):
    for made in rows(of.assessments):
        known = made["assessed_on"] <= of.observed_until
        if known and made["rater"] == rater and period_of("half", made["assessed_on"]) == half:
            yield made


def _scores(of, made, belief):
    mine = [s for s in rows(of.scores) if s["assessment_id"] == made["assessment_id"]]
    return {s["indicator"]: s["score"] for s in mine if s["is_belief"] == belief}


def moved(of, asked, rules):
    found = []
    for half in asked:
        for one in rows(of.cases):
            said = []
            for instrument in ("bip", "x"):
                mine = [
                    a
                    for a in rows(of.assessments)
                    if (a["case_id"], a["instrument"]) == (one["case_id"], instrument)
                    and a["rater"] == "participant"
                ]
                now = [a for a in _known_in(of, half, "participant") if a in mine]
                if not now:
                    continue
                latest = max(now, key=lambda a: a["assessed_on"])
                before = [a for a in mine if a["assessed_on"] < latest["assessed_on"]]
                if before:
                    then = _scores(of, max(before, key=lambda a: a["assessed_on"]), belief=False)
                    since = _scores(of, latest, belief=False)
                    said.append(any(since[i] >= then[i] + 1 for i in since if i in then))
            if said:
                found.append((half, one, any(said)))
    return tally(found)


def believed(of, asked, rules):
    found = []
    for half in asked:
        for made in _known_in(of, half, "staff"):
            said = _scores(of, made, belief=True)
            for one in rows(of.cases):
                if said and one["case_id"] == made["case_id"]:
                    found.append((half, one, min(said.values()) >= 4))
    return tally(found)


SECOND = {"i_spar": in_track, "skattade": assessed, "rorelse": moved, "tilltro": believed}


@pytest.mark.parametrize("key", ["i_spar", "skattade"])
@given(some("cases", "tracks", "assessments"))
def test_time_in_tracks_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)


@pytest.mark.parametrize("key", ["rorelse", "tilltro"])
@given(some("cases", "assessments", "scores"))
def test_answers_counted_one_by_one(key, of):
    assert counted(key, of, asked_of(key)) == SECOND[key](of, asked_of(key), RULES)
