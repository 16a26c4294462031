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

from genai_roadmap.errors import FileInvalidError, FileWriteError, LockedError, RequestError
from genai_roadmap.roadmap.ids import id_error
from genai_roadmap.storage import folders

# Without a home folder: nothing exists below a relative path like this, and nothing can be written there.
NO_HOME = Path("no home folder")
LOCK_SECONDS = 10
LOCK_POLL_SECONDS = 0.005  # short, so that each of many writers gets its turn
MAX_BYTES = 64 * 1024**2
TEMPORARY = ".tmp"


def home() -> Path:
    """Return the folder of all files that the program writes: GENAI_ROADMAP_HOME, or the user's data folder.

    Raises RequestError if GENAI_ROADMAP_HOME is relative to a folder that no longer exists.
    """
    if chosen := os.environ.get("GENAI_ROADMAP_HOME"):
        try:
            return expand_user(chosen).absolute()
        except OSError as error:
            message = f"the current folder can't be read: {error.strerror}; set GENAI_ROADMAP_HOME to an absolute path"
            raise RequestError(message) from None
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
    if problem := id_error(roadmap_id):
        raise RequestError(problem)
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
        if os.path.islink(path):  # noqa: PTH114 - is_symlink() raises for long names
            _refuse(path, f"is a link to {path.readlink()}, which does not exist")
        raise
    except OSError as error:
        _refuse(path, "is not a file" if folders.is_folder(path) else f"can't be read: {_reason(path, error)}")


def read_existing(path: Path) -> bytes:
    """Return the content of a file that was just found; raise FileInvalidError, also if it was removed meanwhile."""
    with read_errors(path):
        return read(path)


def require_content(path: Path, content: bytes | None) -> None:
    """Raise RequestError if a file no longer has the content that was read; None if there was no file."""
    if (read_existing(path) if os.path.lexists(path) else None) != content:
        message = f"{path} was changed meanwhile; it was not overwritten. Try again"
        raise RequestError(message)


@contextmanager
def read_errors(path: Path) -> Iterator[None]:
    """Convert each OSError to a FileInvalidError that names the file or folder."""
    try:
        yield
    except OSError as error:
        _refuse(path, f"can't be read: {_reason(path, error)}")


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def read_stream(name: Path, stream: BinaryIO) -> bytes:
    """Return the content of a stream; raise FileInvalidError if it is not readable or too large."""
    with read_errors(name):
        content = stream.read(MAX_BYTES + 1) or b""  # None from a non-blocking pipe without data
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

    Raises LockedError if another process holds the lock too long, and FileWriteError if the folder is not writable.
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
            message = f"another genai-roadmap is writing {path}"
            raise LockedError(message, "try again later") from None
        sweep(target.parent, f".{glob.escape(target.name)}.*{TEMPORARY}")
    try:
        yield target
    finally:
        with write_errors(path, "the change was made"):
            file_lock.release()


def _prepare(path: Path) -> Path:
    """Create the folder of a file, and return the path that the file resolves to."""
    if not path.is_absolute():
        raise OSError(errno.ENOENT, "no home folder found; set GENAI_ROADMAP_HOME to a folder", str(path))
    if path.is_symlink():
        read(path)
    target = Path(os.path.realpath(path))
    folders.make_folder(target.parent)
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
        message = f"{name} can't be written: {_reason(path, error)}"
        raise FileWriteError(message, consequence) from error


@contextmanager
def after_writes(consequence: str) -> Iterator[None]:
    """Set the consequence in the error of a write that follows other writes; empty if nothing was changed before."""
    try:
        yield
    except FileWriteError as error:
        if not consequence:
            raise
        raise FileWriteError(error.problem, consequence) from error


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
    with write_errors(target.parent, "the change was made, but a power failure could lose it"):
        folders.sync_folder(target.parent)


def sweep(folder: Path, pattern: str) -> None:
    """Remove the temporary files of killed writers; the caller must hold the lock."""
    for stale in folders.list_folder(folder, pattern):
        # A folder with such a name is kept.
        with suppress(OSError):
            stale.unlink()


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


def _reason(path: Path, error: OSError) -> str:
    """Return why a file can't be used and, if it is one of the program, what sets its folder."""
    is_own = isinstance(error, PermissionError | NotADirectoryError | FileExistsError) and path.is_relative_to(home())
    return f"{error.strerror or error}{' (GENAI_ROADMAP_HOME sets the folder)' if is_own else ''}"


def _refuse(path: Path, reason: str) -> NoReturn:
    message = f"{path} {reason}"
    raise FileInvalidError(message) from None
