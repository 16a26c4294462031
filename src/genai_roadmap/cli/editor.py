"""The learner's editor."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.errors import INTERRUPTED, RequestError, RoadmapError
from genai_roadmap.storage import files
from genai_roadmap.text import listed

# The editors to try if neither VISUAL nor EDITOR is set.
FALLBACKS = ("notepad",) if sys.platform == "win32" else ("nano", "vi")
# The exit codes of a program that Ctrl-C ended: of itself, of a shell around it, and on Windows.
ENDED_BY_INTERRUPT = (-signal.SIGINT, INTERRUPTED, 0xC000013A)

# Stores a text that can't be returned, and returns its path.
Keep = Callable[[bytes], Path]


class _EditorError(Exception):
    """The editor reported an error."""


def edit_text(name: str, content: bytes, keep: Keep) -> bytes:
    """Return the content as edited in a file with this name; if the editor fails, `keep` stores what was typed.

    The editor is $VISUAL, $EDITOR or the first available fallback. Raises RequestError if there is none or it fails,
    FileWriteError if there is no place for the file, and KeyboardInterrupt if Ctrl-C ended the editor.
    """
    command = _command()
    with files.write_errors(Path("a temporary file")):
        file = Path(tempfile.mkdtemp(), name)
        file.write_bytes(content)
    with _interrupts_ignored():
        try:
            _call(command, file)
            edited = files.read(file)
        except (OSError, ValueError, _EditorError) as error:
            kept = _keep_changes(file, content, keep)
            reason = getattr(error, "strerror", None) or error
            message = (
                f"the editor {command!r} failed: {reason}{kept}; set the environment variable EDITOR to another editor"
            )
            raise RequestError(message) from None
        except KeyboardInterrupt:
            if kept := _keep_changes(file, content, keep):
                MESSAGES.warn(kept.removeprefix("; "))
            raise
    shutil.rmtree(file.parent, ignore_errors=True)
    return edited


def _command() -> str:
    for command in (os.environ.get("VISUAL"), os.environ.get("EDITOR"), *filter(shutil.which, FALLBACKS)):
        if command and command.strip():
            return command
    message = f"no editor was found ({listed(FALLBACKS, 'or')}); set the environment variable EDITOR to one"
    raise RequestError(message)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl-C, because the editor decides what it does."""
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


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


def _keep_changes(file: Path, content: bytes, keep: Keep) -> str:
    """Store what was typed, remove the temporary folder, and return where the text is; empty if nothing was typed."""
    with suppress(OSError, RoadmapError):
        edited = files.read(file) if os.path.lexists(file) else content
        path = keep(edited) if edited != content else None
        shutil.rmtree(file.parent, ignore_errors=True)
        return f"; your text is saved in {path}" if path else ""
    # A text that can't be read or stored stays in place.
    return f"; your text is saved in {file}"
