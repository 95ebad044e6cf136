"""The document of what has been measured: one section a part, each with the day it was measured."""

from collections.abc import Mapping, Sequence
from datetime import date

from tests.bench.table import Line, table

HEAD = """# Hastighet

`python -m tests.bench --docs` skriver tabellerna, och med en del efter sig den delens alena. Kvoterna
håller från en maskin till en annan, millisekunderna gör det inte. Fakta är påhittade och lika vid
varje körning: så många ärenden som står, och tio gånger så många händelser.
"""
WORDS = {
    "figures": """## Siffror mot DuckDB

48 månader av varje nyckeltal, omväxlande räknade av programmet och i SQL av DuckDB med två trådar,
båda med sina fakta i minnet. Svaren är jämförda: de är lika. Gränsen gäller första sidans siffror
tillsammans.
""",
    "reading": """## Läsning

Allt underlag för siffrorna, färdigt att räkna på, mot att bara hämta samma kolumner: i Postgres med
ADBC till Arrow, i SQLite med Pythons egen modul till rader.
""",
    "start": """## Start

Från kommandot i en ny klon till Spånga-Tenstas första sida med alla siffror, och en gång till.
Gränserna gäller två lediga kärnor; processortiden håller också på en upptagen maskin.
""",
    "publish": """## Publicering

Att skydda och lagra alla siffror, i en process: en hel stad med 48 månader, samma stad när en månad
har kommit till, och demonstrationens orter ur sina fakta (de följer annars med färdiga).
""",
    "pages": """## Sidor

Varje sida mäts omväxlande mot samma ram utan innehåll: samma meny, filter och behörighet.
""",
}
PARTS = tuple(WORDS)


def section(part: str, lines: Sequence[Line], day: date, cores: int) -> str:
    """A part's heading, what is measured in it, when and on how many cores, and its table."""
    return f"{WORDS[part]}\nMätt den {day} på {cores} kärnor.\n\n{table(lines)}"


def renewed(before: str, sections: Mapping[str, str]) -> str:
    """The document with some sections in place of those it had: part -> section, as above."""
    had = {part: text for part, words in WORDS.items() if (text := _section_of(before, words))}
    parts = {**had, **sections}
    return "\n".join([HEAD, *(parts[part] for part in PARTS if part in parts)])


def _section_of(document: str, words: str) -> str:
    """The section that begins as a part does; nothing if there is none."""
    heading = words.splitlines()[0]
    _, found, rest = f"\n{document}".partition(f"\n{heading}\n")
    return f"{heading}\n{rest.partition(chr(10) + '## ')[0].rstrip()}\n" if found else ""
