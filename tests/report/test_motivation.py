import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.coach import next_actions
from genai_roadmap.report.history import History
from genai_roadmap.report.motivation import (
    milestone_text,
    moved_texts,
    progress_texts,
    return_text,
    this_week_text,
    week_text,
)
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages.components import sentence_lines, sentences
from small import leaf, link

# A Tuesday.
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOON.date()


def history(*marks: tuple[str, int, Action], topics: int = 8) -> History:
    """Return the history of two steps with this many topics, and an optional one, after marks some days ago."""
    steps: list[dict[str, Any]] = [
        {"slug": f"s{n}x", "title": f"Step {n}", "topics": [leaf(f"t{n}x{m}") for m in range(topics)]} for n in (1, 2)
    ]
    steps += [{"slug": "bonus", "title": "Bonus", "optional": True, "topics": [leaf("b1"), leaf("b2")]}]
    steps[1]["resources"] = [link("one")]
    progress = Progress(roadmap="test")
    for slug, days_ago, action in marks:
        progress = progress.mark(Mark(action), (slug,), Stamp(NOON - dt.timedelta(days=days_ago), f"m{slug}", "here"))
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": steps})
    return History(Report.of(roadmap, progress), TODAY)


def done(*days_ago: int) -> list[tuple[str, int, Action]]:
    return [(f"t1x{number}", days, Action.DONE) for number, days in enumerate(days_ago)]


@pytest.mark.parametrize(
    ("days_ago", "text"),
    [
        ((), ""),
        ((0, 0, 1), ""),
        ((7, 0, 0), "This week: 2 topics (last week: 1)"),
        ((9, 8, 3), "This week: 0 topics (last week: 2)"),
        ((30,), ""),
    ],
)
def test_this_week_is_compared_with_the_last(days_ago: tuple[int, ...], text: str) -> None:
    assert week_text(history(*done(*days_ago))) == text


def test_a_streak_of_weeks_says_until_when_to_learn() -> None:
    text = "Learn or review something by Sunday to keep your 3-week streak."
    found = history(*done(20, 13, 8))
    assert progress_texts(found)[-1] == this_week_text(found) == text
    assert this_week_text(history(*done(20, 13, 8, 0))) == "This week: 1 topic (last week: 1)."
    assert this_week_text(replace(found, shows_streak=False)) == "This week: 0 topics (last week: 1)."
    sunday = replace(found, today=TODAY + dt.timedelta(days=5))
    assert this_week_text(sunday) == "This week: 0 topics (last week: 1).", "the streak itself says it"


@pytest.mark.parametrize(
    ("days_ago", "slug", "text"),
    [
        ((), "t1x0", "4 more topics to reach 25%"),
        ((0, 0, 0, 0), "t1x4", "4 more topics to finish step 1"),
        ((0, 0, 0, 0), "t2x0", "4 more topics to reach 50%"),
        ((13, 6), "t1x2", "2 more topics to reach 25%"),
        ((13, 6, 6, 6, 6), "t1x5", "3 more topics to finish step 1 (about 9 days)"),
        ((0, 0, 0), "t1x3", "1 more topic to reach 25%"),
        ((), "b1", ""),
    ],
)
def test_the_nearer_milestone_is_named(days_ago: tuple[int, ...], slug: str, text: str) -> None:
    found = history(*done(*days_ago))
    assert milestone_text(found, found.report.nodes[slug]) == text


def test_the_milestone_is_in_the_step_of_the_topic_that_was_marked() -> None:
    found = history(("t2x0", 0, Action.DONE), topics=3)
    assert progress_texts(found) == ["3 more topics to finish step 1."]
    assert progress_texts(found, found.report.nodes["t2x0"]) == ["2 more topics to finish step 2."]
    complete = history(*done(0, 0, 0), topics=3)
    assert progress_texts(complete, complete.report.nodes["t1x2"]) == ["3 more topics to finish the roadmap."]


def test_quarters_of_a_small_roadmap_are_no_milestones() -> None:
    found = history(topics=3)
    assert milestone_text(found, found.report.nodes["t1x0"]) == "3 more topics to finish step 1"


def test_nothing_is_said_about_optional_steps() -> None:
    everything = [(f"t{n}x{m}", 30, Action.DONE) for n in (1, 2) for m in range(8)]
    assert progress_texts(history(*everything)) == []


def test_what_matters_now() -> None:
    assert next_actions(history()) == []
    assert next_actions(history(*done(0)))[-1] == ("Start Topic T1X1", "genai-roadmap start 1.2")
    assert next_actions(history(("t1x0", 0, Action.START)))[-1] == ("Mark Topic T1X0 done", "genai-roadmap done 1.1")
    assert next_actions(history(("t2x0", 0, Action.START)))[-1] == ("Continue Topic T2X0", "genai-roadmap open --next")


def test_a_line_has_the_sentences_that_fit() -> None:
    texts = ["", "First one.", "A second one that is longer.", "Third."]
    assert sentences(texts, Display(width=20)) == "First one. Third."
    assert sentences(texts, Display(width=5)) == "First one."
    assert sentences(texts, Display(width=5, plain=True)) == "First one. A second one that is longer. Third."
    assert sentences([""], Display()) == ""


def test_lines_have_all_sentences() -> None:
    texts = ["", "First one.", "Second.", "Third."]
    assert sentence_lines(texts, Display(width=20)) == ["First one. Second.", "Third."]
    assert sentence_lines(texts, Display(width=5)) == ["First one.", "Second.", "Third."]
    assert sentence_lines(texts, Display(width=5, plain=True)) == ["First one. Second. Third."]
    assert sentence_lines([""], Display()) == []


def grouped(*marks: tuple[str, int]) -> History:
    """Return the history of two groups of topics, of which these were done some days ago."""
    groups = [{"slug": f"g{n}", "title": f"Group {n}", "topics": [leaf(f"t{n}x{m}") for m in range(3)]} for n in (1, 2)]
    step = {"slug": "one", "title": "One", "topics": [*groups, leaf("long")]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    progress = Progress(roadmap="test")
    for slug, days_ago in marks:
        stamp = Stamp(NOON - dt.timedelta(days=days_ago), f"m{slug}", "here")
        progress = progress.mark(Mark(Action.DONE), (slug,), stamp)
    return History(Report.of(roadmap, progress), TODAY)


@pytest.mark.parametrize(
    ("before", "slug", "texts"),
    [
        ((), "t1x0", ["Group 1: 1 of 3 done, 2 left."]),
        ((("t1x0", 0), ("t1x1", 0)), "t1x2", ["Group 1: 3 of 3 done."]),
        ((), "long", []),
        ((("t1x0", 1),), "t1x1", ["Group 1: 2 of 3 done, 1 left.", "2-day streak."]),
        ((("t1x0", 1), ("t1x1", 0)), "t2x0", ["Group 2: 1 of 3 done, 2 left."]),
        ([(f"t{n}x{m}", 0) for n in (1, 2) for m in range(3)], "long", []),
    ],
)
def test_what_moved_is_said_with_its_number(before: Sequence[tuple[str, int]], slug: str, texts: list[str]) -> None:
    after = grouped(*before, (slug, 0))
    assert [*moved_texts(grouped(*before), after, after.report.nodes[slug])] == texts


def test_streak_is_not_mentioned_if_it_is_hidden() -> None:
    after = replace(grouped(("t1x0", 1), ("t1x1", 0)), shows_streak=False)
    assert [*moved_texts(grouped(("t1x0", 1)), after, after.report.nodes["t1x1"])] == ["Group 1: 2 of 3 done, 1 left."]


@pytest.mark.parametrize(
    ("paused", "marked", "action", "text"),
    [
        (35, 0, Action.DONE, "welcome back: last topic 5 weeks ago (Topic T1X0)."),
        (35, 0, Action.START, "welcome back: last topic 5 weeks ago (Topic T1X0)."),
        (35, 0, Action.REDO, ""),
        (35, 1, Action.DONE, ""),
        (20, 0, Action.DONE, ""),
    ],
)
def test_first_topic_after_a_pause_is_welcomed(paused: int, marked: int, action: Action, text: str) -> None:
    before = ("t1x0", paused)
    assert return_text(grouped(before), grouped(before, ("t1x1", marked)), action) == text


def test_this_week_is_named_in_the_first_week_too() -> None:
    assert this_week_text(history()) == ""
    assert this_week_text(history(*done(0, 0, 1))) == "This week: 3 topics."
    assert this_week_text(history(*done(7, 0, 0))) == "This week: 2 topics (last week: 1)."
    assert this_week_text(history(*done(30))) == ""
