"""Cases for as long as something holds of them: worked examples, and day by day."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given

from metrics.counts.spells import cases_while, shares_on
from tests.metrics.made import KNOWN, MAY, case, facts, holds, rows
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


def test_where_no_group_is_known_is_a_cell_of_its_own():
    cases = facts(cases=[case(1), case(2) | {"target_group": None}]).cases
    days = pl.DataFrame({"period": [MAY], "day": [KNOWN]})

    assert shares_on(days, cases, cases).rows() == [(MAY, 1, None, 1, 1), (MAY, 1, "unga", 1, 1)]


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
