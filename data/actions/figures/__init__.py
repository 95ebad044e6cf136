"""What a steering group says of its figures: targets, limits, notes, its choice, its inventory."""
