"""A delivered file as rows of text, whatever code page and separator it has."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from data.imports.refusal import FileRefusedError, Refusal

CODE_PAGES = ("utf-8-sig", "windows-1252")
SEPARATORS = ";,"


class Lines(Protocol):
    """A reader of the csv module: lines as lists of cells, and the number of the last one read."""

    @property
    def line_num(self) -> int:
        """The number of the last line that was read."""
        ...

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class Row:
    """One row of a file: the line it ends on, and its cells by our column names."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """The rows of a file, and our column name -> its heading there."""

    rows: tuple[Row, ...]
    headings: Mapping[str, str]


def read_table(content: bytes, columns: Mapping[str, Sequence[str]]) -> Table:
    """Rows of text from a CSV file in UTF-8 or Windows-1252, separated by `;` or `,`.

    Each of `columns` (our name -> accepted headings) must be found once in the header; other
    headings and empty lines are ignored. FileRefusedError for what can't be read as such a table.
    """
    text = _decoded(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    header = [cell.strip() for cell in _first(lines)]
    places = _places(header, columns)
    rows = tuple(_rows(lines, len(header), places))
    if not rows:
        raise FileRefusedError([Refusal("filen har rubriker men inga rader. Ta ut den på nytt")])
    return Table(rows, {ours: header[place] for ours, place in places.items()})


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise FileRefusedError(
            [Refusal("filen är inte text. Spara den som CSV i UTF-8 eller Windows-1252")]
        )
    for code_page in CODE_PAGES:
        try:
            return content.decode(code_page)
        except UnicodeDecodeError:
            continue
    raise FileRefusedError(
        [Refusal("okänd teckenkodning. Spara filen som CSV i UTF-8 eller Windows-1252")]
    )


def _separator(text: str) -> str:
    header = text.lstrip().split("\n", 1)[0]
    return max(SEPARATORS, key=header.count)


def _first(lines: Lines) -> list[str]:
    try:
        for line in lines:
            if any(cell.strip() for cell in line):
                return line
    except csv.Error:
        raise _open_quote(lines.line_num) from None
    raise FileRefusedError([Refusal("filen är tom. Ta ut den på nytt")])


def _places(header: list[str], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    wrong, places = [], {}
    for ours, theirs in columns.items():
        matches = [place for place, heading in enumerate(header) if heading in theirs]
        if len(matches) != 1:
            which = "saknas" if not matches else "står flera gånger"
            wrong.append(Refusal(f"rubriken {which}. Den ska heta {theirs[0]}", column=theirs[0]))
        else:
            places[ours] = matches[0]
    if wrong:
        raise FileRefusedError(wrong)
    return places


def _rows(lines: Lines, width: int, places: Mapping[str, int]) -> Iterator[Row]:
    try:
        for line in lines:
            if not any(cell.strip() for cell in line):
                continue
            if len(line) != width:
                raise FileRefusedError(
                    [
                        Refusal(
                            f"{len(line)} celler där rubrikraden har {width}. Se efter om en text "
                            "har ett skiljetecken utan citattecken omkring",
                            line=lines.line_num,
                        )
                    ]
                )
            yield Row(lines.line_num, {ours: line[at].strip() for ours, at in places.items()})
    except csv.Error:
        raise _open_quote(lines.line_num) from None


def _open_quote(line: int) -> FileRefusedError:
    what = "ett citattecken som inte avslutas rätt. Rätta raden eller ta ut filen på nytt"
    return FileRefusedError([Refusal(what, line=line)])
