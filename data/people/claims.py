"""What the provider says of a person's groups, and what the house has said that a group gives."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.people.rights import BY_UNIT, RIGHTS


@dataclass(frozen=True)
class Given:
    """What being in one group gives: a role in a steering group, for one unit where it goes by it.

    The steering group is named by its code, the unit by its name.
    """

    group: str
    forum: str
    role: str
    unit: str | None = None


def read_map(said: str) -> tuple[Given, ...]:
    """The mapping out of a setting's JSON, a list of group, forum, role and unit.

    ValueError, in Swedish, for what is no such list.
    """
    if not said:
        return ()
    try:
        given = tuple(Given(**row) for row in json.loads(said))
    except (ValueError, TypeError):
        raise ValueError("ska vara en lista i JSON med group, forum, role och ev. unit") from None
    for one in given:
        if one.role not in RIGHTS:
            raise ValueError("nämner en roll som inte finns")
        if (one.role in BY_UNIT) != bool(one.unit):
            raise ValueError("ska nämna en enhet för enhetschef och handläggare, och bara för dem")
    return given


def groups_in(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The groups that a provider's claim names; none where it is missing or of another kind."""
    said = claims.get(claim) if claim else None
    groups = [said] if isinstance(said, str) else said
    return frozenset(map(str, groups)) if isinstance(groups, list) else frozenset()
