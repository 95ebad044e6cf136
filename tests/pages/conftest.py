"""Pages are opened on stores of their own: what the server keeps open is closed after each test."""

from collections.abc import Iterator

import pytest

from tests.pages.opened import forget_store


@pytest.fixture(autouse=True)
def _nothing_kept_open() -> Iterator[None]:
    yield
    forget_store()
