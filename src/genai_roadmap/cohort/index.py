"""An index of the summaries of learners, so that only changed files are read again.

Deleting it changes nothing but time.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.cohort.learner import Read
from genai_roadmap.report.cohort import Cohort
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.report.cohort_summary import Summary
from genai_roadmap.storage import folders

_COLUMNS = ", ".join(Summary._fields)
_TABLES = f"""
CREATE TABLE context (key TEXT NOT NULL);
CREATE TABLE learners (
  name TEXT PRIMARY KEY, signature TEXT NOT NULL, digest TEXT NOT NULL, {_COLUMNS}
) WITHOUT ROWID;
CREATE TABLE counted (key TEXT PRIMARY KEY, counted TEXT NOT NULL);
CREATE TABLE problems (name TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX problems_by_name ON problems (name);
"""
_DROP = "".join(f"DROP TABLE IF EXISTS {table};" for table in ("context", "learners", "problems", "counted"))
_TEMPORARY = """
CREATE TEMP TABLE found (name TEXT, path TEXT, member TEXT, size INTEGER, version TEXT);
CREATE TEMP TABLE changed (name TEXT PRIMARY KEY, signature TEXT, digest TEXT) WITHOUT ROWID;
CREATE TEMP TABLE contents (path TEXT, member TEXT, content BLOB, PRIMARY KEY (path, member));
CREATE TEMP TABLE fresh (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
# The signature of a learner differs if one of the files may have changed.
_FIND_CHANGED = """
INSERT INTO changed
WITH ordered AS (SELECT * FROM found ORDER BY name, path, member), signed AS (
  SELECT name,
    group_concat(path || char(31) || member || char(31) || size || char(31) || version, char(30)) AS signature
  FROM ordered GROUP BY name
)
SELECT signed.name, signed.signature, coalesce(learners.digest, '')
FROM signed LEFT JOIN learners USING (name) WHERE signed.signature IS NOT learners.signature
"""
_CHANGED = """
SELECT found.name, path, member, size, version, digest FROM changed JOIN found USING (name) ORDER BY 1, 2, 3
"""
_TOUCH = """
UPDATE learners SET signature = (SELECT signature FROM changed WHERE changed.name = learners.name) WHERE name = ?
"""
_NO_SUMMARY = (None,) * len(Summary._fields)
_REPLACE = f"""
INSERT OR REPLACE INTO learners SELECT name, signature, ?{", ?" * len(_NO_SUMMARY)} FROM changed WHERE name = ?
"""  # noqa: S608 - question marks
_CURRENT = f"""
SELECT shown(learners.name) AS name, learners.name, fresh.name IS NOT NULL, {_COLUMNS}
FROM learners LEFT JOIN fresh USING (name) WHERE percent >= ? ORDER BY 1
"""  # noqa: S608 - the names of columns
# A second run waits so long for the first one, and then does without the index.
_LOCK_SECONDS = 2


class Counted(NamedTuple):
    """The counts of all learners, and the number of those with several files."""

    cohort: Cohort
    merged: int


class Changed(NamedTuple):
    """The files of a learner that have changed, and the digest of the content that the index knows."""

    learner: str
    files: tuple[FoundFile, ...]
    digest: str


class Learner(NamedTuple):
    """A learner in the index; `is_fresh` is whether the summary was made since the index was opened."""

    name: str
    is_fresh: bool
    summary: Summary


class Index:
    """The index of the learners at some places, in a SQLite database."""

    def __init__(self, connection: sqlite3.Connection, key: str) -> None:
        """Begin with an empty index if it was made for another key."""
        self._connection = connection
        if not _is_for(connection, key):
            connection.executescript(_DROP + _TABLES)
            connection.execute("INSERT INTO context VALUES (?)", (key,))
            connection.commit()
        connection.executescript(_TEMPORARY)

    def set_found(self, found: Iterable[FoundFile]) -> str:
        """Set the files that were found, and return a digest that differs if one of them may have changed."""
        total = 0

        def rows() -> Iterator[FoundFile]:
            nonlocal total
            for file in found:
                # A sum, because the order of the files in a folder makes no difference.
                total += int.from_bytes(hashlib.sha256(repr(file[:]).encode()).digest())
                yield file

        self._connection.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?)", rows())
        return f"{total:x}"

    def cohort(self, key: str) -> Counted | None:
        """Return what was counted under this key; None if that was not done or is no longer current."""
        found = self._connection.execute("SELECT counted FROM counted WHERE key = ?", (key,)).fetchone()
        if not found:
            return None
        groups, merged = json.loads(found[0])
        return Counted({group: Counter({tuple(name): n for name, n in counts}) for group, counts in groups}, merged)

    def set_cohort(self, key: str, counted: Counted) -> None:
        """Keep what was counted under this key, instead of all before."""
        groups = [(group, [*counts.items()]) for group, counts in counted.cohort.items()]
        self._connection.execute("DELETE FROM counted")
        self._connection.execute("INSERT INTO counted VALUES (?, ?)", (key, json.dumps((groups, counted.merged))))
        self._connection.commit()

    def find_changed(self) -> None:
        """Find the learners whose files have changed, and forget those without any."""
        for table in ("learners", "problems"):
            self._connection.execute(f"DELETE FROM {table} WHERE name NOT IN (SELECT name FROM found)")  # noqa: S608
        self._connection.execute(_FIND_CHANGED)
        self._connection.commit()

    @property
    def changed_count(self) -> int:
        """The number of learners whose files have changed."""
        return self._number("SELECT count(*) FROM changed")

    @property
    def merged_count(self) -> int:
        """The number of learners with several files."""
        return self._number("SELECT count(*) FROM (SELECT 1 FROM found GROUP BY name HAVING count(*) > 1)")

    def changed(self) -> Iterator[Changed]:
        """Yield the learners whose files have changed, in the order of their names."""
        for name, rows in groupby(self._connection.execute(_CHANGED), itemgetter(0)):
            *_, last = learner = [*rows]
            yield Changed(name, tuple(FoundFile(*row[:-1]) for row in learner), last[-1])

    def changed_members(self) -> dict[str, set[str]]:
        """Return the archives with files of learners whose files have changed, and the names of these files."""
        members: dict[str, set[str]] = {}
        for path, member in self._connection.execute(
            "SELECT path, member FROM changed JOIN found USING (name) WHERE member != ''"
        ):
            members.setdefault(path, set()).add(member)
        return members

    def set_contents(self, path: str, contents: Iterable[tuple[str, bytes]]) -> None:
        """Keep the content of members of an archive until the index is closed."""
        rows = ((path, member, content) for member, content in contents)
        self._connection.executemany("INSERT OR REPLACE INTO contents VALUES (?, ?, ?)", rows)

    def content(self, file: FoundFile) -> bytes | None:
        """Return the content of a file in an archive; None if there is none."""
        rows = self._connection.execute(
            "SELECT content FROM contents WHERE path = ? AND member = ?", (file.path, file.member)
        )
        found: tuple[bytes] | None = rows.fetchone()
        return found[0] if found else None

    def save(self, learners: Iterable[Read]) -> None:
        """Save learners whose files have changed."""
        read = [*learners]
        unchanged, new = ([each for each in read if each.is_unchanged is wanted] for wanted in (True, False))
        execute = self._connection.executemany
        execute(_TOUCH, ((each.learner,) for each in unchanged))
        execute(_REPLACE, ((each.digest, *(each.summary or _NO_SUMMARY), each.learner) for each in new))
        execute("INSERT INTO fresh VALUES (?)", ((each.learner,) for each in new))
        execute("DELETE FROM problems WHERE name = ?", ((each.learner,) for each in new))
        rows = ((each.learner, *problem) for each in new for problem in each.problems)
        execute("INSERT INTO problems VALUES (?, ?, ?)", rows)
        self._connection.commit()

    def learners(self, shown: Callable[[str], str] = str, min_percent: int = 0) -> Iterator[tuple[str, Learner]]:
        """Yield the learners with a summary, each after the name that is shown, in the order of these names."""
        self._connection.create_function("shown", 1, shown, deterministic=True)
        for name, real, is_fresh, *values in self._connection.execute(_CURRENT, (min_percent,)):
            yield name, Learner(real, bool(is_fresh), Summary(*values))

    def names(self) -> Iterator[str]:
        """Yield the name of each file's learner."""
        return (name for (name,) in self._connection.execute("SELECT name FROM found"))

    def problems(self) -> list[tuple[str, Problem]]:
        """Return the files that can't be used, each with the name of the learner."""
        rows = self._connection.execute("SELECT name, path, reason FROM problems")
        return [(name, Problem(path, reason)) for name, path, reason in rows]

    def _number(self, query: str) -> int:
        (number,) = self._connection.execute(query).fetchone()
        return int(number)


def _is_for(connection: sqlite3.Connection, key: str) -> bool:
    has_context = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'context'").fetchone()
    return has_context is not None and connection.execute("SELECT key FROM context").fetchall() == [(key,)]


@contextmanager
def open_index(path: Path, key: str) -> Iterator[Index]:
    """Open the index in a file; if that can't be written, or another process uses it, a temporary one."""
    connection, index = _opened(path, key)
    try:
        yield index
    finally:
        connection.close()


def _opened(path: Path, key: str) -> tuple[sqlite3.Connection, Index]:
    # A damaged index is removed, and tried again once.
    for _ in range(2):
        try:
            folders.make_folder(path.parent)
            return _connected(str(path), key)
        except sqlite3.OperationalError:
            break
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()
        except OSError:
            break
    # An empty name is that of a temporary database, which is deleted when it is closed.
    return _connected("", key)


def _connected(name: str, key: str) -> tuple[sqlite3.Connection, Index]:
    connection = sqlite3.connect(name, timeout=_LOCK_SECONDS)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        return connection, Index(connection, key)
    except BaseException:
        connection.close()
        raise
