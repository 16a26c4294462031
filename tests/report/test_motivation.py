import datetime as dt
from typing import Any

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.coach import next_action
from genai_roadmap.report.history import History
from genai_roadmap.report.motivation import milestone_text, progress_texts, week_text
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages.components import sentences
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
    assert progress_texts(complete, complete.report.nodes["t1x2"]) == ["3 more topics to finish step 2."]


def test_quarters_of_a_small_roadmap_are_no_milestones() -> None:
    found = history(topics=3)
    assert milestone_text(found, found.report.nodes["t1x0"]) == "3 more topics to finish step 1"


def test_nothing_is_said_about_optional_steps() -> None:
    everything = [(f"t{n}x{m}", 30, Action.DONE) for n in (1, 2) for m in range(8)]
    assert progress_texts(history(*everything)) == []


def test_what_matters_now() -> None:
    assert next_action(history()) is None
    assert next_action(history(*done(0))) == ("Start Topic T1X1", "genai-roadmap start 1.2")
    assert next_action(history(("t1x0", 0, Action.START))) == ("Mark Topic T1X0 done", "genai-roadmap done 1.1")
    assert next_action(history(("t2x0", 0, Action.START))) == ("Continue Topic T2X0", "genai-roadmap open --next")


def test_a_line_has_the_sentences_that_fit() -> None:
    texts = ["", "First one.", "A second one that is longer.", "Third."]
    assert sentences(texts, Display(width=20)) == "First one. Third."
    assert sentences(texts, Display(width=5)) == "First one."
    assert sentences(texts, Display(width=5, plain=True)) == "First one. A second one that is longer. Third."
    assert sentences([""], Display()) == ""
