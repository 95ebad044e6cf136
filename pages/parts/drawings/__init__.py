"""Small drawings without a chart library: a bar that adds up, a line with its limits."""
