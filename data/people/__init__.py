"""People: who somebody is, which roles they hold, what those give, and what they have opened."""
