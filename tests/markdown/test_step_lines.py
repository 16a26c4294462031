"""Plain lines that name steps by their number, such as "Week 1: Git"."""

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.reader import ParsedRoadmap, read

NAMES = ["Week 1: Knots", "Week 2 - Ropes", "Week 3 – Sails"]
TOPICS = [["Bowline", "Reef"], ["Hemp"], ["Jib"]]


def parse(text: str) -> ParsedRoadmap:
    return read(text, roadmap_id="plan", version="1")


def outline(text: str) -> dict[str, list[str]]:
    return {step.title: [topic.title for topic in step.topics] for step in parse(text).roadmap.steps}


def listed(names: list[str], gap: str, below: str = "") -> str:
    parts = [
        f"{name}{gap}{below}" + "".join(f"- {item}\n" for item in items)
        for name, items in zip(names, TOPICS, strict=True)
    ]
    return "# Plan\n\n" + gap[1:].join(parts)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "names",
    [
        NAMES,
        ["Day 1. Knots", "Day 2. Ropes", "Day 3. Sails"],
        ["Phase One: Knots", "Phase Two: Ropes", "Phase Three: Sails"],
        ["Module 1-2: Knots", "Module 3-4: Ropes", "Module 5: Sails"],
        ["Month 1", "Month 2", "Month 3"],
    ],
)
def test_lines_above_lists_are_steps(names: list[str], gap: str) -> None:
    assert outline(listed(names, gap)) == dict(zip(names, TOPICS, strict=True))
    assert outline(listed(names, gap).replace("\n", "\r\n")) == dict(zip(names, TOPICS, strict=True))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("sign", ["**{}**", "## {}", "__{}__"])
@pytest.mark.parametrize("plain", [0, 1, 2])
def test_line_beside_bold_lines_and_headings_of_the_same_kind(sign: str, plain: int, gap: str) -> None:
    names = [name if number == plain else sign.format(name) for number, name in enumerate(NAMES)]
    assert outline(listed(names, gap)) == dict(zip(NAMES, TOPICS, strict=True))


def test_text_below_the_line_describes_the_step() -> None:
    text = listed(NAMES, "\n\n").replace("Ropes\n\n", "Ropes\n\nThey hold all of it.\n\n")
    step = parse(text).roadmap.steps[1]
    assert (step.title, step.detail) == (NAMES[1], "They hold all of it.")


def test_lines_in_sections_are_topics_of_them() -> None:
    text = "# Plan\n\n## Spring\n\nWeek 1: Knots\n- Bowline\nWeek 2: Ropes\n- Hemp\n"
    text += "\n## Fall\n\nWeek 1: Sails\n- Jib\nWeek 2: Masts\n- Fir\n"
    assert outline(text) == {"Spring": ["Week 1: Knots", "Week 2: Ropes"], "Fall": ["Week 1: Sails", "Week 2: Masts"]}


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("heading", ["", "# Plan\n\n", "# Plan\n\nOne a day.\n\n"])
def test_lines_without_any_list_are_topics(heading: str, gap: str) -> None:
    text = heading + gap.join(["Day 1: Knots", "Day 2: Ropes", "Day 3: Sails"])
    assert [*outline(text).values()] == [["Day 1: Knots", "Day 2: Ropes", "Day 3: Sails"]]


@pytest.mark.parametrize(
    "text",
    [
        "Week 2 was hard for me, but Week 3 paid off.",
        "Week 1 and week 2 are about knots.\n\nWeek 3 is not.",
        "Level 1: easy\nLevel 2: hard",
        "Read all that we wrote about\nWeek 1: Knots and\nWeek 2: Ropes",
        "Week 1: Knots",
        "```\nWeek 1: Knots\n- Bowline\nWeek 2: Ropes\n- Hemp\n```",
    ],
)
def test_lines_that_are_no_steps(text: str) -> None:
    plan = "# Plan\n\n## Knots\n\n{}\n\nThen come these.\n\n- Bowline\n- Reef\n\n## Ropes\n\n- Hemp\n- Jute\n"
    assert outline(plan.format(text)) == {"Knots": ["Bowline", "Reef"], "Ropes": ["Hemp", "Jute"]}


def test_prose_alone_has_no_steps() -> None:
    with pytest.raises(RequestError, match="no steps"):
        parse("# Log\n\nWeek 1 was easy.\n\nWeek 2 was hard for me.\n")


def test_line_in_an_item_or_beside_the_heading_of_the_same_week_is_text() -> None:
    text = "# Plan\n\n## Week 1\n\nWeek 1: Knots\n\n- Bowline\n  Week 3: on board\n- Reef\n"
    text += "\n## Week 2\n\nWeek 2: Ropes\n\n- Hemp\n"
    assert [*outline(text)] == ["Week 1", "Week 2"]
