"""The store as of certain versions, for one steering group, as one value to hand on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import polars as pl

from data.store.snapshot import Snapshot


@dataclass(frozen=True)
class Moment:
    """The store as one steering group sees it, as of the versions of its areas.

    Hashable, so that it can be the key of a cache: two are equal when store, steering group and
    versions are the same.
    """

    snapshot: Snapshot
    forum_id: int
    of_areas: tuple[tuple[str, int], ...]

    @classmethod
    def at(cls, snapshot: Snapshot, versions: Mapping[str, int], forum_id: int) -> Self:
        """The moment of these versions, area -> version, in any order."""
        return cls(snapshot, forum_id, tuple(sorted(versions.items())))

    @property
    def versions(self) -> dict[str, int]:
        """The version of every area."""
        return dict(self.of_areas)

    def through(self, areas: Iterable[str]) -> Self:
        """The same moment limited to some areas, so that changes of others do not make it unequal.

        KeyError for a frame of another area.
        """
        versions = self.versions
        return self.at(self.snapshot, {area: versions[area] for area in areas}, self.forum_id)

    def frame(self, name: str) -> pl.DataFrame:
        """A frame of SOURCES, of all steering groups."""
        return self.snapshot.frame(name, self.versions)

    def frames(self, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Several of them, by name."""
        return self.snapshot.frames(names, self.versions)

    def of_forum(self, name: str) -> pl.DataFrame:
        """The rows of a frame whose forum_id is the steering group's."""
        return self.frame(name).filter(pl.col("forum_id") == self.forum_id)
