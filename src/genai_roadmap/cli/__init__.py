"""The command line: parse the arguments, call a use case, show its result."""
