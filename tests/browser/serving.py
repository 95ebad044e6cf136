"""A server of the app for tests and pictures: started as a person starts it, always ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


@contextmanager
def serving(
    database: Path, *, untouched: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The address of a fresh server on an SQLite file; an empty one it fills by itself.

    `untouched`: nothing has been asked of it yet, so that the caller's request is its very first.
    `settings`: what its environment says besides, with {port} for its own.
    """
    port = free_port()
    environment = os.environ | {
        "LAGESBILD_DATABASE_URL": f"sqlite:///{database}",
        "LAGESBILD_MODE": "demo",
    }
    environment |= {name: said.format(port=port) for name, said in (settings or {}).items()}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    log = database.with_suffix(f".{port}.log")
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            wait_for(process, log, lambda: listens(port) if untouched else _is_well(port))
            yield f"http://localhost:{port}"
        finally:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def wait_for(process: subprocess.Popen, log: Path, ready: Callable[[], bool]) -> None:
    """Wait until a server is ready; RuntimeError with its log when it ended or took too long."""
    until = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def listens(port: int) -> bool:
    """Whether something listens to a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


def _is_well(port: int) -> bool:
    connection = HTTPConnection("localhost", port, timeout=5)
    try:
        connection.request("GET", "/halsa")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
