"""Each promise, tried on a page and on a figure that break it: none lets them through."""

from io import BytesIO

import polars as pl
import pytest
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.proto.Button_pb2 import Button
from streamlit.proto.Html_pb2 import Html
from streamlit.proto.VegaLiteChart_pb2 import VegaLiteChart as Vega

from pages import register
from tests.pages import figure_promises, walk
from tests.pages.bad import BAD_FIGURE, bad_page
from tests.pages.promises import EMPTY_PROMISES, PAGE_PROMISES
from tests.pages.sent import fine_in
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


# ------------------------------------------------------------------------- numbers that are too fine

FINE = 0.533901163771


def a_table(share: float) -> bytes:
    """A table with one share, as it is sent."""
    held = BytesIO()
    pl.DataFrame({"share": [share], "unit": ["North"]}).write_ipc_stream(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("message", "is_found"),
    [
        pytest.param(Html(body=f"<b>{FINE}</b>"), True, id="markup"),
        pytest.param(Html(body="<img alt='53,3901 %'>"), True, id="what is heard"),
        pytest.param(
            Html(body="<img src='data:image/svg+xml,%3Ctext%3E0%2C5339'>"), True, id="svg"
        ),
        pytest.param(Button(label="53,3901 %"), True, id="a label"),
        pytest.param(
            Html(body="<b style='top:.9375rem'>53,4 % 0,534 2026-05-31</b>"), False, id="no"
        ),
        pytest.param(Vega(spec=f'{{"scale": {{"domain": [0, {FINE}]}}}}'), True, id="an axis"),
        pytest.param(Vega(spec=f'{{"values": [{{"a": {FINE}}}]}}'), True, id="rows"),
        pytest.param(Vega(spec='{"values": [{"a": 0.534}]}'), False, id="rows as written"),
        pytest.param(Vega(data=ArrowData(data=a_table(FINE))), True, id="a table"),
        pytest.param(Vega(data=ArrowData(data=a_table(0.534))), False, id="a table as written"),
    ],
)
def test_what_is_finer_than_words_is_found_in_whatever_it_is_sent(message, is_found):
    assert bool([*fine_in(message)]) == is_found
