"""Create folders, list them, and flush them to the disk."""

import errno
import fnmatch
import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Return whether a path is that of a folder; False if that can't be determined."""
    return os.path.isdir(path)  # noqa: PTH112 - is_dir() raises for long names


def list_folder(folder: Path, pattern: str) -> list[Path]:
    """Return the sorted paths in a folder whose names match; none if the folder is missing or not readable."""
    try:
        return sorted(folder / name for name in fnmatch.filter(os.listdir(folder), pattern))  # noqa: PTH208 - names only
    except OSError:
        return []


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, for the user alone, and flush their entries to the disk."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        sync_folder(missing.parent)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk; Windows and some network disks do that themselves."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
