import datetime as dt
import re

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.report import Report
from genai_roadmap.report.tour import slugs_of, stops
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import roadmap_data

STAMP = Stamp(dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC), "t1", "here")


def report(roadmap: Roadmap, action: Action = Action.DONE, *slugs: str) -> Report:
    progress = Progress(roadmap=roadmap.id)
    return Report.of(roadmap, progress.mark(Mark(action), slugs, STAMP) if slugs else progress)


def test_stops_are_incomplete_steps_with_their_open_topics(roadmap: Roadmap) -> None:
    basics, tools, bonus = stops(report(roadmap))
    assert [leaf.slug for leaf in basics.leaves] == ["a", "b"]
    assert [leaf.slug for leaf in tools.leaves] == ["x", "y", "z", "e", "f", "plain"]
    groups = [(group.slug if group else None, len(leaves)) for group, leaves in tools.groups]
    assert groups == [("choice", 3), ("extra", 2), (None, 1)]
    assert bonus.step.optional
    later = [*stops(report(roadmap, Action.DONE, "a", "b", "x"))]
    assert [stop.step.slug for stop in later] == ["tools", "bonus"]
    assert [leaf.slug for leaf in later[0].leaves] == ["y", "z", "e", "f", "plain"]
    assert [stop.example for stop in (basics, tools, bonus)] == ["1.1", "2.1", "3.1"]
    assert next(stops(report(roadmap, Action.DONE, "a"))).example == "1.2"
    assert [stop.step.slug for stop in stops(report(roadmap, Action.SKIP, "p", "q"))] == ["basics", "tools"]
    assert [leaf.slug for leaf in next(stops(report(roadmap, Action.START, "a"))).leaves] == ["a", "b"]


TOOLS = ["x", "y", "z", "e", "f", "plain"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("a", TOOLS),
        (" ALL ", TOOLS),
        ("", []),
        ("n", []),
        ("none", []),
        ("1 3 5-6", ["x", "z", "f", "plain"]),
        ("6,1", ["x", "plain"]),
        ("2 - 3", ["y", "z"]),
        ("1 1 1-2", ["x", "y"]),
        ("2.1.1", ["x"]),
        ("2.1, 2.3", ["choice", "plain"]),
        ("3 2.1.1-2", ["z", "x", "y"]),
        ("2.1 - 2", ["choice", "extra"]),
        ("plain", ["plain"]),
        ("Topic Plain", ["plain"]),
        ("PLA", ["plain"]),
        ("choice, topic e, Z", ["choice", "e", "z"]),
        ("old-plain 1 2.1.2", ["x", "y", "plain"]),
        ("Topic X, 2", ["y", "x"]),
        ("Tools", ["tools"]),
    ],
)
def test_answers(roadmap: Roadmap, answer: str, expected: list[str]) -> None:
    _, tools, _ = stops(report(roadmap))
    assert slugs_of(answer, tools, roadmap) == expected


@pytest.mark.parametrize(
    "answer",
    [
        "1.1",
        "2.4",
        "2.1.3-4",
        "2.1-3.1",
        "0",
        "7",
        "5-9",
        "3-1",
        "1.5",
        "-",
        "1-",
        "9" * 5000,
        "1-2-3",
    ],
)
def test_answers_that_name_no_topic(roadmap: Roadmap, answer: str) -> None:
    _, tools, _ = stops(report(roadmap))
    with pytest.raises(RequestError, match="is not a number from 1 to 6 or a range like 1-6") as raised:
        slugs_of(answer, tools, roadmap)
    assert ("nor a topic of this step, like 2.1" in str(raised.value)) is ("." in answer)
    assert str(raised.value).endswith("; a range begins with the lower number: 1-3") is (answer == "3-1")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("Plainn", "no item 'Plainn'. Did you mean `plain`?"),
        ("1 2 Maybe", "no item 'Maybe'. Type numbers from 1 to 6, or names of topics of this step"),
        ("²", "'²' does not say"),
        ("topic", "'topic' matches 8 items"),
        ("basics", "no item 'basics'. "),
        ("Bonus", "no item 'Bonus'. "),
        ("Yes", "'Yes' does not say which topics; type their numbers or names, or a for all"),
        ("s", "'s' does not say"),
        (" y ", "'y' does not say"),
        ("x, la", "no item 'la'. Did you mean `plain`?"),
    ],
)
def test_names_that_no_topic_of_the_step_has(roadmap: Roadmap, answer: str, problem: str) -> None:
    _, tools, _ = stops(report(roadmap))
    with pytest.raises(RequestError, match=f"^{re.escape(problem)}"):
        slugs_of(answer, tools, roadmap)


def test_names_with_numbers_and_commas() -> None:
    titles = ["Bloom filters", "Attention, please", "GPT 3 models", "Java 8", "Java 8 - 11"]
    topics = [{"slug": f"t-{number}", "title": title} for number, title in enumerate(titles)]
    roadmap = parse_roadmap(roadmap_data(*topics))
    [stop] = stops(report(roadmap))
    for answer, expected in {
        "gpt 3": ["t-2"],
        "GPT 3, bloom": ["t-2", "t-0"],
        "1 3": ["t-0", "t-2"],
        "java 8 - 11": ["t-4"],
        "attention, please": ["t-1"],
    }.items():
        assert slugs_of(answer, stop, roadmap) == expected


def test_stops_after_everything_required_are_open_optional_topics(roadmap: Roadmap) -> None:
    found = [*stops(report(roadmap, Action.DONE, "a", "b", "x", "plain"))]
    assert [(stop.step.slug, [leaf.slug for leaf in stop.leaves]) for stop in found] == [
        ("tools", ["y", "z", "e", "f"]),
        ("bonus", ["p", "q"]),
    ]
    assert all(stop.is_optional for stop in found)
    everything = report(roadmap, Action.DONE, "a", "b", "x", "plain", "y", "z", "e", "f", "p", "q")
    assert not [*stops(everything)]
