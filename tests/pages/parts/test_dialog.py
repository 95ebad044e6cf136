"""A dialog asks for the right to see it each time that it is drawn, also by itself."""

import pytest
from streamlit.testing.v1 import AppTest


def page(sees: list, said: list) -> None:
    """A page with a dialog whose viewer may see it for as long as `sees` says so."""
    import streamlit as st

    from pages.parts import dialog

    def may_still_see() -> bool:
        return sees.pop(0) if sees else True

    dialog.begin(may_still_see)
    if "opened" not in st.session_state:
        st.session_state["opened"] = True
        dialog.open_dialog("en")

    def inside(_typed) -> None:
        said.append("Vad andra har sagt")
        st.text(said[-1])

    dialog.draw("en", "Rubrik", inside)


@pytest.mark.parametrize("sees", [[True], [False, True], [False, False, True]])
def test_what_may_not_be_seen_any_more_is_never_read(sees):
    """Where the answer is no all is drawn again, and the frame decides."""
    asked, said = list(sees), []
    run = AppTest.from_function(page, kwargs={"sees": asked, "said": said}).run()

    assert not run.exception
    assert [text.value for text in run.text] == said == ["Vad andra har sagt"]
    assert asked == []
