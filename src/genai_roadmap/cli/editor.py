"""The learner's editor."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from genai_roadmap.errors import RequestError, RoadmapError
from genai_roadmap.storage import files

# The editors to try if neither VISUAL nor EDITOR is set.
FALLBACKS = ("notepad",) if sys.platform == "win32" else ("nano", "vi")

# Stores a text that can't be returned, and returns its path.
Keep = Callable[[bytes], Path]


def edit_text(name: str, content: bytes, keep: Keep) -> bytes:
    """Return the content as edited in a file with this name; if the editor fails, `keep` stores what was typed.

    The editor is $VISUAL, $EDITOR or the first available fallback. Raises RequestError if there is none or it fails.
    """
    command = _command()
    folder = tempfile.mkdtemp()
    file = Path(folder, name)
    file.write_bytes(content)
    try:
        _run(command, file)
        edited = files.read(file)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        reason = "it exited with an error" if isinstance(error, subprocess.CalledProcessError) else str(error)
        kept = _keep_changes(file, content, keep)
        message = f"the editor {command!r} failed: {reason}{kept}; set the environment variable EDITOR to another"
        raise RequestError(message) from None
    shutil.rmtree(folder, ignore_errors=True)
    return edited


def _command() -> str:
    for command in (os.environ.get("VISUAL"), os.environ.get("EDITOR"), *filter(shutil.which, FALLBACKS)):
        if command and command.strip():
            return command
    message = f"no editor was found ({' or '.join(FALLBACKS)}); set the environment variable EDITOR to one"
    raise RequestError(message)


def _run(command: str, file: Path) -> None:
    # Ctrl-C is for the editor, which may go on.
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # A POSIX split would remove the backslashes of Windows paths.
        arguments = [*shlex.split(command, posix=os.name == "posix"), str(file)]
        subprocess.run(arguments, check=True)  # noqa: S603 - the learner's own command
    finally:
        signal.signal(signal.SIGINT, handler)


def _keep_changes(file: Path, content: bytes, keep: Keep) -> str:
    """Store what was typed, remove the temporary folder, and return where the text is; empty if nothing was typed."""
    with suppress(OSError, RoadmapError):
        edited = files.read(file)
        path = keep(edited) if edited != content else None
        shutil.rmtree(file.parent, ignore_errors=True)
        return f"; your text is saved in {path}" if path else ""
    # A text that can't be read or stored stays in place.
    return f"; your text is saved in {file}" if os.path.lexists(file) else ""
