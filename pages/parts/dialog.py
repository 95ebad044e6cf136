"""A dialog that keeps what is typed in it: open until it is saved or closed, whatever else happens.

A form in it draws what came of a save above itself: a refusal, or what somebody else saved first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import streamlit as st

from data.actions.refusals import ConflictError, RefusedError
from data.people.rights import NotAllowedError
from pages.parts.markup import block, text

OPEN = "dialog"


@dataclass
class Typed:
    """What goes on in an open dialog: which one, and what came of a save.

    `opening` tells its fields from those of every other dialog: what was typed and saved must not
    be there when it is opened again. `theirs` is somebody else's save that came between, `mine`
    what was to be saved then; `seen` is which versions the viewer has seen, by what they are of.
    `left`: the page that it belongs to has not drawn it since the frame last began.
    """

    name: str
    opening: int = field(default_factory=count().__next__)
    refusal: str | None = None
    theirs: ConflictError | None = None
    mine: dict[str, Any] | None = None
    seen: dict[Any, int] | None = None
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


def open_dialog(name: str) -> None:
    """Open a dialog by its name."""
    st.session_state[OPEN] = Typed(name)


def close() -> None:
    """Close the dialog, and forget what was typed in it."""
    st.session_state.pop(OPEN, None)


def is_drawn() -> bool:
    """Whether a dialog is on the screen."""
    typed = st.session_state.get(OPEN)
    return typed is not None and not typed.left


def begin() -> None:
    """Say that a page is about to be drawn: a dialog that the last one did not draw is closed."""
    typed = st.session_state.get(OPEN)
    if typed is not None and typed.left:
        close()
    elif typed is not None:
        typed.left = True


def draw(name: str, title: str, inside: Callable[..., None], *about: Any) -> None:
    """Draw a dialog if it is the one that is open; `inside` gets what is typed, then `about`."""
    typed = st.session_state.get(OPEN)
    if typed is None or typed.name != name:
        return
    typed.left = False
    st.dialog(title, position="right", width="medium", on_dismiss=close)(inside)(typed, *about)


def save(
    typed: Typed,
    change: Callable[..., int],
    said: Mapping[str, Any],
    done: str,
    of: Any = None,
) -> None:
    """Make a change and close; or note why it could not be made, for `told` to show.

    `of`: what the version is a version of, where a dialog can save several things.
    """
    try:
        with st.spinner("Sparar …"):
            change(**said)
    except (RefusedError, NotAllowedError) as reason:
        typed.refusal = str(reason)
    except ConflictError as conflict:
        typed.theirs, typed.mine = conflict, {**said}
        typed.seen = (typed.seen or {}) | {of: conflict.version}
    else:
        close()
        st.toast(done)
        st.rerun()


def told(
    typed: Typed, change: Callable[..., int], done: str, in_words: Callable[[Mapping], str]
) -> None:
    """What came of a save: a refusal, or theirs when somebody saved first.

    `in_words` gives what they said as HTML. What the viewer typed is still in the form.
    """
    if typed.refusal:
        st.error(typed.refusal)
        typed.refusal = None
    if typed.theirs is None:
        return
    theirs = typed.theirs.theirs
    st.html(block(f"<h2>{text(typed.theirs)}</h2>", in_words(theirs.said) if theirs else ""))
    hint("Det du har skrivit finns kvar här nedanför. Du väljer.")
    with st.container(horizontal=True):
        if st.button("Behåll deras", key=typed.key("behall_deras")):
            close()
            st.rerun()
        if st.button("Spara mitt ändå", type="primary", key=typed.key("spara_mitt")):
            said = typed.mine | {"version": typed.theirs.version}
            typed.theirs = None
            save(typed, change, said, done)
            st.rerun()


def hint(said: str) -> None:
    """A small line that helps."""
    st.html(block(f"<p class='lb-small'>{text(said)}</p>"))
