"""The one door in: one function a change, keyword-only, by=viewer, one transaction, one event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.access import Viewer
from data.access_log import TOOK_OUT, note
from data.actions import groups, law, members, plans, reviews, settings
from data.actions.settings import KNOWN
from data.published import catch_up, publish_ledgers
from data.snapshot import Snapshot


@dataclass(frozen=True)
class Actions:
    """The changes that a viewer may ask for; each looks for itself whether the viewer may.

    `again` gives the viewer as of now, or NotAllowedError: a panel may have been open since before
    somebody was shut out.
    """

    snapshot: Snapshot
    again: Callable[[], Viewer]

    @property
    def by(self) -> Viewer:
        """Who asks, with the rights of this moment."""
        return self.again()

    def set_status(self, **said: Any) -> int:
        """Say how a point stands: data.actions.plans.set_status."""
        return plans.set_status(self.snapshot.engine, by=self.by, **said)

    def undo_status(self, **said: Any) -> int:
        """Take back one's own last word on a point: data.actions.plans.undo_status."""
        return plans.undo_status(self.snapshot.engine, by=self.by, **said)

    def start_group(self, **said: Any) -> int:
        """Start a measurement group, data.actions.groups.start_group, and publish its ledger."""
        by = self.by
        group_id = groups.start_group(self.snapshot.engine, by=by, **said)
        publish_ledgers(self.snapshot, by.forum_id)
        return group_id

    def grant_role(self, **said: Any) -> int:
        """Give somebody a role: data.actions.members.grant_role."""
        return members.grant_role(self.snapshot.engine, by=self.by, **said)

    def end_role(self, **said: Any) -> int:
        """Let a role end: data.actions.members.end_role."""
        return members.end_role(self.snapshot.engine, by=self.by, **said)

    def deactivate(self, **said: Any) -> int:
        """Shut somebody out: data.actions.members.deactivate."""
        return members.deactivate(self.snapshot.engine, by=self.by, **said)

    def reactivate(self, **said: Any) -> int:
        """Let somebody in again: data.actions.members.reactivate."""
        return members.reactivate(self.snapshot.engine, by=self.by, **said)

    def describe_person(self, **said: Any) -> int:
        """Say who somebody is: data.actions.members.describe_person."""
        return members.describe_person(self.snapshot.engine, by=self.by, **said)

    def set_setting(self, **said: Any) -> int:
        """Set a setting, data.actions.settings.set_setting, and protect the figures by it."""
        version = settings.set_setting(self.snapshot.engine, by=self.by, **said)
        if KNOWN[said["name"]].protects:
            catch_up(self.snapshot)
        return version

    def confirm_law(self, **said: Any) -> int:
        """Confirm a paragraph: data.actions.law.confirm_law."""
        return law.confirm_law(self.snapshot.engine, by=self.by, **said)

    def sign_review(self, **said: Any) -> int:
        """Sign a month of the log: data.actions.reviews.sign_review."""
        return reviews.sign_review(self.snapshot.engine, by=self.by, **said)

    def take_out(self, what: str, rows: int) -> None:
        """Note that a file was taken out, before it is handed over."""
        by = self.by
        who = {"user_id": by.user_id, "forum_id": by.forum_id}
        note(self.snapshot.engine, TOOK_OUT, what, rows=rows, **who)
