"""Calls of the program `git`."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.storage import git as git_program
from genai_roadmap.storage.git import GitTimeoutError
from machines import Machines
from support import Program, environment


def test_a_call_of_git_that_hangs_is_killed(
    with_git: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        return
    (tmp_path / "slow").write_text("#!/bin/sh\nsleep 60\n")
    (tmp_path / "slow").chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(tmp_path / "slow"))
    real = git_program.run

    def run(arguments: Sequence[str], timeout: int, *more: Any) -> bytes:
        return real(arguments, 1 if arguments[0] == "fetch" else timeout, *more)

    monkeypatch.setattr(git_program, "run", run)
    found = with_git.run("a", "sync", "init", "me@example.org:x.git")
    assert found.code == 1
    assert "`git fetch` took more than 1 seconds" in found.err


@pytest.fixture
def slow_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let ssh wait for ten minutes, and return the file in which it writes its process id."""
    pid = tmp_path / "pid"
    script = tmp_path / "ssh.sh"
    script.write_text(f"#!/bin/sh\necho $$ > {pid}\nexec sleep 600\n")
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    return pid


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
def test_git_ends_with_the_program(program: Program, slow_ssh: Path) -> None:
    program("config", "sync.location", "me@example.org:progress.git")
    run = subprocess.Popen([sys.executable, "-m", "genai_roadmap", "sync"], env=environment(), stderr=subprocess.PIPE)
    try:
        until(lambda: slow_ssh.exists() and bool(slow_ssh.read_text().strip()))
        run.terminate()
        run.communicate(timeout=120)
        assert run.returncode == 128 + signal.SIGTERM
        until(lambda: not is_running(int(slow_ssh.read_text())))
    finally:
        run.kill()


def test_a_signal_that_is_ignored_does_not_end_the_program(program: Program, slow_ssh: Path) -> None:
    if sys.platform == "win32":
        return
    program("config", "sync.location", "me@example.org:progress.git")
    command = ["nohup", sys.executable, "-m", "genai_roadmap", "sync"]
    run = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        until(lambda: slow_ssh.exists() and bool(slow_ssh.read_text().strip()))
        run.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(timeout=0.5)
        run.terminate()
        run.communicate(timeout=120)
        assert run.returncode == 128 + signal.SIGTERM
    finally:
        run.kill()


def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition is true, at most two minutes."""
    for _ in range(2400):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("the condition was never true")


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        return "zombie" not in status.read_text()
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_without_git(with_git: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    run = with_git.run("a", "sync")
    assert (run.code, len(run.err.splitlines())) == (1, 1)
    assert "git is not installed" in run.err


PERMANENT = "Warning: Permanently added 'example.org' (ED25519) to the list of known hosts."
REFUSED = "me@example.org: Permission denied (publickey)."
OF_GITLAB = """\
remote:
remote: =====
remote:
remote: ERROR: The project was not found.
remote:
remote: =====
remote:"""


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("Host key verification failed.", "Host key verification failed"),
        (f"{PERMANENT}\n{REFUSED}", REFUSED.rstrip(".")),
        (OF_GITLAB, "ERROR: The project was not found"),
        ("", "Could not read from remote repository"),
    ],
)
def test_reason_of_ssh_is_shown(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: str, reason: str
) -> None:
    script = tmp_path / "ssh.sh"
    (tmp_path / "printed").write_text(f"{printed}\n")
    script.write_text(f"#!/bin/sh\ncat {tmp_path / 'printed'} >&2\nexit 255\n")
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    url = "me@example.org:progress.git"
    expected = f"`git fetch` failed: {reason}. Test the connection with: git ls-remote {url}"
    run = program("sync", "init", url)
    assert (run.code, run.err) == (1, f"genai-roadmap: {expected}\n")


@pytest.mark.parametrize(
    ("timeout", "hint"),
    [
        (60, ", or allow more time: genai-roadmap config sync.timeout 120"),
        (2000, ", or allow more time: genai-roadmap config sync.timeout 3600"),
        (3600, ""),
    ],
)
def test_a_timeout_suggests_only_what_is_allowed(monkeypatch: pytest.MonkeyPatch, timeout: int, hint: str) -> None:
    def end(*_arguments: object, **_options: object) -> None:
        raise subprocess.TimeoutExpired([], timeout)

    monkeypatch.setattr(subprocess.Popen, "communicate", end)
    with pytest.raises(GitTimeoutError) as raised:
        git_program.run(["version"], timeout)
    assert str(raised.value) == f"`git version` took more than {timeout} seconds; try again{hint}"
