"""Reviews in the full-screen view."""

import datetime as dt
from collections.abc import Iterator

import pytest

from genai_roadmap.app import marking
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import progress_files
from genai_roadmap.tui import browser
from screen import NOW, Screen
from small import leaf, roadmap_data, small_roadmap


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
    assert "Open one: o" in screen.text
    assert "1 again 2 hard 3 good 4 easy" in " ".join(screen.lines[-1].split())
    screen.press("3")
    assert "2 of 3  Topic PLAIN" in screen.text
    screen.press("space", "a")
    assert "3 of 3  Topic B" in screen.text
    screen.press("s")
    assert "Reviewed 2 topics: 1 remembered, 1 to learn again." in screen.text
    assert grades(screen) == [("a", Grade.GOOD), ("plain", Grade.AGAIN)]
    screen.press("q")
    assert screen.message == "Reviewed 2 topics; u: undo the last."
    screen.press("u")
    assert grades(screen) == [("a", Grade.GOOD)]


@pytest.mark.parametrize("width", [50, 34])
def test_all_keys_are_visible_on_a_narrow_terminal(width: int) -> None:
    opened = Screen(small_roadmap(), size=(width, 20))
    marking.mark(opened.session, ["a"], Mark(Action.DONE, on=NOW.date() - dt.timedelta(days=9)))
    opened.press("v", "enter")
    keys = " ".join(" ".join(opened.lines[-4:]).split())
    opened.close()
    assert keys.endswith("1 again 2 hard 3 good 4 easy j scroll o open s skip u undo q stop")


def test_grades_are_explained_after_the_answer(screen: Screen) -> None:
    screen.press("v", "?")
    assert "you remembered it" not in screen.text
    screen.press("enter", "?")
    assert "you remembered it with effort, or only a part" in screen.text
    screen.press("3")
    assert "you remembered it" not in screen.text
    assert grades(screen) == [("a", Grade.GOOD)]


def test_escape_hides_the_explanation_first(screen: Screen) -> None:
    screen.press("v", "enter", "?", "escape")
    assert "you remembered it" not in screen.text
    assert "How well did you remember it?" in screen.text
    screen.press("3", "s", "escape")
    assert screen.message == "Reviewed 1 topic; u: undo the last."


def test_interrupt_in_a_review_says_what_was_reviewed(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(screen.view, "exit", lambda *, return_code, message: left.append(f"{return_code} {message}"))
        screen.press("v", "ctrl+c", "enter", "3", "ctrl+c")
    assert left == ["130 None", "130 Reviewed 1 topic."]


def test_undo_returns_to_a_skipped_topic_before_a_rating(screen: Screen) -> None:
    screen.press("v", "enter", "3", "s", "s", "u")
    assert "Undid: skip." in screen.text
    assert "3 of 3  Topic B" in screen.text
    screen.press("u", "u")
    assert "1 of 3  Topic A" in screen.text
    assert grades(screen) == []


def test_undo_and_stop(screen: Screen) -> None:
    screen.press("v", "u")
    assert "nothing graded yet" in screen.text
    screen.press("enter", "u")
    assert "nothing graded yet" in screen.text
    assert "How well did you remember it?" in screen.text
    screen.press("4", "u")
    assert "1 of 3  Topic A" in screen.text
    assert "nothing graded yet" not in screen.text
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


@pytest.fixture
def long_answer() -> Iterator[Screen]:
    """Return a low and narrow view of a roadmap whose due topic has a long answer."""
    answer = " ".join(f"word{number}" for number in range(400))
    data = roadmap_data({**leaf("a"), "questions": [{"ask": "Why?", "answer": answer}]}, leaf("b"))
    opened = Screen(parse_roadmap(data), size=(50, 20))
    marking.mark(opened.session, ["a"], Mark(Action.DONE, on=NOW.date() - dt.timedelta(days=9)))
    yield opened
    opened.close()


def test_a_long_answer_can_be_scrolled(long_answer: Screen) -> None:
    screen = long_answer
    screen.press("v")
    assert "enter show the answer" in screen.text
    screen.press("enter")
    assert "word0 " in screen.text
    assert "enter show the answer" not in screen.text
    assert "1 again" in screen.text
    screen.until(lambda: "Why?" not in screen.text)
    assert "word0 " in screen.text
    screen.press("k", "k")
    assert "Why?" in screen.text
    screen.press("j", "j", "pagedown", "space")
    assert "word0 " not in screen.text
    screen.press(*["space"] * 10)
    assert "word399" in screen.text
    assert "4 easy" in screen.text
    screen.press("enter")
    assert "word399" in screen.text
    screen.press(*["pageup"] * 12)
    assert "Why?" in screen.text
    screen.press("3")
    assert grades(screen) == [("a", Grade.GOOD)]


def test_what_undo_and_skip_do_is_said(screen: Screen) -> None:
    screen.press("v", "enter", "3", "u")
    assert "Undid: good." in screen.text
    screen.press("s")
    assert "Skipped." in screen.text
    screen.press("enter")
    assert "Skipped." in screen.text


def test_a_click_opens_a_resource(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_url(_: object, url: str) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr(browser, "open_url", open_url)
    screen.press("v", "enter")
    answer = screen.view.screen.query_one("#review-answer")
    # The title of the resource is in its second line.
    screen.click(answer, 2, 1)
    [url] = opened
    assert f"Opened {url}" in screen.text
    screen.click(answer, 2, 1)
    assert f"No browser was found; open this address: {url}" in screen.text
    screen.click(answer, 2, 3)
    assert len(opened) == 2
    screen.press("3")
    assert grades(screen) == [("a", Grade.GOOD)]


def test_the_first_resource_can_be_opened(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_url(_: object, url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(browser, "open_url", open_url)
    screen.press("v", "o")
    assert opened == [], "the answer, which names it, is not shown"
    screen.press("enter", "o")
    assert opened == ["https://example.org/one"]
    assert "Opened https://example.org/one" in screen.text
    screen.press("2")
    assert grades(screen) == [("a", Grade.HARD)]


def test_keys_pressed_at_once_are_handled_in_order(screen: Screen) -> None:
    screen.press("v", "enter", "3", "enter", "1", "s", "q")
    assert grades(screen) == [("a", Grade.GOOD), ("plain", Grade.AGAIN)]
    assert screen.message == "Reviewed 2 topics; u: undo the last."


def test_what_was_forgotten_today_is_repeated_until_it_is_remembered(screen: Screen) -> None:
    screen.press("v", "enter", "1", "enter", "1", "enter", "3", "q")
    screen.press("v")
    assert "2 to learn again. Repeating does not change the schedule." in screen.text
    recorded = grades(screen)
    screen.press("n", "enter")
    assert "n ask again" in screen.text
    screen.press("n")
    assert "1 of 2  Topic PLAIN" in screen.text
    screen.press("enter", "enter", "enter", "enter")
    assert "Basics" in screen.text
    assert grades(screen) == recorded


def test_nothing_to_review(screen: Screen) -> None:
    screen.now = NOW - dt.timedelta(days=9)
    screen.press("v")
    assert screen.message == "Nothing to review today. Next review: in 2 days (17 Nov), 3 topics."


def test_an_item_shows_when_it_is_due(screen: Screen) -> None:
    screen.press("v", "enter", "3", "q")
    screen.press("+", "j")
    assert screen.here == "a"
    assert "Next review" in screen.page


def test_a_rating_is_confirmed(screen: Screen) -> None:
    screen.press("v", "enter", "3")
    assert "good, next review in " in screen.text
    screen.press("enter", "1")
    assert "again, next review tomorrow" in screen.text


def test_what_was_forgotten_is_repeated_without_recording(screen: Screen) -> None:
    screen.press("v", "enter", "1", "enter", "3", "enter", "1")
    assert "2 to repeat: enter" in screen.text
    assert "Repeating does not change the schedule." in screen.text
    recorded = grades(screen)
    screen.press("enter")
    assert "1 of 2  Topic A" in screen.text
    screen.press("enter", "1", "s", "u")
    assert "1 of 2  Topic A" in screen.text
    assert "1 again" not in screen.text
    assert "enter next" in screen.text
    screen.press("space", "enter")
    assert "2 of 2  Topic B" in screen.text
    assert "enter show the answer" in screen.text
    screen.press("enter", "enter")
    assert screen.message == "Reviewed 3 topics; u: undo the last."
    assert grades(screen) == recorded


def test_a_repetition_can_be_stopped_and_the_last_rating_before_it_undone(screen: Screen) -> None:
    screen.press("v", "s", "s", "enter", "1", "u")
    assert "Undid: again." in screen.text
    screen.press("enter", "1", "enter", "q")
    assert screen.message == "Reviewed 1 topic; u: undo the last."
