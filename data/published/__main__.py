"""Publish every steering group's figures again:  python -m data.published"""

import sys
from argparse import Namespace
from collections.abc import Sequence

from data.command import Command, run, say
from data.published import publish
from data.settings import settings
from data.store import check_version, open_store
from data.store.snapshot import Snapshot

USAGE = "python -m data.published"


def main(words: Sequence[str] = ()) -> int:
    """Do it; 0 done, 1 refused, 2 used wrongly."""
    return run(Command(USAGE, "Gör om alla styrgruppers skyddade siffror."), words, _publish)


def _publish(_chosen: Namespace) -> int:
    engine = open_store(settings().database_url)
    check_version(engine)
    snapshot = Snapshot(engine)
    forums = snapshot.frame("forums", snapshot.versions())
    for forum_id, name in forums.select("forum_id", "name").rows():
        publish(snapshot, forum_id)
        say(f"{name}: siffrorna är skyddade och publicerade.", done=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
