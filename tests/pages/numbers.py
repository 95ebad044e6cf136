"""Every number on a page tied to its element: this element stands for this query.

A page's claims (tests/pages/expected) say of which pieces they know, and what stands there by a query
of its own. A number in a piece that nobody claims is as wrong as one that differs.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import Engine

from tests.pages import walk
from tests.pages.read import Piece
from tests.pages.truth import Truth

WORDS = ("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_TOKEN = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?:[+−](?=\d))?\d[\d’]*(?:,\d+)?|\b(?:{'|'.join(WORDS)})\b",
    re.IGNORECASE,
)


def tokens(words: str) -> list[str]:
    """The numbers of a text in their order: days, numbers, and words for numbers from two."""
    return [token.lower() for token in _TOKEN.findall(words)]


@dataclass(frozen=True)
class Claim:
    """What the numbers of a piece are, where its kind, its heading and its words are as said.

    `expect` gives, from the match of the words and the piece, the text whose numbers stand there;
    None where the claim is not of that piece after all. Several texts where any of them may stand.
    """

    kind: str
    words: str
    expect: Callable[[re.Match, Piece], str | Sequence[str] | None]
    under: str = ""

    def of(self, piece: Piece) -> list[list[str]] | None:
        """The lists of numbers that may stand in a piece; None for a piece of another kind."""
        if not re.fullmatch(self.kind, piece.kind) or not re.search(self.under, piece.under):
            return None
        found = re.search(self.words, piece.words)
        expected = self.expect(found, piece) if found else None
        if expected is None:
            return None
        texts = [expected] if isinstance(expected, str) else expected
        return [tokens(text) for text in texts]


def same_as(kind: str, texts: Iterable[str], under: str = "") -> Claim:
    """Pieces that say no other thing than one of some texts: of the catalogue, or of the store."""
    known = {spaced_out(text) for text in texts if text}
    return Claim(
        kind, "", lambda _, piece: piece.words if spaced_out(piece.words) in known else None, under
    )


def spaced_out(words: str) -> str:
    """A text without its spaces: they are of no matter."""
    return re.sub(r"\s+|’", "", words)


def parts(piece: Piece) -> list[Piece]:
    """A piece as its claims are of it: what stands between dots by itself."""
    if piece.kind in ("row", "tr", "headings") or piece.kind.startswith(("button", "page_link")):
        return [piece]
    return [replace(piece, words=words) for words in piece.words.split(" · ")]


def wrong(piece: Piece, claims: Sequence[Claim]) -> str | None:
    """What is wrong with the numbers of one part of a piece; None if nothing is."""
    there = tokens(piece.words)
    if not there:
        return None
    for claim in claims:
        expected = claim.of(piece)
        if expected is None:
            continue
        if there in expected:
            return None
        return f"{there}, expected {expected[:3]}: {piece.kind} »{piece.words[:160]}«"
    return f"nobody claims {there}: {piece.kind} »{piece.words[:160]}« under »{piece.under[:60]}«"


def unaccounted(
    address: walk.Address, place: str, engine: Engine, pieces: Iterable[Piece]
) -> list[str]:
    """The numbers of a page that are not what their element stands for, a line each."""
    try:
        claims = claims_of(address, place, engine)
    except LookupError:
        claims = ()
    found = (wrong(part, claims) for piece in pieces for part in parts(piece))
    return [said for said in found if said]


@cache
def claims_of(address: walk.Address, place: str, engine: Engine) -> tuple[Claim, ...]:
    """The claims of a page at an address: its own, then those of the frame."""
    from tests.pages.expected import frame

    truth = Truth(engine, place)
    own = walk.expected(address.module).claims(truth, address)
    return (*own, *frame.claims(truth))
