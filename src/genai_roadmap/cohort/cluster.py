"""Read batches of learners on a cluster, with Dask."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from genai_roadmap.cohort.batches import Batch, Context, Result, Work, one_by_one, read_batch
from genai_roadmap.errors import RequestError
from genai_roadmap.report.cohort import Cohort, combine
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

    from genai_roadmap.cohort.learner import Read

LOCAL = "local"
# How often a task is tried again after an error. A task that stops a worker is not: its batch is read alone later.
_RETRIES, _FAILURES = 2, 0
# Counts that are combined at a time.
_FAN_IN = 16
# Batches on the cluster at a time, at least and for each thread.
_MIN_AHEAD, _AHEAD = 100, 2
_SECONDS = 10
_CONFIG = {
    "distributed.scheduler.allowed-failures": _FAILURES,
    # A batch has the content of files in archives.
    "distributed.admin.large-graph-warning-threshold": "1GB",
}

# Without an address, the scheduler takes port 8787, which another program may use.
_NO_DASHBOARD = {"dashboard_address": "127.0.0.1:0", "scheduler_kwargs": {"dashboard": False}}


def run(
    batches: Iterable[Batch], context: Context, address: str, jobs: int, work: Work = read_batch
) -> Iterator[Result]:
    """Yield the learners of the batches in any order, and then the counts of all, combined on the cluster.

    The cluster is at an address, or `local` with one worker process per job. Raises RequestError if there is none, or
    if it is lost.
    """
    with _client(address, jobs) as client, _lost_errors(address):
        tasks = _Tasks(client, context, work)
        ahead = max(_MIN_AHEAD, _AHEAD * sum(client.nthreads().values()))
        suspects: list[Batch] = []
        yield from _results(iter(batches), tasks, ahead, suspects)
        yield from one_by_one(suspects, lambda batch: tasks.result(tasks.read(batch)))
        yield Result((), tasks.combined())


class _Tasks:
    """The tasks on the cluster: to read batches, and to combine their counts as a tree."""

    def __init__(self, client: Client, context: Context, work: Work) -> None:
        self._client = client
        self._work = work
        # A task, because a lost worker could lose data that was sent once.
        self._context = self._submit(_unchanged, context)
        self._read: list[Future] = []

    def read(self, batch: Batch) -> Future:
        """Return the future result of a batch, which a worker reads."""
        if self._context.status == "error":
            self._context.retry()
        return self._submit(self._work, self._context, batch)

    def result(self, future: Future) -> Result | None:
        """Return the learners of a batch, and keep its counts on the cluster; None if it stopped workers."""
        from distributed import KilledWorker

        try:
            learners: tuple[Read, ...] = self._submit(_learners, future).result()
        except KilledWorker:
            return None
        self._read.append(future)
        return Result(learners, {})

    def combined(self) -> Cohort:
        """Return the counts of all batches."""
        from distributed import KilledWorker

        parts = [self._submit(_cohort, future) for future in self._read]
        while len(parts) > 1:
            parts = [self._submit(combine, parts[start : start + _FAN_IN]) for start in range(0, len(parts), _FAN_IN)]
        if not parts:
            return {}
        try:
            cohort: Cohort = parts[0].result()
        except KilledWorker:
            # The last suspect, not this task, stopped its worker; another worker can do it.
            parts[0].retry()
            cohort = parts[0].result()
        return cohort

    def _submit(self, function: Callable[..., object], *arguments: object) -> Future:
        return self._client.submit(function, *arguments, pure=False, retries=_RETRIES)


def _unchanged(context: Context) -> Context:
    return context


def _cohort(result: Result) -> Cohort:
    return result.cohort


def _learners(result: Result) -> tuple[Read, ...]:
    return result.learners


def _results(batches: Iterator[Batch], tasks: _Tasks, ahead: int, suspects: list[Batch]) -> Iterator[Result]:
    """Yield the results of the batches; append those that stopped workers, or waited for such a worker, to suspects."""
    from distributed import as_completed

    pending = {tasks.read(batch): batch for batch in islice(batches, ahead)}
    running = as_completed(pending)
    for future in running:
        batch = pending.pop(future)
        if result := tasks.result(future):
            yield result
        else:
            suspects.append(batch)
        for each in islice(batches, 1):
            following = tasks.read(each)
            pending[following] = each
            running.add(following)


@contextmanager
def _lost_errors(address: str) -> Iterator[None]:
    """Convert the errors of a lost connection to a RequestError."""
    from distributed.comm import CommClosedError

    try:
        yield
    except ImportError as error:
        message = f"the workers of the cluster need genai-roadmap with the extra `cohort`: {error}"
        raise RequestError(message) from None
    except (CommClosedError, CancelledError):
        message = f"the connection to the cluster at {address} was lost; what was read is kept, try again"
        raise RequestError(message) from None


def _wait_for_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        message = f"the cluster at {address} has no workers. Start one with: dask worker {address}"
        raise RequestError(message) from None


@contextmanager
def _client(address: str, jobs: int) -> Iterator[Client]:
    try:
        import dask.config
        from distributed import Client, LocalCluster
    except ImportError:
        message = f"--cluster needs the extra `cohort`. Install it with: pip install {quoted('genai-roadmap[cohort]')}"
        raise RequestError(message) from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if address != LOCAL:
        try:
            client = Client(address, timeout=_SECONDS)
        except (OSError, ValueError, ImportError) as error:
            message = f"the cluster at {address} can't be reached: {str(error) or type(error).__name__}"
            raise RequestError(message) from None
        with client:
            _wait_for_workers(client, address)
            yield client
        return
    with (
        dask.config.set(_CONFIG),
        LocalCluster(n_workers=jobs, threads_per_worker=1, silence_logs=logging.CRITICAL, **_NO_DASHBOARD) as own,
        Client(own) as client,
    ):
        yield client
