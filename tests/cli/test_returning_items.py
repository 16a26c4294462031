"""Items that an update removed, and that are back after a later one."""

from pathlib import Path

import pytest

from genai_roadmap.storage import removed_items
from support import Program

FULL = "# Plan\n\n## Containers\n\n- Docker\n- Podman\n\n## Cloud\n\n- Regions\n"
SMALL = FULL.replace("- Docker\n", "")
ELSEWHERE = SMALL.replace("- Regions\n", "- Regions\n- Docker\n")


def done(program: Program) -> list[str]:
    """Return the titles of the done topics with those of their steps, in order."""
    steps = program("list", "--all", "--status", "done", "--json").json["steps"]
    return [f"{step['title']} > {topic['title']}" for step in steps for topic in step["topics"]]


@pytest.fixture
def plan(program: Program, tmp_path: Path) -> Path:
    """Return the file of a roadmap in which a topic with a mark and two notes was removed."""
    file = tmp_path / "plan.md"
    file.write_text(FULL)
    assert program("import", str(file)).code == 0
    assert program("use", "plan").code == 0
    assert program("done", "docker", "--note", "first").code == 0
    assert program("note", "docker", "second").code == 0
    file.write_text(SMALL)
    assert program("update").code == 0
    assert done(program) == []
    return file


def test_item_is_back_with_its_mark_and_notes(program: Program, plan: Path) -> None:
    plan.write_text(FULL)
    dry = program("update", "--dry-run", "--json").json["updates"][0]["import"]
    assert (dry["back"], dry["added"]) == (["docker"], [])
    assert dry["update"]["back"] == {"items": 1, "done": 1, "started": 0, "skipped": 0}
    run = program("update")
    assert run.err == ""
    assert "Back\n  1.1  Docker, with its mark (done) and 2 notes\n" in run.out
    assert done(program) == ["Containers > Docker"]
    assert [note["text"] for note in program("show", "docker", "--json").json["notes"]] == ["first", "second"]
    assert program("undo").code == 0
    assert done(program) == []
    assert program("redo").code == 0
    assert done(program) == ["Containers > Docker"]


def test_item_without_progress_gets_its_slug_back(program: Program, plan: Path) -> None:
    plan.write_text(SMALL.replace("- Podman\n", "- Buildah\n"))
    assert program("update").code == 0
    plan.write_text(SMALL)
    assert "Back\n  1.1  Podman\n" in program("update").out
    assert program("show", "podman", "--json").json["id"] == "podman"


def test_mark_in_the_source_does_not_replace_that_of_an_item_that_is_back(program: Program, plan: Path) -> None:
    plan.write_text(FULL.replace("- ", "- [ ] ").replace("[ ] Docker", "[x] Docker"))
    before = program("log", "--json").json["changes"]
    assert program("update").code == 0
    assert len(program("log", "--json").json["changes"]) == len(before) + 1, "only the import"


@pytest.mark.parametrize(("answer", "kept"), [("y", ["Cloud > Docker"]), ("", [])])
def test_question_about_an_item_below_another_one(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: list[str]
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(ELSEWHERE)
    question = "'Docker' in 'Cloud' is new. Is it 'Docker' (done), which was removed from 'Containers'? [y/N]:"
    run = program("update", input=f"{answer}\ny\n")
    assert question in run.err
    assert done(program) == kept
    assert ("Back\n  2.2  Docker, with its mark (done) and 2 notes\n" in run.out) == bool(kept)
    plan.write_text(f"{ELSEWHERE}\n")
    assert "is new" not in program("update").err, "it is asked only once"


def test_question_about_one_of_several(program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(ELSEWHERE + "\n## Tools\n\n- Docker\n- Make\n")
    run = program("update", input="2\n")
    choices = "1 Docker in 'Cloud', 2 Docker in 'Tools' (Enter: none):"
    assert f"'Docker' (done) was removed from 'Containers'. Which new item is it? {choices}" in run.err
    assert done(program) == ["Tools > Docker"]


def test_command_in_a_pipe_works_before_and_after_the_update(program: Program, plan: Path) -> None:
    plan.write_text(ELSEWHERE)
    command = "genai-roadmap update plan --same docker=docker-2\n"
    for options in (["--dry-run"], []):
        run = program("update", *options)
        assert f"If a removed item was renamed or is back: {command}" in run.out
    assert "1 removed item has progress, which is kept: Docker (done, 2 notes)." in run.err
    run = program("update", "plan", "--same", "docker=docker-2")
    assert "Back\n  2.2  Docker, with its mark (done) and 2 notes\n" in run.out
    assert done(program) == ["Cloud > Docker"]
    assert program("show", "docker-2", "--json").json["id"] == "docker"


def test_item_is_recognized_by_a_backup_if_nothing_else_is_known(program: Program, plan: Path, home: Path) -> None:
    removed_items.path_of("plan").unlink()
    plan.write_text(FULL)
    assert "Back\n  1.1  Docker, with its mark (done) and 2 notes\n" in program("update").out
    assert not (home / "removed").exists() or not [*(home / "removed").iterdir()]


def test_item_in_a_backup_is_recognized_below_its_step_only(program: Program, plan: Path) -> None:
    plan.write_text(FULL)
    assert program("update").code == 0
    cloud = "# Plan\n\n## Cloud\n\n- Regions\n"
    plan.write_text(cloud)
    assert program("update").code == 0
    removed_items.path_of("plan").unlink()
    plan.write_text(f"{cloud}\n## Docker\n\n- Images\n")
    assert "Back" not in program("update").out
    plan.write_text(cloud)
    assert program("update").code == 0
    removed_items.path_of("plan").unlink()
    plan.write_text(FULL)
    assert "Docker, with its mark (done) and 2 notes\n" in program("update").out
    assert done(program) == ["Containers > Docker"]


def test_damaged_file_of_removed_items(program: Program, plan: Path) -> None:
    path = removed_items.path_of("plan")
    path.write_text("format = 1\nitems = 5\n")
    plan.write_text(FULL)
    run = program("update")
    assert run.code == 3
    assert "remove the file to forget the titles of removed items" in run.err
    assert program("log").code == 0
    assert str(path) in program("check").err
    path.unlink()
    assert str(path) not in program("check").err
    assert program("update").code == 0


def test_nothing_is_recorded_if_a_damaged_file_of_removed_items_stops_an_update(program: Program, plan: Path) -> None:
    plan.write_text(FULL)
    assert program("update").code == 0
    removed_items.path_of("plan").write_text("items = 5")
    before = program("log", "--json").json
    plan.write_text(SMALL)
    assert program("update").code == 3
    assert program("log", "--json").json == before
    assert done(program) == ["Containers > Docker"]


def test_damaged_file_of_removed_items_does_not_matter_if_nothing_is_removed(program: Program, plan: Path) -> None:
    path = removed_items.path_of("plan")
    path.write_text("items = 5")
    assert program("remove", "plan").code == 0
    assert program("import", str(plan)).code == 0
    assert path.read_text() == "items = 5"


@pytest.mark.usefixtures("plan")
def test_log_has_the_title_of_a_removed_item(program: Program) -> None:
    assert "done with a note  Docker: first\n" in program("log").out
    removed_items.path_of("plan").unlink()
    assert "done with a note  docker: first\n" in program("log").out
