"""A dialog asks for the right to see it each time that it is drawn, also by itself."""

import pytest
from streamlit.testing.v1 import AppTest


def page(sees: list) -> None:
    """A page with a dialog whose viewer may see it for as long as `sees` says so."""
    import streamlit as st

    from pages.parts import dialog

    def may_still_see() -> bool:
        return sees.pop(0) if sees else True

    dialog.begin(may_still_see)
    if "opened" not in st.session_state:
        st.session_state["opened"] = True
        dialog.open_dialog("en")
    dialog.draw("en", "Rubrik", lambda typed: st.text("Vad andra har sagt"))


@pytest.mark.parametrize(("sees", "drawn"), [([True], 1), ([False, True], 1)])
def test_what_may_not_be_seen_any_more_is_never_drawn(sees, drawn):
    """Where the answer is no all is drawn again, and the frame decides."""
    asked = list(sees)
    run = AppTest.from_function(page, kwargs={"sees": asked}).run()

    assert not run.exception
    assert [text.value for text in run.text] == ["Vad andra har sagt"] * drawn
    assert asked == []
