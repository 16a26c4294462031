"""Find and read the files of learners in zip and tar archives, without unpacking them to the disk."""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from genai_roadmap.cohort.found import Folder, FoundFile
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files

# Of all files of learners in an archive.
MAX_BYTES = 4 * 1024**3
ZIP = ".zip"
SUFFIXES = (ZIP, ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
_ERRORS = (OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error, zipfile.BadZipFile)


def is_archive(name: str) -> bool:
    """Return whether a file with this name is an archive."""
    return name.lower().endswith(SUFFIXES)


def find(path: str, version: str, roadmap_id: str) -> Iterator[FoundFile | Problem]:
    """Yield the files of learners in an archive, or why it can't be read."""
    # The archive of a single learner has the name of the learner.
    around = Path(path).name
    for suffix in SUFFIXES:
        around = around.removesuffix(suffix)
    try:
        found = {member: (_learner(member, around, roadmap_id), size) for member, size in _members(path)}
        if sum(size for learner, size in found.values() if learner) > MAX_BYTES:
            yield Problem(path, f"has files of more than {MAX_BYTES // 1024**3} GB in all; unpack it")
            return
        for member, (learner, size) in found.items():
            if learner:
                yield FoundFile(learner, path, member, size, version)
    except (*_ERRORS, tarfile.TarError) as error:
        yield Problem(path, _reason(error))


def _learner(member: str, around: str, roadmap_id: str) -> str | None:
    *folders, name = member.split("/")
    return Folder(folders, roadmap_id, around).learner(name)


def read(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the content of members of an archive, without those that are damaged."""
    with suppress(*_ERRORS, tarfile.TarError):
        yield from _zip_contents(path, members) if path.lower().endswith(ZIP) else _tar_contents(path, members)


def content(file: FoundFile) -> bytes | None:
    """Return the content of a file in an archive; None for another file, and for one that can't be read."""
    return next((content for _, content in read(file.path, {file.member})), None) if file.member else None


def _members(path: str) -> Iterator[tuple[str, int]]:
    if path.lower().endswith(ZIP):
        with zipfile.ZipFile(path) as archive:
            yield from ((each.filename, each.file_size) for each in archive.infolist() if not each.is_dir())
    else:
        with tarfile.open(path) as archive:
            yield from ((each.name, each.size) for each in archive if each.isfile())


def _zip_contents(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in members.intersection(archive.namelist()):
            with suppress(*_ERRORS), archive.open(name) as stream:
                yield name, stream.read(files.MAX_BYTES + 1)


def _tar_contents(path: str, members: set[str]) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for each in archive:
            if each.isfile() and each.name in members and (stream := archive.extractfile(each)):
                yield each.name, stream.read(files.MAX_BYTES + 1)


def _reason(error: Exception) -> str:
    return f"can't be read: {getattr(error, 'strerror', None) or str(error) or 'it is damaged'}"
