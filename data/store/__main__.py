"""Bring the store's tables up to the code's version:  python -m data.store migrate"""

import sys

from data.settings import SettingError, settings
from data.store import StoreError, migrate, open_store


def main(words: list[str]) -> int:
    """Run a command about the store; 0 done, 1 refused, 2 used wrongly."""
    if words != ["migrate"]:
        sys.stderr.write("Så här: python -m data.store migrate\n")
        return 2
    try:
        migrate(open_store(settings().database_url))
    except (StoreError, SettingError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write("Databasen har programmets version.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
