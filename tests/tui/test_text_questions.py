"""Questions of the full-screen view that are answered with a text: notes, dates, and the goal."""

import datetime as dt
from pathlib import Path

import pytest

from genai_roadmap.app import marking
from genai_roadmap.progress.status import Action, Grade, Mark, Status
from genai_roadmap.report import outcome
from genai_roadmap.report.wording import day_text
from genai_roadmap.storage import progress_files
from screen import Screen, status


def test_note(screen: Screen) -> None:
    screen.press("n")
    assert screen.message == "Add a note to Basics (ctrl+j: new line):"
    assert screen.footer == "enter save escape cancel"
    screen.type("jd [red]q?")
    screen.press("enter")
    assert screen.message == "Note added to Basics; u: undo."
    assert "Notes 1 24 Nov 2026 12:00 jd [red]q?" in screen.page
    assert [change.note for change in progress_files.load("small").changes] == ["jd [red]q?"]
    screen.press("u")
    assert "Undid: the note 'jd [red]q?'" in screen.message


def test_edit_and_delete_the_last_note(screen: Screen) -> None:
    screen.press("e")
    assert screen.message == "No notes yet; n: add one"
    screen.press("n", *"first", "enter", "n", *"old", "enter", "e")
    assert screen.message == "Edit note 2 of 2 on Basics, 24 Nov 2026 12:00 (empty: delete it):"
    assert screen.footer == "enter save escape cancel tab other"
    screen.press(*"er", "enter")
    assert screen.message == "Note changed; u: undo."
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["first", "older"]
    screen.press("e")
    screen.press(*["backspace"] * 5)
    screen.press("enter")
    assert screen.message == "Note deleted; u: undo."
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["first"]
    screen.press("u")
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["first", "older"]


def test_note_that_was_not_edited_is_not_recorded_again(screen: Screen) -> None:
    screen.press("n", *"kept", "enter", "e", "enter")
    assert screen.message == "The note is unchanged."
    assert len(progress_files.load("small").changes) == 1


def test_note_of_several_lines(screen: Screen) -> None:
    screen.press("n", *"one", "ctrl+j", *"two", "enter")
    assert "one two" in screen.page
    screen.press("e")
    assert screen.message == "Edit the note on Basics, 24 Nov 2026 12:00 (empty: delete it):"
    assert screen.footer == "enter save escape cancel"
    screen.press("tab", *"!", "enter")
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["one\ntwo!"]


def test_pasted_lines_are_kept(screen: Screen) -> None:
    screen.press("n")
    screen.paste("one\ntwo\n\nq")
    screen.press("enter")
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["one\ntwo\n\nq"]
    screen.press("/")
    screen.paste("topic\nx")
    assert screen.view.tree_pane.slugs == ["tools", "choice", "x"]


def test_any_note_can_be_edited(screen: Screen) -> None:
    for text in ("first", "second"):
        screen.press("n", *text, "enter")
    screen.press("e", "tab")
    assert screen.message == "Edit note 1 of 2 on Basics, 24 Nov 2026 12:00 (empty: delete it):"
    screen.press("tab")
    assert screen.view.prompt.text == "second"
    screen.press("tab", *"!", "tab")
    assert screen.message == "Save (enter) or cancel (escape) this note first."
    assert screen.view.prompt.text == "first!", "what was typed is not lost"
    screen.press("enter")
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["first!", "second"]


def test_canceled_or_empty_note_is_not_saved(screen: Screen) -> None:
    screen.press("n", "x", "escape", "escape")
    assert screen.message == ""
    screen.press("n", "enter")
    assert screen.message == "The note is empty; nothing was recorded"
    assert progress_files.load("small").changes == ()


def test_typed_note_is_discarded_only_if_that_is_asked_for_twice(screen: Screen) -> None:
    screen.press("n", "a", "b", "escape")
    assert screen.message == "The note is not saved; enter: save it, escape again: discard it"
    screen.press("c", "escape")
    assert (screen.view.prompt.is_open, screen.view.prompt.text) == (True, "abc"), "another text was typed since"
    screen.press("enter")
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["abc"]
    screen.press("e", "escape")
    assert not screen.view.prompt.is_open, "nothing was typed"
    screen.press("e", "d", "escape", "escape")
    assert not screen.view.prompt.is_open
    assert [note.text for note in screen.session.report.nodes["basics"].notes] == ["abc"]


def test_note_that_could_not_be_saved_stays_in_the_prompt(screen: Screen, home: Path) -> None:
    file = home / "progress" / "small.toml"
    file.parent.mkdir(parents=True)
    file.write_text("damaged")
    screen.press("n", *"text", "enter")
    assert "is not valid TOML" in screen.message
    file.unlink()
    screen.press("enter")
    assert screen.message == "Note added to Basics; u: undo."
    assert [change.note for change in progress_files.load("small").changes] == ["text"]


def test_done_on_another_day(screen: Screen) -> None:
    screen.press("right", "j", "D")
    assert screen.message == "When did you finish Topic A? (a date or known, optionally a grade: yesterday hard)"
    screen.type("yesterday")
    screen.press("enter")
    assert screen.message == "1 topic done on Mon 23 Nov 2026: Topic A; u: undo."
    assert progress_files.load("small").changes[-1].on == dt.date(2026, 11, 23)
    screen.press("j", "D", *"known", "enter")
    assert progress_files.load("small").changes[-1].known
    screen.press("D", *"yesterdya", "enter")
    assert "Did you mean" in screen.message
    assert screen.view.prompt.is_open, "the text can be corrected"


def test_day_that_is_probably_wrong_is_reported_with_what_was_recorded(screen: Screen) -> None:
    screen.press("right", "j", "s", "D", *"1 Jan 1999", "enter")
    assert screen.message.startswith(
        "1 topic done on Fri 1 Jan 1999: Topic A; u: undo. Recorded for 1 Jan 1999, 27 years"
    )
    assert "Topic A is now done on 1 Jan 1999, before it was started (24 Nov 2026)." in screen.message
    screen.press("u")
    assert "Recorded for" not in screen.message


@pytest.mark.parametrize(
    ("text", "on", "known"),
    [("hard", None, False), ("yesterday Hard", dt.date(2026, 11, 23), False), ("known hard", None, True)],
)
def test_done_with_a_grade(screen: Screen, text: str, on: dt.date | None, known: bool) -> None:  # noqa: FBT001
    screen.press("right", "j", "D")
    screen.type(text)
    screen.press("enter")
    change = progress_files.load("small").changes[-1]
    assert (change.grade, change.on, change.known) == (Grade.HARD, on, known)


def test_a_corrected_grade_of_done_says_that_later_reviews_stay(screen: Screen) -> None:
    marking.mark(screen.session, ["a"], Mark(Action.DONE, on=dt.date(2026, 11, 11)))
    screen.session.update(lambda report, stamp: outcome.review(report, "a", Grade.GOOD, stamp))
    screen.press("right", "j", "D")
    screen.type("2026-11-11 easy")
    screen.press("enter")
    due = screen.session.report.reviews.memories["a"].due
    kept = "this is the grade of done, 11 Nov; later reviews stay; next review in "
    assert screen.message.startswith(f"Grade changed to easy (was good): 1 topic: Topic A; {kept}")
    assert f" ({day_text(due)}); u: undo" in screen.message


def test_an_empty_date_keeps_the_prompt_open(screen: Screen) -> None:
    screen.press("right", "j", "D", "enter")
    assert screen.message == "Type a date, or press escape to cancel"
    assert screen.view.prompt.is_open
    screen.press("escape")
    assert status(screen, "a") is Status.TODO


def test_goal(screen: Screen) -> None:
    screen.press("G")
    assert screen.message == "Finish by (31 Dec, june, +6m; empty: no goal):"
    screen.type("31 Dec")
    screen.press("enter")
    assert screen.message.startswith("Goal Thu 31 Dec 2026; u: undo. Forecast: ")
    assert "Goal 31 Dec 2026" in screen.text
    screen.press("G")
    assert screen.view.prompt.text == "31 Dec 2026"
    screen.type("june")
    assert screen.view.prompt.text == "june", "what is typed replaces the goal"
    screen.press("ctrl+u")
    screen.press("enter")
    assert screen.message == "No goal is set; u: undo."
    assert progress_files.load("small").goal is None
