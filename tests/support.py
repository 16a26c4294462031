"""What tests of the whole program share."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.progress.journal import Progress
from genai_roadmap.storage import progress_files

# How often each fault was injected at each system call.
POINTS: Counter[tuple[str, str]] = Counter()


@dataclass(frozen=True)
class Run:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


def environment(**changes: str) -> dict[str, str]:
    """The environment for a program of its own."""
    return {**os.environ, **changes}


def update_progress(roadmap_id: str, change: Callable[[Progress], Progress], now: dt.datetime) -> None:
    """Replaces the progress on a roadmap, as a command does: again if the file was edited meanwhile."""
    with progress_files.lock(roadmap_id) as file:
        while not file.write(change(file.read()), now):
            pass


def make_pipe(path: Path) -> None:
    """Makes a named pipe."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    os.mkfifo(path)


def run_on_a_terminal(command: list[str], **changes: str) -> tuple[int, str]:
    """The exit code of a command that has a terminal, and what it shows there."""
    # Windows has no terminals of this kind.
    if sys.platform == "win32":
        pytest.skip("Windows has no such terminals")
    import pty

    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        command, env=environment(**changes), stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            chunk = os.read(controller, 4096)
        except OSError:
            # So Linux says that the other end is closed.
            break
        if not chunk:
            break
        shown += chunk
    os.close(controller)
    return process.wait(), shown.decode()
