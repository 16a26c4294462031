"""Drafts: edited texts that could not be saved."""

import datetime as dt
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.storage import files, folders

NAME = re.compile(r".*\.draft-([0-9]{1,9})")


class Draft(NamedTuple):
    """A draft of a roadmap: its file, its content, and when it was saved."""

    path: Path
    content: bytes
    at: dt.datetime


def newest(roadmap_id: str) -> Draft | None:
    """Return the last draft of a roadmap; None if there is none that can be read."""
    for path in reversed(_paths(roadmap_id)):
        with suppress(FileInvalidError, OSError, ValueError, OverflowError):
            at = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
            return Draft(path, files.read(path), in_local_zone(at))
    return None


def remove(draft: Draft) -> None:
    """Remove a draft after its text was saved."""
    with suppress(OSError):
        draft.path.unlink()


def keep(roadmap_id: str, opened: Draft | None, content: bytes) -> Path:
    """Save an edited roadmap in the draft that was opened, else in a new one beside the roadmap; return its path.

    If that fails, it is saved in a temporary file.
    """
    try:
        if opened:
            files.replace(opened.path, content)
            return opened.path
        return _save_beside_roadmap(roadmap_id, content)
    except FileWriteError:
        return keep_text(content, ".toml")


def keep_version(roadmap_id: str, content: bytes) -> Path:
    """Save the version of a roadmap that is about to be replaced as a draft, unless the newest draft is the same."""
    found = newest(roadmap_id)
    return found.path if found and found.content == content else keep(roadmap_id, None, content)


def keep_text(content: bytes, suffix: str = ".md") -> Path:
    """Save a text in a temporary file, and return its path; raise FileWriteError."""
    with files.write_errors(Path("a temporary file"), "your text is lost"):
        descriptor, name = tempfile.mkstemp(suffix=suffix)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    return Path(name)


def _save_beside_roadmap(roadmap_id: str, content: bytes) -> Path:
    paths = _paths(roadmap_id)
    number = _number(paths[-1]) + 1 if paths else 1
    while True:
        path = files.path_of("roadmaps", roadmap_id, f"{roadmap_id}.draft-{number}")
        # "x" fails if the file exists, so two drafts saved at once get different names.
        with files.write_errors(path), suppress(FileExistsError), open(path, "xb", opener=_open_private) as file:
            file.write(content)
            return path
        number += 1


def _paths(roadmap_id: str) -> list[Path]:
    """Return the paths of the drafts of a roadmap, the oldest first."""
    folder = files.path_of("roadmaps", roadmap_id).parent
    found = folders.list_folder(folder, f"{roadmap_id}.draft-*")
    return sorted((path for path in found if NAME.fullmatch(path.name)), key=_number)


def _number(path: Path) -> int:
    return int(path.name.rpartition("-")[2])


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
