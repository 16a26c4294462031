"""The full-screen view: the roadmap as a tree, the selected item beside it, and a key for each command."""
