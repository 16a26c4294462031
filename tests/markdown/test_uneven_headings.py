"""The title of a text, headings of uneven levels, and paragraphs that introduce lists."""

from typing import Any

import pytest

from genai_roadmap.markdown import reader
from genai_roadmap.roadmap.models import Item, Roadmap


def reading(text: str) -> Roadmap:
    return reader.read(text, roadmap_id="my-plan", version="1").roadmap


def steps(text: str) -> list[str]:
    return [step.title for step in reading(text).steps]


def outline(item: Item) -> dict[str, Any]:
    return {topic.title: outline(topic) for topic in item.topics}


def section(heading: str, *lines: str) -> str:
    return "\n\n".join([heading, *lines]) + "\n\n"


@pytest.mark.parametrize("mark", ["##", "###"])
def test_the_first_of_several_sections_without_items_is_a_step(mark: str) -> None:
    text = "".join(section(f"{mark} {name}", f"{name} by its author") for name in ["Logic", "Sets", "Numbers"])
    assert (reading(text).title, steps(text)) == ("My plan", ["Logic", "Sets", "Numbers"])


@pytest.mark.parametrize("mark", ["#", "##"])
def test_the_first_of_several_sections_is_the_title_if_only_the_others_have_items(mark: str) -> None:
    text = section(f"{mark} Learn sets", "Read this.") + section(f"{mark} A", "- p\n- q") + section(f"{mark} B", "- r")
    assert (reading(text).title, steps(text)) == ("Learn sets", ["A", "B"])


@pytest.mark.parametrize("heading", ["# Table of Contents", "# 目录"])
def test_the_heading_of_the_contents_is_not_the_title(heading: str) -> None:
    text = section(heading) + "".join(section(f"### {name}", "- p\n- q") for name in ["Logic", "Sets", "Numbers"])
    assert (reading(text).title, steps(text)) == ("My plan", ["Logic", "Sets", "Numbers"])


def test_a_lower_heading_without_items_before_the_steps_is_a_slogan() -> None:
    rest = "".join(section(f"## {name}", "- p\n- q") for name in ["Logic", "Sets", "Numbers"])
    badges = "[a](https://a.example) [b](https://b.example)"
    assert steps(section("#### Learn to count", badges) + rest) == ["Logic", "Sets", "Numbers"]
    assert steps(section("#### Counting", "- zero\n- one") + rest) == ["Counting", "Logic", "Sets", "Numbers"]


def numbered(*headings: str) -> list[str]:
    return steps("# Plan\n\n" + "".join(section(heading, "- p\n- q") for heading in headings))


@pytest.mark.parametrize("separator", [".", ")", ":"])
def test_headings_that_are_counted_through_are_on_one_level(separator: str) -> None:
    marks = ["##", "##", "###", "####", "##"]
    found = numbered(*(f"{mark} {number}{separator} {'ABCDE'[number - 1]}" for number, mark in enumerate(marks, 1)))
    assert found == list("ABCDE")


@pytest.mark.parametrize(
    "headings",
    [
        ["## 1. A", "### 1. x", "### 2. y", "## 2. B", "### 1. z"],
        ["## 1. A", "### 2. x", "## 3. B"],
        ["## 1. A", "### 3. x", "### 4. y", "## 2. B", "## C", "## D"],
    ],
)
def test_numbers_that_begin_again_or_are_few_leave_headings_on_their_levels(headings: list[str]) -> None:
    higher = [heading.split()[-1] for heading in headings if heading.startswith("## ")]
    assert [title.split()[-1] for title in numbered(*headings)] == higher


INTRODUCTIONS = [
    ("Some books:", "And here are some courses that are more advanced than these:", {"Some books": {"a": {}}, "b": {}}),
    ("书籍：", "还有一些比上面的书籍更加深入也更加困难的在线课程可以选择：", {"a": {}, "b": {}}),
    ("Some books:", "Some courses:", {"Some books": {"a": {}}, "Some courses": {"b": {}}}),
    ("Some books:", "They are all free.", {"Some books": {"a": {}, "b": {}}}),
    ("**Books**", "And here are some more of them that are free to read:", {"Books": {"a": {}, "b": {}}}),
]


@pytest.mark.parametrize(("first", "second", "expected"), INTRODUCTIONS)
def test_another_introduction_of_a_list_ends_a_short_one(first: str, second: str, expected: dict[str, Any]) -> None:
    [step, _] = reading("# T\n\n" + section("## S", first, "- a", second, "- b") + "## Z\n\n- y\n- z\n").steps
    assert outline(step) == expected


@pytest.mark.parametrize(("number", "found"), [("{}. ", ["A", "B", "C", "Anwenden"]), ("", ["A", "B", "C"])])
def test_a_last_section_without_items_is_a_step_if_it_is_counted_too(number: str, found: list[str]) -> None:
    text = "".join(section(f"## {number.format(i)}{'ABC'[i - 1]}", "- p\n- q") for i in range(1, 4))
    assert steps(f"# Plan\n\n{text}" + section(f"## {number.format(4)}Anwenden", "Bewirb dich.")) == found


@pytest.mark.parametrize("heading", ["", "# Plan\n\n"])
def test_paragraphs_that_are_links_are_topics_if_there_is_nothing_else(heading: str) -> None:
    text = f"{heading}Begin here.\n\n[a](https://a.example)\n\n[b](https://b.example)\n"
    [step] = reading(text).steps
    assert [(topic.title, topic.resources[0].url) for topic in step.topics] == [
        ("a", "https://a.example"),
        ("b", "https://b.example"),
    ]
    assert step.detail == "Begin here."


@pytest.mark.parametrize("number", [6, 30])
def test_a_number_in_the_name_of_one_of_many_sections_does_not_make_steps(number: int) -> None:
    names = [f"{'abcde'[i % 5]}{'!' * i}" for i in range(number)]
    names[number // 2] = "Topic 1"
    text = "".join(section(f"## {name}", "- p\n- q") for name in names)
    assert steps(f"# Plan\n\n{text}") == names


@pytest.mark.parametrize(
    ("headings", "number"),
    [
        (["## Basics", "## Advanced", "## Topic 7", "## Web", "## More"], 5),
        (["## Foundations", "## Week 2"], 2),
        (["## Step 1", "## Web"], 2),
        (["## Basics", "## Web", "### Part 2", "## Go"], 3),
        (["## Basics", "### Part 2", "## Web", "## Go"], 3),
    ],
)
def test_a_single_number_decides_nothing(headings: list[str], number: int) -> None:
    text = "".join(section(heading, "- p\n- q") for heading in headings)
    parsed = reader.read(text, roadmap_id="x", version="1")
    assert (len(parsed.roadmap.steps), parsed.left_out) == (number, ())


@pytest.mark.parametrize("others", ["", "## Author\n\n- [Me](https://me.example)\n"])
def test_a_single_step_keeps_its_heading(others: str) -> None:
    assert steps("# Plan\n\n" + section("## Week 1", "- p\n- q") + others) == ["Week 1"]


@pytest.mark.parametrize(("others", "found"), [("abcde", []), ("abcdef", [*"abcdef"])])
def test_two_numbers_are_not_those_of_steps_if_many_sections_have_none(others: str, found: list[str]) -> None:
    text = "".join(section(f"## {name}", "- p") for name in others)
    parts = "".join(section(f"## Part {number}", "- p\n- q\n- r") for number in [8, 9])
    assert steps(f"# Plan\n\n{text}{parts}") == [*found, "Part 8", "Part 9"]
