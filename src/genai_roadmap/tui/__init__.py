"""The full-screen view: the roadmap as a tree, an item beside it, and a key for each command."""
