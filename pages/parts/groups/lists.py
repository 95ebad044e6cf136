"""How those on a list stand by unit and by time in support, at the end of a quarter."""

from collections.abc import Mapping

import polars as pl
import streamlit as st

from metrics.cohort import TIMES
from pages.parts import sv, tables
from pages.parts.groups.standings import Standing, many_or_hidden
from pages.parts.kept import kept
from pages.parts.markup import block, table, text
from pages.view import View

TIME_WORDS = dict(zip(TIMES, ("Under 1 år", "1 till 3 år", "3 år eller mer"), strict=True))
COUNTS = {"members": "På listan", "remaining": "Kvar", "left": "Har lämnat"}


def by_unit_and_time(view: View, standing: Standing) -> None:
    """Two small tables at the latest quarter's end, and every quarter as a table to take out.

    Nothing where neither is known of everybody on the list.
    """
    group_id = standing.group["group_id"]
    drawn = _drawn(view, group_id)
    if not drawn:
        return
    st.html(drawn)
    tables.twin(
        lambda: _as_table(_told(view, group_id)),
        "matgrupp-per-enhet",
        lambda: _definition(view, standing),
        "grupp_delar",
        view.actions.take_out,
    )


def beside_others(view: View, standing: Standing) -> None:
    """Why a list shows less than another: it shares people with one that was started before."""
    names = _beside(view, standing.group["group_id"])
    if not names:
        return
    others = sv.joined([f"»{name}«" for name in names])
    sentence = (
        f"Listan delar personer med {others}. Där en jämförelse mellan listorna skulle visa vad "
        f"som har hänt några få är siffrorna dolda här ({sv.HIDDEN}), och så i ett år. Listan "
        "visas inte heller per enhet, per tid i stöd eller räknat från vars och ens egen start."
    )
    st.html(block(f"<h2>Delar personer med en annan lista</h2><p>{text(sentence)}</p>"))


@kept("groups")
def _beside(view: View, group_id: int) -> list[str]:
    return view.reader.lists_beside(group_id)


@kept("groups", "figures", "organisation")
def _drawn(view: View, group_id: int) -> str:
    """The two tables with the words above them; empty where nothing is known."""
    ledgers = _told(view, group_id)
    if not ledgers:
        return ""
    on = max(day for ledger in ledgers.values() for day in ledger["on"].to_list())
    latest = {heading: ledger.filter(on=on) for heading, ledger in ledgers.items()}
    sentence = (
        f"Så stod det {sv.day(on)}, vid kvartalets slut. Var och en räknas där de fanns när "
        "listan stängdes."
    )
    if any(ledger.select(*COUNTS).null_count().sum_horizontal()[0] for ledger in latest.values()):
        sentence += f" {sv.HIDDEN} = {view.hidden_in_words}."
    both = "".join(f"<div>{_table(heading, ledger)}</div>" for heading, ledger in latest.items())
    heading = f"<h2>Per enhet och tid i stöd</h2><p>{text(sentence)}</p>"
    return block(heading, f"<div class='lb-beside'>{both}</div>")


def _told(view: View, group_id: int) -> dict[str, pl.DataFrame]:
    """By unit and by time, where that is known: on, name, and COUNTS."""
    ways = {
        "Enhet": ("unit_id", dict(view.reader.units().select("unit_id", "name").rows())),
        "Tid i stöd": ("time_in_support", TIME_WORDS),
    }
    ledgers = {
        heading: _named(view.reader.ledger_by(group_id, way), way, names)
        for heading, (way, names) in ways.items()
    }
    return {heading: ledger for heading, ledger in ledgers.items() if not ledger.is_empty()}


def _named(ledger: pl.DataFrame, way: str, names: Mapping) -> pl.DataFrame:
    """One row per day and unit or time, in the order of the names: on, name, and COUNTS."""
    order = pl.DataFrame({way: list(names), "name": list(names.values())}).with_row_index("rank")
    wide = ledger.pivot("state", index=["on", way], values="members")
    missing = [pl.lit(None, pl.Int64).alias(name) for name in COUNTS if name not in wide]
    named = wide.with_columns(missing).join(order, on=way, maintain_order="left")
    return named.sort("on", "rank").select("on", "name", *COUNTS)


def _table(heading: str, ledger: pl.DataFrame) -> str:
    rows = [
        (name, *(many_or_hidden(count) for count in counts))
        for name, *counts in ledger.select("name", *COUNTS).iter_rows()
    ]
    return table(heading, (heading, *COUNTS.values()), rows)


def _as_table(ledgers: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    counts = [
        pl.col(name).cast(pl.String).fill_null(sv.HIDDEN).alias(word)
        for name, word in COUNTS.items()
    ]
    return pl.concat(
        ledger.select(
            pl.col("on").alias("Dag"),
            pl.lit(way).alias("Per"),
            pl.col("name").alias("Vilka"),
            *counts,
        )
        for way, ledger in ledgers.items()
    )


def _definition(view: View, standing: Standing) -> dict[str, str]:
    return {
        "Styrgrupp": view.forum.name,
        "Mätgrupp": standing.group["name"],
        "Vilka": standing.group["criterion"],
        "Enhet": "Den som var och en hörde till när deras ärende öppnades.",
        "Tid i stöd": "Hur länge det hade pågått när listan stängdes.",
        "Kvar": "Har inte lämnat, eller har kommit tillbaka.",
        sv.HIDDEN: standing.hidden_in_words,
    }
