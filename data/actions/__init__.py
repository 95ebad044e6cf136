"""The one door in: one function a change, keyword-only, by=viewer, one transaction, one event."""

from dataclasses import dataclass
from typing import Any

from data.access import Viewer
from data.actions import groups, plans
from data.published import publish_ledgers
from data.snapshot import Snapshot


@dataclass(frozen=True)
class Actions:
    """The changes that a viewer may ask for; each looks for itself whether the viewer may."""

    snapshot: Snapshot
    by: Viewer

    def set_status(self, **said: Any) -> int:
        """Say how a point stands: data.actions.plans.set_status."""
        return plans.set_status(self.snapshot.engine, by=self.by, **said)

    def start_group(self, **said: Any) -> int:
        """Start a measurement group, data.actions.groups.start_group, and publish its ledger."""
        group_id = groups.start_group(self.snapshot.engine, by=self.by, **said)
        publish_ledgers(self.snapshot, self.by.forum_id)
        return group_id
