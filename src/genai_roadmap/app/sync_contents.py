"""What is in the shared files: journals, roadmaps and the names of machines, as far as they are valid."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from genai_roadmap.app.saving import digest
from genai_roadmap.errors import FileInvalidError, FileNewerError
from genai_roadmap.progress.change import Digest
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import journal_toml, progress_files, roadmap_files, settings, toml
from genai_roadmap.storage.exchange import JOURNALS, MACHINES, ROADMAPS, SharedFile

if TYPE_CHECKING:
    from genai_roadmap.errors import RoadmapError
    from genai_roadmap.progress.journal import Progress
    from genai_roadmap.storage.exchange import Snapshot

MACHINE_FORMAT = 1
# As many versions of roadmaps as fit into a machine's file.
MAX_VERSIONS = 100
MAX_SECONDS = 2**40

Edits = dict[Digest, Annotated[int, Field(strict=True, ge=0, le=MAX_SECONDS)]]


class MachineFile(BaseModel):
    """The content of a machine's file: its name, and when the versions of roadmaps that it sent were edited.

    Each version is identified by its SHA-256, and the time is in seconds since 1970. It is here because most programs
    that copy files do not copy their times.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: int = MACHINE_FORMAT
    name: settings.MachineName | Literal[""] = ""
    edited: Edits = {}

    def changed(self, name: str, edited: dict[str, int]) -> MachineFile:
        """Return the content with another name, and with the times of more versions."""
        newest = sorted((self.edited | edited).items(), key=lambda each: each[1])[-MAX_VERSIONS:]
        return MachineFile(name=name, edited=dict(newest))

    def dumps(self) -> bytes:
        """Return it as TOML, without an empty name, which earlier versions of the program refuse."""
        # Slow to import, and needed only to write.
        import tomli_w

        return tomli_w.dumps({key: value for key, value in self.model_dump().items() if value}).encode()


@dataclass
class SharedContents:
    """The shared files: the valid journals by roadmap and machine, the roadmaps by id, and the files of machines.

    `copies` are conflict copies of journals, and `edited` the roadmaps on which changes have several versions.

    `protected` are files that are there, but can't be used, and must not be overwritten. If not all files were read,
    `is_complete` is false.
    """

    raw: dict[SharedFile, bytes]
    problems: list[str]
    protected: set[SharedFile]
    is_complete: bool = True
    journals: dict[str, dict[str, Progress]] = field(default_factory=dict)
    copies: dict[SharedFile, Progress] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)
    roadmaps: dict[str, bytes] = field(default_factory=dict)
    machine_files: dict[str, MachineFile] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> SharedContents:
        """Return what is valid in the files; the others are named in `problems`."""
        contents = cls(snapshot.contents, [*snapshot.problems], {*snapshot.skipped}, snapshot.is_complete)
        for file, content in sorted(snapshot.contents.items()):
            try:
                contents.add(file, content)
            except FileInvalidError as error:
                contents.skip(file, error, is_protected=isinstance(error, FileNewerError))
        return contents

    def skip(self, file: SharedFile, error: RoadmapError, *, is_protected: bool) -> None:
        """Name a file that can't be used."""
        text = error.problems[0] if isinstance(error, FileInvalidError) else f"{file.path}: {error}"
        self.name_problem(f"{text}; skipped")
        if is_protected:
            self.protected.add(file)

    def name_problem(self, problem: str) -> None:
        """Add a problem once; the journals are merged again if the progress file has changed meanwhile."""
        if problem not in self.problems:
            self.problems.append(problem)

    def add(self, file: SharedFile, content: bytes) -> None:
        """Add a file; raise FileInvalidError if it is invalid."""
        path = Path(file.path)
        if file.folder == JOURNALS:
            progress = journal_toml.parse(path, content, file.roadmap_id)
            journals = self.journals.setdefault(file.roadmap_id, {})
            if file.copy:
                self.copies[file] = progress
            else:
                journals[file.machine] = progress
        elif file.folder == MACHINES:
            self.machine_files[file.machine] = toml.parse_model(
                path, MachineFile, content, newest_format=MACHINE_FORMAT
            )
        elif file.roadmap_id == roadmap_files.BUNDLED:
            message = f"{path} has the id of the bundled roadmap"
            raise FileInvalidError(message)
        else:
            self.roadmaps[file.roadmap_id] = content

    @property
    def machines(self) -> dict[str, str]:
        """The names of the machines by id; empty if a machine has none."""
        unnamed = {machine: "" for journals in self.journals.values() for machine in journals}
        return unnamed | {machine: file.name for machine, file in self.machine_files.items()}

    def last_edit(self, version: str) -> tuple[int, str] | None:
        """Return when a version of a roadmap was edited (seconds), and the machine that sent it; None if not known.

        The version is identified by its digest.
        """
        files = self.machine_files.items()
        found = ((file.edited[version], machine) for machine, file in files if version in file.edited)
        return max(found, default=None)


def roadmap_error(roadmap_id: str, content: bytes) -> FileInvalidError | None:
    """Return the error of a shared roadmap file with this content; None if it is valid."""
    path = Path(SharedFile(ROADMAPS, roadmap_id).path)
    try:
        if roadmap_files.parse(path, content).id == roadmap_id:
            return None
    except FileInvalidError as error:
        return error
    message = f"{path} has another id than its name"
    return FileInvalidError(message)


def own_roadmaps() -> dict[str, Path]:
    """Return the files of the learner's own roadmaps by id; those with other names are ignored."""
    found = roadmap_files.entries()
    return {entry.id: entry.path for entry in found if not entry.is_bundled and not id_error(entry.id)}


def own_digests(machine: str, name: str) -> dict[str, str]:
    """Return the digest of each file that this machine shares, without parsing it; raise FileInvalidError."""
    found = {machine: name}
    for roadmap_id in progress_files.roadmap_ids():
        found[progress_key(roadmap_id)] = digest(progress_files.read_content(roadmap_id) or b"")
    for roadmap_id, path in own_roadmaps().items():
        found[roadmap_key(roadmap_id)] = digest(roadmap_files.read_content(path))
    return found


def progress_key(roadmap_id: str) -> str:
    """Return the key of a progress file among the digests."""
    return f"progress/{roadmap_id}"


def roadmap_key(roadmap_id: str) -> str:
    """Return the key of a roadmap file among the digests."""
    return f"roadmaps/{roadmap_id}"
