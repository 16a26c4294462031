"""Fault injection: at a system call, strace kills or interrupts the program, or fails the call."""

import atexit
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from support import POINTS, Run, environment

# Without -P, modules are searched in the current folder too, and again whenever a file is created in it, so the
# ordinals of system calls would vary.
WARM_PROGRAM = [sys.executable, "-P", str(Path(__file__).with_name("warm_program.py"))]
# Those that run no command now.
IDLE: list[subprocess.Popen[str]] = []
PROGRESS = Path("progress") / "genai-engineer.toml"
MARK = ("done", "rnns")
CHANGING = ("openat", "write", "fsync", "rename", "unlink", "link", "flock", "mkdir", "fchmod")
ALL = (*CHANGING, "close", "read", "lseek", "newfstatat")
# The exit codes of a killed program, as reported by Popen and by strace.
KILLED = (-9, 137)


def can_trace() -> bool:
    """Return whether strace is installed and may trace a process that it did not start."""
    if not shutil.which("strace"):
        return False
    try:
        return run_traced(Path(os.devnull), "--version", trace=["-o", os.devnull]).code == 0
    except PermissionError:
        return False


@dataclass(frozen=True)
class Point:
    """A system call of a write: the `ordinal`-th with its name, the kind of its file, and whether it changed a file."""

    name: str
    ordinal: int
    file: str
    changes: bool


@dataclass(frozen=True)
class Trial:
    """The outcome of a run with a fault: exit code, stderr, home folder, and the previous progress file."""

    point: Point
    fault: str
    code: int
    err: str
    home: Path
    before: bytes | None

    @property
    def content(self) -> bytes | None:
        return read(self.home / PROGRESS)

    @property
    def temporary_files(self) -> list[Path]:
        return [*self.home.rglob("*.tmp")]


def read(file: Path) -> bytes | None:
    return file.read_bytes() if file.exists() else None


def start() -> subprocess.Popen[str]:
    """Start a process that has loaded the program."""
    env = environment(PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0")
    env.pop("COVERAGE_PROCESS_CONFIG", None)
    return subprocess.Popen(
        WARM_PROGRAM, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


@atexit.register
def stop() -> None:
    for warm in IDLE:
        warm.communicate()


def run_traced(home: Path, *arguments: str, trace: Sequence[str] = ()) -> Run:
    """Run the program in the parent folder of a home folder, under strace if there are options for it."""
    try:
        warm = IDLE.pop()
    except IndexError:
        warm = start()
    assert warm.stdin
    assert warm.stdout
    env = environment(GENAI_ROADMAP_HOME=str(home), EDITOR="cp edited.toml")
    request = {"arguments": arguments, "env": env, "cwd": str(home.parent)}
    print(json.dumps(request), file=warm.stdin, flush=True)
    process = int(warm.stdout.readline())
    with attached(process, trace) if trace else nullcontext():
        os.kill(process, signal.Signals["SIGCONT"])
        run = Run(**json.loads(warm.stdout.readline()))
    IDLE.append(warm)
    return run


@contextmanager
def attached(process: int, options: Sequence[str]) -> Iterator[None]:
    """Trace a process until it ends; raise PermissionError, and end it, if that is not permitted."""
    # Without -f, the calls of an editor or of git do not count, and get no fault.
    strace = ["strace", "-p", str(process), *options]
    with subprocess.Popen(strace, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        if "attached" not in (answer := tracer.stderr.readline()):
            os.kill(process, signal.Signals["SIGKILL"])
            raise PermissionError(answer)
        yield


def copied(home: Path, to: Path) -> Path:
    if home.exists():
        shutil.copytree(home, to)
    return to


def points(home: Path, names: tuple[str, ...], folder: Path, command: Sequence[str] = MARK) -> list[Point]:
    """Return the system calls with these names that a command makes on the home folder from the first lock on."""
    trace, copy = folder / "trace", copied(home, folder / "traced")
    options = ["-y", "-e", f"trace={','.join(names)}", "-o", str(trace)]
    assert run_traced(copy, *command, trace=options).code == 0
    return points_in(trace.read_text(), copy, r"\.lock|^mkdir" if "mkdir" in names else "")


def points_in(trace: str, folder: Path, begin: str) -> list[Point]:
    """Return the system calls on files in a folder, from the first line with `begin` on."""
    counts: Counter[str] = Counter()
    found: list[Point] = []
    has_begun = False
    for line, name in re.findall(r"^((\w+)\(.*)", trace, re.MULTILINE):
        counts[name] += 1
        has_begun = has_begun or bool(re.search(begin, line))
        files = re.findall(rf'{re.escape(str(folder))}[^">]*', line)
        if has_begun and files:
            found.append(Point(name, counts[name], kind_of(Path(files[-1])), does_change(name, line)))
    return found


def kind_of(file: Path) -> str:
    return f"{file.parent.name}/{file.suffix or file.name}"


def does_change(name: str, line: str) -> bool:
    """Return whether a system call changed what is stored, as opposed to reading, locking, and waiting for the disk."""
    is_changing = name in CHANGING and name not in {"flock", "fsync"} and " = -1 " not in line
    return is_changing and (name != "openat" or "O_CREAT" in line)


def sampled(found: list[Point], *attributes: str) -> list[Point]:
    """Return all system calls that change a file, and the first of the others that have the same attributes."""
    of = attrgetter(*attributes)
    first = {of(point): point for point in reversed(found) if not point.changes}
    return [point for point in found if point.changes or first[of(point)] is point]


def run_with_fault(home: Path, point: Point, fault: str, folder: Path, command: Sequence[str]) -> Trial:
    copy = copied(home, folder / f"{point.name}-{point.ordinal}-{fault.replace(':', '-')}")
    inject = ["-e", f"trace={point.name}", "-e", f"inject={point.name}:{fault}:when={point.ordinal}"]
    trace = Path(f"{copy}.trace")
    run = run_traced(copy, *command, trace=["-o", str(trace), *inject])
    assert re.search(r"INJECTED|killed by|--- SIG(INT|TERM)", trace.read_text()), f"{point} was not reached"
    return Trial(point, fault, run.code, run.err, copy, read(home / PROGRESS))


def run_all_faults(
    home: Path,
    faults: list[tuple[Point, str]],
    folder: Path,
    check: Callable[[Trial], None],
    name: str,
    command: Sequence[str] = MARK,
) -> None:
    """Run the command with each fault, check each outcome in this process, and report every failed check."""
    assert faults
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        trials = list(pool.map(lambda fault: run_with_fault(home, fault[0], fault[1], folder, command), faults))
    wrong = []
    for trial in trials:
        POINTS[name.format(fault=trial.fault), trial.point.name] += 1
        try:
            check(trial)
        except AssertionError as error:
            wrong.append(f"{trial.point} {trial.fault} exits {trial.code}: {trial.err}\n{error}")
    assert not wrong, "\n".join(wrong)
