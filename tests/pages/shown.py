"""An address as the promises look at it: the page, the page with all its folds open, its files."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import pytest
import streamlit as st
from sqlalchemy import Engine, text

from tests.pages.opened import Opened, open_page
from tests.pages.read import Piece, pieces
from tests.pages.walk import Address


@dataclass
class File:
    """A file that the page offers: its name, what makes it, and the lines of the log it leaves."""

    name: str
    make: Callable[[], bytes]
    engine: Engine

    @cached_property
    def content(self) -> bytes:
        return self.make()

    @property
    def ending(self) -> str:
        return self.name.rsplit(".", 1)[-1]

    @property
    def words(self) -> str:
        """What can be read in a file of any kind."""
        if self.ending == "csv":
            rows = csv.reader(io.StringIO(self.content.decode("utf-8-sig")), delimiter=";")
            return " ".join(cell for row in rows for cell in row)
        if self.ending == "xlsx":
            with zipfile.ZipFile(io.BytesIO(self.content)) as book:
                return book.read("xl/sharedStrings.xml").decode()
        return self.content.decode(errors="replace")

    def logged(self) -> bool:
        """Whether the log has a line of the file, once it has been made."""
        _ = self.content
        with self.engine.connect() as connection:
            asked = "SELECT count(*) FROM access_log WHERE what = :name"
            return bool(connection.execute(text(asked), {"name": self.name}).scalar())


@dataclass
class Shown:
    """One address in one steering group. Nothing is opened before it is looked at."""

    address: Address
    place: str
    engine: Engine
    files: list[File] = field(default_factory=list)

    @cached_property
    def page(self) -> Opened:
        """The page as it meets its visitor."""
        with pytest.MonkeyPatch.context() as patched:
            asked = {"styrgrupp": self.place} | self.address.query
            return open_page(self.engine, patched, self.address.module.PATH, **asked)

    @cached_property
    def unfolded(self) -> Opened:
        """The same page with every fold open; `files` are those that it then offers."""
        folds = [fold.key for fold in self.page.at.expander if fold.key]
        if not folds:
            return self.page
        asked = {"styrgrupp": self.place} | self.address.query
        with pytest.MonkeyPatch.context() as patched, _offered(self.files, self.engine):
            return open_page(self.engine, patched, self.address.module.PATH, folds, **asked)

    @cached_property
    def pieces(self) -> list[Piece]:
        """Everything that can be read, on the page or in its folds."""
        return list(pieces(self.unfolded.at))

    def __str__(self) -> str:
        return f"{self.address} i {self.place}"


@contextmanager
def _offered(files: list[File], engine: Engine) -> Iterator[None]:
    """Note every file that a page offers meanwhile."""
    button = st.download_button

    def noted(label, data, *others, **more):
        make = data if callable(data) else lambda: data
        files.append(File(more.get("file_name", label), make, engine))
        return button(label, data, *others, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(st, "download_button", noted)
        yield
