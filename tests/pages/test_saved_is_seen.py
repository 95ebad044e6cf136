"""What somebody saves is on everybody's next look, on cards too."""

from datetime import date

from sqlalchemy import update

from data.actions.plans import set_status
from data.models.figures import ChosenFigure, Scorecard
from data.models.organisation import Forum, User
from data.models.plans import ActionPlan, ActionPoint
from data.store import writing
from metrics.catalogue import FIGURES
from tests.data.builders import Place, leader, put, rows_of
from tests.pages.opened import open_page

DONE = next(figure.title for figure in FIGURES if figure.key == "punkter_klara")


def test_a_point_that_is_done_is_seen_on_the_card_of_how_many_are(demo_store, monkeypatch):
    (forum,) = rows_of(demo_store, Forum, Forum.code == "spanga-tensta")
    with writing(demo_store) as connection:  # a month's last day: the card is of it, settled
        connection.execute(update(Forum).values(as_of=date(2014, 11, 30)))
    put(demo_store, Scorecard, forum_id=forum["forum_id"])
    put(demo_store, ChosenFigure, forum_id=forum["forum_id"], figure="punkter_klara")
    page = open_page(demo_store, monkeypatch, styrgrupp="spanga-tensta")
    before = page.row(DONE)

    plans = ActionPlan.forum_id == forum["forum_id"]
    ids = [row["plan_id"] for row in rows_of(demo_store, ActionPlan, plans)]
    points = rows_of(demo_store, ActionPoint, ActionPoint.plan_id.in_(ids))
    user_id = rows_of(demo_store, User)[0]["user_id"]
    by = leader(Place(forum["forum_id"], 0, 0, 0, user_id))
    for point in points[3:5]:
        said = {"point_id": point["point_id"], "version": point["version"]}
        done = {"status": "done", "done_on": date(2014, 11, 28), "note": "Färdig"}
        set_status(demo_store, by=by, **said, **done)

    assert page.run().row(DONE) != before
