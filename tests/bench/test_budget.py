"""How many messages pages send where the steering group has chosen much: each costs.

That every page keeps within its budget is a promise of them all (tests/pages/promises.py).
"""

import pytest
from sqlalchemy import select

from data.models.figures import ChosenFigure, Scorecard
from data.models.organisation import Forum
from metrics.catalogue import FIGURES
from tests.data.builders import put
from tests.pages.opened import forget_store, open_page
from tests.pages.promises import MOST_MESSAGES


@pytest.mark.thorough
def test_the_matrix_of_a_long_choice_keeps_within_its_budget(demo_store, monkeypatch):
    """Which figures are rows is another question once the steering group has chosen."""
    with demo_store.connect() as connection:
        forum_id = connection.scalar(select(Forum.forum_id).where(Forum.code == "spanga-tensta"))
    keys = [figure.key for figure in FIGURES[:30]]
    put(demo_store, Scorecard, forum_id=forum_id, version=1)
    for rank, key in enumerate(keys):
        of = {"forum_id": forum_id, "figure": key, "rank": rank}
        put(demo_store, ChosenFigure, **of, headline=rank < 5)

    sent = [
        open_page(demo_store, monkeypatch, path).messages for path in ("nyckeltal", "lagesbild")
    ]
    forget_store()

    assert max(sent) <= MOST_MESSAGES
