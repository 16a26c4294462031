"""Reports as Rich renderables, one function per page."""
