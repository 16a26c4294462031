"""The learner's editor."""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from genai_roadmap.errors import RequestError


def write_text() -> str | None:
    """Return the text written in $VISUAL or $EDITOR; None if neither is set or there is no terminal.

    Raises RequestError if the editor fails, or if the text is not valid UTF-8.
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
    """Return the content as edited in $VISUAL or $EDITOR; raise RequestError if neither is set or the editor fails."""
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
            # A POSIX split would remove the backslashes of Windows paths.
            arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
            subprocess.run(arguments, check=True)  # noqa: S603 - the learner's own command
            return file.read_bytes()
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            reason = "it gave up" if isinstance(error, subprocess.CalledProcessError) else str(error)
            message = f"the editor {command!r} failed: {reason}; set EDITOR to another"
            raise RequestError(message) from None
