"""What libraries write to the log in operation: one line of JSON, never what somebody typed.

A warning of theirs may quote an origin, a host or a session as a stranger sent it, and a traceback
the rows that were read. So each line has its kind and its place, and not its words.
"""

import json
import logging
import threading
from datetime import UTC, datetime


def make_terse() -> None:
    """Let every record of every logger, and every warning, be one line of JSON from now on.

    Nothing is put around it: not by loggers that are there already, nor, by `logger.messageFormat`
    in .streamlit/config.toml, by Streamlit's later ones.
    """
    logging.setLogRecordFactory(_record)
    logging.captureWarnings(True)
    threading.excepthook = _of_thread
    if not logging.root.handlers:  # or the first who needs one gives it words of its own
        logging.root.addHandler(logging.StreamHandler())
    for logger in [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]:
        for handler in logger.handlers:
            handler.setFormatter(None)


def _of_thread(ended: threading.ExceptHookArgs) -> None:
    """An error that ends a thread, as any other."""
    error = (ended.exc_type, ended.exc_value, ended.exc_traceback)
    logging.getLogger("threading").error("", exc_info=error if ended.exc_value else None)  # pyright: ignore[reportArgumentType]


def _record(*args, **named) -> logging.LogRecord:
    """A record of which only the level, the logger and the place are left."""
    record = logging.LogRecord(*args, **named)
    error = record.exc_info[0] if record.exc_info else None
    line = {
        "at": datetime.now(UTC).isoformat(),
        "level": record.levelname,
        "logger": record.name,
        "where": f"{record.filename}:{record.lineno} {record.funcName}",
    }
    record.msg = json.dumps(line | ({"kind": error.__name__} if error else {}))
    record.args = record.exc_info = record.exc_text = record.stack_info = None
    return record
