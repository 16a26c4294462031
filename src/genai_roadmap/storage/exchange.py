"""What machines exchange: the names of the shared files, and the two ways to read and write them."""

import re
from typing import NamedTuple, Protocol

from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import files, roadmap_files

JOURNALS, MACHINES, ROADMAPS = FOLDERS = ("journals", "machines", "roadmaps")
# More files than these are not read.
MAX_FILES = 5_000
MAX_MACHINE_BYTES = 10_000
MACHINE = re.compile(r"[0-9a-z]{1,40}")
# The names that Syncthing, Dropbox and others give to a copy, like abc.sync-conflict-20261101-120000 or abc (1).
CONFLICT_COPY = re.compile(r"([0-9a-z]{1,40})[^0-9a-z/].*", re.DOTALL)
TOML = ".toml"


class SharedFile(NamedTuple):
    """The name of a shared file: the journal of a machine on a roadmap, a roadmap, or the description of a machine.

    `copy` is the name of a conflict copy of a journal, which another program made.
    """

    folder: str
    roadmap_id: str = ""
    machine: str = ""
    copy: str = ""

    @property
    def path(self) -> str:
        """The path below the shared folder, with slashes."""
        return "/".join(filter(None, [self.folder, self.roadmap_id, self.copy or self.machine])) + TOML

    @property
    def max_bytes(self) -> int:
        """The maximum size; a larger file is not read."""
        limits = {JOURNALS: files.MAX_BYTES, MACHINES: MAX_MACHINE_BYTES, ROADMAPS: roadmap_files.MAX_BYTES}
        return limits[self.folder]

    @property
    def size_problem(self) -> str:
        """The message for a larger file."""
        return f"{self.path} is larger than {self.max_bytes / 1024**2:.2g} MB"


def shared_file(path: str) -> SharedFile | None:
    """Return the shared file with this path; None if the path is not that of one."""
    folder, *parts = path.removesuffix(TOML).split("/")
    if path.endswith(TOML) and folder in FOLDERS and len(parts) == (2 if folder == JOURNALS else 1):
        roadmap_id = "" if folder == MACHINES else parts[0]
        machine = "" if folder == ROADMAPS else parts[-1]
        copy = CONFLICT_COPY.fullmatch(machine) if folder == JOURNALS else None
        if not (roadmap_id and id_error(roadmap_id)) and (copy or not machine or MACHINE.fullmatch(machine)):
            return SharedFile(folder, roadmap_id, copy[1] if copy else machine, machine if copy else "")
    return None


def is_hidden(path: str) -> bool:
    """Return whether a path is hidden; other programs keep such files beside the shared ones, and they are ignored."""
    return any(part.startswith(".") for part in path.split("/"))


class Snapshot(NamedTuple):
    """The shared files with their content, those that were skipped, and a message for each of them.

    `is_complete` is false if there are more than MAX_FILES.
    """

    contents: dict[SharedFile, bytes]
    skipped: set[SharedFile]
    problems: list[str]
    is_complete: bool = True

    @classmethod
    def of(cls, count: int) -> "Snapshot":
        """Return a snapshot of this number of files, to which their content and problems are added."""
        if count <= MAX_FILES:
            return cls({}, set(), [])
        return cls({}, set(), [f"there are more than {MAX_FILES:,} files; the rest was skipped"], is_complete=False)

    def skip_unexpected(self, path: str) -> None:
        """Add the problem that a file has a name that no shared file has."""
        self.problems.append(f"{path} has an unexpected name; it was skipped")


class Exchange(Protocol):
    """A location at which machines exchange files."""

    def version(self) -> str:
        """Return an identifier of the current state, which changes with each write of any machine.

        Raises RequestError if the location can't be reached.
        """

    def read(self) -> Snapshot:
        """Return the shared files in that state; raise RequestError and FileInvalidError."""

    def modified(self, file: SharedFile) -> int:
        """Return when a shared file was written, in seconds since 1970."""

    def try_write(self) -> None:
        """Raise RequestError if a file can't be written, as far as that is known before; it writes none."""

    def write(self, contents: dict[SharedFile, bytes], seconds: int) -> str | None:
        """Replace or add shared files, dated at this time or later, and return the new version.

        Returns None if another machine has written since that version. Raises FileWriteError.
        """
