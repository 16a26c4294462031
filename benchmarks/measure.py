"""Measure the time and memory of programs, in rounds."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

# 1 is for requests that can't be met: on a fresh state, there is nothing to undo.
USUAL_CODES = (0, 1)
KIB = 1024

# The name of what is measured, and the state on which it is.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a run: wall time, processor time and peak memory."""

    seconds: float
    processor: float
    megabytes: float

    @classmethod
    def typical(cls, costs: Iterable["Cost"]) -> "Cost":
        """Return the medians of the costs."""
        columns = zip(*((cost.seconds, cost.processor, cost.megabytes) for cost in costs), strict=True)
        return cls(*map(median, columns))


@dataclass(frozen=True)
class Candidate:
    """A command line to measure, each time on a fresh copy of `state` in the folder `scratch`."""

    command: tuple[str, ...]
    state: Path
    scratch: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> Cost:
        """Run it once; raise RuntimeError if it fails."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        if self.state.exists():
            shutil.copytree(self.state, self.scratch)
        # If it were set, every run would compile modules that changed since the installation.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        begin = time.perf_counter()
        process = subprocess.Popen(
            self.command,
            env={**inherited, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if sys.platform == "win32":
            message = "the memory of a process can't be measured on Windows"
            raise RuntimeError(message)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        # wait4 has already waited for it, so Popen must not.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in USUAL_CODES:
            message = f"{' '.join(self.command)} ended with {process.returncode} on {self.state.name}"
            raise RuntimeError(message)
        return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB)


def in_turn(candidates: Mapping[Key, Candidate], rounds: int) -> dict[Key, Cost]:
    """Return the cost of each candidate, run in rounds so that other load affects all of them equally."""
    costs: dict[Key, list[Cost]] = {name: [] for name in candidates}
    for number in range(1, rounds + 1):
        for name, candidate in candidates.items():
            costs[name].append(candidate.run())
        print(f"round {number} of {rounds}", file=sys.stderr)
    return {name: Cost.typical(found) for name, found in costs.items()}
