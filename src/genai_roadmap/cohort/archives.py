"""Find and read the files of learners in zip and tar archives, without unpacking them to the disk."""

import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from genai_roadmap.cohort.found import Folder, FoundFile
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files

# The maximum size of all files of learners in a zip archive, or of a tar archive, which has to be read in order.
MAX_BYTES = 4 * 1024**3
MAX_MEMBERS = 2_000_000
ZIP = ".zip"
SUFFIXES = (ZIP, ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")


def is_archive(name: str) -> bool:
    """Return whether a file with this name is an archive."""
    return name.lower().endswith(SUFFIXES)


def find(path: str, version: str, roadmap_id: str) -> Iterator[FoundFile | Problem]:
    """Yield the files of learners in an archive, or why it can't be read."""
    # The archive of a single learner has the name of the learner.
    name = Path(path).name
    around = name[: -len(next(suffix for suffix in SUFFIXES if name.lower().endswith(suffix)))]
    try:
        members = _members(path, around, roadmap_id)
    except Exception as error:  # noqa: BLE001 - damaged archives raise errors of all kinds
        yield Problem(path, f"can't be read: {getattr(error, 'strerror', None) or str(error) or 'it is damaged'}")
        return
    for member, (learner, size) in members.items():
        if learner:
            yield FoundFile(learner, path, member, size, version)
        else:
            yield Problem(f"{path}/{member}", "is an archive in an archive; unpack the outer one")


def read(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the content of members of an archive, without those that are damaged."""
    # Damaged archives raise errors of all kinds.
    with suppress(Exception):
        yield from _zip_contents(path, members) if path.lower().endswith(ZIP) else _tar_contents(path, members)


def content(file: FoundFile) -> bytes | None:
    """Return the content of a file in an archive; None for another file, and for one that can't be read."""
    # The last one, if several members have the same name.
    return dict(read(file.path, {file.member})).get(file.member) if file.member else None


def _members(path: str, around: str, roadmap_id: str) -> dict[str, tuple[str | None, int]]:
    """Return the learners and sizes of files, and None and the sizes of archives; raise ValueError for a bomb."""
    members: dict[str, tuple[str | None, int]] = {}
    total = 0
    for number, (name, size, end) in enumerate(
        _zip_members(path) if path.lower().endswith(ZIP) else _tar_members(path)
    ):
        *folders, file = _parts(name)
        learner = Folder(folders, roadmap_id, [around]).learner(file)
        if learner or is_archive(file):
            total += size
            members[name] = learner, size
        if max(total, end) > MAX_BYTES or number == MAX_MEMBERS:
            message = f"it has more than {MAX_BYTES // 1024**3} GB or {MAX_MEMBERS:,} files; divide it"
            raise ValueError(message)
    return members


def _zip_members(path: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names and sizes of files, and 0, because a zip archive may have other large files."""
    with zipfile.ZipFile(path) as archive:
        yield from ((each.filename, each.file_size, 0) for each in archive.infolist() if not each.is_dir())


def _tar_members(path: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names of files, empty for what is none, their sizes, and their ends in the archive."""
    for _, each in _tar_files(path):
        yield each.name if each.isfile() else "", each.size, each.offset_data + each.size


def _tar_files(path: str) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    with tarfile.open(path) as archive:
        while (each := archive.next()) is not None:
            yield archive, each
            # An attribute without a type; a large archive would take much memory.
            archive.members = []  # type: ignore[attr-defined]


def _parts(member: str) -> list[str]:
    """Return the folders and the name of a member, without the parts that would lead out of the archive."""
    return [part for part in member.replace("\\", "/").split("/") if part not in {"", ".", ".."}] or [""]


def _zip_contents(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in members.intersection(archive.namelist()):
            # Other members may be fine.
            with suppress(Exception), archive.open(name) as stream:
                yield name, stream.read(files.MAX_BYTES + 1)


def _tar_contents(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    for archive, each in _tar_files(path):
        if each.isfile() and each.name in members and (stream := archive.extractfile(each)):
            yield each.name, stream.read(files.MAX_BYTES + 1)
