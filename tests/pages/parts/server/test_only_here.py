"""A demonstration answers its own machine, however the server was started."""

import asyncio

import pytest

from pages.parts.server.only_here import REFUSED, OnlyHere


def answered(client, kind: str = "http") -> list:
    """What is sent to whoever asks from an address."""
    sent = []

    async def app(scope, receive, send) -> None:
        await send("the app")

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(OnlyHere(app)({"type": kind, "client": client}, None, send))
    return sent


@pytest.mark.parametrize(
    "client", [("127.0.0.1", 1), ("127.8.0.1", 1), ("::1", 1), ("::ffff:127.0.0.1", 1), None]
)
@pytest.mark.parametrize("kind", ["http", "websocket", "lifespan"])
def test_this_machine_is_answered(client, kind):
    assert answered(client, kind) == ["the app"]


@pytest.mark.parametrize(
    "address", ["10.0.0.7", "192.168.1.2", "2001:db8::1", "::ffff:10.0.0.7", "fe80::1%eth0", "x"]
)
def test_another_machine_is_refused(address):
    start, body = answered((address, 1))
    assert (start["status"], body["body"].decode()) == (403, REFUSED)
    assert answered((address, 1), "websocket") == [{"type": "websocket.close", "code": 1008}]
