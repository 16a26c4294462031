import datetime as dt
import itertools

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.coach import Today, today_of, why
from genai_roadmap.report.history import History
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, roadmap_data

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOW.date()
NUMBERS = itertools.count()


def stamp(days_ago: int = 0) -> Stamp:
    return Stamp(NOW - dt.timedelta(days=days_ago), f"c{next(NUMBERS)}", "here")


def today(roadmap: Roadmap, progress: Progress) -> Today:
    return today_of(History(Report.of(roadmap, progress), TODAY))


def slugs(found: Today) -> tuple[list[str], list[str], int]:
    return [node.slug for node in found.done], [node.slug for node in found.started], found.known


def test_today_counts_by_day(roadmap: Roadmap) -> None:
    progress = (
        Progress(roadmap=roadmap.id)
        .mark(Mark(Action.DONE), ("b",), stamp(1))
        .mark(Mark(Action.DONE, on=TODAY), ("x",), stamp(1))
        .mark(Mark(Action.DONE), ("plain",), stamp())
        .mark(Mark(Action.DONE, on=TODAY - dt.timedelta(days=1)), ("y",), stamp())
        .mark(Mark(Action.DONE, known=True), ("z", "e"), stamp())
        .mark(Mark(Action.START), ("p",), stamp())
    )
    assert slugs(today(roadmap, progress)) == (["x", "plain"], ["p"], 2)
    later = progress.mark(Mark(Action.DONE), ("a",), stamp())
    assert slugs(today(roadmap, later)) == (["x", "plain", "a"], ["p"], 2)
    assert slugs(today(roadmap, later.undo(stamp())[0])) == (["x", "plain"], ["p"], 2)
    assert slugs(today(roadmap, later.mark(Mark(Action.RESET), ("x",), stamp()))) == (["plain", "a"], ["p"], 2)


def test_today_has_what_is_next_and_what_to_ask_about(roadmap: Roadmap) -> None:
    found = today(roadmap, Progress(roadmap=roadmap.id).mark(Mark(Action.START), ("b",), stamp(20)))
    assert found.following
    assert found.following.node.slug == "a"
    assert [node.slug for node in found.stale] == ["b"]
    only_stale = Progress(roadmap=roadmap.id).mark(Mark(Action.START), ("b",), stamp(20))
    only_stale = only_stale.mark(Mark(Action.DONE), ("a", "x", "plain"), stamp(1))
    found = today(roadmap, only_stale)
    assert found.following
    assert (found.following.node.slug, found.stale) == ("b", ())
    everything = tuple(node.slug for node in Report.of(roadmap, Progress(roadmap=roadmap.id)).leaves)
    assert today(roadmap, Progress(roadmap=roadmap.id).mark(Mark(Action.DONE), everything, stamp())).following is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One sentence.", "One sentence."),
        ("Why not? Because.", "Why not?"),
        ("It helps! Über alles.", "It helps!"),
        ("Use tools, e.g. Pandas and NumPy. Then more.", "Use tools, e.g. Pandas and NumPy."),
        ("Ask Dr. Who. Then more.", "Ask Dr. Who."),
        ("Version 2.0 is out. It is new.", "Version 2.0 is out."),
        ("no full stop", "no full stop"),
        ("很重要。第二句。", "很重要。"),
    ],
)
def test_why_is_the_first_sentence_of_the_nearest_item(text: str, sentence: str) -> None:
    group = {**leaf("g"), "topics": [leaf("b")], "why": [text, "Another."]}
    data = roadmap_data(leaf("a"), group)
    data["steps"][0]["why"] = ["Of the step. More."]
    report = Report.of(parse_roadmap(data), Progress(roadmap="test"))
    assert why(report.nodes["b"]) == ("Why 1.2", sentence)
    assert why(report.nodes["a"]) == ("Why step 1", "Of the step.")


def test_without_a_why_there_is_none(roadmap: Roadmap) -> None:
    assert why(Report.of(roadmap, Progress(roadmap=roadmap.id)).nodes["a"]) == ("Why", "")
