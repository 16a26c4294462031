"""The errors of the program, each with its exit code."""

from collections.abc import Callable, Collection, Sequence

# The exit code after Ctrl-C: 128 + SIGINT.
INTERRUPTED = 130


def wants_json(arguments: list[str]) -> bool:
    """Return whether a command line, without the name of the program, selects JSON."""
    return "--json" in before_separator(arguments)


def before_separator(arguments: list[str]) -> list[str]:
    """Return the arguments before `--`, which can be options."""
    return arguments[: arguments.index("--")] if "--" in arguments else [*arguments]


def error_object(message: str, exit_code: int, warnings: Sequence[str] = ()) -> str:
    """Return an error, and the warnings before it, as JSON, as commands print it with --json."""
    # Slow to import, and only needed here.
    import json

    error = {"error": {"message": message, "exit_code": exit_code}}
    return json.dumps({**error, "warnings": [*warnings]} if warnings else error)


class RoadmapError(Exception):
    """An error whose message is printed without a traceback."""

    exit_code = 1


def add_hint(error: BaseException, hint: str, warn: Callable[[str], None]) -> None:
    """Add a sentence to the message of an error, of which it is a note; about an interruption, warn with it instead."""
    if isinstance(error, RoadmapError):
        error.add_note(hint)
    else:
        warn(hint)


class RequestError(RoadmapError):
    """The request can't be met: no such item, ambiguous, nothing to undo."""


class UsageError(RoadmapError):
    """The command line is invalid: an unknown option, or a value that is not allowed."""

    exit_code = 2


class FileInvalidError(RoadmapError):
    """A file is unreadable, damaged, invalid or of a newer format; `problems` has a message for each problem.

    The error itself is the `summary`, by default all the problems. `missing_keys` are the required keys that it lacks.
    The `hint` says how to repair it; the last problem and the summary end with it.
    """

    exit_code = 3

    def __init__(
        self, *problems: str, summary: str | None = None, missing_keys: Collection[str] = (), hint: str = ""
    ) -> None:
        super().__init__("\n".join(problems) if summary is None else summary)
        self.problems = problems
        self.missing_keys = missing_keys
        self.hint = hint

    @property
    def brief(self) -> str:
        """The first problem, the number of the others, and the hint."""
        first, *others = self.problems
        more = f", and {len(others)} more{f'; {self.hint}' if self.hint else ''}" if others else ""
        return f"{first}{more}"

    def with_hint(self, hint: str) -> "FileInvalidError":
        """Return the error with how to repair the file, at the end of the last problem and of the summary."""
        *others, last = self.problems
        summary = f"{self}\n{hint[0].upper()}{hint[1:]}" if others else f"{self}; {hint}"
        problems = (*others, f"{last}; {hint}")
        return FileInvalidError(*problems, summary=summary, missing_keys=self.missing_keys, hint=hint)


class FileNewerError(FileInvalidError):
    """A file has a newer format than this version of the program supports."""


class FileWriteError(RoadmapError):
    """A file can't be written: read-only, full, locked too long; `problem` is the sentence without the consequence."""

    exit_code = 4

    def __init__(self, problem: str, consequence: str = "nothing was changed") -> None:
        super().__init__(f"{problem}; {consequence}")
        self.problem = problem


class LockedError(FileWriteError):
    """Another process holds the lock of a file."""
