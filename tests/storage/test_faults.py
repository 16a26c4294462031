"""Faults, injected into the real program: strace kills it, interrupts it or fails it at each system call of a write."""

import errno
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from support import POINTS, environment

PROGRAM = [sys.executable, "-m", "genai_roadmap"]
PROGRESS = Path("progress") / "genai-engineer.toml"
CHANGING = ("openat", "write", "fsync", "rename", "unlink", "link", "flock", "mkdir", "fchmod")
ALL = (*CHANGING, "close", "read", "lseek", "newfstatat")
# The exit code of a killed program: as Popen reports it, and as strace does.
KILLED = (-9, 137)
ERRORS = ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EINTR")


def can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not can_trace(), reason="strace is not there, or may not trace: no fault can be injected"),
]


@dataclass(frozen=True)
class Point:
    """A system call of a write: the `ordinal`-th of its name."""

    name: str
    ordinal: int


@dataclass(frozen=True)
class Trial:
    """What a faulty run left: its exit code, its words, and the home with what was in it before."""

    code: int
    err: str
    home: Path
    before: bytes | None

    @property
    def content(self) -> bytes | None:
        file = self.home / PROGRESS
        return file.read_bytes() if file.exists() else None


def program(home: Path, *arguments: str, trace: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    env = environment(GENAI_ROADMAP_HOME=str(home), PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0")
    env.pop("COVERAGE_PROCESS_CONFIG", None)
    return subprocess.run([*trace, *PROGRAM, *arguments], env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that was used before."""
    home = tmp_path_factory.mktemp("used") / "home"
    for arguments in (["done", "4.1"], ["done", "cnns"], ["undo"]):
        assert program(home, *arguments).returncode == 0
    return home


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is not there yet."""
    return tmp_path_factory.mktemp("fresh") / "home"


def points(home: Path, names: tuple[str, ...], folder: Path) -> list[Point]:
    """The system calls of these names that a mark makes on the home's files, from the first lock on."""
    trace, copy = folder / "trace", copied(home, folder / "traced")
    command = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace={','.join(names)}", "-o", str(trace)]
    assert program(copy, "done", "rnns", trace=command).returncode == 0
    counts = dict.fromkeys(names, 0)
    found: list[Point] = []
    is_writing = False
    for line in trace.read_text().splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if not call:
            continue
        counts[call[1]] += 1
        is_writing = is_writing or ".lock" in line or "mkdir" in line or names == ("write",)
        if is_writing and str(copy) in line:
            found.append(Point(call[1], counts[call[1]]))
    return found


def copied(home: Path, to: Path) -> Path:
    if home.exists():
        shutil.copytree(home, to)
    return to


def tried(home: Path, point: Point, fault: str, folder: Path) -> Trial:
    copy = copied(home, folder / f"{point.name}-{point.ordinal}-{fault.replace(':', '-')}")
    inject = ["-e", f"trace={point.name}", "-e", f"inject={point.name}:{fault}:when={point.ordinal}"]
    trace = Path(f"{copy}.trace")
    run = program(copy, "done", "rnns", trace=["strace", "-f", "-o", str(trace), *inject])
    assert re.search(r"INJECTED|killed by|--- SIG", trace.read_text()), f"{point} was not reached"
    file = home / PROGRESS
    return Trial(run.returncode, run.stderr, copy, file.read_bytes() if file.exists() else None)


def changes(content: bytes | None) -> list[list[str]]:
    """The topics of each change, read by another parser than the program's."""
    if content is None:
        return []
    return [change.get("topics", []) for change in tomllib.loads(content.decode())["changes"]]


def check_kept(trial: Trial, codes: tuple[int, ...]) -> None:
    """The file is the old or the new, whole; the next command works; nothing lies about."""
    before = changes(trial.before)
    assert trial.code in codes, trial.err
    assert "Traceback" not in trial.err
    assert trial.content == trial.before or changes(trial.content) == [*before, ["rnns"]]
    after = program(trial.home, "done", "transfer-learning")
    assert after.returncode == 0, after.stderr
    assert changes(trial.content)[-1] == ["transfer-learning"]
    assert len(changes(trial.content)) in (len(before) + 1, len(before) + 2)
    assert list(trial.home.rglob("*.tmp")) == []


def try_all(
    home: Path, faults: list[tuple[Point, str]], folder: Path, check: Callable[[Trial], None], name: str
) -> None:
    """Tries all the faults, and tells of all that went wrong."""

    def one(fault: tuple[Point, str]) -> str | None:
        try:
            check(tried(home, *fault, folder))
        except AssertionError as error:
            return f"{fault}: {error}"
        return None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        wrong = [message for message in pool.map(one, faults) if message]
    for point, _ in faults:
        POINTS[name, point.name] += 1
    assert faults
    assert not wrong, "\n".join(wrong)


def check_interrupted(trial: Trial) -> None:
    check_kept(trial, (0, 130))


def test_killed_at_each_call_of_a_write(used: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=KILL") for point in points(used, ALL, tmp_path)]
    try_all(used, faults, tmp_path, lambda trial: check_kept(trial, KILLED), "killed")


def test_killed_at_each_call_of_the_first_write(fresh: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=KILL") for point in points(fresh, ALL, tmp_path)]
    try_all(fresh, faults, tmp_path, lambda trial: check_kept(trial, KILLED), "killed, first write")


def test_interrupted_at_each_call_of_a_write(used: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=INT") for point in points(used, CHANGING, tmp_path)]
    try_all(used, faults, tmp_path, check_interrupted, "interrupted")


@pytest.mark.parametrize("error", ERRORS)
def test_failed_at_each_call_of_a_write(used: Path, tmp_path: Path, error: str) -> None:
    def check(trial: Trial) -> None:
        # Where Python tries again or nothing depends on the call, the mark is made; else it says what it could not do.
        assert list(trial.home.rglob("*.tmp")) == []
        made = trial.content != trial.before
        check_kept(trial, (0, 3, 4))
        assert made or trial.code in (3, 4)
        if trial.code:
            assert trial.err.startswith("genai-roadmap: ")
            assert str(trial.home) in trial.err

    faults = [(point, f"error={error}") for point in points(used, CHANGING, tmp_path)]
    try_all(used, faults, tmp_path, check, error)


def test_a_write_that_lies_about_its_length(used: Path, tmp_path: Path) -> None:
    faults = [(point, "retval=10") for point in points(used, ("write",), tmp_path)]
    try_all(used, faults, tmp_path, lambda trial: check_kept(trial, (4,)), "short write")


def test_every_error_is_one_that_systems_have() -> None:
    assert all(hasattr(errno, error) for error in ERRORS)
