"""What is kept, and who may see it: the store, one door out of it and one door in."""
