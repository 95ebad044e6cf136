"""A delivered file as rows of text, or a refusal that says where it is wrong."""

import re

import pytest

from data.imports.refusal import FileRefusedError, Refusal
from data.imports.table import read_table

COLUMNS = {"unit": ("Enhet", "Organisation"), "reason": ("Orsak",)}
TEXT = "Enhet;Annat;Orsak\r\nSöder;x;Flyttat – långt\r\n"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.cells.values()) for row in read_table(content, COLUMNS).rows]


def refusals(content: bytes) -> tuple[Refusal, ...]:
    with pytest.raises(FileRefusedError) as refused:
        read_table(content, COLUMNS)
    return refused.value.refusals


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a byte order mark"),
        pytest.param(TEXT.encode("windows-1252"), id="Windows-1252"),
        pytest.param(TEXT.replace(";", ",").encode(), id="commas"),
        pytest.param(TEXT.replace("\r\n", "\n").encode(), id="Unix lines"),
        pytest.param(TEXT.rstrip().encode(), id="no line end at the end"),
        pytest.param(f"\r\n{TEXT}".encode(), id="an empty line before"),
        pytest.param(f"{TEXT}\r\n;;\r\n".encode(), id="empty lines after"),
        pytest.param(TEXT.replace(";", " ; ").encode(), id="space around the cells"),
        pytest.param(TEXT.replace("Enhet", '"Enhet"').encode(), id="a quoted heading"),
        pytest.param(TEXT.replace("Enhet", "Organisation").encode(), id="another of its headings"),
        pytest.param(b"Orsak;Annat;Enhet\nFlyttat \x96 l\xe5ngt;x;S\xf6der", id="another order"),
    ],
)
def test_code_page_separator_and_line_ends_are_found_out(content):
    assert cells(content) == [("Söder", "Flyttat – långt")]


def test_each_column_says_under_which_heading_it_stood():
    assert read_table(TEXT.replace("Enhet", "Organisation").encode(), COLUMNS).headings == {
        "unit": "Organisation",
        "reason": "Orsak",
    }


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param('"Stöd; försörjning"', "Stöd; försörjning", id="the separator"),
        pytest.param('"Kallad ""Torget"""', 'Kallad "Torget"', id="quotation marks"),
        pytest.param('"Två\nrader"', "Två\nrader", id="a new line"),
        pytest.param("Stöd, försörjning", "Stöd, försörjning", id="the other separator"),
    ],
)
def test_a_quoted_cell_may_hold_what_else_would_part_it(cell, text):
    assert cells(f"Enhet;Orsak\n{cell};Flyttat\n".encode()) == [(text, "Flyttat")]


def test_a_row_knows_the_line_it_ends_on():
    content = 'Enhet;Orsak\n\nA;x\n"B\nb";x\nC;x\n'

    assert [row.line for row in read_table(content.encode(), COLUMNS).rows] == [3, 5, 6]


@pytest.mark.parametrize(
    ("content", "line", "column", "what"),
    [
        pytest.param(b"", None, None, "filen är tom", id="empty"),
        pytest.param(b"\xef\xbb\xbf", None, None, "filen är tom", id="only a byte order mark"),
        pytest.param(b"\r\n;;\r\n", None, None, "filen är tom", id="only separators"),
        pytest.param(b"Enhet;Orsak\r\n", None, None, "inga rader", id="headings only"),
        pytest.param(b"Enhet;Orsak\n;\n", None, None, "inga rader", id="headings, empty lines"),
        pytest.param(b"PK\x03\x04\x00\x00", None, None, "inte text", id="NUL: a workbook"),
        pytest.param(TEXT.encode("utf-16"), None, None, "inte text", id="NUL: UTF-16"),
        pytest.param(b"Enhet;Orsak\nS\x81der;x", None, None, "okänd teckenkodning", id="neither"),
        pytest.param(b"Enhet;Orsak\nA;x\nB\n", 3, None, "1 celler där .* 2", id="a cell short"),
        pytest.param(b"Enhet;Orsak\nA;x;y\n", 2, None, "3 celler där .* 2", id="a cell over"),
        pytest.param(b'Enhet;Orsak\n"A;x\nB;y\n', 3, None, "citattecken", id="a quote left open"),
        pytest.param(b'Enhet;Orsak\n"A"b;x\n', 2, None, "citattecken", id="text after a quote"),
        pytest.param(b'"Enhet;Orsak\nA;x\n', 2, None, "citattecken", id="a heading left open"),
        pytest.param(b"Enhet;Why\nA;x\n", None, "Orsak", "rubriken saknas", id="a heading gone"),
        pytest.param(
            b"Enhet;Orsak;Orsak\nA;x;y\n", None, "Orsak", "står flera", id="a heading twice"
        ),
        pytest.param(
            b"Enhet;Organisation;Orsak\nA;B;x\n", None, "Enhet", "står flera", id="two for one"
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_place_and_reason(content, line, column, what):
    (refusal,) = refusals(content)

    assert (refusal.line, refusal.column) == (line, column)
    assert re.search(what, refusal.what)


def test_every_heading_that_is_wrong_is_named_at_once():
    assert [refusal.column for refusal in refusals(b"Ort;Datum\nA;x\n")] == ["Enhet", "Orsak"]


def test_a_refusal_is_a_sentence_from_file_to_what_to_do():
    refusal = Refusal("tom cell. Fyll i den", line=3, column="Enhet")

    assert refusal.said_of("a.csv") == "a.csv, rad 3, kolumn Enhet: tom cell. Fyll i den."
    assert Refusal("filen är tom").said_of("a.csv") == "a.csv: filen är tom."
