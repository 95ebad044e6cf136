"""What a steering group has agreed on about figures."""
