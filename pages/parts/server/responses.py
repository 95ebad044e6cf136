"""What every answer to a browser carries, whatever page it is."""

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a page may fetch, and from where. One thing is wider than it should be, and Streamlit needs
# it: styles written within the page. No script is, but for those of its page, named by their hash.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
OVER_TLS = (b"strict-transport-security", b"max-age=31536000")
ENGLISH, SWEDISH = b'<html lang="en"', b'<html lang="sv"'  # the same length


class SwedishAndSafe:
    """Says that the pages are in Swedish, and that no other site may frame them.

    `over_tls`: whether the app is only asked for over TLS, whoever stands between.
    """

    def __init__(self, app: ASGIApp, over_tls: bool = False):
        self.app, self.over_tls = app, over_tls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and mend the answer on its way out."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _asks_for_document(scope):
            # Asked for as it is, not zipped, or the words could not be found in it.
            kept = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        is_html = False

        async def mended(message: Message) -> None:
            nonlocal is_html
            if message["type"] == "http.response.start":
                is_html = _is_html(message["headers"])
                tls = self.over_tls or _is_over_tls(scope)
                given = [_secured(header, tls) for header in message["headers"]]
                message["headers"] = [*given, *headers_of(tls)]
            elif message["type"] == "http.response.body" and is_html:
                message["body"] = message.get("body", b"").replace(ENGLISH, SWEDISH)
            await send(message)

        await self.app(scope, receive, mended)


def _is_over_tls(scope: Scope) -> bool:
    forwarded = dict(scope["headers"]).get(b"x-forwarded-proto", b"")
    return scope.get("scheme") == "https" or forwarded == b"https"


def _secured(header: tuple[bytes, bytes], over_tls: bool) -> tuple[bytes, bytes]:
    """A header as it is; over TLS a cookie that is never sent without."""
    name, value = header
    if not over_tls or name.lower() != b"set-cookie" or b"; secure" in value.lower():
        return header
    return name, value + b"; Secure"


def headers_of(tls: bool) -> list[tuple[bytes, bytes]]:
    """What every answer carries; over TLS, also that it is never to be asked for without."""
    return [*HEADERS, (b"content-security-policy", policy()), *([OVER_TLS] if tls else [])]


@cache
def policy() -> bytes:
    """The policy as one line. The scripts written into Streamlit's page are named by their hash."""
    page = (files("streamlit") / "static" / "index.html").read_text(encoding="utf-8")
    within = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in within]
    named = "".join(f" 'sha256-{digest}'" for digest in hashes)
    directives = POLICY | {"script-src": POLICY["script-src"] + named}
    return "; ".join(f"{kind} {sources}" for kind, sources in directives.items()).encode()


def _is_html(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )


def _asks_for_document(scope: Scope) -> bool:
    path = scope["path"]
    return path.endswith("index.html") or ("." not in path and "/_st" not in path)
