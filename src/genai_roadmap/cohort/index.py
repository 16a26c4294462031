"""An index of the summaries of learners, so that only changed files are read again.

Deleting it changes nothing but time.
"""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.cohort.learner import Read
from genai_roadmap.report.cohort import Cohort
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.report.cohort_summary import Summary
from genai_roadmap.roadmap.folding import fold

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
# Without a digest, the learner is read again the next time.
_REPLACE = """
INSERT OR REPLACE INTO learners SELECT name, :folded, iif(:digest = '', '', signature), :digest,
  :percent, :reached, :summary, :problems, :merged, :checksum
FROM changed WHERE name = :name
"""
_DAMAGED = "the index is damaged"
_VALUES = "checksum, learners.name, percent, reached, summary, problems, merged"
_CURRENT = f"""
SELECT shown(learners.name) AS shown_name, fresh.name IS NOT NULL, {_VALUES}
FROM learners LEFT JOIN fresh USING (name) WHERE percent IS NOT NULL
"""  # noqa: S608 - the names of columns
_IN_ORDER = f"{_CURRENT} ORDER BY fold(shown_name), shown_name"
# `shown` is slow for all, and only the shown names may say who of those tied with the last one is left out.
_LEADERS = f"""
WITH first AS (SELECT percent, reached FROM learners WHERE percent > 0 ORDER BY percent DESC, reached LIMIT :n),
last (p, r) AS (SELECT percent, reached FROM first ORDER BY percent, reached DESC LIMIT 1)
{_CURRENT} AND percent >= (SELECT p FROM last) AND (percent, -reached) >= (SELECT p, -r FROM last)
ORDER BY percent DESC, reached, fold(shown_name), shown_name LIMIT :n
"""  # noqa: S608 - the names of columns


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

    def __init__(self, connection: sqlite3.Connection, shown: Callable[[str], str]) -> None:
        self._connection = connection
        connection.create_function("shown", 1, shown, deterministic=True)
        connection.create_function("fold", 1, fold, deterministic=True)

    def set_found(self, found: Iterable[FoundFile]) -> None:
        """Set the files that were found."""
        # A file may be at two places that were named.
        self._connection.executemany("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, ?)", found)

    def cohort(self, key: str) -> Counted | None:
        """Return what was counted under this key; None if that was not done or is no longer current."""
        found = self._connection.execute("SELECT counted, checksum FROM counted WHERE key = ?", (key,)).fetchone()
        if not found:
            return None
        _check(found[1], key, found[0])
        groups, merged, sizes = json.loads(found[0])
        if sizes != self._sizes():
            raise sqlite3.DatabaseError(_DAMAGED)
        return Counted({group: Counter({tuple(name): n for name, n in counts}) for group, counts in groups}, merged)

    def set_cohort(self, key: str, counted: Counted) -> None:
        """Keep what was counted under this key, instead of all before, unless a file has to be read again."""
        self._connection.execute("DELETE FROM counted")
        if not self._number("SELECT count(*) FROM learners WHERE signature = ''"):
            groups = [(group, [*counts.items()]) for group, counts in counted.cohort.items()]
            text = json.dumps((groups, counted.merged, self._sizes()))
            self._connection.execute("INSERT INTO counted VALUES (?, ?, ?)", (key, text, _checksum(key, text)))
        self._connection.commit()

    def _sizes(self) -> list[int]:
        """Return the number of learners with a summary, and of those with a problem."""
        return [
            self._number("SELECT count(percent) FROM learners"),
            self._number("SELECT count(*) FROM learners WHERE problems != '[]'"),
        ]

    def find_changed(self) -> None:
        """Find the learners whose files have changed, and forget those without any."""
        # If this run is interrupted, the old counts must not be used later.
        self._connection.execute("DELETE FROM counted")
        self._connection.execute("DELETE FROM learners WHERE name NOT IN (SELECT name FROM found)")
        self._connection.execute(_FIND_CHANGED)
        self._connection.commit()

    @property
    def changed_count(self) -> int:
        """The number of learners whose files have changed."""
        return self._number("SELECT count(*) FROM changed")

    @property
    def merged_count(self) -> int:
        """The number of learners with a summary and several files."""
        return self._number("SELECT count(*) FROM learners WHERE merged != '[]'")

    def merged(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the learners with a summary and several files, in the order of their names, with these files."""
        for row in self._rows(f"SELECT {_VALUES} FROM learners WHERE merged != '[]' ORDER BY folded, name"):  # noqa: S608
            _check(*row)
            yield row[1], json.loads(row[-1])

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
        self._connection.executemany(_TOUCH, ((each.learner,) for each in unchanged))
        self._connection.executemany(_REPLACE, map(_row, new))
        self._connection.executemany("INSERT INTO fresh VALUES (?)", ((each.learner,) for each in new))
        self._connection.commit()

    def learners(self, leaders: int = 0) -> Iterator[tuple[str, Learner]]:
        """Yield the learners with a summary, each after the name that is shown, in the order of these names.

        With `leaders`, yield only this number of learners: those with the highest percentage, who reached it first.
        """
        for shown, is_fresh, *row in self._rows(_LEADERS, n=leaders) if leaders else self._rows(_IN_ORDER):
            _check(*row)
            _, name, _, _, summary, _, _ = row
            yield shown, Learner(name, bool(is_fresh), Summary.unpack(summary))

    def names(self) -> Iterator[str]:
        """Yield the names of all learners, also of those without a valid file."""
        return (name for (name,) in self._rows("SELECT name FROM learners"))

    def problems(self) -> list[tuple[str, Problem]]:
        """Return the files that can't be used, each with the name of the learner."""
        found = []
        for row in self._rows(f"SELECT {_VALUES} FROM learners WHERE problems != '[]'"):  # noqa: S608
            _check(*row)
            found += [(row[1], Problem(*problem)) for problem in json.loads(row[-2])]
        return found

    def _rows(self, query: str, **values: int) -> Iterator[tuple[Any, ...]]:
        try:
            # `yield from` would close the cursor, perhaps after the connection.
            for row in self._connection.execute(query, values):  # noqa: UP028
                yield row
        except UnicodeDecodeError as error:
            raise sqlite3.DatabaseError(_DAMAGED) from error

    def _number(self, query: str) -> int:
        (number,) = self._connection.execute(query).fetchone()
        return int(number)


def _row(read: Read) -> dict[str, str | int | bytes | None]:
    values = {
        "name": read.learner,
        "percent": read.summary.percent if read.summary else None,
        "reached": read.summary.reached if read.summary else None,
        "summary": read.summary.pack() if read.summary else None,
        "problems": json.dumps(read.problems),
        "merged": json.dumps(read.merged),
    }
    return {**values, "folded": fold(read.learner), "digest": read.digest, "checksum": _checksum(*values.values())}


def _checksum(*values: str | int | bytes | None) -> int:
    checksum = 0
    for value in values:
        checksum = zlib.crc32(value if isinstance(value, bytes) else repr(value).encode(), checksum)
    return checksum


def _check(checksum: int, *values: str | int | bytes | None) -> None:
    """Raise sqlite3.DatabaseError if the values are not those that were saved."""
    if checksum != _checksum(*values):
        raise sqlite3.DatabaseError(_DAMAGED)
