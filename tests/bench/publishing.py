"""How long a city's figures take to protect and publish, a new month of them, and the demonstration's."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, update

from data import demo
from data.models.intake import Delivery
from data.models.organisation import Forum
from data.published import publish
from data.store import migrate, open_store, writing
from data.store.snapshot import Snapshot
from tests.bench.facts import ORDINARY, Place
from tests.bench.place import AS_OF, build
from tests.bench.table import Line, number
from tests.data.builders import rows_of

CASES = 20_000  # of 10 000 people
CITY = Place(units=14, groups=(*ORDINARY.groups, "foraldrar", "nyanlanda"))
MONTH_BEFORE = date(2014, 11, 5)
WHOLE, NEW_MONTH, DEMO = 300.0, 0.1, 10.0  # seconds, a part of the whole, seconds


def publishing(url: str, folder: Path) -> Iterator[Line]:
    """A city published once and again when a month has come; the demonstration's places from facts.

    In a store that is empty before. Processor time is said too: it holds on a machine that is busy.
    """
    engine = build(url, CASES, CITY)
    forum_id = rows_of(engine, Forum)[0]["forum_id"]
    _known_until(engine, MONTH_BEFORE)
    first, worked = _published(engine, forum_id)
    people = f"{number(CASES // 2)} personer, {CITY.units} enheter, {len(CITY.groups)} målgrupper"
    yield Line(
        "Publicera en stad, s", first, WHOLE, more=f"{people}; processortid {number(worked)}"
    )
    _known_until(engine, AS_OF)
    month, _ = _published(engine, forum_id)
    engine.dispose()
    yield Line("En ny månad ÷ allt", month / first, NEW_MONTH, more=f"{number(month)} s")
    places = {place.NAME: _of_demo(folder, place) for place in demo.PLACES}
    each = ", ".join(f"{name} {number(took)}" for name, took in places.items())
    yield Line("Demonstrationens orter ur sina fakta, s", sum(places.values()), None, DEMO, each)


def _known_until(engine: Engine, day: date) -> None:
    """Let what is delivered, and what is looked at, end on a day."""
    with writing(engine) as connection:
        connection.execute(update(Delivery).values(observed_until=day))
        connection.execute(update(Forum).values(as_of=day))


def _published(engine: Engine, forum_id: int) -> tuple[float, float]:
    """Seconds, and seconds of processor, to make and store the protected figures once."""
    begun, worked = time.perf_counter(), time.process_time()
    publish(Snapshot(engine), forum_id)
    return time.perf_counter() - begun, time.process_time() - worked


def _of_demo(folder: Path, place) -> float:
    """Seconds to publish a place of the demonstration from its facts, in a store of its own."""
    engine = open_store(f"sqlite:///{folder / place.CODE}.sqlite")
    migrate(engine)
    with writing(engine) as connection:
        forum_id = demo.put_in(connection, place)
    took, _ = _published(engine, forum_id)
    engine.dispose()
    return took
