"""Mätgrupper: how groups stand, and how one is started."""
