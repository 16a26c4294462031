"""Read the files of many learners, and count their progress."""

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
from genai_roadmap.cohort.found import FoundFile
from genai_roadmap.cohort.groups import Groups, read_groups
from genai_roadmap.cohort.index import Counted
from genai_roadmap.cohort.index_file import open_index, remove_unused
from genai_roadmap.cohort.learner import Handed
from genai_roadmap.cohort.pseudonyms import anonymous_reason, pseudonym, read_key
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.errors import FileInvalidError, FileWriteError
from genai_roadmap.report.cohort import Question, combine, count, person
from genai_roadmap.report.cohort_facts import unknown_text
from genai_roadmap.report.cohort_overview import Member, Overview, Problem, name_order
from genai_roadmap.storage import files
from genai_roadmap.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.cohort.batches import Batch, Result
    from genai_roadmap.cohort.index import Index
    from genai_roadmap.cohort.request import Request
    from genai_roadmap.report.cohort import Cohort

    Advance = Callable[[int, int], None]

# Part of the key of an index. Increase it if the same files would have another summary.
LAYOUT = 6
# Learners that are counted at a time.
CHUNK = 2_000


class Options(NamedTuple):
    """How to read learners: their groups, the number of processes, and a cluster instead of processes."""

    groups: dict[str, str]
    jobs: int
    cluster: str | None = None
    is_anonymous: bool = False


@contextmanager
def overview(session: Session, request: Request, advance: Advance) -> Iterator[Overview]:
    """Yield the overview of the learners, like `analyzed`, and warn of topics that the roadmap doesn't have.

    Raises RequestError if a path does not exist, and FileInvalidError for the roadmap and the groups.
    """
    now = session.now
    groups = read_groups(request.groups) if request.groups else {}
    sources = Sources(request.places, session.roadmap.id, int(now.timestamp()) * 10**9)
    context = Context(session.roadmap, Question(now.date(), request.since, request.goal))
    options = Options(groups, request.jobs or workers.processors(), request.cluster, request.is_anonymous)
    with analyzed(sources, context, options, advance) as found:
        if unknown := unknown_text(found.everyone):
            session.warn(unknown)
        yield found


@contextmanager
def analyzed(sources: Sources, context: Context, options: Options, advance: Advance) -> Iterator[Overview]:
    """Yield the overview of the learners, whose members can be listed until the end of the context.

    `advance` is called with the number of learners that were read, and that of all which have to be read.
    Raises RequestError if the cluster can't be reached, FileWriteError, and FileInvalidError, also while members are
    listed if the index turns out to be damaged.
    """
    path = _index_path(sources.places, context)
    remove_unused(path.parent, sources.now / 10**9)
    with ExitStack() as stack:
        run = _Run(context, options, Groups(options.groups), read_key() if options.is_anonymous else b"")
        # The index in a file may turn out to be damaged, or the disk full. Without it, everything is read.
        found = _try_overview(stack, path, sources, run, advance) or _try_overview(stack, None, sources, run, advance)
        if not found:
            message = "the learners can't be counted: no space in the temporary folder"
            raise FileWriteError(message)
        try:
            yield found
        except sqlite3.Error as error:
            message = "the index of the learners was damaged, and has been removed; run the command again"
            raise FileInvalidError(message) from error


class _Run(NamedTuple):
    """What the steps of a run have in common; `key` is that of the pseudonyms, empty if names are shown."""

    context: Context
    options: Options
    groups: Groups
    key: bytes

    def shown(self, name: str) -> str:
        """Return the name that is shown of a learner."""
        return pseudonym(name, self.key) if self.key else name


def _try_overview(
    stack: ExitStack, path: Path | None, sources: Sources, run: _Run, advance: Advance
) -> Overview | None:
    """Return the overview, with an index that is closed at the end of the stack; None if the index can't be used."""
    with suppress(sqlite3.Error), ExitStack() as attempt:
        index = attempt.enter_context(open_index(path, _key(run.context), run.shown))
        found = _overview(index, sources, run, advance)
        stack.enter_context(attempt.pop_all())
        return found
    return None


def _overview(index: Index, sources: Sources, run: _Run, advance: Advance) -> Overview:
    key, unreadable = _fingerprint(sources, run)
    # The counts of the same files and the same question are still valid.
    counted = index.cohort(key)
    if not counted:
        index.set_found(each for each in sources.find() if isinstance(each, FoundFile))
        counted = Counted(combine(_counts(index, run, advance)), index.merged_count)
        index.set_cohort(key, counted)
    missing = run.groups.without(index.names()) if run.options.groups else []
    return Overview(
        roadmap=run.context.roadmap,
        question=run.context.question,
        cohort=counted.cohort,
        members=lambda leaders: _members(index, run, leaders),
        problems=sorted(_problems(unreadable, index.problems(), run)),
        missing=sorted(map(run.shown, missing), key=name_order),
        merged=counted.merged,
        merged_files=lambda: [] if run.key else index.merged(),
        is_anonymous=run.options.is_anonymous,
    )


def _fingerprint(sources: Sources, run: _Run) -> tuple[str, list[Problem]]:
    """Return a digest of the files and of the question, and the paths that can't be read."""
    digest = hashlib.sha256(repr((run.context.question, sorted(run.options.groups.items()))).encode())
    unreadable = []
    for each in sources.find():
        if isinstance(each, Problem):
            unreadable.append(each)
        else:
            digest.update(repr(each[:]).encode())
    return digest.hexdigest(), unreadable


def _problems(unreadable: list[Problem], invalid: list[tuple[str, Problem]], run: _Run) -> Iterator[Problem]:
    """Yield the paths that can't be read, and the files of learners that are invalid, as they are shown."""
    for path, reason in unreadable:
        yield Problem(run.shown(printable(path)), printable(reason))
    for name, (path, reason) in invalid:
        if run.key:
            yield Problem(run.shown(name), anonymous_reason(reason))
        else:
            yield Problem(printable(path), printable(reason))


def _counts(index: Index, run: _Run, advance: Advance) -> Iterator[Cohort]:
    """Read the learners whose files have changed, and yield the counts of parts of all learners."""
    index.find_changed()
    total, done = index.changed_count, 0
    for path, members in index.changed_members().items():
        index.set_contents(path, archives.read(path, members))
    for result in _results(index, run) if total else ():
        index.save(result.learners)
        yield result.cohort
        done += len(result.learners)
        advance(done, total)
    yield from _unchanged(index, run)


def _results(index: Index, run: _Run) -> Iterator[Result]:
    batches, options = _batches(index, run.groups), run.options
    if options.cluster:
        return cluster.run(batches, run.context, options.cluster, options.jobs)
    return workers.run(batches, run.context, options.jobs)


def _batches(index: Index, groups: Groups) -> Iterator[Batch]:
    batch: list[Handed] = []
    size = 0
    for learner, found, digest in index.changed():
        contents = tuple(index.content(file) if file.member else None for file in found)
        batch.append(Handed(learner, groups.of(learner), found, contents, digest))
        size += sum(map(len, filter(None, contents)))
        if len(batch) == SIZE or size > MAX_BYTES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _unchanged(index: Index, run: _Run) -> Iterator[Cohort]:
    """Yield the counts of the learners that were not read."""
    question, groups = run.context.question, run.groups
    learners = (learner for _, learner in index.learners() if not learner.is_fresh)
    while chunk := [*islice(learners, CHUNK)]:
        yield count([(groups.of(name), summary, person(summary, question)) for name, _, summary in chunk])


def _members(index: Index, run: _Run, leaders: int) -> Iterator[Member]:
    for name, learner in index.learners(leaders):
        group = run.groups.of(learner.name)
        yield Member(name, group, person(learner.summary, run.context.question))


def _index_path(places: list[str], context: Context) -> Path:
    name = hashlib.sha256(repr((context.roadmap.id, places)).encode(errors="surrogatepass")).hexdigest()
    return files.home() / "cache" / f"cohort-{name[:20]}.sqlite"


def _key(context: Context) -> str:
    """Return a key that differs if the same files may have another summary."""
    # The day of a time in UTC depends on the local zone.
    zone = time.tzname, time.timezone, time.altzone
    roadmap = context.roadmap.model_dump_json()
    return hashlib.sha256(repr((__version__, LAYOUT, zone, roadmap)).encode()).hexdigest()
