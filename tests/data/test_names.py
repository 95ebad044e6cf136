"""Things of one name are told apart by what they belong to."""

from datetime import date

import polars as pl
import pytest

from data.names import told_apart

NORTH, SOUTH = "Jobbtorget", "Sfi"


def named(*rows: tuple) -> list[str]:
    units = pl.DataFrame(
        rows,
        {"unit_id": pl.Int64, "name": pl.String, "party": pl.String, "above": pl.String},
        orient="row",
    )
    return told_apart(units, "name", ("party", "above", "unit_id"))["name"].to_list()


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([], []),
        ([(1, "Unga", NORTH, None), (2, "Vuxna", NORTH, None)], ["Unga", "Vuxna"]),
        (
            [(1, "Unga", NORTH, None), (2, "Vuxna", NORTH, None), (3, "Unga", SOUTH, None)],
            ["Unga, Jobbtorget", "Vuxna", "Unga, Sfi"],
        ),
        ([(1, "Unga", NORTH, "Öst"), (2, "Unga", NORTH, "Väst")], ["Unga, Öst", "Unga, Väst"]),
        ([(1, "Unga", NORTH, "Öst"), (2, "unga", SOUTH, "Öst")], ["Unga, Jobbtorget", "unga, Sfi"]),
        ([(1, "Unga", NORTH, None), (2, "Unga", None, None)], ["Unga, 1", "Unga, 2"]),
        (
            [(1, "Unga", NORTH, None), (2, "Unga", NORTH, None), (3, "Unga", SOUTH, None)],
            ["Unga, 1", "Unga, 2", "Unga, 3"],
        ),
    ],
)
def test_a_name_that_several_have_says_what_each_belongs_to(rows, names):
    assert named(*rows) == names


def test_plans_of_one_name_are_told_apart_by_their_days():
    plans = pl.DataFrame(
        {
            "plan_id": [1, 2],
            "title": ["Plan"] * 2,
            "decided_on": [date(2026, 1, 1), date(2026, 2, 1)],
        }
    )

    made = told_apart(plans, "title", ("decided_on", "plan_id"))

    assert made["title"].to_list() == ["Plan, 2026-01-01", "Plan, 2026-02-01"]
    assert made.drop("title").equals(plans.drop("title"))
