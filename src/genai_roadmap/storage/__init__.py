"""The files: progress, roadmaps, settings, backups and archives."""
