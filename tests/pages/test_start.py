"""What the server refuses to start with, in a sentence."""

import asyncio
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from streamlit import config
from streamlit.testing.v1 import AppTest

from data.models.organisation import Party
from data.settings import SettingError
from data.store import StoreError, migrate, snapshot, writing
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from metrics.facts import FRAMES
from pages import start
from pages.parts.first_line import BEHIND
from tests.data.builders import put
from tests.operation import IN_OPERATION
from tests.pages.opened import forget_store, open_page
from tests.thorough import in_full

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _afresh(monkeypatch, tmp_path):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", f"sqlite:///{tmp_path / 'store.sqlite'}")
    forget_store()


@pytest.mark.parametrize("name", sorted(set(IN_OPERATION) - {"LAGESBILD_MODE"}))
def test_in_operation_what_sign_in_rests_on_must_be_there(monkeypatch, name):
    for each, value in IN_OPERATION.items():
        monkeypatch.setenv(each, value)
    monkeypatch.delenv(name)

    with pytest.raises(SettingError, match=name):
        start.check()


@pytest.fixture
def own_host() -> Iterator[None]:
    """The server answers to its own name only."""
    before = config.get_option("server.allowedHosts")
    config.set_option("server.allowedHosts", ["lagesbild.example"])
    yield
    config.set_option("server.allowedHosts", before)


def test_in_operation_the_server_must_answer_to_its_own_name(monkeypatch):
    for each, value in IN_OPERATION.items():
        monkeypatch.setenv(each, value)

    with pytest.raises(SettingError, match=r"ALLOWED_HOSTS ska vara .* lagesbild\.example"):
        start.check()


@pytest.mark.usefixtures("own_host")
def test_in_operation_a_store_is_never_migrated_by_itself(monkeypatch):
    for each, value in IN_OPERATION.items():
        monkeypatch.setenv(each, value)

    with pytest.raises(StoreError, match="äldre än programmet"):
        start.check()
    migrate(start.the_snapshot().engine)
    start.check()


def test_a_demonstration_is_shown_on_this_machine_only():
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")  # noqa: S104 - the very thing that is refused
    try:
        with pytest.raises(SettingError, match="bara på den egna datorn"):
            start.check()
    finally:
        config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("LAGESBILD_MODE", "drift", "LAGESBILD_REDIRECT_URI kan inte användas"),
        *in_full(
            ("LAGESBILD_MODE", "party", "Inställningen LAGESBILD_MODE kan inte användas"),
            ("LAGESBILD_DATABASE_URL", "mysql://x", "LAGESBILD_DATABASE_URL kan inte användas"),
            ("LAGESBILD_DATABASE_URL", "postgresql+psycopg://a@localhost:1/b", "går inte att nå"),
        ),
    ],
)
def test_the_command_says_what_is_wrong_and_leaves(monkeypatch, setting, value, said):
    monkeypatch.setenv(setting, value)

    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "0"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode != 0
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_start_reads_no_facts_about_single_cases(demo_store, monkeypatch):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", demo_store.url.render_as_string())
    forget_store()
    asked = set()
    read_each = snapshot.read_each
    monkeypatch.setattr(
        snapshot,
        "read_each",
        lambda engine, shapes: asked.update(shapes) or read_each(engine, shapes),
    )

    start.publish()
    start.warm_up()

    assert "published_figures" in str(asked)
    assert not asked & {SOURCES[name][2] for name in FRAMES}


def test_what_was_published_at_a_start_is_read_before_anybody_asks(demo_store, monkeypatch):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", demo_store.url.render_as_string())
    forget_store()

    def one_more(store: snapshot.Snapshot) -> dict:
        with writing(store.engine) as connection:
            connection.execute(text("UPDATE area_versions SET version = version + 1"))
        return {}

    monkeypatch.setattr(start, "catch_up", one_more)
    start.publish()
    monkeypatch.setattr(snapshot, "read_each", lambda *_: pytest.fail("read while somebody waits"))

    kept = start.the_snapshot()
    assert kept.frame("published", kept.versions()).height


@pytest.fixture
def opened_house(demo_store, monkeypatch):
    """What is done while the house is opened, in order, and whether garbage is looked for then."""
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", demo_store.url.render_as_string())
    forget_store()
    monkeypatch.setattr(start, "_drawn", Event())
    done: list[tuple[str, bool]] = []
    for name in ("publish", "warm_up"):
        monkeypatch.setattr(start, name, lambda name=name: done.append((name, gc.isenabled())))
    behind: list[Thread] = []
    monkeypatch.setattr(start, "Thread", lambda **said: behind.append(Thread(**said)) or behind[-1])
    gc.disable()
    yield done
    start.first_page_is_drawn()
    for thread in behind:
        thread.join()
    gc.enable()
    gc.unfreeze()


def test_garbage_is_looked_for_again_once_the_house_is_open(opened_house):
    async def opened() -> tuple[bool, bool]:
        async with start.open_house(None):
            return gc.isenabled(), gc.get_freeze_count() > 0

    assert asyncio.run(opened()) == (True, True)
    assert opened_house == [("publish", True)]


def test_what_the_first_page_can_do_without_waits_until_it_has_been_drawn(opened_house):
    async def opened() -> None:
        async with start.open_house(None):
            await asyncio.sleep(0.2)
            assert opened_house == [("publish", True)]
            start.first_page_is_drawn()
            while len(opened_house) < 2:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(opened(), 10))
    assert opened_house == [("publish", True), ("warm_up", True)]


def test_the_first_page_is_drawn_without_what_takes_long_to_import(demo_store):
    code = (
        "import sys; from pages import start; start.check(); start.publish();"
        "from streamlit.testing.v1 import AppTest;"
        "at = AppTest.from_file('pages/frame.py', default_timeout=60).run();"
        "assert not at.exception; assert any('lb-first' in p.proto.body for p in at.get('html'));"
        "print([name for name in ('altair', 'pandas', 'scipy', 'alembic') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "LAGESBILD_DATABASE_URL": demo_store.url.render_as_string()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.splitlines()[-1] == "[]"


def test_an_error_gives_a_number_to_quote_and_the_log_no_word_of_what_it_said(capsys):
    def broken():
        from pages.start import tell_of_error

        try:
            raise ValueError("hemligt 19850228-1234")
        except ValueError as error:
            tell_of_error(error)

    shown = AppTest.from_function(broken).run().error[0].value

    (written,) = [
        json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"
    ]
    assert written["kind"] == "ValueError"
    assert "broken" in written["where"]
    assert (
        shown == f"Något gick fel, och sidan kunde inte visas. Uppge felnummer {written['error']}."
    )
    assert "hemligt" not in str(written)


def test_a_steering_group_that_can_not_be_published_is_logged_and_the_others_open(
    demo_store, monkeypatch, capsys
):
    def failing(_snapshot):
        try:
            raise ValueError("1234, what somebody wrote")
        except ValueError as error:
            return {7: error}

    monkeypatch.setattr(start, "the_snapshot", lambda: Snapshot(demo_store))
    monkeypatch.setattr(start, "catch_up", failing)

    start.publish()

    line = json.loads(capsys.readouterr().err)
    assert (line["publishing"], line["kind"]) == (7, "ValueError")
    assert "1234" not in str(line)


def test_a_page_says_that_its_figures_are_older_than_what_has_been_taken_in(
    demo_store, monkeypatch
):
    page = open_page(demo_store, monkeypatch)
    assert BEHIND not in page.text

    put(demo_store, Party, name="En till")  # what is taken in raises the version of the cases
    assert BEHIND in open_page(demo_store, monkeypatch).text
    assert BEHIND in open_page(demo_store, monkeypatch, "nyckeltal").text
