"""The table behind a chart: the same numbers, the same protection, and the file to take along."""

import csv
import io
from collections.abc import Callable, Mapping

import polars as pl
import streamlit as st

from pages.parts import sv
from pages.parts.server import files

WRITTEN_NUMBER = f"^({sv.NOTHING}|\\.\\.|[+{sv.MINUS}]?[0-9][0-9,{sv.SPACE}]*%?)?$"
SECRECY = {"Sekretess": "Arbetsmaterial. Kan omfattas av sekretess enligt 26 kap. 1 § OSL."}
AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def twin(
    frame: Callable[[], pl.DataFrame],
    name: str,
    definition: Callable[[], Mapping[str, str]],
    key: str,
    taken: Callable[[str, int], None],
    label: str = "Visa som tabell",
    more: Callable[[], None] | None = None,
) -> None:
    """A folded table with downloads; nothing is made before it is opened.

    `frame` gives Swedish headings and cells ready to be read, hidden ones as `..`. `definition`
    goes into the files beside the numbers, with a word on secrecy. `taken` gets the
    name and number of rows of each file before it is handed over. `more` draws further downloads
    beside them.
    """
    folded = st.expander(label, key=f"tabell_{key}", on_change="rerun")
    if not folded.open:
        return
    with folded:
        rows = frame()
        shown(rows, key)
        with st.container(horizontal=True):
            downloads(rows, name, definition, key, taken)
            if more:
                more()


def downloads(
    rows: pl.DataFrame,
    name: str,
    definition: Callable[[], Mapping[str, str]],
    key: str,
    taken: Callable[[str, int], None],
) -> None:
    """The two files of a table, made when one of them is asked for; as `twin`."""

    def file(ending: str, make: Callable[..., bytes]) -> bytes:
        taken(f"{name}.{ending}", rows.height)
        return make(rows, {**definition(), **SECRECY})

    files.download(
        "Ladda ner CSV",
        lambda: file("csv", as_csv),
        name=f"{name}.csv",
        kind="text/csv",
        key=f"csv_{key}",
    )
    files.download(
        "Ladda ner Excel",
        lambda: file("xlsx", as_excel),
        name=f"{name}.xlsx",
        kind="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"excel_{key}",
    )


def shown(rows: pl.DataFrame, key: str) -> None:
    """A table to read, its numbers to the right."""
    right = st.column_config.TextColumn(alignment="right")
    st.dataframe(
        rows.to_arrow(),
        hide_index=True,
        key=f"rader_{key}",
        column_config=dict.fromkeys(numbers(rows), right),
    )


def numbers(rows: pl.DataFrame) -> list[str]:
    """The columns of written numbers: every cell a number, a share, hidden, missing or empty."""
    return [
        name
        for name in rows.select(pl.col(pl.String)).columns
        if rows[name].str.contains(WRITTEN_NUMBER).all()
    ]


def as_csv(rows: pl.DataFrame, definition: Mapping[str, str]) -> bytes:
    """The rows as a Swedish spreadsheet opens them: UTF-8 with its mark, `;`; definition last."""
    out = io.StringIO()
    rows.select(_harmless(rows)).write_csv(out, separator=";")
    tail = csv.writer(out, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
    tail.writerow([])
    tail.writerows((harmless(term), harmless(meaning)) for term, meaning in definition.items())
    return out.getvalue().encode("utf-8-sig")


def as_excel(rows: pl.DataFrame, definition: Mapping[str, str]) -> bytes:
    """The rows on one sheet and the definition on another."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, AS_TYPED) as book:
        rows.select(_harmless(rows)).write_excel(book, "Siffror", autofit=True)
        sheet = book.add_worksheet("Definition")
        sheet.set_column(0, 1, 40)
        for place, (term, meaning) in enumerate(definition.items()):
            sheet.write_string(place, 0, harmless(term))
            sheet.write_string(place, 1, harmless(meaning))
    return out.getvalue()


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _harmless(rows: pl.DataFrame) -> list[pl.Expr]:
    return [
        pl.when(_is_formula(pl.col(name)))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        if kind == pl.String
        else pl.col(name)
        for name, kind in rows.schema.items()
    ]


def _is_formula(cell: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(cell.str.starts_with(sign) for sign in FORMULA_SIGNS)
