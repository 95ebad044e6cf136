"""What a steering group records about its figures: targets, limits, notes, choice, inventory."""
