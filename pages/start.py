"""What happens once, when the server starts: settings read, store opened, figures published."""

import gc
import json
import logging
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Event, Thread
from traceback import extract_tb
from urllib.parse import urlsplit
from uuid import uuid4

import polars as pl
import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse

from data import demo
from data.demo.behind import Filling
from data.published import catch_up
from data.settings import LOCAL, SettingError, Settings, settings
from data.store import StoreError, check_version, migrate, open_store
from data.store.snapshot import Snapshot
from data.store.sources import SOURCES
from metrics.facts import FRAMES
from metrics.spc import xmr
from pages.parts.server.files import HandedOnce, hand_out_once
from pages.parts.server.only_here import OnlyHere
from pages.parts.server.request_log import RequestLog
from pages.parts.server.responses import SwedishAndSafe
from pages.parts.server.terse_log import make_terse

# Rows about cases are read when someone with the right to them looks, and when figures are published.
READ_WHEN_NEEDED = {*FRAMES, "states"}
PATIENCE = 5.0  # seconds that what is done behind waits for a first page
_drawn = Event()


@cache
def the_settings() -> Settings:
    """The settings, read once."""
    return settings()


@cache
def the_snapshot() -> Snapshot:
    """The store, opened once and shared by every session."""
    return Snapshot(open_store(the_settings().database_url))


@cache
def the_filling() -> Filling:
    """What fills the places of a demonstration that are not there when the server answers."""
    return Filling()


def refuse() -> None:
    """Leave at once, with a sentence, when there is something that can't be served."""
    # Streamlit would write an error whole, with whatever somebody typed; tell_of_error says enough.
    logging.getLogger("streamlit.error_util").addFilter(lambda _record: False)
    try:
        check()
    except (SettingError, StoreError) as reason:
        sys.stderr.write(f"{reason}\n")
        raise SystemExit(1) from None
    if the_settings().mode == "drift":
        make_terse()
    hand_out_once()


def check() -> None:
    """SettingError or StoreError for settings and stores that can't be served."""
    if the_settings().mode == "drift":
        _demand_own_host(the_settings().redirect_uri)
        check_version(the_snapshot().engine)
        return
    if st.get_option("server.address") not in LOCAL:
        raise SettingError(
            "En demonstration visas bara på den egna datorn: server.address ska vara localhost."
        )
    migrate(the_snapshot().engine)


def _demand_own_host(redirect_uri: str) -> None:
    """Only a page that was asked for by the app's own name may open a connection."""
    host = urlsplit(redirect_uri).hostname
    if host not in st.get_option("server.allowedHosts"):
        raise SettingError(
            f"Inställningen STREAMLIT_SERVER_ALLOWED_HOSTS ska vara appens egen adress, {host}."
        )


@asynccontextmanager
async def open_house(_app: st.App) -> AsyncIterator[None]:
    """Put the first figures in place, read what pages show, and set all that aside as old.

    What a demonstration lacks beyond its first place is filled behind, for as long as this is open;
    what the first page can do without is imported behind, once it has been shown or has not been
    asked for in a while.
    """
    fill_first()
    with ThreadPoolExecutor(1) as beside:  # an import takes the interpreter, reading hardly does
        being_read = beside.submit(_read)
        from pages import register  # noqa: F401

        being_read.result()
    _set_aside()
    gc.enable()  # to publish leaves much behind
    publish()
    gc.collect()
    _set_aside()
    if the_settings().mode == "demo":
        the_filling().begin(the_snapshot().engine)
    Thread(target=_warm_up_behind, daemon=True).start()
    try:
        yield
    finally:
        the_filling().end()


def _set_aside() -> None:
    """Let nothing made so far be walked through again when Streamlit collects after every run.

    An import leaves next to nothing behind, and to look for it would be a tenth of the start. What
    the first visitors have at that moment is set aside with it: once, and a page's worth of it.
    """
    gc.freeze()


def fill_first() -> None:
    """Fill an empty demonstration with the place that is opened first."""
    engine, first = the_snapshot().engine, demo.PLACES[0]
    if the_settings().mode == "demo" and first in demo.missing(engine):
        sys.stdout.write(f"Fyller databasen med {first.NAME}. Det tar några sekunder …\n")
        demo.fill_place(engine, first)


def publish() -> None:
    """Read what pages show, publish what is not published yet, and read that too."""
    _read()
    for forum_id, error in catch_up(the_snapshot()).items():
        _log(error, publishing=forum_id)
    _read()


def _read() -> None:
    """Read what pages show, all over one connection."""
    snapshot = the_snapshot()
    snapshot.frames(sorted(set(SOURCES) - READ_WHEN_NEEDED), snapshot.versions())


def first_page_is_drawn() -> None:
    """Say so, each time that a page has been drawn: what is done behind may begin."""
    _drawn.set()


def _warm_up_behind() -> None:
    _drawn.wait(PATIENCE)
    warm_up()
    _set_aside()


def warm_up() -> None:
    """Import and draw once what the first visitor to a chart would otherwise wait for."""
    import pandas  # noqa: F401, ICN001 - Streamlit imports it for every table and chart

    from pages.parts.charts import variation

    points = pl.DataFrame({"period": [date(2026, month, 1) for month in range(1, 13)]})
    chart = xmr(points.with_columns(value=pl.lit(1.0)))
    variation(chart.with_columns(said=pl.lit("")), theme="light", cadence="month", target=None)


def tell_of_error(error: Exception) -> bool:
    """An error that nobody foresaw: the reader gets a number to quote, the log all but the words.

    What an error says may hold what somebody typed or a row of the store, so only its kind and
    where it arose are written.
    """
    number = uuid4().hex[:8]
    _log(error, error=number)
    st.error(f"Något gick fel, och sidan kunde inte visas. Uppge felnummer {number}.")
    return True


def _log(reason: Exception, **about: str | int) -> None:
    where = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(extract_tb(reason.__traceback__)[-6:])
    )
    line = {"at": datetime.now(UTC).isoformat(), **about, "kind": type(reason).__name__}
    sys.stderr.write(json.dumps({**line, "where": where}) + "\n")


@cache
def _paths() -> frozenset[str]:
    from pages.register import PAGES  # not before the server has started: they take a while

    return frozenset({"/", *(f"/{page.PATH}" for page in PAGES)})


def guards() -> list[Middleware]:
    """What stands before every page: in drift the log of requests, in a demonstration the door."""
    house = the_settings()
    first = Middleware(OnlyHere) if house.mode == "demo" else Middleware(RequestLog, pages=_paths)
    over_tls = house.mode == "drift" and house.redirect_uri.startswith("https://")
    return [first, Middleware(SwedishAndSafe, over_tls=over_tls), Middleware(HandedOnce)]


def health(_request: Request) -> JSONResponse:
    """Whether the store answers: 200 and ok, or 503. In a thread of its own, as it may wait."""
    try:
        the_snapshot().versions()
    except SQLAlchemyError:
        return JSONResponse({"status": "databasen svarar inte"}, status_code=503)
    return JSONResponse({"status": "ok"})
