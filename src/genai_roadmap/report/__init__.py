"""A roadmap, the progress on it and the current time as numbers: status, history, forecast and plan."""
