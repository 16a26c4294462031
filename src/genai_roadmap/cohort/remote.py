"""Find and read the files of learners at addresses like s3://bucket/learners/*.toml, with fsspec."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from genai_roadmap.cohort import archives
from genai_roadmap.cohort.found import Folder, FoundFile, without_password
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files
from genai_roadmap.text import quoted

# The address of a file on this machine, which is read without fsspec.
LOCAL = "file://"
_PATTERN = frozenset("*?[")
# What file systems call the version of a file; the first that is there is used.
_VERSIONS = ("etag", "ETag", "mtime", "last_modified", "LastModified", "updated", "created")


def is_address(place: str) -> bool:
    """Return whether a place is an address, not a path."""
    return "://" in place and not place.startswith(LOCAL)


def find(address: str, roadmap_id: str, now: int) -> Iterator[FoundFile | Problem]:
    """Yield the files of learners at an address, or why it can't be read.

    A file whose version is unknown is one that has changed at `now`.
    Raises RequestError if a package is missing, or the kind of address is unknown.
    """
    system, path = _system(address)
    before, after = _around(address, path)
    is_pattern = bool(_PATTERN.intersection(path))
    try:
        listed = (system.glob if is_pattern else system.find)(path, detail=True)
        if not listed:
            yield Problem(without_password(address), "has no files")
        for name, info in sorted(listed.items()):
            if info["type"] != "file":
                continue
            if archives.is_archive(name):
                yield Problem(f"{before}{name}{after}", "is an archive, which is only read on this machine")
            elif learner := _learner(name, "" if is_pattern else path, roadmap_id):
                version = next((str(info[key]) for key in _VERSIONS if info.get(key)), f"read {now}")
                yield FoundFile(learner, f"{before}{name}{after}", "", int(info["size"] or 0), version)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        yield Problem(without_password(address), _reason(error))


def _around(address: str, path: str) -> tuple[str, str]:
    """Return what precedes and follows a path in an address, which may name a host, or a file that contains others."""
    first, separator, others = address.partition("::")
    if "://" in first and first.endswith(path):
        return first.removesuffix(path), separator + others
    return (address.removesuffix(path) if address.endswith(path) else f"{first.partition('://')[0]}://"), ""


def _learner(name: str, place: str, roadmap_id: str) -> str | None:
    """Return the learner of a file below a place; a file that matches a pattern counts wherever it is."""
    *folders, file = name.split("/")
    above = len(place.split("/")) if place else len(folders)
    return Folder(folders[above:], roadmap_id, folders[:above]).learner(file)


def read(address: str) -> bytes:
    """Return the content of a file; raise FileInvalidError."""
    system, path = _system(address)
    try:
        with system.open(path, "rb") as stream:
            content: bytes = stream.read(files.MAX_BYTES + 1)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        message = f"{address} {_reason(error)}"
        raise FileInvalidError(message) from None
    if len(content) > files.MAX_BYTES:
        message = f"{address} is larger than {files.MAX_BYTES // 1024**2} MB"
        raise FileInvalidError(message)
    return content


def _reason(error: Exception) -> str:
    """Return why something can't be read, without the path, which may have the name of a learner."""
    text = getattr(error, "strerror", None) or type(error).__name__ if isinstance(error, OSError) else str(error)
    return f"can't be read: {text or type(error).__name__}"


def _system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there."""
    fsspec = _fsspec(address)
    try:
        system, path = fsspec.url_to_fs(address)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        message = f"{without_password(address)} {_reason(error)}"
        raise RequestError(message) from None
    return system, path


def _fsspec(address: str) -> ModuleType:
    try:
        import fsspec
    except ImportError:
        install = f"pip install {quoted('genai-roadmap[cohort]')}"
        message = f"{without_password(address)} needs the extra `cohort`. Install it with: {install}"
        raise RequestError(message) from None
    module: ModuleType = fsspec
    return module
