"""Take a delivered file in:

    python -m data.imports cases FILE --profile NAME
    python -m data.imports figures FILE --figure NAME --forum CODE

Exits with 0 when the file is in (or already was), 1 when it was refused, 2 when the command was
used wrongly.
"""

import hashlib
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, select

from data.command import Command, run, say
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
from data.imports.refusal import FileRefusedError, in_words
from data.imports.table import read_table
from data.models.organisation import Forum
from data.published import catch_up
from data.settings import Settings, settings
from data.store import check_version, migrate, open_store, reading, writing
from data.store.snapshot import Snapshot

USAGE = (
    "python -m data.imports cases FIL --profile NAMN\n"
    "eller:  python -m data.imports figures FIL --figure NAMN --forum KOD"
)
KINDS = ("cases", "figures")


def main(words: Sequence[str]) -> int:
    """Run the command; return its exit code."""
    parser = _parser()
    return run(parser, _kind_first(words), partial(_take_file, parser), (LookupError,))


def _parser() -> Command:
    parser = Command(USAGE, "Läs in en levererad fil: hela filen, eller ingenting av den.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="|".join(KINDS))
    cases = kinds.add_parser("cases", usage=USAGE, about="Läs in ärenden.", help="ärenden")
    figures = kinds.add_parser(
        "figures", usage=USAGE, about="Läs in ett mått som görs någon annanstans.", help="ett mått"
    )
    for kind in (cases, figures):
        kind.add_argument("file", metavar="FIL", type=Path, help="filen, i CSV")
    cases.add_argument("--profile", metavar="NAMN", required=True, help="hur källan skriver filen")
    figures.add_argument("--figure", metavar="NAMN", required=True, help="måttet")
    figures.add_argument("--forum", metavar="KOD", required=True, help="styrgruppens kod")
    return parser


def _kind_first(words: Sequence[str]) -> list[str]:
    """The arguments with the kind of file (cases, figures) moved first."""
    place = next((place for place, word in enumerate(words) if word in KINDS), 0)
    return [*words[place : place + 1], *words[:place], *words[place + 1 :]]


def _take_file(parser: Command, chosen: Namespace) -> int:
    try:
        take = _taker(chosen)
        content = chosen.file.read_bytes()
    except UnknownProfileError as reason:
        say(str(reason))
        return 2
    except OSError:
        parser.used_wrongly("Filen finns inte eller går inte att läsa.")
    try:
        return take(content, chosen.file.name)
    except FileRefusedError as refused:
        for sentence in in_words(refused.refusals, chosen.file.name):
            say(sentence)
        say(f"Ingenting lästes in. Rätta {len(refused.refusals)} fel och försök igen.")
    return 1


def _taker(chosen: Namespace) -> Callable[[bytes, str], int]:
    """The function that takes the file in, given its content and its name."""
    if chosen.kind == "cases":
        return partial(_take, load_profile(chosen.profile))
    return partial(_take_figure, load_ready_made(chosen.figure), chosen.forum)


def _open() -> tuple[Settings, Engine]:
    """The settings and the store, whose tables must be at the code's version."""
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
        say(f"{file} är redan inläst. Ingenting ändrades.", done=True)
        return 0
    values, table = read_values(content, figure)
    new = take_in_values(engine, figure, forum_code, values, table, hashed)
    say(f"{file}: {len(values)} värden inlästa, varav {new} nya.", done=True)
    return 0


def _take(profile: Profile, content: bytes, file: str) -> int:
    chosen, engine = _open()
    file_hash = hashlib.sha256(content).hexdigest()
    if already_in(engine, profile, file_hash):
        _publish(engine)
        say(f"{file} är redan inläst. Ingenting ändrades.", done=True)
        return 0
    table = read_table(content, profile.columns)
    key = chosen.pseudonym_key.get_secret_value()
    cases = read_cases(table, profile, key, lambda read: say(f"{read} rader lästa …"))
    forum_id, new = take_in(engine, profile, cases, file_hash, table.headings)
    if chosen.mode == "demo":
        with writing(engine) as connection:
            let_visitors_in(connection, forum_id)
    say("Skyddar siffrorna …")
    _publish(engine)
    say(f"{file}: {len(cases)} ärenden inlästa, varav {new} nya.", done=True)
    return 0


def _publish(engine: Engine) -> None:
    """Publish what is behind, and say which steering groups keep the figures that they had."""
    failed = catch_up(Snapshot(engine))
    with reading(engine) as connection:
        names = connection.scalars(select(Forum.name).where(Forum.forum_id.in_(failed))).all()
    for name in names:
        say(
            f"{name}: uppgifterna är inne, men siffrorna kunde inte räknas om. De som fanns visas "
            "fortfarande. Försök igen med python -m data.published, och säg till den som sköter "
            "systemet om det inte hjälper."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
