"""What the learner did: a journal of changes, from which everything about progress is computed."""
