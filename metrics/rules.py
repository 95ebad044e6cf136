"""The settings of a steering group that affect its figures, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Rules:
    """The settings that figures are counted and judged by; the defaults are defined only here.

    exit_gap_months:  months without support that make an exit
    gap_days:         the least number of days between efforts that is a gap
    very_long_months: months with support, of 36, that are very long
    age_bands:        the ages at which bands begin; the last band is open
    stale_after:      days without an update after which a point of a plan is stale
    follow_up_months: months within which a plan is to be followed up. Not a setting: the same for
                      every steering group, and a rule only so that it has a name
    """

    exit_gap_months: int = 2
    follow_up_months: int = 3
    gap_days: int = 14
    very_long_months: int = 27
    age_bands: tuple[int, ...] = (18, 25, 30, 50)
    stale_after: int = 35

    @classmethod
    def of(cls, written: Mapping[str, str]) -> "Rules":
        """The rules from settings as stored, name -> value; defaults for those not set.

        Other names are ignored. ValueError for a value that is not whole numbers.
        """
        numbers = {name: int(written[name]) for name in NUMBERS if name in written}
        ages = written.get("age_bands", as_written("age_bands"))
        return cls(**numbers, age_bands=tuple(int(age) for age in ages.split()))


NUMBERS = ("exit_gap_months", "gap_days", "very_long_months", "stale_after")
DEFAULTS = Rules()


def as_written(name: str) -> str:
    """The default of a setting as it is stored: '35', '18 25 30 50'.

    KeyError for a name that Rules does not have.
    """
    value = {field.name: getattr(DEFAULTS, field.name) for field in fields(Rules)}[name]
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
