"""Fault injection: at each system call of a write, strace kills or interrupts the program, or fails the call."""

import errno
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support import POINTS, Program, command_names, environment

# Without -P, modules are searched in the current folder too, and again whenever a file is created in it, so the
# ordinals of system calls would vary.
PROGRAM = [sys.executable, "-P", "-m", "genai_roadmap"]
PROGRESS = Path("progress") / "genai-engineer.toml"
MARK = ("done", "rnns")
CHANGING = ("openat", "write", "fsync", "rename", "unlink", "link", "flock", "mkdir", "fchmod")
ALL = (*CHANGING, "close", "read", "lseek", "newfstatat")
# The exit codes of a killed program, as reported by Popen and by strace.
KILLED = (-9, 137)
ERRORS = ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EINTR")


def can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


# Each command that writes, with arguments that work on `rich_home`. New commands must be added to these tables.
WRITING = {
    "done": ["done", "rnns"],
    "note": ["note", "rnns", "a note"],
    "undo": ["undo"],
    "restore": ["restore", "2"],
    "import a new roadmap": ["import", "other.md"],
    "import a new version": ["import", "edited.toml"],
    "import an archive": ["import", "mine.json"],
    "new": ["new", "another"],
    "copy": ["new", "copy", "--from", "mine", "--with-progress"],
    "fix": ["--roadmap", "unfixed", "check", "--fix"],
    "use": ["use", "mine"],
    "edit": ["--roadmap", "mine", "edit"],
    "remove": ["remove", "mine"],
}
# Commands that write in the same way as `done`, `undo` and `import`, or nothing. test_sync_faults.py is about `sync`.
OTHER = {
    "cohort",
    "sync",
    "read",
    "unread",
    "review",
    "start",
    "skip",
    "reset",
    "goal",
    "redo",
    "ui",
    "open",
    "tour",
    "config",
    "help",
    "update",
}
READING = {
    "status": ["status"],
    "next": ["next"],
    "today": ["today"],
    "list": ["list"],
    "show": ["show", "1"],
    "search": ["search", "one"],
    "log": ["log"],
    "stats": ["stats"],
    "plan": ["plan", "--per-week", "3"],
    "roadmaps": ["roadmaps"],
    "export": ["export", "toml"],
    "about": ["about"],
    "check": ["check"],
    "path": ["path"],
    "schema": ["schema"],
    "backups": ["restore"],
}
# Each system call of a write gets the next of these faults, and SIGKILL if it may change a file.
FAULTS = ("signal=INT", "error=ENOSPC", "signal=TERM", "error=EIO", "error=EROFS", "error=EDQUOT", "error=EINTR")
ENDED = {"signal=KILL": KILLED, "signal=TERM": (-15, 143), "signal=INT": (0, 130)}

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not can_trace(), reason="strace is not installed or not permitted"),
]


@dataclass(frozen=True)
class Point:
    """A system call of a write: the `ordinal`-th with its name, and whether it may change a file."""

    name: str
    ordinal: int
    changes: bool = True


@dataclass(frozen=True)
class Trial:
    """The outcome of a run with a fault: exit code, stderr, home folder, and the previous progress file."""

    code: int
    err: str
    home: Path
    before: bytes | None

    @property
    def content(self) -> bytes | None:
        file = self.home / PROGRESS
        return file.read_bytes() if file.exists() else None


def run_traced(home: Path, *arguments: str, trace: Iterable[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run the program in the parent folder of a home folder, under the command in `trace`."""
    env = environment(
        GENAI_ROADMAP_HOME=str(home), PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0", EDITOR="cp edited.toml"
    )
    env.pop("COVERAGE_PROCESS_CONFIG", None)
    return subprocess.run(
        [*trace, *PROGRAM, *arguments], env=env, cwd=home.parent, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with progress."""
    home = tmp_path_factory.mktemp("used") / "home"
    for arguments in (["done", "4.1"], ["done", "cnns"], ["undo"]):
        assert run_traced(home, *arguments).returncode == 0
    return home


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder that does not exist yet."""
    return tmp_path_factory.mktemp("fresh") / "home"


def points(home: Path, names: tuple[str, ...], folder: Path, command: Sequence[str] = MARK) -> list[Point]:
    """Return the system calls with these names that a command makes on the home folder from the first lock on."""
    trace, copy = folder / "trace", copied(home, folder / "traced")
    strace = ["strace", "-f", "-y", "-qq", "--seccomp-bpf", "-e", f"trace={','.join(names)}", "-o", str(trace)]
    assert run_traced(copy, *command, trace=strace).returncode == 0
    counts = dict.fromkeys(names, 0)
    found: list[Point] = []
    is_writing = False
    lines = trace.read_text().splitlines()
    # strace injects by the count of each process, so the calls of an editor do not count.
    process = lines[0].split()[0]
    for line in lines:
        call = re.match(rf"{process} +(\w+)\(", line)
        if not call:
            continue
        counts[call[1]] += 1
        is_writing = is_writing or ".lock" in line or "mkdir" in line or names == ("write",)
        if is_writing and str(copy) in line:
            is_reading = call[1] == "flock" or (call[1] == "openat" and "O_CREAT" not in line)
            found.append(Point(call[1], counts[call[1]], not is_reading))
    return found


def copied(home: Path, to: Path) -> Path:
    if home.exists():
        shutil.copytree(home, to)
    return to


def run_with_fault(home: Path, point: Point, fault: str, folder: Path, command: Sequence[str] = MARK) -> Trial:
    copy = copied(home, folder / f"{point.name}-{point.ordinal}-{fault.replace(':', '-')}")
    inject = ["-e", f"trace={point.name}", "-e", f"inject={point.name}:{fault}:when={point.ordinal}"]
    trace = Path(f"{copy}.trace")
    run = run_traced(copy, *command, trace=["strace", "-f", "-o", str(trace), *inject])
    assert re.search(r"INJECTED|killed by|--- SIG", trace.read_text()), f"{point} was not reached"
    file = home / PROGRESS
    return Trial(run.returncode, run.stderr, copy, file.read_bytes() if file.exists() else None)


def changes(content: bytes | None) -> list[list[str]]:
    """Return the topics of each change, read by another parser than the program's."""
    if content is None:
        return []
    return [change.get("topics", []) for change in tomllib.loads(content.decode())["changes"]]


def check_kept(trial: Trial, codes: tuple[int, ...]) -> None:
    """Check that the file is the old or the new one, the next command works, and no temporary file remains."""
    before = changes(trial.before)
    assert trial.code in codes, trial.err
    assert "Traceback" not in trial.err
    assert trial.content == trial.before or changes(trial.content) == [*before, ["rnns"]]
    after = run_traced(trial.home, "done", "transfer-learning")
    assert after.returncode == 0, after.stderr
    assert changes(trial.content)[-1] == ["transfer-learning"]
    assert len(changes(trial.content)) in (len(before) + 1, len(before) + 2)
    assert list(trial.home.rglob("*.tmp")) == []


def run_all_faults(
    home: Path, faults: list[tuple[Point, str]], folder: Path, check: Callable[[Trial], None], name: str
) -> None:
    """Run the command with each fault, and report every failed check."""

    def one(fault: tuple[Point, str]) -> str | None:
        try:
            check(run_with_fault(home, *fault, folder))
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


def test_kill_at_each_system_call_of_a_write(used_home: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=KILL") for point in points(used_home, ALL, tmp_path)]
    run_all_faults(used_home, faults, tmp_path, lambda trial: check_kept(trial, KILLED), "killed")


def test_kill_at_each_system_call_of_the_first_write(fresh: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=KILL") for point in points(fresh, ALL, tmp_path)]
    run_all_faults(fresh, faults, tmp_path, lambda trial: check_kept(trial, KILLED), "killed, first write")


def test_interrupt_at_each_system_call_of_a_write(used_home: Path, tmp_path: Path) -> None:
    faults = [(point, "signal=INT") for point in points(used_home, CHANGING, tmp_path)]
    run_all_faults(used_home, faults, tmp_path, check_interrupted, "interrupted")


@pytest.mark.parametrize("error", ERRORS)
def test_failure_of_each_system_call_of_a_write(used_home: Path, tmp_path: Path, error: str) -> None:
    def check(trial: Trial) -> None:
        # The mark is made if Python retries the call or nothing depends on it; otherwise, an error is printed.
        assert list(trial.home.rglob("*.tmp")) == []
        made = trial.content != trial.before
        check_kept(trial, (0, 3, 4))
        assert made or trial.code in (3, 4)
        if trial.code:
            assert trial.err.startswith("genai-roadmap: ")
            assert str(trial.home) in trial.err

    faults = [(point, f"error={error}") for point in points(used_home, CHANGING, tmp_path)]
    run_all_faults(used_home, faults, tmp_path, check, error)


def test_write_with_a_false_length(used_home: Path, tmp_path: Path) -> None:
    faults = [(point, "retval=10") for point in points(used_home, ("write",), tmp_path)]
    run_all_faults(used_home, faults, tmp_path, lambda trial: check_kept(trial, (4,)), "short write")


def test_injected_errors_exist() -> None:
    assert all(hasattr(errno, error) for error in ERRORS)


def write_files(folder: Path) -> None:
    """Write the files that the commands in `WRITING` read."""
    version = 'format = 1\nid = "mine"\nversion = "{}"\ntitle = "Mine"\n'
    step = '[[steps]]\nslug = "first"\ntitle = "First"\ntopics = [{}]\n'
    one, two, three = (f'{{slug = "{slug}", title = "{slug}"}}' for slug in ("one", "two", "three"))
    (folder / "mine.toml").write_text(version.format(1) + step.format(f"{one}, {two}"))
    (folder / "edited.toml").write_text(version.format(2) + step.format(f"{two}, {three}"))
    unfixed = version.format(1).replace("mine", "unfixed") + step.format('{title = "One"}')
    (folder / "unfixed.toml").write_text(unfixed)
    (folder / "other.md").write_text("# Other\n\n## First\n\n- one\n- two\n")


@pytest.fixture
def rich_home(tmp_path: Path) -> Path:
    """Return a home folder with progress on two roadmaps, backups and an undone change, beside the files to import."""
    write_files(tmp_path)
    archived = tmp_path / "archived"
    rich = tmp_path / "rich"
    commands = [
        (archived, "import mine.toml"),
        (archived, "--roadmap mine done two"),
        (archived, "--roadmap mine export json -o mine.json"),
        (rich, "done 4.1"),
        (rich, "done cnns"),
        (rich, "undo"),
        (rich, "import mine.toml"),
        (rich, "--roadmap mine done one"),
    ]
    for home, command in commands:
        run = run_traced(home, *command.split())
        assert run.returncode == 0, run.stderr
    shutil.copy(tmp_path / "unfixed.toml", rich / "roadmaps")
    return rich


def state(home: Path) -> dict[str, Any]:
    """Return the content of each file except backups, without the values that differ from run to run."""

    def cleaned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: cleaned(item) for key, item in value.items() if key not in {"at", "id", "machine"}}
        return [cleaned(item) for item in value] if isinstance(value, list) else value

    files = [*home.glob("progress/*.toml"), *home.glob("roadmaps/*.toml"), *home.glob("settings.toml")]
    files += home.glob("sources/*.toml")
    return {str(file.relative_to(home)): cleaned(tomllib.loads(file.read_text())) for file in files}


@pytest.mark.parametrize("name", WRITING)
def test_home_is_valid_after_a_failure_anywhere(
    name: str, rich_home: Path, tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = WRITING[name]
    before = state(rich_home)
    complete = copied(rich_home, tmp_path / "complete")
    assert run_traced(complete, *command).returncode == 0
    after = state(complete)
    reached = points(rich_home, CHANGING, tmp_path, command)
    faults = [(point, "signal=KILL") for point in reached if point.changes]
    faults += [(point, FAULTS[number % len(FAULTS)]) for number, point in enumerate(reached)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        trials = list(pool.map(lambda fault: run_with_fault(rich_home, fault[0], fault[1], tmp_path, command), faults))
    assert trials
    for (point, fault), trial in zip(faults, trials, strict=True):
        where = f"{point} {fault} exits {trial.code}: {trial.err}"
        POINTS[f"{name}, {fault}", point.name] += 1
        found = state(trial.home)
        assert trial.code in ENDED.get(fault, (0, 3, 4)), where
        assert "Traceback" not in trial.err, where
        assert all(found.get(file) in (before.get(file), after.get(file)) for file in {*before, *after, *found}), where
        assert trial.code != 0 or found == after, where
        assert fault in {"signal=KILL", "signal=TERM"} or not [*trial.home.rglob("*.tmp")], where
        monkeypatch.setenv("GENAI_ROADMAP_HOME", str(trial.home))
        for reading in READING.values():
            run = program(*reading)
            assert run.code == 0, f"{where}\n{reading}: {run.err}"


def test_every_command_is_listed() -> None:
    commands = {*command_names()}
    listed_commands = {
        next(word for word in words if word in commands) for words in (*WRITING.values(), *READING.values())
    }
    assert commands == listed_commands | OTHER
