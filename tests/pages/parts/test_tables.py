import csv
import io

import openpyxl
import polars as pl
import pytest

from data.actions.refusals import RefusedError, clean_text
from pages.parts.tables import FORMULA_SIGNS, as_csv, as_excel, harmless, numbers
from tests.data.hostile import hostile

ROWS = pl.DataFrame({"Period": ["okt 2014", "=1+1"], "Värde": ["1 204", ".."], "Antal": [3, None]})
DEFINITION = {"Räknas": "Hushåll; vart och ett en gång", "@regel": "+2"}


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_reckon_is_made_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", "..", "–", "−2,3", "1 204"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_columns_of_written_numbers_are_told_from_words():
    rows = pl.DataFrame(
        {
            "Värde": ["45\N{NO-BREAK SPACE}%", "..", ""],
            "Ändring": ["\N{MINUS SIGN}2,3", "+1\N{NO-BREAK SPACE}204", "–"],
            "Period": ["okt 2014", "3", "4"],
            "Antal": [1, 2, 3],
        }
    )

    assert numbers(rows) == ["Värde", "Ändring"]


def test_csv_opens_in_a_swedish_spreadsheet_with_the_definition_last():
    said = as_csv(ROWS, DEFINITION).decode("utf-8-sig")

    assert said.splitlines() == [
        "Period;Värde;Antal",
        "okt 2014;1 204;3",
        "'=1+1;..;",
        "",
        '"Räknas";"Hushåll; vart och ett en gång"',
        '"\'@regel";"\'+2"',
    ]


def test_excel_holds_the_same_with_the_definition_on_a_sheet_of_its_own():
    book = openpyxl.load_workbook(io.BytesIO(as_excel(ROWS, DEFINITION)))

    figures = [[cell.value for cell in row] for row in book["Siffror"].iter_rows()]
    assert figures == [
        ["Period", "Värde", "Antal"],
        ["okt 2014", "1 204", 3],
        ["'=1+1", "..", None],
    ]
    assert book["Definition"]["B1"].value == DEFINITION["Räknas"]
    assert all(cell.data_type != "f" for row in book["Siffror"].iter_rows() for cell in row)


def test_no_hostile_text_is_a_formula_in_a_file_nor_lost():
    texts = [text for text in hostile() if clean(text)]
    rows = pl.DataFrame({"Text": texts, "Mer": texts[::-1]})
    definition = dict.fromkeys(texts, "sagt") | dict(zip(texts, texts, strict=True))

    said = as_csv(rows, definition).decode("utf-8-sig")
    in_csv = [row for row in csv.reader(io.StringIO(said, newline=""), delimiter=";") if row]
    book = openpyxl.load_workbook(io.BytesIO(as_excel(rows, definition)))
    in_excel = [[str(cell.value) for cell in row] for row in book["Siffror"].iter_rows()]

    assert len(texts) > 100
    for cell in [cell for row in in_csv + in_excel for cell in row]:
        assert not cell.startswith(FORMULA_SIGNS)
    assert {row[0].removeprefix("'") for row in in_csv[1:]} >= {t.removeprefix("'") for t in texts}
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def clean(text: str) -> str | None:
    """The text as an action keeps it; None when it is refused."""
    try:
        return clean_text(text, "Text")
    except RefusedError:
        return None
