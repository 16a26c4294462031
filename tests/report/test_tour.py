import datetime as dt

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.report import Report
from genai_roadmap.report.tour import slugs_of, stops
from genai_roadmap.roadmap.models import Roadmap

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
    ],
)
def test_answers(roadmap: Roadmap, answer: str, expected: list[str]) -> None:
    _, tools, _ = stops(report(roadmap))
    assert slugs_of(answer, tools) == expected


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
        "x",
        "-",
        "1-",
        "²",
        "1 2 a",
        "y",
        "yes",
        "9" * 5000,
        "1-2-3",
    ],
)
def test_answers_that_name_no_topic(roadmap: Roadmap, answer: str) -> None:
    _, tools, _ = stops(report(roadmap))
    with pytest.raises(RequestError, match="is not a number from 1 to 6 or a range like 1-6") as raised:
        slugs_of(answer, tools)
    assert ("nor a topic of this step, like 2.1" in str(raised.value)) is ("." in answer)
    assert str(raised.value).endswith("; a range begins with the lower number: 1-3") is (answer == "3-1")
