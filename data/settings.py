"""Settings: what differs between installations."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from data.people.claims import Given, read_map

ROOT = Path(__file__).parents[1]
DEMO_KEY = "demonstrationsnyckel"
LOCAL = ("localhost", "127.0.0.1", "::1")
SHORTEST_SECRET = 32
TOO_SHORT = "den ska ha minst 32 slumpade tecken"


class SettingError(Exception):
    """A setting is wrong. The message names it, in Swedish, and says what to do."""


class Settings(BaseSettings):
    """Read from the environment or `.env`: LAGESBILD_DATABASE_URL, LAGESBILD_MODE and so on.

    Built once, at an entrance (app.py, a command, a test), by `settings()`, which hands on plain
    values: nothing else reads the environment. Its repr shows no secret.
    """

    model_config = SettingsConfigDict(
        env_prefix="LAGESBILD_",
        env_file=ROOT / ".env",
        extra="ignore",
        hide_input_in_errors=True,
    )

    # not in repr: an address may hold a password
    database_url: str = Field(
        default=f"sqlite:///{ROOT / 'store' / 'lagesbild.sqlite'}", repr=False
    )
    mode: Literal["demo", "drift"] = "demo"
    pseudonym_key: SecretStr = SecretStr(DEMO_KEY)
    oidc_metadata_url: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_group_claim: str = ""
    oidc_group_roles: str = ""
    redirect_uri: str = ""
    cookie_secret: SecretStr = SecretStr("")
    idle_minutes: int = Field(default=60, ge=5, le=480)
    absolute_hours: int = Field(default=10, ge=1, le=24)

    @property
    def secrets(self) -> dict[str, Any]:
        """What Streamlit's sign-in needs; nothing in a demonstration, where nobody signs in."""
        if self.mode == "demo":
            return {}
        return {
            "auth": {
                "redirect_uri": self.redirect_uri,
                "cookie_secret": self.cookie_secret.get_secret_value(),
                "client_id": self.oidc_client_id,
                "client_secret": self.oidc_client_secret.get_secret_value(),
                "server_metadata_url": self.oidc_metadata_url,
            }
        }

    @property
    def given(self) -> tuple[Given, ...]:
        """The roles that the provider's groups give; none unless claim and mapping are set."""
        return read_map(self.oidc_group_roles) if self.oidc_group_claim else ()

    @field_validator("oidc_group_roles")
    @classmethod
    def _a_mapping(cls, mapping: str) -> str:
        read_map(mapping)
        return mapping

    @field_validator("oidc_metadata_url", "redirect_uri")
    @classmethod
    def _over_https(cls, url: str) -> str:
        """Demand TLS, since tokens are sent there; without it only within this machine."""
        place = urlsplit(url)
        if url and place.scheme != "https" and place.hostname not in LOCAL:
            raise ValueError("ska börja med https://")
        return url

    @model_validator(mode="after")
    def _whole(self) -> "Settings":
        """Demand, in the mode drift, everything that sign-in and pseudonyms need."""
        if self.mode == "demo":
            return self
        if not self.redirect_uri.endswith("/oauth2callback"):
            raise PydanticCustomError("redirect_uri", "den ska sluta med /oauth2callback")
        for name in ("oidc_metadata_url", "oidc_client_id", "oidc_client_secret"):
            if not str(getattr(self, name)):
                raise PydanticCustomError(name, "den saknas, och drift kräver inloggning")
        if len(self.cookie_secret.get_secret_value()) < SHORTEST_SECRET:
            raise PydanticCustomError("cookie_secret", TOO_SHORT)
        if len(self.pseudonym_key.get_secret_value()) < SHORTEST_SECRET:
            raise PydanticCustomError("pseudonym_key", TOO_SHORT)
        return self

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
    """Read the settings; SettingError, naming the first wrong one, if they can't be used."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = first["loc"][0] if first["loc"] else first["type"]
        name = f"LAGESBILD_{str(place).upper()}"
        raise SettingError(f"Inställningen {name} kan inte användas: {_why(first)}.") from None


def _why(error: Any) -> str:
    """What is wrong with a setting, in Swedish and without repeating its value."""
    if error["type"] == "literal_error":
        return f"den ska vara {error['ctx']['expected'].replace(' or ', ' eller ')}"
    if error["type"] in Settings.model_fields:
        return error["msg"]
    if error["type"] in ("greater_than_equal", "less_than_equal"):
        return "den ligger utanför de tillåtna gränserna"
    return str(error["ctx"]["error"]) if "error" in error.get("ctx", {}) else "fel slags värde"
