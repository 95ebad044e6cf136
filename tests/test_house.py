"""Which room may use which. The plan of the house, held against the code at every test run."""

import ast
import importlib
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[1]

# A room may use itself, the standard library, and what stands here. The longest name counts.
MAY_USE = {
    "metrics": {"polars", "numpy", "scipy"},
    "data": {"polars", "sqlmodel", "sqlalchemy"},
    "data.settings": {"pydantic", "pydantic_core", "pydantic_settings", "sqlalchemy"},
    "data.store": {"polars", "sqlalchemy", "alembic"},
    "data.store.fetch": {"polars", "sqlalchemy", "adbc_driver_postgresql"},
    "data.migrations": {"sqlalchemy", "alembic"},
    "data.published": {"polars", "sqlalchemy", "metrics"},
    "pages": {"streamlit", "polars", "data", "metrics"},
    "pages.start": {"streamlit", "starlette", "polars", "pandas", "sqlalchemy", "data", "metrics"},
    "pages.parts.sv": set(),
    "pages.parts.words": set(),
    "pages.parts.theme": set(),
    "pages.parts.markup": set(),
    "pages.parts.bars": set(),
    "pages.parts.lines": set(),
    "pages.parts.charts": {"polars", "altair", "vl_convert"},
    "pages.parts.tables": {"streamlit", "polars", "xlsxwriter"},
    "pages.parts.responses": {"starlette"},
    "pages.parts.request_log": {"starlette"},
    "app": {"streamlit", "starlette", "pages"},
}
FILES = [
    ROOT / "app.py",
    *sorted(file for top in ("pages", "metrics", "data") for file in (ROOT / top).rglob("*.py")),
]
PAGE_MODULES = sorted(
    f"pages.{file.stem}" for file in ROOT.glob("pages/[!_]*.py") if file.stem != "frame"
)
NO_PAGES = {"pages.register", "pages.start", "pages.view"}


def _used_by(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are written out whole"
            names.add(node.module)
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


def _room_of(file: Path) -> str:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return max((room for room in MAY_USE if f"{name}.".startswith(f"{room}.")), key=len)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_uses_only_what_its_room_may(file):
    room = _room_of(file)

    assert _used_by(file) - {room.split(".")[0]} <= MAY_USE[room]


def test_every_room_of_the_plan_is_there():
    rooms = {_room_of(file) for file in FILES}

    assert rooms == set(MAY_USE)


@pytest.mark.parametrize("module", PAGE_MODULES)
def test_a_page_file_shows_nothing_by_itself(module):
    nothing = AppTest.from_string(
        f"import importlib; importlib.reload(importlib.import_module({module!r}))",
        default_timeout=20,
    ).run()

    assert not nothing.exception
    assert not len(nothing.main)


@pytest.mark.parametrize("module", [m for m in PAGE_MODULES if m not in NO_PAGES])
def test_a_page_says_what_it_is_and_where(module):
    page = importlib.import_module(module)

    assert page.TITLE
    assert page.PATH.isascii()
    assert page.ICON.startswith(":material/")
    assert set(page.FILTERS) <= {"enhet", "malgrupp", "period"}
