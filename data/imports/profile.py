"""How one source lays out its files: which headings, codes and units it uses."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "profiles"


class UnknownProfileError(Exception):
    """No profile of that name. The message, in Swedish, lists those there are."""


@dataclass(frozen=True)
class Profile:
    """One file in `profiles/`. `columns` is our name -> the headings it may stand under."""

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


def load_profile(name: str) -> Profile:
    """Read a profile by its name; UnknownProfileError if there is none."""
    known = sorted(file.stem for file in FOLDER.glob("*.toml"))
    if name not in known:
        raise UnknownProfileError(f"Profilen finns inte. Välj en av: {', '.join(known)}.")
    said = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    observed = said.get("observed", {})
    return Profile(
        name=name,
        source=said["source"],
        new_units=said["new_units"],
        target_group=said["target_group"],
        columns={ours: tuple(theirs) for ours, theirs in said["columns"].items()},
        codes=said["codes"],
        forum_code=said["forum"]["code"],
        forum_name=said["forum"]["name"],
        party=said["forum"]["party"],
        observed_from=observed.get("from"),
        observed_until=observed.get("until"),
    )
