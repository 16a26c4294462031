"""The learner's own editor."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from genai_roadmap.errors import RequestError


def write_text() -> str | None:
    """What the learner writes in $VISUAL or $EDITOR; None where neither is set or nobody is at the terminal.

    Raises RequestError where the editor can't be started or fails.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command or not sys.stdin.isatty() or not sys.stdout.isatty():
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "note.md")
        file.touch()
        try:
            # Windows paths hold backslashes, which a POSIX split would eat.
            arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
            subprocess.run(arguments, check=True)  # noqa: S603 - the learner's own command
            return file.read_text(encoding="utf-8")
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            message = f"the editor {command!r} failed ({error}); set EDITOR, or give the note as TEXT"
            raise RequestError(message) from None
