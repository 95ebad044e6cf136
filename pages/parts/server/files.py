"""Files are handed out once, to the browser that asked for them, and are kept nowhere.

Streamlit keeps a file for download under a name that is a hash of its content, for whoever asks and
for as long as the page is open. Here the name is random, the file is given to the browser whose
page it was asked for from, and it is gone when it has been given or has waited a minute. Before
that the page that makes it has written in the log what it is.
"""

import re
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest, token_hex
from threading import RLock

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import memory_media_file_storage as streamlit_storage
from streamlit.runtime.media_file_storage import MediaFileKind

# wherever the app lies below its host; Streamlit's own fonts have other names
MEDIA = re.compile(r"/media/([0-9a-f]{64}[^/]*)$")
UPLOADS = "/_stcore/upload_file"
SECRET = "lagesbild_browser"  # noqa: S105 - the name of the cookie that every browser gets
UNKEPT = {"cache-control": "no-store"}
WAITS = 60.0  # seconds until a file that nobody fetches is gone
GONE = "Filen finns inte kvar. Ladda ner den en gång till från sidan."
NO_UPLOADS = "Här tas inga filer emot."
_for_browser: ContextVar[str] = ContextVar("for_browser", default="")
_kept: "list[OnceStorage]" = []  # the storage of the server that runs


def browser_of(cookies: Mapping[str, str]) -> str:
    """What tells one browser from another: the secret that it was given; empty without one.

    It is given with the page itself. Streamlit's own secret is not: it comes with two requests that
    a first page makes at once, and the one that the browser keeps need not be the one it said.
    """
    secret = cookies.get(SECRET, "")
    return sha256(secret.encode()).hexdigest() if secret else ""


def download(label: str, make: Callable[[], bytes], *, name: str, kind: str, key: str) -> None:
    """A button that makes a file and hands it to this browser, when it is pressed."""
    browser = browser_of(st.context.cookies.to_dict())

    def made() -> bytes:
        _for_browser.set(browser)
        return make()

    st.download_button(label, made, file_name=name, mime=kind, on_click="ignore", key=key)


@dataclass(frozen=True)
class _Waiting:
    browser: str
    until: float


class OnceStorage(streamlit_storage.MemoryMediaFileStorage):
    """Streamlit's storage, where a file for download has a random name and is taken out once."""

    def __init__(self, media_endpoint: str):
        super().__init__(media_endpoint)
        self._waiting: dict[str, _Waiting] = {}
        self._turn = RLock()
        _kept[:] = [self]

    def load_and_get_id(
        self,
        path_or_data: str | bytes,
        mimetype: str,
        kind: MediaFileKind,
        filename: str | None = None,
    ) -> str:
        """Keep a file until it is taken, and give its name; as Streamlit's, but never the same."""
        if kind != MediaFileKind.DOWNLOADABLE or isinstance(path_or_data, str):
            return super().load_and_get_id(path_or_data, mimetype, kind, filename)
        self._forget_old()
        file_id = token_hex(32)
        file = streamlit_storage.MemoryFile(path_or_data, mimetype, kind, filename)
        self._files_by_id[file_id] = file
        self._waiting[file_id] = _Waiting(_for_browser.get(), time.monotonic() + WAITS)
        return file_id

    def is_for(self, name: str, browser: str) -> bool:
        """Whether a file for download is there, and for this browser."""
        self._forget_old()
        waiting = self._waiting.get(_id(name))
        return waiting is not None and _is_same(waiting.browser, browser)

    def take(self, name: str, browser: str) -> bool:
        """The same, and nobody gets it after this: whoever is first has it to fetch."""
        with self._turn:
            return self.is_for(name, browser) and self._waiting.pop(_id(name), None) is not None

    def forget(self, name: str) -> None:
        """Let go of a file that has been taken."""
        self._files_by_id.pop(_id(name), None)

    def _forget_old(self) -> None:
        """Let go of what has waited too long."""
        now = time.monotonic()
        waiting = list(self._waiting.items())
        for file_id in [file_id for file_id, ended in waiting if ended.until <= now]:
            self._waiting.pop(file_id, None)
            self.forget(file_id)


def _id(name: str) -> str:
    return name.split(".")[0]


def _is_same(browser: str, other: str) -> bool:
    return bool(browser) and compare_digest(browser, other)


def _is_page(request: Request) -> bool:
    """Whether a page is asked for, by a browser that has no secret yet."""
    return "text/html" in request.headers.get("accept", "") and not request.cookies.get(SECRET)


def _with_secret(send: Send) -> Send:
    """Give the browser a secret with the answer."""
    cookie = f"{SECRET}={token_hex(32)}; Path=/; HttpOnly; SameSite=Lax".encode()

    async def giving(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"set-cookie", cookie)]
        await send(message)

    return giving


def hand_out_once() -> None:
    """Make a server that is opened after this keep its files so."""
    streamlit_storage.MemoryMediaFileStorage = OnceStorage  # pyright: ignore[reportAttributeAccessIssue]


class HandedOnce:
    """Lets a file be fetched once, by the browser that asked for it, and takes none in.

    Nothing but files for download is fetched so: the app shows no picture or sound of that kind.
    """

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if it is not for a file that is somebody else's, or gone."""
        path = scope["path"] if scope["type"] == "http" else ""
        if UPLOADS in path:
            await PlainTextResponse(NO_UPLOADS, 403)(scope, receive, send)
        elif file := MEDIA.search(path):
            await self._file(file[1], scope, receive, send)
        elif path and _is_page(Request(scope)):
            await self.app(scope, receive, _with_secret(send))
        else:
            await self.app(scope, receive, send)

    async def _file(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        browser = browser_of(request.cookies)
        looks = request.headers.get("sec-fetch-mode") == "cors"
        may = OnceStorage.is_for if looks else OnceStorage.take
        is_asked = request.method == "GET"
        kept_by = [storage for storage in _kept if is_asked and may(storage, name, browser)]
        if not kept_by:
            await PlainTextResponse(GONE, 404, UNKEPT)(scope, receive, send)
            return
        if looks:
            await Response(None, 200, UNKEPT)(scope, receive, send)  # the page asks if it is there
            return
        whole = [header for header in scope["headers"] if header[0] != b"range"]

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name.encode(), value.encode()) for name, value in UNKEPT.items()]
                message["headers"] = [*message["headers"], *kept]
            await send(message)

        try:
            await self.app({**scope, "headers": whole}, receive, unkept)
        finally:
            for storage in kept_by:
                storage.forget(name)
