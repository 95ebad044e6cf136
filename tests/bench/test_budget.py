"""How many messages each page sends: a message costs, whatever is in it."""

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from data.models.figures import ChosenFigure, Scorecard
from data.models.organisation import Forum
from data.store.snapshot import Snapshot
from metrics.catalogue import FIGURES
from pages import start
from tests.bench.server import ROOT
from tests.data.builders import put

MOST = 40
OF_THE_SESSION = 4  # around every run: session begins, its status changes twice, script finished


@pytest.fixture
def sent(monkeypatch, demo_store):
    """A function that shows a page twice and gives how many messages the second time took."""
    runs = []
    of_run = LocalScriptRunner.forward_msgs
    monkeypatch.setattr(start, "the_snapshot", lambda: snapshot)
    monkeypatch.setattr(
        LocalScriptRunner, "forward_msgs", lambda self: runs.append(of_run(self)) or runs[-1]
    )
    snapshot = Snapshot(demo_store)

    def shown(path: str, **query: str) -> int:
        app = AppTest.from_file(ROOT / "pages" / "frame.py", default_timeout=30)
        app.query_params.update(query)
        app.run()
        pages = {page["url_pathname"]: key for key, page in app._registered_pages.items()}
        app._page_hash = pages[path]
        assert not app.run().exception
        return len(runs[-1]) + OF_THE_SESSION

    return shown


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("", {}),
        ("nyckeltal", {}),
        ("nyckeltal", {"nyckeltal": "hushall"}),
        ("matt", {}),
        ("matgrupper", {}),
        ("handlingsplaner", {}),
        ("handlingsplaner", {"vy": "Tavla"}),
        ("handlingsplaner", {"vy": "Tidslinje"}),
        ("matgrupper", {"grupp": "2"}),
        ("behorighet", {"som": "Administratören"}),
        ("behorighet", {"som": "Administratören", "del": "Inställningar"}),
        ("behorighet", {"som": "Loggranskaren"}),
    ],
)
def test_a_page_keeps_within_its_budget_of_messages(sent, path, query):
    assert sent(path, **query) <= MOST


def test_the_matrix_of_a_long_choice_keeps_within_its_budget(sent, demo_store):
    """Which figures are rows is another question once the steering group has chosen."""
    with demo_store.connect() as connection:
        forum_id = connection.scalar(select(Forum.forum_id).where(Forum.code == "spanga-tensta"))
    keys = [figure.key for figure in FIGURES[:30]]
    put(demo_store, Scorecard, forum_id=forum_id, version=1)
    for rank, key in enumerate(keys):
        of = {"forum_id": forum_id, "figure": key, "rank": rank}
        put(demo_store, ChosenFigure, **of, headline=rank < 5)

    assert sent("nyckeltal") <= MOST
    assert sent("") <= MOST


def test_pages_send_messages_of_their_own(sent):
    """So the address is read, and the test above sees each page."""
    assert sent("handlingsplaner") != sent("matgrupper")
    assert sent("handlingsplaner") != sent("handlingsplaner", vy="Tavla")
