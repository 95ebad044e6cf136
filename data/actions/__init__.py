"""The one door in: one function a change, keyword-only, by=viewer, one transaction, one event."""
