"""The files that learners hand in, and the names of the learners."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import normalize

from genai_roadmap.text import printable

SUFFIXES = (".toml", ".json")
JOURNALS, PROGRESS, GIT = "journals", "progress", ".git"
# Other folders of the program, beside those with progress.
_OTHER_FOLDERS = {"backups", "cache", "machines", "roadmaps", "seen", "sources", "sync", "__MACOSX"}
SETTINGS = "settings.toml"
# Folders that are not named after a learner.
_UNNAMED = {JOURNALS, PROGRESS, "sync", "genai-roadmap", ".genai-roadmap"}
_PASSWORD = re.compile(r"://[^/@]*@")
# What browsers and file managers append to the name of another copy.
_COPY = re.compile(r"(?: ?\(\d{1,3}\)| - Copy| copy(?: \d{1,3})?)+$")


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
    def is_valid(self) -> bool:
        """Whether the path is Unicode; on Linux, the name of a file can be any bytes."""
        path = self.path + self.member
        return path.isascii() or not any("\ud800" <= char <= "\udfff" for char in path)

    @property
    def shown(self) -> str:
        """The path as people read it, without the password of an address."""
        return f"{self.path}/{self.member}" if self.member else without_password(self.path)


class Folder:
    """A folder with files of learners; in a home folder and in a sync folder, the path says what a file is."""

    def __init__(
        self, folders: Sequence[str], roadmap_id: str, above: Sequence[str] = (), *, is_repository: bool = False
    ) -> None:
        """`folders` is the path below the folder that was named, and `above` the path of that folder.

        In a repository, only files with the names that the program uses are progress.
        """
        self._roadmap_id = roadmap_id
        path = [*above, *folders]
        self._has_others = folders[-1:] == [PROGRESS] or is_repository
        self._is_journals = path[-2:] == [JOURNALS, roadmap_id]
        is_hidden = any(folder.startswith(".") and folder not in _UNNAMED for folder in folders)
        is_other = not {JOURNALS, *_OTHER_FOLDERS}.isdisjoint(folders)
        self._is_ignored = is_hidden or (is_other and not self._is_journals)
        named = (folder for folder in reversed(path) if folder and folder not in {*_UNNAMED, roadmap_id})
        # Where the program names the files, the folder is named after the learner.
        self._owner = next(named, "")

    def learner(self, name: str) -> str | None:
        """Return the name of the learner to whom a file here belongs; None if it is not the progress of one."""
        stem, dot, suffix = name.rpartition(".")
        if self._is_ignored or (dot + suffix).lower() not in SUFFIXES or name.startswith(".") or name == SETTINGS:
            return None
        stem = _without_copy(stem)
        if self._is_journals or stem == self._roadmap_id:
            return learner_of(self._owner or stem)
        return None if self._has_others else shown_name(stem) or "?"


def without_password(address: str) -> str:
    """Return an address without the name of a user and the password."""
    return _PASSWORD.sub("://", address)


def learner_of(name: str) -> str:
    """Return the name of the learner after whom a file or folder is named."""
    return shown_name(_without_copy(name)) or "?"


def shown_name(name: str) -> str:
    """Return a name as it is compared and shown."""
    name = name.strip()
    return name if name.isascii() and name.isprintable() else printable(normalize("NFC", name))


def _without_copy(name: str) -> str:
    """Return a name without what was appended to that of a copy."""
    return _COPY.sub("", name).strip() or name
