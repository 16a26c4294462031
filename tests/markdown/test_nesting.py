"""What becomes of items that are nested deeper than topics are."""

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Topic


def reading(*lines: str) -> ParsedRoadmap:
    text = "# Plan\n\n## One\n\n" + "\n".join(lines) + "\n\n## Two\n\n- Last\n- Of all\n"
    return reader.read(text, roadmap_id="plan", version="1")


def third_level(parsed: ParsedRoadmap) -> tuple[Topic, ...]:
    return parsed.roadmap.steps[0].topics[0].topics[0].topics


def test_several_items_below_the_third_level_are_topics_behind_their_item() -> None:
    parsed = reading("- a", "  - b", "    - c", "      - d", "        - e", "        - f", "      - g", "    - h")
    assert [topic.title for topic in third_level(parsed)] == ["c", "d", "e", "f", "g", "h"]
    assert not any(topic.topics or topic.detail for topic in third_level(parsed))


def test_an_only_item_below_the_third_level_explains_its_item() -> None:
    [topic] = third_level(reading("- a", "  - b", "    - c", "      - d"))
    assert (topic.title, topic.detail) == ("c", "d")


def test_headings_and_bold_lines_count_as_levels() -> None:
    parsed = reading("### a", "", "#### b", "", "**c**", "", "- d", "- e")
    assert [topic.title for topic in third_level(parsed)] == ["c", "d", "e"]


@pytest.mark.parametrize(
    ("item", "below", "expected"),
    [
        ("[x] c", ["d", "e"], {"c", "d", "e"}),
        ("[ ] c", ["[x] d", "[x] e"], {"c", "d", "e"}),
        ("[ ] c", ["[x] d", "[ ] e"], {"d"}),
        ("c", ["[x] d", "[ ] e"], {"d"}),
    ],
)
def test_marks_stay_with_the_items_that_move(item: str, below: list[str], expected: set[str]) -> None:
    parsed = reading("- a", "  - b", f"    - {item}", *(f"      - {each}" for each in below))
    assert {slug for slug, status in parsed.statuses.items() if status is Status.DONE} == expected


def test_items_below_an_optional_item_are_optional_too() -> None:
    parsed = reading("- a", "  - b", "    - c (optional)", "      - d", "      - e", "    - f")
    assert [(topic.title, topic.optional) for topic in third_level(parsed)] == [
        ("c", True),
        ("d", True),
        ("e", True),
        ("f", False),
    ]
