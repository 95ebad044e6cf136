"""The one door in: one function per change, keyword-only, by=viewer, one transaction, one event."""

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

# Besides the changes themselves, what a page needs to know to ask for one.
__all__ = ["KNOWN", "MOST_HEADLINES", "NO", "YES", "Actions", "Known", "Rule", "month_span"]


P = ParamSpec("P")
Words = Mapping[str, Any]


def _as_method(
    change: Callable[Concatenate[Engine, Viewer, P], int],
    then: Callable[["Actions", Words], None] = lambda _actions, _words: None,
) -> Callable[Concatenate["Actions", P], int]:
    """A change as a method of Actions: the same arguments, except engine and by.

    `then` is called after the change has been made, with the same keyword arguments.
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
    """The changes that a viewer may ask for.

    Each is called like the function in data.actions that it wraps, without engine and by. It checks
    the viewer's right itself, and a refusal for lack of the right is noted in the access log.
    `_again` returns the viewer with the rights of this moment, or raises NotAllowedError: a panel
    may have been open since before somebody was shut out.
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
            failed = catch_up(self._snapshot)
            if error := failed.get(self.by.forum_id):
                raise error

    set_status = _as_method(plans.set_status)
    undo_status = _as_method(plans.undo_status)
    start_group = _as_method(groups.start_group, _publish_ledgers)
    grant_role = _as_method(roles.grant_role)
    end_role = _as_method(roles.end_role)
    deactivate = _as_method(people.deactivate)
    reactivate = _as_method(people.reactivate)
    describe_person = _as_method(people.describe_person)
    set_setting = _as_method(settings.set_setting, _protect)
    confirm_law = _as_method(law.confirm_law)
    sign_review = _as_method(reviews.sign_review)
    set_target = _as_method(targets.set_target)
    end_target = _as_method(targets.end_target)
    set_rebase = _as_method(rebases.set_rebase)
    withdraw_rebase = _as_method(rebases.withdraw_rebase)
    say_note = _as_method(notes.say_note)
    choose_figures = _as_method(scorecard.choose_figures)
    say_standing = _as_method(inventory.say_standing)

    def take_out(self, what: str, rows: int) -> None:
        """Note in the access log that a file is taken out, before it is handed over."""
        self._note(TOOK_OUT, what, self.by, rows)

    def _ask(
        self,
        change: Callable[Concatenate[Engine, Viewer, P], int],
        *args: P.args,
        **words: P.kwargs,
    ) -> int:
        """Make a change; write a line in the access log if the viewer has no right to make it."""
        by = self.by
        try:
            return change(self._snapshot.engine, by, *args, **words)
        except NotAllowedError as reason:
            self._note(REFUSED, str(reason), by)
            raise

    def _note(self, kind: str, what: str, by: Viewer, rows: int | None = None) -> None:
        who = {"user_id": by.user_id, "forum_id": by.forum_id}
        note(self._snapshot.engine, kind, what, rows=rows, **who)
