"""What is typed and not saved yet, in a dialog or in a form on the page: never lost by a save.

A dialog is open until it is saved or closed, whatever else happens. Why a save did not succeed is
drawn above the form, with all that was typed still in it: a refusal, or what somebody else saved
first and a choice between theirs and one's own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import streamlit as st

from data.actions.refusals import ConflictError, RefusedError
from data.people.rights import NotAllowedError
from pages.parts import sv
from pages.parts.markup import block, text

DIALOG, FORMS, STILL_SEES = "dialog", "formular", "far_fortfarande_se"


def _no_words(_theirs: Any) -> str:
    return ""


@dataclass(frozen=True)
class Change:
    """One kind of save: the action, and the toast once it is made.

    `in_words` gives as HTML what a conflict carries of the other's save. `on_theirs`: whether it
    can be made all the same, on top of what somebody else saved.
    """

    action: Callable[..., int]
    toast: str
    in_words: Callable[[Any], str] = _no_words
    on_theirs: bool = True


@dataclass(frozen=True)
class Conflict:
    """A save that came second: what was to be saved, and the error with what came first."""

    change: Change
    values: Mapping[str, Any]
    of: Any
    place: str
    error: ConflictError


@dataclass
class Typed:
    """What goes on in an open dialog or a form: the versions it was drawn with, and a failed save.

    `opening` tells its fields from those of every other opening: what was typed and saved must not
    be there when it is opened again. `seen` is which versions the viewer has seen, by what they
    are of. `refusals`, by their place among its forms, and `conflict` are why a save did not
    succeed. `stays`: it is left open after a save. `address` is the name in the page's address
    that opens it. `left`: the page that it belongs to has not drawn it since the frame last began.
    """

    name: str
    stays: bool = False
    address: str | None = None
    opening: int = field(default_factory=count().__next__)
    seen: dict[Any, int] | None = None
    refusals: dict[str, str] = field(default_factory=dict)
    conflict: Conflict | None = None
    left: bool = False

    def remember(self, versions: Mapping[Any, int]) -> None:
        """Note which versions the viewer has before their eyes; only the first time counts.

        The page may be drawn again meanwhile, with what others saved: they have not seen that.
        """
        if self.seen is None:
            self.seen = dict(versions)

    def version_of(self, what: Any = None) -> int:
        """The version that the viewer has seen; 0 for what was not there."""
        return (self.seen or {}).get(what, 0)

    def key(self, name: str) -> str:
        """The key of a field of this opening."""
        return f"{name}_{self.opening}"

    def refuse(self, sentence: str, place: str = "") -> None:
        """Note why what is typed can't be saved."""
        self.refusals[place] = sentence

    def meet(self, conflict: Conflict) -> None:
        """Note what somebody else saved first: the viewer is shown it, and has then seen it."""
        self.conflict = conflict
        self.seen = (self.seen or {}) | {conflict.of: conflict.error.version}


def open_dialog(name: str, *, stays: bool = False, address: str | None = None) -> None:
    """Open a dialog by its name."""
    st.session_state[DIALOG] = Typed(name, stays, address)


def close() -> None:
    """Close the dialog, and forget what was typed in it."""
    typed = st.session_state.pop(DIALOG, None)
    if typed is not None and typed.address:
        st.query_params.pop(typed.address, None)


def is_open(name: str) -> bool:
    """Whether a dialog is the one that is open."""
    typed = st.session_state.get(DIALOG)
    return typed is not None and typed.name == name


def is_drawn() -> bool:
    """Whether a dialog is on the screen."""
    typed = st.session_state.get(DIALOG)
    return typed is not None and not typed.left


def begin(may_still_see: Callable[[], bool]) -> None:
    """Call before a page is drawn: what the last page did not draw is forgotten.

    A dialog that is drawn again by itself asks `may_still_see` first; if not, all is drawn again.
    """
    st.session_state[STILL_SEES] = may_still_see
    typed = st.session_state.get(DIALOG)
    if typed is not None and typed.left:
        del st.session_state[DIALOG]
    elif typed is not None:
        typed.left = True
    forms = st.session_state.get(FORMS, {})
    st.session_state[FORMS] = {name: form for name, form in forms.items() if not form.left}
    for form in st.session_state[FORMS].values():
        form.left = True


def draw(name: str, title: str, inside: Callable[..., None], *about: Any) -> None:
    """Draw a dialog if it is the one that is open; `inside` gets what is typed, then `about`."""
    if not is_open(name):
        return
    typed = st.session_state[DIALOG]
    typed.left = False
    st.dialog(title, position="right", width="medium", on_dismiss=close)(_inside)(
        typed, inside, about
    )


def _inside(typed: Typed, inside: Callable[..., None], about: tuple) -> None:
    if not st.session_state[STILL_SEES]():
        st.rerun()
    with failures_above(typed):
        inside(typed, *about)


def on_page(name: str) -> Typed:
    """What is typed in a form that stands on the page itself, by its name."""
    typed = st.session_state.setdefault(FORMS, {}).setdefault(name, Typed(name))
    typed.left = False
    return typed


@contextmanager
def failures_above(typed: Typed, place: str = "") -> Iterator[None]:
    """Draw a form within; why its save did not succeed is shown above it.

    A dialog has the unnamed place at its top. One of several forms has places of its own.
    """
    above = st.container()
    yield
    with above:
        if place in typed.refusals:
            st.error(sv.plain(typed.refusals.pop(place)))
        if typed.conflict and typed.conflict.place == place:
            _choose(typed, typed.conflict)


def save(
    typed: Typed, change: Change, values: Mapping[str, Any], *, of: Any = None, place: str = ""
) -> None:
    """Make a change and draw the page again; or note why not, for `failures_above` to show.

    `of`: what the version among the values is a version of, where several things can be saved.
    """
    try:
        with st.spinner("Sparar …"):
            version = change.action(**values)
    except (RefusedError, NotAllowedError) as reason:
        typed.refuse(str(reason), place)
    except ConflictError as error:
        if change.on_theirs:
            typed.meet(Conflict(change, values, of, place, error))
        else:
            typed.refuse(str(error), place)
    else:
        if typed.stays:
            typed.conflict = None
            typed.seen = (typed.seen or {}) | {of: version}
        else:
            _forget(typed)
        st.toast(sv.plain(change.toast))
        st.rerun()


def _forget(typed: Typed) -> None:
    if st.session_state.get(DIALOG) is typed:
        close()
    st.session_state.get(FORMS, {}).pop(typed.name, None)


def _choose(typed: Typed, conflict: Conflict) -> None:
    """Theirs, when somebody saved first; the viewer's own is still in the form below."""
    theirs = conflict.error.theirs
    in_words = conflict.change.in_words(theirs) if theirs else ""
    st.html(block(f"<h2>{text(conflict.error)}</h2>", in_words))
    hint("Det du har skrivit finns kvar här nedanför. Du väljer.")
    with st.container(horizontal=True):
        if st.button("Behåll deras", key=typed.key("behall_deras")):
            _forget(typed)
            st.rerun()
        if st.button("Spara mitt ändå", type="primary", key=typed.key("spara_mitt")):
            typed.conflict = None
            values = {**conflict.values, "version": conflict.error.version}
            save(typed, conflict.change, values, of=conflict.of, place=conflict.place)
            st.rerun()


def hint(sentence: str) -> None:
    """A small line that helps."""
    st.html(block(f"<p class='lb-small'>{text(sentence)}</p>"))
