"""The terminal: what it can display, and the output to it."""
