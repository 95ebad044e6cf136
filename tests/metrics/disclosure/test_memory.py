"""What is remembered of protected tables: the same again is taken from there, a change is not."""

from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from metrics.disclosure import part, protect_across, protect_again, protect_part, three_way
from metrics.disclosure.memory import Unchanged, Was
from metrics.disclosure.protection import Policy
from tests.metrics.disclosure.attack import few
from tests.metrics.disclosure.branch_attack import World, publish

K, HOLD = 5, 2
ASKED = {"k": K, "apart": "month", "hold": HOLD}


def cells(months: np.ndarray) -> pl.DataFrame:
    """Months × units × groups × sides as rows."""
    names = ("month", "unit", "group", "side")
    rows = [(*at, int(people)) for at, people in np.ndenumerate(months)]
    return pl.DataFrame(rows, [*names, "people"], orient="row")


def by_units(months: np.ndarray, before: pl.DataFrame | None, **other) -> pl.DataFrame:
    table = cells(months.sum(-1, keepdims=True)).drop("side")
    asked = {"knows": "unit", **ASKED, **other}
    return protect_again(table, ["unit", "group"], "people", before=before, **asked)


def of_wholes(months: np.ndarray, before: pl.DataFrame | None, away=frozenset()) -> pl.DataFrame:
    """`away`: the months and units whose wholes are hidden."""
    table = cells(months.sum(2, keepdims=True)).drop("group")
    units = [*range(months.shape[1]), None]
    wholes = pl.DataFrame(
        [(at, unit, (at, unit) not in away) for at in range(len(months)) for unit in units],
        {"month": pl.Int64, "unit": pl.Int64, "shown": pl.Boolean},
        orient="row",
    )
    return protect_part(
        table, ["unit", "side"], "people", wholes=wholes, before=before, knows=True, **ASKED
    )


def across(months: np.ndarray, before: pl.DataFrame | None) -> pl.DataFrame:
    """Both margins and what is between them, as they are remembered together."""
    table = cells(months)
    sides = table.group_by("month", "unit", "side").agg(pl.col("people").sum())
    past = None if before is None else before.filter(pl.col("group").is_null()).drop("group")
    by_unit = protect_again(sides, ["unit", "side"], "people", before=past, knows="unit", **ASKED)
    made = protect_across(
        table, ["unit", "group", "side"], "people", given=by_unit, before=before,
        knows=True, **ASKED,
    )  # fmt: skip
    return pl.concat([by_unit.with_columns(group=pl.lit(None, pl.Int64)), made], how="diagonal")


TABLES = {
    "units × groups": (by_units, Policy, "_partners"),
    "a part of wholes": (of_wholes, part._Months, "_period"),
    "a second margin": (across, three_way._Months, "_proven"),
}


def made_up(months: int, seed: int = 4) -> np.ndarray:
    chance = np.random.default_rng(seed)
    return chance.poisson(chance.choice([1, 2, 4, 12], (3, 3, 2)), (months, 3, 3, 2))


def hidden(made: pl.DataFrame) -> pl.DataFrame:
    return made.filter(~pl.col("shown")).drop("shown", "people")


def bare(made: pl.DataFrame) -> int:
    """How many months nothing is hidden in: there is nothing to remember of them."""
    months = made.group_by("month").agg(pl.col("shown").all())
    assert not months["shown"].all()
    return months["shown"].sum()


@pytest.fixture
def proven(monkeypatch):
    """Which periods have been protected anew, of each kind of table."""
    calls: list[str] = []
    for _, where, name in TABLES.values():
        plain = getattr(where, name)

        def counted(*given, plain=plain, where=where, **named):
            calls.append(where.__module__)
            return plain(*given, **named)

        monkeypatch.setattr(where, name, counted)
    return calls


@pytest.mark.parametrize("kind", TABLES)
def test_the_same_again_is_taken_from_memory(kind, proven):
    protect, where, _ = TABLES[kind]
    months = made_up(5)
    first = protect(months, None)
    assert proven.count(where.__module__) >= 5
    proven.clear()

    assert protect(months, hidden(first)).equals(first)
    assert proven.count(where.__module__) == bare(first)
    proven.clear()
    assert protect(months, hidden(first).drop("digest")).drop("digest").equals(first.drop("digest"))
    assert proven.count(where.__module__) >= 5


def test_a_second_margin_is_not_taken_for_changed_by_what_is_remembered_of_the_first(proven):
    """Of the first unit something is hidden by unit alone, and so before all that is by group."""
    months = np.full((1, 3, 3, 2), 20)
    months[0, 1, :, 0] = 1, 1, 1
    months[0, 2, 2, 0] = 2
    first = across(months, None)
    was = hidden(first).sort("unit", "group", "side", nulls_last=True)
    assert was.select("unit", "group").row(0) == (0, None)
    assert was.filter(pl.col("group").is_not_null(), pl.col("digest").is_not_null()).height
    proven.clear()

    assert across(months, was).equals(first)
    assert three_way.__name__ not in proven


@pytest.mark.parametrize("kind", TABLES)
def test_a_new_month_alone_is_proven_though_the_oldest_has_been_dropped(kind, proven):
    protect, where, _ = TABLES[kind]
    months = made_up(7)
    first = protect(months[:6], None)
    proven.clear()

    made = protect(months[1:], hidden(first.with_columns(month=pl.col("month") - 1)))
    assert proven.count(where.__module__) == 1 + bare(first.filter(pl.col("month") > 0))
    kept = [first.filter(pl.col("month") > 0), made.filter(pl.col("month") < 5)]
    columns = [name for name in first.columns if name not in ("month", "digest", "loose")]
    assert kept[0].select(columns).equals(kept[1].select(columns))


@pytest.mark.parametrize("kind", TABLES)
@few
@given(st.integers(0, 10_000), st.integers(0, 4))
@example(522, 0)  # of a whole that is shown nothing is remembered
def test_after_a_correction_memory_says_what_proving_again_says(kind, seed, corrected):
    """What comes before is as it was, also where proving it again would hide a little more."""
    protect = TABLES[kind][0]
    months = made_up(5, seed)
    first = protect(months, None)
    months[corrected, seed % 3, 0, 0] += 2

    made = protect(months, was := hidden(first))
    earlier = pl.col("month") < corrected
    forgotten = was.with_columns(digest=pl.when(earlier).then("digest"))
    assert made.equals(protect(months, forgotten))
    then, now = (each.filter(earlier).drop("loose") for each in (first, made))
    assert now.equals(then)  # a margin that is chosen anew may be loose in more places


@pytest.mark.parametrize("other", [{"k": 9}, {"knows": None}, {"hold": 1}, {"beside": 10}])
def test_under_other_terms_nothing_is_taken_from_memory(other, proven):
    months = made_up(5)
    was = hidden(by_units(months, None))
    proven.clear()

    made = by_units(months, was, **other)
    assert len(proven) == 5
    proved = by_units(months, was.drop("digest"), **other)
    assert made.drop("digest").equals(proved.drop("digest"))


def test_a_part_is_proven_again_where_its_wholes_are_hidden_now():
    months = made_up(5)
    first = of_wholes(months, None)
    was = hidden(first)
    shown = first.drop_nulls("unit").group_by("month", "unit").agg(pl.col("shown").any())
    at = tuple(shown.filter("shown", month=3).select("month", "unit").row(0))

    assert was.filter(month=at[0])["digest"].is_not_null().any()  # else it is proven anyway
    made = of_wholes(months, was, away={at})
    assert made.equals(of_wholes(months, was.with_columns(digest=None), away={at}))
    assert not made.filter(month=at[0], unit=at[1])["shown"].any()


def test_branches_published_again_show_what_they_did_after_a_correction_too():
    """Rows that a correction has closed do not open again when nothing more has happened."""
    was = World(
        [np.array([[[13, 5, 11], [13, 0, 0], [0, 17, 1]], [[1, 12, 2], [16, 1, 2], [11, 13, 1]]])]
    )
    now = World(
        [np.array([[[6, 12, 11], [13, 0, 0], [0, 17, 1]], [[1, 12, 2], [16, 3, 0], [11, 13, 1]]])]
    )
    versions = []
    for world in (was, now, now, now):
        last = versions[-1] if versions else None
        versions.append(
            publish(
                world,
                internal=["b"],
                before=last and last.sides.filter(~pl.col("shown")),
                shown_before=last and last.sides.filter("shown"),
            )
        )

    assert versions[1].sides["shown"].sum() < versions[0].sides["shown"].sum()
    assert all(one.sides.equals(other.sides) for one, other in pairwise(versions[1:]))


def test_published_again_by_a_version_without_digests_branches_are_what_they_were():
    world = World([np.array([[[6, 12, 11], [13, 0, 0], [0, 17, 1]], [[1, 12, 2], [16, 3, 0], [11, 13, 1]]])])  # fmt: skip
    first = publish(world, internal=["b"]).sides
    was, seen = first.filter(~pl.col("shown")).drop("digest"), first.filter("shown")

    assert publish(world, internal=["b"], before=was, shown_before=seen).sides.equals(first)


@pytest.mark.parametrize("stays", [True, False])
def test_a_period_is_proven_again_when_what_it_is_held_by_came_out_otherwise(stays):
    """The first of three periods has other figures; the second asks it, the third the second."""
    hidden, never = np.array([[True], [True], [True]]), np.zeros((3, 1), dtype=bool)
    was = Was(hidden, hidden, never, holds_on=True, digests=["a", "b", "c"])
    unchanged = Unchanged(was, hold=1)

    assert not unchanged.is_same("other")
    unchanged.settle((np.array([stays]), hidden[0]))
    assert not unchanged.is_same("b")
    unchanged.settle((np.array([stays]), hidden[1]))
    assert unchanged.is_same("c") == stays


def test_a_correction_is_remembered_by_the_month_after_it_too():
    """The six of the first month are three: the six of the second were hidden for nobody's sake."""
    table = np.full((2, 3, 1, 1), 40)
    table[:, 0], table[:, 1] = 12, 6
    first = by_units(table, None)
    assert first["shown"].all()
    table[0, 1] = 3

    made = by_units(table, hidden(first)).filter(pl.col("group").is_null(), month=1, unit=1)
    assert made["shown"].to_list() == [False]
