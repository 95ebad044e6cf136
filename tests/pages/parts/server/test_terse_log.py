"""What libraries log in operation: a line of JSON with its kind and place, and none of its words."""

import json
import subprocess
import sys

TYPED = "197705282387"
SAID = f"""
import logging, threading, warnings
import streamlit as st
from pages.parts.server.terse_log import make_terse
from streamlit.logger import get_logger
before = get_logger("streamlit.before")
st.get_option("logger.messageFormat")  # as a server has: its file is read
make_terse()
before.warning("origin %s", "{TYPED}")
try:
    int("{TYPED}x")
except ValueError:
    get_logger("uvicorn.error").exception("fel {TYPED}")
logging.getLogger("asyncio").error("{TYPED}", stack_info=True)
warnings.warn("{TYPED}")
logging.error("{TYPED}")
thread = threading.Thread(target=int, args=("{TYPED}x",))
thread.start()
thread.join()
"""


def test_every_line_is_json_and_says_nothing_that_was_typed():
    run = subprocess.run([sys.executable, "-c", SAID], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in run.stderr.splitlines()]

    assert TYPED not in run.stderr + run.stdout
    assert [line["logger"] for line in lines] == [
        "streamlit.before",
        "uvicorn.error",
        "asyncio",
        "py.warnings",
        "root",
        "threading",
    ]
    assert lines[1]["kind"] == "ValueError"
    assert all({"at", "level", "logger", "where"} <= set(line) for line in lines)
