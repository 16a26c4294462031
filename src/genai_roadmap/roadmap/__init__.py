"""Roadmaps: their data model, and finding, checking and comparing them."""
