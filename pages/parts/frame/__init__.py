"""The frame: what may be chosen, and how a screen follows what others save."""
