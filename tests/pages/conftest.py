"""Pages are opened on stores of their own: what the server keeps open is closed after each test."""

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.conftest import store_in
from tests.pages.opened import forget_store
from tests.pages.truth import Truth

PLACES = ("spanga-tensta", "gotland", "lillstad")


@pytest.fixture(autouse=True)
def _nothing_kept_open() -> Iterator[None]:
    yield
    forget_store()


@pytest.fixture(scope="module")
def kept_store(demo_file, tmp_path_factory) -> Iterator[Engine]:
    """The demonstration, kept open by the server from test to test: to be read only."""
    path = tmp_path_factory.mktemp("kept") / "demo.sqlite"
    shutil.copy(demo_file, path)
    with store_in(path) as engine:
        yield engine
        forget_store()


@pytest.fixture(params=PLACES)
def place(request, demo_store) -> Truth:
    """What is true of each place of the demonstration in turn."""
    return Truth(demo_store, request.param)
