"""What every answer to a browser carries, whatever page it is."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
ENGLISH, SWEDISH = b'<html lang="en"', b'<html lang="sv"'  # the same length


class SwedishAndSafe:
    """Says that the pages are in Swedish, and that no other site may frame them."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mend the answer on its way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _asks_for_document(scope):
            # Asked for as it is, not zipped, or the words could not be found in it.
            headers = [
                (name, said) for name, said in scope["headers"] if name != b"accept-encoding"
            ]
            scope = {**scope, "headers": headers}

        async def mended(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            elif message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(ENGLISH, SWEDISH)
            await send(message)

        await self.app(scope, receive, mended)


def _asks_for_document(scope: Scope) -> bool:
    path = scope["path"]
    return path.endswith("index.html") or ("." not in path and "/_st" not in path)
