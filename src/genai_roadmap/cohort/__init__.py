"""Show the progress of many learners together."""
