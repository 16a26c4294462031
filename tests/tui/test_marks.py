"""Marks in the full-screen view, the questions before some are lost, and undo."""

import datetime as dt
from pathlib import Path

import pytest

from genai_roadmap.progress.status import Status
from genai_roadmap.storage import files, progress_files, roadmap_files
from screen import BUNDLED, NOW, Opens, Screen, status
from support import Program

LATER = NOW + dt.timedelta(minutes=25)


def test_marks_are_saved_before_the_next_key(screen: Screen) -> None:
    screen.press("right", "j")
    for keys_, expected in [("s", Status.STARTED), ("d", Status.DONE), ("xy", Status.SKIPPED), ("r", Status.TODO)]:
        screen.press(*keys_)
        assert status(screen, "a") is expected
        assert f"Status {expected.value}" in screen.page
    assert screen.message == "1 topic reset to todo: Topic A; u: undo."


def test_unknown_key_is_reported(screen: Screen) -> None:
    for key, name in [("y", "y"), ("!", "!"), ("f5", "f5")]:
        screen.press(key)
        assert screen.message == f"No key {name}; ?: keys"
    screen.press("n", "y", "f5")
    assert screen.message == "Add a note to Basics (ctrl+j: new line):", "what is typed into the prompt is text"
    screen.press("escape", "escape")
    screen.press("y", "?", "y", "escape", "d", "r", "s", "n")
    assert screen.message.startswith("Step 1 complete"), "a dialog has other keys"


def test_mark_has_the_time_of_its_key(screen: Screen) -> None:
    screen.press("d")
    screen.now = LATER
    screen.press("end", "s")
    assert [change.at for change in progress_files.load("small").changes] == [NOW, LATER]


def test_clock_behind_is_reported(screen: Screen) -> None:
    screen.press("end", "d")
    screen.now = NOW - dt.timedelta(hours=1)
    screen.press("r", "y")
    assert screen.message.startswith("2 topics reset to todo: Topic P, Topic Q; u: undo. The clock is behind")


def test_marking_a_step_reports_changed_and_unchanged_topics(screen: Screen) -> None:
    screen.press("j", "d")
    assert screen.message == "Step 2 complete: 2 topics done. Counted Topic X (choose 1 of 3). u: undo"
    screen.press("d")
    assert screen.message.startswith("Nothing changed; already done: Topic X, Topic PLAIN; unchanged")
    assert "undo" not in screen.message
    assert "complete" not in screen.message
    screen.press("u")
    assert "complete" not in screen.message


def test_a_completed_step_is_reported_on_one_line(opens: Opens) -> None:
    screen = opens(size=(60, 24))
    screen.press("j", "d")
    assert screen.message == "Step 2 complete: 2 topics done. u: undo"
    screen.press("home", "D", *"known", "enter")
    assert screen.message == "You finished the roadmap! 4 of 4 topics. u: undo"
    screen.press("end", "D", *"yesterday", "enter")
    assert screen.message == "Step 3 complete: 2 topics (optional) done on Mon 23 Nov 2026. u: undo"


def test_starting_a_step_starts_one_topic_and_reports_prerequisites(screen: Screen) -> None:
    screen.press("j", "s")
    assert screen.message == "1 topic started: Topic X; u: undo. Prerequisites not done yet: Basics."
    screen.press("s")
    assert screen.message == "Nothing changed; already started: Topic X."


@pytest.mark.parametrize(("key", "effect"), [("s", "Start it again?"), ("x", "Skip it?")])
def test_a_done_topic_is_marked_otherwise_only_if_that_is_meant(screen: Screen, key: str, effect: str) -> None:
    screen.press("right", "j", "d", key)
    assert f"Topic A is done (since 24 Nov 2026). {effect}" in " ".join(screen.text.replace("│", " ").split())
    screen.press("j", "d", "n")
    assert (screen.here, status(screen, "a")) == ("a", Status.DONE)
    assert status(screen, "b") is Status.TODO, "no key reaches the view"
    screen.press(key, "y")
    assert status(screen, "a") is not Status.DONE


def test_many_marks_are_reset_only_if_that_is_meant(screen: Screen) -> None:
    screen.press("d", "r")
    assert "Reset 2 topics of Basics to todo?" in screen.text
    screen.press("escape")
    assert status(screen, "a") is Status.DONE
    screen.press("r", "enter")
    assert status(screen, "a") is Status.TODO
    screen.press("right", "j", "d", "r")
    assert status(screen, "a") is Status.TODO, "a single one is reset at once, and undone with one key"


def test_several_topics_are_skipped_only_if_that_is_meant(screen: Screen) -> None:
    screen.press("x")
    assert "Skip 2 topics of Basics?" in screen.text
    screen.press("n")
    assert status(screen, "a") is Status.TODO
    screen.press("x", "y")
    assert status(screen, "a") is Status.SKIPPED
    screen.press("u", "right", "j", "x")
    assert status(screen, "a") is Status.SKIPPED, "a single one is skipped at once"


def test_many_topics_marked_with_one_key_are_reported(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("d")
    assert "Step 1 complete: 13 topics done." in screen.message
    assert screen.message.endswith("13 topics marked together: not counted for streak, pace and forecast")


def test_questions_can_be_clicked(screen: Screen) -> None:
    screen.press("d", "r")
    line = next(number for number, text in enumerate(screen.lines) if "y yes" in text)
    screen.click(None, screen.lines[line].index("y yes") + 2, line)
    assert status(screen, "a") is Status.TODO


def test_a_question_has_only_its_own_keys(screen: Screen) -> None:
    height = screen.view.footer.size.height
    screen.press("d", "r")
    [footer, *below] = screen.lines[-height:]
    assert footer.split("  ") == [" y yes", "n no", "escape cancel"]
    assert not any(below)
    assert "d done" not in screen.text
    screen.press("escape")
    assert "d done" in screen.text


def test_clicks_on_the_keys(screen: Screen) -> None:
    line = next(number for number, text in enumerate(screen.lines) if "d done" in text)
    screen.click(None, screen.lines[line].index("d done") + 3, line)
    assert screen.message.startswith("Step 1 complete: 2 topics done.")


def test_keys_pressed_at_once_are_handled_in_order(screen: Screen) -> None:
    screen.press("/", *"plain", "enter", "d", "n", *"note", "enter", "escape", "home", "s")
    assert [change.action.value for change in progress_files.load("small").changes] == ["done", "note", "start"]


def test_undo_and_redo_messages(screen: Screen) -> None:
    screen.press("d", "u")
    assert "Undid: 2 topics done (today " in screen.message
    assert screen.message.endswith(": Topic A, Topic B; U: redo.")
    assert status(screen, "a") is Status.TODO
    screen.press("U")
    assert "Redid: 2 topics done" in screen.message
    assert status(screen, "a") is Status.DONE
    screen.press("u", "u")
    assert screen.message == "Nothing to undo"
    screen.press("U", "U")
    assert screen.message == "Nothing to redo"


def test_undo_keeps_the_cursor(screen: Screen) -> None:
    screen.press("right", "j", "d", "home", "left", "end", "u")
    assert (screen.here, status(screen, "a")) == ("bonus", Status.TODO)
    screen.press("U")
    assert (screen.here, status(screen, "a")) == ("bonus", Status.DONE)


def test_import_is_undone_with_its_roadmap(opens: Opens, program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("# Mine\n\n## One\n\n- First\n- Second\n")
    program("import", str(file), "--force")
    program("use", "mine")
    screen = opens(BUNDLED)
    screen.press("R", "j", "enter", "d")
    file.write_text("# Mine\n\n## One\n\n- First\n- Second\n- Third\n")
    program("import", str(file), "--force")
    screen = opens(roadmap_files.read(roadmap_files.path_of("mine")))
    screen.press("+")
    assert "Third" in screen.text
    screen.press("u")
    assert "Undid: import of a new version of the roadmap" in screen.message
    assert "Third" not in screen.text
    screen.press("U")
    assert "Third" in screen.text


def test_locked_file_is_reported(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0)
    screen.press("d")
    with files.lock(progress_files.path_of("small")):
        screen.press("r", "y")
    assert "Another genai-roadmap is writing" in screen.message
    assert status(screen, "a") is Status.DONE


def test_starting_what_is_done_says_why_nothing_changes(screen: Screen) -> None:
    screen.press("d", "s")
    assert screen.message == "Nothing changed; already done, optional or skipped: Topic A, Topic B."
