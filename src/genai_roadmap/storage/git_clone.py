"""The bare clone below the home folder: a cache, which is created again if it is damaged."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import files, folders, git

# Nothing else, so that what is added to it, such as another URL, can't redirect a sync.
CONFIG = b"[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
# The name of a clone that is being removed, before a random number.
REMOVED = ".removed-"


def create(folder: Path, timeout: int) -> None:
    """Replace the clone with an empty repository; raise FileWriteError and GitError."""
    with files.write_errors(folder):
        _remove(folder)
        folders.make_folder(folder.parent)
    git.run(("init", "--quiet", "--bare", "--template=", str(folder)), timeout)
    reset_config(folder)


def reset_config(folder: Path) -> None:
    """Remove what was added to the configuration of the clone; raise FileWriteError."""
    config = folder / "config"
    with suppress(FileInvalidError):
        if files.read_existing(config) == CONFIG:
            return
    files.replace(config, CONFIG)


def _remove(folder: Path) -> None:
    """Remove the clone, or a file with its name, even while the git of a killed sync still writes to it."""
    if not os.path.lexists(folder):
        return
    folder.rename(folder.with_name(f"{folder.name}{REMOVED}{os.urandom(4).hex()}"))
    for old in folders.list_folder(folder.parent, f"{folder.name}{REMOVED}*"):
        if folders.is_folder(old) and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink()
