"""In operation: the door, a real sign-in at a provider, roles by steering group, and the way out."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Written
from tests.browser.screens import OWN, choose, chooser, drawn
from tests.browser.serving import free_port, listens, serving, wait_for
from tests.operation import IN_OPERATION
from tests.thorough import in_full

SAM = {"sub": "sam", "name": "Sam Prov", "email": "sam@example.com"}
ROLES = (
    ("Spånga-Tensta", "enhetschef", "Unga vuxna"),
    ("Gotland", "ledamot", None),
    ("Lillstad", "administratör", None),
)


@contextmanager
def a_provider(folder: Path) -> Iterator[str]:
    """The address of a provider of its own that knows Sam."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--user-claims", json.dumps(SAM)]
    log = folder / f"provider.{port}.log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            wait_for(process, log, lambda: listens(port))
            yield f"http://localhost:{port}"
        finally:
            process.kill()
            process.wait()


def operation(provider: str, cookie_secret: str = "k" * 32) -> dict[str, str]:
    return IN_OPERATION | {
        "LAGESBILD_OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "LAGESBILD_REDIRECT_URI": "http://localhost:{port}/oauth2callback",
        "LAGESBILD_COOKIE_SECRET": cookie_secret,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("operation")


@pytest.fixture(scope="module")
def provider(folder) -> Iterator[str]:
    with a_provider(folder) as address:
        yield address


@pytest.fixture(scope="module")
def in_operation(demo_file, folder, provider) -> Iterator[Written]:
    """A server in operation, and its store."""
    file = Path(shutil.copy(demo_file, folder / "operation.sqlite"))
    with serving(file, settings=operation(provider)) as address:
        yield Written(address, file)


def give_roles(file: Path, provider: str) -> None:
    """Let Sam of a provider have a role in each of the three steering groups."""
    with closing(sqlite3.connect(file)) as store, store:
        store.execute(
            "INSERT INTO users (user_id, issuer, subject, display_name) VALUES (9000, ?, 'sam', ?)",
            (provider, "Sam Prov"),
        )
        for forum, role, unit in ROLES:
            store.execute(
                "INSERT INTO role_grants (user_id, forum_id, role, unit_id, valid_from)"
                " SELECT 9000, f.forum_id, ?, (SELECT unit_id FROM units WHERE name = ?),"
                " '2000-01-01' FROM forums f WHERE f.name = ?",
                (role, unit, forum),
            )


@pytest.fixture
def kept(demo_file, in_operation, provider) -> Path:
    """A store where Sam has a role in each of the three steering groups, and nobody has signed in."""
    in_operation.put_back(demo_file)
    give_roles(in_operation.file, provider)
    in_operation.make_new()
    return in_operation.file


@pytest.fixture
def house(kept, in_operation) -> str:
    """The address of a server in operation."""
    return in_operation.address


@pytest.fixture
def browser_of_sam(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(locale="sv-SE", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(20_000)
    yield context
    context.close()


def at_the_door(page: Page, said: str = "Logga in för att se hur läget är.") -> None:
    expect(page.get_by_role("button", name="Logga in")).to_be_visible()
    expect(page.locator(".lb-first")).to_have_text(said)
    expect(page.get_by_test_id("stSidebarNav")).not_to_be_visible()


def sign_in(page: Page, address: str, subject: str = "sam") -> None:
    page.goto(address)
    at_the_door(page)
    page.get_by_role("button", name="Logga in").click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{address}/**")


def ask(path: Path, words: str, *said) -> list[tuple]:
    with closing(sqlite3.connect(path, timeout=10)) as store, store:
        return store.execute(words, said).fetchall()


def test_every_address_leads_to_the_door_and_shows_nothing_else(house, browser_of_sam):
    page = browser_of_sam.new_page()
    for address in OWN:
        page.goto(f"{house}/{address}")
        at_the_door(page)
        expect(page.get_by_text("Spånga-Tensta")).to_have_count(0)


@pytest.mark.thorough
def test_one_person_has_another_role_in_every_steering_group(house, kept, browser_of_sam):
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    sidebar = page.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("Sam Prov")).to_be_visible()
    expect(sidebar.get_by_text("Enhetschef", exact=True)).to_be_visible()
    expect(chooser(page, "Visa som")).to_have_count(0)
    expect(page.get_by_text("Demodata")).to_have_count(0)
    choose(page, "Styrgrupp", "Gotland")
    expect(sidebar.get_by_text("Ledamot", exact=True)).to_be_visible()
    chooser(page, "Styrgrupp").click()
    page.get_by_role("option", name="Lillstad", exact=True).click()
    expect(sidebar.get_by_text("Administratör", exact=True)).to_be_visible()
    expect(page.get_by_text("Hushåll med försörjningsstöd")).to_have_count(0)
    assert ask(kept, "SELECT kind FROM access_log WHERE user_id = 9000") == [("signed_in",)]


def test_signed_out_is_out_also_after_a_step_back(house, kept, browser_of_sam):
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    cookies = browser_of_sam.cookies()
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="End session").click()  # the provider's own
    at_the_door(page)
    browser_of_sam.add_cookies(cookies)  # somebody had copied them
    page.goto(house)
    at_the_door(page, "Inloggningen är avslutad. Logga in igen.")
    kinds = [kind for (kind,) in ask(kept, "SELECT kind FROM access_log ORDER BY access_id")]
    assert kinds == ["signed_in", "signed_out"]


@pytest.mark.parametrize("address", ["nyckeltal?punkt=1", *in_full("", "handlingsplaner?punkt=1")])
def test_whoever_is_shut_out_while_it_is_open_sees_nothing_more(
    house, kept, browser_of_sam, address
):
    """Also with a panel open, which is otherwise left alone."""
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    if address:
        page.goto(f"{house}/{address}")
        drawn(page)
    panel = page.get_by_role("dialog", name="1 ")
    expect(panel).to_have_count(int(address.startswith("handlingsplaner")))
    ask(kept, "UPDATE users SET deactivated_at = '2026-01-01 00:00:00' WHERE user_id = 9000")
    ask(kept, "UPDATE area_versions SET version = version + 1 WHERE area = 'organisation'")
    expect(page.get_by_text("Du är inloggad men har ingen roll i Lägesbild.")).to_be_visible()
    expect(page.get_by_text("Spånga-Tensta")).to_have_count(0)
    expect(panel).to_have_count(0)
    assert ("refused",) in ask(kept, "SELECT kind FROM access_log WHERE user_id = 9000")


def test_a_file_is_for_whoever_signed_in_and_asked_for_it(house, kept, browser_of_sam, chromium):
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    page.goto(f"{house}/nyckeltal?nyckeltal=hushall")
    drawn(page)
    page.get_by_text("Visa som tabell").click()
    take_out = page.get_by_role("button", name="Ladda ner CSV")
    with page.expect_download() as handed:
        take_out.click()
    assert handed.value.path().read_bytes().startswith(b"\xef\xbb\xbf")
    assert page.request.get(handed.value.url).status == 404  # handed out once

    page.evaluate("() => { HTMLAnchorElement.prototype.click = () => {} }")  # it is only looked for
    with page.expect_request("**/media/*.csv") as looked_for:
        take_out.click()
    address, stranger = looked_for.value.url, chromium.new_context()
    assert stranger.request.get(address).status == 404
    assert page.request.get(address).body().startswith(b"\xef\xbb\xbf")
    assert ("took_out",) in ask(kept, "SELECT kind FROM access_log WHERE user_id = 9000")
    stranger.close()


def test_somebody_unknown_gets_a_sentence_with_a_number_and_nothing_else(
    house, kept, browser_of_sam
):
    page = browser_of_sam.new_page()
    sign_in(page, house, subject="okänd")
    expect(page.get_by_text("Du är inloggad men har ingen roll i Lägesbild.")).to_be_visible()
    ((user_id,),) = ask(kept, "SELECT user_id FROM users WHERE subject = 'okänd'")
    expect(page.get_by_text(f"Ditt användarnummer är {user_id}.")).to_be_visible()
    for forum, _, _ in ROLES:
        expect(page.get_by_text(forum)).to_have_count(0)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("seen_at", "Du har inte gjort något på 60 minuter. Logga in igen."),
        *in_full(("began_at", "Du loggade in för mer än 10 timmar sedan. Logga in igen.")),
    ],
)
def test_a_signing_in_that_is_too_old_or_idle_leads_to_the_door_by_itself(
    house, kept, browser_of_sam, column, said
):
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    ask(kept, f"UPDATE sign_ins SET {column} = '2020-01-01 00:00:00.000000'")
    at_the_door(page, said)
    assert ("let_go",) in ask(kept, "SELECT kind FROM access_log WHERE user_id = 9000")


def bent(value: str) -> str:
    middle = len(value) // 2
    return value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :]


@pytest.fixture
def another_house(demo_file, provider, folder, tmp_path) -> Iterator[str]:
    """A server with a provider and a secret of its own, on the same machine."""
    store = Path(shutil.copy(demo_file, tmp_path / "another.sqlite"))
    give_roles(store, provider)
    with (
        a_provider(folder) as address,
        serving(store, settings=operation(address, "a" * 32)) as house,
    ):
        yield house


def test_a_cookie_that_somebody_has_bent_is_worth_nothing(house, browser_of_sam):
    page = browser_of_sam.new_page()
    sign_in(page, house)
    drawn(page)
    cookies = [cookie | {"value": bent(cookie["value"])} for cookie in browser_of_sam.cookies()]
    browser_of_sam.clear_cookies()
    browser_of_sam.add_cookies(cookies)
    page.goto(house)
    at_the_door(page)


@pytest.mark.thorough
def test_what_another_provider_signed_is_worth_nothing_here(house, another_house, browser_of_sam):
    page = browser_of_sam.new_page()
    sign_in(page, another_house)
    expect(page.get_by_text("Du är inloggad men har ingen roll i Lägesbild.")).to_be_visible()
    page.goto(house)  # the same machine: the browser sends its cookies along
    at_the_door(page)
