"""What the bench puts into a store is what the app reads out of it to count on."""

from polars.testing import assert_frame_equal

from data.published import facts_for
from data.store import writing
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from metrics.facts import FRAMES
from tests.bench import facts as made_up
from tests.bench import place


def test_facts_come_out_of_the_store_as_they_were_made(store):
    with writing(store) as connection:
        forum_id = place.fill_forum(connection, cases=300)
    snapshot = Snapshot(store)

    read = facts_for(Moment.at(snapshot, snapshot.versions(), forum_id))

    made = made_up.facts(300)
    for name in FRAMES:
        ours, theirs = getattr(made, name), getattr(read, name)
        assert not ours.is_empty()
        assert_frame_equal(ours, theirs.select(ours.columns), check_row_order=False)
