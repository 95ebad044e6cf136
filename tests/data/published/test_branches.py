"""Sums of branches as they are published: right, the whole first, and there for whoever reads."""

from datetime import date

import polars as pl
import pytest

from data.models.organisation import Forum
from data.published.branches import _hidden, _sides_shown
from data.published.facts import facts_for, settings_for
from data.published.figures import exact_figures
from data.published.seen import seen, with_published
from data.store import frames
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.catalogue import BRANCHES, COUNTED
from tests.data.builders import rows_of
from tests.metrics.shown import seen as shown_rows

BY_KEY = {figure.key: figure for figure in COUNTED}
PLACES = ("Spånga-Tensta", "Gotland", "Lillstad")
ON = date(2015, 1, 31)


def moment_of(store, name: str) -> Moment:
    (forum,) = [row for row in rows_of(store, Forum) if row["name"].startswith(name)]
    snapshot = Snapshot(store)
    return Moment.at(snapshot, snapshot.versions(), forum["forum_id"])


def reckoned(moment: Moment, key: str) -> dict[tuple, tuple]:
    """A sum made of its terms as they are in truth: (period, unit) -> part, whole."""
    branches = next(b for b in BRANCHES if key in b.sums)
    facts, units = facts_for(moment), frozenset(moment.of_forum("forum_units")["unit_id"])
    terms = [BY_KEY[term] for term in branches.keys]
    exact = exact_figures(facts, units, settings_for(moment)[1], terms)
    of_units = exact.filter(pl.col("target_group").is_null())
    of_all = of_units.group_by("figure", "period").agg(pl.col("part", "whole").sum())
    columns = ["period", "unit_id", "target_group", "part", "whole"]
    both = pl.concat([of_units.select("figure", *columns), of_all], how="diagonal")
    rows = {term.key: both.filter(figure=term.key).select(columns).rows() for term in terms}
    made = BY_KEY[key].count(shown_rows(rows))
    return {(row[0], row[1]): row[3:5] for row in made.rows()}


@pytest.mark.parametrize("place", PLACES)
def test_a_sum_that_is_shown_is_that_of_its_terms(demo_store, place):
    moment = moment_of(demo_store, place)
    published = moment.of_forum("published")
    compared = 0
    for key in (key for branches in BRANCHES for key in branches.sums):
        truth = reckoned(moment, key)
        rows = published.filter("shown", figure=key)
        shown = rows.select("period", "unit_id", "part", "whole").rows()
        assert {row[:2]: row[2:] for row in shown} == {row[:2]: truth[row[:2]] for row in shown}
        compared += len(shown)
    assert compared > 20


def test_how_many_came_back_is_shown_for_all_though_of_whom_is_not(demo_store):
    moment = moment_of(demo_store, "Spånga-Tensta")
    published = moment.of_forum("published").filter(pl.col("unit_id").is_null())
    term = published.filter(figure="annat_12_av_6")

    assert published.filter(figure="atervanda_12")["shown"].all()
    assert not term["shown"].all()
    for own in (frozenset(), frozenset(moment.of_forum("forum_units")["unit_id"][:1])):
        rows = seen(moment, own, ON).rows("atervanda_12")
        assert rows.filter(pl.col("unit_id").is_null())["shown"].all()


def test_whoever_knows_two_units_does_not_see_the_sum_over_units_where_the_third_is_hidden(
    demo_store,
):
    moment = moment_of(demo_store, "Spånga-Tensta")
    rows = seen(moment, frozenset(moment.of_forum("forum_units")["unit_id"][:2]), ON).rows(
        "atervanda_12"
    )
    last = rows.filter(pl.col("unit_id").is_not_null() & ~pl.col("shown")).select("period")

    assert last.height
    margins = rows.filter(pl.col("unit_id").is_null()).join(last, on="period")
    assert not margins["shown"].any()


def test_a_published_sum_stands_in_for_one_that_can_not_be_made():
    cells = {"figure": ["x", "x"], "period": [ON, ON], "unit_id": [1, None]}
    made = {**cells, "part": [5, None], "whole": [10, None], "shown": [True, False]}
    published = {**cells, "part": [None, 9], "whole": [None, 30], "shown": [False, True]}
    rows = [frames.shaped_as(frames.FIGURES, pl.DataFrame(each)) for each in (made, published)]

    both = with_published(*rows)
    assert both.select("unit_id", "part", "shown").rows() == [(1, 5, True), (None, 9, True)]
    assert with_published(rows[0], rows[1].clear()).equals(rows[0])


@pytest.mark.plain
@pytest.mark.parametrize(
    ("key", "sides"),
    [
        ("hallbart", {("hallbart", "in0"): 12, ("hallbart", "out0"): 8}),
        ("hallbart_12_av_6", {("hallbart", "in1"): 12, ("hallbart", "in0"): 20}),
        ("hallbart_12", {("hallbart", "in1"): 12, ("hallbart", "rest1"): 8}),
        ("atervanda_6", {(None, "out0"): 12, (None, "in0"): 8}),
        ("atervanda_12", {(None, "rest1"): 12, (None, "in1"): 8}),
    ],
)
def test_a_row_that_was_shown_says_its_part_and_the_rest_or_the_whole_of_it(key, sides):
    """Twelve of twenty; a row that is hidden says nothing."""
    row = {"figure": key, "period": ON, "unit_id": 1, "part": 12, "whole": 20, "shown": True}
    rows = pl.DataFrame([row, {**row, "unit_id": 2, "shown": False}])

    made = _sides_shown(BRANCHES[0], frames.shaped_as(frames.FIGURES, rows))

    assert set(made["row"]) == {1}
    assert {(branch, side): n for _, branch, _, side, n in made.rows()} == sides


@pytest.mark.plain
def test_what_is_remembered_is_what_is_hidden_by_the_name_of_its_branch_or_of_all():
    side = {"period": ON, "branch": "annat", "row": 1, "side": "in0", "shown": False}
    marks = {"secret": True, "loose": False, "digest": "g"}
    made = pl.DataFrame(
        [side | marks, side | marks | {"branch": None, "row": None}, side | marks | {"shown": True}]
    )

    kept = _hidden(BRANCHES[0], made)

    assert kept.select("figure", "unit_id", "side", "secret").rows() == [
        ("annat", 1, "in0", True),
        (BRANCHES[0].name, None, "in0", True),
    ]
