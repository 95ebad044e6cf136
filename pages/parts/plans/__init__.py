"""Handlingsplaner: how points stand, how they are shown, and where they are changed."""
