"""Work on learners that kills its own process, importable by other processes."""

import os
from pathlib import Path

from genai_roadmap.cohort.batches import Batch, Context, Result, read_batch

# The file that says that a process was killed already, in an environment that the other processes inherit.
MARKER = "GENAI_ROADMAP_TEST_MARKER"


def once(context: Context, batch: Batch) -> Result:
    """Read a batch, but kill the process in the middle of the first one."""
    result = read_batch(context, batch)
    try:
        with Path(os.environ[MARKER]).open("x"):
            os._exit(9)
    except FileExistsError:
        return result


def for_one(context: Context, batch: Batch) -> Result:
    """Read a batch, but kill the process if it has this learner."""
    if "learner 07" in {handed.learner for handed in batch}:
        os._exit(9)
    return read_batch(context, batch)


def for_two(context: Context, batch: Batch) -> Result:
    """Read a batch, but kill the process if it has one of two learners."""
    if "learner 31" in {handed.learner for handed in batch}:
        os._exit(9)
    return for_one(context, batch)


def faulty(context: Context, batch: Batch) -> Result:
    """Have a bug."""
    message = f"a bug with {len(batch)} learners of {context.roadmap.id}"
    raise ZeroDivisionError(message)
