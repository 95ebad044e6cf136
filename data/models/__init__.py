"""The tables, one module per area. Importing this imports all, so that metadata is complete."""

from data.models import codes, figures, groups, intake, law, log, organisation, people, plans, work
from data.models.base import SQLModel

__all__ = ["SQLModel", "codes", "figures", "groups", "intake", "law", "log", "organisation"]
__all__ += ["people", "plans", "work"]
