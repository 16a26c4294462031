"""Changes that were edited manually in a progress file after they were exchanged."""

import pytest

from genai_roadmap.storage import progress_files
from machines import Machines, other_journal, put


def edit(machines: Machines, name: str, old: str, new: str) -> None:
    file = machines.home(name) / "progress" / "genai-engineer.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def noted(machines: Machines) -> None:
    """Record a note on each of two machines, and exchange them."""
    for name in "ab":
        machines.ok(name, "note", "cnns", f"by {name}")
    for name in "aba":
        machines.sync(name)


def notes(machines: Machines, name: str) -> set[str]:
    return {change["note"] for change in machines.changes(name).values()}


def test_an_edit_reaches_the_other_machines(machines: Machines) -> None:
    noted(machines)
    edit(machines, "a", "by a", "corrected")
    machines.ok("a", "done", "rnns", "--note", "more")
    assert (machines.ok("a", "sync").out, machines.sync("b")["received"]) == ("Sent: 2 changes\n", 2)
    machines.join("c")
    machines.sync("c")
    for name in "abc":
        assert notes(machines, name) == {"corrected", "by b", "more"}
        result = machines.sync(name)
        assert (result["sent"], result["received"], result["problems"]) == (0, 0, [])


def test_of_an_edit_on_another_machine_only_its_own_changes_are_exchanged(machines: Machines) -> None:
    noted(machines)
    edit(machines, "b", "by a", "corrected")
    machines.ok("b", "note", "rnns", "more")
    result = machines.sync("b")
    assert (result["sent"], result["received"]) == (1, 1), "the version of the machine that recorded it counts"
    assert notes(machines, "b") == {"by a", "by b", "more"}
    backups = (machines.home("b") / "backups" / "genai-engineer").glob("*.toml")
    assert [backup for backup in backups if "corrected" in backup.read_text()]
    machines.sync("a")
    assert machines.changes("a") == machines.changes("b")


def test_an_edited_time_is_sent(machines: Machines) -> None:
    noted(machines)
    [at] = [change["at"] for change in machines.changes("a").values() if change["note"] == "by a"]
    edit(machines, "a", f"{at:%Y-%m-%d}", "2026-01-02")
    machines.sync("a")
    machines.sync("b")
    assert machines.changes("a") == machines.changes("b")
    days = {change["note"]: f"{change['at']:%Y-%m-%d}" for change in machines.changes("b").values()}
    assert days["by a"] == "2026-01-02"


def test_what_clashes_is_left_out_and_named(machines: Machines) -> None:
    put(machines, {"journals/genai-engineer/abc.toml": other_journal("c1", machine="other")})
    machines.sync("a")
    more = other_journal("c2", topic="loops", machine="zzz").partition("\n\n")[2]
    put(machines, {"journals/genai-engineer/zzz.toml": f"{other_journal('c1', topic='rnns', machine='other')}\n{more}"})
    machines.ok("a", "note", "cnns", "mine")
    result = machines.sync("a")
    assert (result["sent"], result["received"]) == (1, 1)
    file = machines.home("a") / "progress" / "genai-engineer.toml"
    [problem] = result["problems"]
    assert problem == (
        f"journals/genai-engineer/zzz.toml: 1 change (c1) differs from that in {file}, which is kept. "
        "To use the other version, remove it there, and sync again"
    )
    assert f"the last sync found: {problem}" in machines.ok("a", "check").err
    assert '"c1"' not in machines.remote_files()[f"journals/genai-engineer/{machines.id('a')}.toml"]
    assert machines.changes("a")["c1"]["topics"] == ["cnns"]


def test_an_old_version_in_another_file_is_not_named(machines: Machines) -> None:
    noted(machines)
    own = f"journals/genai-engineer/{machines.id('a')}.toml"
    for path in ("aaa", "zzz"):
        put(machines, {f"journals/genai-engineer/{path}.toml": machines.remote_files()[own]})
    edit(machines, "a", "by a", "corrected")
    for name in "aabb":
        assert machines.sync(name)["problems"] == []
        assert notes(machines, name) == {"corrected", "by b"}


def test_a_clash_with_a_change_that_was_sent_has_no_hint_to_remove_it(machines: Machines) -> None:
    machines.ok("a", "note", "cnns", "by a")
    machines.sync("a")
    [change] = machines.changes("a")
    put(machines, {"journals/genai-engineer/zzz.toml": other_journal(change, machine="zzz")})
    for _ in range(2):
        [problem] = machines.sync("a")["problems"]
        assert problem.endswith("genai-engineer.toml, which is kept")


@pytest.mark.parametrize("name", ["zzz", "abc (1)"])
def test_a_clash_that_stays_does_not_write_the_progress_file_again(machines: Machines, name: str) -> None:
    put(machines, {"journals/genai-engineer/abc.toml": other_journal("c1")})
    machines.sync("a")
    put(machines, {f"journals/genai-engineer/{name}.toml": other_journal("c1", topic="rnns", machine=name[:3])})
    home = machines.home("a")

    def written() -> dict[str, bytes]:
        return {
            str(file): file.read_bytes() for part in ("progress", "backups") for file in home.glob(f"{part}/**/*.toml")
        }

    before = written()
    for _ in range(2):
        result = machines.sync("a")
        assert (result["sent"], result["received"], len(result["problems"])) == (0, 0, 1)
        assert written() == before


def test_an_edit_during_a_sync_is_kept(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(machines)
    machines.ok("b", "note", "rnns", "more")
    machines.sync("b")
    read = progress_files.LockedProgressFile.read

    def edited(self: progress_files.LockedProgressFile, loaded: progress_files.Loaded | None = None) -> object:
        if "by a" in (machines.home("a") / "progress" / "genai-engineer.toml").read_text():
            edit(machines, "a", "by a", "corrected")
        return read(self, loaded)

    monkeypatch.setattr(progress_files.LockedProgressFile, "read", edited)
    machines.sync("a")
    assert notes(machines, "a") == {"corrected", "by b", "more"}
