"""The dialogs of the full-screen view: dates, the goal, questions, the progress, and the roadmaps."""

import datetime as dt
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style

from genai_roadmap.app import marking
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import progress_files, roadmap_files
from genai_roadmap.terminal.display import Display
from genai_roadmap.tui import layout, tree_pane
from screen import NOW, Screen
from small import leaf, roadmap_data, small_roadmap
from support import Program

BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
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


# Questions before marks are lost


@pytest.mark.parametrize(("key", "effect"), [("s", "Mark it as started again?"), ("x", "Skip it?")])
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


def test_questions_can_be_clicked(screen: Screen) -> None:
    screen.press("d", "r")
    line = next(number for number, text in enumerate(screen.lines) if "y yes" in text)
    screen.click(None, screen.lines[line].index("y yes") + 2, line)
    assert status(screen, "a") is Status.TODO


# Dates


def test_done_on_another_day(screen: Screen) -> None:
    screen.press("right", "j", "D")
    assert screen.message.startswith("Topic A was done on (yesterday, friday, 30 Jun; known: before you started):")
    screen.type("yesterday")
    screen.press("enter")
    assert screen.message == "1 topic done on Mon 23 Nov 2026: Topic A; u: undo."
    assert progress_files.load("small").changes[-1].on == dt.date(2026, 11, 23)
    screen.press("j", "D", *"known", "enter")
    assert progress_files.load("small").changes[-1].known
    screen.press("D", *"yesterdya", "enter")
    assert "Did you mean" in screen.message
    assert screen.view.prompt.is_open, "the text can be corrected"


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
    screen.press("ctrl+u")
    screen.press("enter")
    assert screen.message == "No goal is set; u: undo."
    assert progress_files.load("small").goal is None


# Questions of the roadmap


def test_answers_are_shown_only_if_asked_for(opens: Opens) -> None:
    data = roadmap_data({**leaf("a"), "questions": [{"ask": "Why?", "answer": "Because."}]}, leaf("b"))
    screen = opens(parse_roadmap(data))
    screen.press("a")
    assert screen.message == "No questions on 'One'"
    screen.press("right", "j")
    assert "Answers: a" in screen.page
    assert "Because" not in screen.page
    screen.press("a")
    assert "Because." in screen.page
    assert screen.message == "a: hide the answers."
    screen.press("a")
    assert "Because" not in screen.page
    for key in "ajk":
        screen.press(key)
    assert "Because" not in screen.page


# The progress


def test_progress_has_tabs(screen: Screen) -> None:
    screen.press("d", "p")
    for text in ("No goal set.", "Per week", "Topic A, Topic B", "Version"):
        assert text in screen.text, text
        assert "genai-roadmap " not in screen.text
        screen.press("tab")
    assert "No goal set." in screen.text
    for keys, text in [("3", "Topic A, Topic B"), ("left", "Per week"), ("4", "Version"), ("l", "No goal set.")]:
        screen.press(keys)
        assert text in screen.text, keys
    screen.press("G")
    assert screen.message.startswith("Finish by")
    screen.press("escape", "p", "q", "p", "v")
    assert screen.message.startswith("Nothing to review today.")


def test_plan_can_be_scrolled_below_its_tabs(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(50, 20))
    screen.press("p")
    assert "1.1.1 Variables" in screen.text
    screen.press("end")
    assert "1.1.1 Variables" not in screen.text
    assert screen.lines[0].split() == ["1", "Plan", "2", "Statistics", "3", "Log", "4", "About"]


# Roadmaps


def test_switch_to_another_roadmap(opens: Opens, program: Program) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("/", *"attention", "enter", "R")
    assert f"* {BUNDLED.title}" in screen.text
    assert "My roadmap" in screen.text
    screen.press("k", "enter")
    assert screen.here != "first-topic", "it is the roadmap that is shown"
    screen.press("R", "j", "j", "enter")
    assert screen.message == "Switched to My roadmap."
    assert (screen.here, "Only" in screen.text) == ("first-topic", False)
    screen.press("d")
    assert progress_files.load("mine").status("first-topic") is Status.DONE
    assert "active  mine" in program("roadmaps").out
    screen.press("R", "escape")
    assert screen.here == "first-topic"


def test_a_switch_that_can_not_be_saved_shows_the_same_roadmap(opens: Opens, program: Program, home: Path) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("R")
    (home / "settings.toml").write_text("damaged")
    screen.press("j", "enter")
    assert "toml is not valid TOML" in screen.message
    assert (screen.session.roadmap.id, screen.here) == (BUNDLED.id, BUNDLED.steps[0].slug)


def test_roadmaps_can_be_clicked(opens: Opens, program: Program) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("R")
    line = next(number for number, text in enumerate(screen.lines) if "My roadmap" in text)
    screen.click(None, 5, line, times=2)
    assert screen.message == "Switched to My roadmap."


def test_roadmap_that_can_not_be_read_is_reported(opens: Opens, program: Program) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    roadmap_files.path_of("mine").write_text("damaged")
    screen.press("R", "j", "enter")
    assert "is not valid TOML" in screen.message
    screen.press("home", "d")
    assert progress_files.load(BUNDLED.id).changes[-1].action is Action.DONE


def test_changes_of_the_roadmap_appear(opens: Opens, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "WATCH_SECONDS", 0.01)
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("R", "j", "enter")
    screen.until(lambda: screen.session._roadmap_fingerprint is not None)  # noqa: SLF001
    path = roadmap_files.path_of("mine")
    path.write_text(path.read_text().replace("First topic", "A better title"))
    screen.until(lambda: "Another program changed the roadmap" in screen.message)
    assert "A better title" in screen.text
    path.write_text("damaged")
    screen.until(lambda: "is not valid TOML" in screen.message)
    assert "A better title" in screen.text


# The screen


def test_cursor_stays_on_the_screen(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(80, 24))
    screen.press("+", "end")
    for size in [(80, 16), (50, 20), (120, 12)]:
        screen.resize(*size)
        assert any("9.5" in line for line in screen.lines), size
    screen.press("/")
    screen.press(*"project")
    assert any(screen.session.report.nodes[screen.here].item.number in line for line in screen.lines)


def test_dialogs_fit_another_size(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(120, 40))
    for key, text in [("?", "done; a step: its topics"), ("p", "1.1.1 Variables"), ("R", BUNDLED.title)]:
        screen.press(key)
        screen.resize(60, 20)
        screen.press("down")
        assert text in " ".join(screen.text.split()) or text[:20] in screen.text, key
        screen.press("escape")
        screen.resize(120, 40)


def test_item_is_below_the_tree_on_a_narrow_terminal(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(50, 20))
    assert any("Mathematics for Generative AI" in line for line in screen.lines)
    assert screen.view.item_pane.region.y > screen.view.tree_pane.region.y
    screen.resize(80, 24)
    assert screen.view.item_pane.region.y == screen.view.tree_pane.region.y


def test_zoom(screen: Screen) -> None:
    screen.press("z")
    assert "Tools" not in screen.text
    assert screen.message == "z: show the tree again."
    screen.press("j")
    assert screen.page.startswith("○ 2 Tools")
    screen.press("z")
    assert "Basics" in screen.text
    screen.press("z", "escape")
    assert "Basics" in screen.text


def test_search_says_what_it_found(screen: Screen) -> None:
    screen.press("/", *"example.org/two")
    assert screen.message == "1 item found, here in: https://example.org/two"
    screen.press("ctrl+u")
    screen.press(*"topic")
    assert screen.message == "12 items found."
    screen.press("enter")
    assert screen.message == "12 items found. escape: show all."


def test_search_shows_where_its_first_match_is(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("+", "end", "/", *"pytorch")
    assert screen.here == "deep-learning-library"
    assert "1 Programming Fundamentals" in screen.text


def test_found_text_is_underlined_in_titles() -> None:
    opened = Screen(small_roadmap())
    node = opened.session.report.nodes["a"]
    opened.close()
    row = tree_pane.row_of(node, Display(), 30, is_unfolded=False, found="TOPIC")
    underlined = [span for span in row.spans if isinstance(span.style, Style) and span.style.underline]
    assert [row.plain[span.start : span.end] for span in underlined] == ["Topic"]


def test_undo_moves_to_what_it_undid(screen: Screen) -> None:
    screen.press("right", "j", "d", "home", "left", "end", "u")
    assert screen.here == "a"


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
    assert "Undid: import, a new version of the roadmap" in screen.message
    assert "Third" not in screen.text
    screen.press("U")
    assert "Third" in screen.text


@pytest.mark.parametrize("size", [(30, 9), (20, 6)])
def test_tiny_terminals_show_the_cursor(opens: Opens, size: tuple[int, int]) -> None:
    screen = opens(BUNDLED, size=size)
    assert any("1 Prog" in line for line in screen.lines)
    assert any("? help" in line for line in screen.lines)
    screen.press("right", "j", "right", "j", "enter")
    assert any("1.1.1" in line for line in screen.lines)
    screen.press("enter")
    assert any("1.1.1" in line for line in screen.lines)


def test_low_terminals_have_the_title_in_the_border(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(60, 20))
    assert BUNDLED.title in screen.lines[1]
    screen.press("/", *"cnn")
    assert BUNDLED.title not in screen.text
    screen.resize(80, 24)
    screen.press("escape")
    assert BUNDLED.title in screen.lines[0]
    assert BUNDLED.title not in screen.lines[2]


def test_first_message(opens: Opens) -> None:
    screen = opens(starts_at_next=True)
    assert screen.message == "Next: Topic A (unblocks 6 topics). s: start it, d: mark it done, ?: show all keys."
    screen.press("d")
    assert opens(starts_at_next=True).message == "Next: Topic B (unblocks 6 topics)."
    mark = Mark(Action.DONE, on=NOW.date() - dt.timedelta(days=9))
    marking.mark(screen.session, ["a", "b"], mark)
    assert opens(starts_at_next=True).message.endswith("1 topic to review: v")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_signal_ends_the_view(screen: Screen) -> None:
    signal.raise_signal(signal.SIGTERM)
    screen.settle()
    assert screen.view.return_code == 128 + signal.SIGTERM
