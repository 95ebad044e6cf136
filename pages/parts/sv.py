"""Swedish: numbers, days and order. A missing figure is a dash, a hidden one two dots, never 0."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pages.parts.rounding import round_half

NOTHING, HIDDEN, MINUS, SPACE = "–", "..", "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = (
    *("jan", "feb", "mars", "apr", "maj", "juni"),
    *("juli", "aug", "sep", "okt", "nov", "dec"),
)
_JOINER = "\N{WORD JOINER}"
_LOOKED_FOR = re.compile(r":(?=\S)|@|www(?=\.)", re.IGNORECASE)
_AFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
_WORDS = ("inga", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva")
_WORDS += ("tolv",)


def number(value: float | None, decimals: int = 0) -> str:
    """12345.6 -> '12 346'; with one decimal '12 345,6'. None -> '–'."""
    if value is None:
        return NOTHING
    rounded = round_half(value, decimals)
    written = f"{abs(rounded):,.{decimals}f}".replace(",", SPACE).replace(".", ",")
    return f"{MINUS if rounded < 0 else ''}{written}"


def percent(share: float | None, decimals: int = 0) -> str:
    """0.4549 -> '45 %'. None -> '–'."""
    return NOTHING if share is None else f"{number(100 * share, decimals)}{SPACE}%"


def points(change: float) -> str:
    """A change of a share: -0.023 -> '−2,3 procentenheter'."""
    return f"{number(100 * change, 1)}{SPACE}procentenheter"


def hidden_in_words(least: int) -> str:
    """What `..` stands for, where `least` is the least count that is shown; one sign for all."""
    return (
        f"dold för att skydda enskilda (färre än {least}, eller går att räkna ut tillsammans med "
        "ett sådant tal)"
    )


def count(amount: float, singular: str, plural: str, decimals: int = 0) -> str:
    """1, 'punkt', 'punkter' -> '1 punkt'; 3 -> '3 punkter'."""
    return f"{number(amount, decimals)}{SPACE}{singular if amount == 1 else plural}"


def count_word(amount: int, singular: str, plural: str, neuter: bool = False) -> str:
    """The same with words up to twelve, for running text: 'en punkt', 'ett mål', 'tre punkter'."""
    if amount == 1:
        return f"{'ett' if neuter else 'en'} {singular}"
    return (
        f"{_WORDS[amount]} {plural}"
        if 0 <= amount < len(_WORDS)
        else count(amount, singular, plural)
    )


def day(value: date | None) -> str:
    """date(2026, 3, 1) -> '1 mars 2026'; None -> 'ingen dag'."""
    if value is None:
        return "ingen dag"
    return f"{value.day}{SPACE}{MONTHS[value.month - 1]}{SPACE}{value.year}"


def day_and_month(value: date) -> str:
    """date(2026, 10, 14) -> '14 oktober'."""
    return f"{value.day}{SPACE}{MONTHS[value.month - 1]}"


def period(value: date, cadence: str) -> str:
    """The period that begins on a day: 'okt 2026', 'kv. 4 2026', 'halvår 2 2026', '2026'."""
    if cadence == "year":
        return str(value.year)
    if cadence == "half":
        return f"halvår{SPACE}{(value.month + 5) // 6}{SPACE}{value.year}"
    if cadence == "quarter":
        return f"kv.{SPACE}{(value.month + 2) // 3}{SPACE}{value.year}"
    return f"{SHORT_MONTHS[value.month - 1]}{SPACE}{value.year}"


def span(first: date, last: date, cadence: str) -> str:
    """From one period to another, the year once where it is the same: 'juni–dec 2014'.

    Of other years 'nov 2013 – jan 2014'; one period alone is named as itself.
    """
    if first == last:
        return period(last, cadence)
    if first.year != last.year or cadence == "year":
        return f"{period(first, cadence)} – {period(last, cadence)}"
    begins = period(first, cadence).removesuffix(f"{SPACE}{first.year}")
    ends = period(last, cadence)
    return f"{begins}–{ends.removeprefix(_named(cadence))}"


def _named(cadence: str) -> str:
    """What every period of a kind begins with, said once of two."""
    return {"quarter": f"kv.{SPACE}", "half": f"halvår{SPACE}"}.get(cadence, "")


def period_in_words(value: date, cadence: str) -> str:
    """The same in running text: 'oktober 2026', 'kvartal 4 2026', 'andra halvåret 2026', '2026'."""
    if cadence == "year":
        return str(value.year)
    if cadence == "half":
        return f"{'andra' if value.month > 6 else 'första'} halvåret{SPACE}{value.year}"
    if cadence == "quarter":
        return f"kvartal{SPACE}{(value.month + 2) // 3}{SPACE}{value.year}"
    return f"{MONTHS[value.month - 1]}{SPACE}{value.year}"


def moment(value: datetime) -> str:
    """A moment in UTC as Stockholm's day and time: '2026-11-22 13.15'."""
    return f"{value.astimezone(STOCKHOLM):%Y-%m-%d %H.%M}"


def joined(words: Sequence[str]) -> str:
    """['a', 'b', 'c'] -> 'a, b och c'."""
    return " och ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def capital(sentence: str) -> str:
    """The sentence with its first letter capital, the rest as it was."""
    return sentence[:1].upper() + sentence[1:]


def order(name: str) -> str:
    """A key to sort by in Swedish: å, ä, ö last, in that order; other accents as if not there."""
    letters = name.casefold().translate(_AFTER_Z)
    return "".join(
        sign for sign in unicodedata.normalize("NFD", letters) if not unicodedata.combining(sign)
    )


def plain(text: str) -> str:
    """Text as it stands inside Markdown: nothing in it is markup, an icon or a link.

    Streamlit looks for icons, colours, addresses and e-mail also where a backslash stands before
    them. There an invisible sign between the letters, which nobody reads, takes them apart. All is
    one line: lines and spaces before them make headings and blocks.
    """
    apart = _LOOKED_FOR.sub(f"\\g<0>{_JOINER}", " ".join(re.split("[ \t\r\n\f\v]+", text)))
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|:$~^&@=" else sign for sign in apart)
