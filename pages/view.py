"""What a page is handed: who is looking, at what, as of when, and how to change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl
import streamlit as st

from data.actions import Actions
from data.reader import Delivered, Forum, Reader
from metrics.catalogue import Figure
from pages.parts import sv


@dataclass(frozen=True)
class View:
    """One look at one steering group. Made by the frame at every rerun.

    `on` is the day of the facts, `today` the calendar's. `unit_id` and `target_group` are null for
    all; `months` is how far back charts reach.
    """

    reader: Reader
    actions: Actions
    forum: Forum
    on: date
    today: date
    unit_id: int | None
    target_group: str | None
    months: int
    theme: str
    pages: Mapping[str, st.Page]

    @cached_property
    def delivered(self) -> Delivered:
        """How fresh the facts are."""
        return self.reader.delivered()

    @cached_property
    def hidden_in_words(self) -> str:
        """What a hidden figure's sign stands for in this steering group."""
        return sv.hidden_in_words(self.reader.protection.least_shown)

    @cached_property
    def unit_names(self) -> dict[int, str]:
        """The followed units' names by id."""
        return dict(self.reader.units().select("unit_id", "name").rows())

    def unit_name(self, for_all: str) -> str:
        """The chosen unit's name; `for_all` without one."""
        return for_all if self.unit_id is None else self.unit_names.get(self.unit_id, for_all)

    @cached_property
    def catalogue(self) -> Mapping[str, Figure]:
        """The steering group's key figures by their keys, in the catalogue's order."""
        return {figure.key: figure for figure in self.reader.catalogue()}

    @cached_property
    def right(self) -> tuple:
        """Whose eyes, on which store and day: part of every key that something is kept by."""
        viewer = self.reader.viewer
        may = (viewer.roles, viewer.own_units)
        return (self.reader.store_number, viewer.forum_id, may, self.on)

    def versions_of(self, areas: Sequence[str]) -> tuple[int, ...]:
        """The versions of some areas that this view was made with."""
        return tuple(self.reader.versions[area] for area in areas)

    def points(self) -> pl.DataFrame:
        """The points of the plans, of the chosen unit if one is."""
        points = self.reader.points()
        if self.unit_id is None:
            return points
        return points.filter(pl.col("responsible_unit_id") == self.unit_id)
