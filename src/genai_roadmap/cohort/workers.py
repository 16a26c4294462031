"""Read batches of learners in this process, or in several processes on this machine."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from genai_roadmap.cohort.batches import Batch, Context, Result, Work, one_by_one, read_batch

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

# Windows has a class of its own.
Connection = Any
# Windows can't wait for more processes at once.
_MAX_JOBS = 61
# The same way on every system; a fork would copy the threads of a progress bar in any state.
_SPAWN = multiprocessing.get_context("spawn")


def processors() -> int:
    """Return the number of processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(batches: Iterable[Batch], context: Context, jobs: int, work: Work = read_batch) -> Iterator[Result]:
    """Yield the results of the batches in any order; a single batch is not worth starting processes."""
    batches = iter(batches)
    first = [*islice(batches, 2)]
    everything = chain(first, batches)
    with ExitStack() as stack:
        processes = [stack.enter_context(closing(_Process(context, work))) for _ in range(min(jobs, _MAX_JOBS))]
        if jobs == 1 or len(first) == 1 or not _can_start(processes[0]):
            yield from (work(context, batch) for batch in everything)
            return
        suspects: list[Batch] = []
        yield from _results(everything, processes, suspects)
        yield from one_by_one(suspects, processes[0].attempt)


class _Process:
    """A process that reads one batch at a time, is started for the first one, and replaced if it dies.

    A ProcessPoolExecutor can wait forever if a process dies while a batch is sent to it or another one is started.
    """

    def __init__(self, context: Context, work: Work) -> None:
        self._arguments = context, work
        self._process: BaseProcess | None = None

    def send(self, batch: Batch) -> Connection:
        """Let the process read a batch, and return the connection that will have the result."""
        if not self._process:
            self._connection, other = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_serve, args=(other, *self._arguments), daemon=True)
            self._process.start()
            # Closed here, so that the connection ends with the process.
            other.close()
        # If it has died, there will be no result.
        with suppress(OSError):
            self._connection.send(batch)
        return self._connection

    def receive(self) -> Result | None:
        """Wait for the result; None if the process has died."""
        try:
            result: Result | Exception = self._connection.recv()
        except (EOFError, OSError):
            self.close()
            return None
        if isinstance(result, Exception):
            raise result
        return result

    def attempt(self, batch: Batch) -> Result | None:
        """Return the result of a batch; None if the process has died."""
        self.send(batch)
        return self.receive()

    def close(self) -> None:
        """End the process; it is started again for another batch."""
        if self._process:
            self._connection.close()
            self._process.terminate()
            self._process.join()
            self._process = None


def _can_start(process: _Process) -> bool:
    # A process needs the file of the main program, which does not always exist.
    return process.attempt(()) is not None


def _results(batches: Iterator[Batch], processes: list[_Process], suspects: list[Batch]) -> Iterator[Result]:
    """Yield the results of the batches; append those whose process has died to suspects."""
    running = {process.send(batch): (process, batch) for process, batch in zip(processes, batches, strict=False)}
    while running:
        for connection in wait([*running]):
            process, batch = running.pop(connection)
            result = process.receive()
            for following in islice(batches, 1):
                running[process.send(following)] = process, following
            if result:
                yield result
            else:
                suspects.append(batch)


def _serve(connection: Connection, context: Context, work: Work) -> None:
    """Read the batches that come, until the connection ends; an empty one asks whether this process works."""
    # After Ctrl-C, the main process ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError):
        while True:
            connection.send(_read(context, connection.recv(), work))


def _read(context: Context, batch: Batch, work: Work) -> Result | Exception:
    """Return the result of a batch, or the error of a bug, which the main process raises."""
    try:
        return work(context, batch) if batch else Result((), {})
    except Exception as error:  # noqa: BLE001 - any
        return error
