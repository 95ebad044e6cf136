"""The one door in: one function a change, keyword-only, by=viewer, one transaction, one event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import Engine

from data.actions import groups, law, people, plans, reviews, roles, settings
from data.actions.figures import inventory, notes, rebases, scorecard, targets
from data.actions.figures.scorecard import MOST_HEADLINES
from data.actions.groups import Rule
from data.actions.reviews import month_span
from data.actions.settings import KNOWN, Known
from data.people.access_log import REFUSED, TOOK_OUT, note
from data.people.rights import NotAllowedError, Viewer
from data.published import catch_up, publish_ledgers
from data.published.facts import NO, YES
from data.store.snapshot import Snapshot

# Besides the changes, what a page has to know to ask for one.
__all__ = ["KNOWN", "MOST_HEADLINES", "NO", "YES", "Actions", "Known", "Rule", "month_span"]


P = ParamSpec("P")
Words = Mapping[str, Any]


def _asked_for(
    change: Callable[Concatenate[Engine, Viewer, P], int],
    then: Callable[["Actions", Words], None] = lambda _actions, _words: None,
) -> Callable[Concatenate["Actions", P], int]:
    """A change as a method of Actions: with the same words, but for the store and who asks.

    `then` is done when the change has been made, with the words that it was made by.
    """

    def ask(self: "Actions", *args: P.args, **words: P.kwargs) -> int:
        answer = self._ask(change, *args, **words)
        then(self, words)
        return answer

    _engine, _by, *words = signature(change).parameters.values()
    own = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    ask.__signature__ = signature(change).replace(parameters=[own, *words])  # type: ignore[attr-defined]
    ask.__name__, ask.__doc__ = change.__name__, change.__doc__
    return ask


@dataclass(frozen=True)
class Actions:
    """The changes that a viewer may ask for; each looks for itself whether the viewer may, and
    that somebody may not is noted in the access log.

    Each is called as the function of data.actions that it is made of, without engine and by.
    `_again` gives the viewer as of now, or NotAllowedError: a panel may have been open since before
    somebody was shut out.
    """

    _snapshot: Snapshot
    _again: Callable[[], Viewer]

    @property
    def by(self) -> Viewer:
        """Who asks, with the rights of this moment."""
        return self._again()

    def _publish_ledgers(self, _words: Words) -> None:
        publish_ledgers(self._snapshot, self.by.forum_id)

    def _protect(self, words: Words) -> None:
        if KNOWN[words["name"]].protects:
            catch_up(self._snapshot)

    set_status = _asked_for(plans.set_status)
    undo_status = _asked_for(plans.undo_status)
    start_group = _asked_for(groups.start_group, _publish_ledgers)
    grant_role = _asked_for(roles.grant_role)
    end_role = _asked_for(roles.end_role)
    deactivate = _asked_for(people.deactivate)
    reactivate = _asked_for(people.reactivate)
    describe_person = _asked_for(people.describe_person)
    set_setting = _asked_for(settings.set_setting, _protect)
    confirm_law = _asked_for(law.confirm_law)
    sign_review = _asked_for(reviews.sign_review)
    set_target = _asked_for(targets.set_target)
    end_target = _asked_for(targets.end_target)
    set_rebase = _asked_for(rebases.set_rebase)
    withdraw_rebase = _asked_for(rebases.withdraw_rebase)
    say_note = _asked_for(notes.say_note)
    choose_figures = _asked_for(scorecard.choose_figures)
    say_standing = _asked_for(inventory.say_standing)

    def take_out(self, what: str, rows: int) -> None:
        """Note that a file was taken out, before it is handed over."""
        self._note(TOOK_OUT, what, self.by, rows)

    def _ask(
        self,
        change: Callable[Concatenate[Engine, Viewer, P], int],
        *args: P.args,
        **words: P.kwargs,
    ) -> int:
        """Make a change; a refusal for want of the right is a line in the access log."""
        by = self.by
        try:
            return change(self._snapshot.engine, by, *args, **words)
        except NotAllowedError as reason:
            self._note(REFUSED, str(reason), by)
            raise

    def _note(self, kind: str, what: str, by: Viewer, rows: int | None = None) -> None:
        who = {"user_id": by.user_id, "forum_id": by.forum_id}
        note(self._snapshot.engine, kind, what, rows=rows, **who)
