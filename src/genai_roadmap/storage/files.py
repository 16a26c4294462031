"""Read, lock and atomically replace files."""

import errno
import glob
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

from genai_roadmap.errors import FileInvalidError, FileWriteError, RequestError
from genai_roadmap.roadmap.models import DEVICES, NUMBER, SLUG

# Without a home folder: nothing exists below a relative path like this, and nothing can be written there.
NO_HOME = Path("no home folder")
LOCK_SECONDS = 10
# Short, so that each of many writers gets its turn.
LOCK_POLL_SECONDS = 0.005
MAX_BYTES = 64 * 1024**2
TEMPORARY = ".tmp"
MAX_ID_LENGTH = 80


def home() -> Path:
    """Return the folder of all files that the program writes: GENAI_ROADMAP_HOME, or the user's data folder."""
    if chosen := os.environ.get("GENAI_ROADMAP_HOME"):
        return expand_user(chosen).absolute()
    # Slow to import, and not needed if the variable is set.
    from platformdirs import user_data_path

    try:
        return user_data_path("genai-roadmap", appauthor=False)
    except RuntimeError:
        return NO_HOME


def path_of(folder: str, roadmap_id: str, name: str = "") -> Path:
    """Return the path of a roadmap's file or folder in the home folder: the only way from an id to a path.

    Raises RequestError if the id is invalid.
    """
    if len(roadmap_id) > MAX_ID_LENGTH or not SLUG.fullmatch(roadmap_id) or NUMBER.fullmatch(roadmap_id):
        message = f"{roadmap_id[:MAX_ID_LENGTH]!r} is not a valid roadmap id; use lowercase letters, digits and hyphens"
        raise RequestError(message)
    if roadmap_id in DEVICES:
        message = f"{roadmap_id!r} is the name of a device on Windows; choose another"
        raise RequestError(message)
    return home() / folder / (name or f"{roadmap_id}.toml")


def expand_user(text: str) -> Path:
    """Return the path with ~ and ~user expanded; raise RequestError if there is no such user."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        message = f"no home folder found for {text}"
        raise RequestError(message) from None


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the content of a file.

    Raises FileNotFoundError, and FileInvalidError if it is not a regular file, not readable or too large.
    """
    try:
        # Opening a named pipe would wait for a writer.
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                _refuse(path, "is not a file")
            if status.st_size > max_bytes:
                _refuse(path, f"is larger than {max_bytes // 1024**2} MB")
            return file.read()
    except FileNotFoundError:
        if path.is_symlink():
            _refuse(path, f"is a link to {path.readlink()}, which does not exist")
        raise
    except OSError as error:
        _refuse(path, "is not a file" if os.path.isdir(path) else f"can't be read: {error.strerror or error}")  # noqa: PTH112 - is_dir() raises for long names


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_stream(name: Path, stream: BinaryIO) -> bytes:
    """Return the content of a stream; raise FileInvalidError if it is not readable or too large."""
    try:
        content = stream.read(MAX_BYTES + 1) or b""  # None from a non-blocking pipe without data
    except OSError as error:
        _refuse(name, f"can't be read: {error.strerror or error}")
    if len(content) > MAX_BYTES:
        _refuse(name, f"is larger than {MAX_BYTES // 1024**2} MB")
    return content


def fingerprint(path: Path) -> tuple[int, ...]:
    """Return the mtime (ns), size (bytes) and inode of a file, which change with each write; empty if missing."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


@contextmanager
def lock(path: Path, *, seconds: float | None = None) -> Iterator[Path]:
    """Lock a file against other processes, waiting up to LOCK_SECONDS, and yield the path that it resolves to.

    Raises FileWriteError if the folder is not writable or another process holds the lock too long.
    """
    # Slow to import, and needed only to write.
    from filelock import FileLock, Timeout

    with write_errors(path):
        target = _prepare(path)
        timeout = LOCK_SECONDS if seconds is None else seconds
        file_lock = FileLock(f"{target}.lock", timeout=timeout, mode=0o600, poll_interval=LOCK_POLL_SECONDS)
        try:
            file_lock.acquire()
        except Timeout:
            message = f"another genai-roadmap is writing {path}; try again later"
            raise FileWriteError(message) from None
        sweep(target.parent, f".{glob.escape(target.name)}.*{TEMPORARY}")
    try:
        yield target
    finally:
        with write_errors(path, "the change is made"):
            file_lock.release()


def _prepare(path: Path) -> Path:
    """Create the folder of a file, and return the path that the file resolves to."""
    if not path.is_absolute():
        raise OSError(errno.ENOENT, "no home folder found; set GENAI_ROADMAP_HOME to a folder", str(path))
    if path.is_symlink():
        read(path)
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return target


@contextmanager
def write_errors(path: Path, consequence: str = "nothing was changed") -> Iterator[None]:
    """Convert each OSError to a FileWriteError that names the file and the consequence."""
    try:
        yield
    except OSError as error:
        # The user knows the file, but not the temporary file that should replace it.
        name = path if str(error.filename).endswith(TEMPORARY) else error.filename or path
        message = f"{name} can't be written: {error.strerror or error}; {consequence}"
        raise FileWriteError(message) from error


def write_output(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file outside the home folder.

    Raises RequestError if it exists and `overwrite` is not set, or if it is not a regular file, and FileWriteError.
    """
    with write_errors(path):
        if path.exists() and not path.is_file():
            message = f"{path} is not a regular file; it was not replaced"
            raise RequestError(message)
        if os.path.lexists(path) and not overwrite:
            message = f"{path} already exists; use --force to overwrite"
            raise RequestError(message)
        replace(Path(os.path.realpath(path)), content, mode=0o666)


def replace(target: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Replace the content of a file atomically and durably: it is the old or the new content at any moment.

    A file that other processes write too must be locked. A new file gets the mode, less the umask.
    Raises FileWriteError, and keeps the old content, if it can't be written.
    """
    if len(content) > MAX_BYTES:
        message = f"{target} would be larger than the limit of {MAX_BYTES // 1024**2} MB"
        raise FileWriteError(message)
    with write_errors(target):
        temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}{TEMPORARY}")
        try:
            _write(temporary, content, mode, like=target)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    with write_errors(target.parent, "the change is made, but a power failure could lose it"):
        sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, for the user alone, and flush their entries to the disk."""
    for missing in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)
        sync_folder(missing.parent)


def sweep(folder: Path, pattern: str) -> None:
    """Remove the temporary files of killed writers; the caller must hold the lock."""
    for stale in folder.glob(pattern):
        # A folder with such a name is kept.
        with suppress(OSError):
            stale.unlink()


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


def _write(temporary: Path, content: bytes, mode: int, *, like: Path) -> None:
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as file:
        if like.exists():
            _copy_owner_and_mode(descriptor, like.stat())
        file.write(content)
        file.flush()
        os.fsync(descriptor)
        if os.fstat(descriptor).st_size != len(content):
            raise OSError(errno.EIO, "only part of it was written", str(temporary))


def _copy_owner_and_mode(descriptor: int, old: os.stat_result) -> None:
    """Copy the owner and the mode of the old file, which may belong to the user who called sudo."""
    if sys.platform != "win32":
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(descriptor, old.st_uid, old.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _refuse(path: Path, reason: str) -> NoReturn:
    message = f"{path} {reason}"
    raise FileInvalidError(message) from None
