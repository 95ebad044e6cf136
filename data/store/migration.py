"""Keeping the store's tables at the code's version."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import OperationalError

from data.store.engine import StoreError, reading, writing

if TYPE_CHECKING:
    from alembic.config import Config

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "data" / "migrations" / "versions"
OLDER = "Databasen är äldre än programmet. Kör »python -m data.store migrate« och starta om."
NEWER = "Databasen är nyare än programmet. Installera den senaste versionen av Lägesbild."
UNREACHABLE = (
    "Databasen går inte att nå. Kontrollera LAGESBILD_DATABASE_URL och att databasen är igång."
)


def migrations() -> "Config":
    """Alembic's settings, from pyproject.toml."""
    from alembic.config import Config

    return Config(toml_file=ROOT / "pyproject.toml")


@cache
def revisions() -> tuple[str, ...]:
    """The revisions that the code knows, the first to the last, by the names of their files."""
    return tuple(sorted(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*.py")))


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up to the code's version, or to the given earlier revision.

    StoreError when the store can't be reached or is newer than the code.
    """
    wanted = revisions()[-1] if revision == "head" else revision
    if _known_version(engine) == wanted:
        return  # as at most starts: Alembic takes a while to import
    from alembic import command

    config = migrations()
    with writing(engine, refers_freely=True) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, wanted)


def check_version(engine: Engine) -> None:
    """StoreError when the store can't be reached, or is older or newer than the code."""
    if _known_version(engine) != revisions()[-1]:
        raise StoreError(OLDER)


def _known_version(engine: Engine) -> str | None:
    """The store's version, None for a store without tables; StoreError for one that is newer."""
    version = _version_in_store(engine)
    if version not in {None, *revisions()}:
        raise StoreError(NEWER)
    return version


def _version_in_store(engine: Engine) -> str | None:
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except OperationalError:
        raise StoreError(UNREACHABLE) from None
