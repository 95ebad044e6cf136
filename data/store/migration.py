"""Keeping the store's tables at the code's version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from data.store.engine import StoreError, reading, writing

ROOT = Path(__file__).parents[2]
OLDER = "Databasen är äldre än programmet. Kör »python -m data.store migrate« och starta om."
NEWER = "Databasen är nyare än programmet. Installera den senaste versionen av Lägesbild."
UNREACHABLE = (
    "Databasen går inte att nå. Kontrollera LAGESBILD_DATABASE_URL och att databasen är igång."
)


def migrations() -> Config:
    """Alembic's settings, from pyproject.toml."""
    return Config(toml_file=ROOT / "pyproject.toml")


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to the code's version, or to the given earlier revision.

    StoreError when the store can't be reached or is newer than the code.
    """
    config = migrations()
    if _is_newer(engine):
        raise StoreError(NEWER)
    head = ScriptDirectory.from_config(config).get_current_head()
    if _version_in_store(engine) == (head if revision == "head" else revision):
        return
    with writing(engine, refers_freely=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def check_version(engine: Engine) -> None:
    """StoreError when the store can't be reached, or is older or newer than the code."""
    if _is_newer(engine):
        raise StoreError(NEWER)
    if _version_in_store(engine) != ScriptDirectory.from_config(migrations()).get_current_head():
        raise StoreError(OLDER)


def _is_newer(engine: Engine) -> bool:
    """Whether the store has a revision that the code does not know."""
    scripts = ScriptDirectory.from_config(migrations()).walk_revisions()
    return _version_in_store(engine) not in {None, *(script.revision for script in scripts)}


def _version_in_store(engine: Engine) -> str | None:
    try:
        with reading(engine) as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError:
        raise StoreError(UNREACHABLE) from None
