"""Each promise, tried on a page and on a figure that break it: none lets them through."""

import pytest

from pages import register
from tests.pages import figure_promises, walk
from tests.pages.bad import BAD_FIGURE, bad_page
from tests.pages.promises import EMPTY_PROMISES, PAGE_PROMISES
from tests.pages.shown import Shown
from tests.pages.test_promises import USUAL, engine  # noqa: F401

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def bad():
    """The bad page in the register, as a new page would stand there."""
    with pytest.MonkeyPatch.context() as patched:
        page = bad_page()
        patched.setattr(register, "PAGES", (*register.PAGES, page))
        yield page


@pytest.fixture(scope="module")
def shown(bad, engine):  # noqa: F811
    (address,) = (address for address in walk.every_address() if address.module is bad)
    return Shown(address, USUAL, engine)


def test_a_new_page_is_walked_without_touching_a_test(bad):
    assert [address.page_path for address in walk.every_address()].count("dalig") == 1
    assert "Dålig" in walk.titles_for(walk.USUAL)
    assert walk.pictured(bad)[0].name == "dalig"


@pytest.mark.parametrize(
    "promise", dict.fromkeys((*PAGE_PROMISES, *EMPTY_PROMISES)), ids=lambda p: p.__name__
)
def test_a_bad_page_breaks_every_promise(shown, promise):
    assert promise(shown)


def test_a_page_that_its_tests_do_not_know_is_told_what_to_write(bad):
    with pytest.raises(LookupError, match=r"Write tests/pages/expected/bad\.py"):
        walk.expected(bad)


@pytest.mark.parametrize("promise", figure_promises.FIGURE_PROMISES, ids=lambda p: p.__name__)
def test_a_bad_figure_breaks_every_promise(promise):
    assert promise(BAD_FIGURE)
