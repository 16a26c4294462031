"""Files: where the program keeps them, how one is read, and how one is replaced whole."""

import codecs
import errno
import glob
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast

import tomli

from genai_roadmap.errors import FileInvalidError, FileNewerError, FileWriteError, RequestError

# Where there is no home folder: nothing is found there, and nothing can be written, as it is no absolute path.
NOWHERE = Path("no home folder")
LOCK_SECONDS = 10
# Short, so that under a crowd of writers everyone gets a turn.
LOCK_POLL_SECONDS = 0.005
MOST_BYTES = 64 * 1024**2
NEWLINE = b"\n"
TEMPORARY = ".tmp"


def home() -> Path:
    """The folder of everything the program keeps: GENAI_ROADMAP_HOME, or the system's place for user data."""
    if chosen := os.environ.get("GENAI_ROADMAP_HOME"):
        return expanded(chosen).absolute()
    # Takes time to load, and is not needed where the variable is set.
    from platformdirs import user_data_path

    try:
        return user_data_path("genai-roadmap", appauthor=False)
    except RuntimeError:
        return NOWHERE


def expanded(text: str) -> Path:
    """The path that a person wrote, who may have written ~; raises RequestError where there is no such person."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        message = f"{text} names no home folder"
        raise RequestError(message) from None


def read(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """What a file holds.

    Raises FileNotFoundError, and FileInvalidError where it is no file, can't be read or has more than `most` bytes.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            _refuse(path, "is not a file")
        if status.st_size > most:
            _refuse(path, f"is larger than {most // 1024**2} MB")
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():
            _refuse(path, f"is a link to {path.readlink()}, which is not there")
        raise
    except OSError as error:
        _refuse(path, f"can't be read: {error.strerror or error}")


def read_stream(name: Path, stream: BinaryIO) -> bytes:
    """What comes out of a pipe; raises FileInvalidError where that is more than a file may have."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        _refuse(name, f"is larger than {MOST_BYTES // 1024**2} MB")
    return content


def version(path: Path) -> tuple[int, ...]:
    """What tells one version of a file from the next without reading it; nothing where there is no file."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def read_toml(path: Path, *, newest_format: int, most: int = MOST_BYTES) -> dict[str, Any]:
    """What a TOML file of at most so many bytes holds; raises FileNotFoundError and FileInvalidError."""
    return parse_toml(path, read(path, most=most), newest_format=newest_format)


def parse_toml(path: Path, content: bytes, *, newest_format: int) -> dict[str, Any]:
    """What a TOML file with this content holds, its `format` checked before anything else.

    Raises FileInvalidError with line and column where it is not TOML.
    """
    return _loaded(path, content, tomli.loads, "TOML", newest_format)


def parse_json(path: Path, content: bytes, *, newest_format: int) -> dict[str, Any]:
    """What a JSON file with this content holds, its `format` checked before anything else.

    Raises FileInvalidError with line and column where it is not JSON.
    """
    return _loaded(path, content, lambda text: json.loads(text, object_pairs_hook=_unique), "JSON", newest_format)


def _loaded(path: Path, content: bytes, load: Callable[[str], Any], language: str, newest: int) -> dict[str, Any]:
    text = decoded(path, content)
    try:
        data = load(text)
    except (tomli.TOMLDecodeError, json.JSONDecodeError) as error:
        where = f"(at line {error.lineno}, column {error.colno})"
        _refuse(path, f"is not valid {language}: {error.msg} {where}{_hint(text)}")
    except RecursionError:
        _refuse(path, "is nested too deeply to be read")
    except ValueError as error:
        _refuse(path, f"holds a value that can't be read: {error}")
    _check_format(path, data.get("format") if isinstance(data, dict) else None, newest)
    return cast("dict[str, Any]", data)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object with these keys and values; JSON would let the last of two have its way in silence."""
    data = dict(pairs)
    if len(data) < len(pairs):
        twice = next(key for number, (key, _) in enumerate(pairs) if key in dict(pairs[:number]))
        message = f"the key {twice!r} stands twice"
        raise ValueError(message)
    return data


@contextmanager
def locked(path: Path) -> Iterator[Path]:
    """Keeps other processes from writing the file meanwhile; gives the file itself where the path is a link to it.

    Raises FileWriteError where the folder can't be written or another process holds on to the file.
    """
    # Only commands that write need it, and it takes time to load.
    from filelock import FileLock, Timeout

    with writing(path):
        if not path.is_absolute():
            raise OSError(errno.ENOENT, "there is no home folder; set GENAI_ROADMAP_HOME to one", str(path))
        if path.is_symlink():
            read(path)
        target = path.resolve()
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        lock = FileLock(f"{target}.lock", timeout=LOCK_SECONDS, mode=0o600, poll_interval=LOCK_POLL_SECONDS)
        try:
            lock.acquire()
        except Timeout:
            message = f"another genai-roadmap is writing {path}; try again when it is done"
            raise FileWriteError(message) from None
    try:
        yield target
    finally:
        with writing(path, "what was to be changed is changed"):
            lock.release()


@contextmanager
def writing(path: Path, so: str = "nothing was changed") -> Iterator[None]:
    """Makes of any error of the system within it the FileWriteError that names the file and what follows."""
    try:
        yield
    except OSError as error:
        # A temporary file is ours alone; the learner knows the one that it was to become.
        name = path if str(error.filename).endswith(TEMPORARY) else error.filename or path
        message = f"{name} can't be written: {error.strerror or error}; {so}"
        raise FileWriteError(message) from error


def write_out(path: Path, content: bytes, *, force: bool = False) -> None:
    """Writes a file that others are to read; raises RequestError where it is there already, unless forced to.

    Raises RequestError where what is there is no file, and FileWriteError where it can't be written.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            message = f"{path} is not a file, and nothing is written in its place"
            raise RequestError(message)
        if os.path.lexists(path) and not force:
            message = f"{path} is there already; --force writes over it"
            raise RequestError(message)
        replace(path.resolve(), content, mode=0o666)


def replace(target: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Makes the content the file's, so that at any moment it is the old one or the new one, whole and on the disk.

    To be called with the file `locked` where others write it too. A new file gets the mode, less the umask.
    Raises FileWriteError, and leaves the old one, where that can't be done.
    """
    with writing(target):
        # Whoever holds the lock is the only writer: these are of one that was killed.
        for stale in target.parent.glob(f".{glob.escape(target.name)}.*.tmp"):
            stale.unlink(missing_ok=True)
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
        try:
            _write(temporary, content, mode, like=target)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    with writing(target.parent, "the change is made, but a power failure now might lose it"):
        sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Has the system put the folder's entries on the disk; Windows does so by itself, as do some network disks."""
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
            _take_over(descriptor, like.stat())
        file.write(content)
        file.flush()
        os.fsync(descriptor)
        if os.fstat(descriptor).st_size != len(content):
            raise OSError(errno.EIO, "not all of it was written", str(temporary))


def _take_over(descriptor: int, old: os.stat_result) -> None:
    """Gives the new file the owner and the mode of the old one, which may belong to who called sudo."""
    if os.name == "posix":
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(descriptor, old.st_uid, old.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def decoded(path: Path, content: bytes) -> str:
    """The text that a file with this content is; raises FileInvalidError with line and column where it is none."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _refuse(path, f"is UTF-16 text, and should be UTF-8 {_at(content, 0)}")
    if (nul := content.find(b"\0")) >= 0:
        _refuse(path, f"holds NUL characters, as after a crash of the machine {_at(content, nul)}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(path, f"is not UTF-8 text: byte 0x{content[error.start]:02x} {_at(content, error.start)}")


def _at(content: bytes, position: int) -> str:
    line = content.count(NEWLINE, 0, position) + 1
    return f"(at line {line}, column {position - content.rfind(NEWLINE, 0, position)})"


def _hint(text: str) -> str:
    if "<<<<<<<" in text and ">>>>>>>" in text:
        return "; it has the marks of a merge: keep the changes of both sides, without the lines of <, = and >"
    return ""


def _check_format(path: Path, found: object, newest: int) -> None:
    if type(found) is not int or found < 1:
        _refuse(path, f"has no `format = {newest}` at its head, so it is not a file of genai-roadmap")
    if found > newest:
        message = f"{path} has format {found}, and this genai-roadmap reads up to {newest}; upgrade the program"
        raise FileNewerError(message)


def _refuse(path: Path, why: str) -> NoReturn:
    message = f"{path} {why}"
    raise FileInvalidError(message) from None
