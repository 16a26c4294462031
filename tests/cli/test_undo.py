"""What `undo` says and asks, the order of the log, and days long ago."""

import datetime as dt
import io
import os
import re
import shutil
from pathlib import Path

import pytest

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.cli import output as cli_output
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import journal
from support import Program, Run

NOW = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    monkeypatch.setattr(cli_output, "now", lambda: now)


@pytest.fixture
def asked(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Runs a command on a terminal with this answer."""
    monkeypatch.setattr("genai_roadmap.cli.record.is_interactive", lambda: True)

    def run(answer: str, *arguments: str) -> Run:
        return program(*arguments, input=f"{answer}\n")

    return run


def touch(path: Path, when: dt.datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        ("done python-basics --known", "8 topics marked as already known (today 18:00)"),
        ("start cnns --note Hard", "1 topic started with a note (today 18:00)"),
        ("done cnns --grade hard", "1 topic done, hard (today 18:00)"),
        ("skip 4.2 --on yesterday", "3 topics skipped (today 18:00, for 23 Nov 2026)"),
        ("goal 2027-06-30", "goal 30 Jun 2027 (today 18:00)"),
    ],
)
def test_undo_says_what_was_recorded_when(program: Program, commands: str, said: str) -> None:
    program(*commands.split())
    assert program("undo").out.startswith(f"Undid: {said}\n")
    assert program("redo").out.startswith(f"Redid: {said}\n")


def test_undo_says_when_in_the_zone_of_the_learner(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "cnns")
    set_clock(monkeypatch, NOW.astimezone(dt.timezone(dt.timedelta(hours=-11))))
    assert program("undo").out.startswith("Undid: 1 topic done (today 22:00)\n")
    set_clock(monkeypatch, NOW.astimezone(dt.timezone(dt.timedelta(hours=14))))
    assert program("redo").out.startswith("Redid: 1 topic done (today 23:00)\n")


def test_undo_of_a_recent_change_asks_nothing(asked: Program, program: Program, home: Path) -> None:
    program("done", "cnns")
    touch(home / "settings.toml", NOW)
    assert asked("", "undo").out.startswith("Undid: 1 topic done (today 18:00)\n")


def test_undo_of_an_older_change_asks(asked: Program, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "cnns", "rnns")
    set_clock(monkeypatch, NOW + dt.timedelta(days=1))
    run = asked("", "undo")
    assert run.code == 1
    assert "Your last change: 2 topics done (yesterday 18:00). " in run.err
    assert run.err.endswith("Undo it? [y/N]:")
    assert "Undid: 2 topics done (yesterday 18:00)\n" in asked("y", "undo").out
    assert "nothing to undo" in asked("y", "undo").err
    program("redo")
    assert program("undo", "--json").code == 0, "a program is not asked"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("done cnns", "1 topic done: CNNs"),
        ("done cnns rnns", "2 topics done"),
        ("goal 2027-06-30", "goal 30 Jun 2027"),
        ("read cnns 1", "1 resource marked as read: Deep Learning Playlist"),
        ("read cnns", "2 resources marked as read"),
    ],
)
def test_question_of_undo_names_a_single_item(
    asked: Program, program: Program, monkeypatch: pytest.MonkeyPatch, command: str, said: str
) -> None:
    program(*command.split())
    set_clock(monkeypatch, NOW + dt.timedelta(days=1))
    question = asked("", "undo").err
    assert f"Your last change: {said} (yesterday 18:00). " in question
    assert question.endswith("Undo it? [y/N]:")


def test_undo_of_an_edited_note_shows_the_text_before(program: Program) -> None:
    program("note", "cnns", "Old")
    program("note", "cnns", "New", "--edit", "1")
    assert "\nThe note is 'Old' again.\n" in program("undo").out
    assert "again" not in program("redo").out
    program("note", "cnns", "--delete", "1")
    assert "again" not in program("undo").out


def test_undo_of_a_corrected_day_says_which_day_is_back(program: Program) -> None:
    program("done", "1.1.1", "1.1.2", "--on", "2026-11-20")
    program("done", "1.1.1", "--on", "2026-11-19")
    undone = program("undo").out
    assert undone.startswith(
        "Undid: date of 1 topic changed (today 18:00, for 19 Nov 2026)\n  done  1.1.1  Variables\n"
    )
    assert "\nDate of Variables is Fri 20 Nov 2026 again.\n" in undone
    assert "\nDate of Variables is Thu 19 Nov 2026 again.\n" in program("redo").out
    program("done", "1.1.2", "--grade", "easy")
    undone = program("undo").out
    assert undone.startswith("Undid: grade of 1 topic changed (")
    assert "Date of" not in undone


def test_undo_asks_nothing_right_after_an_undo_or_a_redo(
    asked: Program, program: Program, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    program("done", "cnns")
    program("done", "rnns")
    touch(home / "settings.toml", NOW)
    later = NOW + dt.timedelta(days=1)
    set_clock(monkeypatch, later)
    assert "Undo it?" in asked("y", "undo").err
    for command in ("redo", "undo", "undo", "redo"):
        assert asked("", command).out.startswith("Redid" if command == "redo" else "Undid")
    set_clock(monkeypatch, later + dt.timedelta(hours=2))
    assert "Undo it?" in asked("", "undo").err


def test_question_before_the_undo_of_an_import_does_not_say_that_roadmaps_are_left(
    asked: Program, program: Program, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "plan.md"
    for topics in ("- Tome\n", "- Tome\n- More\n"):
        file.write_text(f"# Plan\n\n## Alpha\n\n{topics}", encoding="utf-8")
        assert program("import", str(file), "--id", "plan", "--force").code == 0
        program("use", "plan")
        program("done", "tome")
    touch(home / "settings.toml", NOW + dt.timedelta(minutes=1))
    question = asked("n", "undo").err
    assert "Your last change: import of a new version of the roadmap (today 18:00). Undo it?" in question
    assert "won't revert" not in question


def test_undo_asks_if_another_command_came_later(asked: Program, program: Program, home: Path) -> None:
    program("note", "cnns", "Read again")
    touch(home / "settings.toml", NOW + dt.timedelta(minutes=1))
    run = asked("n", "undo")
    changed = "Settings or roadmaps have changed since; undo won't revert those."
    assert f"Your last change: the note 'Read again' on CNNs (today 18:00). {changed} Undo it?" in run.err
    touch(home / "settings.toml", NOW)
    program("new", "mine")
    touch(home / "roadmaps", NOW + dt.timedelta(minutes=1))
    assert "Undo it?" in asked("n", "--roadmap", "genai-engineer", "undo").err


def test_undo_of_an_older_change_asks_although_the_last_undo_was_a_moment_ago(
    asked: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked("", "done", "cnns")
    set_clock(monkeypatch, NOW + dt.timedelta(days=7))
    asked("", "done", "rnns")
    asked("", "note", "rnns", "text")
    assert asked("", "undo").out.startswith("Undid: ")
    assert asked("", "undo").out.startswith("Undid: ")
    assert "Your last change: 1 topic done: CNNs (24 Nov 2026 18:00). Undo it?" in asked("n", "undo").err
    assert asked("", "redo").out.startswith("Redid: ")


@pytest.mark.parametrize("command", [["config", "name", "Ada"], ["new", "mine"]])
def test_undo_asks_if_another_command_came_at_once(asked: Program, home: Path, command: list[str]) -> None:
    written = [home / "settings.toml", home / "progress" / "genai-engineer.toml"]
    asked("", "note", "cnns", "Read again")
    for path in written:
        touch(path, NOW)
    assert asked("", "undo").out.startswith("Undid: ")
    assert asked("", "redo").out.startswith("Redid: ")
    touch(written[1], NOW + dt.timedelta(milliseconds=200))
    asked("", *command)
    for path in (home / "settings.toml", home / "roadmaps"):
        if path.exists():
            touch(path, NOW + dt.timedelta(milliseconds=500))
    question = asked("n", "--roadmap", "genai-engineer", "undo").err
    assert "Settings or roadmaps have changed since; undo won't revert those." in question


def test_log_is_in_the_order_of_recording(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "cnns")
    set_clock(monkeypatch, NOW + dt.timedelta(minutes=1))
    program("done", "rnns", "--on", "20 Nov")
    assert [line.split("  ")[0] for line in program("log").out.splitlines()] == ["for 20 Nov 2026", "24 Nov 2026 18:00"]
    assert [change["topics"] for change in program("log", "--json").json["changes"]] == [["cnns"], ["rnns"]]


def test_limited_log_has_the_last_recorded_changes_as_page_and_as_json(program: Program) -> None:
    for command in (["done", "cnns"], ["done", "variables"], ["done", "rnns", "--on", "20 Nov"]):
        program(*command)
    assert "RNNs" in program("log", "-n", "1").out
    assert [change["topics"] for change in program("log", "-n", "1", "--json").json["changes"]] == [["rnns"]]
    changes = program("log", "-n", "2", "--json").json["changes"]
    assert [change["topics"] for change in changes] == [["variables"], ["rnns"]], "in the order of the days"


def test_undo_and_what_it_undid_count_as_one_in_the_log_as_page_and_as_json(program: Program) -> None:
    for command in (["done", "cnns"], ["done", "rnns"], ["undo"], ["redo"], ["undo"]):
        program(*command)
    page = program("log", "-n", "1").out.splitlines()
    assert len(page) == 1
    assert "RNNs" in page[0]
    last = program("log", "-n", "1", "--json").json["changes"]
    assert [(change["did"], change["topics"], change["undone"]) for change in last] == [("done", ["rnns"], True)]
    assert len(program("log", "-n", "5", "--json").json["changes"]) == len(program("log").out.splitlines()) == 2
    assert len(program("log", "--json").json["changes"]) == 5, "without a limit, all changes"
    assert len(program("log", "--since", "today", "--json").json["changes"]) == 5


def test_log_on_a_terminal_begins_with_what_must_not_be_cut(roadmap: Roadmap) -> None:
    progress = Progress(roadmap="small")
    progress = progress.mark(Mark(Action.DONE, known=True), ("a", "b"), Stamp(NOW, "1", "here"))
    progress = progress.mark(Mark(Action.START), ("c",), Stamp(NOW, "2", "there"))
    report = Report.of(roadmap, progress)
    display = Display(width=80, color=False)
    machines = {"here": "here", "there": "laptop"}
    page = journal.log([*progress.changes[::-1]], report, machines, display, own="here")
    stream = io.StringIO()
    output.show(page, display, stream)
    later, earlier = stream.getvalue().splitlines()
    assert "laptop" in later
    assert "done   2 topics already known: Topic A" in earlier
    assert "this machine" in earlier
    page = journal.log([*progress.changes[::-1]], report, machines, display, undoable=progress.changes[0], own="here")
    stream = io.StringIO()
    output.show(page, display, stream)
    assert "undo reverts this" in stream.getvalue()


def test_log_on_a_terminal_names_grades_and_what_an_edit_did(roadmap: Roadmap) -> None:
    progress = Progress(roadmap="small").review(("a", "b"), Grade.AGAIN, Stamp(NOW, "1", "here"))
    progress = progress.review(("a", "b"), Grade.GOOD, Stamp(NOW, "2", "here"), replaces="1")
    progress = progress.review(("a",), Grade.HARD, Stamp(NOW, "3", "here"), replaces="1")
    progress = progress.add_note(("b",), "Text", Stamp(NOW, "4", "here"))
    progress = progress.edit_note(progress.notes["b"][0], None, Stamp(NOW, "5", "here"))
    stream = io.StringIO()
    report, display = Report.of(roadmap, progress), Display(width=80, color=False)
    output.show(journal.log([*progress.changes], report, {}, display), display, stream)
    expected = [
        "review 2 topics (again): Topic A, Topic B (replaced)",
        "review 2 topics (good, corrected): Topic A, Topic B",
        "review hard (corrected): Topic A",
        "note Topic B: Text",
        "note Topic B: deleted 'Text'",
    ]
    for line, text in zip(stream.getvalue().splitlines(), expected, strict=True):
        assert text in " ".join(line.split())


def test_log_has_the_text_that_was_deleted(roadmap: Roadmap) -> None:
    first, second, third, fourth = (Stamp(NOW + dt.timedelta(minutes=each), str(each), "here") for each in range(4))
    progress = Progress(roadmap="small").add_note(("a",), "First", first)
    progress = progress.edit_note(progress.notes["a"][0], "Second", second)
    progress, _ = progress.undo(third)
    progress = progress.edit_note(progress.notes["a"][0], None, fourth)
    stream, display = io.StringIO(), Display(width=80, color=False)
    output.show(journal.log([*progress.changes], Report.of(roadmap, progress), {}, display), display, stream)
    text = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    first_line, edited, _, deleted = (" ".join(line.split()[4:]) for line in text.splitlines())
    assert first_line == "note Topic A: First"
    assert edited == "note Topic A: edited to 'Second' undone"
    assert deleted == "note Topic A: deleted 'First'"


def test_log_marks_a_grade_that_another_replaces(roadmap: Roadmap) -> None:
    progress = Progress(roadmap="small").review(("a", "b"), Grade.AGAIN, Stamp(NOW, "1", "here"))
    progress = progress.review(("a",), Grade.GOOD, Stamp(NOW, "2", "here"), replaces="1")
    display = Display(plain=True)

    def replaced(progress: Progress) -> list[bool]:
        stream = io.StringIO()
        output.show(journal.log([*progress.changes], Report.of(roadmap, progress), {}, display), display, stream)
        return ["(replaced)" in line for line in stream.getvalue().splitlines()]

    assert not any(replaced(progress)), "it still counts for Topic B"
    progress = progress.review(("b",), Grade.GOOD, Stamp(NOW, "3", "here"), replaces="1")
    assert replaced(progress) == [True, False, False]
    progress, _ = progress.undo(Stamp(NOW, "4", "here"))
    assert not any(replaced(progress))


@pytest.mark.parametrize("command", [["done", "cnns"], ["read", "cnns", "1"], ["review", "rnns", "good"]])
def test_day_long_ago_is_confirmed_first(
    asked: Program, program: Program, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    asked("y", "done", "rnns", "--on", "1990-01-01")
    monkeypatch.setattr("genai_roadmap.cli.resources.is_interactive", lambda: True)
    monkeypatch.setattr("genai_roadmap.cli.review.is_interactive", lambda: True)
    run = asked("", *command, "--on", "1990-01-01")
    assert (run.code, run.out.endswith("Nothing changed.\n")) == (1, True)
    assert run.err == "Record it for 1 Jan 1990, 36 years ago? [y/N]:"
    run = asked("y", *command, "--on", "1990-01-01")
    assert (run.code, "If that is wrong" in run.err) == (0, False)
    assert program("log").out.startswith("for 1 Jan 1990")
    assert "Record it" not in asked("y", *command, "--on", "2026-01-01").err


def test_day_long_ago_is_mentioned_until_it_is_confirmed() -> None:
    warnings: list[str] = []
    session, day = Session(None, lambda: NOW, warnings.append), dt.date(1990, 1, 1)
    assert marking.day_question(session, day) == "Record it for 1 Jan 1990, 36 years ago?"
    marking.mark(session, ["cnns"], Mark(Action.DONE, on=day))
    assert len(warnings) == 1
    session.confirmed_day = day
    marking.mark(session, ["rnns"], Mark(Action.DONE, on=day))
    assert len(warnings) == 1


def test_day_long_ago_is_mentioned_without_a_terminal(program: Program) -> None:
    program("done", "cnns", "--on", "1990-01-01")
    for command in ("read cnns 1", "review cnns good"):
        run = program(*command.split(), "--on", "1990-01-01")
        assert run.code == 0
        assert "recorded for 1 Jan 1990, 36 years ago. If that is wrong, undo it with" in run.err


@pytest.mark.parametrize("command", ["read nosuch 1", "read cnns 99", "review nosuch good", "review cnns good"])
def test_an_item_is_looked_for_before_a_question(asked: Program, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    for module in ("resources", "review"):
        monkeypatch.setattr(f"genai_roadmap.cli.{module}.is_interactive", lambda: True)
    run = asked("y", *command.split(), "--on", "1990-01-01")
    assert run.code == 1
    assert "Record it" not in run.err


@pytest.fixture
def export(program: Program, tmp_path: Path, home: Path) -> str:
    """Export progress with a goal, and begin with other progress."""
    file = str(tmp_path / "export.json")
    program("done", "1.1.1-3")
    program("goal", "2027-06-30")
    program("export", "json", "-o", file)
    shutil.rmtree(home)
    program("done", "4.1.1")
    return file


@pytest.fixture
def import_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("genai_roadmap.cli.importing.is_interactive", lambda: True)


def done(program: Program) -> int:
    return int(program("status", "--json").json["progress"]["done"])


@pytest.mark.parametrize(("answer", "code", "count"), [("n", 1, 1), ("q", 130, 1), ("y", 0, 4)])
@pytest.mark.usefixtures("import_asks")
def test_progress_from_elsewhere_is_added_only_if_confirmed(
    asked: Program, program: Program, export: str, answer: str, code: int, count: int
) -> None:
    run = asked(answer, "import", export)
    change = "1 of 77 -> 4 of 77 topics; the goal becomes 30 Jun 2027"
    assert f"Add 2 changes to your progress ({change})?" in run.err
    assert run.code == code
    said = {"n": "genai-roadmap: canceled; nothing was imported\n", "q": "\nNothing changed.\n", "y": ""}[answer]
    assert run.err.endswith(said)
    assert done(program) == count


@pytest.mark.usefixtures("import_asks")
def test_a_cleared_goal_is_part_of_the_question(asked: Program, program: Program, tmp_path: Path, home: Path) -> None:
    file = str(tmp_path / "export.json")
    program("goal", "2027-06-30")
    before = home.with_name("before")
    shutil.copytree(home, before)
    program("goal", "--clear")
    program("export", "json", "-o", file)
    shutil.rmtree(home)
    before.rename(home)
    assert "Add 1 change to your progress (the goal is cleared)?" in asked("n", "import", file).err


def test_undo_does_not_undo_silently_what_was_recorded_before_an_import(
    asked: Program, program: Program, export: str
) -> None:
    program("import", export)
    question = asked("n", "undo").err
    added = "Progress from elsewhere was added since; undo won't remove it (`genai-roadmap restore 2` does)."
    assert added in question
    assert asked("y", "restore", "2").code == 0
    assert done(program) == 1
    assert "elsewhere" not in asked("n", "undo").err, "the last change is that of restore"


def test_an_edit_that_adds_no_change_is_not_called_progress_from_elsewhere(
    asked: Program, program: Program, home: Path
) -> None:
    program("done", "cnns")
    program("done", "rnns")
    with (home / "progress" / "genai-engineer.toml").open("a") as file:
        file.write("# A comment\n")
    assert "elsewhere" not in asked("n", "undo").err
