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

    Raises RequestError where the editor can't be started or fails, or where no text comes of it.
    """
    command = _command()
    if not command or not sys.stdin.isatty() or not sys.stdout.isatty():
        return None
    try:
        return _run_editor(command, "note.md", b"").decode().strip()
    except UnicodeDecodeError as error:
        message = f"the note is not valid UTF-8 text ({error}), so nothing was recorded"
        raise RequestError(message) from None


def edit_text(name: str, content: bytes) -> bytes:
    """What the learner makes of the content in $VISUAL or $EDITOR.

    Raises RequestError where neither is set, and where the editor can't be started or fails.
    """
    command = _command()
    if not command:
        message = "no editor is set; set EDITOR to one"
        raise RequestError(message)
    return _run_editor(command, name, content)


def _command() -> str | None:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR")


def _run_editor(command: str, name: str, content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        try:
            # Windows paths hold backslashes, which a POSIX split would eat.
            arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
            subprocess.run(arguments, check=True)  # noqa: S603 - the learner's own command
            return file.read_bytes()
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            why = "it gave up" if isinstance(error, subprocess.CalledProcessError) else str(error)
            message = f"the editor {command!r} failed: {why}; set EDITOR to another"
            raise RequestError(message) from None
