"""Publish every steering group's figures again:  python -m data.published

python -m data.published --rapport     say how much is shown instead, and why the rest is not
python -m data.published --rapport --betrodda-chefer     and how much would be with heads trusted
"""

import sys
from argparse import Namespace
from collections.abc import Sequence

from data.command import Command, run, say
from data.published import publish_each, reported
from data.settings import settings
from data.store import check_version, open_store
from data.store.snapshot import Snapshot

USAGE = "python -m data.published [--rapport [--betrodda-chefer]]"


def main(words: Sequence[str] = ()) -> int:
    """Do it; 0 done, 1 refused, 2 used wrongly."""
    parser = Command(USAGE, "Gör om alla styrgruppers skyddade siffror.")
    parser.add_argument(
        "--rapport",
        action="store_true",
        help="visa i stället hur många rutor av varje nyckeltal som visas, och varför resten inte "
        "gör det; aldrig ett värde",
    )
    parser.add_argument(
        "--betrodda-chefer",
        action="store_true",
        help="räkna också ut hur många som skulle visas om chefer vore betrodda; tar tid",
    )
    return run(parser, words, _report if "--rapport" in words else _publish)


def _publish(_chosen: Namespace) -> int:
    snapshot, failed = _snapshot(), {}
    for forum_id, name in _forums(snapshot):
        failed |= publish_each(snapshot, [forum_id])
        if forum_id in failed:
            kind = type(failed[forum_id]).__name__
            say(f"{name}: siffrorna kunde inte räknas om ({kind}). De som fanns visas fortfarande.")
        else:
            say(f"{name}: siffrorna är skyddade och publicerade.", done=True)
    return int(bool(failed))


def _report(chosen: Namespace) -> int:
    snapshot = _snapshot()
    for forum_id, name in _forums(snapshot):
        text = reported(snapshot, forum_id, trusted_heads=chosen.betrodda_chefer)
        say(f"{name}\n\n{text}\n", done=True)
    return 0


def _snapshot() -> Snapshot:
    engine = open_store(settings().database_url)
    check_version(engine)
    return Snapshot(engine)


def _forums(snapshot: Snapshot) -> list[tuple[int, str]]:
    forums = snapshot.frame("forums", snapshot.versions())
    return forums.select("forum_id", "name").rows()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
