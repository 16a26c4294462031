"""The terminal: its capabilities, the output to it, and the pages."""
