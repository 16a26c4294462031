"""Updates of an imported roadmap: which marks are kept, what is asked, and undoing one."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from genai_roadmap.app import marking, reverting
from genai_roadmap.app.session import Session
from genai_roadmap.cli import output
from genai_roadmap.errors import FileWriteError, RequestError
from genai_roadmap.progress.status import Action
from genai_roadmap.storage import progress_files, roadmap_files
from genai_roadmap.text import quoted
from support import Program

OLD = "# Plan\n\n## Alpha\n\n- Waker\n- [Book](https://example.org/book)\n- Rest\n\n## Beta\n\n- Last\n"
NEW = (
    "# Plan\n\n## Alpha\n\n- The Waker trait\n- [Tome](https://example.org/book)\n- More\n\n## Beta\n\n- Rest\n- Last\n"
)


def done(program: Program, roadmap_id: str = "plan") -> list[str]:
    """Return the titles of the done topics with those of their ancestors, in order."""
    found: list[str] = []

    def walk(items: list[dict[str, object]], above: str) -> None:
        for item in items:
            path = f"{above}{item['title']}"
            if item.get("topics"):
                walk(item["topics"], f"{path} > ")  # type: ignore[arg-type]
            elif item["status"] == "done":
                found.append(path)

    walk(program("--roadmap", roadmap_id, "list", "--all", "--json").json["steps"], "")
    return found


def slugs(program: Program) -> list[str]:
    """Return the slugs of the topics in the steps of the roadmap."""
    steps = program("--roadmap", "plan", "list", "--all", "--json").json["steps"]
    return [topic["id"] for step in steps for topic in step["topics"]]


def update(program: Program, file: Path, text: str, *options: str) -> str:
    file.write_text(text, encoding="utf-8")
    run = program("import", str(file), *options)
    assert run.code == 0, run.err
    return run.out


def test_mark_of_a_removed_topic_does_not_move_to_its_namesake(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    update(program, file, "# Plan\n\n## Alpha\n\n- Ideas\n  - X\n  - Y\n\n## Beta\n\n- Ideas\n  - X\n  - Z\n")
    assert program("--roadmap", "plan", "done", "1.1.1").code == 0
    assert done(program) == ["Alpha > Ideas > X"]
    update(program, file, "# Plan\n\n## Alpha\n\n- Ideas\n  - Y\n\n## Beta\n\n- Ideas\n  - X\n  - Z\n")
    assert done(program) == []


def test_retired_slug_is_not_assigned_again_by_the_identical_file(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    update(program, file, "# Plan\n\n## Alpha\n\n- X\n- Y\n\n## Beta\n\n- X\n- Z\n")
    assert program("--roadmap", "plan", "done", "1.1").code == 0
    second = "# Plan\n\n## Alpha\n\n- Y\n\n## Beta\n\n- X\n- Z\n"
    for _ in range(3):
        update(program, file, second)
        assert done(program) == []


def contents(home: Path) -> dict[str, tuple[bytes, int]]:
    """Return the content and the time of each file in the home folder."""
    found = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


@pytest.fixture
def plan(program: Program, tmp_path: Path) -> Path:
    """Return the Markdown file of an imported roadmap, with three topics done and one started."""
    file = tmp_path / "plan.md"
    update(program, file, OLD)
    assert program("--roadmap", "plan", "done", "waker", "book", "rest").code == 0
    assert program("--roadmap", "plan", "start", "last").code == 0
    return file


def test_report_has_each_change_with_its_marks(program: Program, plan: Path) -> None:
    plan.write_text(NEW)
    found = program("import", str(plan), "--dry-run", "--json").json
    none = {"done": 0, "started": 0, "skipped": 0}
    assert found["update"] == {
        "kept": {"items": 3, **none, "started": 1},
        "renamed": {"items": 1, **none, "done": 1},
        "moved": {"items": 1, **none, "done": 1},
        "removed": {"items": 1, **none, "done": 1},
        "new": {"items": 2, **none},
    }
    assert found["doubtful"] == [{"from": "waker", "to": "the-waker-trait", "option": "--same waker=the-waker-trait"}]
    run = program("import", str(plan))
    page = run.out
    assert "  Total    3 of 4 -> 2 of 5 topics\n" in page
    assert "Update\n  Kept     3 items (1 started)\n  Renamed  1 item (1 done)\n  Moved    1 item (1 done)\n" in page
    option = "--same waker=the-waker-trait\n"
    assert f"Possibly renamed (treated as removed and new)\n  1.1  Waker -> The Waker trait  {option}" in page
    command = f"genai-roadmap import {quoted(str(plan))} --id plan {option}"
    assert f"To keep the progress on renamed items: {command}" in page
    assert "1 removed item has progress, which is kept: Waker (done)" in run.err
    assert done(program) == ["Alpha > Tome", "Beta > Rest"]


@pytest.mark.parametrize("names", ["waker=the-waker-trait", " step-1.waker = step-1.the-waker-trait ", "1.1=1.1"])
def test_same_moves_the_marks(program: Program, plan: Path, names: str) -> None:
    update(program, plan, NEW, "--same", names)
    assert done(program) == ["Alpha > The Waker trait", "Alpha > Tome", "Beta > Rest"]


def test_command_with_every_pair_keeps_the_marks(program: Program, plan: Path) -> None:
    plan.write_text(NEW.replace("- Rest\n- Last", "- The last one\n- Rest of it all"))
    dry = program("import", str(plan), "--dry-run")
    assert ("--same waker=" in dry.out, dry.err) == (True, "")
    run = program("update", "plan")
    command = run.out.partition("To keep the progress on renamed items: genai-roadmap ")[2].splitlines()[0]
    assert command == "update plan --same waker=the-waker-trait --same last=the-last-one"
    assert done(program) == ["Alpha > Tome"]
    again = program(*command.split())
    assert (again.code, again.err) == (0, "")
    assert done(program) == ["Alpha > The Waker trait", "Alpha > Tome"]


def test_same_after_the_update(program: Program, plan: Path, home: Path) -> None:
    update(program, plan, NEW)
    update(program, plan, NEW, "--same", "waker=the-waker-trait")
    assert done(program) == ["Alpha > The Waker trait", "Alpha > Tome", "Beta > Rest"]
    before = contents(home)
    update(program, plan, NEW, "--same", "waker=the-waker-trait")
    assert contents(home) == before


@pytest.mark.parametrize(
    ("names", "code", "message"),
    [
        (["nothing=tome"], 1, "--same nothing=tome: no item 'nothing'. List all items with `genai-roadmap list --all`"),
        (["waker=wakr"], 1, "--same waker=wakr: no item 'wakr'."),
        (
            ["waker=more", "rest=more"],
            1,
            "several options --same name 'more'; an item can be the same as one other only",
        ),
        (["waker"], 2, "--same 'waker' should be OLD=NEW"),
        (["waker="], 2, "--same 'waker=' should be OLD=NEW"),
    ],
)
def test_invalid_names_of_same_items(
    program: Program, plan: Path, home: Path, names: list[str], code: int, message: str
) -> None:
    plan.write_text(NEW)
    before = contents(home)
    run = program("import", str(plan), *(word for text in names for word in ("--same", text)))
    assert run.code == code
    assert message in run.err
    assert contents(home) == before


def test_roadmap_that_shares_almost_nothing_is_not_replaced(program: Program, home: Path, tmp_path: Path) -> None:
    large, other = tmp_path / "large.md", tmp_path / "other.md"
    large.write_text("# Large\n\n## One\n\n" + "".join(f"- Topic {name}\n" for name in "abcdefghijk"))
    assert program("import", str(large)).code == 0
    before = contents(home)
    other.write_text("# Other\n\n## Two\n\n- Topic a\n- Tea\n")
    run = program("import", str(other), "--id", "large")
    message = f"{other} shares only 1 topic with 'Large'; add --force to replace it, or choose another --id"
    assert (run.code, run.err) == (1, f"genai-roadmap: {message}\n")
    assert contents(home) == before
    other.write_text("# Other\n\n## Two\n\n- Topic a\n- Topic b\n- Tea\n")
    assert program("import", str(other), "--id", "large").code == 0


def test_unrelated_roadmap_is_not_replaced_unasked(
    program: Program, plan: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.md"
    other.write_text("# Other\n\n## Drinks\n\n- Alpha\n  - Tea\n  - Coffee\n")
    before = contents(home)
    run = program("import", str(other), "--id", "plan")
    message = f"{other} shares no topic with 'Plan'; add --force to replace it, or choose another --id"
    assert (run.code, run.err) == (1, f"genai-roadmap: {message}\n")
    assert program("import", "-", "--id", "plan", input=other.read_bytes()).code == 1
    assert program("import", str(other), "--id", "plan", "--dry-run").code == 0
    asked: list[str] = []

    def confirm(text: str) -> bool:
        asked.append(text)
        return len(asked) == 4

    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    monkeypatch.setattr("genai_roadmap.cli.importing.choose", lambda *_, **__: "y")
    monkeypatch.setattr("genai_roadmap.cli.importing.confirm", confirm)
    assert program("import", str(other), "--id", "plan").code == 1
    question = "The file shares no topic with 'Plan'. Replace that roadmap (undo restores it)?"
    assert asked == ["Is 'Alpha' the same as before?", question]
    assert contents(home) == before
    assert program("import", str(other), "--id", "plan").code == 0
    plan.write_text(OLD)
    assert program("import", str(plan), "--force").code == 0
    # Its own file may change as a whole.
    plan.write_text("# Plan\n\n## Drinks\n\n- Tea\n- Coffee\n")
    assert program("import", str(plan)).code == 0


def test_same_without_an_older_version(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(NEW)
    run = program("import", str(file), "--same", "a=b")
    assert (run.code, run.err) == (1, "genai-roadmap: --same needs a valid roadmap 'plan' to compare with\n")


def test_question_on_a_terminal_only_about_items_with_marks(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def confirm(text: str) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    monkeypatch.setattr("genai_roadmap.cli.importing.confirm", confirm)
    monkeypatch.setattr("genai_roadmap.cli.importing.choose", lambda *_, **__: "y")
    update(program, plan, NEW.replace("- Last", "- Last\n- Other things"))
    assert asked == ["Was 'The Waker trait' called 'Waker' before?"]
    update(program, plan, NEW.replace("- Last", "- Last\n- Other things to do"))
    assert len(asked) == 1
    assert done(program) == ["Alpha > The Waker trait", "Alpha > Tome", "Beta > Rest"]


RENAMED = OLD.replace("- Waker", "- Wake-ups\n- Walking")


def test_removed_item_with_a_mark_is_named_with_the_command_that_keeps_it(program: Program, plan: Path) -> None:
    plan.write_text(RENAMED)
    run = program("update", "plan")
    assert "Removed (progress kept)\n  1.1  Waker (done)\n" in run.out
    hints = (
        "If a removed item was renamed, move its progress to the new one with:\n"
        "  Waker -> Wake-ups: genai-roadmap update plan --same waker=wake-ups\n"
        "  Waker -> Walking: genai-roadmap update plan --same waker=walking\n"
    )
    assert hints in run.out
    undo = "genai-roadmap --roadmap plan undo"
    kept = f"1 removed item has progress, which is kept: Waker (done). To undo the update: {undo}"
    assert run.err == f"genai-roadmap: {kept}\n"
    assert done(program) == ["Alpha > Book", "Alpha > Rest"]
    again = program("update", "plan", "--same", "waker=walking")
    assert (again.code, again.err) == (0, "")
    assert done(program) == ["Alpha > Walking", "Alpha > Book", "Alpha > Rest"]


def test_command_for_a_removed_item_names_the_only_new_one(program: Program, plan: Path) -> None:
    plan.write_text(OLD.replace("- Waker", "- Iteration"))
    run = program("import", str(plan), "--dry-run")
    command = f"genai-roadmap import {quoted(str(plan))} --id plan --same waker=iteration"
    assert f"If a removed item was renamed: {command}\n" in run.out
    assert run.err == ""


def test_each_removed_item_with_progress_is_named_with_it(program: Program, plan: Path) -> None:
    assert program("--roadmap", "plan", "note", "last", "for later").code == 0
    plan.write_text("# Plan\n\n## Alpha\n\n- Book\n- Rest\n\n## Gamma\n\n- Final\n")
    run = program("update", "plan")
    assert "2 removed items have progress, which is kept: Waker (done), Last (started, 1 note)." in run.err
    assert (
        "If a removed item was renamed, move its progress to the new one with:\n"
        "  Beta -> Gamma: genai-roadmap update plan --same beta=gamma\n"
        "  Any other: genai-roadmap update plan --same OLD=NEW\n"
    ) in run.out
    assert program("update", "plan", "--same", "last=final").code == 0
    assert "Final" in program("--roadmap", "plan", "list", "--status", "started").out


def test_changes_are_shown_before_the_questions_about_them(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(RENAMED + "".join(f"- Topic {number}\n" for number in range(20)))
    # No input is Ctrl-D.
    run = program("update", "plan", input="")
    assert run.code == 130
    assert run.out.startswith(
        "Update of Plan\n\nUpdate\n  Kept     5 items (2 done, 1 started)\n  Removed  1 item (1 done)"
    )
    assert "Removed (progress kept)\n  1.1  Waker (done)\n" in run.out
    assert "  and 14 more\n" in run.out


@pytest.mark.parametrize(("answer", "kept"), [("2", ["Alpha > Walking"]), ("", []), ("none", [])])
def test_question_about_a_removed_item(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: list[str]
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(RENAMED)
    run = program("update", "plan", input=f"3\n{answer}\ny\n")
    question = "'Waker' (done) was removed. Which new item is it? 1 Wake-ups, 2 Walking (Enter: none):"
    assert run.err.count(question) == 2
    assert "genai-roadmap: type 1, 2, only Enter for none, or q to cancel\n" in run.err
    assert done(program) == [*kept, "Alpha > Book", "Alpha > Rest"]


@pytest.mark.parametrize(("answer", "kept"), [("y", ["Alpha > Kilo"]), ("", []), ("n", [])])
def test_question_about_the_only_item_that_a_removed_one_may_be(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch, answer: str, kept: list[str]
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(OLD.replace("- Waker", "- Kilo"))
    run = program("update", "plan", input=f"1\n{answer}\ny\n")
    assert run.err.count("Was 'Kilo' called 'Waker' before? [y/N]:") == 2
    assert "genai-roadmap: type y for yes, n for no, or q to cancel\n" in run.err
    assert done(program) == [*kept, "Alpha > Book", "Alpha > Rest"]


def test_nearest_new_items_are_offered_and_the_rest_with_an_option(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    topics = "".join(f"- Wakeboo{letter}\n" for letter in "abcdefghijk")
    plan.write_text(f"# Plan\n\n## Alpha\n\n{topics}\n## Beta\n\n- Last\n")
    run = program("update", "plan", input="\n10\na\ny\n")
    near = ", ".join(f"{number} Wakeboo{letter}" for number, letter in enumerate("abcdefghi", 1))
    first = f"{near}, or another: --same waker=... (Enter: none):"
    assert f"'Waker' (done) was removed. Which new item is it? {first}" in run.err
    assert "'Book' (done) was removed. Which new item is it? 1 Wakeboob, 2 Wakebooa, 3 Wakebooc, 4 Wakebood" in run.err
    assert run.err.count(" (Enter: none), a = none for all the rest:") == 2
    assert "9, only Enter for none, or q to cancel; or a for the rest\n" in run.err
    assert run.err.count("was removed") == 3, "Rest is not asked about"
    assert "3 items with progress are removed: Waker (done), Book (done), Rest (done). Update plan? [y/N]:" in run.err
    assert done(program) == []


def test_a_moved_item_names_its_old_number_or_step(program: Program, plan: Path) -> None:
    out = update(program, plan, OLD.replace("## Alpha\n\n- Waker\n", "## Intro\n\n- Waker\n\n## Alpha\n\n"))
    assert "Moved\n  1.1  Waker, was in Alpha\n" in out
    assert "Moved\n  2.3  Waker, was 1.1\n" in update(
        program, plan, OLD.replace("- Waker\n", "").replace("- Last", "- Last\n- New\n- Waker")
    )


def test_no_question_what_removed_items_without_marks_or_elsewhere_are_now(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    assert program("--roadmap", "plan", "reset", "waker").code == 0
    plan.write_text(RENAMED.replace("- Last", "").replace("## Beta", "## Beta\n\n- Group\n  - Inner"))
    run = program("update", "plan", input="y\n")
    assert (run.code, run.err) == (0, "1 item with progress is removed: Last (started). Update plan? [y/N]:")


@pytest.mark.parametrize(("answer", "code"), [("n\n", 1), ("\n", 1), ("", 130)])
def test_update_that_removes_progress_is_confirmed(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(OLD.replace("- Waker\n", ""))
    before = contents(home)
    run = program("update", "plan", input=answer)
    assert run.code == code
    assert "Removed (progress kept)\n  1.1  Waker (done)\n" in run.out
    assert "1 item with progress is removed: Waker (done). Update plan? [y/N]:" in run.err
    assert ("canceled; plan was not changed" in run.err) == (code == 1)
    assert contents(home) == before
    assert "Update plan?" not in program("update", "plan", "--yes").err
    assert done(program) == ["Alpha > Book", "Alpha > Rest"]


def test_update_of_all_goes_on_after_one_is_canceled(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    other = plan.with_name("second.md")
    other.write_text(OLD)
    assert program("import", str(other), "--yes").code == 0
    plan.write_text(OLD.replace("- Waker\n", ""))
    other.write_text(OLD.replace("# Plan", "# Second"))
    before = contents(home)
    run = program("update", "--all", input="n\n")
    assert (run.code, "an update failed:\nplan: canceled; plan was not changed\n" in run.err) == (1, True)
    assert "plan was not updated.\n\nUpdated Second\n" in run.out
    after = contents(home)
    assert {name: after[name] for name in before if "plan" in name} == {
        name: each for name, each in before.items() if "plan" in name
    }


REVIEW = "Update plan? y = yes, c = edit the choices, n = cancel (Enter):"


@pytest.mark.parametrize(("answer", "code"), [("n\n", 1), ("\n", 1), ("", 130), ("y\n", 0)])
def test_import_of_a_new_version_shows_what_it_changes_before_the_question(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(OLD.replace("- Waker\n", "").replace("- Last", "- Last\n- More"))
    before = contents(home)
    run = program("import", str(plan), input=answer)
    assert (run.code, run.err.count(REVIEW)) == (code, 1)
    preview, _, result = run.out.partition("Updated Plan\n")
    changes = (
        "Update of Plan\n2 steps, 4 topics, 1 link\n\nUpdate\n  Kept     5 items (2 done, 1 started)\n"
        "  Removed  1 item (1 done)\n  New      1 item\n  Total    3 of 4 -> 2 of 4 topics\n"
    )
    assert changes in preview
    assert "New\n  2.2  More\n\nRemoved (progress kept)\n  1.1  Waker (done)\n" in preview
    assert "Steps\n" not in preview
    assert "Removed" not in result
    assert (contents(home) == before) == bool(code)


@pytest.mark.parametrize("command", [["update", "plan"], ["import"]])
def test_renaming_is_not_suggested_again_after_the_questions(
    program: Program, plan: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    plan.write_text(NEW.replace("- Rest\n", "- Kilo\n"))
    answers = ["y"] * (command == ["import"]) + ["n", "n", "y"]
    run = program(*command, *([str(plan)] * (len(command) == 1)), input="".join(f"{each}\n" for each in answers))
    assert run.code == 0, run.err
    assert run.err.count("called 'Waker' before?") == run.err.count("called 'Rest' before?") == 1
    assert run.err.count("Update plan? [y/N]") == 1
    _, _, result = run.out.partition("Updated Plan\n")
    assert "Removed (progress kept)\n  1.1  Waker (done)\n" in result
    assert "--same" not in run.out + run.err
    assert "ossibly renamed" not in result
    assert run.out.count("Update of Plan") == 1


def test_identical_file_changes_nothing_even_on_another_day(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.write_text(NEW.replace("- More", "- [x] More\n- [ ] Other"))
    assert program("import", str(plan)).code == 0
    assert program("--roadmap", "plan", "reset", "more").code == 0
    before, later = contents(home), output.now() + dt.timedelta(days=3)
    monkeypatch.setattr(output, "now", lambda: later)
    page = program("import", str(plan)).out
    assert " are as before." in page
    assert "Undo with" not in page
    assert contents(home) == before


def test_update_says_what_changed_apart_from_items(program: Program, plan: Path) -> None:
    page = update(program, plan, OLD)
    assert "\n\nNo changes: all 6 items are as before.\n\n" in page
    assert "Kept" not in page
    page = update(program, plan, OLD.replace("# Plan", "# The plan"))
    assert "The title was 'Plan'; all 6 items are as before." in page
    page = update(program, plan, OLD.replace("- Waker", "- Waker: wakes a task"))
    assert "Update\n  Kept  6 items (3 done, 1 started)\n\nOther details or links: 1 item.\n" in page
    assert " are as before." not in page
    update(program, plan, OLD + "- New\n")
    assert "No other changes: all 7 items are as before." in update(program, plan, OLD + "- [x] New\n")


def test_update_says_how_many_questions_changed(program: Program, tmp_path: Path) -> None:
    file, text = tmp_path / "plan.md", "# Plan\n\n## Alpha\n\n- X\n- Y\n\nQ: Why?\nA: So.\n\n## Beta\n\n- Z\n- V\n"
    update(program, file, text)
    page = update(program, file, text.replace("So.", "Because.\n\nQ: How?\nA: Thus.\n\nQ: Who?"))
    assert "1 question added, 1 question changed." in page
    assert "1 question has no answer." in page
    assert " are as before." not in page
    assert "2 questions removed." in update(program, file, text.partition("Q:")[0] + "## Beta\n\n- Z\n- V\n")
    file.write_text(text, encoding="utf-8")
    found = program("import", str(file), "--json").json
    assert found["question_changes"] == {"added": 1, "changed": 0, "removed": 0}


def test_undo_and_redo_of_an_update(program: Program, plan: Path, home: Path) -> None:
    file, journal = home / "roadmaps" / "plan.toml", home / "progress" / "plan.toml"
    old = file.read_bytes()
    marks = done(program)
    page = update(program, plan, NEW.replace("- ", "- [ ] ").replace("[ ] More", "[x] More"))
    assert "Undo with: genai-roadmap --roadmap plan undo" in page
    new, updated = file.read_bytes(), done(program)
    assert updated == ["Alpha > Tome", "Alpha > More", "Beta > Rest"]
    for _ in range(2):
        recorded = journal.read_bytes()
        undone = program("--roadmap", "plan", "undo")
        assert undone.out.startswith("Undid: import of a new version of the roadmap ("), undone.err
        assert (file.read_bytes(), done(program)) == (old, marks)
        redone = program("--roadmap", "plan", "redo")
        assert redone.out.startswith("Redid: import of a new version of the roadmap (")
        assert (file.read_bytes(), done(program)) == (new, updated)
        assert journal.read_bytes().startswith(recorded), "nothing recorded is erased"
    found = program("--roadmap", "plan", "log", "--json").json["changes"]
    assert [change["did"] for change in found[:6]] == ["redo", "undo", "redo", "undo", "import", "done"]
    assert "a new version of the roadmap" in program("--roadmap", "plan", "log").out
    for _ in range(2):
        assert program("--roadmap", "plan", "undo", "--json").code == 0
    assert done(program) == marks


def test_undo_finishes_what_was_interrupted(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "roadmaps" / "plan.toml"
    old = file.read_bytes()
    update(program, plan, NEW)
    with monkeypatch.context() as patch:
        patch.setattr(progress_files.LockedProgressFile, "write", lambda *_: fail())
        run = program("--roadmap", "plan", "undo")
    assert (run.code, file.read_bytes()) == (4, old)
    assert reverting.UNFINISHED in run.err
    assert program("--roadmap", "plan", "undo").code == 0
    assert file.read_bytes() == old
    assert done(program) == ["Alpha > Waker", "Alpha > Book", "Alpha > Rest"]


def fail() -> None:
    message = "full"
    raise FileWriteError(message)


def test_undo_of_an_update_that_was_interrupted(
    program: Program, plan: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.write_text(NEW)
    old = (home / "roadmaps" / "plan.toml").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(roadmap_files.LockedRoadmapFile, "replace", lambda *_: fail())
        assert program("import", str(plan)).code == 4
    assert program("--roadmap", "plan", "undo").code == 0
    assert (home / "roadmaps" / "plan.toml").read_bytes() == old
    assert program("--roadmap", "plan", "redo").code == 1, "the new version was never written"


def test_full_screen_view_does_not_undo_an_update(program: Program, plan: Path) -> None:
    update(program, plan, NEW)
    with pytest.raises(RequestError, match="the last change is an import; use the command `genai-roadmap undo`"):
        marking.revert(Session("plan", output.now), Action.UNDO)


def test_undo_of_an_update_by_an_archive_keeps_its_journal(program: Program, plan: Path, tmp_path: Path) -> None:
    update(program, plan, NEW)
    assert program("--roadmap", "plan", "done", "more").code == 0
    archive = tmp_path / "plan.json"
    assert program("--roadmap", "plan", "export", "json", "-o", str(archive)).code == 0
    for _ in range(2):
        assert program("--roadmap", "plan", "undo").code == 0
    assert program("--roadmap", "plan", "done", "last").code == 0
    assert program("import", str(archive)).code == 0
    assert "The Waker trait" in program("--roadmap", "plan", "list", "--all").out
    assert program("--roadmap", "plan", "undo").out.startswith("Undid: import")
    assert done(program) == ["Alpha > Waker", "Alpha > Book", "Alpha > Rest", "Beta > Last"]


def test_undo_of_an_update_that_is_not_possible(program: Program, plan: Path, home: Path, tmp_path: Path) -> None:
    update(program, plan, NEW)
    file, backups = home / "roadmaps" / "plan.toml", home / "backups" / "plan" / "roadmap"
    new, recorded = file.read_bytes(), (home / "progress" / "plan.toml").read_bytes()
    copy = tmp_path / "copy.toml"
    shutil.copy(file, copy)
    elsewhere = program("--roadmap", str(copy), "undo")
    assert (elsewhere.code, elsewhere.err) == (
        1, f"genai-roadmap: the last change is an import of {file}. To undo it: genai-roadmap --roadmap plan undo\n"
    )  # fmt: skip
    file.write_bytes(new + b"# mine\n")
    assert "can't be undone: the roadmap was changed since then" in program("--roadmap", "plan", "undo").err
    file.write_bytes(new)
    shutil.rmtree(backups)
    run = program("--roadmap", "plan", "undo")
    assert (run.code, run.err) == (
        1,
        "genai-roadmap: the import of the roadmap can't be undone: the version to restore is not among its backups\n",
    )
    assert (file.read_bytes(), (home / "progress" / "plan.toml").read_bytes()) == (new, recorded)


def test_redo_of_an_update_whose_version_is_lost(program: Program, plan: Path, home: Path) -> None:
    update(program, plan, NEW)
    updated = slugs(program)
    # The version of the update has no backup yet.
    (home / "roadmaps" / "plan.toml").write_text("damaged")
    assert program("restore", "plan").code == 0
    assert program("--roadmap", "plan", "undo").code == 0
    assert slugs(program) != updated
    run = program("--roadmap", "plan", "redo")
    assert run.code == 1
    assert "not among its backups. To make it again: genai-roadmap update plan\n" in run.err
    assert program("update", "plan").code == 0
    assert slugs(program) == updated


def test_undo_and_redo_of_an_update_with_other_steps(program: Program, plan: Path) -> None:
    program("use", "plan")
    update(program, plan, OLD.partition("## Beta")[0])
    for command in ("undo", "redo", "undo"):
        run = program(command)
        assert (run.code, run.err) == (0, "")
        assert run.out.startswith(f"{'Un' if command == 'undo' else 'Re'}did: import of a new version of the roadmap")
    assert done(program) == ["Alpha > Waker", "Alpha > Book", "Alpha > Rest"]


def test_names_of_same_items_are_looked_up_in_their_roadmap(program: Program, plan: Path) -> None:
    plan.write_text(NEW)
    run = program("import", str(plan), "--same", "nothing=tome")
    assert run.err.endswith(
        "no item 'nothing'. List all items with `genai-roadmap list --all` after `genai-roadmap use plan`\n"
    )
    program("use", "plan")
    run = program("import", str(plan), "--same", "nothing=tome")
    assert run.err.endswith("no item 'nothing'. List all items with `genai-roadmap list --all`\n")
    run = program("import", str(plan), "--same", "waker=nothing")
    assert run.err.endswith("no item 'nothing'. See the new items with --dry-run\n")


def test_damaged_roadmap_is_not_called_up_to_date(program: Program, tmp_path: Path, home: Path) -> None:
    source = tmp_path / "plan.md"
    source.write_text("# Plan\n\n## One\n\n- x\n- y\n\n## Two\n\n- z\n")
    program("import", str(source))
    program("import", str(source), "--title", "Other plan")
    (home / "roadmaps" / "plan.toml").write_text("damaged")
    run = program("update", "plan")
    assert (run.code, "plan.toml is not valid TOML" in run.err) == (3, True)
    assert program("update", "plan", "--force").code == 0
    assert program("--roadmap", "plan", "check").code == 0


def test_restore_suggests_the_newest_backup_of_the_roadmap_that_is_good(
    program: Program, tmp_path: Path, home: Path
) -> None:
    source = tmp_path / "plan.md"
    source.write_text("# Plan\n\n## One\n\n- x\n- y\n\n## Two\n\n- z\n")
    program("import", str(source))
    (home / "roadmaps" / "plan.toml").write_text("damaged")
    program("import", str(source), "--title", "Plan again", "--force")
    program("import", str(source), "--title", "Plan")
    text = program("--roadmap", "plan", "restore").out
    command = next(line for line in text.splitlines() if line.startswith("Restore the newest: "))
    assert program(*command.removeprefix("Restore the newest: genai-roadmap ").split()).code == 0


STEPS = "# Plan\n\n## Sailing\n\n- Knot\n- Tides\n- Loops\n- Stars\n\n## Cooking\n\n- Soup\n- Bread\n"
RENAMED_STEPS = (
    "# Plan\n\n## Sailing at sea\n\n- Knotting\n- Tides and currents\n- Bights\n- Stars\n"
    "\n## Kitchen\n\n- Soup of fish\n- Bread\n"
)


@pytest.fixture
def steps(program: Program, tmp_path: Path) -> Path:
    """Return the file of a roadmap with four topics done, whose new version renames them and the steps."""
    file = tmp_path / "plan.md"
    update(program, file, STEPS)
    assert program("--roadmap", "plan", "done", "knot", "tides", "loops", "soup").code == 0
    file.write_text(RENAMED_STEPS)
    return file


def test_topics_below_a_renamed_step_are_possibly_renamed_too(program: Program, steps: Path) -> None:
    found = program("import", str(steps), "--dry-run", "--json").json["doubtful"]
    assert [each["to"] for each in found] == ["sailing-at-sea", "knotting", "tides-and-currents", "soup-of-fish"]
    run = program("update", "plan")
    assert done(program) == []
    command = run.out.partition("To keep the progress on renamed items: genai-roadmap ")[2].splitlines()[0]
    assert program(*command.split()).code == 0
    assert done(program) == [
        "Sailing at sea > Knotting",
        "Sailing at sea > Tides and currents",
        "Kitchen > Soup of fish",
    ]


@pytest.mark.parametrize("answer", ["y", ""])
def test_topics_are_asked_about_whatever_their_step_is(
    program: Program, steps: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)
    run = program("update", "plan", input=answer + "\ny" * 9)
    assert (steps.exists(), run.code) == (True, 0)
    assert "Was 'Sailing at sea' called 'Sailing' before?" in run.err
    assert "Was 'Bights' called 'Loops' before?" in run.err
    names = ["Knotting", "Tides and currents", "Bights"]
    assert done(program) == [*(f"Sailing at sea > {name}" for name in names), "Kitchen > Soup of fish"]
