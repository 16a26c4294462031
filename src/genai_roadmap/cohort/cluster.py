"""Read batches of learners on a cluster, with Dask."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from genai_roadmap.cohort.batches import Batch, Context, Result, Work, read_batch, smaller, stopped
from genai_roadmap.errors import RequestError
from genai_roadmap.report.cohort import Cohort, combine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from distributed import Client, Future

    from genai_roadmap.cohort.learner import Read

LOCAL = "local"
# A task that fails is tried again so many times; one that stops a worker, once.
_RETRIES, _FAILURES = 2, 1
# Batches on the cluster at a time, and counts that are combined at a time.
_AHEAD, _FAN_IN = 1_000, 16


def run(
    batches: Iterable[Batch], context: Context, address: str, jobs: int, work: Work = read_batch
) -> Iterator[Result]:
    """Yield the learners of the batches in any order, and then the counts of all, combined on the cluster.

    The cluster is at an address, or `local` with one worker process per job. Raises RequestError if there is none.
    """
    with _client(address, jobs) as client:
        yield from _Run(client, context, work).results(iter(batches))


class _Run:
    """The tasks of a run, and the batches that they read."""

    def __init__(self, client: Client, context: Context, work: Work) -> None:
        from distributed import as_completed

        self._client = client
        self._work = work
        # A task, because a lost worker could lose data that was sent once.
        self._context = self._submit(_unchanged, context)
        self._batches: dict[Future, Batch] = {}
        self._running = as_completed()
        self._counts: list[Future] = []

    def results(self, batches: Iterator[Batch]) -> Iterator[Result]:
        for batch in islice(batches, _AHEAD):
            self._start(batch)
        for future in self._running:
            yield self._result(future)
            for batch in islice(batches, 1):
                self._start(batch)
        yield Result((), self._submit(combine, self._counts).result())

    def _submit(self, function: Any, *arguments: Any) -> Future:
        return self._client.submit(function, *arguments, pure=False, retries=_RETRIES)

    def _start(self, batch: Batch) -> None:
        future = self._submit(self._work, self._context, batch)
        self._batches[future] = batch
        self._running.add(future)

    def _result(self, future: Future) -> Result:
        """Return the learners of a batch; if it stopped workers, none, but try again with smaller ones."""
        from distributed import KilledWorker

        batch = self._batches.pop(future)
        if isinstance(future.exception(), KilledWorker):
            for half in smaller(batch):
                self._start(half)
            return stopped(batch[0]) if len(batch) == 1 else Result((), {})
        self._counts.append(self._submit(_cohort, future))
        if len(self._counts) == _FAN_IN:
            self._counts = [self._submit(combine, self._counts)]
        return Result(self._submit(_learners, future).result(), {})


def _unchanged(context: Context) -> Context:
    return context


def _cohort(result: Result) -> Cohort:
    return result.cohort


def _learners(result: Result) -> tuple[Read, ...]:
    return result.learners


@contextmanager
def _client(address: str, jobs: int) -> Iterator[Client]:
    try:
        import dask.config
        from distributed import Client, LocalCluster
    except ImportError:
        message = "--cluster needs the extra `cohort`. Install it with: pip install 'genai-roadmap[cohort]'"
        raise RequestError(message) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if address != LOCAL:
        try:
            client = Client(address)
        except (OSError, ValueError, ImportError) as error:
            message = f"the cluster at {address} can't be reached: {str(error) or type(error).__name__}"
            raise RequestError(message) from None
        with client:
            yield client
        return
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": _FAILURES}),
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as own,
        Client(own) as client,
    ):
        yield client
