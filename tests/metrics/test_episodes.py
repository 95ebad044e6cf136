"""Holes, parallel days and first waits: worked examples on the edges, and day by day once more."""

from datetime import date, timedelta
from statistics import median

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import flow, intervals
from metrics.episodes import gaps, parallel, time_to_first, waits_by_month
from tests.drawn import drawn

UNTIL = date(2026, 7, 1)
DAY0 = date(2026, 1, 1)


def day(number: int | None) -> date | None:
    """A day counted from the first of January 2026."""
    return None if number is None else DAY0 + timedelta(days=number)


def cases_of(*rows: tuple[int, int, int | None]) -> pl.DataFrame:
    said = [(case, day(opened), day(closed)) for case, opened, closed in rows]
    kinds = {"case_id": pl.Int64, "opened_on": pl.Date, "closed_on": pl.Date}
    return pl.DataFrame(said, kinds, orient="row")


def episodes_of(*rows: tuple) -> pl.DataFrame:
    """case, party, start, end."""
    said = [(case, party, day(start), day(end)) for case, party, start, end in rows]
    kinds = {"case_id": pl.Int64, "party": pl.String, "starts_on": pl.Date, "ends_on": pl.Date}
    return pl.DataFrame(said, kinds, orient="row")


def holes(cases: pl.DataFrame, episodes: pl.DataFrame, until: int = 181, **asked) -> list[tuple]:
    found = gaps(episodes, cases, day(until), **asked)
    return [
        (case, (first - DAY0).days, (end - DAY0).days, days)
        for case, first, end, days in found.iter_rows()
    ]


OPEN = cases_of((1, 0, None))


def test_they_are_where_the_measures_say_that_they_are():
    for room in (intervals, flow):
        assert (room.gaps, room.parallel, room.time_to_first) == (gaps, parallel, time_to_first)


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        pytest.param(23, [], id="thirteen days are none"),
        pytest.param(24, [(1, 10, 24, 14)], id="fourteen are a hole"),
        pytest.param(10, [], id="the day one ends another begins"),
        pytest.param(9, [], id="they overlap"),
    ],
)
def test_a_hole_is_as_long_as_asked_for(starts, found):
    episodes = episodes_of((1, "A", 0, 10), (1, "B", starts, None))

    assert holes(OPEN, episodes) == found


def test_a_hole_ends_where_the_case_does_or_at_the_last_day_known():
    episodes = episodes_of((1, "A", 0, 10), (2, "A", 0, 10))

    assert holes(cases_of((1, 0, 60), (2, 0, None)), episodes, until=100) == [
        (1, 10, 60, 50),
        (2, 10, 100, 90),
    ]


def test_a_hole_ends_with_the_case_though_an_effort_begins_after_it():
    episodes = episodes_of((1, "A", 0, 10), (1, "A", 80, None))

    assert holes(cases_of((1, 0, 60)), episodes, until=100) == [(1, 10, 60, 50)]


def test_before_the_first_one_waits_and_a_long_one_covers_short_ones_within_it():
    episodes = episodes_of((1, "A", 50, 100), (1, "B", 60, 65), (1, "A", 100, 101))

    assert holes(OPEN, episodes, until=110) == []
    assert holes(OPEN, episodes, until=115) == [(1, 101, 115, 14)]


def test_what_lies_outside_the_case_or_after_the_last_day_is_no_hole():
    earlier = episodes_of((1, "A", -60, -40), (1, "A", 20, None))
    later = episodes_of((1, "A", 0, 10), (1, "A", 150, None))

    assert holes(cases_of((1, 0, None)), earlier) == []  # it waits for its first
    assert holes(cases_of((1, -50, None)), earlier) == [(1, -40, 20, 60)]
    assert holes(OPEN, later, until=100) == [(1, 10, 100, 90)]
    assert holes(cases_of((2, 0, None)), later) == []


def test_an_effort_without_a_day_parts_no_hole_and_ends_the_wait():
    within = episodes_of((1, "A", 0, 10), (1, "B", 20, 20), (1, "A", 40, None))
    before = episodes_of((1, "B", 5, 5), (1, "B", 8, 8), (1, "A", 40, None))
    too_early = episodes_of((1, "B", -5, -5), (1, "A", 40, None))

    assert holes(OPEN, within) == [(1, 10, 40, 30)]
    assert holes(OPEN, before) == [(1, 5, 40, 35)]
    assert holes(OPEN, too_early) == []


@given(st.integers(0, 90).flatmap(lambda end: st.tuples(st.integers(0, end), st.just(end))))
def test_what_was_a_wait_is_no_hole_and_what_is_a_hole_was_no_wait(span):
    start, end = span
    episodes = episodes_of((1, "A", start, end), (1, "B", 95, 96))

    (waited,) = time_to_first(OPEN, episodes, day(100))["days"]
    found = holes(OPEN, episodes, until=100, min_days=1)

    assert waited == start
    assert found == [(1, end, 95, 95 - end), (1, 96, 100, 4)]


@pytest.mark.parametrize(
    ("other", "days"),
    [
        pytest.param(("B", 9, 30), [(1, 1)], id="one day in common"),
        pytest.param(("B", 10, 30), [], id="from the day the other ends"),
        pytest.param(("A", 0, 10), [], id="the same party twice is one"),
        pytest.param(("B", 0, None), [(1, 10)], id="one still going"),
    ],
)
def test_parallel_is_two_parties_on_the_same_day(other, days):
    episodes = episodes_of((1, "A", 0, 10), (1, *other))

    assert parallel(episodes, day(20)).rows() == days


def test_parallel_counts_to_the_last_day_and_asks_for_as_many_as_said():
    episodes = episodes_of((1, "A", 0, None), (1, "B", 5, None), (1, "C", 8, 9))

    assert parallel(episodes, day(20)).rows() == [(1, 15)]
    assert parallel(episodes, day(20), parties=3).rows() == [(1, 1)]
    assert parallel(episodes, day(5)).rows() == []


@pytest.mark.parametrize(
    ("episode", "row"),
    [
        pytest.param((0, 5), (0, None, True), id="on the day"),
        pytest.param((-5, 1), (0, None, True), id="running on the day"),
        pytest.param((-5, 0), (None, 100, False), id="ended on the day"),
        pytest.param((7, None), (7, None, True), id="a week later"),
        pytest.param((101, None), (None, 100, False), id="after what is known"),
        pytest.param((100, None), (100, None, True), id="on the last day known"),
    ],
)
def test_the_first_wait_ends_with_the_first_episode(episode, row):
    found = time_to_first(OPEN, episodes_of((1, "A", *episode)), day(100))

    assert found.select("days", "waited", "started").rows() == [row]


def test_a_case_closed_without_one_waited_until_then():
    cases = cases_of((1, 0, 30), (2, 0, 30), (3, 200, None))
    episodes = episodes_of((1, "A", 30, None), (2, "A", 29, None))

    found = time_to_first(cases, episodes, day(100))

    assert found.select("case_id", "days", "waited", "started").rows() == [
        (1, None, 30, False),
        (2, 29, None, True),
    ]


def test_waits_are_told_by_the_month_of_opening_with_those_who_still_wait():
    waits = time_to_first(
        cases_of(*((n, n % 3, None) for n in range(30)), (31, 40, None)),
        episodes_of(*((n, "A", n % 3 + n, None) for n in range(20))),
        day(181),
    )
    january, february = waits_by_month(waits, date(2026, 7, 31)).to_dicts()

    assert (january["month"], january["cases"], january["started"]) == (DAY0, 30, 20)
    assert january["median"] == median(range(20)) == 9.5
    assert january["p90"] == pytest.approx(17.1)
    assert january["mean"] == 9.5
    assert january["km_median"] == 14  # the fifteenth of thirty
    assert (january["provisional"], february["provisional"]) == (False, True)
    assert waits_by_month(waits, date(2026, 7, 30))["provisional"].all()
    assert (february["started"], february["median"], february["km_median"]) == (0, None, None)


@pytest.mark.parametrize(("many", "mean"), [(19, None), (20, 5.0)])
def test_a_mean_is_of_at_least_twenty(many, mean):
    waits = time_to_first(
        cases_of(*((n, 0, None) for n in range(many))),
        episodes_of(*((n, "A", 5, None) for n in range(many))),
        day(181),
    )

    assert waits_by_month(waits, day(181))["mean"].to_list() == [mean]


# ---------------------------------------------------------------- day by day

spans = st.tuples(
    st.integers(1, 3), st.sampled_from("ABC"), st.integers(-10, 60), st.none() | st.integers(0, 40)
).map(lambda s: (s[0], s[1], s[2], None if s[3] is None else s[2] + s[3]))
episodes = st.lists(spans, max_size=8)
opened = st.tuples(st.integers(0, 30), st.none() | st.integers(0, 60))
case_lists = st.lists(opened, min_size=3, max_size=3).map(
    lambda rows: [
        (n, start, None if long is None else start + long)
        for n, (start, long) in enumerate(rows, start=1)
    ]
)


def at_work(rows: list[tuple], case: int, number: int, until: int) -> set[str]:
    """The parties at work with a case on a day."""
    return {
        party
        for of, party, start, end in rows
        if of == case and start <= number and start <= until and (end is None or number < end)
    }


@given(case_lists, episodes, st.integers(10, 90), st.integers(1, 20))
def test_holes_are_those_found_day_by_day(cases, rows, until, least):
    by_hand = []
    for case, start, end in cases:
        if start > until:
            continue
        last = min(until, end if end is not None else until)
        busy = [n for n in range(start, last) if at_work(rows, case, n, until)]
        begun = [
            max(s, start)
            for of, _, s, e in rows
            if of == case and s <= until and (s >= start or e is None or e > start)
        ]
        first = min([n for n in begun if n < last], default=last)
        free = [n for n in range(first, last) if n not in busy]
        while free:
            run = 1
            while run < len(free) and free[run] == free[0] + run:
                run += 1
            if run >= least:
                by_hand.append((case, free[0], free[0] + run, run))
            free = free[run:]

    found = holes(cases_of(*cases), episodes_of(*rows), until, min_days=least)

    assert found == sorted(by_hand)


@given(episodes, st.integers(0, 90), st.integers(1, 3))
def test_parallel_days_are_those_counted_day_by_day(rows, until, parties):
    by_hand = {
        case: sum(len(at_work(rows, case, n, until)) >= parties for n in range(-20, until))
        for case in (1, 2, 3)
    }

    found = dict(parallel(episodes_of(*rows), day(until), parties).rows())

    assert found == {case: days for case, days in by_hand.items() if days}


@given(case_lists, episodes, st.integers(0, 90))
def test_first_waits_are_those_found_day_by_day(cases, rows, on):
    by_hand = []
    for case, start, end in cases:
        if start > on:
            continue
        last = end if end is not None else 10_000
        begins = [
            max(s, start)
            for of, _, s, e in rows
            if of == case and s <= on and (s >= start or e is None or e > start)
        ]
        begins = [n for n in begins if n < last]
        first = min(begins) - start if begins else None
        by_hand.append((case, first, None if begins else min(last, on) - start, bool(begins)))

    found = time_to_first(cases_of(*cases), episodes_of(*rows), day(on))

    assert found.select("case_id", "days", "waited", "started").rows() == by_hand


@pytest.mark.parametrize("make", [gaps, parallel, time_to_first])
def test_nothing_gives_nothing_with_the_columns_named(make):
    no_cases, no_episodes = cases_of(), episodes_of()
    asked = {
        gaps: (no_episodes, no_cases, UNTIL),
        parallel: (no_episodes, UNTIL),
        time_to_first: (no_cases, no_episodes, UNTIL),
    }[make]
    columns = {
        gaps: ["case_id", "gap_from", "gap_until", "days"],
        parallel: ["case_id", "days"],
        time_to_first: ["case_id", "opened_on", "closed_on", "days", "waited", "started"],
    }[make]

    found = make(*asked)

    assert (found.height, found.columns) == (0, columns)
    assert found.schema["days"] == pl.Int64


@pytest.mark.parametrize("wrong", [{"starts_on": None}, {"ends_on": date(2020, 1, 1)}])
def test_what_is_no_episode_is_refused_with_its_row(wrong):
    rows = episodes_of((1, "A", 0, 10), (1, "A", 20, 30))
    rows = rows.with_columns(
        **{
            name: pl.when(pl.arange(2) == 1).then(pl.lit(v, pl.Date)).otherwise(name)
            for name, v in wrong.items()
        }
    )

    for ask in (
        lambda: gaps(rows, OPEN, UNTIL),
        lambda: parallel(rows, UNTIL),
        lambda: time_to_first(OPEN, rows, UNTIL),
    ):
        with pytest.raises(ValueError, match="row 2 of 2"):
            ask()


def test_what_is_reckoned_takes_the_place_of_columns_of_the_same_name():
    cases = drawn("case_id opened_on closed_on days started\n 1 2026-01-01 . 99 99")
    episodes = drawn("case_id starts_on ends_on\n 1 2026-01-11 .")

    told = time_to_first(cases, episodes, date(2026, 3, 1))

    assert told.select("days", "waited", "started").row(0) == (10, None, True)
