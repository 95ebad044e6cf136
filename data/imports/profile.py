"""How one source lays out its files: which headings, codes and units it uses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "profiles"


class UnknownProfileError(Exception):
    """There is no profile of that name. The message, in Swedish, lists those that exist."""


@dataclass(frozen=True)
class Profile:
    """One file in `profiles/`.

    columns:    our column name -> the headings it may have in a file
    first_day:  no case was opened before it: such a day is a mistake
    open_end:   what the source writes, besides nothing, where a case has no end
    """

    name: str
    source: str
    new_units: bool
    target_group: str
    columns: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Mapping[str, str]]
    forum_code: str
    forum_name: str
    party: str
    observed_from: date | None
    observed_until: date | None
    first_day: date = date(1980, 1, 1)
    open_end: frozenset[str] = frozenset()


def load_profile(name: str) -> Profile:
    """Read a profile by its name; UnknownProfileError if there is none."""
    names = sorted(file.stem for file in FOLDER.glob("*.toml"))
    if name not in names:
        raise UnknownProfileError(f"Profilen finns inte. Välj en av: {', '.join(names)}.")
    definition = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    observed, days = definition.get("observed", {}), definition.get("days", {})
    return Profile(
        name=name,
        source=definition["source"],
        new_units=definition["new_units"],
        target_group=definition["target_group"],
        columns={ours: tuple(theirs) for ours, theirs in definition["columns"].items()},
        codes=definition["codes"],
        forum_code=definition["forum"]["code"],
        forum_name=definition["forum"]["name"],
        party=definition["forum"]["party"],
        observed_from=observed.get("from"),
        observed_until=observed.get("until"),
        first_day=days.get("first", Profile.first_day),
        open_end=frozenset(days.get("open_end", ())),
    )
