"""The dialogs of the full-screen view: the help, the progress, and the roadmaps."""

from pathlib import Path

import pytest

from genai_roadmap.progress.status import Action, Status
from genai_roadmap.storage import progress_files, roadmap_files, settings
from genai_roadmap.tui import key_help, keys
from screen import BUNDLED, Opens, Screen
from support import Program


@pytest.mark.parametrize("size", [(120, 50), (80, 24)])
def test_help_lists_every_key(opens: Opens, size: tuple[int, int]) -> None:
    screen = opens(size=size)
    before = screen.text
    screen.press("?")
    text = " ".join(screen.text.split())
    for row in (row for rows in key_help.HELP.values() for row in rows):
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
    named = {name for rows in key_help.HELP.values() for names, _ in rows for name in names.split()}
    names = {"left": "h", "right": "l", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End"}
    unnamed = {key.key for key in keys.ALL if names.get(key.key, key.key) not in named}
    assert unnamed == {"ctrl+c", "tab", *"123456789"}


def test_progress_has_tabs(screen: Screen) -> None:
    screen.press("d", "p")
    for text in ("No goal set.", "Per week", "Topic A, Topic B", "Version"):
        assert text in screen.text, text
        assert "genai-roadmap " not in screen.text
        screen.press("tab")
    assert "No goal set." in screen.text
    for typed, text in [("3", "Topic A, Topic B"), ("left", "Per week"), ("4", "Version"), ("l", "No goal set.")]:
        screen.press(typed)
        assert text in screen.text, typed
    screen.press("G")
    assert screen.message.startswith("Finish by")
    screen.press("escape", "p", "q", "p", "v")
    assert screen.message.startswith("Nothing to review today.")


def test_why_there_is_no_plan_is_shown_instead(opens: Opens) -> None:
    settings.update(lambda now: now.model_copy(update={"per_week": 0.001}))
    screen = opens(BUNDLED)
    screen.press("p")
    assert "takes more than 100 years; choose more" in " ".join(screen.text.split())


def test_plan_can_be_scrolled_below_its_tabs(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(50, 20))
    screen.press("p")
    assert "1.1.1 Variables" in screen.text
    screen.press("end")
    assert "1.1.1 Variables" not in screen.text
    assert screen.lines[0].split() == ["1", "Plan", "2", "Statistics", "3", "Log", "4", "About"]


def test_switch_to_another_roadmap(opens: Opens, program: Program) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("/", *"attention", "enter", "R")
    assert f"* {BUNDLED.id}: {BUNDLED.title[:20]}" in screen.text
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


@pytest.mark.parametrize("width", [120, 80, 60])
def test_roadmaps_with_the_same_title_have_their_ids(opens: Opens, program: Program, width: int) -> None:
    program("new", "copy", "--from", BUNDLED.id)
    screen = opens(BUNDLED, size=(width, 24))
    screen.press("R")
    assert f"* {BUNDLED.id}: {BUNDLED.title[:12]}" in screen.text
    assert f"  copy: {BUNDLED.title[:12]}" in screen.text


def test_a_switch_that_can_not_be_saved_shows_the_same_roadmap(opens: Opens, program: Program, home: Path) -> None:
    program("new", "mine")
    screen = opens(BUNDLED)
    screen.press("R")
    (home / "settings.toml").write_text("damaged")
    screen.press("j", "enter")
    assert "tomlisnotvalidTOML" in "".join(screen.message.split()), "the path may be wrapped"
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


def test_dialogs_fit_another_size(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(120, 40))
    for key, text in [("?", "done; a step: its topics"), ("p", "1.1.1 Variables"), ("R", BUNDLED.id)]:
        screen.press(key)
        screen.resize(60, 20)
        screen.press("down")
        assert text in " ".join(screen.text.split()) or text[:20] in screen.text, key
        screen.press("escape")
        screen.resize(120, 40)
