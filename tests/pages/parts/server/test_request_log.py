"""The log of requests: a line each, of where and how long, and nothing that somebody typed."""

import asyncio
import json

import pytest

from pages.parts.server.request_log import RequestLog

PAGES = frozenset({"/", "/nyckeltal"})


def asked(path: str, capsys, kind: str = "http") -> tuple[dict | None, dict]:
    """The line and the answer's headers for one request."""
    sent = []

    async def app(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message) -> None:
        sent.append(message)

    scope = {"type": kind, "path": path, "query_string": b"personnummer=197705282387"}
    scope |= {"method": "GET"} if kind == "http" else {}
    asyncio.run(RequestLog(app, lambda: PAGES)(scope, None, send))
    said = capsys.readouterr().err
    return json.loads(said) if said else None, dict(sent[0]["headers"])


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/", "/"),
        ("/nyckeltal", "/nyckeltal"),
        ("/oauth2callback", "/oauth2callback"),
        ("/media/0a1b2c.csv", "/media/…"),
        ("/sam-prov/197705282387", "annan"),
    ],
)
def test_an_address_is_written_only_as_far_as_the_app_made_it(capsys, path, written):
    line, headers = asked(path, capsys)

    assert (line["path"], line["method"], line["status"]) == (written, "GET", 200)
    assert headers[b"x-request-id"].decode() == line["request"]
    assert set(line) == {"at", "request", "method", "path", "status", "ms"}
    assert "197705282387" not in str(line)


def test_a_connection_is_a_line_and_what_every_page_fetches_is_none(capsys):
    assert asked("/_stcore/stream", capsys, "websocket")[0]["method"] == "WEBSOCKET"
    assert asked("/static/js/index.js", capsys)[0] is None
    assert asked("/halsa", capsys)[0] is None
