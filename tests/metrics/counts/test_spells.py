"""Cases for as long as something holds of them: worked examples, and day by day."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given

from metrics.catalogue import COUNTED
from metrics.catalogue.work import WORK
from metrics.counts.spells import cases_while
from tests.metrics.made import RULES, asked_of, case, counted, facts, holds, rows
from tests.metrics.worlds import EDGES, some


def runs(*spells: tuple, opened: str = "2026-01-01", closed: str | None = None) -> list[tuple]:
    """The runs of days on which a case is open and one of its spells holds, as written days."""
    of = facts(cases=[case(1, opened, closed)], tracks=[(1, "a", *spell) for spell in spells])
    found = cases_while(of.cases, of.tracks).select("opened_on", "closed_on")
    return [(str(first), str(after)) for first, after in found.rows()]


NEVER = "9999-01-01"


@pytest.mark.parametrize(
    ("spells", "found"),
    [
        ([("2026-02-01", "2026-03-01")], [("2026-02-01", "2026-03-01")]),
        ([("2025-02-01", None)], [("2026-01-01", NEVER)]),
        ([("2026-02-01", "2026-02-01")], []),
        (
            [("2026-02-01", "2026-03-01"), ("2026-02-15", "2026-04-01")],
            [("2026-02-01", "2026-03-01"), ("2026-03-01", "2026-04-01")],
        ),
        (
            [("2026-02-01", "2026-05-01"), ("2026-03-01", "2026-04-01")],
            [("2026-02-01", "2026-05-01")],
        ),
        (
            [("2026-02-01", "2026-05-01"), ("2026-02-02", "2026-02-03"), ("2026-04-01", None)],
            [("2026-02-01", "2026-05-01"), ("2026-05-01", NEVER)],
        ),
        (
            [("2026-04-01", "2026-05-01"), ("2026-02-01", "2026-03-01")],
            [("2026-02-01", "2026-03-01"), ("2026-04-01", "2026-05-01")],
        ),
    ],
)
def test_a_day_on_which_two_spells_hold_is_there_once(spells, found):
    assert runs(*spells) == found


@pytest.mark.parametrize(
    ("closed", "found"),
    [("2026-02-01", []), ("2026-02-02", [("2026-02-01", "2026-02-02")])],
)
def test_nothing_holds_of_a_case_that_is_not_open(closed, found):
    assert runs(("2026-02-01", None), closed=closed) == found


def test_days_before_our_reckoning_of_days_begins_keep_to_their_case():
    of = facts(
        cases=[case(1, "1950-01-01"), case(2, "1950-01-01", "1960-01-01")],
        tracks=[(n, "a", "1940-01-01", None) for n in (1, 2)],
    )

    found = cases_while(of.cases, of.tracks).select("case_id", "opened_on", "closed_on").rows()

    assert found == [
        (1, date(1950, 1, 1), date(9999, 1, 1)),
        (2, date(1950, 1, 1), date(1960, 1, 1)),
    ]


@given(some("cases", "tracks", "episodes"))
def test_what_is_held_twice_is_held_on_the_days_of_both_and_no_day_twice(of):
    twice = cases_while(cases_while(of.cases, of.tracks), of.episodes)

    assert twice.columns == of.cases.columns
    for on in EDGES:
        both = [
            one["case_id"]
            for one in rows(of.cases)
            if holds(on, one["opened_on"], one["closed_on"])
            and all(
                any(
                    spell["case_id"] == one["case_id"]
                    and holds(on, spell["starts_on"], spell["ends_on"])
                    for spell in rows(spells)
                )
                for spells in (of.tracks, of.episodes)
            )
        ]
        there = twice.filter(pl.col("opened_on") <= on, pl.col("closed_on") > on)
        assert sorted(there["case_id"].to_list()) == both


PARTS = [figure for figure in WORK if figure.part_of]


@given(some("cases", "tracks", "individual_plans", "after_exit", "reviewed"))
def test_parts_come_to_the_side_that_they_divide(of):
    for figure in PARTS:
        asked = asked_of(figure.key)
        divided = counted(figure.part_of.figure, of, asked)
        side = {"part": 3, "whole": 4}[figure.part_of.side]

        assert {row[:3]: row[4] for row in counted(figure.key, of, asked)} == {
            row[:3]: row[side] for row in divided if row[side]
        }, figure.key


def test_a_figure_is_a_part_of_one_by_the_same_periods():
    by_key = {figure.key: figure for figure in COUNTED}
    for figure in PARTS:
        assert by_key[figure.part_of.figure].cadence.name == figure.cadence.name


@pytest.mark.parametrize("figure", WORK, ids=lambda figure: figure.key)
def test_nothing_to_count_gives_no_rows_with_their_columns(figure):
    for none in (
        figure.count(facts(), asked_of(figure.key), RULES),
        figure.count(facts(), [], RULES),
    ):
        assert none.is_empty()
        assert none.schema == {
            "period": pl.Date,
            "unit_id": pl.Int64,
            "target_group": pl.String,
            "part": pl.Int64,
            "whole": pl.Int64,
        }


@pytest.mark.parametrize("figure", WORK, ids=lambda figure: figure.key)
def test_periods_that_have_not_begun_have_no_rows(figure):
    of = facts(date(2026, 6, 15) - timedelta(1000), cases=[case(1, shared=True, zero_placed=True)])

    assert counted(figure.key, of, asked_of(figure.key)) == []
