"""The demonstration's own commands.

python -m data.demo fill      fill the store with the places that are missing, one by one
python -m data.demo finish    make every place's figures again and write them to finished/
"""

import argparse
import sys
import tempfile
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data import demo
from data.demo import finished
from data.published import catch_up, publish
from data.settings import SettingError, settings
from data.store import StoreError, migrate, open_store, writing
from data.store.snapshot import Snapshot

NOT_A_DEMO = "Bara en demonstration fylls på: LAGESBILD_MODE ska vara demo."


def main(words: list[str]) -> int:
    """Run a command; 0 done, 1 refused, 2 used wrongly."""
    form = argparse.RawDescriptionHelpFormatter
    options = argparse.ArgumentParser("python -m data.demo", None, __doc__, formatter_class=form)
    options.add_argument("command", choices=COMMANDS, metavar="fill | finish")
    try:
        COMMANDS[options.parse_args(words).command]()
    except (SettingError, StoreError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except SQLAlchemyError as error:  # its message holds rows
        sys.stderr.write(f"Databasen kunde inte fyllas på ({type(error).__name__}).\n")
        return 1
    return 0


def fill() -> None:
    """Fill the store with the places that are missing; where one has no files, make its figures."""
    house = settings()
    if house.mode != "demo":
        raise SettingError(NOT_A_DEMO)
    engine = open_store(house.database_url)
    try:
        migrate(engine)
        for place in demo.missing(engine):
            demo.fill_place(engine, place)
            catch_up(Snapshot(engine))
            sys.stdout.write(f"{place.NAME} är ifyllt.\n")
    finally:
        engine.dispose()


def finish() -> None:
    """Make every place's figures from its facts, in a store of its own, and write the files."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'demo.sqlite'}")
        migrate(engine)
        for place in demo.PLACES:
            with writing(engine) as connection:
                forum_id = demo.put_in(connection, place)
            publish(Snapshot(engine), forum_id)
            finished.ship(place.CODE, finished.published(engine, forum_id))
            sys.stdout.write(f"{place.NAME} är räknat.\n")
        engine.dispose()


COMMANDS = {"fill": fill, "finish": finish}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
