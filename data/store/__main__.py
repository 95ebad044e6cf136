"""Bring the store's tables up to the code's version:  python -m data.store migrate"""

import sys
from argparse import Namespace
from collections.abc import Sequence

from data.command import Command, run, say
from data.settings import settings
from data.store import migrate, open_store

USAGE = "python -m data.store migrate"


def main(words: Sequence[str]) -> int:
    """Run a command about the store; 0 done, 1 refused, 2 used wrongly."""
    parser = Command(USAGE, "Databasen och programmets version.")
    what = "för databasens tabeller till programmets version"
    parser.add_argument("what", metavar="migrate", choices=("migrate",), help=what)
    return run(parser, words, _migrate)


def _migrate(_chosen: Namespace) -> int:
    migrate(open_store(settings().database_url))
    say("Databasen har programmets version.", done=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
