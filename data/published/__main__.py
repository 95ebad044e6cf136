"""Publish every steering group's figures anew:  python -m data.published"""

import sys

from data.published import publish
from data.settings import SettingError, settings
from data.store import StoreError, check_version, open_store
from data.store.snapshot import Snapshot


def main() -> int:
    """Do it; 0 done, 1 refused."""
    try:
        engine = open_store(settings().database_url)
        check_version(engine)
    except (StoreError, SettingError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    snapshot = Snapshot(engine)
    forums = snapshot.frame("forums", snapshot.versions())
    for forum_id, name in forums.select("forum_id", "name").rows():
        publish(snapshot, forum_id)
        sys.stdout.write(f"{name}: siffrorna är skyddade och publicerade.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
