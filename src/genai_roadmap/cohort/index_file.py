"""The file of an index of learners, which is created again if it can't be used."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from genai_roadmap.cohort.index import Index
from genai_roadmap.storage import folders

_TABLES = """
CREATE TABLE context (key TEXT NOT NULL);
CREATE TABLE learners (
  name TEXT PRIMARY KEY, folded TEXT NOT NULL, signature TEXT NOT NULL, digest TEXT NOT NULL,
  percent INTEGER, reached INTEGER, summary BLOB, problems TEXT NOT NULL, merged TEXT NOT NULL,
  checksum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE counted (key TEXT PRIMARY KEY, counted TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX leaders ON learners (percent DESC, reached);
CREATE INDEX invalid ON learners (name) WHERE problems != '[]';
CREATE INDEX merged ON learners (folded, name) WHERE merged != '[]';
"""
_TEMPORARY = """
CREATE TEMP TABLE found (
  name TEXT, path TEXT, member TEXT, size INTEGER, version TEXT, PRIMARY KEY (name, path, member)
) WITHOUT ROWID;
CREATE TEMP TABLE changed (name TEXT PRIMARY KEY, signature TEXT, digest TEXT) WITHOUT ROWID;
CREATE TEMP TABLE contents (path TEXT, member TEXT, content BLOB, PRIMARY KEY (path, member));
CREATE TEMP TABLE fresh (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_DROP = "".join(f"DROP TABLE IF EXISTS {table};" for table in ("context", "learners", "counted"))
# Writes don't wait for the disk, because a damaged index is created again. The lock is taken at once, because two
# processes that have both read the index could never write it.
_SETTINGS = "PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;"
# An index that was not used for this time is removed: the learners may have left.
UNUSED_DAYS = 90
# A second run waits this long for the first one. After that, it does not use the index.
_LOCK_SECONDS = 2


@contextmanager
def open_index(path: Path | None, key: str, shown: Callable[[str], str] = str) -> Iterator[Index]:
    """Open the index in a file; without one, if it can't be written or another process uses it, a temporary one.

    `shown` returns the name that is shown of a learner. If the index turns out to be damaged, or can't be written, the
    file is removed, and sqlite3.Error raised.
    """
    connection, index = _opened(path, key, shown) if path else _connected("", key, shown)
    try:
        yield index
    except sqlite3.Error:
        connection.close()
        _remove(path)
        raise
    finally:
        connection.close()


def _opened(path: Path, key: str, shown: Callable[[str], str]) -> tuple[sqlite3.Connection, Index]:
    # A damaged index is removed, and tried again once.
    for _ in range(2):
        try:
            folders.make_folder(path.parent)
            opened = _connected(str(path), key, shown)
            # A run that reads nothing does not write either, but uses the index.
            os.utime(path)
        except sqlite3.OperationalError:
            break
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            _remove(path)
        except OSError:
            break
        else:
            return opened
    return _connected("", key, shown)


def _connected(name: str, key: str, shown: Callable[[str], str]) -> tuple[sqlite3.Connection, Index]:
    """Return the index in a file or, if the name is empty, in a temporary one that is deleted when it is closed.

    It is empty if it was made for another key.
    """
    connection = sqlite3.connect(name, timeout=_LOCK_SECONDS)
    try:
        connection.executescript(_SETTINGS)
        if not _is_for(connection, key):
            connection.executescript(_DROP + _TABLES)
            connection.execute("INSERT INTO context VALUES (?)", (key,))
            connection.commit()
        connection.executescript(_TEMPORARY)
        return connection, Index(connection, shown)
    except BaseException:
        connection.close()
        raise


def remove_unused(folder: Path, now: float) -> None:
    """Remove the indexes that were not used for UNUSED_DAYS; `now` is in seconds since 1970."""
    for path in folders.list_folder(folder, "cohort-*.sqlite"):
        with suppress(OSError):
            if path.stat().st_mtime < now - UNUSED_DAYS * 86_400:
                path.unlink()


def _remove(path: Path | None) -> None:
    with suppress(OSError):
        if path:
            path.unlink()


def _is_for(connection: sqlite3.Connection, key: str) -> bool:
    has_context = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'context'").fetchone()
    return has_context is not None and connection.execute("SELECT key FROM context").fetchall() == [(key,)]
