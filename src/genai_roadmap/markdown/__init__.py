"""Import roadmaps from Markdown."""
