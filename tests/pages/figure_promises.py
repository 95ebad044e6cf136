"""What every figure promises: sentences that say what breaks it, none where it is kept."""

import importlib
import pkgutil
from collections.abc import Callable

import tests.metrics
from metrics.catalogue import Figure
from metrics.facts import DELIVERIES
from metrics.rules import DEFAULTS
from tests.bench.sql import SQL
from tests.metrics.edges.every import of_figure
from tests.pages.english import english_in

Promise = Callable[[Figure], list[str]]
MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(tests.metrics.__path__, "tests.metrics.")
    if module.name.rsplit(".", 1)[-1].startswith("test_")
]


def it_is_worked_by_hand(figure: Figure) -> list[str]:
    """The days on which its rules turn are tried; or, of one made of others, an example."""
    worked = of_figure(figure.key) or any(figure.key in getattr(m, "WORKED", ()) for m in MODULES)
    return [] if worked else [f"tests/metrics has neither edges nor WORKED of {figure.key!r}"]


def it_is_counted_twice(figure: Figure) -> list[str]:
    """The same in SQL: a second, plain implementation, tried on the days its rules turn on too."""
    return [] if figure.key in SQL else [f"tests/bench/sql has no {figure.key!r}"]


def it_says_what_it_reads(figure: Figure) -> list[str]:
    """What it reads is delivered as something, by somebody."""
    unknown = [name for name in figure.reads if name not in DELIVERIES]
    return [] if figure.reads and not unknown else [f"reads {figure.reads}, unknown {unknown}"]


def it_says_what_it_is(figure: Figure) -> list[str]:
    """No word of its definition is empty."""
    words = {
        "title": figure.title,
        "question": figure.question,
        "part": figure.part_in_words(DEFAULTS),
        "unit": figure.unit,
        "day from which it is final": figure.cadence.settled_in_words(DEFAULTS),
        "source": figure.source,
    }
    return [f"no {name}" for name, text in words.items() if not text]


def it_is_in_swedish(figure: Figure) -> list[str]:
    """No English in what is shown of it."""
    counted = (figure.part_in_words(DEFAULTS), figure.whole_in_words(DEFAULTS) or "")
    words = (figure.title, figure.question, *counted)
    return [", ".join(found) for text in words if (found := english_in(text))]


FIGURE_PROMISES: tuple[Promise, ...] = (
    it_is_worked_by_hand,
    it_is_counted_twice,
    it_says_what_it_reads,
    it_says_what_it_is,
    it_is_in_swedish,
)
