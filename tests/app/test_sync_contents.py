"""Shared files that are damaged, hostile, or of a newer program."""

import re

import pytest

from genai_roadmap.app.sync_contents import SharedContents
from genai_roadmap.storage import exchange, exchange_folder, exchange_git
from genai_roadmap.storage.exchange import JOURNALS, SharedFile, Snapshot
from machines import ROADMAP, Machines, other_journal, put, remove

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
    assert (result["sent"], result["unsent"], len(result["problems"])) == (0, 1, 2)
    shown = machines.ok("a", "sync").out
    assert shown.startswith("Not sent: 1 change, because the file of this machine was skipped\n\nProblems\n")
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


@pytest.mark.parametrize("name", ["abc.sync-conflict-20261101-120000-AB7", "abc (conflicted copy)", "abc (1)", "abc~x"])
def test_a_conflict_copy_of_a_journal_is_merged_until_it_is_removed(machines: Machines, name: str) -> None:
    path = f"journals/genai-engineer/{name}.toml"
    more = other_journal("c2", topic="rnns").partition("\n\n")[2]
    put(machines, {path: f"{other_journal('c1')}\n{more}", "journals/genai-engineer/abc.toml": other_journal("c1")})
    for received in (2, 0):
        result = machines.sync("a")
        assert result["received"] == received
        assert result["problems"] == [f"{path} is a conflict copy; its changes are merged, so you can remove it"]
    assert result["machines"] == sorted([machines.id("a"), "abc"])
    remove(machines, path)
    assert (machines.sync("a")["problems"], machines.sync("b")["received"]) == ([], 2)


def test_a_huge_note_of_another_machine_is_shortened_in_the_log(with_folder: Machines) -> None:
    note = other_journal("c1").replace('did = "done"', f'did = "note"\nnote = "{"x" * 100_000}"')
    put(with_folder, {"journals/genai-engineer/abc.toml": note})
    with_folder.sync("a")
    [line] = with_folder.ok("a", "log").out.splitlines()
    assert line.endswith(f"  note  CNNs: {'x' * 1000} ...")
    [change] = with_folder.ok("a", "log", "--json").json["changes"]
    assert len(change["note"]) == 100_000


def test_a_conflict_copy_alone_is_merged(machines: Machines) -> None:
    put(machines, {"journals/genai-engineer/abc (1).toml": other_journal("c1")})
    assert machines.sync("a")["received"] == 1
    assert machines.sync("b")["received"] == 1


def test_more_files_than_the_limit_are_named(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (exchange, exchange_folder, exchange_git):
        monkeypatch.setattr(module, "MAX_FILES", 2)
    put(machines, {f"journals/genai-engineer/m{number}.toml": other_journal(f"c{number}") for number in range(4)})
    result = machines.sync("a")
    assert [problem for problem in result["problems"] if "more than" in problem]
    assert result["received"] == 2


def test_a_damaged_own_file_is_written_again(machines: Machines) -> None:
    machines.ok("a", "done", "rnns")
    machines.sync("a")
    path = f"journals/genai-engineer/{machines.id('a')}.toml"
    good = machines.remote_files()[path]
    put(machines, {path: "format = "})
    machines.sync("a")
    assert machines.remote_files()[path].strip() == good.strip()


def test_a_machine_without_a_name_writes_none_and_an_empty_one_is_read(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    machines.ok("a", "done", "cnns")
    machines.sync("a")
    path = f"machines/{machines.id('a')}.toml"
    content = machines.remote_files()[path]
    assert "name" not in content
    put(machines, {path: content.replace("format = 1", 'format = 1\nname = ""')})
    for name in "ab":
        assert machines.sync(name)["problems"] == []
    assert machines.ok("b", "sync", "status", "--json").json["names"].get(machines.id("a"), "") == ""


def test_a_machine_whose_journal_is_refused_is_not_listed() -> None:
    file = SharedFile(JOURNALS, "genai-engineer", "abc")
    contents = SharedContents.of(Snapshot({file: other_journal("c1").encode()}, set(), []))
    assert contents.machines == {"abc": ""}
    del contents.journals["genai-engineer"]["abc"]
    assert contents.machines == {}


def test_each_machine_is_listed_with_its_last_change(machines: Machines) -> None:
    machines.ok("b", "config", "machine.name", "desk")
    machines.sync("b")
    put(machines, {"journals/genai-engineer/abc.toml": other_journal("c1")})
    found = machines.ok("a", "sync", "status", "--json").json
    assert found["machines"] == sorted([machines.id("a"), machines.id("b"), "abc"])
    assert found["last_changes"] == {"abc": "2026-11-01T10:00:00+09:00"}
    rows = machines.ok("a", "sync", "status").out.split("Machines\n")[1].splitlines()
    assert re.search(r"^ *desk +[0-9a-f]+ +no changes$", "\n".join(rows), re.MULTILINE)
    assert re.search(r"^ *abc +last change .*2026.* 10:00$", "\n".join(rows), re.MULTILINE)


def test_the_last_changes_are_known_without_the_location(with_folder: Machines) -> None:
    with_folder.ok("a", "done", "cnns")
    with_folder.sync("a")
    found = with_folder.sync("a")["last_changes"]
    assert [*found] == [with_folder.id("a")]
    with_folder.location.rename(with_folder.folder / "unplugged")
    assert with_folder.ok("a", "sync", "status", "--json").json["last_changes"] == found
