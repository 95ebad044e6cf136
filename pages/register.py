"""Every page, in the order of the menu."""

from pages import access, definitions, figures, groups, overview, plans

PAGES = (overview, figures, groups, plans, definitions, access)
