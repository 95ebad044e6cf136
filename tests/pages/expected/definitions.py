"""Om måtten: every figure in the catalogue's own words, and the glossary's."""

from data.actions.settings import KNOWN
from metrics.catalogue import WANTED, Figure
from metrics.rules import DEFAULTS
from metrics.spc import ENOUGH_POINTS
from pages.parts.figures.reading.definition import RULE_SET
from tests.pages.expected.figures import reads_in_words
from tests.pages.numbers import Claim, same_as
from tests.pages.read import Piece
from tests.pages.truth import Truth
from tests.pages.truth_of_figures import Figures

ADDRESSES = {"matt": {}}
MORE = ({"sok": "A9"}, {"sok": "enhörning"})
EMPTY = "FIGURES mått finns"
TERMS = ("Täljare", "Räknas", "Nämnare", "Enhet", "Hur ofta", "Bygger på", "Källa", "Inställning")
TERMS += ("Bedömning", "Här")
GLOSSARY = {  # the numbers of the words that have any
    "90:e percentil": "Nio av tio är kortare än så.",
    "Procentenheter": "två andelar: från 40 till 42 % är två procentenheter",
    "Dold": "färre än 5",
    "Glapp": "mellan två insatser",
    "För få punkter": f"Färre än {ENOUGH_POINTS}",
}


def claims(place: Truth, address) -> tuple[Claim, ...]:
    """The numbers of the catalogue."""
    figures = Figures(place.engine, place)
    every = list(figures.catalogue.values())
    asked = address.query.get("sok", "").casefold()
    found = [f for f in every if asked in f"{f.number} {f.title} {f.source}".casefold()]
    there = sum(bool(figures.stand(figure.key).rows) for figure in every)
    return (
        Claim("p.lb-first", "", lambda *_: f"{len(every)} mått {there} {len(WANTED)} till"),
        Claim("summary", "", lambda _, p: _entry(every, p.words)),
        Claim("h2", "", lambda _, p: _so_many(found, p.words)),
        *(Claim("dd", "", lambda _, p, t=t: _told(every, p, t), f"^{t} · ") for t in TERMS),
        Claim("dt", "", lambda _, p: p.words if p.words in GLOSSARY else None),
        *(Claim("dd", "", lambda *_, t=t: GLOSSARY[t], f"^{t} · ") for t in GLOSSARY),
        same_as("dd|p.*", [RULE_SET, *(text for figure in every for text in _texts(figure))]),
        Claim("row", "", lambda _, p: _row(every, p)),
    )


def _told(every: list[Figure], piece: Piece, term: str) -> str | None:
    """What is said of an entry's figure under a term."""
    heading = piece.under.partition(" · ")[2]
    some = [one for one in (*every, *WANTED) if heading.startswith(f"{one.number} {one.title} ")]
    if not some:
        return None
    if not isinstance(some[0], Figure):
        return some[0].missing if term == "Här" else None
    return reads_in_words(some[0]) if term == "Här" else _cell(some[0], term)


def _texts(figure: Figure) -> tuple[str | None, ...]:
    return figure.part_in_words(DEFAULTS), figure.whole_in_words(DEFAULTS), figure.question


def _settings(figure: Figure) -> str:
    return " ".join(
        f"{KNOWN[n].label} {KNOWN[n].said(KNOWN[n].delivered)}" for n in figure.settings
    )


def _entry(every: list[Figure], words: str) -> list[str]:
    """A figure's number, title and question; or of one that is asked for."""
    some = [one for one in (*every, *WANTED) if words.startswith(f"{one.number} {one.title}")]
    return [f"{one.number} {one.title} {one.question}" for one in some]


def _so_many(every: list[Figure], words: str) -> str | None:
    """How many figures there are of a question."""
    from pages.parts.figures.listed.questions import question_of

    if words.startswith("Efterfrågade"):
        return str(len(WANTED))
    many = sum(words.startswith(f"{question_of(figure.number)} ") for figure in every)
    return str(many) if many else None


def _row(every: list[Figure], piece: Piece) -> list[str]:
    """A row of the table to take along, its cells in the order of the headings."""
    cells = dict(zip(piece.under.split(" | "), piece.words.split(" | "), strict=True))
    some = [one for one in (*every, *WANTED) if (one.number, one.title) == _of(cells)]
    return [" ".join(_cell(one, heading) for heading in cells) for one in some]


def _of(cells: dict[str, str]) -> tuple[str, str]:
    return cells["Nr"], cells["Mått"]


def _cell(one, heading: str) -> str:
    if heading in ("Nr", "Mått", "Fråga"):
        return {"Nr": one.number, "Mått": one.title, "Fråga": one.question}[heading]
    if not isinstance(one, Figure):
        return {"Här": one.missing, "Ägare": one.owner}.get(heading, "")
    divided = bool(one.whole_in_words(DEFAULTS))
    judged = "" if one.adds_up or one.kind in ("count", "change") else str(one.least_n)
    return {
        "Täljare": one.part_in_words(DEFAULTS) if divided else "",
        "Räknas": "" if divided else one.part_in_words(DEFAULTS),
        "Nämnare": one.whole_in_words(DEFAULTS) or "",
        "Enhet": one.unit,
        "Hur ofta": one.cadence.settled_in_words(DEFAULTS),
        "Bygger på": reads_in_words(one),
        "Källa": one.source,
        "Inställning": _settings(one),
        "Bedömning": judged,
    }.get(heading, "")
