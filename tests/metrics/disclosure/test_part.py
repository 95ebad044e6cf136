"""Attacks on figures that hang together: a reader who solves for all of them at once.

As in attack.py the attacker is written from the rule and shares no code with the
module.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from metrics.disclosure import protect, protect_again, protect_part
from tests.metrics.disclosure.attack import numbers, some
from tests.metrics.disclosure.system import MOST, System

SIDES = ("no", "yes")


@dataclass(frozen=True)
class World:
    """Cells of a stock, unit × group, and of parts of it, unit × side."""

    stock: np.ndarray
    parts: tuple[np.ndarray, ...]

    @property
    def units(self) -> range:
        return range(len(self.stock))


@st.composite
def worlds(draw, units=4, groups=3, parts=2):
    width = draw(st.integers(1, groups))
    line = st.lists(numbers, min_size=width, max_size=width)
    stock = np.array(draw(st.lists(line, min_size=1, max_size=units)))
    made = []
    for _ in range(draw(st.integers(1, parts))):
        yes = [draw(st.integers(0, int(whole))) for whole in stock.sum(1)]
        made.append(np.array([[whole - y, y] for y, whole in zip(yes, stock.sum(1), strict=True)]))
    return World(stock, tuple(made))


def frame(cells: np.ndarray, column: str, names) -> pl.DataFrame:
    return pl.DataFrame(
        [(1, u, names[s], int(n)) for u, row in enumerate(cells) for s, n in enumerate(row)],
        ["month", "unit", column, "people"],
        orient="row",
    )


def publish(world: World, k: int, knows=True):
    """What everybody sees: the stock, and each part under it, (unit, other) -> figure."""
    asked = {"k": k, "apart": "month", "knows": "unit" if knows else None}
    stock = protect(frame(world.stock, "group", range(9)), ["unit", "group"], "people", **asked)
    wholes = stock.filter(pl.col("group").is_null()).select("month", "unit", "shown")
    parts = [
        protect_part(
            frame(part, "side", SIDES),
            ["unit", "side"],
            "people",
            apart="month",
            wholes=wholes,
            k=k,
            knows=knows,
        )
        for part in world.parts
    ]
    return [{row[1:3]: row[3] for row in shown.iter_rows()} for shown in (stock, *parts)]


def system(world: World, published: list[dict], head: int | None) -> System:
    """All that a reader knows of all the tables at once."""
    known = System()
    tables = [(world.stock, range(9)), *((part, SIDES) for part in world.parts)]
    for number, (table, names) in enumerate(tables):
        cells = [(number, u, s) for u in world.units for s in range(table.shape[1])]
        known.names += cells
        shown = published[number]
        for u in [*world.units, None]:
            for s in [*range(table.shape[1]), None]:
                summed = [c for c in cells if u in (c[1], None) and s in (c[2], None)]
                truth = sum(int(table[c[1:]]) for c in summed)
                count = shown[u, None if s is None else names[s]]
                if count is not None or (u == head and head is not None):
                    known.know(summed, truth, truth)
                elif number == 0 or tells_of_zeros(world, published, number, u):
                    known.know(summed, 1, np.inf)
    for number, part in enumerate(world.parts, 1):
        for u in world.units:
            own = [(number, u, s) for s in range(part.shape[1])]
            wide = range(world.stock.shape[1])
            known.names += [(-number, u)]
            # that both come to the same whole, through a number of their own
            known.facts.append(([*own, (-number, u)], MOST, MOST))
            known.facts.append(([*((0, u, g) for g in wide), (-number, u)], MOST, MOST))
    return known


def tells_of_zeros(world, published, number, u) -> bool:
    """Whether a hidden figure of a part is known not to be 0: not so where nothing is told."""
    everything_hidden = all(count is None for at, count in published[number].items() if at[1])
    hidden_whole = u is not None and published[0][u, None] is None
    return not hidden_whole and not everything_hidden


def leaks(world: World, k: int, knows: bool, published=None) -> list:
    published = published or publish(world, k, knows)
    found = []
    for head in [None, *(world.units if knows else [])]:
        known = system(world, published, head)
        assert known.possible()
        for names, truth, is_cell in secrets(world, published, head):
            if 0 < truth < k:
                values = [n for n in range(1, max(k, 3) + 12) if known.possible((names, n, n))]
                fine = (
                    set(range(1, max(k, 3))) <= set(values)
                    if is_cell
                    else (len(values) >= max(k - 1, 2))
                )
                if not fine:
                    found.append((head, names, truth, values))
    return found


def secrets(world: World, published, head):
    """The figures that are small secrets to a reader: of the stock, of the parts."""
    for number, table in enumerate((world.stock, *world.parts)):
        columns = table.shape[1]
        for u in world.units:
            if u == head:
                continue
            pooled = number > 0 and published[0][u, None] is None
            for s in range(columns):
                yield [(number, u, s)], int(table[u, s]), not pooled
            yield [(number, u, s) for s in range(columns)], int(table[u].sum()), False
        for s in range(columns):
            everyone = [(number, u, s) for u in world.units]
            others = sum(int(table[u, s]) for u in world.units if u != head)
            if others:
                yield everyone, int(table[:, s].sum()), False


@some
@given(worlds(), st.sampled_from([3, 5, 8]))
def test_nobody_learns_anything_from_a_stock_with_its_parts(world, k):
    assert leaks(world, k, knows=True) == []


@some
@given(worlds(), st.sampled_from([3, 5]))
def test_an_outsider_learns_nothing_from_a_stock_with_its_parts(world, k):
    assert leaks(world, k, knows=False) == []


# ---------------------------------------------------------------- by unit and by time, one list


@st.composite
def lists(draw):
    """A closed list: units × bands × sides, and somebody on it."""
    shape = (draw(st.integers(1, 3)), draw(st.integers(1, 3)), 2)
    many = int(np.prod(shape))
    cells = draw(st.lists(numbers, min_size=many, max_size=many).filter(any))
    return np.array(cells).reshape(shape)


def rows(cells: np.ndarray, *names: str) -> pl.DataFrame:
    said = [(1, *at, int(n)) for at, n in np.ndenumerate(cells)]
    return pl.DataFrame(said, ["on", *names, "people"], orient="row")


AXES = {"unit": 0, "band": 1}


def publish_list(everyone: np.ndarray, k: int) -> dict[str | None, dict]:
    """Who remains, of all, by unit and by band: (row, side) -> figure."""
    asked = {"count": "people", "k": k, "apart": "on", "before": None}
    size = {"public": ((None,),)}
    whole = protect_again(rows(everyone.sum((0, 1)), "side"), ["side"], **asked, **size)
    sizes = protect_again(
        rows(everyone.sum(2), "unit", "band"),
        ["unit", "band"],
        knows="unit",
        public=((None, None),),
        **asked,
    )
    shown = {None: {(None, side): n for side, n in whole.select("side", "people").rows()}}
    for name, other in (("unit", "band"), ("band", "unit")):
        made = protect_part(
            rows(everyone.sum(AXES[other]), name, "side"),
            [name, "side"],
            wholes=sizes.filter(pl.col(other).is_null()).select("on", name, "shown"),
            sums=whole.drop_nulls("side").select("on", "side", "shown"),
            own=rows(everyone, "head", "band", "side") if name == "band" else None,
            knows=name == "unit",
            **asked,
        )
        shown[name] = {
            (row, side): n for row, side, n in made.select(name, "side", "people").rows()
        }
    return shown


def known_of_list(everyone: np.ndarray, published: dict, head: int | None) -> System:
    known = System(names=list(np.ndindex(everyone.shape)))
    for name, figures in published.items():
        told = not all(n is None for (_, side), n in figures.items() if side is not None)
        for (row, side), count in figures.items():
            cells = [
                at
                for at in known.names
                if side in (None, at[2]) and (row is None or at[AXES[name]] == row)
            ]
            if count is not None:
                assert count == sum(everyone[at] for at in cells)
                known.know(cells, count, count)
            elif told and (row is None or figures[row, None] is not None):
                known.know(cells, 1, np.inf)
    for at in known.names if head is not None else ():
        if at[0] == head:
            known.know([at], int(everyone[at]), int(everyone[at]))
    return known


def told_of_list(everyone: np.ndarray, published: dict, k: int) -> list:
    """(reader, figure) where more is told than by the list as a whole and what is given."""
    given = {
        name: {(row, side): n for (row, side), n in figures.items() if None in (side, name)}
        | {at: None for at in figures if at[1] is not None and name}
        for name, figures in published.items()
    }
    found = []
    wanted = range(1, max(k, 3))
    for head in [None, *range(everyone.shape[0])]:
        known = known_of_list(everyone, published, head)
        without = known_of_list(everyone, given, head)
        assert known.possible()
        for name, axis in AXES.items():
            for row, side in np.ndindex(everyone.shape[axis], 2):
                cells = [at for at in known.names if at[axis] == row and at[2] == side]
                theirs = [at for at in cells if at[0] != head]
                if not 0 < sum(everyone[at] for at in theirs) < k:
                    continue
                if published[name][row, None] is None:
                    continue
                found += [
                    (head, name, row, side, n)
                    for n in wanted
                    if not known.possible((theirs, n, n)) and without.possible((theirs, n, n))
                ]
    return found


@some
@given(lists(), st.sampled_from([3, 5]))
def test_nobody_learns_anything_from_a_list_by_unit_and_by_time(everyone, k):
    assert told_of_list(everyone, publish_list(everyone, k), k) == []


def by_sex(*cells: tuple[int, int]) -> pl.DataFrame:
    """Women and men of units whose wholes are all hidden, beside a whole of all that is shown."""
    rows = [
        (1, unit, sex, many)
        for unit, pair in enumerate(cells)
        for sex, many in zip(("kvinna", "man"), pair, strict=True)
    ]
    table = pl.DataFrame(rows, ["month", "unit", "sex", "people"], orient="row")
    wholes = [(1, unit, False) for unit in range(len(cells))] + [(1, None, True)]
    kinds = {"month": pl.Int64, "unit": pl.Int64, "shown": pl.Boolean}
    shown = pl.DataFrame(wholes, kinds, orient="row")
    asked = {"apart": "month", "wholes": shown, "knows": True}
    return protect_part(table, ("unit", "sex"), "people", **asked).drop_nulls("sex")


def test_a_sum_over_units_that_are_hidden_does_not_bound_the_small_side_of_one_of_them():
    """Who knows 5 and 16, and that the second unit has 5 at most, had women of the third from 2."""
    assert not by_sex((5, 16), (3, 0), (4, 8)).filter(sex="kvinna")["shown"].any()
    assert by_sex((5, 16), (0, 9), (5, 8)).filter(pl.col("unit").is_null())["shown"].all()
