"""Files for download: a name of chance, one browser, once, for a minute; and none is taken in."""

import asyncio

import pytest
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from pages.parts.server import files
from pages.parts.server.files import (
    GONE,
    NO_UPLOADS,
    SECRET,
    HandedOnce,
    OnceStorage,
    browser_of,
)

TOKEN, ANOTHER = "m" * 64, "a" * 64


def cookies_of(token: str) -> dict[str, str]:
    """A browser's."""
    return {SECRET: token, "annat": "1"}


MINE = cookies_of(TOKEN)


@pytest.fixture
def storage():
    before = files._kept[:]
    yield OnceStorage("/media")
    files._kept[:] = before


def kept(storage: OnceStorage, content: bytes = b"Enhet;Antal", cookies=MINE) -> str:
    """The address of a file that somebody has asked for."""
    token = files._for_browser.set(browser_of(cookies))
    file_id = storage.load_and_get_id(content, "text/csv", MediaFileKind.DOWNLOADABLE, "a.csv")
    files._for_browser.reset(token)
    return storage.get_url(file_id)


def asked(storage, path: str, cookies=MINE, method="GET", **headers) -> tuple[int, bytes, dict]:
    """What a request is answered with: status, content and headers."""
    sent = []

    async def streamlit(scope, receive, send) -> None:
        assert b"range" not in dict(scope["headers"])
        content = storage.get_file(scope["path"].rpartition("/")[2]).content
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": content})

    async def send(message) -> None:
        sent.append(message)

    given = "; ".join(f"{name}={value}" for name, value in cookies.items())
    named = {"cookie": given, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {"type": "http", "path": path, "method": method, "headers": raw, "query_string": b""}
    asyncio.run(HandedOnce(streamlit)(scope, None, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body, dict(sent[0]["headers"])


def test_a_file_is_handed_out_once_and_not_kept_on_the_way(storage):
    address = kept(storage)

    status, content, headers = asked(storage, address, range="bytes=0-3")
    assert (status, content) == (200, b"Enhet;Antal")
    assert headers[b"cache-control"] == b"no-store"
    assert asked(storage, address)[:2] == (404, GONE.encode())
    with pytest.raises(MediaFileStorageError):
        storage.get_file(address.rpartition("/")[2])


def test_the_pages_own_look_takes_nothing_and_leaves_the_file(storage):
    address = kept(storage)

    assert asked(storage, address, sec_fetch_mode="cors")[:2] == (200, b"")
    assert asked(storage, address, sec_fetch_mode="navigate")[1] == b"Enhet;Antal"


@pytest.mark.parametrize("cookies", [cookies_of(ANOTHER), {}, {SECRET: ""}])
def test_another_browser_is_given_nothing_and_takes_nothing_away(storage, cookies):
    address = kept(storage)

    assert asked(storage, address, cookies)[0] == 404
    assert asked(storage, address)[0] == 200


def given_with(cookies: dict[str, str], accept="text/html") -> list[str]:
    """The cookies that an answer to a request for a page gives."""
    sent = []

    async def streamlit(_scope, _receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message) -> None:
        sent.append(message)

    raw = [(b"accept", accept.encode())]
    raw += [(b"cookie", f"{name}={value}".encode()) for name, value in cookies.items()]
    scope = {"type": "http", "path": "/nyckeltal", "method": "GET", "headers": raw}
    asyncio.run(HandedOnce(streamlit)(scope, None, send))
    return [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]


def test_a_browser_gets_its_secret_with_its_first_page_and_no_other_after():
    (cookie,), (another,) = given_with({}), given_with({})

    assert cookie.startswith(f"{SECRET}=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert cookie != another
    assert given_with(MINE) == []
    assert given_with({}, accept="*/*") == []  # what a page fetches, many at once


def test_whoever_has_no_secret_gets_nothing(storage):
    assert asked(storage, kept(storage, cookies={}), {})[0] == 404


def test_of_many_who_ask_at_once_one_is_given_it(storage):
    """They are let in before the first has been answered."""
    address = kept(storage)
    browser = browser_of(MINE)

    assert [storage.take(address.rpartition("/")[2], browser) for _ in range(3)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("below", ["", "/lagesbild"])
def test_the_guard_stands_wherever_the_app_lies(storage, below):
    address = kept(storage)

    assert asked(storage, below + address, {})[0] == 404
    assert asked(storage, below + address)[0] == 200
    assert asked(storage, f"{below}/_stcore/upload_file/a/b", method="PUT")[0] == 403


def test_the_fonts_of_the_page_are_streamlits_to_answer_for(storage):
    with pytest.raises(MediaFileStorageError):
        asked(storage, "/static/media/SourceSansVF-Upright.ttf.BsWL4Kly.woff2")


def test_a_name_says_nothing_of_what_is_in_the_file(storage):
    assert kept(storage) != kept(storage)


def test_a_file_that_nobody_fetches_is_gone_in_a_minute(storage, monkeypatch):
    address, now = kept(storage), files.time.monotonic()

    monkeypatch.setattr(files.time, "monotonic", lambda: now + files.WAITS + 1)
    assert asked(storage, address)[0] == 404
    kept(storage)
    assert len(storage._files_by_id) == 1


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
def test_a_file_can_only_be_fetched(storage, method):
    assert asked(storage, kept(storage), method=method)[0] == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_no_file_is_taken_in(storage, method):
    status, sentence, _ = asked(storage, "/_stcore/upload_file/a/b", method=method)

    assert (status, sentence) == (403, NO_UPLOADS.encode())
