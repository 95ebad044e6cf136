"""Which groups the provider says that a person is in, and which roles a group gives."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.people.rights import BY_UNIT, RIGHTS


@dataclass(frozen=True)
class Given:
    """The role that a group gives in a steering group, for one unit where the role is by unit.

    The steering group is named by its code, the unit by its name.
    """

    group: str
    forum: str
    role: str
    unit: str | None = None


def read_map(mapping: str) -> tuple[Given, ...]:
    """The roles that groups give, from a setting: a JSON list of group, forum, role and unit.

    ValueError, in Swedish, for anything else than such a list. Empty text gives no roles.
    """
    if not mapping:
        return ()
    try:
        given = tuple(Given(**row) for row in json.loads(mapping))
    except (ValueError, TypeError):
        raise ValueError("ska vara en lista i JSON med group, forum, role och ev. unit") from None
    for role_given in given:
        if role_given.role not in RIGHTS:
            raise ValueError("nämner en roll som inte finns")
        if (role_given.role in BY_UNIT) != bool(role_given.unit):
            raise ValueError("ska nämna en enhet för enhetschef och handläggare, och bara för dem")
    return given


def groups_in(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The groups named in a provider's claim; none where it is missing or of another type."""
    value = claims.get(claim) if claim else None
    groups = [value] if isinstance(value, str) else value
    return frozenset(map(str, groups)) if isinstance(groups, list) else frozenset()
