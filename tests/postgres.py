"""The tests' Postgres server, told and asked in SQL over a connection of its own."""

from sqlalchemy import create_engine, text


def named(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return address.replace("/postgres?", f"/{name}?")


def command(address: str, words: str) -> None:
    """Do something, outside any transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(words))
    engine.dispose()


def ask(address: str, words: str) -> object:
    """The first value of the first row."""
    engine = create_engine(address)
    with engine.connect() as connection:
        answer = connection.scalar(text(words))
    engine.dispose()
    return answer
