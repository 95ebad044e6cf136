"""Everything that an opened page has sent to the browser, whatever it is sent in: its fine numbers.

Read from the messages themselves: words, markup, pictures, what is heard, what stands at a point of a
chart, the data and the axes of charts, and tables. A share of hidden numbers with all its decimals
would give the numbers.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

import polars as pl
from google.protobuf.message import Message

from tests.pages.opened import Opened

DECIMALS = 3  # a tenth of a percent: what a table and a file have
# not part of a name, an address or a version, and not a length of the looks
_FINE = re.compile(rf"(?<![\w#/.-])\d*[.,]\d{{{DECIMALS + 1},}}(?!\d*r?em)(?!\w)")
_LOOKS = {"weight"}  # how wide columns are beside each other


def too_fine(page: Opened) -> list[str]:
    """Each number that is finer than a tenth of a percent, with where it stands."""
    found = []
    for part in page.at._tree:
        if getattr(part, "proto", None) is not None:
            found += [f"a {part.type} holds {each}" for each in fine_in(part.proto)]
    return list(dict.fromkeys(found))


def fine_in(message: Message) -> Iterator[str]:
    """The same in one message: the field, and the number."""
    for field, value in _fields(message):
        if isinstance(value, str):
            yield from (f"{field} {match.group()}" for match in _FINE.finditer(unquote(value)))
            yield from (f"{field} {number}" for number in _of_json(value) if _is_fine(number))
        elif isinstance(value, bytes):
            yield from (f"{field} {number}" for number in _of_table(value) if _is_fine(number))
        elif isinstance(value, float) and field not in _LOOKS and _is_fine(value):
            yield f"{field} {value}"


def _fields(message: Message) -> Iterator[tuple[str, object]]:
    """Every field of a message and of those within it."""
    for field, value in message.ListFields():
        if field.message_type and field.message_type.GetOptions().map_entry:
            values = list(value.values())
        else:
            values = value if field.is_repeated else [value]
        for each in values:
            if isinstance(each, Message):
                yield from _fields(each)
            else:
                yield field.name, each


def _of_json(words: str) -> Iterator[float]:
    """The numbers of the data and the bounds of a specification; its looks are nobody's business."""
    try:
        waiting = [json.loads(words)] if words[:1] in "{[" else []
    except ValueError:
        return
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, list):
            waiting += piece
        elif isinstance(piece, dict):
            waiting += piece.values()
            held = [piece[name] for name in ("domain", "values") if name in piece]
            rows = [row for each in held if isinstance(each, list) for row in each]
            cells = [n for row in rows for n in (row.values() if isinstance(row, dict) else [row])]
            yield from (n for n in cells if isinstance(n, float))


def _of_table(content: bytes) -> Iterator[float]:
    """The numbers of a table, if these bytes are one."""
    try:
        table = pl.read_ipc_stream(content)
    except (pl.exceptions.PolarsError, OSError):
        return
    for name in table.select(pl.selectors.float()).columns:
        yield from table[name].drop_nulls()


def _is_fine(number: float) -> bool:
    return round(number, DECIMALS) != number
