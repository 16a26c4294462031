"""The commands of sync as a user types them."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from genai_roadmap.storage import files
from machines import Machines
from support import Program, environment, run_on_a_terminal


def test_sync_needs_to_be_set_up(program: Program) -> None:
    for arguments in (["sync"], ["sync", "status"], ["sync", "--dry-run"]):
        run = program(*arguments)
        assert (run.code, run.out) == (1, "")
        assert "genai-roadmap sync init URL|FOLDER" in run.err


def test_usage_errors(program: Program) -> None:
    assert program("sync", "init").code == 2
    assert "Did you mean `sync status`?" in program("sync", "statu").err
    assert "sync --help" in program("sync", "xyzzy").err
    assert program("sync", "--json", "status").code == 2
    assert program("sync", "status", "extra").code == 2
    assert program("help", "sync").out == program("sync", "--help").out
    assert "genai-roadmap sync [options] [COMMAND]" in program("sync", "--help").out


def test_examples_in_the_help_work(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Dropbox").mkdir()
    examples = [
        line.strip()
        for arguments in (["init"], [], ["status"])
        for line in program("sync", *arguments, "--help").out.splitlines()
        if line.strip().startswith("genai-roadmap sync") and "[" not in line
    ]
    local = [example for example in examples if "git@" not in example]
    assert (len(examples), len(local)) == (6, 4)
    for example in local:
        assert program(*shlex.split(example)[1:]).code == 0, example


def test_five_machines_that_push_at_once(with_git: Machines) -> None:
    names = "abcde"
    with_git.join(*"cde")
    for number, name in enumerate(names):
        with_git.ok(name, "note", "cnns", f"note {number}")
    command = [sys.executable, "-m", "genai_roadmap", "sync"]
    runs = [
        subprocess.Popen(command, env=environment(GENAI_ROADMAP_HOME=str(with_git.home(name))), stdout=subprocess.PIPE)
        for name in names
    ]
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0] * 5
    for name in names:
        with_git.sync(name)
    assert all(with_git.changes(name) == with_git.changes("a") for name in names)
    assert len(with_git.changes("a")) == 5


def test_only_one_sync_runs_in_a_home(with_folder: Machines) -> None:
    with_folder.ok("a", "config", "machine.name", "laptop")
    with_folder.sync("a")
    with files.lock(with_folder.home("a") / "sync" / "state.json"):
        for arguments in (["sync"], ["sync", "--dry-run"], ["sync", "init", str(with_folder.location)]):
            run = with_folder.run("a", *arguments)
            assert (run.code, run.out) == (4, "")
            assert run.err == "genai-roadmap: another sync is running; try again when it is done\n"
        shown = with_folder.ok("a", "sync", "status").out
        assert "another sync is running" in shown
        assert "laptop" in shown
        assert "sent" not in with_folder.ok("a", "sync", "status", "--json").json, "it is not known"
    assert "another sync" not in with_folder.ok("a", "sync", "status").out


def test_progress_is_shown_on_a_terminal_only(with_folder: Machines) -> None:
    command = [sys.executable, "-m", "genai_roadmap", "sync"]
    code, shown = run_on_a_terminal(command, GENAI_ROADMAP_HOME=str(with_folder.home("a")), TERM="xterm")
    assert code == 0
    assert "Merging" in shown
    assert with_folder.ok("a", "sync").err == ""
