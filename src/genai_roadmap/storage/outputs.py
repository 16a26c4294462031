"""Write files that the user names: exports, calendars and roadmaps outside the home folder."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from genai_roadmap.errors import FileWriteError, RequestError
from genai_roadmap.storage import files, folders, settings
from genai_roadmap.text import quoted

# The folders in the home folder whose files are written under a lock, with backups.
FOLDERS = ("progress", "roadmaps", "backups", "seen", "sources", "cache")


def write(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file outside the home folder.

    Raises RequestError if it exists and `overwrite` is not set, or if it is not a file, and FileWriteError.
    """
    with files.write_errors(path):
        target = Path(os.path.realpath(path))
        if _is_own(target):
            message = f"{path} is a file of genai-roadmap itself, which only its commands may change"
            raise FileWriteError(message)
        if folders.is_folder(path):
            message = f"{path} is a folder; add the name of a file: {path / 'NAME'}"
            raise RequestError(message)
        _check_folder(target)
        if path.exists() and not path.is_file():
            message = f"{path} is not a regular file; it was not replaced"
            raise RequestError(message)
        if os.path.lexists(path) and not overwrite:
            message = f"{path} already exists; use --force to overwrite"
            raise RequestError(message)
        files.replace(target, content, mode=0o666)


def _check_folder(target: Path) -> None:
    """Raise FileWriteError with the command that creates the folder of a file if there is none."""
    if not os.path.lexists(target.parent):
        command = "mkdir" if sys.platform == "win32" else "mkdir -p"
        problem = f"{target.name} can't be written: there is no folder {target.parent}"
        raise FileWriteError(problem, f"create it with: {command} {quoted(str(target.parent))}")


def _is_own(target: Path) -> bool:
    """Return whether the path is one of the program's own files, or in one of its folders."""
    own_folders = [files.home() / name for name in FOLDERS]
    is_in_folder = any(_is_same(parent, folder) for parent in target.parents for folder in own_folders)
    return is_in_folder or any(_is_same(target, file) for file in _own_files(own_folders))


def _own_files(own_folders: list[Path]) -> Iterator[Path]:
    """Yield the settings, the key of pseudonyms, and the files in the folders; each may be a link to another file."""
    yield settings.path()
    yield files.home() / "cohort.key"
    for folder in own_folders:
        yield from folders.list_folder(folder, "*")


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        # One of them does not exist yet.
        return path == Path(os.path.realpath(other))
