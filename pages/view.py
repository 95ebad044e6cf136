"""What a page is handed: who is looking, at what, as of when, and how to change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl
import streamlit as st

from data.actions import Actions
from data.reader import Delivered, Forum, Reader


@dataclass(frozen=True)
class View:
    """One look at one steering group. Made by the frame at every rerun.

    `unit_id` and `target_group` are null for all; `months` is how far back charts reach.
    """

    reader: Reader
    actions: Actions
    forum: Forum
    on: date
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
    def unit_names(self) -> dict[int, str]:
        """The followed units' names by id."""
        return dict(self.reader.units().select("unit_id", "name").rows())

    @cached_property
    def key(self) -> tuple:
        """What a kept figure or drawing depends on: versions, right, filters, day and theme."""
        versions = (self.reader.versions[area] for area in ("cases", "figures", "organisation"))
        viewer = self.reader.viewer
        right = (viewer.forum_id, viewer.case_units)
        return (
            *versions,
            *right,
            self.unit_id,
            self.target_group,
            self.months,
            self.on,
            self.theme,
        )

    def points(self) -> pl.DataFrame:
        """The points of the plans, of the chosen unit if one is."""
        points = self.reader.points()
        if self.unit_id is None:
            return points
        return points.filter(pl.col("responsible_unit_id") == self.unit_id)
