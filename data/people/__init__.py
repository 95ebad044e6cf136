"""People: who somebody is, which roles they hold, what those allow, and what they have opened."""
