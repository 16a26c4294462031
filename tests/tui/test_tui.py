import datetime as dt
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.cli.installation import command_for_ui
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import files, progress_files, roadmap_files
from genai_roadmap.terminal.display import Display
from genai_roadmap.tui import browser, keys, layout, tree_pane
from genai_roadmap.tui.fullscreen import FullScreenView
from hostile import CONTROL, HOSTILE, roadmap_with
from screen import NOW, Screen
from small import leaf, small_roadmap
from support import Program, environment, run_on_a_terminal

DATA = Path(__file__).parents[1] / "data"
BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
LATER = NOW + dt.timedelta(minutes=25)
Opens = Callable[..., Screen]


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Return a function that opens a view, by default of the small roadmap."""
    screens: list[Screen] = []

    def opened(roadmap: Roadmap | None = None, **options: Any) -> Screen:
        screens.append(Screen(roadmap or small_roadmap(), **options))
        return screens[-1]

    yield opened
    for screen in screens:
        screen.close()


@pytest.fixture
def screen(opens: Opens) -> Screen:
    """Return a view of the small roadmap."""
    return opens()


def status(screen: Screen, slug: str) -> Status:
    """Return the status of a topic in the progress file."""
    return progress_files.load(screen.session.report.roadmap.id).status(slug)


# Keys


def test_move_cursor(screen: Screen) -> None:
    assert screen.here == "basics"
    for key, slug in [
        ("j", "tools"),
        ("down", "bonus"),
        ("j", "bonus"),
        ("k", "tools"),
        ("up", "basics"),
        ("up", "basics"),
        ("end", "bonus"),
        ("home", "basics"),
        ("pagedown", "bonus"),
        ("pageup", "basics"),
    ]:
        screen.press(key)
        assert screen.here == slug, key


def test_fold_and_unfold(screen: Screen) -> None:
    for key, slug, rows in [
        ("right", "basics", 5),
        ("l", "a", 5),
        ("right", "a", 5),
        ("enter", "a", 5),
        ("left", "basics", 5),
        ("h", "basics", 3),
        ("left", "basics", 3),
        ("enter", "basics", 5),
        ("enter", "basics", 3),
        ("+", "basics", 15),
        ("end", "q", 15),
        ("-", "bonus", 3),
    ]:
        screen.press(key)
        assert (screen.here, len(screen.view.tree_pane.slugs)) == (slug, rows), key


def test_marks_are_saved_before_the_next_key(screen: Screen) -> None:
    screen.press("right", "j")
    for keys_, expected in [("s", Status.STARTED), ("d", Status.DONE), ("xy", Status.SKIPPED), ("r", Status.TODO)]:
        screen.press(*keys_)
        assert status(screen, "a") is expected
        assert f"Status {expected.value}" in screen.page
    assert screen.message == "1 topic reset to todo: Topic A; u: undo."


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
    assert screen.message == (
        "2 topics done: Topic X, Topic PLAIN; unchanged (optional or skipped): Topic E, Topic F; u: undo. "
        "Counted Topic X (choose 1 of 3). Step 2 complete: Tools. 1 of 3 steps."
    )
    screen.press("d")
    assert screen.message.startswith("Nothing changed; already done: Topic X, Topic PLAIN; unchanged")
    assert "undo" not in screen.message
    assert "complete" not in screen.message
    screen.press("u")
    assert "complete" not in screen.message


def test_starting_a_step_starts_one_topic_and_reports_prerequisites(screen: Screen) -> None:
    screen.press("j", "s")
    assert screen.message == "1 topic started: Topic X; u: undo. Prerequisites not done yet: Basics."
    screen.press("s")
    assert screen.message == "Nothing changed; already started: Topic X."


def test_undo_and_redo_messages(screen: Screen) -> None:
    screen.press("d", "u")
    assert "Undid: done, 2 topics (24 Nov 2026" in screen.message
    assert screen.message.endswith(": Topic A, Topic B; U: redo.")
    assert status(screen, "a") is Status.TODO
    screen.press("U")
    assert "Redid: done, 2 topics" in screen.message
    assert status(screen, "a") is Status.DONE
    screen.press("u", "u")
    assert screen.message == "Nothing to undo"
    screen.press("U", "U")
    assert screen.message == "Nothing to redo"


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


def test_view_starts_at_what_is_next(opens: Opens) -> None:
    screen = opens(starts_at_next=True)
    assert screen.here == "a"
    assert screen.view.tree_pane.scroll_offset.y == 0
    marking.mark(screen.session, ["basics", "tools", "bonus"], Mark(Action.DONE), everything=True)
    assert opens(starts_at_next=True).here == "basics"


def test_canceled_or_empty_note_is_not_saved(screen: Screen) -> None:
    screen.press("n", "x", "escape")
    assert screen.message == ""
    screen.press("n", "enter")
    assert screen.message == "The note is empty; nothing was recorded"
    assert progress_files.load("small").changes == ()


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


def test_search_while_typing(screen: Screen) -> None:
    screen.press("/")
    screen.type("topic")
    assert screen.view.tree_pane.slugs[:3] == ["basics", "a", "b"]
    assert screen.here == "a"
    screen.type(" pl")
    assert screen.view.tree_pane.slugs == ["tools", "plain"]
    assert "Only with 'topic pl'" in screen.text
    screen.press("enter", "d")
    assert status(screen, "plain") is Status.DONE
    screen.press("escape")
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "extra", "plain", "bonus"]
    assert screen.here == "plain"


def test_canceled_search_shows_everything_again(screen: Screen) -> None:
    screen.press("/", *"topic x")
    screen.press("escape")
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "x", "y", "z", "extra", "plain", "bonus"]
    assert "Only" not in screen.text


def test_search_results_can_be_unfolded(screen: Screen) -> None:
    screen.press("/", *"tools", "enter")
    assert screen.view.tree_pane.slugs == ["tools"]
    screen.press("right")
    assert screen.view.tree_pane.slugs == ["tools", "choice", "extra", "plain"]


def test_keys_pressed_at_once_are_handled_in_order(screen: Screen) -> None:
    screen.press("/", *"plain", "enter", "d", "n", *"note", "enter", "escape", "home", "s")
    assert [change.action.value for change in progress_files.load("small").changes] == ["done", "note", "start"]


def test_no_match(screen: Screen) -> None:
    screen.press("/", *"xyzzy", "enter")
    assert screen.page == "Nothing matches; escape: show all."
    for key in ("d", "n", "o", "enter", "right", "left", "-"):
        screen.press(key)
        assert screen.message == "Nothing matches the filter; escape: show all"
    screen.press("j", "pagedown", "space", "g")
    assert screen.here == "a"


def test_filter_by_status(screen: Screen) -> None:
    screen.press("right", "j", "s", "j", "d", "home")
    for expected, rows in [
        ("todo", ["tools", "choice", "x", "y", "z", "extra", "e", "f", "plain", "bonus", "p", "q"]),
        ("started", ["basics", "a"]),
        ("done", ["basics", "b"]),
        ("skipped", []),
    ]:
        screen.press("f")
        assert screen.message == f"Only {expected}; f: next filter, escape: show all."
        assert screen.view.tree_pane.slugs == rows
    screen.press("f")
    assert screen.message == "All statuses."
    assert screen.view.tree_pane.slugs == ["basics", "a", "b", "tools", "bonus"]


def test_cursor_moves_to_the_next_row_if_its_row_is_filtered_out(screen: Screen) -> None:
    screen.press("f", "j", "d")
    assert "a" not in screen.view.tree_pane.slugs
    assert screen.here == "b"


def test_go_to_next_topic(screen: Screen) -> None:
    screen.press("f", "f", "g")
    assert (screen.here, screen.message) == ("a", "Next: Topic A (unblocks 6 topics).")
    screen.press("g")
    assert screen.here == "b"
    screen.press("home", "d", "g")
    assert screen.here == "x"
    screen.press("home", "r", "y", "+", "x", *"jx" * 20, "g")
    assert screen.message == "Nothing left to learn here: every topic is done or skipped."


def test_themes(screen: Screen) -> None:
    for name in ("dark", "light", "the terminal's own"):
        screen.press("t")
        assert screen.message == f"Colors: {name}."
    assert screen.view.current_theme.ansi


def test_theme_is_kept(opens: Opens) -> None:
    screen = opens()
    screen.press("t", "t")
    assert opens().view.theme == "textual-light"


def test_no_themes_without_colors(opens: Opens) -> None:
    screen = opens(display=Display(color=False))
    screen.press("t")
    assert screen.message == "Colors are off (NO_COLOR or --no-color is set)"


@pytest.mark.parametrize("size", [(120, 50), (80, 24)])
def test_help_lists_every_key(opens: Opens, size: tuple[int, int]) -> None:
    screen = opens(size=size)
    before = screen.text
    screen.press("?")
    text = " ".join(screen.text.split())
    for row in (row for rows in keys.HELP.values() for row in rows):
        assert " ".join(row) in text
    for key in ("?", "escape", "q", "enter"):
        screen.press(key)
        assert screen.text == before, key
        screen.press("?")


def test_help_can_be_scrolled(opens: Opens) -> None:
    screen = opens(size=(50, 20))
    screen.press("?")
    assert "quit" not in screen.text
    screen.press("end")
    assert "quit (all is saved)" in screen.text
    screen.press("home", "space")
    assert "down, up" not in screen.text
    screen.press("b")
    assert "down, up" in screen.text


def test_every_key_is_in_the_help() -> None:
    named = {name for rows in keys.HELP.values() for names, _ in rows for name in names.split()}
    names = {"left": "h", "right": "l", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End"}
    unnamed = {key.key for key in keys.ALL if names.get(key.key, key.key) not in named}
    assert unnamed == {"ctrl+c", "tab", *"123456789"}


def test_scroll_item(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(60, 20))
    screen.press("space")
    assert screen.view.item_pane.scroll_offset.y > 0
    screen.press("b")
    assert screen.view.item_pane.scroll_offset.y == 0
    screen.press("space", "j")
    assert screen.view.item_pane.scroll_offset.y == 0, "another item is scrolled to the top"


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
def test_quit(screen: Screen, key: str, code: int) -> None:
    screen.press(key)
    assert not screen.view.is_running
    assert screen.view.return_code == code


# The browser


class Browser:
    """A browser that records the opened URLs."""

    def __init__(self, *, background: bool) -> None:
        self.background = background
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return True


@pytest.fixture
def chrome(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Return a browser with its own window."""
    found = Browser(background=True)
    monkeypatch.setattr(webbrowser, "get", lambda: found)
    return found


def test_open_resources(screen: Screen, chrome: Browser) -> None:
    screen.press("j", "right", "end", "k", "o")
    assert screen.message == "Opened https://example.org/two m: mark as read."
    screen.press("2")
    assert chrome.opened == ["https://example.org/two", "https://example.org/three"]
    screen.press("3")
    assert screen.message == "No resource 3; 'Topic PLAIN' has 2 resources"
    screen.press("end", "1")
    assert screen.message == "'Bonus' has no resources; name one of its topics, like 3.1"


def reads(screen: Screen) -> list[str]:
    """Return the last parts of the URLs of the resources that are read."""
    found = progress_files.load(screen.session.report.roadmap.id).reads
    return sorted(url.removeprefix("https://example.org/") for url in found)


def test_resource_that_was_opened_is_marked_as_read(screen: Screen, chrome: Browser) -> None:
    screen.press("j", "right", "end", "k", "2", "m")
    assert screen.message == "1 resource marked as read: Three; u: undo."
    assert reads(screen) == ["three"]
    assert "Resources: 1/2 read" in screen.page
    screen.press("o", "m")
    assert chrome.opened == ["https://example.org/three", "https://example.org/two"]
    assert screen.message == "1 resource marked as read: Two; u: undo. Both resources are read."
    screen.press("o")
    assert screen.message == "Opened https://example.org/two", "it is read already"


def test_next_resource_is_marked_as_read_and_unread(screen: Screen) -> None:
    screen.press("j", "right", "end", "k", "m")
    assert reads(screen) == ["two"]
    screen.now += dt.timedelta(minutes=1)
    screen.press("m")
    assert reads(screen) == ["three", "two"]
    screen.press("m")
    assert screen.message == "All resources are read; M: mark as unread"
    screen.press("M")
    assert screen.message == "1 resource marked as unread: Three; u: undo."
    assert reads(screen) == ["two"]
    screen.press("u")
    assert screen.message.startswith("Undid: unread, 1 resource (")
    assert "Three" in screen.message
    assert reads(screen) == ["three", "two"]
    screen.press("U", "M", "M")
    assert (reads(screen), screen.message) == ([], "All resources are unread; m: mark as read")
    screen.press("end", "m")
    assert screen.message == "'Bonus' has no resources; name one of its topics, like 3.1"


def test_tree_shows_how_many_resources_are_read(opens: Opens) -> None:
    screen = opens(size=(160, 24))
    screen.press("j", "right", "end", "k", "m")
    assert any("1/2 read" in line.split("│")[0] for line in screen.text.splitlines())
    node = screen.session.report.nodes["plain"]
    rows = {width: tree_pane.row_of(node, Display(), width, is_unfolded=False).plain for width in (40, 24)}
    assert rows[40].endswith(" 1/2 read ")
    assert "read" not in rows[24]


def test_click_on_a_resource_opens_it(screen: Screen, chrome: Browser) -> None:
    at = next(number for number, line in enumerate(screen.lines) if "https://example.org/one" in line)
    screen.click(None, screen.lines[at].index("https") + 3, at)
    assert chrome.opened == ["https://example.org/one"]
    screen.click(None, screen.lines[at].index("https") + 3, at - 1)
    assert len(chrome.opened) == 1


def test_view_is_suspended_for_a_terminal_browser(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    lynx, is_suspended = Browser(background=False), []

    @contextmanager
    def suspend(_: FullScreenView) -> Iterator[None]:
        is_suspended.append(lynx.opened == [])
        yield
        is_suspended.append(lynx.opened != [])

    monkeypatch.setattr(webbrowser, "get", lambda: lynx)
    assert browser.open_url(screen.view, "https://example.org/one"), "even if the view can't be suspended"
    lynx.opened.clear()
    monkeypatch.setattr(FullScreenView, "suspend", suspend)
    screen.press("o")
    assert is_suspended == [True, True]


def test_url_is_shown_without_a_browser(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def get() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", get)
    screen.press("o")
    assert screen.message == "No browser was found; open this address: https://example.org/one"


# The mouse


def test_clicks_in_the_tree(screen: Screen) -> None:
    screen.click(screen.view.tree_pane, 10, 1)
    assert screen.here == "tools"
    screen.click(screen.view.tree_pane, 0, 1)
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "extra", "plain", "bonus"]
    screen.click(screen.view.tree_pane, 10, 0, times=2)
    assert screen.view.tree_pane.slugs[:3] == ["basics", "a", "b"]
    screen.click(screen.view.tree_pane, 10, 11)
    assert screen.here == "basics", "there is no row to click on"


def test_clicks_on_the_keys(screen: Screen) -> None:
    line = next(number for number, text in enumerate(screen.lines) if "d done" in text)
    screen.click(None, screen.lines[line].index("d done") + 3, line)
    assert screen.message.startswith("2 topics done")


# The progress file


@pytest.fixture
def poll_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the view check the file for changes very often."""
    monkeypatch.setattr(layout, "WATCH_SECONDS", 0.01)


@pytest.mark.usefixtures("poll_often")
def test_changes_of_another_program_appear(opens: Opens, program: Program) -> None:
    screen = opens(BUNDLED)
    screen.press("j", "j", "j", "right", "j", "right", "j")
    rows, here = screen.view.tree_pane.slugs, screen.here
    program("done", "1.2", "4.1")
    screen.until(lambda: "Another program changed" in screen.message)
    assert "Another program changed 8 topics: NumPy, Pandas, Matplotlib and 5 more." in screen.message
    assert (screen.view.tree_pane.slugs, screen.here) == (rows, here), "cursor and folds are unchanged"
    assert "Status done" in screen.page
    program("note", "cnns", "Hello")
    screen.until(lambda: screen.message == "Another program recorded: note CNNs.")
    screen.press("d", "end", "d")
    assert {"neural-networks", "cnns"} - {*progress_files.load(BUNDLED.id).notes} == {"neural-networks"}
    assert progress_files.load(BUNDLED.id).done > 8


def test_mark_is_applied_to_a_change_not_shown_yet(opens: Opens, program: Program) -> None:
    screen = opens(BUNDLED)
    program("done", "cnns")
    screen.press("d")
    assert status(screen, "cnns") is Status.DONE
    assert status(screen, "variables") is Status.DONE
    assert "14 of 77 topics" in screen.text


@pytest.mark.usefixtures("poll_often")
def test_file_damaged_meanwhile_is_reported_and_kept(screen: Screen) -> None:
    screen.press("d")
    file = progress_files.path_of("small")
    whole = file.read_bytes()
    file.write_bytes(b"format = 1\n<<<<<<< \x1b[31m")
    screen.until(lambda: "is not valid TOML" in screen.message)
    for key in ("d", "u", "r"):
        screen.press("j", key)
        assert "is not valid TOML" in screen.message
        assert "genai-roadmap restore 1" in screen.message
    assert file.read_bytes() == b"format = 1\n<<<<<<< \x1b[31m"
    assert "2 of 4 topics" in screen.text, "the last valid state is still shown"
    file.write_bytes(whole)
    screen.press("home", "r", "y")
    assert status(screen, "a") is Status.TODO


def test_locked_file_is_reported(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOCK_SECONDS", 0)
    screen.press("d")
    with files.lock(progress_files.path_of("small")):
        screen.press("r", "y")
    assert "Another genai-roadmap is writing" in screen.message
    assert status(screen, "a") is Status.DONE


def test_damaged_file_at_startup_is_an_error(program: Program, home: Path) -> None:
    file = home / "progress" / "genai-engineer.toml"
    file.parent.mkdir(parents=True)
    file.write_text("format")
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "ui"], TERM="xterm")
    assert code == 3
    assert "is not valid TOML" in " ".join(shown.split())
    assert program("check").code == 3


# Appearance


def learned(screen: Screen) -> None:
    """Mark some topics in a view."""
    screen.press("d", "j", "j", "j", "right", "j", "d", "j", "right", "j", "n", *"Watch lecture 3 again", "enter", "s")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("display", [Display(), Display(ascii=True)], ids=["signs", "ascii"])
def test_screens(opens: Opens, size: tuple[int, int], display: Display) -> None:
    screen = opens(BUNDLED, size=size, display=display)
    learned(screen)
    kept = DATA / f"screen-{size[0]}x{size[1]}{'-ascii' if display.ascii else ''}.txt"
    if not kept.exists():
        kept.write_text(screen.text, encoding="utf-8")
        pytest.fail(f"{kept.name} was drawn: check it, then commit it")
    assert screen.text == kept.read_text(encoding="utf-8"), f"delete {kept.name} to draw it again"
    assert screen.text.isascii() or not display.ascii


def test_row_is_shortened_to_its_width() -> None:
    screen = Screen(BUNDLED)
    node = screen.session.report.nodes["frameworks"]
    screen.close()
    shown = {width: tree_pane.row_of(node, Display(), width, is_unfolded=False).plain for width in (60, 30, 22, 12)}
    assert shown == {
        60: "  ▸ ○ 4.4 Frameworks                     0/1, choose 1 of 2 ",
        30: "  ▸ ○ 4.4 Frameworks      0/1 ",
        22: "  ▸ ○ 4.4 Framew… 0/1 ",
        12: "  ▸ ○ … 0/1 ",
    }
    assert tree_pane.row_of(node, Display(ascii=True), 22, is_unfolded=True).plain == "  - . 4.4 Framew~ 0/1 "


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_does_not_control_the_full_screen_view(opens: Opens, text: str) -> None:
    screen = opens(parse_roadmap(roadmap_with(text)), size=(100, 40))
    for key in ("right", "j", "d", "u", "U", "g", "/", *"note", "enter", "escape", "?", "n", "x", "enter"):
        screen.press(key)
        assert not CONTROL.search(screen.text.replace("\n", "")), key


def test_markup_is_shown_as_typed(opens: Opens) -> None:
    screen = opens(parse_roadmap(roadmap_with("[red]a[/red] [")), size=(100, 40))
    assert screen.text.count("[red]a[/red] [") > 4


# Large roadmaps


def large() -> Roadmap:
    steps = [
        {
            **leaf(f"s{s}x"),
            "topics": [
                {**leaf(f"s{s}x{t}x"), "topics": [leaf(f"s{s}x{t}x{u}x") for u in range(10)]} for t in range(10)
            ],
        }
        for s in range(100)
    ]
    return parse_roadmap({"format": 1, "id": "large", "version": "1", "title": "Large", "steps": steps})


def test_only_visible_rows_of_10_000_topics_are_drawn(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()
    row_of = tree_pane.row_of

    def counted(node: Any, *arguments: Any, **options: Any) -> Any:
        drawn.add(node.slug)
        return row_of(node, *arguments, **options)

    monkeypatch.setattr(tree_pane, "row_of", counted)
    screen = opens(large())
    screen.press("+", "end")
    assert len(screen.view.tree_pane.slugs) == 11_100
    assert len(drawn) < 4 * 24
    screen.press("home", *"j" * 500)
    assert screen.view.tree_pane.slugs.index(screen.here) == 500, "no key press is lost while a key is held"


# The real program


def test_view_needs_a_terminal(program: Program) -> None:
    run = program("ui")
    assert run.code == 1
    assert run.err.startswith("genai-roadmap: the full-screen view needs a terminal")


@pytest.mark.parametrize("reason", [{"TERM": "dumb"}, {"ACCESSIBLE": "1"}])
def test_view_needs_a_capable_terminal(reason: dict[str, str]) -> None:
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "ui"], **{"TERM": "xterm", **reason})
    assert code == 1
    assert "needs a terminal" in shown


def run_without_module(module: str) -> tuple[int, str]:
    """Run the program without a module; return its exit code and its output."""
    script = (
        "import sys, importlib.abc\n"
        "class Missing(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == {module!r}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from genai_roadmap.__main__ import main; main()"
    )
    return run_on_a_terminal([sys.executable, "-c", script, "ui"], TERM="xterm", COLUMNS="200")


def test_message_without_textual() -> None:
    code, shown = run_without_module("textual")
    message = f"the full-screen view needs the extra `ui`. Install it with: {command_for_ui()}"
    assert (code, " ".join(shown.split())) == (1, f"genai-roadmap: {message}")


def test_bugs_keep_their_traceback() -> None:
    code, shown = run_without_module("textual.scroll_view")
    assert code == 1
    assert "Traceback" in shown


class Tmux:
    """A tmux terminal that shows the view."""

    _socket: Path

    def __init__(self, socket: Path, *options: str, size: str = "80x24", **changes: str) -> None:
        if sys.platform == "win32":
            pytest.skip("tmux does not run on Windows")
        self._socket = socket
        wide, high = size.split("x")
        view = f"{sys.executable} -m genai_roadmap {' '.join(options)} ui; code=$?"
        # A shell that returns the view to the foreground if Enter is pressed after it was stopped.
        back = f"if [ $code = {128 + signal.SIGSTOP} ]; then echo stopped; read line; fg; code=$?; fi"
        command = f"set -m; {view}; {back}; echo code $code; exec sleep 60"
        env = environment(LC_ALL="C.UTF-8", **changes)
        start = ["-f", os.devnull, "new-session", "-d", "-x", wide, "-y", high, command]
        subprocess.run(["tmux", "-u", "-S", str(socket), *start], env=env, check=True)

    def __call__(self, *command: str) -> str:
        run = subprocess.run(["tmux", "-S", str(self._socket), *command], capture_output=True, text=True, check=True)
        return run.stdout

    def close(self) -> None:
        """Close the view, then the terminal."""
        self("send-keys", "q")
        self.until("code ")
        self("kill-server")

    def until(self, text: str) -> str:
        """Return the screen as soon as it shows the text."""
        for _ in range(300):
            shown = self("capture-pane", "-p", "-e")
            if text in re.sub(r"\x1b\[[\d;]*m", "", shown):
                return shown
            time.sleep(0.05)
        raise AssertionError(shown)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Callable[..., Tmux]]:
    """Return a function that opens the view in tmux."""
    opened: list[Tmux] = []

    def opens(*options: str, **changes: str) -> Tmux:
        opened.append(Tmux(tmp_path / f"tmux{len(opened)}", *options, **changes))
        return opened[-1]

    yield opens
    for each in opened:
        each.close()


LAST = "Next: Variables (first topic of step 1)."  # the last text that is drawn

needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")


@needs_tmux
def test_view_in_tmux(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux(size="60x20")
    terminal.until(LAST)
    terminal("send-keys", "/atten", "Enter", "dnWatch it again", "Enter", "Escape")
    terminal.until("1 of 77 topics")
    terminal("send-keys", "jjj", "Up", "q")
    terminal.until("code 0")
    progress = progress_files.load(BUNDLED.id)
    assert [(change.action.value, change.note) for change in progress.changes] == [
        ("done", None),
        ("note", "Watch it again"),
    ]


@needs_tmux
def test_interrupt_in_tmux(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux()
    terminal.until(LAST)
    terminal("send-keys", "C-c")
    terminal.until("code 130")


@needs_tmux
def test_suspend_and_resume_in_tmux(tmux: Callable[..., Tmux]) -> None:
    terminal = tmux()
    terminal.until(LAST)
    terminal("send-keys", "j")
    terminal.until("Slug    data-types")
    terminal("send-keys", "C-z")
    terminal.until("stopped")
    terminal("send-keys", "Enter")
    terminal.until("0 of 77 topics")


@needs_tmux
@pytest.mark.parametrize(
    ("options", "no_color", "is_colored"), [("", "", True), ("", "1", False), ("--no-color", "", False)]
)
def test_colors_in_tmux(tmux: Callable[..., Tmux], options: str, no_color: str, is_colored: bool) -> None:  # noqa: FBT001
    shown = tmux(options, NO_COLOR=no_color).until(LAST)
    assert bool(re.search(r"\x1b\[[\d;]*(3[0-7]|9[0-7]|38;)", shown)) is is_colored


@needs_tmux
def test_ascii_in_tmux(tmux: Callable[..., Tmux]) -> None:
    shown = tmux(PYTHONIOENCODING="ascii").until(LAST)
    assert shown.isascii()
    assert "\\u" not in shown


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (120, "Goal 31 Dec 2027, 4 months early · 3-week streak"),
        (84, "Goal 31 Dec 2027, 4 months early"),
        (80, "Goal: 4 months early"),
        (60, ""),
    ],
)
def test_goal_and_streak_are_beside_the_title_if_they_fit(opens: Opens, width: int, text: str) -> None:
    session = Session(None, lambda: NOW)
    for number, day in enumerate((3, 4, 9, 10, 12, 17, 18), 1):
        marking.mark(session, [f"1.1.{number}"], Mark(Action.DONE, on=dt.date(2026, 11, day)))
    marking.set_goal(session, dt.date(2027, 12, 31))
    title = opens(BUNDLED, size=(width, 24)).text.splitlines()[0]
    assert title.strip() == f"{BUNDLED.title}{text:>{width - 2 - len(BUNDLED.title)}}".strip()


def test_footer_shows_the_most_important_keys_first(opens: Opens) -> None:
    footer = opens(BUNDLED, size=(50, 20)).footer
    keys = ["? help", "q quit", "d done", "s start", "x skip", "u undo", "n note", "o open", "/ search"]
    assert footer.startswith(" ".join(keys))


@pytest.mark.parametrize(("size", "title", "keys_shown"), [((80, 24), 1, 2), ((50, 20), 0, 2), ((30, 9), 0, 1)])
def test_low_terminals_show_the_tree(opens: Opens, size: tuple[int, int], title: int, keys_shown: int) -> None:
    screen = opens(BUNDLED, size=size)
    assert (screen.view.query_one("#title").size.height, screen.view.footer.size.height) == (title, keys_shown)
    assert "? help" in screen.text
    assert " 1 P" in screen.text, "the row at the cursor"
