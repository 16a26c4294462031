"""Sync as a user types it: machines that exchange progress over git or a folder."""

import contextlib
import datetime as dt
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.app import sync_run
from genai_roadmap.cli import output
from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.storage import exchange_folder, exchange_git, files, progress_files, roadmap_files
from genai_roadmap.storage import git as git_program
from genai_roadmap.storage.exchange import SharedFile, Written
from genai_roadmap.storage.exchange_git import GitExchange
from machines import ROADMAP, Machines, bare_repository, git
from support import Program, environment, run_on_a_terminal


@pytest.fixture(params=["git", "folder"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Machines:
    """Return two machines, a and b, that have joined."""
    return joined(tmp_path, is_git=request.param == "git")


@pytest.fixture
def with_git(tmp_path: Path) -> Machines:
    return joined(tmp_path, is_git=True)


@pytest.fixture
def with_folder(tmp_path: Path) -> Machines:
    return joined(tmp_path, is_git=False)


def joined(folder: Path, *, is_git: bool) -> Machines:
    location = bare_repository(folder / "remote") if is_git else folder / "shared"
    machines = Machines(folder, location)
    machines.join("a", "b")
    return machines


def other_journal(change: str, *, machine: str = "abc", topic: str = "cnns", roadmap: str = "genai-engineer") -> str:
    head = f'format = 1\nroadmap = "{roadmap}"\n\n[[changes]]\nid = "{change}"\nat = 2026-11-01T10:00:00+09:00\n'
    return f'{head}did = "done"\ntopics = ["{topic}"]\nmachine = "{machine}"\n'


def put(machines: Machines, files: dict[str, str]) -> None:
    """Write shared files as another machine does."""
    if (machines.location / "HEAD").exists():
        is_new = not git(machines.location, "for-each-ref", "refs/heads/genai-roadmap")
        machines.push(files, **({"parent": ""} if is_new else {}))
        return
    for path, content in files.items():
        file = machines.location / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


def test_marks_travel_in_both_directions(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.ok("b", "done", "rnns")
    assert (machines.sync("a")["sent"], machines.sync("b")["received"]) == (1, 1)
    assert machines.sync("a")["received"] == 1
    assert machines.changes("a") == machines.changes("b")
    assert sorted(change["topics"][0] for change in machines.changes("a").values()) == ["cnns", "rnns"]
    ids = sorted([machines.id("a"), machines.id("b")])
    assert machines.sync("a")["machines"] == ids
    assert sorted(machines.remote_files()) == [f"journals/genai-engineer/{each}.toml" for each in ids]


def test_each_machine_writes_only_its_own_file(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    before = machines.remote_files()
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    assert {path: machines.remote_files()[path] for path in before} == before


def test_a_sync_without_changes_reads_and_writes_nothing(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    before = machines.remote_files()
    calls: list[str] = []
    start = git_program.run

    def recorded(words: Sequence[str], *rest: Any) -> bytes:
        calls.append(words[0])
        return start(words, *rest)

    monkeypatch.setattr(git_program, "run", recorded)
    monkeypatch.setattr(sync_run, "SharedContents", None)
    result = machines.sync("a")
    assert (result["sent"], result["received"], result["machines"]) == (0, 0, [machines.id("a")])
    assert calls in ([], ["fetch"])
    assert machines.remote_files() == before
    assert machines.ok("a", "sync").out == "Everything is up to date.\n"


def test_dry_run_and_status_write_nothing(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    machines.ok("b", "done", "rnns")
    machines.save_roadmap("b", 1)
    before = (machines.remote_files(), machines.changes("b"))
    for arguments in (["sync", "--dry-run", "--json"], ["sync", "status", "--json"]):
        result = machines.ok("b", *arguments).json
        assert (result["sent"], result["received"], result["roadmaps"], result["dry_run"]) == (1, 1, ["mine"], True)
    assert "To send: 1 change, roadmap mine\nTo receive: 1 change\n" in machines.ok("b", "sync", "--dry-run").out
    assert (machines.remote_files(), machines.changes("b")) == before


def test_undo_after_a_sync_undoes_the_own_last_change(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    machines.sync("b")
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    machines.sync("a")
    assert "CNNs" in machines.ok("a", "undo").out
    machines.sync("a")
    machines.sync("b")
    statuses = {name: machines.ok("b", "show", name, "--json").json["status"] for name in ("cnns", "rnns")}
    assert statuses == {"cnns": "todo", "rnns": "done"}


def test_names_of_machines_are_in_the_log_and_the_status(machines: Machines) -> None:
    machines.ok("a", "config", "machine.name", "laptop")
    machines.ok("a", "done", "cnns")
    assert "laptop" not in machines.ok("a", "log").out, "there is only one"
    machines.sync("a")
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    lines = machines.ok("b", "log").out.splitlines()
    expected = {"RNNs": machines.id("b"), "CNNs": "laptop"}
    assert {line.split()[-2]: line.split()[-1] for line in lines} == expected
    logged = machines.ok("b", "log", "--json").json["changes"]
    assert {change["machine"]: change["machine_name"] for change in logged} == {
        machines.id("a"): "laptop",
        machines.id("b"): machines.id("b"),
    }
    shown = machines.ok("b", "sync", "status").out
    assert "laptop" in shown
    assert f"{machines.id('b')}" in shown.partition("this machine")[0].splitlines()[-1]
    machines.ok("a", "config", "machine.name", "--unset")
    machines.sync("a")
    machines.sync("b")
    assert machines.ok("b", "sync", "--json").json["names"] == {}


def test_own_roadmaps_appear_and_change_on_the_other_machine(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    assert machines.sync("a")["sent_roadmaps"] == ["mine"]
    assert machines.sync("b")["received_roadmaps"] == ["mine"]
    machines.ok("b", "--roadmap", "mine", "done", "one")
    machines.save_roadmap("b", 2)
    assert machines.sync("b")["roadmaps"] == ["mine"]
    assert machines.sync("a")["received"] == 1
    assert machines.roadmap("a") == ROADMAP.format(2)
    assert machines.ok("a", "--roadmap", "mine", "restore", "--json").json["roadmap_backups"]
    assert machines.sync("a")["roadmaps"] == []


@pytest.mark.parametrize("newer", ["a", "b"])
def test_of_a_roadmap_changed_on_both_the_newer_stays(machines: Machines, newer: str) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("a", 2)
    machines.save_roadmap("b", 3)
    machines.sync("a")
    seconds = dt.datetime(2100, 1, 1, tzinfo=dt.UTC).timestamp() if newer == "b" else 1_000_000_000
    os.utime(machines.home("b") / "roadmaps" / "mine.toml", (seconds, seconds))
    assert "Changed on two machines" in machines.ok("b", "sync", "--dry-run").out
    run = machines.ok("b", "sync")
    draft = machines.home("b") / "roadmaps" / "mine.draft-1"
    assert "Changed on two machines" in run.out
    assert str(draft) in run.out
    machines.sync("a")
    version, other = (2, 3) if newer == "a" else (3, 2)
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(version)
    assert draft.read_text() == ROADMAP.format(other)
    assert machines.sync("b")["roadmaps"] == machines.sync("a")["roadmaps"] == []


def test_a_removed_roadmap_stays_removed_here_and_elsewhere_it_stays(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    machines.sync("b")
    machines.ok("b", "remove", "mine")
    machines.sync("b")
    machines.save_roadmap("a", 2)
    machines.sync("a")
    machines.sync("b")
    assert machines.roadmap("b") is None
    assert machines.roadmap("a") == ROADMAP.format(2)


def test_an_invalid_own_roadmap_is_not_sent(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    file = machines.home("a") / "roadmaps" / "mine.toml"
    file.write_text(ROADMAP.format(2).replace("[[steps]]", "[[stages]]"))
    result = machines.sync("a")
    assert result["roadmaps"] == []
    assert any("mine.toml" in problem and problem.endswith("not sent") for problem in result["problems"])
    assert machines.remote_files()["roadmaps/mine.toml"].strip() == ROADMAP.format(1).strip()


HOSTILE = {
    "journals/genai-engineer/damaged.toml": "format = 1\nroadmap = ",
    "journals/genai-engineer/newer.toml": 'format = 2\nroadmap = "genai-engineer"\n',
    "journals/genai-engineer/wrong.toml": 'format = 1\nroadmap = "other"\n',
    "journals/genai-engineer/Odd Name.toml": other_journal("c7"),
    "journals/genai-engineer/a.sync-conflict-20261101.toml": other_journal("c8"),
    "journals/con/abc.toml": other_journal("c9", roadmap="con"),
    "journals/genai-engineer/deep/abc.toml": other_journal("c10"),
    "journals/abc.toml": other_journal("c11"),
    "machines/esc.toml": 'format = 1\nname = "\\u001b[31mred"\n',
    "machines/long.toml": f'format = 1\nname = "{"x" * 41}"\n',
    "roadmaps/genai-engineer.toml": ROADMAP.format(1).replace("mine", "genai-engineer"),
    "roadmaps/other.toml": ROADMAP.format(1),
    "roadmaps/damaged.toml": "format = 1\nid = [",
    "roadmaps/newer.toml": ROADMAP.format(1).replace("format = 1", "format = 2"),
}


def test_damaged_and_hostile_files_are_skipped_and_named(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.sync("a")
    put(machines, HOSTILE | {"journals/genai-engineer/good.toml": other_journal("c1", machine="good")})
    before = machines.changes("a")
    result = machines.sync("a")
    assert machines.changes("a").keys() - before.keys() == {"c1"}
    for path in HOSTILE:
        assert any(path in problem for problem in result["problems"]), path
    assert len(result["problems"]) == len(HOSTILE)
    assert not [*machines.home("a").glob("roadmaps/*")]
    assert "Problems" in machines.ok("a", "sync").out
    assert {path: machines.remote_files()[path].strip() for path in HOSTILE} == {
        path: content.strip() for path, content in HOSTILE.items()
    }


@pytest.mark.parametrize("content", ["format = 1\nid = [", f"#{'x' * 17 * 1024**2}"])
def test_a_shared_roadmap_that_can_not_be_read_is_not_overwritten(machines: Machines, content: str) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("b", 2)
    machines.sync("b")
    put(machines, {"roadmaps/mine.toml": content})
    result = machines.sync("a")
    assert (result["sent_roadmaps"], result["received_roadmaps"], len(result["problems"])) == ([], [], 1)
    assert machines.ok("a", "sync", "--dry-run").out.startswith("Nothing to exchange.\n\nProblems\n")
    assert machines.sync("b")["received_roadmaps"] == []
    assert (machines.roadmap("a"), machines.roadmap("b")) == (ROADMAP.format(1), ROADMAP.format(2))


def test_own_files_of_a_newer_program_are_not_overwritten(machines: Machines) -> None:
    machines.ok("a", "config", "machine.name", "laptop")
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    newer = {
        path: content.replace("format = 1", "format = 2", 1) + '\nlater = "x"\n'
        for path, content in machines.remote_files().items()
    }
    put(machines, newer)
    machines.ok("a", "done", "rnns")
    result = machines.sync("a")
    assert (result["sent"], len(result["problems"])) == (0, 2)
    assert {path: text.strip() for path, text in machines.remote_files().items()} == {
        path: text.strip() for path, text in newer.items()
    }


def test_too_large_files_are_skipped_and_hidden_ones_ignored(machines: Machines) -> None:
    put(
        machines,
        {
            "machines/big.toml": f'format = 1\nname = "x"\n#{"x" * 10_000}',
            "journals/.stignore": "x",
            "journals/genai-engineer/.abc.toml.tmp": "x",
        },
    )
    [problem] = machines.sync("a")["problems"]
    assert "machines/big.toml is larger than" in problem


def test_a_roadmap_that_is_edited_during_a_sync_is_not_overwritten(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("b", 2)
    machines.sync("b")
    read = roadmap_files.LockedRoadmapFile.read

    def read_after_edit(self: roadmap_files.LockedRoadmapFile) -> bytes | None:
        machines.save_roadmap("a", 3)
        return read(self)

    with monkeypatch.context() as patch:
        patch.setattr(roadmap_files.LockedRoadmapFile, "read", read_after_edit)
        machines.sync("a")
    assert machines.roadmap("a") == ROADMAP.format(3)
    machines.sync("a")
    machines.sync("b")
    assert machines.roadmap("a") == machines.roadmap("b")


def test_progress_that_begins_during_the_first_sync_is_merged(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    restore = progress_files.restore

    def restore_later(roadmap_id: str, content: bytes, expected: bytes | None, now: dt.datetime) -> None:
        machines.ok("b", "done", "rnns")
        restore(roadmap_id, content, expected, now)

    monkeypatch.setattr(progress_files, "restore", restore_later)
    machines.sync("b")
    machines.sync("a")
    assert len(machines.changes("b")) == 2
    assert machines.changes("a") == machines.changes("b")


def test_a_journal_with_another_change_of_the_same_id_is_skipped(machines: Machines) -> None:
    put_first = {"journals/genai-engineer/abc.toml": other_journal("c1")}
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    put(machines, put_first)
    machines.sync("a")
    put(machines, {"journals/genai-engineer/zzz.toml": other_journal("c1", topic="rnns", machine="zzz")})
    result = machines.sync("a")
    assert machines.changes("a")["c1"]["topics"] == ["cnns"]
    assert [problem for problem in result["problems"] if "zzz.toml" in problem and "c1" in problem]


def test_more_files_than_the_limit_are_named(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (exchange_folder, exchange_git):
        monkeypatch.setattr(module, "MAX_FILES", 2)
    put(machines, {f"journals/genai-engineer/m{number}.toml": other_journal(f"c{number}") for number in range(4)})
    result = machines.sync("a")
    assert [problem for problem in result["problems"] if "more than" in problem]
    assert result["received"] == 2


def test_an_own_file_with_an_array_is_written_again(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.ok("b", "done", "cnns")
    file = machines.home("a") / "progress" / "genai-engineer.toml"
    [change] = machines.changes("a").values()
    array = 'changes = [{{ id = "{id}", at = {at}, did = "done", topics = ["rnns"], machine = "{machine}" }}]\n'
    file.write_text('format = 1\nroadmap = "genai-engineer"\n' + array.format(**change))
    for name in "aba":
        machines.sync(name)
    machines.ok("a", "note", "rnns", "more")
    machines.sync("a")
    assert machines.sync("b")["problems"] == []
    assert machines.changes("a") == machines.changes("b")
    assert len(machines.changes("b")) == 3


def test_a_damaged_own_file_is_written_again(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.sync("a")
    path = f"journals/genai-engineer/{machines.id('a')}.toml"
    good = machines.remote_files()[path]
    put(machines, {path: "format = "})
    machines.sync("a")
    assert machines.remote_files()[path].strip() == good.strip()


def test_changes_of_a_lost_machine_survive(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.sync("a")
    machines.sync("b")
    lost = f"journals/genai-engineer/{machines.id('a')}.toml"
    if (machines.location / "HEAD").exists():
        machines.push({"unrelated.txt": "x"}, parent="")
    else:
        (machines.location / lost).unlink()
    shutil.rmtree(machines.home("a"))
    machines.ok("b", "done", "cnns")
    assert machines.sync("b")["sent"] == 2
    machines.join("c")
    machines.sync("c")
    assert machines.changes("c") == machines.changes("b")
    assert len(machines.changes("c")) == 2


def test_a_lost_state_only_takes_longer(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.save_roadmap("a", 1)
    machines.sync("a")
    state = machines.home("a") / "sync" / "state.json"
    for damage in ("", "{", '{"at": 1}'):
        state.write_text(damage)
        result = machines.sync("a")
        assert (result["sent"], result["received"], result["roadmaps"], result["problems"]) == (0, 0, [], [])


def test_a_damaged_progress_file_stops_before_anything_is_written(machines: Machines) -> None:
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    file = machines.home("a") / "progress" / "genai-engineer.toml"
    machines.ok("a", "done", "cnns")
    file.write_text("format = ")
    before = machines.remote_files()
    assert machines.run("a", "sync").code == 3
    assert (file.read_text(), machines.remote_files()) == ("format = ", before)


def test_two_homes_with_the_same_machine_id_lose_nothing(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.sync("a")
    shutil.copytree(machines.home("a"), machines.home("copy"))
    machines.ok("a", "done", "cnns")
    machines.ok("copy", "done", "transfer-learning")
    for name in ("a", "copy", "a"):
        machines.sync(name)
    assert machines.changes("a") == machines.changes("copy")
    assert len(machines.changes("a")) == 3


def test_sync_needs_to_be_set_up(program: Program) -> None:
    for arguments in (["sync"], ["sync", "status"], ["sync", "--dry-run"]):
        run = program(*arguments)
        assert (run.code, run.out) == (1, "")
        assert "genai-roadmap sync init URL|FOLDER" in run.err


def test_usage_errors(program: Program) -> None:
    assert program("sync", "init").code == 2
    assert "Did you mean `status`?" in program("sync", "statu").err
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


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("-oProxyCommand=x", "neither"),
        ("--upload-pack=x", "neither"),
        ("ext::sh -c touch% x", "neither the URL of a git repository nor a folder"),
        ("", "neither"),
        ("missing/folder/below", "no such folder"),
        (f"https://example.org/{'x' * 5000}", "invalid value"),
        ("https://example.org/\n", "neither"),
        ("https://me:secret@example.org/x.git", "contains a password"),
        ("https://ghp_0123456789secret0123@example.org/x.git", "contains a password or a token"),
        ("ssh://-oProxyCommand=x/y", "failed"),
    ],
)
def test_invalid_locations_are_refused(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str, sentence: str
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    run = program("sync", "init", location) if not location.startswith("-") else program("sync", "init", "--", location)
    assert (run.code, run.out) == (2 if sentence == "invalid value" else 1, "")
    assert sentence in run.err
    assert "secret" not in run.err
    assert program("config", "sync.location", "--json").json.get("value") is None
    assert not [*Path.cwd().iterdir()]


def test_the_home_folder_is_no_shared_folder(program: Program, home: Path) -> None:
    for folder in (home, home / "roadmaps"):
        assert "choose another folder" in program("sync", "init", str(folder)).err


def test_the_location_is_a_setting(with_folder: Machines, tmp_path: Path) -> None:
    assert with_folder.ok("a", "config", "sync.location", "--json").json["value"] == str(with_folder.location)
    other = tmp_path / "other"
    with_folder.ok("a", "config", "sync.location", str(other))
    with_folder.ok("a", "done", "cnns")
    assert with_folder.sync("a")["location"] == str(other)
    assert [*other.glob("journals/*/*.toml")]
    assert with_folder.run("a", "config", "sync.location", "https://me:secret@example.org/x").code == 1
    with_folder.ok("a", "config", "sync.location", "--unset")
    assert with_folder.run("a", "sync").code == 1


def test_a_clone_with_a_work_tree_means_its_repository(with_git: Machines, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(with_git.location), "clone")
    with_git.ok("c", "sync", "init", str(tmp_path / "clone"))
    assert with_git.ok("c", "config", "sync.location", "--json").json["value"] == str(with_git.location)
    (tmp_path / "new").mkdir()
    git(tmp_path / "new", "init", "--quiet")
    with_git.ok("d", "sync", "init", str(tmp_path / "new"))
    assert with_git.ok("d", "config", "sync.location", "--json").json["value"] == str(tmp_path / "new")


def test_a_missing_folder_is_not_created(with_folder: Machines) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.location.rename(with_folder.folder / "unplugged")
    run = with_folder.run("a", "sync")
    assert (run.code, run.out) == (1, "")
    assert "connect the disk" in run.err
    assert not with_folder.location.exists()
    status = with_folder.ok("a", "sync", "status").out
    assert "connect the disk" in status
    assert "up to date" not in status
    assert "sent" not in with_folder.ok("a", "sync", "status", "--json").json
    (with_folder.folder / "unplugged").rename(with_folder.location)
    assert with_folder.sync("a")["sent"] == 1


def test_links_and_huge_files_in_a_folder_are_skipped(with_folder: Machines, tmp_path: Path) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.sync("a")
    secret = tmp_path / "secret.toml"
    secret.write_text(other_journal("c1"))
    folder = with_folder.location / "journals" / "genai-engineer"
    (folder / "link.toml").symlink_to(secret)
    (folder / ".hidden").write_text("ignored")
    with (folder / "sparse.toml").open("wb") as file:
        file.truncate(2 * 1024**3)
    (with_folder.location / "journals" / "linked").symlink_to(tmp_path)
    (with_folder.location / "machines").symlink_to(tmp_path)
    result = with_folder.sync("a")
    assert "c1" not in with_folder.changes("a")
    named = " ".join(result["problems"])
    assert all(name in named for name in ("link.toml", "sparse.toml", "linked", "machines"))
    assert len(result["problems"]) == 4
    with_folder.ok("a", "config", "machine.name", "laptop")
    assert with_folder.run("a", "sync").code == 4
    assert not (tmp_path / f"{with_folder.id('a')}.toml").exists()


def test_older_copies_that_overwrite_newer_ones_lose_nothing(with_folder: Machines) -> None:
    old = with_folder.folder / "old"
    with_folder.save_roadmap("a", 1)
    with_folder.ok("a", "done", "cnns")
    with_folder.sync("a")
    shutil.copytree(with_folder.location, old)
    with_folder.ok("a", "done", "rnns")
    with_folder.save_roadmap("a", 2)
    with_folder.sync("a")
    with_folder.sync("b")
    shutil.copytree(old, with_folder.location, dirs_exist_ok=True)
    with_folder.sync("b")
    with_folder.sync("a")
    with_folder.sync("b")
    assert with_folder.changes("a") == with_folder.changes("b")
    assert len(with_folder.changes("b")) == 2
    assert with_folder.roadmap("a") == with_folder.roadmap("b") == ROADMAP.format(2)


def test_a_removed_or_damaged_clone_is_made_again(with_git: Machines) -> None:
    with_git.ok("a", "done", "cnns")
    with_git.sync("a")
    clone = with_git.home("a") / "sync" / "git"

    def empty_objects() -> None:
        shutil.rmtree(clone / "objects")
        (clone / "objects").mkdir()

    def make_file() -> None:
        shutil.rmtree(clone)
        clone.write_text("a file")

    damages: list[Callable[[], object]] = [
        lambda: shutil.rmtree(clone),
        empty_objects,
        lambda: (clone / "HEAD").write_text("damaged"),
        lambda: (clone / "config").write_text("[damaged"),
        make_file,
        lambda: (clone / "refs" / "sync" / "written.lock").write_text(""),
        lambda: (clone / "refs" / "sync" / "fetched.lock").write_text(""),
    ]
    for number, damage in enumerate(damages):
        with_git.ok("a", "note", "cnns", f"note {number}")
        damage()
        assert with_git.sync("a")["sent"] == 1
        with_git.ok("b", "note", "rnns", f"note {number}")
        with_git.sync("b")
        (with_git.home("a") / "sync" / "state.json").unlink()
        assert with_git.sync("a")["received"] == 1
    assert with_git.changes("a") == with_git.changes("b")
    assert {file.name for file in clone.parent.iterdir()} - {"state.json.lock"} == {"git", "state.json"}


def test_unrelated_files_and_links_in_the_branch_stay(with_git: Machines) -> None:
    git(with_git.location, "symbolic-ref", "HEAD", "refs/heads/odd-default")
    with_git.push({"README.md": "mine", ".gitattributes": "* text eol=crlf filter=lfs"}, parent="")
    blob = git(with_git.location, "hash-object", "-w", "--stdin", content="/etc/passwd")
    git(with_git.location, "update-index", "--add", "--cacheinfo", f"120000,{blob},journals/genai-engineer/link.toml")
    tree = git(with_git.location, "write-tree")
    commit = git(with_git.location, "commit-tree", tree, "-m", "link", "-p", "refs/heads/genai-roadmap")
    git(with_git.location, "update-ref", "refs/heads/genai-roadmap", commit)
    with_git.ok("a", "done", "cnns")
    result = with_git.sync("a")
    assert result["problems"] == ["journals/genai-engineer/link.toml is a link, which is not followed"]
    files = with_git.remote_files()
    assert (files["README.md"], files["journals/genai-engineer/link.toml"]) == ("mine", "/etc/passwd")
    assert f"journals/genai-engineer/{with_git.id('a')}.toml" in files


def test_a_branch_that_was_rewound_gets_everything_again(with_git: Machines) -> None:
    with_git.save_roadmap("a", 1)
    with_git.ok("a", "done", "cnns")
    with_git.sync("a")
    old = git(with_git.location, "rev-parse", "genai-roadmap")
    with_git.save_roadmap("a", 2)
    with_git.ok("a", "done", "rnns")
    with_git.sync("a")
    with_git.sync("b")
    git(with_git.location, "update-ref", "refs/heads/genai-roadmap", old)
    with_git.sync("b")
    with_git.sync("a")
    assert with_git.roadmap("a") == with_git.roadmap("b") == ROADMAP.format(2)
    with_git.join("c")
    with_git.sync("c")
    assert with_git.changes("c") == with_git.changes("a") == with_git.changes("b")
    git(with_git.location, "update-ref", "-d", "refs/heads/genai-roadmap")
    assert with_git.sync("b")["sent"] == 2


def test_a_branch_that_was_deleted_while_a_file_was_damaged_is_made_again(with_git: Machines) -> None:
    with_git.ok("a", "done", "cnns")
    put(with_git, {"journals/genai-engineer/abc.toml": "damaged"})
    assert with_git.sync("a")["problems"]
    git(with_git.location, "update-ref", "-d", "refs/heads/genai-roadmap")
    assert with_git.sync("a")["sent"] == 1
    assert with_git.sync("b")["received"] == 1


def test_a_rejected_push_is_repeated(with_git: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_run, "MAX_WAIT_SECONDS", 0)
    with_git.ok("b", "done", "rnns")
    with_git.sync("b")
    pushes = iter(range(3))
    write = GitExchange.write

    def overtaken(self: GitExchange, contents: dict[SharedFile, bytes], seconds: int) -> Written | None:
        if (number := next(pushes, None)) is not None:
            with_git.push({f"journals/genai-engineer/m{number}.toml": other_journal(f"c{number}")})
        return write(self, contents, seconds)

    monkeypatch.setattr(GitExchange, "write", overtaken)
    with_git.ok("a", "done", "cnns")
    result = with_git.sync("a")
    assert (result["sent"], result["received"]) == (1, 4)
    assert {"c0", "c1", "c2"} < with_git.changes("a").keys()
    pushes = iter(range(3, 100))
    with_git.ok("a", "done", "transfer-learning")
    run = with_git.run("a", "sync")
    assert run.code == 1
    assert "try again" in run.err


class Killed(BaseException):
    """Ends a run like SIGKILL, except that locks are released."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_each_call_of_git_and_each_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    machines = joined(tmp_path, is_git=True)
    calls = 0

    def killing(function: Callable[..., Any], at: int) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == at and moment == "before":
                raise Killed
            result = function(*arguments, **options)
            if calls == at:
                raise Killed
            return result

        return call

    for at in range(1, 100):
        machines.save_roadmap("b", at)
        machines.ok("b", "note", "rnns", f"note {at}")
        machines.sync("b")
        machines.ok("a", "note", "cnns", f"note {at}")
        calls = 0
        with monkeypatch.context() as patch, contextlib.suppress(Killed):
            patch.setattr(git_program, "run", killing(git_program.run, at))
            patch.setattr(files, "replace", killing(files.replace, at))
            machines.sync("a")
        for name in "abab":
            machines.sync(name)
        assert machines.changes("a") == machines.changes("b")
        assert len(machines.changes("a")) == 2 * at
        assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(at)
        if calls < at:
            break
    else:
        pytest.fail("a sync never ended before the last call")
    assert at > 8


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


def test_a_remote_that_is_gone_or_refuses(with_git: Machines) -> None:
    with_git.ok("a", "done", "cnns")
    hook = with_git.location / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'error: quota exceeded' >&2\nexit 1\n")
    hook.chmod(0o755)
    run = with_git.run("a", "sync")
    assert (run.code, run.out) == (4, "")
    assert "quota exceeded" in run.err
    assert "your progress is safe" in run.err
    hook.unlink()
    with_git.location.rename(with_git.folder / "gone")
    run = with_git.run("a", "sync")
    assert run.code == 1
    assert len(run.err.splitlines()) == 1
    (with_git.folder / "gone").rename(with_git.location)
    assert with_git.sync("a")["sent"] == 1


def test_a_url_that_is_gone_is_no_reason_for_another_clone(with_git: Machines) -> None:
    with_git.ok("c", "sync", "init", with_git.location.as_uri())
    with_git.ok("c", "done", "cnns")
    with_git.sync("c")
    clone = with_git.home("c") / "sync" / "git"
    made = clone.stat().st_ino
    with_git.location.rename(with_git.folder / "gone")
    run = with_git.run("c", "sync")
    assert (run.code, len(run.err.splitlines())) == (1, 1)
    assert "`git fetch` failed" in run.err
    assert "`git fetch` failed" in with_git.ok("c", "sync", "status").out
    assert clone.stat().st_ino == made


def test_hooks_and_configuration_of_git_do_not_matter(
    with_git: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "post-checkout", "post-commit"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
        (hooks / name).chmod(0o755)
    config = f"[core]\nhooksPath = {hooks}\nautocrlf = true\n[commit]\ngpgSign = true\n[push]\ngpgSign = true\n"
    config += "followTags = true\n[user]\nsigningKey = none\n[safe]\nbareRepository = explicit\n[color]\nui = always\n"
    (tmp_path / "gitconfig").write_text(config)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    with_git.ok("a", "done", "cnns")
    assert with_git.sync("a")["sent"] == 1
    assert with_git.sync("b")["received"] == 1
    monkeypatch.delenv("GIT_DIR")
    assert not (tmp_path / "ran").exists()
    assert git(with_git.location, "log", "-1", "--format=%cn <%ce>", "genai-roadmap").startswith("genai-roadmap <")


def test_the_identity_of_git_is_used(with_git: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ada@example.org")
    with_git.ok("a", "done", "cnns")
    with_git.sync("a")
    assert git(with_git.location, "log", "-1", "--format=%cn <%ce>", "genai-roadmap") == "Ada <ada@example.org>"


def test_a_call_of_git_that_hangs_is_killed(
    with_git: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        return
    (tmp_path / "slow").write_text("#!/bin/sh\nsleep 60\n")
    (tmp_path / "slow").chmod(0o755)
    with_git.ok("a", "config", "sync.timeout", "5")
    monkeypatch.setenv("GIT_SSH_COMMAND", str(tmp_path / "slow"))
    monkeypatch.setattr(git_program.Git, "timeout", 0.5)
    run = with_git.run("a", "sync", "init", "me@example.org:x.git")
    assert run.code == 1
    assert "`git fetch` took more than" in run.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
def test_git_ends_with_the_program(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = tmp_path / "pid"
    script = tmp_path / "ssh.sh"
    script.write_text(f"#!/bin/sh\necho $$ > {pid}\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    program("config", "sync.location", "me@example.org:progress.git")
    run = subprocess.Popen([sys.executable, "-m", "genai_roadmap", "sync"], env=environment(), stderr=subprocess.PIPE)
    try:
        until(lambda: pid.exists() and bool(pid.read_text().strip()))
        run.terminate()
        run.communicate(timeout=30)
        assert run.returncode == 128 + signal.SIGTERM
        until(lambda: not is_running(int(pid.read_text())))
    finally:
        run.kill()


def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition is true, at most half a minute."""
    for _ in range(600):
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


def test_status_reminds_of_changes_that_were_not_sent(with_folder: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    start = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    time = [start]
    monkeypatch.setattr(output, "now", lambda: in_local_zone(time[0]))
    with_folder.sync("a")
    time[0] += dt.timedelta(hours=1)
    with_folder.ok("a", "done", "cnns")
    shutil.rmtree(with_folder.location)
    expected = "1 change not sent to your other machines for 4 days: genai-roadmap sync"
    for days, is_shown in ((2, False), (4, True), (4, False), (5, True)):
        time[0] = start + dt.timedelta(days=days, hours=2)
        shown = with_folder.ok("a", "status").out
        assert (expected.replace("4", str(days)) in shown) == is_shown, days
    with_folder.location.mkdir()
    with_folder.sync("a")
    time[0] += dt.timedelta(days=9)
    assert "not sent" not in with_folder.ok("a", "status").out


def test_reminder_is_about_own_changes_and_not_used_up_by_json(
    with_folder: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = dt.datetime(2026, 10, 30, 12, 0, tzinfo=dt.UTC)
    time = [start]
    monkeypatch.setattr(output, "now", lambda: in_local_zone(time[0]))
    put(with_folder, {"journals/genai-engineer/abc.toml": other_journal("later than the sync".replace(" ", ""))})
    assert with_folder.sync("a")["received"] == 1
    time[0] += dt.timedelta(days=20)
    assert "not sent" not in with_folder.ok("a", "status").out
    with_folder.ok("a", "done", "rnns")
    time[0] += dt.timedelta(days=4)
    with_folder.ok("a", "status", "--json")
    assert "1 change not sent to your other machines for 4 days" in with_folder.ok("a", "status").out


def test_reason_of_ssh_is_shown(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "ssh.sh"
    script.write_text("#!/bin/sh\necho 'Host key verification failed.' >&2\nexit 255\n")
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(script))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    run = program("sync", "init", "me@example.org:progress.git")
    assert (run.code, run.err) == (1, "genai-roadmap: `git fetch` failed: Host key verification failed.\n")


def test_a_clone_of_a_repository_with_a_work_tree_is_refused(program: Program, tmp_path: Path) -> None:
    work, clone = tmp_path / "work", tmp_path / "clone"
    work.mkdir()
    git(work, "init", "--quiet", ".")
    git(work, "commit", "--quiet", "--allow-empty", "-m", "First")
    git(tmp_path, "clone", "--quiet", str(work), str(clone))
    run = program("sync", "init", str(clone))
    assert (run.code, "is not a bare repository; create one with: git init --bare" in run.err) == (1, True)


def test_status_without_a_writable_home_does_not_remind(with_folder: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    with_folder.ok("a", "done", "cnns")
    later = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    monkeypatch.setattr(output, "now", lambda: in_local_zone(later))
    (with_folder.home("a") / "sync" / "reminded").mkdir()
    assert "not sent" not in with_folder.ok("a", "status").out
    (with_folder.home("a") / "sync" / "reminded").rmdir()
    shutil.rmtree(with_folder.home("a") / "sync")
    (with_folder.home("a") / "sync").write_text("a file")
    assert "not sent" not in with_folder.ok("a", "status").out


def test_another_sync_of_the_same_home_waits(with_folder: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    with files.lock(with_folder.home("a") / "sync" / "state.json"):
        assert with_folder.run("a", "sync").code == 4


def test_progress_is_shown_on_a_terminal_only(with_folder: Machines) -> None:
    command = [sys.executable, "-m", "genai_roadmap", "sync"]
    code, shown = run_on_a_terminal(command, GENAI_ROADMAP_HOME=str(with_folder.home("a")), TERM="xterm")
    assert code == 0
    assert "Merging" in shown
    assert with_folder.ok("a", "sync").err == ""
