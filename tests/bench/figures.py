"""Every figure of the catalogue against the same in DuckDB's SQL, side by side."""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import polars as pl

from metrics.catalogue import COUNTED, Figure, FromFacts
from metrics.facts import Facts, Rules
from tests.bench import facts as made_up
from tests.bench.seen import MADE_OF, seen
from tests.bench.sql import agree, ask, counted, counted_of_seen, opened, opened_on_seen
from tests.bench.table import Line, number

FROM_FACTS = tuple(figure for figure in COUNTED if isinstance(figure, FromFacts))
FROM_SEEN = tuple(figure for figure in COUNTED if not isinstance(figure, FromFacts))
HELD_TO = {100_000: (0.4, 0.15), 1_000_000: (0.25, 0.08)}  # cases -> gate and aim


def figures(cases: int, rounds: int) -> list[Line]:
    """Ours ÷ DuckDB's time for 48 months of each figure, and of the first page's together.

    Both have what they count from in memory, and both two threads. AssertionError where they do
    not agree.
    """
    facts = made_up.facts(cases)
    took = _of_seen(facts, rounds)
    with opened(facts) as database:
        for figure in FROM_FACTS:
            asked, rules = made_up.periods_of(figure), Rules()
            ask(database, figure, asked, facts.observed_until)
            took[figure.key] = _by_turns(
                lambda f=figure, a=asked, r=rules: f.count(facts, a, r),
                lambda f=figure, r=rules: counted(database, f, facts.observed_until, r),
                rounds,
            )
    every = (*FROM_FACTS, *FROM_SEEN)
    lines = [_line(f"{_named(f)} ÷ DuckDB, {number(cases)}", *took[f.key]) for f in every]
    first = [took[figure.key] for figure in FROM_FACTS if figure.headline]
    name = f"Första sidans siffror ÷ DuckDB, {number(cases)} ärenden"
    return [_line(name, *map(sum, zip(*first, strict=True)), *HELD_TO.get(cases, ())), *lines]


def _of_seen(facts: Facts, rounds: int) -> dict[str, tuple[float, float]]:
    """The same of those that are made of what somebody may see already."""
    shown = seen(facts)
    with opened_on_seen(shown, MADE_OF) as database:
        return {
            figure.key: _by_turns(
                # anew every time: what a plan has come to is kept with what is seen
                lambda f=figure: f.count(replace(shown)),
                lambda f=figure: counted_of_seen(database, f, shown),
                rounds,
            )
            for figure in FROM_SEEN
        }


def _by_turns(
    ours: Callable[[], pl.DataFrame], theirs: Callable[[], pl.DataFrame], rounds: int
) -> tuple[float, float]:
    """Median milliseconds of each, after they have been seen to agree."""
    agree(ours(), theirs())
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for count, kept in zip((ours, theirs), taken, strict=True):
            begun = time.perf_counter()
            count()
            kept.append(1000 * (time.perf_counter() - begun))
    return median(taken[0]), median(taken[1])


def _named(figure: Figure) -> str:
    return f"{figure.number} {figure.key}".strip()


def _line(
    what: str, ours: float, theirs: float, gate: float | None = None, aim: float | None = None
) -> Line:
    return Line(what, ours / theirs, gate, aim, f"{number(ours)} ms mot {number(theirs)}")
