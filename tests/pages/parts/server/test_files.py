"""Files for download: a name of chance, one browser, once, for a minute; and none is taken in."""

import asyncio

import pytest
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from pages.parts.server import files
from pages.parts.server.files import GONE, NO_UPLOADS, HandedOnce, OnceStorage, browser_of

MINE = {"_streamlit_xsrf": "2|mine", "_streamlit_user": "signed"}
OTHERS = {"_streamlit_xsrf": "2|mine", "_streamlit_user": "signed for another"}


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


@pytest.mark.parametrize("cookies", [OTHERS, {}, {"_streamlit_xsrf": "2|mine"}])
def test_another_browser_is_given_nothing_and_takes_nothing_away(storage, cookies):
    address = kept(storage)

    assert asked(storage, address, cookies)[0] == 404
    assert asked(storage, address)[0] == 200


def test_without_signing_in_a_browser_is_told_by_its_own_secret(storage):
    address = kept(storage, cookies={"_streamlit_xsrf": "2|a"})

    assert asked(storage, address, {"_streamlit_xsrf": "2|b"})[0] == 404
    assert asked(storage, address, {"_streamlit_xsrf": "2|a", "annat": "1"})[0] == 200


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
