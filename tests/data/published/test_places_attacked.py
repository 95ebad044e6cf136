"""Nobody is found out by all that a member, or a head, sees of a place of the demonstration."""

from functools import cache

import pytest

from data import demo
from tests.conftest import store_in
from tests.data.published.place_attack import (
    SAME_PEOPLE,
    K,
    Place,
    Reader,
    attack,
    place_of,
    sums_found,
)

pytestmark = pytest.mark.thorough
CODES = [place.CODE for place in demo.PLACES]
SMALL = "lillstad"
OF_SAME_PEOPLE = {key for link in SAME_PEOPLE for key, _ in (link.few, link.many)}
TURNS = 4  # the readers of a place are tried by turns, so that several processes can share them


@pytest.fixture(scope="module")
def place(demo_file):
    """A place by its code."""
    with store_in(demo_file) as engine:
        yield cache(lambda code: Place(engine, code))


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("code", CODES)
def test_a_reader_finds_nobody(code, turn, place):
    for head in [None, *place(code).units][turn::TURNS]:
        reader = Reader(place(code), head)
        made = attack(reader)

        assert reader.mistaken == {}
        assert reader.told == []
        assert made.narrowed == []
        assert made.tried > 500
        assert sums_found(reader) == []


@pytest.mark.parametrize("turn", range(TURNS))
def test_nor_by_what_figures_of_the_same_people_say_of_each_other(turn, place):
    here = place(SMALL)
    for head in [None, *here.units][turn::TURNS]:
        made = attack(Reader(here, head, links=SAME_PEOPLE), OF_SAME_PEOPLE)

        assert made.narrowed == []


@pytest.mark.parametrize("key", ["hushall", "vuxna", "avslut", "planer", "aktuella_planer"])
def test_a_reader_finds_somebody_where_no_partner_is_hidden(key, place):
    here = place(SMALL)
    partners = {place_of(row): row for row in here.rows(key) if not is_small(key, row)}

    made = attack(Reader(here, also=partners), [key])

    assert made.narrowed != []


def test_a_sum_of_few_is_found_where_every_sum_is_shown(place, monkeypatch):
    reader = Reader(place(SMALL))
    shown = reader.seen.rows("utbetalt").with_columns(shown=True)
    monkeypatch.setattr(reader.seen, "rows", lambda _: shown)

    assert sums_found(reader) != []


def is_small(key: str, row: dict) -> bool:
    sides = [row["part"]] if row["whole"] is None else [row["part"], row["whole"] - row["part"]]
    return any(0 < number < K for number in sides)
