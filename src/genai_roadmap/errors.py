"""What can go wrong, each with the exit code and the sentence that the learner gets."""

# The exit code after Ctrl-C: 128 and the number of SIGINT.
INTERRUPTED = 130


def error_object(message: str, exit_code: int) -> str:
    """Return an error as JSON, as commands print it with --json."""
    # Slow to import, and only needed here.
    import json

    return json.dumps({"error": {"message": message, "exit_code": exit_code}})


class RoadmapError(Exception):
    """Anything the learner should be told in a sentence, without a traceback."""

    exit_code = 1


class RequestError(RoadmapError):
    """What was asked for can't be done: no such item, ambiguous, nothing to undo."""


class FileInvalidError(RoadmapError):
    """A file can't be read, is damaged, is invalid or comes from a newer program; `problems` has a sentence each."""

    exit_code = 3

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class FileNewerError(FileInvalidError):
    """A file is of a newer version of the program, which alone can read it."""


class FileWriteError(RoadmapError):
    """A file can't be written: read-only, full, locked too long."""

    exit_code = 4
