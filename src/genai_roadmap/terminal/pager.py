"""The pager: the program that shows output longer than the terminal."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress

DEFAULT_PAGERS = ("less", "more")
# Options that git sets, too: colors, and nothing to quit if the text fits; and a prompt that names the keys. A key that
# is pressed by mistake does not write a file or run a command (LESSSECURE).
LESS_OPTIONS = r"FRXPs?e(END) q\: quit:space\: more, q\: quit.$"


def find_pager(environ: Mapping[str, str], setting: str = "auto") -> list[str]:
    """Return the command of the pager; empty if there is none, it is not installed, or it is `cat` or "off".

    The setting comes before $PAGER, and that before the pagers that are usually installed.
    """
    chosen = environ.get("PAGER") if setting == "auto" else setting
    for text in DEFAULT_PAGERS if chosen is None else (chosen,):
        command = _split(text)
        if command and command[0] not in ("cat", "off") and shutil.which(command[0]):
            return command
    return []


def page_through(command: list[str], text: str) -> bool:
    """Show the text in the pager, until the user quits it; return False if the pager can't be started."""
    try:
        pager = subprocess.Popen(  # noqa: S603 - the user's own choice
            command,
            stdin=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            env={"LESS": LESS_OPTIONS, "LESSSECURE": "1", "LV": "-c", **os.environ},
        )
    except OSError:
        return False
    with pager:
        while pager.returncode is None:
            # The pager decides what Ctrl-C does: less stops a search.
            with suppress(KeyboardInterrupt):
                pager.communicate(text)
    return True


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []
