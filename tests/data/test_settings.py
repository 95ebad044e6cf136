"""Settings: what holds when nothing is said, and what is said of a wrong one."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from data.people.sign_in import identity_of
from data.settings import ROOT, SettingError, Settings, settings
from data.store import open_store
from data.store.snapshot import Snapshot
from tests.operation import IN_OPERATION


@pytest.fixture(autouse=True)
def env_file(monkeypatch, tmp_path) -> Path:
    """An installation's `.env`, not there yet, and an environment that says nothing."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LAGESBILD_{name.upper()}", raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", tmp_path / ".env")
    return tmp_path / ".env"


def test_with_nothing_said_it_is_a_demonstration_in_a_file_of_its_own():
    said = settings()

    assert said.mode == "demo"
    assert said.database_url == f"sqlite:///{ROOT / 'store' / 'lagesbild.sqlite'}"
    assert said.pseudonym_key.get_secret_value()


def test_the_environment_is_read(monkeypatch):
    in_operation(monkeypatch)
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", "postgresql+psycopg://a@b/c")
    monkeypatch.setenv("LAGESBILD_SOMETHING_ELSE", "is left alone")

    assert (settings().mode, settings().database_url) == ("drift", "postgresql+psycopg://a@b/c")


def test_an_env_file_is_read_and_the_environment_comes_first(env_file, monkeypatch):
    env_file.write_text("LAGESBILD_IDLE_MINUTES=30\nLAGESBILD_PSEUDONYM_KEY=ur filen\n", "utf-8")
    monkeypatch.setenv("LAGESBILD_PSEUDONYM_KEY", "ur miljön")

    assert settings().idle_minutes == 30
    assert settings().pseudonym_key.get_secret_value() == "ur miljön"


def in_operation(monkeypatch, **otherwise: str) -> None:
    for name, value in (IN_OPERATION | otherwise).items():
        monkeypatch.setenv(name, value)


def test_in_operation_sign_in_has_what_it_asks_for_and_a_demonstration_nothing(monkeypatch):
    assert settings().secrets == {}
    in_operation(monkeypatch)

    assert settings().secrets["auth"] == {
        "redirect_uri": IN_OPERATION["LAGESBILD_REDIRECT_URI"],
        "cookie_secret": "k" * 32,
        "client_id": "lagesbild",
        "client_secret": "prov",
        "server_metadata_url": IN_OPERATION["LAGESBILD_OIDC_METADATA_URL"],
    }


def test_secrets_are_not_written_where_settings_are(monkeypatch):
    names = ("LAGESBILD_OIDC_CLIENT_SECRET", "LAGESBILD_COOKIE_SECRET")
    in_operation(monkeypatch, **dict.fromkeys(names, "hemligt" * 5))

    assert "hemligt" not in repr(settings())


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("OIDC_METADATA_URL", "http://inloggning.example/x", "ska börja med https://"),
        ("OIDC_METADATA_URL", "", "den saknas"),
        ("OIDC_CLIENT_ID", "", "den saknas"),
        ("OIDC_CLIENT_SECRET", "", "den saknas"),
        ("REDIRECT_URI", "http://lagesbild.example/oauth2callback", "ska börja med https://"),
        ("REDIRECT_URI", "https://lagesbild.example/", "ska sluta med /oauth2callback"),
        ("COOKIE_SECRET", "k" * 31, "minst 32 slumpade tecken"),
        ("PSEUDONYM_KEY", "demonstrationsnyckel", "minst 32 slumpade tecken"),
        ("IDLE_MINUTES", "4", "utanför de tillåtna gränserna"),
        ("ABSOLUTE_HOURS", "25", "utanför de tillåtna gränserna"),
        ("IDLE_MINUTES", "en stund", "fel slags värde"),
    ],
)
def test_in_operation_a_setting_that_will_not_do_is_named(monkeypatch, name, value, sentence):
    in_operation(monkeypatch, **{f"LAGESBILD_{name}": value})

    with pytest.raises(SettingError) as wrong:
        settings()
    assert str(wrong.value).startswith(f"Inställningen LAGESBILD_{name} kan inte användas: ")
    assert sentence in str(wrong.value)


@pytest.mark.parametrize("place", ["localhost", "127.0.0.1"])
def test_within_this_machine_sign_in_may_go_without_tls(monkeypatch, place):
    in_operation(monkeypatch, LAGESBILD_REDIRECT_URI=f"http://{place}:8501/oauth2callback")

    assert settings().redirect_uri.startswith("http://")


def test_the_env_file_is_the_one_beside_the_code():
    asked = "from data.settings import Settings; print(Settings.model_config['env_file'])"
    assert in_a_process_of_its_own(asked) == str(ROOT / ".env")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MODE", "prov", "den ska vara 'demo' eller 'drift'"),
        ("MODE", "", "den ska vara 'demo' eller 'drift'"),
        ("MODE", "Demo", "den ska vara 'demo' eller 'drift'"),
        ("DATABASE_URL", "postgresql://hemligt@b/c", "ska börja med sqlite:/// eller postgresql"),
        ("DATABASE_URL", "sqlite://hemligt", "ska börja med sqlite:/// eller postgresql"),
        ("DATABASE_URL", "", "ska börja med sqlite:/// eller postgresql"),
    ],
)
def test_a_wrong_setting_is_named_in_a_sentence_that_does_not_repeat_it(
    monkeypatch, name, value, sentence
):
    monkeypatch.setenv(f"LAGESBILD_{name}", value)

    with pytest.raises(SettingError) as wrong:
        settings()

    said = str(wrong.value)
    assert said.startswith(f"Inställningen LAGESBILD_{name} kan inte användas: ")
    assert sentence in said
    assert "hemligt" not in said


@pytest.mark.parametrize("url", ["sqlite:///", "postgresql+psycopg://hemligt@b:port/c"])
def test_an_address_that_leads_nowhere_is_named_in_a_sentence(monkeypatch, url):
    monkeypatch.setenv("LAGESBILD_DATABASE_URL", url)

    with pytest.raises(SettingError, match="LAGESBILD_DATABASE_URL kan inte användas") as wrong:
        settings()

    assert "hemligt" not in str(wrong.value)


def test_importing_reads_nothing(monkeypatch):
    """A setting that can't be used is of no matter until somebody asks for the settings."""
    monkeypatch.setenv("LAGESBILD_MODE", "prov")

    assert in_a_process_of_its_own("import data.settings, data.store, data.reader; print()") == ""


def in_a_process_of_its_own(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=True
    )
    return done.stdout.strip()


def test_no_secret_stands_in_a_repr(monkeypatch):
    address = "postgresql+psycopg://a:lösenordet@b/c"
    hidden = {
        "LAGESBILD_DATABASE_URL": address,
        "LAGESBILD_PSEUDONYM_KEY": "pseudonymernas-nyckel" * 2,
        "LAGESBILD_COOKIE_SECRET": "kakornas-nyckel" * 3,
        "LAGESBILD_OIDC_CLIENT_SECRET": "klientens-hemlighet",
    }
    in_operation(monkeypatch, **hidden)
    engine = open_store(settings().database_url)
    snapshot = Snapshot(engine)
    who = identity_of({"iss": "i", "sub": "s", "iat": 1})

    shown = [f(value) for f in (repr, str) for value in (settings(), engine, snapshot, engine.url)]
    shown += [repr(vars(snapshot)), repr(who)]

    for text in shown:
        assert "lösenordet" not in text
        assert who.token not in text
        assert not any(secret in text for secret in hidden.values())


def test_a_wrong_setting_is_never_repeated_by_what_refuses_it():
    with pytest.raises(ValidationError) as wrong:
        Settings(database_url="mysql://a:lösenordet@b/c")

    assert "lösenordet" not in f"{wrong.value}{wrong.value!r}"
