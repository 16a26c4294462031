"""The exchange of journals among machines."""

import datetime as dt
import re
import shutil
from collections.abc import Sequence
from typing import Any

import pytest

from genai_roadmap.app import sync_run
from genai_roadmap.errors import FileWriteError
from genai_roadmap.storage import git as git_program
from genai_roadmap.storage import progress_files
from genai_roadmap.storage.exchange import SharedFile
from genai_roadmap.storage.exchange_git import GitExchange
from machines import ROADMAP, Machines, git, other_journal, put


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


def test_a_few_received_changes_are_in_words(with_folder: Machines) -> None:
    with_folder.ok("a", "config", "machine.name", "laptop")
    with_folder.ok("a", "done", "cnns", "rnns")
    with_folder.ok("a", "done", "loops")
    with_folder.ok("a", "reset", "rnns")
    with_folder.sync("a")
    assert with_folder.ok("b", "sync").out == "Received from laptop: 3 topics done, 1 reset\n"
    with_folder.ok("a", "goal", "+6m")
    with_folder.sync("a")
    assert with_folder.ok("b", "sync").out == "Received from laptop: 1 change\n"


def test_the_roadmaps_of_changes_are_named_if_there_are_several(with_folder: Machines) -> None:
    with_folder.ok("a", "config", "machine.name", "laptop")
    with_folder.save_roadmap("a", 1)
    with_folder.ok("a", "done", "cnns")
    with_folder.ok("a", "--roadmap", "mine", "done", "one")
    assert with_folder.ok("a", "sync").out == "Sent: 2 changes (genai-engineer, mine), roadmap mine\n"
    with_folder.sync("b")
    with_folder.ok("a", "--roadmap", "mine", "reset", "one")
    assert with_folder.ok("a", "sync").out == "Sent: 1 change (mine)\n"
    assert with_folder.ok("b", "sync").out == "Received from laptop: 1 topic reset (mine)\n"


def test_dry_run_and_status_write_nothing(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    machines.ok("b", "done", "rnns")
    machines.save_roadmap("b", 1)
    before = (machines.remote_files(), machines.changes("b"))
    for arguments in (["sync", "--dry-run", "--json"], ["sync", "status", "--json"]):
        result = machines.ok("b", *arguments).json
        assert (result["sent"], result["received"], result["roadmaps"], result["dry_run"]) == (1, 1, ["mine"], True)
    page = machines.ok("b", "sync", "--dry-run").out
    assert f"To send: 1 change, roadmap mine\nTo receive from {machines.id('a')}: 1 topic done\n" in page
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
    for name in "ab":
        machines.sync(name)
    # After the change of the other machine, also if the clock shows the same second.
    machines.ok("b", "done", "rnns")
    machines.sync("b")
    rows = [re.split(" {2,}", line) for line in machines.ok("b", "log").out.splitlines()]
    # Both may be recorded in the same second. If the own change is listed last, a column before the machine says so.
    assert {row[2]: row[-1] for row in rows} == {"RNNs": machines.id("b"), "CNNs": "laptop"}
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
    found = [machines.sync(name)["problems"] for name in ("a", "copy", "a", "copy")]
    assert machines.changes("a") == machines.changes("copy")
    assert len(machines.changes("a")) == 3
    said = "1 change was recorded elsewhere with the id of this machine, and merged"
    assert [[said in problem for problem in problems] for problems in found] == [[], [True], [True], []]
    settings = machines.home("copy") / "settings.toml"
    assert "What you removed from the progress file comes back; use `genai-roadmap undo` instead" in found[1][0]
    assert f"remove the line `machine` from {settings} on one of the two machines" in found[1][0]
    settings.write_text(re.sub("(?m)^machine = .*", "", settings.read_text()))
    machines.ok("copy", "done", "loops")
    machines.ok("a", "done", "variables")
    assert [machines.sync(name)["problems"] for name in ("a", "copy", "a")] == [[], [], []]
    assert machines.id("a") != machines.id("copy")


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

    def overtaken(self: GitExchange, contents: dict[SharedFile, bytes], seconds: int) -> str | None:
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


def test_a_failed_push_says_what_was_received_and_to_try_again(
    with_git: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(with_git, {"journals/genai-engineer/abc.toml": other_journal("c1")})
    with_git.ok("a", "done", "rnns")

    def failing(*_: object) -> None:
        message = "the quota is exceeded"
        raise FileWriteError(message, "your progress is safe")

    monkeypatch.setattr(GitExchange, "write", failing)
    run = with_git.run("a", "sync")
    assert (run.code, run.err.rstrip().endswith("1 change received; your progress is safe; try again later")) == (
        4,
        True,
    )


def test_a_branch_that_stays_locked_is_named(with_git: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync_run, "MAX_WAIT_SECONDS", 0)
    with_git.ok("a", "done", "cnns")
    with_git.sync("a")
    lock = with_git.location / "refs" / "heads" / "genai-roadmap.lock"
    lock.touch()
    with_git.ok("a", "done", "rnns")
    run = with_git.run("a", "sync")
    assert (run.code, "remove refs/heads/genai-roadmap.lock" in run.err) == (1, True)
    lock.unlink()
    assert with_git.sync("a")["sent"] == 1


def test_a_restored_backup_counts_on_all_machines(machines: Machines) -> None:
    machines.ok("a", "done", "cnns")
    machines.ok("b", "done", "rnns")
    for name in "aba":
        machines.sync(name)
    machines.ok("a", "restore", "2")
    for name in "aba":
        machines.sync(name)
    assert len(machines.changes("a")) == 3
    for name in "ab":
        assert machines.ok(name, "show", "rnns", "--json").json["status"] == "todo"
        assert machines.ok(name, "show", "cnns", "--json").json["status"] == "done"
    assert "recorded on another machine" in machines.run("b", "undo").err
    machines.ok("a", "undo")
    for name in "ab":
        machines.sync(name)
    assert machines.ok("b", "show", "rnns", "--json").json["status"] == "done"
