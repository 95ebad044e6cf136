"""Two or more published groups of the same people, each divided the same way: the whole first.

Exits to self-support and exits for other reasons are two branches of all exits; each is divided
into those who are back within six months, within twelve, and not. What is asked of them is asked of
the sums: of all who left, how many came back? So the figures are protected from the top:

- First the sums over branches and the sides of each branch, for all rows (units) together, with
  every figure of the rows hidden. They are shown wherever that is proven safe.
- Then the rows, with the sums as they are. A row is open if its whole is shown and large enough.
  If hiding every figure of the open rows is not enough, a row is closed, the one that makes it so
  or else the one with the fewest people. Nothing of a closed row is shown, not even a zero.

Rows × branches × sides are one network: a row runs into the sides of its branch, and these into the
sums. The wholes of rows and branches are published as other figures, shown or hidden, and stay as
they are. Where they are hidden, nothing is shown:

- Rows of a branch whose wholes are hidden are pooled into one, as in `metrics.disclosure.part`.
- A branch whose whole is hidden, or small, has no figures: its rows run into the sums directly.
  Unless the whole of all is shown, there are no sums, and such branches are left out.

The sides are nested: `out0` and `in0`, or, where the second step is known, `out0`, `out1` and `in1`
(back within six months, within twelve, not back). Nobody needs `out1` by itself, and whoever sees
another of the three knows the rest of the whole, `in0` or `rest1`. So a rest must be as safe as a
side: where it is small or held, the side is hidden, and the rest can be each of 1 … k-1.

Figures are held, and loose, as in `metrics.disclosure.part`; but what is held and not small need
only be able to be one other number: it is hidden, and can't be worked out. To prove that a number
is possible it is enough to show one table that has it, so where something is unclear the network
has less room than there is: no figure that is 0 becomes more, and a closed row's figures of k or
more stay so.
"""

from collections.abc import Collection, Hashable
from typing import NamedTuple

import numpy as np
import polars as pl

from metrics.disclosure.branch_figures import REST, WHOLE, Figures, Key
from metrics.disclosure.branch_network import Network
from metrics.disclosure.branch_spans import NO_SPANS, Spans, protected_spans
from metrics.disclosure.memory import digest


class Branched(NamedTuple):
    """Protected branches: their sides by period, and what is shown of them over longer spans."""

    sides: pl.DataFrame
    spans: pl.DataFrame


def protect_branches(
    table: pl.DataFrame,
    *,
    wholes: pl.DataFrame,
    before: pl.DataFrame | None = None,
    shown_before: pl.DataFrame | None = None,
    internal: Collection[str] = (),
    spans: Spans = NO_SPANS,
    k: int = 5,
    knows: bool = True,
    hold: int = 0,
) -> Branched:
    """The sides of branches by row and together, those hidden that could reveal single persons.

    Reads:  table, one row per period, branch and row of a full cross: period, branch, row (an id),
            whole, in0 and in1, each at most the one before; in1 is null in periods where the second
            step is not known;
            wholes, how the wholes are published: period, branch (null: all), row (null: all
            together), shown. One without a row there is taken as hidden;
            before, what was hidden last time: period, branch, row, side, secret, loose, digest. A
            period with the same digest, as have those that it is held by, is taken from there;
            shown_before, what was shown last time: period, branch, row, side, people. In a period
            that has changed since (by its digest), or of which nothing is remembered, what has not
            changed stays known, whatever is hidden now.
    Takes:  internal, the branches that nobody sees by themselves: hidden before the sums are, and
            the sums before other branches; spans, which sums over longer spans are to be shown
            where they can; k, the least number that is not small; knows, whether rows have heads
            who know their own; hold, for how many periods a side that was small stays hidden.
    Gives:  sides: period, branch (null: the sums), row (null: all together), side, people (null
            where hidden), shown, secret, loose: one row per side and rest, sorted. The sums have no
            rows by row: they are shown where their branches are;
            spans: span, branch (null: the sums), side, people and whole (null where hidden), shown,
            secret: of all rows together, one row per span and sum that is wanted.
    """
    remembered = _marks(before)
    is_open = {
        (period, branch, row)
        for period, branch, row, shown in wholes.select(
            "period", "branch", "row", "shown"
        ).iter_rows()
        if shown
    }
    shown_then, digests = _shown_then(shown_before), _digests(before)
    terms = (sorted(internal), k, knows, hold)
    figures: dict[Hashable, Figures] = {}
    published: dict[Hashable, tuple[Network, np.ndarray | None]] = {}
    rows: list[tuple] = []
    for (period,), cells in sorted(table.partition_by("period", as_dict=True).items()):
        past = [figures[at] for at in list(figures)[-hold:]] if hold else []
        shown_here = {(branch, row) for at, branch, row in is_open if at == period}
        counts = _counted(cells)
        was, digest_then = remembered.get(period, {}), digests.get(period)
        now = digest(sorted(counts.items(), key=str), sorted(shown_here, key=str), terms)
        has_changed = digest_then not in (now, None) or not was
        remains = {
            (branch, row, side)
            for (branch, row, side), people in shown_then.get(period, {}).items()
            if has_changed and counts.get((branch, row), {}).get(side) == people
        }
        made = Figures(counts, shown_here, was, remains, past, internal, k, knows, hold)
        made.digest = now
        same = now == digest_then and all(before.is_same for before in past)
        published[period] = _restored(made) if same else _protect(made)
        made.is_same = same or (now == digest_then and made.is_as_it_was())
        figures[period] = made
        rows += [(period, *row) for row in made.rows()]
    sides = pl.DataFrame(rows, _shape(table), orient="row").sort(
        "period", "branch", "row", "side", nulls_last=True
    )
    same = [period for period, made in figures.items() if made.is_same]
    return Branched(sides, protected_spans(published, spans, table.schema, same))


def _shape(table: pl.DataFrame) -> pl.Schema:
    kept = {name: table.schema[name] for name in ("period", "branch", "row")}
    marks = dict.fromkeys(("shown", "secret", "loose"), pl.Boolean())
    counted = {"side": pl.String(), "people": pl.Int64()}
    return pl.Schema({**kept, **counted, **marks, "digest": pl.String()})


def _marks(before: pl.DataFrame | None) -> dict[object, dict[tuple, tuple[bool, bool]]]:
    """Per period, the sides that were hidden -> whether each was secret and loose."""
    marks: dict[object, dict[tuple, tuple[bool, bool]]] = {}
    if before is not None:
        columns = ("period", "branch", "row", "side", "secret", "loose")
        for period, *key, secret, loose in before.select(columns).iter_rows():
            marks.setdefault(period, {})[tuple(key)] = (secret, loose)
    return marks


def _digests(before: pl.DataFrame | None) -> dict[object, str]:
    """Per period, the digest that is remembered of it."""
    if before is None or "digest" not in before.columns:
        return {}
    return dict(before.select("period", "digest").drop_nulls().iter_rows())


def _shown_then(shown_before: pl.DataFrame | None) -> dict[object, dict[tuple, int]]:
    """Per period, how many of each side have been shown."""
    then: dict[object, dict[tuple, int]] = {}
    if shown_before is not None:
        columns = ("period", "branch", "row", "side", "people")
        for period, *figure, people in shown_before.select(columns).iter_rows():
            then.setdefault(period, {})[tuple(figure)] = people
    return then


def _counted(cells: pl.DataFrame) -> dict[Key, dict[str, int]]:
    """Every branch and row, and their sums: the number of each side and rest, and the whole."""
    counts: dict[Key, dict[str, int]] = {}
    for branch, row, whole, inside, twice in cells.select(
        "branch", "row", "whole", "in0", "in1"
    ).iter_rows():
        sides = {WHOLE: whole, "out0": whole - inside, "in0": inside}
        if twice is not None:
            sides |= {"out1": inside - twice, "in1": twice, REST: whole - twice}
        for key in ((branch, row), (branch, None), (None, row), (None, None)):
            sums = counts.setdefault(key, dict.fromkeys(sides, 0))
            for name, people in sides.items():
                sums[name] += people
    return counts


def _restored(figures: Figures) -> tuple[Network, np.ndarray | None]:
    """Show what was shown, and hide what was hidden; gives the same as `_protect`."""
    figures.take_from_memory()
    network = Network(figures)
    for node in network.nodes:
        named = [(*key, side) for key in node.members for side in figures.sides]
        node.is_open = len(node.members) == 1 and any(name in figures.shown for name in named)
    arcs = [[(*key, side) for key in network.keys(where)] for where, side in network.arcs]
    hidden = np.array([any(name in figures.hidden for name in names) for names in arcs], dtype=bool)
    network.loose = np.array([any(name in figures.loose for name in names) for names in arcs])
    return network, (hidden & (network.true > 0)) if figures.shown else None


def _protect(figures: Figures) -> tuple[Network, np.ndarray | None]:
    """Choose what is shown: the sums, then the rows. What is hidden is noted too.

    Gives the network, and which of its arcs are hidden; None where nothing can be shown.
    """
    figures.secret = {
        (*key, name)
        for key, sides in figures.counts.items()
        for name, people in sides.items()
        if people and name != WHOLE and (figures.held(key, name) or figures.was_secret(key, name))
    }
    network = Network(figures)
    sums = network.chosen_sums()
    if sums is not None:
        network.open_rows(sums)
        shown = network.shown(sums)
        rests = figures.rests
        figures.shown = shown | {(*key, rests[side]) for *key, side in shown if side in rests}
    figures.hidden = figures.given - figures.shown
    lasting = {
        figure
        for figure, (secret, loose) in figures.was.items()
        if loose or (secret and not figures.held((figure[0], figure[1]), figure[2]))
    }
    figures.loose = (network.loose_figures | lasting) & figures.hidden
    return network, sums
