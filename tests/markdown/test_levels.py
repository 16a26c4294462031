"""Which sections of a text are steps, topics, or about the text itself."""

from typing import Any

import pytest

from genai_roadmap.markdown.reader import ParsedRoadmap, read
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Item, Roadmap


def reading(text: str) -> ParsedRoadmap:
    return read(text, roadmap_id="sample", version="1")


def steps(text: str) -> list[str]:
    return [step.title for step in reading(text).roadmap.steps]


def outline(item: Roadmap | Item) -> dict[str, Any]:
    children = item.steps if isinstance(item, Roadmap) else item.topics
    return {child.title: outline(child) for child in children}


def section(title: str, *items: str, level: int = 2) -> str:
    return f"{'#' * level} {title}\n\n" + "".join(f"- {item}\n" for item in items) + "\n"


A, B, C = section("A", "p", "q"), section("B", "r", "s"), section("C", "t", "u")


@pytest.mark.parametrize("title", ["Resources", "Contents", "Learn", "Ressourcen", "リソース"])
def test_section_with_almost_everything_is_divided(title: str) -> None:
    inner = "".join(section(name, "x", "y", "z", level=3) for name in "ABCD")
    assert steps(f"# T\n\n## Give a star\n\nPlease.\n\n## {title}\n\n{inner}## Danke\n\nBye.\n") == list("ABCD")


@pytest.mark.parametrize("title", ["Resources", "Curriculum", "Материалы"])
def test_list_with_almost_everything_is_divided(title: str) -> None:
    listed = "1. A\n   - p\n   - q\n2. B\n   - r\n   - s\n3. [C](https://e.org/c)\n"
    assert steps(f"# T\n\n## Star me\n\nPlease.\n\n## {title}\n\n{listed}\n## Bye\n\nThanks.\n") == ["A", "B", "C"]


def test_two_parts_are_divided_into_their_sections() -> None:
    parts = [f"## {part}\n\n" + "".join(section(f"{part}{n}", "x", level=3) for n in range(4)) for part in "AB"]
    assert steps("# T\n\n" + "".join(parts)) == [f"{part}{n}" for part in "AB" for n in range(4)]


def test_balanced_sections_are_not_divided() -> None:
    parts = [f"## {part}\n\n" + "".join(section(f"{part}{n}", "x", level=3) for n in range(3)) for part in "ABCD"]
    assert steps("# T\n\n" + "".join(parts)) == list("ABCD")


@pytest.mark.parametrize(
    "aside",
    [
        "## Apoya\n\n[![x](https://e.org/x.png)](https://e.org/x)\n\n",
        "## Licencia\n\nMIT.\n\n",
        "## Support my work\n\nSend me coffee.\n\n",
        "## Inhalt\n\n- [A](#a)\n- [B](#b)\n  - [C](#c)\n\n",
    ],
)
def test_sections_without_anything_to_learn_are_no_steps_at_the_edges(aside: str) -> None:
    assert steps(f"# T\n\n{aside}{A}{B}{C}") == ["A", "B", "C"]
    assert steps(f"# T\n\n{A}{B}{C}{aside}") == ["A", "B", "C"]


def test_section_of_text_between_steps_is_a_step() -> None:
    assert steps(f"# T\n\n{A}## X\n\nRead.\n\n{B}") == ["A", "X", "B"]


def test_last_section_without_links_is_no_step_if_all_others_have_links() -> None:
    linked = "".join(section(name, f"[x](https://e.org/{name})", "y", "z") for name in "ABCDE")
    assert steps(f"# T\n\n{linked}{section('Mitmachen', 'Fork it')}") == list("ABCDE")
    assert steps(f"# T\n\n{A}{B}{section('Last', 'v')}") == ["A", "B", "Last"]


def test_section_with_the_sections_of_a_step_is_not_divided() -> None:
    text = f"# T\n\n## A\n\n{section('Why?', 'x', 'y', level=3)}{section('P', *'abcdefg', level=3)}{B}{C}"
    assert steps(text) == ["A", "B", "C"]


def test_table_of_contents_is_left_out() -> None:
    left_out = reading(f"# T\n\n- [A](#a)\n- [B](#b)\n\n[⬆ Top](#t)\n\n{A}{B}").left_out
    assert [(part.text, part.reason) for part in left_out] == [
        (text, "table of contents") for text in ("A", "B", "⬆ Top")
    ]


def test_numbers_in_one_section_do_not_make_it_the_roadmap() -> None:
    days = "".join(section(f"Day {n}", level=4) for n in (1, 2))
    assert steps(f"# T\n\n{A}{B}## X\n\n{days}{C}") == ["A", "B", "X", "C"]


def test_sections_beside_numbered_ones_are_steps() -> None:
    text = f"# T\n\n{section('Step 1: One', 'p')}{section('Extra', 'q')}{section('Step 2: Two', 'r')}"
    assert steps(text) == ["One", "Extra", "Two"]


def test_days_are_steps_but_not_the_weeks_above_them() -> None:
    text = "### Day 1-2\n\n#### Day 1: A\n\n- p\n\n#### Day 2: B\n\n- q\n\n### Day 3-4\n\n#### Day 3: C\n\n- r\n"
    assert steps(f"# T\n\n{text}") == ["A", "B", "C"]


def test_lists_of_links_are_topics_below_their_headings() -> None:
    link = "[{0}](https://e.org/{0})"
    text = f"# T\n\n## A\n\n- p\n\n### Books\n\n- {link.format('x')}\n- {link.format('y')}\n\n{B}"
    assert outline(reading(text).roadmap.steps[0]) == {"p": {}, "Books": {"x": {}, "y": {}}}


def test_links_below_an_item_without_one_are_resources() -> None:
    text = f"# T\n\n## A\n\n- p\n\n### Resources\n\n- q\n  - r\n    - [x](https://e.org/x)\n\n{B}"
    resources = reading(text).roadmap.steps[0].resources
    assert [(link.url, link.detail) for link in resources] == [("https://e.org/x", "q\nr")]


@pytest.mark.parametrize("tick", ["[✔️] ", "[✅] ", "[x] "])
def test_check_marks_in_brackets_are_ticks(tick: str) -> None:
    result = reading(f"# T\n\n## A\n\n- {tick}p\n- q\n\n{B}")
    assert result.statuses == {"p": Status.DONE}


def test_check_marks_are_ticks_beside_open_boxes_only() -> None:
    text = "# T\n\n## A\n\n- ✅ p\n- ☑ q\n- {}v\n\n## B\n\n- r\n"
    assert reading(text.format("⬜ ")).statuses == {"p": Status.DONE, "q": Status.DONE}
    assert reading(text.format("")).statuses == {}
