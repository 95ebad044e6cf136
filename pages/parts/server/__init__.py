"""The server around the pages: who is answered, with what, which files go out, what is logged."""
