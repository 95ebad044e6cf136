"""A demonstration answers this machine and no other, however its server was started."""

from ipaddress import IPv6Address, ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

REFUSED = "En demonstration visas bara på den egna datorn."


class OnlyHere:
    """Refuses what comes over a network; without an address it came by a file of this machine."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if it comes from here."""
        client = scope.get("client")
        if scope["type"] not in ("http", "websocket") or client is None or _is_here(client[0]):
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(REFUSED, 403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})


def _is_here(address: str) -> bool:
    try:
        host = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = host.ipv4_mapped if isinstance(host, IPv6Address) else None
    return (mapped or host).is_loopback
