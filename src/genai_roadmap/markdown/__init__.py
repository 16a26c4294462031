"""Markdown text as a roadmap."""
