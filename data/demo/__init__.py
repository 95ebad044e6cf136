"""Made-up data that retells the source documents: the same at every run, one module a place.

Nothing here stems from a real case. What a source says is kept (150 on the list, 43 remaining,
nine points); what it does not say is simulated, and the text beside it says so.
"""

from sqlalchemy import Engine, select

from data.demo import gotland, lillstad, spanga_tensta
from data.demo.visitors import let_visitors_in
from data.models.organisation import Forum
from data.store import reading, writing

PLACES = (spanga_tensta, gotland, lillstad)


def is_empty(engine: Engine) -> bool:
    """Whether the store has no steering group yet."""
    with reading(engine) as connection:
        return connection.scalar(select(Forum.forum_id).limit(1)) is None


def fill(engine: Engine) -> None:
    """Fill an empty store with every place, its visitors too: all of it or nothing."""
    with writing(engine) as connection:
        for place in PLACES:
            let_visitors_in(connection, place.fill(connection))
