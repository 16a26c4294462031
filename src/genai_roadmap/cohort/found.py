"""The files that learners hand in, and the names of the learners."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

from genai_roadmap.text import printable

SUFFIXES = (".toml", ".json")
JOURNALS, PROGRESS = "journals", "progress"
# Other folders and files of the program, beside those with progress.
_OTHER_FOLDERS = {"backups", "cache", "machines", "roadmaps", "seen", "sources", "sync", "__MACOSX"}
SETTINGS = "settings.toml"
_OTHER_FILES = {SETTINGS}
# Folders that are not named after a learner.
_UNNAMED = {JOURNALS, PROGRESS, "genai-roadmap", ".genai-roadmap"}
# What browsers and file managers append to the name of another copy.
_COPY = re.compile(r" (?:\(\d{1,3}\)|- Copy|copy)$")


class FoundFile(NamedTuple):
    """A file of a learner: its path, and its size (bytes) and version, one of which differs if the file has changed.

    `path` is that of a file or, for a file in an archive, that of the archive, in which `member` is its name.
    """

    learner: str
    path: str
    member: str
    size: int
    version: str

    @property
    def shown(self) -> str:
        """The path as people read it."""
        return f"{self.path}/{self.member}" if self.member else self.path


class Folder:
    """A folder with files of learners; in a home folder and in a sync folder, the path says what a file is."""

    def __init__(self, folders: Sequence[str], roadmap_id: str, around: str = "") -> None:
        """`folders` is the path below the place that was named, and `around` the name of this place."""
        self._roadmap_id = roadmap_id
        self._is_progress = folders[-1:] == [PROGRESS]
        self._is_journals = folders[-2:] == [JOURNALS, roadmap_id]
        is_hidden = any(folder.startswith(".") and folder not in _UNNAMED for folder in folders)
        is_other = not _OTHER_FOLDERS.isdisjoint(folders) or (JOURNALS in folders and not self._is_journals)
        self._is_ignored = is_hidden or is_other
        named = (folder for folder in (*folders[::-1], around) if folder and folder not in {*_UNNAMED, roadmap_id})
        # Where the program names the files, the folder is named after the learner.
        self._owner = _clean(next(named, ""))

    def learner(self, name: str) -> str | None:
        """Return the name of the learner to whom a file here belongs; None if it is not the progress of one."""
        stem, dot, suffix = name.rpartition(".")
        if self._is_ignored or dot + suffix not in SUFFIXES or not stem or name.startswith(".") or name in _OTHER_FILES:
            return None
        if self._is_journals or stem == self._roadmap_id:
            return self._owner or _clean(stem)
        return None if self._is_progress else _clean(stem)


def _clean(name: str) -> str:
    """Return the name of a learner without what was appended to the name of a copy."""
    original = _COPY.sub("", name) or name
    return original if original.isascii() and original.isprintable() else printable(normalize("NFC", original))
