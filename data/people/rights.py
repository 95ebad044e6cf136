"""What each role may see and change, and the viewer: a person with their roles. Pure."""

from dataclasses import dataclass

SET_STATUS = "set status"
KEEP_PLANS = "keep plans"
KEEP_GROUPS = "keep groups"
KEEP_FIGURES = "keep figures"
KEEP_MEMBERS = "keep members"
KEEP_SETTINGS = "keep settings"
REVIEW_LOG = "review the log"


class NotAllowedError(Exception):
    """The viewer may not see or do this. The message, in Swedish, is fit to be shown."""


@dataclass(frozen=True)
class Right:
    """What a role allows: the steering group's picture, single cases, and changes.

    sees_figures:    protected figures, groups and plans
    sees_own_cases:  also the cases and the exact figures of the person's own units
    in_own_units:    changes allowed to what those units answer for
    anywhere:        changes allowed whatever the unit
    for_external:    whether somebody from an external party may hold it
    """

    sees_figures: bool = True
    sees_own_cases: bool = False
    in_own_units: frozenset[str] = frozenset()
    anywhere: frozenset[str] = frozenset()
    for_external: bool = False


RIGHTS = {
    "ledamot": Right(for_external=True),
    "extern": Right(for_external=True),
    "enhetschef": Right(sees_own_cases=True, in_own_units=frozenset({SET_STATUS})),
    "handläggare": Right(sees_own_cases=True, in_own_units=frozenset({SET_STATUS})),
    "utvecklingsledare": Right(
        anywhere=frozenset({SET_STATUS, KEEP_PLANS, KEEP_GROUPS, KEEP_FIGURES})
    ),
    "dataansvarig": Right(sees_figures=False),
    "loggranskare": Right(sees_figures=False, anywhere=frozenset({REVIEW_LOG})),
    "administratör": Right(sees_figures=False, anywhere=frozenset({KEEP_MEMBERS, KEEP_SETTINGS})),
}
FOR_EXTERNAL = tuple(role for role, right in RIGHTS.items() if right.for_external)
BY_UNIT = frozenset(role for role, right in RIGHTS.items() if right.sees_own_cases)


@dataclass(frozen=True)
class Viewer:
    """A person in a steering group, with their roles there.

    `own_units` are the units of roles that are by unit, with all units below them.
    """

    user_id: int
    name: str
    forum_id: int
    roles: frozenset[str]
    own_units: frozenset[int]

    @property
    def sees_figures(self) -> bool:
        """Whether this viewer may see the steering group's figures, groups and plans."""
        return any(RIGHTS[role].sees_figures for role in self.roles)

    @property
    def case_units(self) -> frozenset[int]:
        """The units whose cases and exact figures this viewer may see."""
        sees = any(RIGHTS[role].sees_own_cases for role in self.roles)
        return self.own_units if sees else frozenset()

    def may(self, change: str, unit_id: int | None = None) -> bool:
        """Whether this viewer may make a kind of change, to what `unit_id` answers for if given."""
        if any(change in RIGHTS[role].anywhere for role in self.roles):
            return True
        in_own = any(change in RIGHTS[role].in_own_units for role in self.roles)
        return in_own and unit_id in self.own_units
