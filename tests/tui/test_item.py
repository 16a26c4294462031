"""The item beside the tree: its resources, which open in a browser, and its questions."""

import datetime as dt
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import progress_files
from genai_roadmap.tui import browser
from genai_roadmap.tui.fullscreen import FullScreenView
from screen import BUNDLED, Opens, Screen
from small import leaf, roadmap_data


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
    assert screen.message.startswith("Undid: 1 resource marked as unread (")
    assert "Three" in screen.message
    assert reads(screen) == ["three", "two"]
    screen.press("U", "M", "M")
    assert (reads(screen), screen.message) == ([], "All resources are unread; m: mark as read")
    screen.press("end", "m")
    assert screen.message == "'Bonus' has no resources; name one of its topics, like 3.1"


def test_only_the_resource_that_was_opened_is_marked(screen: Screen, chrome: Browser) -> None:
    screen.press("j", "right", "end", "k", "2", "m", "2", "m")
    assert len(chrome.opened) == 2
    assert screen.message == "'Three' is already read; M: mark as unread"
    assert reads(screen) == ["three"]
    screen.press("1", "m", "2", "M")
    assert reads(screen) == ["two"]
    screen.press("2", "M")
    assert screen.message == "'Three' is already unread; m: mark as read"


@pytest.mark.usefixtures("chrome")
def test_opening_a_resource_that_is_read_marks_the_next_one_with_the_second_key(screen: Screen) -> None:
    screen.press("j", "right", "end", "k", "2", "m", "2", "m")
    assert screen.message == "'Three' is already read; M: mark as unread"
    screen.press("m")
    assert screen.message == "1 resource marked as read: Two; u: undo. Both resources are read."
    screen.press("u", "2", "m", "M")
    assert screen.message == "1 resource marked as unread: Three; u: undo."
    assert reads(screen) == []


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


def test_scroll_item(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(60, 20))
    screen.press("space")
    assert screen.view.item_pane.scroll_offset.y > 0
    screen.press("b")
    assert screen.view.item_pane.scroll_offset.y == 0
    screen.press("space", "j")
    assert screen.view.item_pane.scroll_offset.y == 0, "another item is scrolled to the top"


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


def test_how_to_leave_the_zoom_stays_in_sight(screen: Screen) -> None:
    screen.press("z", "j", "j")
    assert screen.message == "z: show the tree again."
    assert "z tree" in screen.text
    assert "z zoom" not in screen.text
    screen.press("escape")
    assert screen.message == ""
    assert "z zoom" in screen.text


def test_escape_leaves_the_zoom_before_the_filter(screen: Screen) -> None:
    screen.press("f", "z")
    assert screen.message == "z: show the tree again."
    screen.press("escape")
    assert screen.view.tree_pane.filter.title == "Only todo"
    assert screen.message == "escape: show all."
    screen.press("escape")
    assert screen.view.tree_pane.filter.title == ""


def test_a_search_leaves_the_zoom_unless_it_is_cancelled(screen: Screen) -> None:
    screen.press("z", "/")
    screen.type("tool")
    assert not screen.view.is_zoomed, "the items that are found are shown"
    screen.press("escape")
    assert screen.view.is_zoomed
    assert screen.message == "z: show the tree again."
    screen.press("/")
    screen.type("tool")
    screen.press("enter")
    assert not screen.view.is_zoomed
    assert "Tools" in screen.text
