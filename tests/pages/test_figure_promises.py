"""Every figure of the catalogue keeps every promise of figures."""

import pytest

from metrics.catalogue import COUNTED
from tests.pages.figure_promises import FIGURE_PROMISES


@pytest.mark.parametrize("figure", COUNTED, ids=lambda figure: figure.key)
def test_a_figure_keeps_every_promise(figure):
    broken = [f"{p.__name__}: {said}" for p in FIGURE_PROMISES for said in p(figure)]

    assert broken == []
