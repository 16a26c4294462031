"""Pages of a review."""

import dataclasses
import datetime as dt
import io
import re

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Grade, Mark
from genai_roadmap.report.flashcard import Flashcard, flashcard
from genai_roadmap.report.report import Report
from genai_roadmap.report.retention import Retention, Selection
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page
from genai_roadmap.terminal.pages import flashcard as card_pages
from genai_roadmap.terminal.pages import review
from small import leaf, link, roadmap_data

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
PLAIN = Display(plain=True, color=False, width=80)
LONG = "A very long sentence about everything that there is. " * 40


def retention(count: int, days_ago: int = 9) -> Retention:
    """Return what is remembered of topics, each with a long question and answer, four resources, and a note."""
    more = {
        "questions": [{"ask": LONG, "answer": f"Because. {LONG}"}],
        "resources": [link(f"page-{number}") for number in range(4)],
        "detail": "Details.",
    }
    topics = [{**leaf(f"t{number}"), "title": f"Topic {number} {LONG[:60]}", **more} for number in range(count)]
    roadmap = parse_roadmap(roadmap_data(*topics))
    mark = Mark(Action.DONE, on=TODAY - dt.timedelta(days=days_ago), note=LONG)
    slugs = tuple(f"t{number}" for number in range(count))
    return Retention(Report.of(roadmap, Progress(roadmap="test").mark(mark, slugs, Stamp(NOON, "x", "here"))), TODAY)


def card() -> Flashcard:
    return flashcard(retention(1).due[0], TODAY)


def shown(page: Page, display: Display) -> str:
    stream = io.StringIO()
    output.show(page, display, stream)
    return stream.getvalue()


@pytest.mark.parametrize(("width", "height"), [(80, 24), (50, 20), (120, 60)])
def test_a_question_and_its_answer_each_fit_on_the_screen(width: int, height: int) -> None:
    display = Display(width=width, height=height, color=False)
    asked, answered = (
        shown(card_pages.question(card(), "1 of 3", display, has_keys=True), display),
        shown(card_pages.answer(card(), display), display),
    )
    # Also the line of the next prompt.
    assert answered.count("\n") < height
    assert asked.count("\n") < height
    assert "Because." in answered
    assert "Details." in answered
    assert "Note: A very long" in answered
    assert "Page-3" in answered, "and not 1 more"
    keys = re.sub(r"\x1b\[[0-9;]*m", "", answered)
    assert all(each in keys for each in ("s skip", "u undo", "q stop", "? explain"))
    assert all(len(line) <= width for line in asked.splitlines() if "\x1b" not in line)


@pytest.mark.parametrize(("width", "height"), [(80, 12), (30, 10), (30, 12), (200, 10)])
def test_a_low_terminal_has_room_for_the_question_and_the_answer(width: int, height: int) -> None:
    display = Display(width=width, height=height, color=False)
    asked = shown(card_pages.question(card(), "1 of 3", display, has_keys=True), display)
    answered = shown(card_pages.answer(card(), display), display)
    assert asked.count("\n") < height
    assert answered.count("\n") < height
    assert "Enter" in asked
    assert "Because." in answered
    assert "4 easy" in answered


def test_an_answer_that_is_cut_can_be_shown_whole() -> None:
    display = Display(width=80, height=12, color=False)
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown(card_pages.answer(card(), display), display))
    assert "Whole answer: genai-roadmap show 1.1 --answers" in text


def test_a_high_terminal_shows_more_of_an_answer() -> None:
    display = Display(width=80, height=60, color=False)
    assert "…" not in shown(card_pages.question(card(), "1 of 3", display, has_keys=True), display).partition("\n\n")[2]
    found = shown(card_pages.answer(card(), display), display)
    assert LONG[-30:].strip() in " ".join(found.split())
    assert "Whole answer" not in found


def test_a_plain_answer_has_addresses_and_is_not_cut() -> None:
    display = Display(plain=True)
    answered = shown(card_pages.answer(card(), display), display)
    assert LONG.strip() in answered
    assert "https://example.org/page-0" in answered
    assert "https://example.org/page-3" in answered
    assert "1 again (1 day)\n" in answered.replace("  2", "\n2")


def test_a_long_list_is_cut_on_a_terminal_only() -> None:
    found = retention(30)
    selection = Selection(found.due, is_due=False)
    display = Display(width=100, color=False)
    assert "and 10 more" in shown(review.listing(selection, found, None, display), display)
    plain = shown(review.listing(selection, found, None, Display(plain=True)), Display(plain=True))
    assert plain.count("chance that you remember it") == 30
    assert plain.startswith("30 topics to review.\n")


def test_the_items_of_a_list_are_wrapped_beside_their_numbers() -> None:
    found = card_of(ask="How?", answer="So:\n1. " + "x y " * 15 + "\n  - " + "z " * 30 + "\n10) w\n" + "v " * 30)
    text = re.sub("\x1b\\[[0-9;]*m", "", shown(card_pages.answer(found, Display(width=50)), Display(width=50)))
    lines = [line.rstrip() for line in text.splitlines()]
    start = lines.index("  So:")
    wrapped = ["  1. " + "x y " * 11 + "x", "     y x y x y x y"]
    nested = ["    - " + "z " * 22, "      " + "z " * 8]
    plain = ["  10) w", "  " + "v " * 24, "  " + "v " * 6]
    assert lines[start + 1 : start + 8] == [line.rstrip() for line in (*wrapped, *nested, *plain)]


@pytest.mark.parametrize(
    ("width", "text"), [(80, "…  78% chance that you remember it  due"), (50, "…  78%  due 7 days ago\n")]
)
def test_a_narrow_list_has_shorter_texts(width: int, text: str) -> None:
    found, display = retention(1), Display(width=width, color=False)
    styled = shown(review.listing(Selection(found.due, is_due=False), found, None, display), display)
    assert text in re.sub("\x1b\\[[0-9;]*m", "", styled)


def test_the_result_says_what_comes_next() -> None:
    found = retention(2, days_ago=0)
    text = shown(review.result([Grade.GOOD], found, 0, Display(plain=True)), Display(plain=True))
    assert (
        "Reviewed 1 topic: 1 remembered.\nCovered 100%, retained 100%.\nNext review: in 2 days (26 Nov), 2 topics.\n"
        in text
    )


def test_the_line_of_the_grades_names_the_other_keys_if_there_is_room() -> None:
    wide, narrow = (shown(card_pages.answer(card(), display), display) for display in (PLAIN, PLAIN._replace(width=40)))
    assert "How well did you remember it?  s skip  u undo  q stop  ? explain\n" in wide
    assert "How well did you remember it?\n" in narrow
    view = PLAIN._replace(full_screen=True)
    assert "How well did you remember it?  ? explain\n" in shown(card_pages.answer(card(), view), view)
    assert "2 hard   you remembered it with effort, or only a part\n" in shown(card_pages.meanings(PLAIN), PLAIN)
    assert "The letters a, h, g, and e grade too; o opens the first resource.\n" in shown(
        card_pages.meanings(PLAIN), PLAIN
    )


def test_a_topic_without_a_question_has_no_answer_to_show() -> None:
    roadmap = parse_roadmap(roadmap_data(leaf("a")))
    mark = Mark(Action.DONE, on=TODAY - dt.timedelta(days=9))
    report = Report.of(roadmap, Progress(roadmap="test").mark(mark, ("a",), Stamp(NOON, "x", "here")))
    found = flashcard(Retention(report, TODAY).due[0], TODAY)
    asked = shown(card_pages.question(found, "1 of 1", PLAIN, has_keys=True), PLAIN)
    assert "Enter: grade yourself  s skip" in asked
    answered = shown(card_pages.answer(found, PLAIN), PLAIN)
    assert answered.startswith("\nHow well did you remember it?")


def card_of(**question: str) -> Flashcard:
    """Return the flashcard of a topic with this question."""
    roadmap = parse_roadmap(roadmap_data({**leaf("a"), "detail": "Ownership\nand borrowing.", "questions": [question]}))
    mark = Mark(Action.DONE, on=TODAY - dt.timedelta(days=9))
    report = Report.of(roadmap, Progress(roadmap="test").mark(mark, ("a",), Stamp(NOON, "x", "here")))
    return flashcard(Retention(report, TODAY).due[0], TODAY)


@pytest.mark.parametrize("display", [Display(color=False, width=80), PLAIN, Display(color=False, width=30)])
def test_line_breaks_and_indentation_of_questions_and_answers_are_kept(display: Display) -> None:
    found = card_of(ask="What does\n    x = 1\nprint?", answer="Line 1:\n\tindented\x1b[2J\n\nlast")
    asked = shown(card_pages.question(found, "1 of 1", display, has_keys=False), display)
    answered = shown(card_pages.answer(found, display), display)
    assert re.search(r"What does *\n    x = 1 *\nprint\? *\n", asked)
    assert re.search(r"  Line 1: *\n      indented␛\[2J *\n *\n  last *\n *\n  (\x1b\[2m)?Ownership", answered)
    assert "␊" not in asked + answered


def test_many_lines_are_cut_to_fit_a_low_terminal() -> None:
    display = Display(color=False, width=80, height=14)
    found = card_of(ask="Q\n" * 40, answer="A\n" * 40)
    asked = shown(card_pages.question(found, "1 of 1", display, has_keys=True), display)
    answered = shown(card_pages.answer(found, display), display)
    assert asked.count("\n") < 14
    assert answered.count("\n") < 14
    assert "…" in asked
    assert "Whole answer" in answered


@pytest.mark.parametrize(
    ("due", "limit", "text"),
    [
        (32, 10, "32 due; at 10 per day, caught up in 4 days."),
        (11, 10, "11 due; at 10 per day, caught up in 2 days."),
        (10, 10, None),
        (3, 1, "3 due; at 1 per day, caught up in 3 days."),
    ],
)
def test_a_list_says_when_all_that_is_due_can_be_reviewed(due: int, limit: int, text: str | None) -> None:
    found = dataclasses.replace(retention(due), limit=limit)
    selection = Selection(found.due[:limit], found.due[limit:])
    page = shown(review.listing(selection, found, None, PLAIN), PLAIN)
    assert text in page if text else "caught up" not in page


def test_the_next_days_fit_a_terminal_of_80_columns() -> None:
    found = retention(400, days_ago=0)
    page = shown(review.listing(Selection([]), found, None, PLAIN), PLAIN)
    assert "Next 7 days: Wed 0, Thu 400, Fri 0, Sat 0, Sun 0, Mon 0, Tue 0\n" in page
    assert max(map(len, page.splitlines())) <= 80
