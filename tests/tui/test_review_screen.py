"""Reviews in the full-screen view."""

import datetime as dt
from collections.abc import Iterator

import pytest

from genai_roadmap.app import marking
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.storage import progress_files
from screen import NOW, Screen
from small import small_roadmap


@pytest.fixture
def screen() -> Iterator[Screen]:
    """Return a view of the small roadmap, in which three topics are due."""
    opened = Screen(small_roadmap())
    mark = Mark(Action.DONE, on=NOW.date() - dt.timedelta(days=9))
    marking.mark(opened.session, ["a", "b", "plain"], mark)
    yield opened
    opened.close()


def grades(screen: Screen) -> list[tuple[str, Grade | None]]:
    """Return the topics that were graded, with their grades."""
    changes = progress_files.load(screen.session.report.roadmap.id).effective
    return [(change.topics[0], change.grade) for change in changes if change.action is Action.REVIEW]


def test_a_review(screen: Screen) -> None:
    screen.press("v")
    assert "1 of 3  Topic A  step 1" in screen.text
    assert "Explain Topic A in your own words." in screen.text
    # Not before the answer is shown.
    screen.press("3")
    assert grades(screen) == []
    screen.press("enter")
    assert "How well did you remember it?" in screen.text
    assert "Open one: genai-roadmap open 1.1" in screen.text
    screen.press("3")
    assert "2 of 3  Topic PLAIN" in screen.text
    screen.press("space", "a")
    assert "3 of 3  Topic B" in screen.text
    screen.press("s")
    assert "Reviewed 2 topics: 1 remembered, 1 to learn again." in screen.text
    assert grades(screen) == [("a", Grade.GOOD), ("plain", Grade.AGAIN)]
    screen.press("enter")
    assert screen.message == "Reviewed 2 topics; u: undo the last."
    screen.press("u")
    assert grades(screen) == [("a", Grade.GOOD)]


def test_undo_and_stop(screen: Screen) -> None:
    screen.press("v", "u")
    assert "nothing rated yet" in screen.text
    screen.press("enter", "4", "u")
    assert "1 of 3  Topic A" in screen.text
    assert "nothing rated yet" not in screen.text
    assert grades(screen) == []
    screen.press("q")
    assert screen.message == ""
    assert "Basics" in screen.text


def test_keys_do_nothing_after_the_last_question_but_close_it(screen: Screen) -> None:
    screen.press("v", "s", "s", "s", "s", "1")
    assert "Nothing reviewed." in screen.text
    assert "3 topics left for today." in screen.text
    screen.press("escape")
    assert "Basics" in screen.text


def test_nothing_to_review(screen: Screen) -> None:
    screen.now = NOW - dt.timedelta(days=9)
    screen.press("v")
    assert screen.message == "Nothing to review today. Next review: in 2 days (17 Nov), 3 topics."


def test_an_item_shows_when_it_is_due(screen: Screen) -> None:
    screen.press("v", "enter", "3", "q")
    screen.press("+", "j")
    assert screen.here == "a"
    assert "Next review" in screen.page
