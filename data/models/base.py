"""What tables are declared with: SQLModel, read by a type checker as SQLAlchemy reads it.

SQLModel tells a type checker that a table's column is the value in it, an int or a str, as in an
object of one row. Here no such objects are made: columns are only used to build queries.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import ClassVar

    from sqlalchemy import Table
    from sqlalchemy.orm import DeclarativeBase, Mapped

    class SQLModel(DeclarativeBase):
        """A table: one row per object."""

        __table__: ClassVar[Table]  # pyright: ignore[reportIncompatibleVariableOverride]

        def __init_subclass__(cls, *, table: bool = False, **more: Any) -> None: ...
else:
    from sqlmodel import SQLModel

    SQLModel.model_config["defer_build"] = True  # what would validate objects is never asked for

    class Mapped:
        """`Mapped[int]` is int to SQLModel, and a column of int to a type checker."""

        def __class_getitem__(cls, kind: object) -> object:
            """The type in brackets, unchanged."""
            return kind


__all__ = ["Mapped", "SQLModel"]
