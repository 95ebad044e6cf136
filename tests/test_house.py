"""Which room may use which. The plan of the house, held against the code at every test run."""

import importlib
from dataclasses import fields, is_dataclass
from functools import partial
from types import MethodType

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from data.actions import Actions
from data.people.rights import Viewer
from data.reader import Reader
from data.store.snapshot import Snapshot
from pages.parts.frame.who import viewer_again
from pages.view import View
from tests.house_rules import FILES, MAY_USE, MODULES, ROOT, broken_rules, name_of, room_of

PAGE_MODULES = sorted(
    f"pages.{file.stem}" for file in ROOT.glob("pages/[!_]*.py") if file.stem != "frame"
)
NO_PAGES = {"pages.register", "pages.start", "pages.view"}


@pytest.mark.parametrize("module", MODULES)
def test_a_file_uses_only_what_its_room_may(module):
    source = MODULES[module].read_text(encoding="utf-8")

    assert broken_rules(module, source) == []


def test_every_room_of_the_plan_is_there():
    rooms = {room_of(name_of(file)) for file in FILES}

    assert rooms == set(MAY_USE)


# Each shows every case of every steering group, or would lead to them; none may be written.
HOSTILE = {
    "the server's own snapshot": "from pages.start import the_snapshot",
    "the module that has it": "from pages import start",
    "the same, whole": "import pages.start",
    "the same, inside a function": "def show(view):\n    import pages.start as begun",
    "a store of its own": "from data.store import open_store",
    "the engine's room": "from data.store.engine import open_store",
    "frames not narrowed": "from data.store.snapshot import Snapshot",
    "the package of them": "import data.store.snapshot as frames",
    "by way of the reader": "from data.reader import Snapshot",
    "by way of the actions": "from data.actions import Snapshot",
    "published, of every forum": "from data.published.seen import exact_rows",
    "facts": "from data import published",
    "settings with their secrets": "from data.settings import settings",
    "another viewer": "from data.people.viewers import viewer_for",
    "the frame's own door": "from pages.parts.frame.who import viewer_again",
    "tables": "from data.models.people import Case",
    "SQL": "from sqlalchemy import create_engine",
    "a driver": "import sqlite3",
    "a file": "from pathlib import Path",
    "a file, plainly": "def show(view):\n    open('store/lagesbild.sqlite')",
    "a module by its name": "import importlib",
    "what is loaded": "import sys",
    "what is alive": "import gc",
    "the reader's own": "def show(view):\n    view.reader._snapshot.frame('cases', {})",
    "the actions' own": "def show(view):\n    view.actions._snapshot",
    "by a word": "def show(view):\n    getattr(view.reader, '_snap' + 'shot')",
    "all that it has": "def show(view):\n    vars(view.reader)",
    "the same by another name": "def show(view):\n    view.reader.__dict__",
    "a function's own": "def show(view):\n    view.reader.cases.__func__.__globals__",
    "by import as a function": "def show(view):\n    __import__('pages.start')",
    "by words as code": "def show(view):\n    eval('1')",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("module", ["pages.hostile", "pages.parts.plans.hostile"])
def test_a_hostile_page_cannot_be_written(module, source):
    assert broken_rules(module, source)


# Each would let a name that somebody typed be an icon, a link or an image.
MARKED_UP = (
    "st.info(words)",
    "st.error(f'Inget mått innehåller {words}')",
    "st.markdown(view.forum.name)",
    "st.toast(str(reason))",
    "st.segmented_control('Grupp', list(names))",
    "st.radio('Grupp', names)",
)


@pytest.mark.parametrize("source", MARKED_UP)
def test_words_from_elsewhere_cannot_be_markup(source):
    assert broken_rules("pages.hostile", f"import streamlit as st\n{source}")


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("metrics.hostile", "from data.reader import Reader"),
        ("metrics.hostile", "import streamlit"),
        ("data.hostile", "import streamlit"),
        ("data.hostile", "from pages.view import View"),
        ("data.store.hostile", "from data.published import publish"),
        ("data.people.rights", "from data.store.snapshot import Snapshot"),
        ("pages.parts.charts.hostile", "from data.reader import Reader"),
        ("pages.parts.sv", "import polars"),
        ("data.hostile", "from pages import start"),
    ],
)
def test_no_arrow_points_up(module, source):
    assert broken_rules(module, source)


def test_an_honest_page_can_be_written():
    source = """
import streamlit as st
import polars as pl
from data.people.rights import Viewer
from metrics.catalogue import FIGURES
from pages.parts.first_line import first_line
from pages.view import View

def show(view):
    st.dataframe(view.reader.figure("hushall"))
"""

    assert broken_rules("pages.honest", source) == []


@pytest.fixture
def demo_view(demo_store) -> View:
    """What a page is handed for a member of the first steering group."""
    snapshot = Snapshot(demo_store)
    viewer = Viewer(1, "Ledamoten", 1, frozenset({"ledamot"}), frozenset())
    reader = Reader(snapshot, snapshot.versions(), viewer)
    forum = reader.forum()
    return View(
        reader=reader,
        actions=Actions(
            snapshot, partial(viewer_again, snapshot, None, viewer)
        ),  # as the frame does
        forum=forum,
        on=forum.as_of,
        today=forum.as_of,
        unit_id=None,
        target_group=None,
        months=13,
        theme="light",
        pages={},
    )


def test_no_public_name_leads_from_a_view_to_the_store(demo_view):
    held = _reachable(demo_view, deep=5)

    assert demo_view.reader in held
    assert not [thing for thing in held if isinstance(thing, Engine | Snapshot)]


def _reachable(thing: object, deep: int) -> list[object]:
    """All that public names, and what a partial was made with, lead to."""
    found, edge = [], [thing]
    for _ in range(deep):
        edge = [inner for outer in edge for inner in _inside(outer)]
        edge = [inner for inner in edge if not any(inner is other for other in found)]
        found += edge
    return found


def _inside(thing: object) -> list[object]:
    if isinstance(thing, partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, MethodType):
        return []  # what it is bound to is a private name away
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)
    if isinstance(thing, dict):
        return list(thing.values())
    if not type(thing).__module__.startswith(("data", "pages", "metrics")):
        return []
    names = set(vars(thing)) if hasattr(thing, "__dict__") else set()
    names |= {field.name for field in fields(thing)} if is_dataclass(thing) else set()
    return [getattr(thing, name) for name in names if not name.startswith("_")]


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
