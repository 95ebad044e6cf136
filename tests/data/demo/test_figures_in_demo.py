"""The key figures of the demonstration: enough of them, for long enough, the same in both stores."""

from datetime import date

import polars as pl
import pytest

from data.people.rights import Viewer
from data.reader import Reader
from data.store.snapshot import Snapshot
from metrics.catalogue import COUNTED, FIGURES
from metrics.periods import add_months

PLACES = ("spanga-tensta", "gotland", "lillstad")
THREE_YEARS, ENOUGH = 36, 25


def reader_of(engine, code: str) -> Reader:
    """A member's, who sees what is protected and nothing else."""
    snapshot = Snapshot(engine)
    versions = snapshot.versions()
    forum_id = snapshot.frame("forums", versions).filter(code=code)["forum_id"].item()
    viewer = Viewer(1, "Ledamoten", forum_id, frozenset({"ledamot"}), frozenset())
    return Reader(snapshot, versions, viewer)


def months_of(rows: pl.DataFrame, length: int) -> int:
    """How many months there are from the first period to the end of the last."""
    if rows.is_empty():
        return 0
    first: date = rows["period"].min()
    end = add_months(rows["period"].max(), length)
    return 12 * (end.year - first.year) + end.month - first.month


@pytest.mark.parametrize("code", ["spanga-tensta", "gotland"])
def test_at_least_25_figures_are_there_for_three_years(demo_store, code):
    reader = reader_of(demo_store, code)
    of_all = pl.all_horizontal(pl.col("unit_id", "target_group").is_null())

    long_enough = [
        figure.key
        for figure in FIGURES
        if months_of(
            reader.figure(figure.key).filter(of_all, pl.col("shown")), figure.cadence.months
        )
        >= THREE_YEARS
    ]

    assert len(long_enough) >= ENOUGH, long_enough


@pytest.mark.parametrize("code", PLACES)
def test_nothing_that_a_figure_reads_is_missing_there(demo_store, code):
    assert reader_of(demo_store, code).missing() == frozenset()


@pytest.mark.thorough
@pytest.mark.parametrize("code", PLACES)
def test_every_figure_is_the_same_in_both_stores(demo_store, demo_postgres, code):
    one, other = reader_of(demo_store, code), reader_of(demo_postgres, code)
    assert [figure.key for figure in one.catalogue()] == [f.key for f in other.catalogue()]

    for figure in (*COUNTED, *one.catalogue()):
        order = ["period", "unit_id", "target_group"]
        rows = one.figure(figure.key).sort(order, nulls_last=True)
        assert rows.equals(other.figure(figure.key).sort(order, nulls_last=True)), figure.key
        for way in figure.by_person:
            by = [one.figure_by(figure.key, way), other.figure_by(figure.key, way)]
            made = [rows.sort("period", "unit_id", way, nulls_last=True) for rows in by]
            assert made[0].equals(made[1]), (figure.key, way)
            assert made[0].height


def test_what_plans_targets_and_rebases_name_are_figures(demo_store):
    snapshot = Snapshot(demo_store)
    known = {figure.key for figure in FIGURES}

    for name in ("point_figures", "targets", "rebases", "figure_notes", "chosen"):
        rows = snapshot.frame(name, snapshot.versions())
        assert set(rows["figure"]) <= known, name
