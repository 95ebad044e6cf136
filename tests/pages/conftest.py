"""Pages are opened on stores of their own: what the server keeps open is closed after each test."""

from collections.abc import Iterator

import pytest

from tests.pages.opened import forget_store
from tests.pages.truth import Truth

PLACES = ("spanga-tensta", "gotland", "lillstad")


@pytest.fixture(autouse=True)
def _nothing_kept_open() -> Iterator[None]:
    yield
    forget_store()


@pytest.fixture(params=PLACES)
def place(request, demo_store) -> Truth:
    """What is true of each place of the demonstration in turn."""
    return Truth(demo_store, request.param)
