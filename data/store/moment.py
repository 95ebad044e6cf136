"""The store as of some versions, for one steering group: one value to hand on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl

from data.store.snapshot import Snapshot


@dataclass(frozen=True)
class Moment:
    """What one steering group is shown of the store, as of the versions of its areas.

    It can be hashed, so that what is made from it can be kept by it: two are equal when they are
    of the same store, steering group and versions.
    """

    snapshot: Snapshot
    forum_id: int
    of_areas: tuple[tuple[str, int], ...]

    @classmethod
    def at(cls, snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> Self:
        """The moment of these versions, area -> version, whatever order they are in."""
        return cls(snapshot, forum_id, tuple(sorted(versions.items())))

    @property
    def versions(self) -> dict[str, int]:
        """The version of every area."""
        return dict(self.of_areas)

    def through(self, areas: Iterable[str]) -> Self:
        """The same moment through some areas only: changes of the others make no difference to it.

        A frame of another area is a KeyError.
        """
        versions = self.versions
        return self.at(self.snapshot, {area: versions[area] for area in areas}, self.forum_id)

    def frame(self, name: str) -> pl.DataFrame:
        """A frame of SOURCES, of all steering groups."""
        return self.snapshot.frame(name, self.versions)

    def frames(self, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Several, by name."""
        return self.snapshot.frames(names, self.versions)

    def of_forum(self, name: str) -> pl.DataFrame:
        """The rows of a frame that are the steering group's own, by forum_id."""
        return self.frame(name).filter(pl.col("forum_id") == self.forum_id)
