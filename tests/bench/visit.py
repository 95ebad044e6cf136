"""One reader's browser, without the browser: Streamlit's own messages over its websocket."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

CHOICES = 3  # the reader goes round among so many of the filter's choices
WARM_UP = 2 * CHOICES
REMEMBERED = 2  # reruns that a browser keeps a large message for


@dataclass(frozen=True)
class Page:
    """A page to visit: its name for the reader, its address, and what stands after the `?`."""

    name: str
    path: str
    query: str = ""

    @property
    def empty(self) -> "Page":
        """The same frame around nothing, served by tests.bench.empty_app."""
        return Page(f"tom {self.name}", self.path, "tomt=1")


@dataclass
class Rerun:
    """What one rerun took: seconds until the script had finished, and messages."""

    seconds: float
    messages: int


@dataclass
class Visit:
    """One tab on one page; `again()` chooses the next unit, where the page can be filtered."""

    port: int
    page: Page
    socket: websockets.ClientConnection | None = None
    page_hash: str = ""
    filter_id: str = ""
    choices: list[str] = field(default_factory=list)
    turns: count = field(default_factory=count)
    large: dict[str, int] = field(default_factory=dict)

    async def first(self) -> Rerun:
        """Connect and ask for the page."""
        self.socket = await websockets.connect(
            f"ws://localhost:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],
            origin=f"http://localhost:{self.port}",
            max_size=None,
            ping_interval=None,
            compression=None,
        )
        return await self.again()

    async def again(self) -> Rerun:
        """Ask for a rerun and wait until the script has finished."""
        turn = next(self.turns)
        begun = time.perf_counter()
        await self.socket.send(self._asked(turn))
        messages = 0
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            messages += 1
            self._learn(message, turn)
            if message.WhichOneof("type") == "script_finished":
                return Rerun(time.perf_counter() - begun, messages)

    async def close(self) -> None:
        """Close the tab."""
        await self.socket.close()

    def _asked(self, turn: int) -> bytes:
        asked = BackMsg()
        state = asked.rerun_script
        state.page_name, state.query_string = self.page.path, self.page.query
        state.page_script_hash = self.page_hash
        state.context_info.timezone, state.context_info.locale = "Europe/Stockholm", "sv-SE"
        state.context_info.url = f"http://localhost:{self.port}/{self.page.path}"
        if self.filter_id:
            chosen = self.choices[turn % len(self.choices)]
            state.widget_states.widgets.add(id=self.filter_id, string_value=chosen)
        self.large = {h: seen for h, seen in self.large.items() if seen >= turn - REMEMBERED}
        state.cached_message_hashes.extend(self.large)
        return asked.SerializeToString()

    def _learn(self, message: ForwardMsg, turn: int) -> None:
        """Remember what a browser would: the page, the filter's id, large messages."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self.large[message.ref_hash] = turn
        elif message.metadata.cacheable and message.hash:
            self.large[message.hash] = turn
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                raise RuntimeError(f"{self.page.name}: {element.exception.message}")
            if element.WhichOneof("type") == "selectbox" and element.selectbox.label == "Enhet":
                self.filter_id = element.selectbox.id
                self.choices = list(element.selectbox.options)[:CHOICES]


@dataclass(frozen=True)
class Load:
    """So many readers for so many seconds at a time, who rest about `pause` between reruns."""

    readers: int
    seconds: float
    pause: float = 0.0


@dataclass
class Side:
    """What one side of a pair took: its reruns, and the server's processor time for them all."""

    reruns: list[Rerun] = field(default_factory=list)
    processor: float = 0.0


async def alternately(
    port: int, page: Page, load: Load, rounds: int, processor: Callable[[], float]
) -> tuple[Side, Side]:
    """A page and its empty frame by turns, so that noise strikes both alike.

    `processor` gives the seconds of processor time that the server has used so far.
    """
    opened = [await _opened(port, side, load.readers) for side in (page, page.empty)]
    sides = Side(), Side()
    for turn in range(rounds):
        for place in (0, 1) if turn % 2 else (1, 0):
            before = processor()
            sides[place].reruns += await _busy(opened[place], load)
            sides[place].processor += processor() - before
    await asyncio.gather(*(visit.close() for visits in opened for visit in visits))
    return sides


async def _opened(port: int, page: Page, readers: int) -> list[Visit]:
    """So many tabs, each warmed up on every choice that it will make."""
    visits = [Visit(port, page) for _ in range(readers)]
    for visit in visits:
        await visit.first()
        for _ in range(WARM_UP):
            await visit.again()
    return visits


async def _busy(visits: list[Visit], load: Load) -> list[Rerun]:
    dice = random.Random(len(visits))

    async def read(visit: Visit) -> list[Rerun]:
        until, taken = time.perf_counter() + load.seconds, []
        while time.perf_counter() < until:
            await asyncio.sleep(load.pause * dice.uniform(0.5, 1.5))
            taken.append(await visit.again())
        return taken

    return [rerun for taken in await asyncio.gather(*map(read, visits)) for rerun in taken]


async def after_change(port: int, page: Page, change: Callable[[], None]) -> Rerun:
    """The first rerun after something was changed in the store, by a reader already there."""
    visit = Visit(port, page)
    await visit.first()
    visit.filter_id = ""
    await visit.again()
    change()
    taken = await visit.again()
    await visit.close()
    return taken
