"""Helpers for tests of the whole program."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from genai_roadmap.cli.main import app
from genai_roadmap.cli.program import NAME
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.progress.journal import Progress
from genai_roadmap.storage import progress_files

# Typer makes all commands again in each call of `app`, which takes longer than most of them run.
COMMAND: Any = typer.main.get_command(app)
# The number of times each fault was injected, by fault and system call.
POINTS: Counter[tuple[str, str]] = Counter()


@dataclass(frozen=True)
class Run:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


def command_names() -> list[str]:
    """Return the names of all commands."""
    return [*COMMAND.commands]


def run_program(*arguments: str, **options: Any) -> Run:
    """Run the program in this process, with an environment or input as `options`; a bug raises."""
    runner = CliRunner()
    with runner.isolation(**options) as (out, err, _):
        with pytest.raises(SystemExit) as exited:
            COMMAND.main(args=arguments, prog_name=NAME)
        sys.stdout.flush()
        sys.stderr.flush()
        texts = [stream.getvalue().decode(runner.charset).replace("\r\n", "\n") for stream in (out, err)]
    assert isinstance(exited.value.code, int)
    return Run(exited.value.code, *texts)


def environment(**changes: str) -> dict[str, str]:
    """Return the environment for a subprocess, with changes."""
    return {**os.environ, **changes}


def update_progress(roadmap_id: str, change: Callable[[Progress], Progress], now: dt.datetime) -> None:
    """Replace the progress on a roadmap as a command does, again if the file was edited meanwhile."""
    with progress_files.lock(roadmap_id) as file:
        while not file.write(change(file.read()), now):
            pass


def make_pipe(path: Path) -> None:
    """Create a named pipe."""
    if sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    os.mkfifo(path)


def run_on_a_terminal(
    command: list[str], typed: str = "", answers: Sequence[tuple[str, str]] = (), /, **changes: str
) -> tuple[int, str]:
    """Run a command on a terminal with typed input, by default without a pager; return its exit code and its output.

    `answers` has texts to wait for, in order, and what to type after each.
    """
    # Windows has no pseudoterminals of this kind.
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudoterminals of this kind")
    import pty

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        command,
        env=environment(**{"PAGER": "cat", **changes}),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        close_fds=True,
    )
    os.close(terminal)
    os.write(controller, typed.encode())
    shown, position, waiting = b"", 0, [*answers]
    while True:
        try:
            chunk = os.read(controller, 4096)
        except OSError:
            # On Linux, this means that the other end is closed.
            break
        if not chunk:
            break
        shown += chunk
        while waiting and (found := shown.find(waiting[0][0].encode(), position)) >= 0:
            text, keys = waiting.pop(0)
            position = found + len(text.encode())
            os.write(controller, keys.encode())
    os.close(controller)
    return process.wait(), shown.decode()


def all_texts(value: Any) -> Iterator[str]:
    """Return every string in nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from all_texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from all_texts(part)


def kept_text(result: ParsedRoadmap) -> str:
    """Return every text in an imported roadmap, and all that was left out, on lines."""
    return "\n".join([*all_texts(result.roadmap.model_dump()), *(part.text for part in result.left_out)])
