"""A real Chromium, a running server, and visitors who note what their browser complains of."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import connect

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.screens import CHROMIUM, FLAGS, PATIENCE, open_at
from tests.browser.serving import serving

HERE = Path(__file__).parent
NARROW = 600
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
MEASURED: list[str] = []


@dataclass
class Written:
    """A server of tests that write, the file it serves, and how many tests have had it."""

    address: str
    file: Path
    tests: int = 0

    def put_back(self, demo_file: Path) -> None:
        """Make the store what it was before anybody wrote."""
        with closing(connect(demo_file)) as untouched, closing(connect(self.file)) as file:
            untouched.backup(file)

    def make_new(self) -> None:
        """Make what the server has read before old."""
        self.tests += 1
        with closing(connect(self.file)) as file, file:
            file.execute(f"UPDATE area_versions SET version = version + {1000 * self.tests}")


@dataclass
class Heard:
    """What the browsers of a test complained of and whom they called."""

    errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda socket: self.addresses.append(socket.url))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in MEASURED:
        terminalreporter.write_line(f"measured: {line}")


@pytest.fixture
def measured() -> Callable[[str], None]:
    """Note a measured time, to be read below the tests' results."""
    return MEASURED.append


# These end with the folder and not with the session: while playwright runs, no other test can
# start an event loop.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        if os.environ.get("LAGESBILD_BROWSER") == "required":
            pytest.fail("Chromium is not installed, and LAGESBILD_BROWSER=required.")
        pytest.skip("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server(chromium, demo_file, tmp_path_factory) -> Iterator[str]:
    """The address of a server that every test may read from and none may write to."""
    yield from _serve(demo_file, tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="package")
def written(chromium, demo_file, tmp_path_factory) -> Iterator[Written]:
    """A server and its store for the tests that write, one after the other."""
    file = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("written") / "own.sqlite"))
    with serving(file) as address:
        yield Written(address, file)


@pytest.fixture
def own_store(demo_file, written) -> Path:
    """A store for the test alone: the demonstration as it was before anybody wrote."""
    written.put_back(demo_file)
    return written.file


@pytest.fixture
def own_server(own_store, written) -> str:
    """The address of the server on `own_store`, for a test that writes."""
    written.make_new()
    return written.address


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="package")
def browsers(chromium) -> Iterator[Callable[..., BrowserContext]]:
    """Browser contexts by size and theme; kept, so that the app's script is fetched once."""
    kept: dict[tuple, BrowserContext] = {}

    def context(width: int, height: int, theme: str, number: int) -> BrowserContext:
        key = (width, height, theme, number)
        if key not in kept:
            kept[key] = chromium.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                user_agent=TELEPHONE if width < NARROW else None,
                locale="sv-SE",
                timezone_id="Europe/Stockholm",
            )
            kept[key].set_default_timeout(PATIENCE)
            kept[key].add_init_script("localStorage.clear()")  # else an open menu is remembered
        return kept[key]

    yield context
    for each in kept.values():
        each.close()


@pytest.fixture
def visit(browsers, heard) -> Iterator[Callable[..., Page]]:
    """Open an address, each in a browser of its own: visit(f"{server}/nyckeltal", width=390)."""
    pages: list[Page] = []

    def opened(address: str, width: int = 1440, height: int = 1000, theme: str = "light") -> Page:
        page = browsers(width, height, theme, len(pages)).new_page()
        pages.append(page)
        heard.listen(page)
        open_at(page, address)
        return page

    yield opened
    for page in pages:
        page.close()


def _serve(demo_file: Path, folder: Path) -> Iterator[str]:
    with serving(Path(shutil.copy(demo_file, folder / "shared.sqlite"))) as address:
        yield address
