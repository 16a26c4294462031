"""The messages on stderr: the one place that prints warnings and errors."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import typer

from genai_roadmap.errors import error_object, wants_json
from genai_roadmap.terminal.display import DEFAULT_WIDTH

# An indented line in columns.
ROW = re.compile(r"  \S+ {2,}\S")
ELLIPSIS = "..."

# What errors and warnings begin with.
PREFIX = "genai-roadmap: "


@dataclass
class Messages:
    """The warnings and the error of a run, as text or, with `as_json`, as one JSON object.

    The process has one object, which `of_run` resets. It is not in the Typer context, because errors occur before that
    exists, and the editor, which has no context, also warns.
    """

    as_json: bool = False
    _warnings: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Print a warning; with `as_json`, keep it until the run ends."""
        if self.as_json:
            self._warnings.append(text)
        else:
            _print(f"{PREFIX}{text}")

    def hint(self, text: str) -> None:
        """Print text without a prefix, such as a suggestion."""
        _print(text)

    def fail(self, text: str, exit_code: int) -> int:
        """Print an error, and return its exit code."""
        if self.as_json:
            _print_raw(error_object(text, exit_code, self._warnings))
            self._warnings.clear()
        else:
            _print(f"{PREFIX}{text}")
        return exit_code

    @contextmanager
    def of_run(self, arguments: list[str]) -> Iterator[None]:
        """Print the messages of a run in the format that its arguments select; warnings without an error come last."""
        self.as_json = wants_json(arguments)
        try:
            yield
        finally:
            for text in self._warnings:
                _print(f"{PREFIX}{text}")
            self._warnings.clear()


MESSAGES = Messages()


def _print(text: str) -> None:
    from genai_roadmap.suggested import suggested
    from genai_roadmap.text import printable_lines

    message = printable_lines(suggested(text))
    _print_raw(_wrapped_for_stderr(message) if sys.stderr.isatty() else message)


def wrapped(text: str, width: int) -> str:
    """Return the text wrapped at spaces; longer words, such as paths, and commands stay whole.

    The rows of a list in columns, such as the items that an ambiguous name matches, are shortened instead.
    """
    # Slow to import, and needed only on a terminal.
    import textwrap

    from genai_roadmap.text import HELD, hold_commands

    lines = (
        [_shortened(line, width)]
        if ROW.match(line)
        else textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        for line in hold_commands(text, width).splitlines()
    )
    return "\n".join(line for part in lines for line in part).replace(HELD, " ")


def _shortened(line: str, width: int) -> str:
    from genai_roadmap.text import beginning

    return line if len(line) <= width else f"{beginning(line, max(width - len(ELLIPSIS), 0))}{ELLIPSIS}"


def _wrapped_for_stderr(text: str) -> str:
    return wrapped(text, os.get_terminal_size(sys.stderr.fileno()).columns or DEFAULT_WIDTH)


def _print_raw(text: str) -> None:
    # stderr may be closed or full.
    with suppress(OSError):
        typer.echo(text, err=True)
