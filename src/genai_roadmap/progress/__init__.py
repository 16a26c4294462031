"""The progress of a learner: a journal of changes, from which everything else is computed."""
