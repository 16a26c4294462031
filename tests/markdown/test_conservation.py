"""Every heading, list item, table row and link of a text is in the roadmap, or is said to be left out."""

import re
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.reader import read
from support import kept_text

# A % is replaced by a number, so that each name and each address is unique.
NAMES = [
    "Name%x",
    "**Name%x**",
    "Name%x: text%",
    "Name%x, Name%x",
    "Name%x (Name%x, Name%x)",
    "[Name%x](https://e.org/%)",
    "[Name%x ](https://e.org/%)",
    "[Name%x](https://e.org/%) - text%",
    "Name%x [text%](https://e.org/%), [text%](https://e.org/%)",
    "<a href='https://e.org/%'>Name%x",
    "[![Name%x](https://e.org/%.png)](https://e.org/%)",
    "Name%x https://e.org/%",
    "[Name%x](#name)",
    "[Name%x](other.md)",
    "[ ] Name%x",
    "[x] [Name%x](https://e.org/%)",
    "✅ Name%x",
    "Name%x (optional)",
    "Step %: Name%x",
    "%. Name%x",
    "Name%x ([link](https://e.org/%))",
    "Resources: [Name%x](https://e.org/%)",
    "Name%x[^%]",
    "[](https://e.org/%)",
    "[] Name%x",
    "[Name%x](https://e.org/% a)",
    "[Name%x](<https://e.org/%>)",
    "<https://e.org/%> - Name%x",
    "https://e.org/%",
    "[Name%x][ref] and [Name%x](https://e.org/%)",
    "![Name%x](https://e.org/%.png)",
    "<img alt='Name%x' src='https://e.org/%.png'> Name%x",
    "~~[Name%x](https://e.org/%)~~ `Name%x`",
    "*[Name%x](https://e.org/%)* | Name%x",
    "<b>Name%x</b><br>Name%x <a href=https://e.org/%>Name%x</a>",
    "Name%x<!-- Name%x -->",
    "**Resources**: Name%x",
    "Why Name%x",
    "[[Name%x]](https://e.org/%)",
    "Q: Name%x",
    "A: Name%x [text%](https://e.org/%)",
    "Name%x :star: \\[Name%x\\]",
]
SECTIONS = [
    "Resources", "Contents", "Workflow", "Why", "What to learn", "License", "Give a star", "About", "Summary",
    "What is an engineer", "Learning resources", "Project ideas",
]  # fmt: skip
INDENTS = ["", "  ", "    ", "      ", "        ", "          "]

headings = st.tuples(st.sampled_from(["#", "##", "###", "####"]), st.sampled_from([*NAMES, *SECTIONS])).map(
    lambda pair: f"\n{' '.join(pair)}\n"
)
items = st.tuples(
    st.sampled_from(INDENTS), st.sampled_from(["- ", "* ", "1. ", "• ", "a) ", "b) "]), st.sampled_from(NAMES)
).map("".join)
paragraphs = st.tuples(st.sampled_from(INDENTS), st.sampled_from(NAMES)).map(lambda pair: f"\n{''.join(pair)}\n")
tables = st.lists(st.tuples(*[st.sampled_from(NAMES)] * 2), min_size=1, max_size=3).map(
    lambda rows: "\n| a | b |\n|---|---|\n" + "\n".join(f"| {first} | {second} |" for first, second in rows) + "\n"
)
html = st.sampled_from(
    [
        "\n<ul><li>Name%x<ul><li><a href='https://e.org/%'>Name%x</a></li></ul></li></ul>\n",
        "\n<table><tr><th>a</th><th>b</th></tr><tr><td>Name%x</td><td>Name%x</td></tr></table>\n",
        "\n<details><summary>Name%x</summary>\n\n- Name%x\n\n</details>\n",
        "\n<details><summary>Name%x?</summary>Name%x [a](https://e.org/%)</details>\n",
        "\n<details><summary>Name%x?</summary>\n\nName%x [a](https://e.org/%)\n\n</details>\n",
        "\n- <details><summary>Name%x?</summary>Name%x</details>\n",
        "\nQ: Name%x\nA: Name%x [a](https://e.org/%)\nQ: Name%x\n",
        "\n**Q:** Name%x [a](https://e.org/%)\n\n**A:** Name%x\n",
        "\n- Q: Name%x\n- A: Name%x\n  - Name%x\n",
        "\n- Q1: Name%x\n  - A1: Name%x\n\n    Name%x\n",
        "\n<h3>Name%x</h3>\n",
        "\n**Name%x**\n",
        "\n**Resources:**\n",
        "\n<table><tr><td><a href='https://e.org/%'>Name%x</a></td><td>Name%x<ul><li>Name%x</li></ul></td></tr></table>\n",
        "\n<dl><dt>Name%x</dt><dd>Name%x</dd></dl>\n",
        "\n<ol><li><p>Name%x</p><p><a href='https://e.org/%'><img src='x.png' alt='Name%x'></a></p></li></ol>\n",
        "\n<p align='center'>Name%x <a href='https://e.org/%'></a></p>\n",
        "\n<!-- Name%x -->\n",
        "\nName%x\n===\n",
        "\nName%x\n---\n",
        "\nName%x\n: Name%x\n",
        "\n> - Name%x\n>   - [Name%x](https://e.org/%)\n>\n> Name%x\n",
        "\n- ### Name%x\n\n  Name%x\n\n  - Name%x\n",
        "\n- > Name%x\n\n- ```\n  Name%x\n  ```\n",
        "\n1. Name%x\n\n   | a | b |\n   |---|---|\n   | Name%x | [Name%x](https://e.org/%) |\n",
        "\n```sh\nName%x\n```\n",
        "\n[ref]: https://e.org/%\n",
        "\n[n%]: https://e.org/%\n",
        "\n[^note]: Name%x\n\n    - [Name%x](https://e.org/%)\n",
        "\n| Name%x | b |\n|---|---|\n| [Name%x](https://e.org/%) <br> Name%x | |\n",
        "\n---\n",
    ]
)
texts = st.lists(st.one_of(headings, items, items, items, paragraphs, tables, html, html), max_size=14).map("\n".join)


def numbered(text: str) -> str:
    numbers = count(100)
    return re.sub("%", lambda _: str(next(numbers)), text)


@settings(max_examples=3 * settings().max_examples)
@given(texts.map(numbered))
@example("# A\n\n## B\n\n- Name1x\n  - Name2x\n    - [Name3x](https://e.org/3)\n- x\n")
@example("## B\n\n- [Name1x](https://e.org/1)\n- Name2x\n\n### Name3x\n\n- [Name4x](https://e.org/4)\n")
@example("## B\n\n- x\n\n  Name1x[^2]\n\n[^2]: [Name3x](https://e.org/3)\n")
@example("# A\n\n## B\n\n- x\n- [](https://e.org/1)\n")
@example("# A\n\n## B\n\n- x [ref]\n\n[ref]: https://e.org/1\n[ref]: https://e.org/2\n")
@example("# Name1x\n\n## Why Name2x\n")
@example("# A\n\n## B\n\n| Name1x | b |\n|---|---|\n| Name2x | Name3x | [Name4x](https://e.org/4) |\n")
def test_nothing_vanishes(text: str) -> None:
    try:
        result = read(text, roadmap_id="sample", version="1")
    except RequestError:
        return
    found = kept_text(result)
    expected = re.findall(r"Name\d+x|https://e\.org/\d+", text)
    assert [each for each in expected if not re.search(rf"{re.escape(each)}(?!\d)", found)] == []


@pytest.mark.parametrize("name", ["Resources", "Contents", "Workflow", "Learning resources", "Links", "References"])
def test_section_with_items_is_a_step_whatever_its_name(name: str) -> None:
    result = read(
        f"# T\n\n## A\n\n- b\n- c\n- d\n\n## {name}\n\n- e\n- f\n\n## G\n\n- h\n- i\n- j\n", roadmap_id="x", version="1"
    )
    assert [step.title for step in result.roadmap.steps] == ["A", name, "G"]


@pytest.mark.parametrize(
    ("item", "text", "reason"),
    [
        ("- [ ]", "- [ ]", "no text"),
        ("- [x] ", "- [x]", "no text"),
        ("-", "-", "no text"),
        ("  - [ ]", "- [ ]", "no text"),
        ("\n| Day | Goal |\n|---|---|\n| 1 | 2 |\n", "| 1 | 2 |", "a row without words"),
        ("\n| Day | Done |\n|---|---|\n| 1 | ✅ |\n", "| 1 | ✅ |", "a row without words"),
        ("\n<table><tr><td>1</td><td>2</td></tr></table>\n", "1 | 2", "a row without words"),
    ],
)
def test_what_has_no_name_is_left_out(item: str, text: str, reason: str) -> None:
    result = read(f"# T\n\n## A\n\n- 1984\n{item}\n- Name\n\n## B\n\n- c\n- d\n", roadmap_id="x", version="1")
    assert [topic.title for topic in result.roadmap.steps[0].topics] == ["1984", "Name"]
    assert (text, reason) in [(part.text, part.reason) for part in result.left_out]


def test_tick_without_text_is_that_of_the_items_below_it() -> None:
    result = read(
        "# T\n\n## A\n\n- [x]\n  - Loops\n  - [ ] Types\n- [ ] Rest\n\n## B\n\n- c\n", roadmap_id="x", version="1"
    )
    assert [topic.title for topic in result.roadmap.steps[0].topics] == ["Loops", "Types", "Rest"]
    assert [*result.statuses] == ["loops"]


@pytest.mark.parametrize("row", ["| 1 | Loops |", "| 1 | [2](https://e.org/2) |"])
def test_numbered_row_with_a_name_or_a_link_is_a_topic(row: str) -> None:
    result = read(f"# T\n\n## A\n\n| Day | Goal |\n|---|---|\n{row}\n", roadmap_id="x", version="1")
    assert not [part for part in result.left_out if part.reason == "a row without words"]
