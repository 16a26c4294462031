"""The files that learners hand in, and the names of the learners."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import NamedTuple

from genai_roadmap.text import printable

SUFFIXES = (".toml", ".json")
JOURNALS, PROGRESS = "journals", "progress"
# Other folders and files of the program, beside those with progress.
_OTHER_FOLDERS = {"backups", "cache", "machines", "roadmaps", "seen", "sources", "sync", "__MACOSX"}
_OTHER_FILES = {"settings.toml"}
# Folders that are not named after a learner.
_UNNAMED = {JOURNALS, PROGRESS, "genai-roadmap", ".genai-roadmap"}
# What browsers and file managers append to the name of another copy.
_COPY = re.compile(r"(?: \(\d{1,3}\)| - Copy| copy)$")


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


def is_progress(path: str, roadmap_id: str) -> bool:
    """Return whether a file with this relative path, with slashes, may have the progress on a roadmap.

    In a home folder and in a sync folder, the path says what a file is.
    """
    *folders, name = path.split("/")
    if not name.endswith(SUFFIXES) or name in _OTHER_FILES:
        return False
    if any(folder.startswith(".") and folder not in _UNNAMED for folder in (*folders, name)):
        return False
    if JOURNALS in folders:
        return folders[-2:] == [JOURNALS, roadmap_id]
    if folders[-1:] == [PROGRESS]:
        return PurePosixPath(name).stem == roadmap_id
    return not _OTHER_FOLDERS.intersection(folders)


def learner_name(path: str, roadmap_id: str) -> str:
    """Return the name of the learner to whom the file with this path, with slashes, belongs.

    It is the name of the file or, if that is the one which the program gave it, that of the folder.
    """
    *folders, name = path.split("/")
    stem = PurePosixPath(name).stem
    if stem == roadmap_id or JOURNALS in folders:
        stem = next((folder for folder in reversed(folders) if folder not in {*_UNNAMED, roadmap_id}), stem)
    return printable(unicodedata.normalize("NFC", _COPY.sub("", stem) or stem))
