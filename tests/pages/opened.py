"""A page as a visitor opens it: the whole frame run by Streamlit's own tester, read as text."""

import html
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import Engine
from streamlit.components.v2 import manifest_scanner
from streamlit.config import set_option
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from pages import start

FRAME = Path(__file__).parents[2] / "pages" / "frame.py"
# Which components are installed does not change in a run; looking takes longer than most pages.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
set_option("runner.postScriptGC", False)  # the server sets aside what it would walk through
OF_THE_SESSION = 4  # around every run: session begins, its status changes twice, script finished


class Opened:
    """One opened page. `text` is all that can be read in the main part, `html` its pieces."""

    def __init__(self, at: AppTest):
        self.at = at
        self.messages = 0

    @property
    def html(self) -> list[str]:
        return [part.proto.body for part in self.at._tree if part.type == "html"]

    @property
    def links(self) -> list[str]:
        return [words_of(part.proto.label) for part in self.at._tree if part.type == "page_link"]

    @property
    def buttons(self) -> list[str]:
        return [words_of(button.label) for button in self.at.button]

    @property
    def first_line(self) -> str:
        return _plain(next(piece for piece in self.html if "lb-first" in piece).split("</p>")[0])

    @property
    def charts(self) -> list[str]:
        return [part.proto.alt for part in self.at._tree if part.type == "vega_lite_chart"]

    @property
    def text(self) -> str:
        pieces = [_plain(piece) for piece in self.html] + self.links + self.buttons
        return "\n".join([*pieces, *self.warnings])

    @property
    def warnings(self) -> list[str]:
        return [words_of(message.value) for message in self.at.warning]

    @property
    def refusals(self) -> list[str]:
        return [words_of(message.value) for message in self.at.error]

    def row(self, beginning: str) -> str:
        """The button or link that begins so."""
        return next(row for row in self.buttons + self.links if row.startswith(beginning))

    def run(self) -> "Opened":
        """Draw it once more; `messages` are those of this time, as a rerun has them.

        What tells the browser of its address is left out: it is sent the first time only.
        """
        runs: list[int] = []
        of_run = LocalScriptRunner.forward_msgs

        def counted(runner: LocalScriptRunner) -> list:
            sent = of_run(runner)
            kinds = [message.WhichOneof("type") for message in sent]
            runs.append(len(kinds) - kinds.count("page_info_changed"))
            return sent

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(LocalScriptRunner, "forward_msgs", counted)
            patched.setattr(policies, "_shown_default_value_warning", False)
            self.at.run()
            has_two_values = policies._shown_default_value_warning
        self.messages = runs[-1] + OF_THE_SESSION
        assert not self.at.exception, self.at.exception
        assert not has_two_values, "a choice has both a default and a value set for it"
        return self


def open_page(
    engine: Engine, monkeypatch, path: str = "lagesbild", folds: Sequence[str] = (), **asked: str
) -> Opened:
    """Open a page of the app on a store, with choices in its address and those folds open."""
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", engine.url.render_as_string(hide_password=False))
    if not _is_open(engine):
        forget_store()
    at = AppTest.from_file(str(FRAME), default_timeout=60)
    at._page_hash = calc_hash("" if path == "lagesbild" else path)
    for name, value in asked.items():
        at.query_params[name] = value
    for fold in folds:
        at.session_state[fold] = True
    return Opened(at).run()


def _is_open(engine: Engine) -> bool:
    """Whether the server has this very store open: the next page need not read it again."""
    is_kept = start.the_snapshot.cache_info().currsize
    return bool(is_kept) and start.the_snapshot().engine.url == engine.url


def forget_store() -> None:
    """Close the store that the server has open, and let it read its settings anew."""
    if start.the_snapshot.cache_info().currsize:
        start.the_snapshot().engine.dispose()
    start.the_settings.cache_clear()
    start.the_snapshot.cache_clear()


def _plain(markup: str) -> str:
    """What can be read of a piece of HTML; pictures and styles left out."""
    words = re.sub(r"<style.*?</style>|<img[^>]*>", "", markup, flags=re.DOTALL)
    words = html.unescape(re.sub(r"<[^>]+>", " ", words))
    return spaced(words)


def words_of(label: str) -> str:
    """What can be read of a label in Markdown."""
    words = re.sub(r"!\[\]\([^)]*\)", "", unquote(label))
    for _ in range(3):
        words = re.sub(r":[a-z-]+\[((?:[^\[\]\\]|\\.)*)\]", r"\1", words)
    words = words.replace("**", "").replace("\N{WORD JOINER}", "")
    return spaced(re.sub(r"\\(.)", r"\1", words))


def spaced(words: str) -> str:
    words = re.sub("(?<=\\d)\N{NO-BREAK SPACE}(?=\\d{3}(?!\\d))", "’", words)  # 1’204
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())
