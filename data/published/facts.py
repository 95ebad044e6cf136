"""The facts of one steering group, and its settings that affect figures."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from data.store.moment import Moment
from metrics.facts import FRAMES, Facts, Rules
from metrics.lines import latest

YES, NO = "ja", "nej"  # the values of a yes-or-no setting as stored


@dataclass(frozen=True)
class Protection:
    """How a steering group protects small numbers: the least count shown, and trust in heads."""

    least_shown: int = 5
    trusted_heads: bool = False

    @classmethod
    def of(cls, written: Mapping[str, str]) -> "Protection":
        """The protection from settings as stored, name -> value; defaults for those not set."""
        default = cls()
        return cls(
            least_shown=int(written.get("least_shown", default.least_shown)),
            trusted_heads=written.get("trusted_heads", NO) == YES,
        )

    @property
    def knows(self) -> str | None:
        """unit_id if heads, who know their own unit's figures, are protected against; else None."""
        return None if self.trusted_heads else "unit_id"


def facts_for(moment: Moment) -> Facts | None:
    """The facts of a steering group's units; None before anything has been delivered.

    Every row's unit is replaced by the followed unit that it belongs to. Rows of units outside the
    scope are left out; rows that have no unit of their own follow their case.
    """
    until = latest(moment.of_forum("deliveries")["observed_until"])
    if until is None:
        return None
    followed = followed_unit_of(moment)
    read = moment.frames(FRAMES)
    scoped = {
        name: _in_scope(frame, followed) if "unit_id" in frame.columns else frame
        for name, frame in read.items()
    }
    return Facts(
        **scoped | {"population": moment.of_forum("population")},
        observed_until=until,
    )


def _in_scope(frame: pl.DataFrame, followed: Mapping[int, int]) -> pl.DataFrame:
    unit = pl.col("unit_id").replace_strict(followed, default=None, return_dtype=pl.Int64)
    return frame.with_columns(unit_id=unit).drop_nulls("unit_id")


def followed_unit_of(moment: Moment) -> dict[int, int]:
    """Each unit in a steering group's scope -> the followed unit that it belongs to.

    A followed unit belongs to itself, one below it to the nearest followed unit above.
    """
    followed = set(moment.of_forum("forum_units")["unit_id"])
    above = dict(moment.frame("units").select("unit_id", "parent_id").rows())
    return {unit: top for unit in above if (top := _nearest(unit, above, followed)) is not None}


def _nearest(unit: int | None, above: Mapping[int, int | None], followed: set[int]) -> int | None:
    passed = set()
    while unit is not None and unit not in followed and unit not in passed:
        passed.add(unit)
        unit = above[unit]
    return unit if unit in followed else None


def settings_for(moment: Moment) -> tuple[Protection, Rules]:
    """A steering group's settings for small numbers and for figures; defaults for those not set."""
    return rules_of(dict(moment.of_forum("settings").select("name", "value").rows()))


def rules_of(written: Mapping[str, str]) -> tuple[Protection, Rules]:
    """The same from the settings as stored, name -> value."""
    return Protection.of(written), Rules.of(written)
