"""Read batches of learners in this process, or in several processes on this machine."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import chain, islice
from typing import NamedTuple

from genai_roadmap.cohort.batches import Batch, Context, Result, Work, one_by_one, read_batch

# Windows can't wait for more.
_MAX_JOBS = 61
# Batches for each process, so that none of them has to wait for the next.
_AHEAD = 2


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def run(batches: Iterable[Batch], context: Context, jobs: int, work: Work = read_batch) -> Iterator[Result]:
    """Yield the results of the batches in any order; a single batch is not worth starting processes."""
    batches = iter(batches)
    first = [*islice(batches, 2)]
    everything = chain(first, batches)
    if jobs == 1 or len(first) == 1:
        yield from (work(context, batch) for batch in everything)
        return
    jobs = min(jobs, _MAX_JOBS)
    suspects: list[Batch] = []
    is_complete = False
    while not is_complete:
        with _executor(jobs) as executor:
            if not _can_start(executor):
                # For example in a program that has no file, which the processes would need.
                yield from (work(context, batch) for batch in chain(suspects, everything))
                return
            pool = _Pool(executor, context, work, {})
            yield from pool.results(everything, jobs * _AHEAD)
            is_complete = not pool.pending
            suspects += pool.pending.values()
    with ExitStack() as stack:
        yield from one_by_one(suspects, _Single(stack, context, work).attempt)


class _Pool(NamedTuple):
    """Processes, and the batches that they work on."""

    executor: ProcessPoolExecutor
    context: Context
    work: Work
    pending: dict[Future[Result], Batch]

    def results(self, batches: Iterator[Batch], ahead: int) -> Iterator[Result]:
        """Yield results until all batches are done or a process has died; what is `pending` then was not done."""
        for batch in islice(batches, ahead):
            self.submit(batch)
        while self.pending:
            done, _ = wait(self.pending, return_when=FIRST_COMPLETED)
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    return
                del self.pending[future]
                yield future.result()
                for batch in islice(batches, 1):
                    self.submit(batch)

    def submit(self, batch: Batch) -> Future[Result]:
        """Let a process read a batch."""
        try:
            future = self.executor.submit(self.work, self.context, batch)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self.pending[future] = batch
        return future


class _Single:
    """A process that reads one batch at a time until the end of the stack, and is replaced if it dies."""

    def __init__(self, stack: ExitStack, context: Context, work: Work) -> None:
        self._stack = stack
        self._work = partial(work, context)
        self._executor: ProcessPoolExecutor | None = None

    def attempt(self, batch: Batch) -> Result | None:
        """Return the result of a batch; None if the process has died."""
        self._executor = self._executor or self._stack.enter_context(_executor(1))
        future = self._executor.submit(self._work, batch)
        if isinstance(future.exception(), BrokenProcessPool):
            self._executor = None
            return None
        return future.result()


@contextmanager
def _executor(jobs: int) -> Iterator[ProcessPoolExecutor]:
    # The same way on every system; a fork would copy the threads of a progress bar in any state.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, context, initializer=_ignore_interrupts)
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def _can_start(executor: ProcessPoolExecutor) -> bool:
    return executor.submit(_ignore_interrupts).exception() is None


def _ignore_interrupts() -> None:
    # After Ctrl-C, the main process ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
