"""Lists whose signs Markdown does not know."""

from typing import Any

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.markdown.list_signs import with_known_signs
from genai_roadmap.roadmap.models import Step, Topic


def read(text: str) -> Step:
    return reader.read(f"# Plan\n\n## One\n\n{text}\n\n## Two\n\n- Last", roadmap_id="plan", version="1").roadmap.steps[
        0
    ]


def outline(item: Step | Topic) -> dict[str, Any]:
    return {topic.title: outline(topic) for topic in item.topics}


@pytest.mark.parametrize("sign", ["•", "◦", "▪", "–", "●"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n  and what goes\n  with them\n"])
def test_two_lines_with_a_bullet_are_a_list(sign: str, gap: str) -> None:
    step = read(f"Read all of it.\n{sign} Knots{gap}{sign} Ropes")
    assert ([topic.title.partition(" ")[0] for topic in step.topics], step.detail) == (
        ["Knots", "Ropes"],
        "Read all of it.",
    )


LISTS = [
    ("2) CSS\n  a. flexbox\n  b. grid\n3) JS", {"CSS": {"flexbox": {}, "grid": {}}, "JS": {}}),
    ("2) CSS\n     a) flexbox\n     b) grid\n3) JS", {"CSS": {"flexbox": {}, "grid": {}}, "JS": {}}),
    ("- CSS\n  i. flexbox\n  ii. grid\n  iii. floats", {"CSS": {"flexbox": {}, "grid": {}, "floats": {}}}),
    ("1. CSS\n  • flexbox\n  • grid\n2. JS", {"CSS": {"flexbox": {}, "grid": {}}, "JS": {}}),
    ("• CSS\n  ◦ flexbox\n  ◦ grid\n•JS", {"CSS": {"flexbox": {}, "grid": {}}, "JS": {}}),
    ("1. A\n   a. b\n      i. c\n      ii. d\n   b. e", {"A": {"b": {"c": {}, "d": {}}, "e": {}}}),
    ("a. flexbox\nb. grid", {"flexbox": {}, "grid": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_bullets_and_letters_in_sequence_below_an_item_are_its_subitems(text: str, expected: dict[str, Any]) -> None:
    assert outline(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ropes\n– or so they say",
        "Bowline\n–5 degrees\n–6 degrees",
        "• one\n- two\n• three",
        "- CSS\n  a. flexbox\n  c. grid",
        "- CSS\n  b. flexbox\n  c. grid",
        "- Which one is right?\n  a) flexbox\n  b) grid",
        "- Ropes\n  i. e. cords",
        "```\n• one\n• two\n```",
        "```\n~~~\n• one\n• two\n```",
        "Text\n\n    • one\n    • two",
        "- CSS\n  A. Smith\n  B. Jones",
        "• one\n\nText\n\n• two",
    ],
)
def test_other_signs_stay(text: str) -> None:
    assert with_known_signs(text) == text


def test_lines_keep_their_numbers() -> None:
    text = "# T\n\n• one\n  ◦ two\n  ◦ three\nlazy\n\n• four\n"
    assert with_known_signs(text) == "# T\n\n- one\n  - two\n  - three\nlazy\n\n- four\n"
