"""The one door in: one function a change, keyword-only, by=viewer, one transaction, one event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.actions import groups, law, people, plans, reviews, roles, settings
from data.actions.figures import inventory, notes, rebases, scorecard, targets
from data.actions.figures.scorecard import MOST_HEADLINES
from data.actions.groups import Rule
from data.actions.reviews import month_span
from data.actions.settings import KNOWN, NO, YES, Known
from data.people.access_log import REFUSED, TOOK_OUT, note
from data.people.rights import NotAllowedError, Viewer
from data.published import catch_up, publish_ledgers
from data.store.snapshot import Snapshot

# Besides the changes, what a page has to know to ask for one.
__all__ = ["KNOWN", "MOST_HEADLINES", "NO", "YES", "Actions", "Known", "Rule", "month_span"]


@dataclass(frozen=True)
class Actions:
    """The changes that a viewer may ask for; each looks for itself whether the viewer may, and
    that somebody may not is noted in the access log.

    `again` gives the viewer as of now, or NotAllowedError: a panel may have been open since before
    somebody was shut out.
    """

    _snapshot: Snapshot
    again: Callable[[], Viewer]

    @property
    def by(self) -> Viewer:
        """Who asks, with the rights of this moment."""
        return self.again()

    def set_status(self, **said: Any) -> int:
        """Say how a point stands: data.actions.plans.set_status."""
        return self._ask(plans.set_status, **said)

    def undo_status(self, **said: Any) -> int:
        """Take back one's own last word on a point: data.actions.plans.undo_status."""
        return self._ask(plans.undo_status, **said)

    def start_group(self, **said: Any) -> int:
        """Start a measurement group, data.actions.groups.start_group, and publish its ledger."""
        group_id = self._ask(groups.start_group, **said)
        publish_ledgers(self._snapshot, self.by.forum_id)
        return group_id

    def grant_role(self, **said: Any) -> int:
        """Give somebody a role: data.actions.roles.grant_role."""
        return self._ask(roles.grant_role, **said)

    def end_role(self, **said: Any) -> int:
        """Let a role end: data.actions.roles.end_role."""
        return self._ask(roles.end_role, **said)

    def deactivate(self, **said: Any) -> int:
        """Shut somebody out: data.actions.people.deactivate."""
        return self._ask(people.deactivate, **said)

    def reactivate(self, **said: Any) -> int:
        """Let somebody in again: data.actions.people.reactivate."""
        return self._ask(people.reactivate, **said)

    def describe_person(self, **said: Any) -> int:
        """Say who somebody is: data.actions.people.describe_person."""
        return self._ask(people.describe_person, **said)

    def set_setting(self, **said: Any) -> int:
        """Set a setting, data.actions.settings.set_setting, and protect the figures by it."""
        version = self._ask(settings.set_setting, **said)
        if KNOWN[said["name"]].protects:
            catch_up(self._snapshot)
        return version

    def confirm_law(self, **said: Any) -> int:
        """Confirm a paragraph: data.actions.law.confirm_law."""
        return self._ask(law.confirm_law, **said)

    def sign_review(self, **said: Any) -> int:
        """Sign a month of the log: data.actions.reviews.sign_review."""
        return self._ask(reviews.sign_review, **said)

    def set_target(self, **said: Any) -> int:
        """Say what a figure is to reach: data.actions.figures.targets.set_target."""
        return self._ask(targets.set_target, **said)

    def end_target(self, **said: Any) -> int:
        """Let a target hold no more: data.actions.figures.targets.end_target."""
        return self._ask(targets.end_target, **said)

    def set_rebase(self, **said: Any) -> int:
        """Reckon a figure's limits anew: data.actions.figures.rebases.set_rebase."""
        return self._ask(rebases.set_rebase, **said)

    def withdraw_rebase(self, **said: Any) -> int:
        """Let a rebase hold no more: data.actions.figures.rebases.withdraw_rebase."""
        return self._ask(rebases.withdraw_rebase, **said)

    def say_note(self, **said: Any) -> int:
        """Say how a figure may be turned: data.actions.figures.notes.say_note."""
        return self._ask(notes.say_note, **said)

    def choose_figures(self, **said: Any) -> int:
        """Choose the steering group's figures: data.actions.figures.scorecard.choose_figures."""
        return self._ask(scorecard.choose_figures, **said)

    def say_standing(self, **said: Any) -> int:
        """Say how it is with one statistic: data.actions.figures.inventory.say_standing."""
        return self._ask(inventory.say_standing, **said)

    def take_out(self, what: str, rows: int) -> None:
        """Note that a file was taken out, before it is handed over."""
        by = self.by
        who = {"user_id": by.user_id, "forum_id": by.forum_id}
        note(self._snapshot.engine, TOOK_OUT, what, rows=rows, **who)

    def _ask(self, change: Callable[..., int], **said: Any) -> int:
        """Make a change; a refusal for want of the right is a line in the access log."""
        by = self.by
        try:
            return change(self._snapshot.engine, by=by, **said)
        except NotAllowedError as reason:
            who = {"user_id": by.user_id, "forum_id": by.forum_id}
            note(self._snapshot.engine, REFUSED, str(reason), **who)
            raise
