"""Take a delivered file in:

    python -m data.imports cases FILE --profile NAME
    python -m data.imports figures FILE --figure NAME --forum CODE

Leaves with 0 when the file is in (or was in already), 1 when it was refused, 2 when the command
was used wrongly.
"""

import hashlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from data.demo.visitors import let_visitors_in
from data.imports.cases import read_cases
from data.imports.intake import already_in, take_in
from data.imports.profile import Profile, UnknownProfileError, load_profile
from data.imports.ready_made import (
    ReadyMade,
    load_ready_made,
    read_values,
    take_in_values,
    was_taken_in,
)
from data.imports.refusal import FileRefusedError
from data.imports.table import read_table
from data.published import catch_up
from data.settings import SettingError, Settings, settings
from data.store import StoreError, check_version, migrate, open_store, writing
from data.store.snapshot import Snapshot

USAGE = (
    "Så här: python -m data.imports cases FIL --profile NAMN\n"
    "eller:  python -m data.imports figures FIL --figure NAMN --forum KOD"
)


def main(words: list[str]) -> int:
    """Read the words of the command, and do it."""
    try:
        path, take = _read_words(words)
        content = path.read_bytes()
    except (ValueError, OSError, UnknownProfileError) as reason:
        _say(str(reason) if isinstance(reason, (ValueError, UnknownProfileError)) else _no_file())
        return 2
    try:
        return take(content, path.name)
    except FileRefusedError as refused:
        for refusal in refused.refusals:
            _say(refusal.said_of(path.name))
        _say(f"Ingenting lästes in. Rätta {len(refused.refusals)} fel och försök igen.")
    except (StoreError, SettingError, LookupError) as reason:
        _say(str(reason.args[0]))
    return 1


def _read_words(words: list[str]) -> tuple[Path, Callable[[bytes, str], int]]:
    """The file, and what takes it in."""
    match words:
        case ["cases", path, "--profile", name] | ["cases", "--profile", name, path]:
            return Path(path), partial(_take, load_profile(name))
        case ["figures", path, "--figure", name, "--forum", code]:
            return Path(path), partial(_take_figure, load_ready_made(name), code)
    raise ValueError(USAGE)


def _open() -> tuple[Settings, Engine]:
    """The settings and the store, at the code's own version."""
    chosen = settings()
    engine = open_store(chosen.database_url)
    if chosen.mode == "demo":
        migrate(engine)
    check_version(engine)
    return chosen, engine


def _take_figure(figure: ReadyMade, forum_code: str, content: bytes, file: str) -> int:
    _, engine = _open()
    hashed = hashlib.sha256(content).hexdigest()
    if was_taken_in(engine, figure, forum_code, hashed):
        _say(f"{file} är redan inläst. Ingenting ändrades.", done=True)
        return 0
    values, table = read_values(content, figure)
    new = take_in_values(engine, figure, forum_code, values, table, hashed)
    _say(f"{file}: {len(values)} värden inlästa, varav {new} nya.", done=True)
    return 0


def _take(profile: Profile, content: bytes, file: str) -> int:
    chosen, engine = _open()
    file_hash = hashlib.sha256(content).hexdigest()
    if already_in(engine, profile, file_hash):
        catch_up(Snapshot(engine))
        _say(f"{file} är redan inläst. Ingenting ändrades.", done=True)
        return 0
    table = read_table(content, profile.columns)
    cases = read_cases(
        table, profile, chosen.pseudonym_key, lambda read: _say(f"{read} rader lästa …")
    )
    forum_id, new = take_in(engine, profile, cases, file_hash, table.headings)
    if chosen.mode == "demo":
        with writing(engine) as connection:
            let_visitors_in(connection, forum_id)
    _say("Skyddar siffrorna …")
    catch_up(Snapshot(engine))
    _say(f"{file}: {len(cases)} ärenden inlästa, varav {new} nya.", done=True)
    return 0


def _no_file() -> str:
    return f"Filen finns inte eller går inte att läsa. {USAGE}"


def _say(sentence: str, done: bool = False) -> None:
    (sys.stdout if done else sys.stderr).write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
