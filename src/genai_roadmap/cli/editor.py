"""The learner's editor."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from genai_roadmap.errors import RequestError
from genai_roadmap.storage import files


def write_text() -> bytes:
    """Return the text written in $VISUAL or $EDITOR; nothing if neither is set or there is no terminal.

    Raises RequestError if the editor fails.
    """
    command = _command()
    if not command or not sys.stdin.isatty() or not sys.stdout.isatty():
        return b""
    return _run_editor(command, "note.md", b"")


def edit_text(name: str, content: bytes) -> bytes:
    """Return the content as edited in $VISUAL or $EDITOR; raise RequestError if neither is set or the editor fails."""
    command = _command()
    if not command:
        message = "no editor is set; set the environment variable EDITOR"
        raise RequestError(message)
    return _run_editor(command, name, content)


def _command() -> str | None:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR")


def _run_editor(command: str, name: str, content: bytes) -> bytes:
    folder = tempfile.mkdtemp()
    file = Path(folder, name)
    file.write_bytes(content)
    # Ctrl-C is for the editor, which may handle it.
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # A POSIX split would remove the backslashes of Windows paths.
        arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
        subprocess.run(arguments, check=True)  # noqa: S603 - the learner's own command
        edited = files.read(file)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        reason = "it exited with an error" if isinstance(error, subprocess.CalledProcessError) else str(error)
        kept = f"; your text is saved in {file}" if file.is_file() and file.read_bytes() != content else ""
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
        message = f"the editor {command!r} failed: {reason}{kept}; set the environment variable EDITOR to another"
        raise RequestError(message) from None
    finally:
        signal.signal(signal.SIGINT, handler)
    shutil.rmtree(folder, ignore_errors=True)
    return edited
