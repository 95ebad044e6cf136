"""A line of JSON for every question that the server answers, without anything about a person."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

QUIET = ("/static/", "/vendor/", "/_stcore/health", "/halsa")
INSIDE = ("/_stcore/", "/oauth2callback", "/auth/", "/media/", "/component/")


class RequestLog:
    """Gives each request a number, says it in the answer's X-Request-Id and in one line.

    Of an address only the part that the app itself has made is written: what somebody typed there
    is `annan`, and what follows a question mark is never written.
    """

    def __init__(self, app: ASGIApp, pages: Callable[[], frozenset[str]]):
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write how it went."""
        if scope["type"] not in ("http", "websocket") or scope["path"].startswith(QUIET):
            await self.app(scope, receive, send)
            return
        number, began, status = uuid4().hex[:8], perf_counter(), None

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                named = (b"x-request-id", number.encode())
                message["headers"] = [*message["headers"], named]
            await send(message)

        try:
            await self.app(scope, receive, numbered)
        finally:
            line = {
                "at": datetime.now(UTC).isoformat(),
                "request": number,
                "method": scope.get("method", "WEBSOCKET"),
                "path": self._known(scope["path"]),
                "status": status,
                "ms": round((perf_counter() - began) * 1000),
            }
            sys.stderr.write(json.dumps(line) + "\n")

    def _known(self, path: str) -> str:
        if path in self.pages():
            return path
        inside = next((place for place in INSIDE if path.startswith(place)), None)
        return f"{inside}…" if inside and inside.endswith("/") else inside or "annan"
