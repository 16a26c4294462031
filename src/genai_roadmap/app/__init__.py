"""The use cases, shared by every front end. They return results and print nothing."""
