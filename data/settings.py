"""Settings: what differs between one installation and the next."""

from pathlib import Path
from typing import Literal

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).parents[1]
DEMO_KEY = "demonstrationsnyckel"


class SettingError(Exception):
    """A setting is wrong. The message names it, in Swedish, and says what to do."""


class Settings(BaseSettings):
    """Read from the environment or `.env`: LAGESBILD_DATABASE_URL, LAGESBILD_MODE and so on.

    Built once, at an entrance (app.py, a command, a test) through `settings()`; plain values are
    handed on from there. Nothing further in reads the environment.
    """

    model_config = SettingsConfigDict(
        env_prefix="LAGESBILD_", env_file=ROOT / ".env", extra="ignore"
    )

    database_url: str = f"sqlite:///{ROOT / 'store' / 'lagesbild.sqlite'}"
    mode: Literal["demo", "drift"] = "demo"
    pseudonym_key: str = DEMO_KEY

    @field_validator("database_url")
    @classmethod
    def _of_a_known_kind(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("ska börja med sqlite:/// eller postgresql+psycopg://")
        try:
            names_a_store = bool(make_url(url).database)
        except (ArgumentError, ValueError):
            raise ValueError("går inte att läsa som en adress till en databas") from None
        if not names_a_store:
            raise ValueError("nämner ingen databas")
        return url


def settings() -> Settings:
    """Read the settings; SettingError, naming the first wrong one, when they can't be used."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = f"LAGESBILD_{str(first['loc'][0]).upper()}"
        raise SettingError(f"Inställningen {name} kan inte användas: {_why(first)}.") from None


def _why(error: dict) -> str:
    """What is wrong with a setting, in Swedish and without repeating its value."""
    if error["type"] == "literal_error":
        return f"den ska vara {error['ctx']['expected'].replace(' or ', ' eller ')}"
    return str(error["ctx"]["error"]) if "error" in error.get("ctx", {}) else "fel slags värde"
