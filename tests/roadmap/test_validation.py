from typing import Any

import pytest
from pydantic import ValidationError

from genai_roadmap.roadmap.validation import InvalidRoadmapError, parse_roadmap
from small import roadmap_data


@pytest.mark.parametrize("roadmap_id", ["../../x", "con", "lpt1", "", "x" * 300, "a\0", "Genai"])
def test_invalid_ids(roadmap_id: str) -> None:
    with pytest.raises(ValidationError, match=r"id\n"):
        parse_roadmap(roadmap_data(id=roadmap_id))


@pytest.mark.parametrize(
    "data",
    [
        roadmap_data(format=2),
        roadmap_data(steps=[]),
        roadmap_data(extra="key"),
        roadmap_data(steps=[{"slug": "one", "title": "One", "topics": []}]),
        roadmap_data({"slug": "a", "title": " "}),
        roadmap_data({"slug": "a", "title": "A", "choose": 0}),
        roadmap_data({"slug": "a", "title": "A", "choose": True}),
        roadmap_data({"slug": "a", "title": "A", "questions": [{"ask": "Why?"}]}),
        roadmap_data({"slug": "a", "title": "A", "questions": [{"ask": "Why?", "answer": " "}]}),
        roadmap_data({"slug": "a", "title": "A", "questions": [{"ask": "?" * 20_001, "answer": "A"}]}),
    ],
)
def test_invalid_structures(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse_roadmap(data)


A = {"slug": "a", "title": "A"}


B = {"slug": "b", "title": "B"}


WHY = {"ask": "Why A?", "answer": "Because."}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            roadmap_data(A, A),
            [("steps[0].topics[0].slug", "duplicate slug 'a'"), ("steps[0].topics[1].slug", "duplicate slug 'a'")],
        ),
        (
            roadmap_data({**A, "formerly": ["b"]}, B),
            [("steps[0].topics[0].formerly", "duplicate slug 'b'"), ("steps[0].topics[1].slug", "duplicate slug 'b'")],
        ),
        (
            roadmap_data(A, retired=["b", "a"]),
            [("steps[0].topics[0].slug", "duplicate slug 'a'"), ("retired[1]", "duplicate slug 'a'")],
        ),
        (roadmap_data({**A, "slug": "step-3"}), [("steps[0].topics[0].slug", "'step-3' looks like a position")]),
        (
            roadmap_data({**A, "formerly": ["b", "4"]}),
            [("steps[0].topics[0].formerly[1]", "'4' looks like a position")],
        ),
        (roadmap_data(A, retired=["04"]), [("retired[0]", "'04' looks like a position")]),
        (roadmap_data({**A, "requires": ["c"]}), [("steps[0].topics[0].requires", "no item has the slug 'c'")]),
        (roadmap_data({**A, "requires": ["a"]}), [("steps[0].topics[0].requires", "circular prerequisites: a -> a")]),
        (roadmap_data({**A, "requires": ["one"]}), [(".requires", "circular prerequisites")]),
        (roadmap_data({**A, "requires": ["b"]}, {**B, "requires": ["a"]}), [(".requires", "circular prerequisites")]),
        (
            roadmap_data({**A, "choose": 2, "topics": [B, {"slug": "c", "title": "C", "optional": True}]}),
            [("steps[0].topics[0].choose", "is 2, but the number of required subtopics is 1")],
        ),
        (
            roadmap_data({**A, "choose": 1}),
            [("steps[0].topics[0].choose", "is 1, but the number of required subtopics is 0")],
        ),
        (
            roadmap_data({**A, "questions": [WHY, {**WHY, "ask": "How?"}, {"ask": " why \n a?", "answer": "B."}]}),
            [("steps[0].topics[0].questions[2].ask", "duplicate question 'why \\n a?'")],
        ),
    ],
)
def test_all_validation_errors_are_reported(data: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidRoadmapError) as raised:
        parse_roadmap(data)
    assert len(raised.value.validation_errors) == len(expected)
    for (location, message), (found_location, found) in zip(expected, raised.value.validation_errors, strict=True):
        assert location in found_location
        assert message in found
    assert expected[0][1] in str(raised.value)


def test_slug_may_be_retired_twice() -> None:
    assert parse_roadmap(roadmap_data(A, retired=["b", "b"])).retired == ("b", "b")


def test_cycle_through_another_step() -> None:
    one = {"slug": "one", "title": "One", "topics": [{**A, "requires": ["b"]}]}
    two = {"slug": "two", "title": "Two", "requires": ["one"], "topics": [B]}
    with pytest.raises(InvalidRoadmapError, match="circular prerequisites"):
        parse_roadmap(roadmap_data(steps=[one, two]))


def test_items_may_have_the_same_question() -> None:
    roadmap = parse_roadmap(roadmap_data({**A, "questions": [WHY]}, {**B, "questions": [WHY]}))
    assert [question.answer for item in roadmap.all_items for question in item.content.questions] == ["Because."] * 2
