"""Find and read the files of learners at addresses like s3://bucket/learners/*.toml, with fsspec."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from genai_roadmap.cohort.found import Folder, FoundFile
from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.storage import files

_PATTERN = frozenset("*?[")
# What file systems call the version of a file; the first that is there is used.
_VERSIONS = ("etag", "ETag", "mtime", "last_modified", "LastModified", "updated", "created")


def is_address(place: str) -> bool:
    """Return whether a place is an address, not a path."""
    return "://" in place


def find(address: str, roadmap_id: str) -> Iterator[FoundFile | Problem]:
    """Yield the files of learners at an address, or why it can't be read.

    Raises RequestError if a package is missing, or the kind of address is unknown.
    """
    system, path = _system(address)
    try:
        for name, info in sorted(_listed(system, path).items()):
            *folders, file = name.split("/")
            if info["type"] == "file" and (learner := Folder(folders, roadmap_id).learner(file)):
                version = next((str(info[key]) for key in _VERSIONS if info.get(key)), "")
                yield FoundFile(learner, system.unstrip_protocol(name), "", int(info["size"] or 0), version)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        yield Problem(address, f"can't be read: {str(error) or type(error).__name__}")


def read(address: str) -> bytes:
    """Return the content of a file; raise FileInvalidError."""
    system, path = _system(address)
    try:
        with system.open(path, "rb") as stream:
            content: bytes = stream.read(files.MAX_BYTES + 1)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        message = f"{address} can't be read: {str(error) or type(error).__name__}"
        raise FileInvalidError(message) from None
    if len(content) > files.MAX_BYTES:
        message = f"{address} is larger than {files.MAX_BYTES // 1024**2} MB"
        raise FileInvalidError(message)
    return content


def _system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there."""
    fsspec = _fsspec(address)
    try:
        system, path = fsspec.url_to_fs(address)
    except (ImportError, ValueError) as error:
        message = f"{address} can't be read: {error}"
        raise RequestError(message) from None
    return system, path


def _fsspec(address: str) -> ModuleType:
    try:
        import fsspec
    except ImportError:
        message = f"{address} needs the extra `cohort`. Install it with: pip install 'genai-roadmap[cohort]'"
        raise RequestError(message) from None
    module: ModuleType = fsspec
    return module


def _listed(system: Any, path: str) -> dict[str, dict[str, Any]]:
    """Return the files that match a pattern, or are in a folder."""
    list_files = system.glob if _PATTERN.intersection(path) else system.find
    found: dict[str, dict[str, Any]] = list_files(path, detail=True)
    return found
