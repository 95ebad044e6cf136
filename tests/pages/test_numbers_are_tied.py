"""The check of numbers bites: a number that is changed by one is found, wherever it stands."""

import random
import re
from dataclasses import replace

import pytest

from pages import register
from tests.conftest import THOROUGH
from tests.pages import walk
from tests.pages.numbers import claims_of, parts, tokens, wrong
from tests.pages.read import Piece
from tests.pages.shown import Shown
from tests.pages.test_promises import USUAL, engine  # noqa: F401

pytestmark = pytest.mark.walked
LEAST, LET_THROUGH = 0.95, 0.1  # of all of them, and of one page's
MOST = 400  # of one address


def changed(piece: Piece, place: int, by: int) -> Piece | None:
    """The piece with one of its whole numbers, by its place among them, more or less by so much."""
    found = list(re.finditer(r"\d+", piece.words))
    if place >= len(found):
        return None
    spot = found[place]
    said = max(0, int(spot[0]) + by)
    written = str(said).zfill(len(spot[0])) if spot[0].startswith("0") else str(said)
    words = piece.words[: spot.start()] + written + piece.words[spot.end() :]
    return None if words == piece.words else replace(piece, words=words)


def perturbed(pieces: list[Piece]) -> list[Piece]:
    """Every piece with each of its numbers one more and one less, one at a time; some if many."""
    every = [
        mutant
        for piece in pieces
        for part in parts(piece)
        for place in range(len(re.findall(r"\d+", part.words)))
        for by in (1, -1)
        if (mutant := changed(part, place, by))
    ]
    random.Random(1).shuffle(every)
    return every[:MOST]


def caught(address: walk.Address, place: str, engine) -> tuple[int, list[Piece]]:  # noqa: F811
    """How many changed numbers there are, and those that are let through."""
    every = perturbed(Shown(address, place, engine).pieces)
    claims = claims_of(address, place, engine)
    return len(every), [piece for piece in every if not wrong(piece, claims)]


@pytest.mark.thorough
def test_a_number_that_is_one_off_is_found(engine):  # noqa: F811
    """On every page nearly all of them: a month of the log may be taken for another."""
    found = {}
    for module in register.PAGES:
        of_page = walk.addresses_of(module)[: None if THOROUGH else 1]
        each = [caught(address, USUAL, engine) for address in of_page]
        found[module.PATH] = sum(many for many, _ in each), sum(len(let) for _, let in each)

    assert all(many and let <= LET_THROUGH * many for many, let in found.values()), found
    assert sum(let for _, let in found.values()) <= (1 - LEAST) * sum(n for n, _ in found.values())


def test_words_for_numbers_are_numbers_too():
    assert tokens("Fyra av 1’204 den 2014-12-05, −19,5 %") == [
        "fyra",
        "1’204",
        "2014-12-05",
        "−19,5",
    ]
