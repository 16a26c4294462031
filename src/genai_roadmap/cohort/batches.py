"""The work on a part of the learners, which any process on any machine can do."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from genai_roadmap.cohort.learner import Handed, Read, read
from genai_roadmap.report.cohort import Cohort, Question, count, person
from genai_roadmap.report.cohort_overview import Problem
from genai_roadmap.roadmap.models import Roadmap

Batch = tuple[Handed, ...]
SIZE = 200
# The maximum size of the files from archives in a batch, which contains them.
MAX_BYTES = 8 * 1024**2


class Context(NamedTuple):
    """The roadmap and the question, which all batches have in common."""

    roadmap: Roadmap
    question: Question


class Result(NamedTuple):
    """The learners of a batch, and the counts of those that have a new summary."""

    learners: tuple[Read, ...]
    cohort: Cohort


Work = Callable[[Context, Batch], Result]


def read_batch(context: Context, batch: Batch) -> Result:
    """Return the learners of a batch and their counts; it depends on nothing but the arguments and the files."""
    groups = {handed.learner: handed.group for handed in batch}
    learners = tuple(read(handed, context.roadmap) for handed in batch)
    counted = [
        (groups[each.learner], each.summary, person(each.summary, context.question))
        for each in learners
        if each.summary
    ]
    return Result(learners, count(counted))


def one_by_one(batches: Iterable[Batch], attempt: Callable[[Batch], Result | None]) -> Iterator[Result]:
    """Yield the results of batches that stopped a process, with a problem for each learner who stops it again.

    `attempt` reads a batch while nothing else is read, and returns None if that stops the process again.
    """
    for batch in batches:
        if result := attempt(batch):
            yield result
        elif len(batch) > 1:
            yield from one_by_one(((handed,) for handed in batch), attempt)
        else:
            yield _stopped(batch[0])


def _stopped(handed: Handed) -> Result:
    problems = tuple(Problem(file.shown, "stopped both processes that read it") for file in handed.files)
    return Result((Read(handed.learner, digest="", problems=problems),), {})
