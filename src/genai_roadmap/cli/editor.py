"""The learner's editor."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.errors import INTERRUPTED, FileInvalidError, RequestError
from genai_roadmap.storage import files

# The exit codes of a program that Ctrl-C ended: of itself, of a shell around it, and on Windows.
ENDED_BY_INTERRUPT = (-signal.SIGINT, INTERRUPTED, 0xC000013A)


class _EditorError(Exception):
    """The editor reported an error."""


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
    with files.write_errors(Path("a temporary file")):
        file = Path(tempfile.mkdtemp(), name)
        file.write_bytes(content)
    # Ctrl-C is for the editor, which may handle it.
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        _call(command, file)
        edited = files.read(file)
    except (OSError, ValueError, _EditorError) as error:
        kept = _keep_if_changed(file, content)
        message = f"the editor {command!r} failed: {error}{kept}; set the environment variable EDITOR to another"
        raise RequestError(message) from None
    except KeyboardInterrupt:
        if kept := _keep_if_changed(file, content):
            MESSAGES.warn(kept.removeprefix("; "))
        raise
    finally:
        signal.signal(signal.SIGINT, handler)
    shutil.rmtree(file.parent, ignore_errors=True)
    return edited


def _call(command: str, file: Path) -> None:
    """Run an editor on a file; raise KeyboardInterrupt if Ctrl-C ended it, and _EditorError if it failed."""
    # A POSIX split would remove the backslashes of Windows paths.
    arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
    code = subprocess.run(arguments, check=False).returncode  # noqa: S603 - the learner's own command
    if code in ENDED_BY_INTERRUPT:
        raise KeyboardInterrupt
    if code:
        message = "it exited with an error"
        raise _EditorError(message)


def _keep_if_changed(file: Path, content: bytes) -> str:
    """Return where the edited text is saved, to be added to an error; if it was not changed, remove it."""
    try:
        is_changed = files.read(file) != content
    except FileNotFoundError:
        is_changed = False
    except FileInvalidError:
        is_changed = True
    if is_changed:
        return f"; your text is saved in {file}"
    shutil.rmtree(file.parent, ignore_errors=True)
    return ""
