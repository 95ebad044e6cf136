"""Many at once, and one who is cut off: nothing accepted is lost, everything refused is told."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select, text

from data.actions.plans import set_status
from data.actions.refusals import ConflictError
from data.models.log import Event
from data.models.plans import ActionPoint, StatusUpdate
from data.store import reading, writing
from tests.data.builders import a_place, a_point, leader, put, rows_of
from tests.thorough import often

WRITERS, CHANGES = 20, often(40, 100)
ROOT = Path(__file__).parents[3]


def test_many_writers_on_one_plan_lose_nothing_and_are_told_of_every_refusal(store):
    place = a_place(store)
    first = a_point(store, place)
    plan_id = rows_of(store, ActionPoint)[0]["plan_id"]
    points = [first, *(put(store, ActionPoint, plan_id=plan_id, number=n) for n in range(2, 6))]
    by = leader(place)

    def write(writer: int) -> Counter:
        dice = random.Random(writer)
        versions, told = dict.fromkeys(points, 1), Counter()
        for change in range(CHANGES):
            point = dice.choice(points)
            said = {"status": "in_progress", "note": f"{writer}/{change}"}
            try:
                made = set_status(store, by=by, point_id=point, version=versions[point], **said)
                versions[point], told["kept"] = made, told["kept"] + 1
            except ConflictError as conflict:
                versions[point], told["refused"] = conflict.version, told["refused"] + 1
                told["without a word"] += conflict.theirs is None
        return told

    with ThreadPoolExecutor(WRITERS) as pool:
        told = sum(pool.map(write, range(WRITERS)), Counter())

    assert told["without a word"] == 0
    notes = [row["note"] for row in rows_of(store, StatusUpdate)]
    events = [row["after"]["note"] for row in rows_of(store, Event)]
    assert told["kept"] + told["refused"] == WRITERS * CHANGES
    assert told["kept"] == len(notes) == len(set(notes)) == len(events)
    assert sorted(notes) == sorted(events)
    versions = sum(row["version"] - 1 for row in rows_of(store, ActionPoint))
    assert versions == told["kept"]


CUT_OFF = """
import os, sys
sys.path.insert(0, {root!r})
from data.store import open_store, writing
from sqlalchemy import text
engine = open_store({address!r})
with writing(engine) as connection:
    connection.execute(text("UPDATE action_points SET version = version + 1"))
    connection.execute(text("INSERT INTO events (at, action, what) VALUES ('2026-01-01', 'halv', 'x')"))
    print("halfway", flush=True)
    sys.stdin.read()
"""


def test_a_save_that_is_killed_halfway_leaves_the_store_whole_and_open(store):
    place = a_place(store)
    point_id = a_point(store, place)
    address = store.url.render_as_string(hide_password=False)
    script = CUT_OFF.format(root=str(ROOT), address=address)
    saving = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert saving.stdout.readline() == "halfway\n"
        os.kill(saving.pid, signal.SIGKILL)
    finally:
        saving.kill()
        saving.wait()
        saving.stdin.close()
        saving.stdout.close()

    assert rows_of(store, Event) == []
    assert rows_of(store, ActionPoint)[0]["version"] == 1
    assert (
        set_status(store, by=leader(place), point_id=point_id, version=1, status="in_progress") == 2
    )
    with reading(store) as connection:
        assert connection.scalar(select(Event.action)) == "satte status på en punkt"


def test_a_reader_in_the_middle_of_a_save_sees_what_was_before(store):
    a_point(store, a_place(store))

    with writing(store) as connection:
        connection.execute(text("UPDATE action_points SET version = 99"))
        assert rows_of(store, ActionPoint)[0]["version"] == 1
    assert rows_of(store, ActionPoint)[0]["version"] == 99
