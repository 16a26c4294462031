"""Fault injection into a sync: at each system call that may change a file, strace kills the program, or git."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from faults import ALL, CHANGING, KILLED, Point, points_in, run_traced
from machines import ROADMAP, Machines, joined
from support import POINTS

# At all of them: GENAI_ROADMAP_SYNC_FAULTS=all pytest -m faults tests/storage/test_sync_faults.py
IS_COMPLETE = os.environ.get("GENAI_ROADMAP_SYNC_FAULTS") == "all"
CALLS = ALL if IS_COMPLETE else CHANGING
GIT_COMMANDS = ("fetch", "ls-tree", "cat-file", "var", "fast-import", "push") if IS_COMPLETE else ("fetch", "push")
GIT_CALLS, MAX_ORDINAL = (CHANGING, 200) if IS_COMPLETE else (("write",), 2)
# In place of git: runs git, and kills it at a system call.
KILLING_GIT = """\
#!/bin/sh
case " $* " in
*" {command} "*) exec strace -f -qq -o {trace} -e trace={call} -e inject={call}:signal=KILL:when={ordinal} {git} "$@" ;;
esac
exec {git} "$@"
"""

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("strace")]


@pytest.fixture(params=["git", "folder"])
def prepared(request: pytest.FixtureRequest, tmp_path: Path) -> Machines:
    """Return machines of which each has a change and a roadmap, or another version of it, for the other one."""
    folder = tmp_path / "prepared"
    folder.mkdir()
    machines = joined(folder, is_git=request.param == "git")
    machines.save_roadmap("a", 1)
    machines.ok("a", "done", "cnns")
    for name in "aba":
        machines.sync(name)
    machines.save_roadmap("b", 2)
    machines.ok("b", "note", "rnns", "from b")
    machines.sync("b")
    machines.ok("a", "note", "cnns", "from a")
    return machines


def copied(machines: Machines, folder: Path) -> Machines:
    """Return a copy of the machines in another folder."""
    shutil.copytree(machines.folder, folder)
    for file in (*folder.glob("*/settings.toml"), *folder.glob("*/sync/state.json")):
        file.write_text(file.read_text().replace(str(machines.folder), str(folder)))
    return Machines(folder, folder / machines.location.name)


def points(machines: Machines, folder: Path) -> list[Point]:
    """Return system calls with which a sync of machine a changes a file."""
    copy, trace = copied(machines, folder / "traced"), folder / "trace"
    options = ["-y", "-e", f"trace={','.join(CALLS)}", "-o", str(trace)]
    assert run_traced(copy.home("a"), "sync", trace=options).code == 0
    found = points_in(trace.read_text(), copy.folder, r"state\.json\.lock")
    if IS_COMPLETE:
        return found
    # One between each two files that are replaced, and one of each name.
    first = {point.name: point for point in reversed(found) if point.changes}
    return [point for point in found if point.name == "rename" or point in first.values()]


def check_nothing_is_lost(machines: Machines, where: object) -> None:
    for name in "aba":
        machines.sync(name)
    assert machines.changes("a") == machines.changes("b"), where
    assert len(machines.changes("a")) == 3, where
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(2), where
    assert [*machines.folder.rglob("*.tmp")] == [], where


def test_kill_a_sync_at_each_system_call(prepared: Machines, tmp_path: Path) -> None:
    reached = points(prepared, tmp_path)

    def killed(point: Point) -> Machines:
        copy = copied(prepared, tmp_path / f"{point.name}-{point.ordinal}")
        inject = ["-e", f"trace={point.name}", "-e", f"inject={point.name}:signal=KILL:when={point.ordinal}"]
        run = run_traced(copy.home("a"), "sync", trace=["-o", os.devnull, *inject])
        assert run.code in KILLED, point
        return copy

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        copies = list(pool.map(killed, reached))
    for point, copy in zip(reached, copies, strict=True):
        POINTS[f"killed, sync with {prepared.location.name}", point.name] += 1
        check_nothing_is_lost(copy, point)
    assert reached


@pytest.mark.parametrize("command", GIT_COMMANDS)
@pytest.mark.parametrize("prepared", ["git"], indirect=True)
def test_kill_git_at_each_system_call(
    prepared: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    git, path = shutil.which("git"), os.environ["PATH"]
    (tmp_path / "bin").mkdir()
    for call in GIT_CALLS:
        for ordinal in range(1, MAX_ORDINAL + 1):
            copy, trace = copied(prepared, tmp_path / f"{call}-{ordinal}"), tmp_path / "trace"
            trace.unlink(missing_ok=True)
            script = KILLING_GIT.format(command=command, trace=trace, call=call, ordinal=ordinal, git=git)
            (tmp_path / "bin" / "git").write_text(script)
            (tmp_path / "bin" / "git").chmod(0o755)
            monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}{path}")
            run = run_traced(copy.home("a"), "sync")
            monkeypatch.setenv("PATH", path)
            assert run.code in (0, 1, 4), (call, ordinal, run.err)
            assert "Traceback" not in run.err
            # The server is killed too. It leaves its lock, which only its owner can remove.
            for lock in copy.location.glob("refs/**/*.lock"):
                lock.unlink()
            check_nothing_is_lost(copy, (command, call, ordinal))
            shutil.rmtree(copy.folder)
            if "killed by SIGKILL" not in trace.read_text():
                break
            POINTS[f"killed, git {command}", call] += 1
