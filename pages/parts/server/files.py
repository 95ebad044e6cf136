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
from threading import Lock

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import memory_media_file_storage as streamlit_storage
from streamlit.runtime.media_file_storage import MediaFileKind

MEDIA, UPLOADS = "/media/", "/_stcore/upload_file"
SIGNED_IN = re.compile(r"_streamlit_user(__\d+)?")  # Streamlit's cookie, in pieces if it is long
SECRET = "_streamlit_xsrf"  # noqa: S105 - the name of the cookie that every browser gets
UNKEPT = {"cache-control": "no-store"}
WAITS = 60.0  # seconds until a file that nobody fetches is gone
GONE = "Filen finns inte kvar. Ladda ner den en gång till från sidan."
NO_UPLOADS = "Här tas inga filer emot."
_for_browser: ContextVar[str] = ContextVar("for_browser", default="")
_kept: "list[OnceStorage]" = []  # the storage of the server that runs


def browser_of(cookies: Mapping[str, str]) -> str:
    """What tells one browser from another: who has signed in there, or else its own secret."""
    signed_in = sorted((k, v) for k, v in cookies.items() if SIGNED_IN.fullmatch(k))
    told_by = signed_in or [cookies.get(SECRET)]
    return sha256(repr(told_by).encode()).hexdigest()


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
        self._turn = Lock()
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
        with self._turn:
            self._files_by_id[file_id] = file
            self._waiting[file_id] = _Waiting(_for_browser.get(), time.monotonic() + WAITS)
        return file_id

    def is_for(self, name: str, browser: str) -> bool:
        """Whether a file is there, and for this browser; true for what is no download."""
        file_id = name.split(".")[0]
        with self._turn:
            waiting = self._waiting.get(file_id)
        if waiting is None:
            return file_id in self._files_by_id
        return compare_digest(waiting.browser, browser) and time.monotonic() < waiting.until

    def forget(self, name: str) -> None:
        """Let go of a file that was for download."""
        file_id = name.split(".")[0]
        with self._turn:
            if self._waiting.pop(file_id, None) is not None:
                self._files_by_id.pop(file_id, None)

    def _forget_old(self) -> None:
        now = time.monotonic()
        with self._turn:
            old = [file_id for file_id, waiting in self._waiting.items() if waiting.until < now]
        for file_id in old:
            self.forget(file_id)


def hand_out_once() -> None:
    """Make a server that is opened after this keep its files so."""
    streamlit_storage.MemoryMediaFileStorage = OnceStorage  # pyright: ignore[reportAttributeAccessIssue]


class HandedOnce:
    """Lets a file be fetched once, by the browser that asked for it, and takes none in."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if it is not for a file that is somebody else's, or gone."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(UPLOADS):
            await PlainTextResponse(NO_UPLOADS, 403)(scope, receive, send)
        elif path.startswith(MEDIA):
            await self._file(path.removeprefix(MEDIA), scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _file(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if request.method != "GET" or not _is_for(name, browser_of(request.cookies)):
            await PlainTextResponse(GONE, 404, UNKEPT)(scope, receive, send)
            return
        if request.headers.get("sec-fetch-mode") == "cors":
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
            for storage in _kept:
                storage.forget(name)


def _is_for(name: str, browser: str) -> bool:
    return any(storage.is_for(name, browser) for storage in _kept)
