"""Hostile text in the store, on every page of a real browser: read as it stands, never run."""

import random
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from data.actions.refusals import RefusedError, clean_text
from data.models.groups import MeasurementGroup
from data.models.organisation import Forum, Party, Unit, User
from data.models.plans import ActionPlan, ActionPoint, ExpectedOutcome, StatusUpdate
from data.store import open_store, writing
from tests.browser.every_page import complained_of
from tests.browser.screens import OWN
from tests.conftest import THOROUGH
from tests.data.hostile import HTML, MARKDOWN, hostile

SCRIPT, LINK = HTML[0], MARKDOWN[0]
FILLED = (
    (Forum, "name"),
    (Party, "name"),
    (Unit, "name"),
    (User, "display_name"),
    (MeasurementGroup, "name"),
    (MeasurementGroup, "criterion"),
    (MeasurementGroup, "source"),
    (ActionPlan, "title"),
    (ActionPoint, "title"),
    (ActionPoint, "responsible_function"),
    (ExpectedOutcome, "text"),
)


def allowed(text: str) -> bool:
    try:
        return clean_text(text, "Text") is not None and len(text) < 500
    except RefusedError:
        return False


@pytest.fixture
def hurt(own_store: Path) -> Path:
    """The demonstration with every name, title and word in it exchanged for something hostile."""
    engine = open_store(f"sqlite:///{own_store}")
    texts = [text for text in hostile() if allowed(text)]
    random.Random(1).shuffle(texts)
    with writing(engine) as connection:
        for table, column in FILLED:
            key = table.__table__.primary_key.columns.values()[0]
            for number, row in enumerate(connection.scalars(select(key)).all()):
                text = f"{number} {SCRIPT} {LINK} {texts[number % len(texts)]}"
                connection.execute(update(table).where(key == row).values(**{column: text}))
        _say(connection, texts)
        _start_another(connection)
    engine.dispose()
    return own_store


def _start_another(connection) -> None:
    """A second list beside each that is there, so that one is chosen by its name."""
    groups = MeasurementGroup.__table__
    rows = [dict(row._mapping) for row in connection.execute(select(groups)).all()]
    for row in rows:
        row["name"] = f"{row.pop('group_id')} {SCRIPT} {' '.join(MARKDOWN[:5])}"
    connection.execute(groups.insert(), rows)


def _say(connection, texts: list[str]) -> None:
    user_id = connection.scalar(select(User.user_id).limit(1))
    rows = [
        {
            "status": "in_progress",
            "judgement": "at_risk",
            "point_id": point_id,
            "by_user_id": user_id,
        }
        | {name: f"{SCRIPT} {text}" for name in ("needs", "next_step", "note", "evidence")}
        | {"at": connection.scalar(select(StatusUpdate.at).limit(1))}
        for point_id, text in zip(
            connection.scalars(select(ActionPoint.point_id)).all(), texts, strict=False
        )
    ]
    connection.execute(StatusUpdate.__table__.insert(), rows)


def test_nothing_in_the_store_is_run_fetched_or_taken_for_layout(hurt, own_server, visit, heard):
    dialogs = []

    def opened(path: str) -> Page:
        page = visit(f"{own_server}/{path}")
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        expect(page.locator("h1").first).to_be_visible()
        return page

    for path in OWN if THOROUGH else OWN[:2]:
        page = opened(path)
        assert page.locator("[data-testid=stMain] :is(script, iframe, object, embed)").count() == 0
        links = page.locator("a[href^='javascript:'], a[href*='ond'], img[src*='ond.example']")
        assert links.count() == 0, path
    page = opened("matgrupper")
    choices = page.get_by_test_id("stButtonGroup").get_by_role("radio")
    expect(choices).to_have_count(2)
    expect(choices.first).to_contain_text("<script>alert(1)</script>")
    assert choices.locator("[data-testid=stIconMaterial], strong, code, img, a").count() == 0
    page = opened(f"matt?sok={quote(' '.join(MARKDOWN[:5]))}")
    told = page.get_by_test_id("stAlert")
    expect(told).to_contain_text("https")
    assert told.locator("a, code, strong, img, [data-testid=stIconMaterial]").count() == 0
    page = opened("handlingsplaner")
    page.locator("[class*=st-key-row_point] button").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("<script>alert(1)</script>")
    opened("behorighet")

    assert dialogs == []
    assert complained_of(heard, own_server) == []
