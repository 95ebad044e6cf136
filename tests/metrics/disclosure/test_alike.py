"""Households and the adults in them, hidden alike: what both tables together give nobody away by."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
import pytest

from metrics.disclosure import Alike, protect_again, protect_alike
from tests.metrics.disclosure.system import System
from tests.thorough import often

K, SIZE, BY = 5, 3, ("unit", "group")
TERMS = {"by": BY, "count": "people", "apart": "month", "knows": "unit", "hold": 12}
NOTHING = pl.DataFrame(
    schema={"month": pl.Int64, "unit": pl.Int64, "group": pl.Int64}
).with_columns(secret=pl.lit(False), loose=pl.lit(False), digest=pl.lit(None, pl.String))
WORLDS = range(often(6, 40))


@dataclass
class World:
    """Households of one adult and of two, by unit and group."""

    single: np.ndarray
    double: np.ndarray

    @property
    def tables(self) -> tuple[np.ndarray, np.ndarray]:
        return self.single + self.double, self.single + 2 * self.double

    @classmethod
    def drawn(cls, seed: int) -> "World":
        chance = np.random.default_rng(seed)
        households = chance.choice([0, 1, 2, 3, 4, 5, 6, 8, 9, 12, 15, 20, 25, 30], (SIZE, SIZE))
        double = chance.binomial(households, chance.choice([0.05, 0.2, 0.5]))
        return cls(households - double, double)


def frame(counts: np.ndarray | list, month: int = 1) -> pl.DataFrame:
    cells = [(month, *at, int(n)) for at, n in np.ndenumerate(np.array(counts))]
    return pl.DataFrame(cells, ["month", *BY, "people"], orient="row")


def alike(*tables: pl.DataFrame, before: list[pl.DataFrame] | None = None) -> list[pl.DataFrame]:
    was = before or [NOTHING] * len(tables)
    each = [Alike(table, then) for table, then in zip(tables, was, strict=True)]
    return protect_alike(each, **TERMS)


def alone(*tables: pl.DataFrame) -> list[pl.DataFrame]:
    return [protect_again(table, before=None, **TERMS) for table in tables]


def hidden(made: pl.DataFrame) -> pl.DataFrame:
    return made.filter(~pl.col("shown")).drop("people", "shown")


def places(made: pl.DataFrame, month: int = 1) -> set[tuple]:
    return set(hidden(made).filter(month=month).select(BY).iter_rows())


def among(*figure: int | None) -> list[tuple[int, ...]]:
    """The cells that a figure, by unit and group, is the sum of."""
    return [*product(*(range(SIZE) if at is None else [at] for at in figure))]


def narrowed(world: World, made: list[pl.DataFrame], head: int | None) -> list[tuple]:
    """What is small and not the reader's own, of which not each of 1 … k-1 is possible.

    The reader knows that what is hidden is not nobody, nor small where it could be seen later.
    """
    system = System([(kind, *at) for kind in "sd" for at in among(None, None)])

    def names(table: int, *figure: int | None) -> list[tuple]:
        """Of a figure of households, or of adults: two of each couple."""
        return [(kind, *at) for at in among(*figure) for kind in ("sd", "sdd")[table]]

    for table, (each, true) in enumerate(zip(made, world.tables, strict=True)):
        for *figure, count, is_loose in each.select(*BY, "people", "loose").iter_rows():
            is_small = sum(true[at] for at in among(*figure)) < K
            least, most = (1 if is_loose or is_small else K), np.inf
            bounds = (least, most) if count is None else (count, count)
            system.know(names(table, *figure), *bounds)
    for group in range(SIZE) if head is not None else ():
        for kind, counts in (("s", world.single), ("d", world.double)):
            system.know([(kind, head, group)], counts[head, group], counts[head, group])
    return [
        (table, *at)
        for table, true in enumerate(world.tables)
        for at in among(None, None)
        if at[0] != head and 0 < true[at] < K
        if not all(system.possible((names(table, *at), n, n)) for n in range(1, K))
    ]


@pytest.mark.parametrize("seed", WORLDS)
def test_nobody_is_found_by_both_tables_together(seed):
    world = World.drawn(seed)
    made = alike(*map(frame, world.tables))

    assert [narrowed(world, made, head) for head in (None, 0)] == [[], []]


def test_somebody_is_found_where_each_is_protected_by_itself():
    worlds = map(World.drawn, range(6))

    assert any(narrowed(world, alone(*map(frame, world.tables)), None) for world in worlds)


@pytest.mark.parametrize("seed", WORLDS)
def test_what_one_hides_all_hide_but_nil(seed):
    households, adults = alike(*map(frame, World.drawn(seed).tables))

    assert places(households) == places(adults)  # no household is without adults
    assert households["secret"].to_list() == adults["secret"].to_list()


def test_nil_is_shown_though_another_is_hidden_there():
    few, many = alike(frame([[0, 20], [30, 40], [50, 60]]), frame([[3, 20], [30, 40], [50, 60]]))

    assert (0, 0) in places(many)
    assert (0, 0) not in places(few)
    assert places(few) == places(many) - {(0, 0)}


def test_adults_of_a_small_group_of_households_are_hidden_though_they_are_not_few():
    households, adults = frame([[4, 30], [20, 30], [20, 30]]), frame([[8, 40], [25, 40], [25, 40]])

    assert places(alone(adults)[0]) == set()
    assert (0, 0) in places(alike(households, adults)[1])


def test_one_table_is_as_it_is_by_itself():
    table = frame(World.drawn(3).tables[0])

    assert alike(table)[0].equals(alone(table)[0])


def test_a_period_that_one_table_lacks_is_as_it_is_by_itself():
    one, other = World.drawn(3).tables
    both = alike(pl.concat([frame(one, 1), frame(one, 2)]), frame(other, 2))

    assert places(both[0], 1) == places(alone(frame(one, 1))[0])


def test_the_same_again_is_the_same_and_a_new_month_leaves_what_was():
    months = [World.drawn(seed).tables for seed in range(4)]
    then, longer = (
        [pl.concat(frame(of[at], n) for n, of in enumerate(months[:last])) for at in range(2)]
        for last in (3, 4)
    )
    first = alike(*then)
    again = alike(*then, before=list(map(hidden, first)))
    later = alike(*longer, before=list(map(hidden, first)))

    for was, same, more in zip(first, again, later, strict=True):
        assert same.equals(was)
        assert more.filter(pl.col("month") < 3).equals(was)


@pytest.mark.parametrize("seed", WORLDS[:10])
def test_a_corrected_month_shows_nothing_that_it_hid(seed):
    then, now = World.drawn(seed), World.drawn(seed + 100)
    first = alike(*map(frame, then.tables))
    second = alike(*map(frame, now.tables), before=list(map(hidden, first)))

    for before, after, counts in zip(first, second, now.tables, strict=True):
        nil = {figure for figure in places(before) if not sum(counts[at] for at in among(*figure))}
        assert places(before) - nil <= places(after)
