"""Read what many learners have handed in, and count it."""

from __future__ import annotations

import hashlib
import time
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap import __version__
from genai_roadmap.cohort import archives, cluster, workers
from genai_roadmap.cohort.batches import MAX_BYTES, SIZE, Context
from genai_roadmap.cohort.index import Counted, Index, open_index
from genai_roadmap.cohort.learner import Handed
from genai_roadmap.cohort.pseudonyms import pseudonym, read_key
from genai_roadmap.report.cohort import Cohort, combine, count, person
from genai_roadmap.report.cohort_overview import Member, Overview, Problem
from genai_roadmap.storage import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genai_roadmap.cohort.batches import Batch, Result
    from genai_roadmap.cohort.found import FoundFile
    from genai_roadmap.cohort.sources import Sources

# Part of the key of an index. Increase it if the same files would have another summary.
LAYOUT = 1
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
    Raises RequestError if the cluster can't be reached, FileInvalidError, and FileWriteError.
    """
    key = read_key() if options.is_anonymous else b""

    def shown(name: str) -> str:
        return pseudonym(name, key) if key else name

    with open_index(_index_path(sources.places, context), _key(context)) as index:
        analysis = _Analysis(index, context, options)
        unreadable = analysis.find(sources)
        counted = analysis.read(advance)
        problems = [(problem.path, problem) for problem in unreadable] + index.problems()
        yield Overview(
            roadmap=context.roadmap,
            question=context.question,
            cohort=counted.cohort,
            members=lambda min_percent: analysis.members(shown, min_percent),
            problems=sorted(each._replace(path=shown(name)) if key else each for name, each in problems),
            missing=sorted(map(shown, options.groups.keys() - index.names())) if options.groups else [],
            merged=counted.merged,
            is_anonymous=options.is_anonymous,
        )


class _Analysis:
    """The steps of an analysis, in the order in which they are called."""

    def __init__(self, index: Index, context: Context, options: Options) -> None:
        self._index = index
        self._context = context
        self._options = options

    def find(self, sources: Sources) -> list[Problem]:
        """Find the files, and return the paths that can't be read."""
        problems: list[Problem] = []

        def found() -> Iterator[FoundFile]:
            for each in sources.find():
                if isinstance(each, Problem):
                    problems.append(each)
                else:
                    yield each

        self._found = self._index.set_found(found())
        return problems

    def read(self, advance: Callable[[int, int], None]) -> Counted:
        """Read the learners whose files have changed, and return the counts of all."""
        # What was counted for the same files and the same question is still right.
        asked = (self._found, self._context.question, sorted(self._options.groups.items()))
        key = hashlib.sha256(repr(asked).encode()).hexdigest()
        if counted := self._index.cohort(key):
            return counted
        counted = Counted(combine(self._counts(advance)), self._index.merged_count)
        self._index.set_cohort(key, counted)
        return counted

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

    def members(self, shown: Callable[[str], str], min_percent: int) -> Iterator[Member]:
        """Yield the learners with at least this percentage, in the order of the names that are shown."""
        for name, learner in self._index.learners(shown, min_percent):
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
