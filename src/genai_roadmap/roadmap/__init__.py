"""What there is to learn: the roadmap, finding an item of it, checking it, and matching a new version."""
