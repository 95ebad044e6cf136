"""How much is shown, and why the rest is not: numbers of cells, and never a value."""

from datetime import date

import polars as pl
import pytest

from data.published.__main__ import main
from data.published.report import LEVELS, as_text, report, reported
from data.store import frames
from data.store.moment import Moment
from data.store.snapshot import Snapshot
from tests.data.builders import Frames

JUNE = date(2026, 6, 1)


def figures(*rows: tuple) -> pl.DataFrame:
    """Cells by figure, unit, target group, and whether each is shown."""
    names = ["figure", "unit_id", "target_group", "shown"]
    cells = pl.DataFrame(list(rows), names, orient="row").with_columns(period=JUNE)
    return frames.shaped_as(frames.FIGURES, cells)


def hidden(*rows: tuple) -> pl.DataFrame:
    """Hidden cells by figure, unit, side, and whether each is secret."""
    names = ["figure", "unit_id", "side", "secret"]
    cells = pl.DataFrame(list(rows), names, orient="row").with_columns(period=JUNE, loose=False)
    return frames.shaped_as(frames.HIDDEN, cells)


def test_a_cell_is_hidden_for_its_own_sake_or_beside_another_or_is_of_too_few():
    seen = figures(
        ("avslut", None, None, True),
        ("avslut", 1, None, False),
        ("avslut", 2, None, False),
        ("avslut", 3, None, False),
        ("avslut", 4, None, False),
        ("avslut", None, "unga", True),
        ("avslut", 1, "unga", True),
    )
    why = hidden(
        ("avslut", 1, "part", False),
        ("avslut", 1, "rest", True),
        ("avslut", 2, "part", False),
        ("avslut", 3, "part", False),
    )

    assert report(seen, why).rows() == [
        ("avslut", LEVELS[0], 1, 1, 0, 0, 0),
        ("avslut", LEVELS[1], 4, 0, 1, 2, 1),
        ("avslut", LEVELS[2], 1, 1, 0, 0, 0),
        ("avslut", LEVELS[3], 1, 1, 0, 0, 0),
    ]


@pytest.mark.parametrize("way", ["sex", "age_band"])
def test_a_cell_by_sex_or_age_band_is_not_counted(way):
    seen = figures(("vuxna", 1, None, True), ("vuxna", 2, None, True))
    split = seen.with_columns(pl.lit("a part").alias(way))

    assert report(pl.concat([seen, split]), hidden())["cells"].to_list() == [2]


@pytest.mark.parametrize("column", ["band", "time_in_support", "group_id"])
def test_what_is_hidden_inside_a_cell_is_no_reason_why_the_cell_is(column):
    why = hidden(("vuxna", 1, "part", True)).with_columns(
        pl.lit(7).cast(frames.HIDDEN[column]).alias(column)
    )

    assert report(figures(("vuxna", 1, None, False)), why).select("own", "few").row(0) == (0, 1)


def test_a_figure_by_longer_periods_stands_after_it_under_its_own_title():
    seen = figures(
        ("glapplangd", None, None, False),
        ("tid_till_insats/year", None, None, True),
        ("tid_till_insats", None, None, False),
    )
    rows = report(seen, hidden(("glapplangd", None, None, True)))

    assert rows["figure"].to_list() == ["tid_till_insats", "tid_till_insats/year", "glapplangd"]
    assert "B2 Tid från inskrivning till första insats, per år  alla enheter" in as_text(rows)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("atervanda_12", "efter_avslut"),
        ("hallbart_12", "hallbart"),
        ("annat_12_av_6", "annat"),
        ("avslut_studier", "avslut_till"),
    ],
)
def test_a_figure_protected_with_others_is_found_under_their_name(key, name):
    seen, why = figures((key, None, None, False)), hidden((name, None, "out0", True))

    assert report(seen, why).select("own", "few").row(0) == (1, 0)


def test_every_cell_of_the_demonstration_is_shown_or_has_a_reason(demo_store):
    snapshot = Snapshot(demo_store)
    versions = snapshot.versions()
    for forum_id in snapshot.frame("forums", versions)["forum_id"]:
        moment = Moment.at(snapshot, versions, forum_id)
        rows = report(moment.of_forum("published"), frames.HIDDEN.to_frame())
        reasons = rows["shown"] + rows["own"] + rows["others"] + rows["few"]
        assert rows.height > 60
        assert reasons.equals(rows["cells"], check_names=False)


@pytest.mark.parametrize("words", [["--rapport"], ["--betrodda-chefer", "--rapport"]])
def test_the_command_reports_and_changes_nothing(demo_file, tmp_path, words, monkeypatch, capsys):
    store = tmp_path / "store.sqlite"
    store.write_bytes(demo_file.read_bytes())
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", f"sqlite:///{store}")
    monkeypatch.setattr(
        "data.published.report.protected_figures",
        lambda *_: (figures(("hushall", None, None, True)), hidden(("x", 1, "part", True))),
    )

    assert main(words) == 0

    said = capsys.readouterr().out
    assert "A13 Återaktualisering inom tolv månader" in said
    assert ("visas med betrodda chefer" in said) == (len(words) > 1)
    assert store.read_bytes() == demo_file.read_bytes()


def test_the_lines_stand_under_their_headings():
    rows = report(figures(("hushall", None, None, True)), hidden(("x", 1, None, True)))
    first, second = as_text(rows, {("hushall", LEVELS[0]): 7}).splitlines()

    assert first.index("rutor") + len("rutor") == second.index(" 1 ") + 2
    assert second.endswith(" 7")


def test_levels_begin_under_their_heading_and_numbers_end_under_theirs():
    seen = figures(("hushall", None, None, True), ("hushall", 1, "unga", True))
    heading, *lines = as_text(report(seen, hidden()), {("hushall", LEVELS[0]): 7}).splitlines()

    assert [line.index(level) for line, level in zip(lines, LEVELS[::3], strict=True)] == (
        [heading.index("nivå")] * 2
    )
    assert [line[heading.index("visas") + 4] for line in lines] == ["1", "1"]
    assert [line.split()[-1] for line in lines] == ["7", "0"]  # 0 where nothing else is shown


def test_a_report_on_nothing_is_its_headings():
    assert as_text(report(figures(), hidden())).split()[:2] == ["nyckeltal", "nivå"]


def a_place(monkeypatch, **given: pl.DataFrame) -> Frames:
    """A steering group with one shown cell, and two of three shown if its heads are trusted."""
    three = figures(*(("hushall", unit, None, unit < 3) for unit in (1, 2, 3)))
    monkeypatch.setattr("data.published.report.hidden_before", lambda _: hidden())
    monkeypatch.setattr(
        "data.published.report.protected_figures",
        lambda _facts, _rules, how: (three if how.trusted_heads else three.clear(), hidden()),
    )
    published = figures(("hushall", 1, None, True)).with_columns(forum_id=1)
    return Frames(published=published, **given)


def test_how_many_would_be_shown_with_heads_trusted_is_reckoned_if_it_is_wanted(monkeypatch):
    delivered = pl.DataFrame({"forum_id": [1], "observed_until": [JUNE]})
    place = a_place(monkeypatch, deliveries=delivered)

    *_, line = reported(place, 1).splitlines()
    *_, line_with_heads = reported(place, 1, trusted_heads=True).splitlines()

    assert line.split()[-5:] == ["1", "1", "0", "0", "0"]
    assert line_with_heads.split()[-6:] == ["1", "1", "0", "0", "0", "2"]


def test_before_anything_is_delivered_nothing_would_be_shown_with_heads_trusted(monkeypatch):
    *_, line = reported(a_place(monkeypatch), 1, trusted_heads=True).splitlines()

    assert line.split()[-6:] == ["1", "1", "0", "0", "0", "0"]
