"""Read batches of learners on a cluster, with Dask."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from genai_roadmap.cohort.batches import Batch, Context, Result, Work, one_by_one, read_batch
from genai_roadmap.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from distributed import Client, Future

LOCAL = "local"
# A task that fails is tried again so many times; one that stops a worker is not, because it is read alone later.
_RETRIES, _FAILURES = 2, 0
# Batches on the cluster at a time, at least and for each thread.
_MIN_AHEAD, _AHEAD = 100, 2
_SECONDS = 10
_CONFIG = {
    "distributed.scheduler.allowed-failures": _FAILURES,
    # A batch has the content of files in archives.
    "distributed.admin.large-graph-warning-threshold": "1GB",
}


def run(
    batches: Iterable[Batch], context: Context, address: str, jobs: int, work: Work = read_batch
) -> Iterator[Result]:
    """Yield the results of the batches, which the cluster has read and counted, in any order.

    The cluster is at an address, or `local` with one worker process per job. Raises RequestError if there is none, or
    if it is lost.
    """
    with _client(address, jobs) as client, _lost_errors(address):

        def submit(batch: Batch) -> Future:
            return client.submit(work, context, batch, pure=False, retries=_RETRIES)

        ahead = max(_MIN_AHEAD, _AHEAD * sum(client.nthreads().values()))
        suspects: list[Batch] = []
        yield from _results(iter(batches), submit, ahead, suspects)
        yield from one_by_one(suspects, lambda batch: _result(submit(batch)))


def _results(
    batches: Iterator[Batch], submit: Callable[[Batch], Future], ahead: int, suspects: list[Batch]
) -> Iterator[Result]:
    """Yield the results of the batches; append those that stopped workers, or waited for such a worker, to suspects."""
    from distributed import as_completed

    pending = {submit(batch): batch for batch in islice(batches, ahead)}
    running = as_completed(pending)
    for future in running:
        batch = pending.pop(future)
        if result := _result(future):
            yield result
        else:
            suspects.append(batch)
        for each in islice(batches, 1):
            following = submit(each)
            pending[following] = each
            running.add(following)


def _result(future: Future) -> Result | None:
    """Return the result of a batch; None if it stopped workers."""
    from distributed import KilledWorker

    if isinstance(future.exception(), KilledWorker):
        return None
    result: Result = future.result()
    return result


@contextmanager
def _lost_errors(address: str) -> Iterator[None]:
    """Convert the errors of a lost connection to a RequestError."""
    from distributed.comm import CommClosedError

    try:
        yield
    except (CommClosedError, CancelledError):
        message = f"the connection to the cluster at {address} was lost; what was read is kept, try again"
        raise RequestError(message) from None


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
            client = Client(address, timeout=_SECONDS)
        except (OSError, ValueError, ImportError) as error:
            message = f"the cluster at {address} can't be reached: {str(error) or type(error).__name__}"
            raise RequestError(message) from None
        with client:
            yield client
        return
    with (
        dask.config.set(_CONFIG),
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as own,
        Client(own) as client,
    ):
        yield client
