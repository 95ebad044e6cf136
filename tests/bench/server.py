"""A server of the bench's own, started as anybody would start it."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from websockets.exceptions import InvalidHandshake

from tests.bench.visit import Page, Visit

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
LAST_WORDS = 3_000  # of the server's log, told when something goes wrong


@dataclass(frozen=True)
class Server:
    """A server that has shown its first page; `seconds` is from the command to that page."""

    port: int
    pid: int
    seconds: float

    def processor(self) -> float:
        """The seconds of processor time that it has used so far."""
        times = psutil.Process(self.pid).cpu_times()
        return times.user + times.system

    @property
    def peak_memory(self) -> int:
        """The most memory that it has held, in MiB; Linux only."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) // 1024


@contextmanager
def server(script: Path, database_url: str, log: Path) -> Iterator[Server]:
    """Run a script with `streamlit run` until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = os.environ | {"LAGESBILD_DATABASE_URL": database_url, "LAGESBILD_MODE": "demo"}
    begun = time.perf_counter()
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            asyncio.run(_first_page(port, process, begun + PATIENCE))
            yield Server(port, process.pid, time.perf_counter() - begun)
        except RuntimeError:
            sys.stderr.write(log.read_text()[-LAST_WORDS:])
            raise
        finally:
            process.terminate()
            process.wait(timeout=30)


async def _first_page(port: int, process: subprocess.Popen, until: float) -> None:
    visit = Visit(port, Page("Start", ""))
    while True:
        try:
            await visit.first()
            return await visit.close()
        except (OSError, InvalidHandshake):  # it listens before it can answer
            if process.poll() is not None or time.perf_counter() > until:
                raise RuntimeError(f"the server did not start: {process.args}") from None
            await asyncio.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return free.getsockname()[1]
