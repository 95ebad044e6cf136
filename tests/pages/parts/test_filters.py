"""The choice of steering group: always in the address, and one that is there."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data.models.organisation import RoleGrant
from tests.data.builders import a_place, correct, put

ENDED = date(2026, 5, 1)


def choosing(url: str, of: int) -> None:
    """The sidebar's choice by itself, for somebody who has signed in."""
    from datetime import date

    import streamlit as st

    from data.store import open_store
    from data.store.snapshot import Snapshot
    from pages.parts.frame.filters import choose_forum

    engine = open_store(url)
    snapshot = Snapshot(engine)
    st.text(choose_forum(snapshot, snapshot.versions(), date(2026, 6, 1), of))
    engine.dispose()


@pytest.fixture
def two_groups(store) -> tuple[int, list[int], list[int]]:
    """Somebody with a role in two steering groups: who, the groups and the roles."""
    places = [a_place(store), a_place(store)]
    user_id, forums = places[0].user_id, [place.forum_id for place in places]
    grants = [put(store, RoleGrant, user_id=user_id, forum_id=forum_id) for forum_id in forums]
    return user_id, forums, grants


@pytest.fixture
def page(store, two_groups) -> AppTest:
    url = store.url.render_as_string(hide_password=False)
    return AppTest.from_function(choosing, kwargs={"url": url, "of": two_groups[0]})


def chosen(page: AppTest) -> int:
    return int(page.text[0].value)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_first_stands_in_the_address_though_nobody_chose_it(store, two_groups, page):
    _, (first, _), _ = two_groups
    page.run()

    assert chosen(page) == first
    assert page.query_params["styrgrupp"] == page.selectbox(key="styrgrupp").options[0]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("at", [0, 1])
def test_whose_role_ends_in_one_is_led_to_the_other(store, two_groups, page, at):
    _, forums, grants = two_groups
    page.run()
    page.selectbox(key="styrgrupp").set_value(forums[at])
    page.run()
    assert chosen(page) == forums[at]

    correct(store, RoleGrant.grant_id == grants[at], valid_until=ENDED)
    page.run()

    assert chosen(page) == forums[1 - at]
    assert not page.exception
