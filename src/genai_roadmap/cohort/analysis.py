"""Read what many learners have handed in, and count it."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap import __version__
from genai_roadmap.cohort import archives, cluster, workers
from genai_roadmap.cohort.batches import MAX_BYTES, SIZE, Context
from genai_roadmap.cohort.index import Counted, Index
from genai_roadmap.cohort.index_file import open_index, remove_unused
from genai_roadmap.cohort.learner import Handed
from genai_roadmap.cohort.pseudonyms import pseudonym, read_key
from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.report.cohort import Cohort, combine, count, person
from genai_roadmap.report.cohort_overview import Member, Overview, Problem
from genai_roadmap.storage import files
from genai_roadmap.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genai_roadmap.cohort.batches import Batch, Result
    from genai_roadmap.cohort.found import FoundFile
    from genai_roadmap.cohort.sources import Sources

# Part of the key of an index. Increase it if the same files would have another summary.
LAYOUT = 2
# Learners that are counted at a time.
CHUNK = 2_000


class Options(NamedTuple):
    """How to read learners: their groups, the number of processes, and a cluster instead of processes."""

    groups: dict[str, str]
    jobs: int
    cluster: str | None = None
    is_anonymous: bool = False


@contextmanager
def analyzed(
    sources: Sources, context: Context, options: Options, advance: Callable[[int, int], None]
) -> Iterator[Overview]:
    """Yield the overview of the learners, whose members can be listed until the end of the context.

    `advance` is called with the number of learners that were read, and that of all which have to be read.
    Raises RequestError if the cluster can't be reached, FileWriteError, and FileInvalidError, also while members are
    listed if the index turns out to be damaged.
    """
    key = read_key() if options.is_anonymous else b""

    def shown(name: str) -> str:
        return pseudonym(name, key) if key else name

    index_path = _index_path(sources.places, context)
    remove_unused(index_path.parent, sources.now / 10**9)
    with ExitStack() as stack:
        # The index in a file may turn out to be damaged, or the disk full. Without it, everything is read.
        for path in (index_path, None):
            with suppress(sqlite3.Error), ExitStack() as attempt:
                index = attempt.enter_context(open_index(path, _key(context), shown))
                analysis = _Analysis(index, context, options)
                analysis.find(sources)
                overview = analysis.overview(analysis.read(advance), shown)
                stack.enter_context(attempt.pop_all())
                break
        else:
            message = "the learners can't be counted: no space in the temporary folder"
            raise FileWriteError(message)
        try:
            yield overview
        except sqlite3.Error as error:
            message = "the index of the learners was damaged, and has been removed; run the command again"
            raise FileInvalidError(message) from error


class _Analysis:
    """The learners at some places, and their counts; the methods are called in this order."""

    def __init__(self, index: Index, context: Context, options: Options) -> None:
        self._index = index
        self._context = context
        self._options = options
        self._unreadable: list[Problem] = []
        self._key = ""
        self._counted: Counted | None = None

    def find(self, sources: Sources) -> None:
        """Find the files."""
        # What was counted for the same files and the same question is still right. A digest of the files is fast.
        digest = hashlib.sha256(repr((self._context.question, sorted(self._options.groups.items()))).encode())
        for file in self._files(sources):
            digest.update(repr(file[:]).encode())
        self._key = digest.hexdigest()
        self._counted = self._index.cohort(self._key)
        if not self._counted:
            self._index.set_found(self._files(sources))

    def _files(self, sources: Sources) -> Iterator[FoundFile]:
        """Yield the files of learners, and remember the paths that can't be read."""
        self._unreadable = []
        for each in sources.find():
            if isinstance(each, Problem):
                self._unreadable.append(each)
            else:
                yield each

    def read(self, advance: Callable[[int, int], None]) -> Counted:
        """Read the learners whose files have changed, and return the counts of all."""
        if not self._counted:
            self._counted = Counted(combine(self._counts(advance)), self._index.merged_count)
            self._index.set_cohort(self._key, self._counted)
        return self._counted

    def overview(self, counted: Counted, shown: Callable[[str], str]) -> Overview:
        """Return the overview, with the names that are shown."""
        problems = [(problem.path, problem) for problem in self._unreadable] + self._index.problems()
        if self._options.is_anonymous:
            problems = [(name, problem._replace(path=shown(name))) for name, problem in problems]
        groups = self._options.groups
        return Overview(
            roadmap=self._context.roadmap,
            question=self._context.question,
            cohort=counted.cohort,
            members=self._members,
            problems=sorted(Problem(*map(printable, problem)) for _, problem in problems),
            missing=sorted(map(shown, groups.keys() - self._index.names())) if groups else [],
            merged=counted.merged,
            is_anonymous=self._options.is_anonymous,
        )

    def _counts(self, advance: Callable[[int, int], None]) -> Iterator[Cohort]:
        self._index.find_changed()
        total, done = self._index.changed_count, 0
        for path, members in self._index.changed_members().items():
            self._index.set_contents(path, archives.read(path, members))
        for result in self._results() if total else ():
            self._index.save(result.learners)
            yield result.cohort
            done += len(result.learners)
            advance(done, total)
        yield from self._unchanged()

    def _results(self) -> Iterator[Result]:
        if self._options.cluster:
            return cluster.run(self._batches(), self._context, self._options.cluster, self._options.jobs)
        return workers.run(self._batches(), self._context, self._options.jobs)

    def _batches(self) -> Iterator[Batch]:
        batch: list[Handed] = []
        size = 0
        for learner, found, digest in self._index.changed():
            contents = tuple(self._index.content(file) if file.member else None for file in found)
            batch.append(Handed(learner, self._options.groups.get(learner), found, contents, digest))
            size += sum(map(len, filter(None, contents)))
            if len(batch) == SIZE or size > MAX_BYTES:
                yield tuple(batch)
                batch, size = [], 0
        if batch:
            yield tuple(batch)

    def _unchanged(self) -> Iterator[Cohort]:
        """Yield the counts of the learners that were not read."""
        learners = (learner for _, learner in self._index.learners() if not learner.is_fresh)
        while chunk := [*islice(learners, CHUNK)]:
            yield count(
                [
                    (self._options.groups.get(name), summary, person(summary, self._context.question))
                    for name, _, summary in chunk
                ]
            )

    def _members(self, min_percent: int = 0) -> Iterator[Member]:
        """Yield the learners with at least this percentage, in the order of the names that are shown."""
        for name, learner in self._index.learners(min_percent):
            group = self._options.groups.get(learner.name)
            yield Member(name, group, person(learner.summary, self._context.question))


def _index_path(places: list[str], context: Context) -> Path:
    name = hashlib.sha256(repr((context.roadmap.id, places)).encode(errors="surrogatepass")).hexdigest()
    return files.home() / "cache" / f"cohort-{name[:20]}.sqlite"


def _key(context: Context) -> str:
    """Return a key that differs if the same files may have another summary."""
    # The day of a time in UTC depends on the local zone.
    zone = time.tzname, time.timezone, time.altzone
    roadmap = context.roadmap.model_dump_json()
    return hashlib.sha256(repr((__version__, LAYOUT, zone, roadmap)).encode()).hexdigest()
