"""Fault injection: at each system call of a write, strace kills or interrupts the program, or fails the call."""

import errno
import itertools
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from faults import ALL, CHANGING, KILLED, Trial, copied, points, run_all_faults, run_traced, sampled
from support import Program, command_names

ERRORS = ("ENOSPC", "EIO", "EROFS", "EDQUOT", "EINTR")
# Each system call of a write gets the next of these faults, and SIGKILL if it changes a file.
FAULTS = ("signal=INT", "error=ENOSPC", "signal=TERM", "error=EIO", "error=EROFS", "error=EDQUOT", "error=EINTR")
# The exit codes that a fault may cause, if not 0, 3 and 4.
ENDED = {"signal=KILL": KILLED, "signal=TERM": (-15, 143), "signal=INT": (0, 130), "retval=10": (4,)}

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

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("strace")]


@pytest.fixture(scope="module")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with progress."""
    home = tmp_path_factory.mktemp("used") / "home"
    for arguments in (["done", "4.1"], ["done", "cnns"], ["undo"]):
        assert run_traced(home, *arguments).code == 0
    return home


@pytest.fixture(scope="module")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder that does not exist yet."""
    return tmp_path_factory.mktemp("fresh") / "home"


def changes(content: bytes | None) -> list[list[str]]:
    """Return the topics of each change, read by another parser than the program's."""
    if content is None:
        return []
    return [change.get("topics", []) for change in tomllib.loads(content.decode())["changes"]]


def check_kept(trial: Trial, program: Program) -> None:
    """Check that the file is the old or the new one, the next command works, and no temporary file remains."""
    before, content = changes(trial.before), trial.content
    assert trial.code in ENDED.get(trial.fault, (0, 3, 4))
    assert "Traceback" not in trial.err
    assert content == trial.before or changes(content) == [*before, ["rnns"]]
    assert content != trial.before or trial.code != 0
    after = program("done", "transfer-learning", env={"GENAI_ROADMAP_HOME": str(trial.home)})
    assert after.code == 0, after.err
    assert changes(trial.content) == [*changes(content), ["transfer-learning"]]
    assert trial.temporary_files == []


@pytest.mark.parametrize("kind", ["used", "fresh"])
def test_kill_during_a_write(kind: str, request: pytest.FixtureRequest, tmp_path: Path, program: Program) -> None:
    home = request.getfixturevalue(f"{kind}_home")
    # The files are the same at each call between two that change one.
    faults = [(point, "signal=KILL") for point in sampled(points(home, ALL, tmp_path), "name")]
    run_all_faults(home, faults, tmp_path, lambda trial: check_kept(trial, program), f"killed, {kind} home")


FAILURES = ("signal=INT", *(f"error={error}" for error in ERRORS))


@pytest.mark.parametrize("fault", FAILURES)
def test_interrupt_or_failure_during_a_write(used_home: Path, tmp_path: Path, program: Program, fault: str) -> None:
    def check(trial: Trial) -> None:
        assert trial.temporary_files == []
        check_kept(trial, program)
        if trial.code in {3, 4}:
            assert trial.err.startswith("genai-roadmap: ")
            assert str(trial.home) in trial.err

    reached = points(used_home, CHANGING, tmp_path)
    opening = [point for point in reached if point.name == "openat" and not point.changes]
    # Opening a file to read it fails in one of the ways, everything else in each.
    faults = [(point, fault) for point in reached if point not in opening]
    faults += [(point, fault) for point in opening[FAILURES.index(fault) :: len(FAILURES)]]
    run_all_faults(used_home, faults, tmp_path, check, fault)


def test_write_with_a_false_length(used_home: Path, tmp_path: Path, program: Program) -> None:
    faults = [(point, "retval=10") for point in points(used_home, ("write",), tmp_path)]
    run_all_faults(used_home, faults, tmp_path, lambda trial: check_kept(trial, program), "short write")


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


@pytest.fixture(scope="module")
def rich_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home folder with progress on two roadmaps, backups and an undone change, beside the files to import."""
    folder = tmp_path_factory.mktemp("rich")
    write_files(folder)
    archived = folder / "archived"
    rich = folder / "rich"
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
        assert run.code == 0, run.err
    shutil.copy(folder / "unfixed.toml", rich / "roadmaps")
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


def shape(home: Path) -> list[tuple[str, int]]:
    """Return the name and size of each file, without what differs from run to run."""
    files = [file for file in home.rglob("*") if file.is_file()]
    return sorted(
        (re.sub(r"_.*Z|[0-9a-f]{8}(?=.tmp)", "", str(file.relative_to(home))), file.stat().st_size) for file in files
    )


@pytest.mark.parametrize("name", WRITING)
def test_home_is_valid_after_a_failure_anywhere(name: str, rich_home: Path, tmp_path: Path, program: Program) -> None:
    command = WRITING[name]
    shutil.copytree(rich_home.parent, tmp_path, ignore=shutil.ignore_patterns("archived", "rich"), dirs_exist_ok=True)
    before = state(rich_home)
    complete = copied(rich_home, tmp_path / "complete")
    assert run_traced(complete, *command).code == 0
    after = state(complete)
    seen = []

    def check(trial: Trial) -> None:
        found = state(trial.home)
        assert trial.code in ENDED.get(trial.fault, (0, 3, 4))
        assert "Traceback" not in trial.err
        assert all(found.get(file) in (before.get(file), after.get(file)) for file in {*before, *after, *found})
        assert trial.code != 0 or found == after
        assert trial.fault in {"signal=KILL", "signal=TERM"} or not trial.temporary_files
        if (found, shape(trial.home)) in seen:
            return
        seen.append((found, shape(trial.home)))
        for reading in READING.values():
            run = program(*reading, env={"GENAI_ROADMAP_HOME": str(trial.home)})
            # One roadmap has no slugs until `check --fix` writes them.
            expected = 3 if reading == ["check"] and "unfixed.toml" in run.err else 0
            assert run.code == expected, f"{reading}: {run.err}"

    reached = points(rich_home, CHANGING, tmp_path, command)
    faults = [(point, "signal=KILL") for point in sampled(reached, "name")]
    faults += list(zip(sampled(reached, "name", "file"), itertools.cycle(FAULTS)))
    run_all_faults(rich_home, faults, tmp_path, check, f"{name}, {{fault}}", command)


def test_every_command_is_listed() -> None:
    commands = {*command_names()}
    listed_commands = {
        next(word for word in words if word in commands) for words in (*WRITING.values(), *READING.values())
    }
    assert commands == listed_commands | OTHER
