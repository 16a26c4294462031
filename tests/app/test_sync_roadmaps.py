"""The decision about a roadmap that is here, shared, or both."""

import datetime as dt
import os
import shutil

import pytest

from genai_roadmap.app.saving import digest
from genai_roadmap.app.sync_contents import MAX_SECONDS, MAX_VERSIONS, MachineFile
from genai_roadmap.app.sync_roadmaps import NOTHING, RECEIVE, SEND, Decision, Version, decide
from genai_roadmap.storage import roadmap_files
from genai_roadmap.storage.exchange import MAX_MACHINE_BYTES
from genai_roadmap.storage.sync_state import KnownRoadmap
from machines import ROADMAP, Machines, put


def version(content: str, seconds: int = 10) -> Version:
    return Version(content.encode(), lambda: seconds)


def known(content: str, seconds: int = 10) -> KnownRoadmap:
    return KnownRoadmap(digest(content.encode()), seconds)


KEEPS, LOSES = Decision(sends=True, is_conflict=True), Decision(receives=True, is_conflict=True)


@pytest.mark.parametrize(
    ("local", "shared", "last", "expected"),
    [
        (None, None, None, NOTHING),
        (version("1"), None, None, SEND),
        (version("1"), None, known("1"), SEND),
        (None, version("1"), None, RECEIVE),
        (None, version("1"), known("1"), NOTHING),
        (None, version("2"), known("1"), NOTHING),
        (version("1"), version("1"), None, NOTHING),
        (version("2"), version("1"), known("1"), SEND),
        (version("1"), version("2", 11), known("1"), RECEIVE),
        (version("1"), version("0", 9), known("1"), SEND),
        # In the same second, the digest decides; the one of 2 is greater than those of 1 and 3.
        (version("1"), version("2"), known("1"), RECEIVE),
        (version("2"), version("1"), known("2"), SEND),
        (version("3", 11), version("2", 11), None, LOSES),
        (version("2", 12), version("3", 11), known("1"), KEEPS),
        (version("2", 10), version("3", 11), known("1"), LOSES),
        (version("2", 11), version("3", 11), None, KEEPS),
    ],
)
def test_decisions(
    local: Version | None, shared: Version | None, last: KnownRoadmap | None, expected: Decision
) -> None:
    assert decide(local, shared, last) == expected


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
    assert any("genai-roadmap edit mine" in problem for problem in result["problems"])
    file.write_text(ROADMAP.format(2).replace("format = 1", "format = 1\nfoo = 1\nbar = 2"))
    problem = next(each for each in machines.sync("a")["problems"] if "mine.toml" in each)
    assert "unknown key `foo` (line 2), and 1 more; edit it with `" in problem
    assert machines.remote_files()["roadmaps/mine.toml"].strip() == ROADMAP.format(1).strip()


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


def set_edited(machines: Machines, name: str, seconds: int) -> None:
    """Set when the roadmap of a machine was edited."""
    os.utime(machines.home(name) / "roadmaps" / "mine.toml", (seconds, seconds))


@pytest.mark.parametrize("first", ["a", "b"])
def test_the_version_that_was_edited_last_stays_whoever_syncs_first(machines: Machines, first: str) -> None:
    machines.ok("a", "config", "machine.name", "laptop")
    machines.ok("b", "config", "machine.name", "desk")
    machines.save_roadmap("a", 1)
    set_edited(machines, "a", 1_000_000_000)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("a", 2)
    set_edited(machines, "a", 1_100_000_000)
    machines.save_roadmap("b", 3)
    set_edited(machines, "b", 1_200_000_000)
    second = "b" if first == "a" else "a"
    machines.sync(first)
    shown = machines.ok(second, "sync").out
    assert ("version of desk" if second == "a" else "version of this machine") in shown
    assert shown.endswith("Open the draft with: genai-roadmap edit mine --draft\n")
    assert "mine has a draft: genai-roadmap edit mine --draft\n" in machines.ok(second, "roadmaps").out
    machines.sync(first)
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(3)
    draft = machines.home(second) / "roadmaps" / "mine.draft-1"
    assert draft.read_text() == ROADMAP.format(2)


def test_times_of_edits_survive_a_lost_state(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    set_edited(machines, "a", 1_000_000_000)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("a", 2)
    set_edited(machines, "a", 1_100_000_000)
    machines.sync("a")
    (machines.home("b") / "sync" / "state.json").unlink()
    machines.sync("b")
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(2)


def test_a_clock_that_is_behind_does_not_make_an_edit_an_old_copy(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    machines.sync("b")
    machines.save_roadmap("b", 2)
    set_edited(machines, "b", 1_000_000_000)
    machines.sync("b")
    assert machines.sync("a")["received_roadmaps"] == ["mine"]
    assert machines.roadmap("a") == ROADMAP.format(2)


@pytest.mark.parametrize("first", ["a", "b"])
def test_an_old_copy_of_the_folder_without_its_times_does_not_win(with_folder: Machines, first: str) -> None:
    with_folder.save_roadmap("a", 1)
    with_folder.sync("a")
    with_folder.sync("b")
    old = with_folder.remote_files()
    with_folder.save_roadmap("a", 2)
    with_folder.sync("a")
    with_folder.sync("b")
    for path in (["roadmaps/mine.toml"], old):
        put(with_folder, {each: old[each] for each in path})
        assert with_folder.sync(first)["sent_roadmaps"] == ["mine"]
        for name in "ab":
            assert with_folder.sync(name)["roadmaps"] == []
            assert with_folder.roadmap(name) == ROADMAP.format(2)


def test_a_version_that_is_restored_is_no_old_copy(machines: Machines) -> None:
    for version_ in (1, 2, 1):
        machines.save_roadmap("a", version_)
        machines.sync("a")
        machines.sync("b")
        assert machines.roadmap("b") == ROADMAP.format(version_)
    assert machines.sync("a")["roadmaps"] == machines.sync("b")["roadmaps"] == []


def test_only_the_newest_versions_are_recorded_and_no_time_is_too_late() -> None:
    times = {digest(str(number).encode()): number for number in range(MAX_VERSIONS + 1)}
    found = MachineFile().changed("laptop", times)
    assert sorted(found.edited.values()) == [*range(1, MAX_VERSIONS + 1)]
    assert len(found.dumps()) < MAX_MACHINE_BYTES


def test_a_time_of_another_machine_is_data(machines: Machines) -> None:
    machines.save_roadmap("a", 1)
    machines.sync("a")
    late = f'format = 1\nname = "late"\n\n[edited]\n{digest(ROADMAP.format(2).encode())} = {MAX_SECONDS}\n'
    too_late = late.replace(str(MAX_SECONDS), str(MAX_SECONDS + 1))
    put(
        machines, {"roadmaps/mine.toml": ROADMAP.format(2), "machines/late.toml": late, "machines/later.toml": too_late}
    )
    [problem] = machines.sync("a")["problems"]
    assert "machines/later.toml" in problem
    machines.save_roadmap("a", 3)
    machines.sync("a")
    assert machines.sync("b")["received_roadmaps"] == ["mine"]
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(3)


def moved(machines: Machines, *names: str, folder: str = "moved") -> None:
    machines.location = machines.folder / folder
    machines.join(*names)


@pytest.mark.parametrize("forgets", [False, True])
def test_a_removed_roadmap_stays_removed_at_another_location_until_it_is_restored(
    machines: Machines, *, forgets: bool
) -> None:
    machines.save_roadmap("a", 1)
    set_edited(machines, "a", 1_000_000_000)
    machines.sync("a")
    machines.sync("b")
    machines.ok("b", "remove", "mine")
    if forgets:
        shutil.rmtree(machines.home("b") / "sync")
    moved(machines, "a", "b")
    assert machines.sync("a")["sent_roadmaps"] == ["mine"]
    machines.sync("b")
    assert machines.roadmap("b") is None
    machines.save_roadmap("a", 2)
    set_edited(machines, "a", 1_100_000_000)
    machines.sync("a")
    machines.ok("b", "restore", "mine")
    assert machines.sync("b")["roadmaps"] == ["mine"]
    machines.sync("a")
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(2)


@pytest.mark.parametrize("has_times", [False, True])
def test_an_old_copy_of_the_folder_as_a_new_location_replaces_nothing_without_a_draft(
    with_folder: Machines, *, has_times: bool
) -> None:
    with_folder.save_roadmap("a", 1)
    set_edited(with_folder, "a", 1_000_000_000)
    with_folder.sync("a")
    shutil.copytree(with_folder.location, with_folder.folder / "old")
    with_folder.save_roadmap("a", 2)
    set_edited(with_folder, "a", 1_100_000_000)
    with_folder.sync("a")
    moved(with_folder, "a", folder="old")
    if not has_times:
        # Without the times of edits, that of the file is the best there is.
        shutil.rmtree(with_folder.location / "machines")
    version, other = (2, 1) if has_times else (1, 2)
    assert [*with_folder.sync("a")["drafts"]] == ["mine"]
    assert with_folder.roadmap("a") == with_folder.remote_files()["roadmaps/mine.toml"] == ROADMAP.format(version)
    assert (with_folder.home("a") / "roadmaps" / "mine.draft-1").read_text() == ROADMAP.format(other)
    assert with_folder.sync("a")["roadmaps"] == []


@pytest.mark.parametrize("newer", ["a", "b"])
@pytest.mark.parametrize("restores", [False, True])
def test_another_roadmap_with_the_same_id_at_a_new_location_is_kept_as_a_draft(
    machines: Machines, newer: str, *, restores: bool
) -> None:
    machines.save_roadmap("a", 1)
    set_edited(machines, "a", 1_100_000_000)
    machines.sync("a")
    moved(machines, "b")
    machines.save_roadmap("b", 2)
    set_edited(machines, "b", 1_200_000_000 if newer == "b" else 1_000_000_000)
    machines.sync("b")
    if restores:
        machines.ok("a", "remove", "mine")
    machines.join("a")
    if restores:
        assert machines.sync("a")["roadmaps"] == []
        machines.ok("a", "restore", "mine")
        set_edited(machines, "a", 1_100_000_000)
    run = machines.ok("a", "sync")
    assert "Changed on two machines" in run.out
    machines.sync("b")
    version, other = (1, 2) if newer == "a" else (2, 1)
    assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(version)
    assert (machines.home("a") / "roadmaps" / "mine.draft-1").read_text() == ROADMAP.format(other)


def test_an_edit_since_the_last_sync_at_a_copy_of_the_location_is_sent(with_folder: Machines) -> None:
    with_folder.save_roadmap("a", 1)
    with_folder.sync("a")
    shutil.copytree(with_folder.location, with_folder.folder / "copy")
    with_folder.save_roadmap("a", 2)
    moved(with_folder, "a", folder="copy")
    result = with_folder.sync("a")
    assert (result["sent_roadmaps"], result["drafts"]) == (["mine"], {})


def test_versions_of_the_same_second_do_not_change_places_when_folders_meet(with_folder: Machines) -> None:
    for number, name in enumerate("ab", 1):
        moved(with_folder, name, folder=f"of-{name}")
        with_folder.save_roadmap(name, number)
        set_edited(with_folder, name, 1_000_000_000)
        with_folder.sync(name)
    folders = [with_folder.folder / "of-a", with_folder.folder / "of-b"]
    for _ in range(2):
        old = [{str(file.relative_to(each)): file.read_bytes() for file in each.rglob("*.toml")} for each in folders]
        for each, files in zip(reversed(folders), old, strict=True):
            for path, content in files.items():
                (each / path).parent.mkdir(exist_ok=True)
                (each / path).write_bytes(content)
        for name in "ab":
            with_folder.sync(name)
        assert with_folder.roadmap("a") == with_folder.roadmap("b")
    assert [with_folder.sync(name)["roadmaps"] for name in "ab"] == [[], []]


def test_an_imported_roadmap_is_updated_after_it_was_imported_here_too(machines: Machines) -> None:
    plan = machines.folder / "plan.md"
    plan.write_text("# Plan\n\n## One\n- A\n- B\n")
    machines.ok("a", "import", str(plan), "--id", "plan")
    machines.sync("a")
    machines.sync("b")
    run = machines.run("b", "update", "plan")
    command = "genai-roadmap import URL|FILE --id plan"
    assert run.err == (
        "genai-roadmap: 'plan' was not imported on this machine. If it was on another one, import it here once: "
        f"{command}\n"
    )
    machines.ok("b", "import", str(plan), "--id", "plan")
    plan.write_text("# Plan\n\n## One\n- A\n- B\n- C\n")
    machines.ok("b", "update", "plan")
    assert machines.sync("b")["sent_roadmaps"] == ["plan"]


def test_a_roadmap_that_arrives_before_the_time_of_its_edit(with_folder: Machines) -> None:
    with_folder.save_roadmap("a", 1)
    set_edited(with_folder, "a", 1_000_000_000)
    with_folder.sync("a")
    machine_file = with_folder.location / "machines" / f"{with_folder.id('a')}.toml"
    machine_file.rename(with_folder.folder / "later")
    with_folder.sync("b")
    (with_folder.folder / "later").rename(machine_file)
    with_folder.save_roadmap("a", 2)
    set_edited(with_folder, "a", 1_100_000_000)
    with_folder.sync("a")
    assert with_folder.sync("b")["received_roadmaps"] == ["mine"]
    assert with_folder.roadmap("b") == ROADMAP.format(2)
