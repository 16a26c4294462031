"""Changes of other programs while the full-screen view is open."""

import pytest

from genai_roadmap.progress.status import Status
from genai_roadmap.storage import progress_files, roadmap_files
from genai_roadmap.tui import layout
from screen import BUNDLED, Opens, Screen, status
from support import Program


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


def test_a_view_that_closes_does_not_reload(program: Program) -> None:
    screen = Screen(BUNDLED)
    screen.close()
    program("done", "cnns")
    screen.view._reload_if_changed()  # noqa: SLF001 - as the timer may do
    assert screen.session.report.progress.done == 0


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
