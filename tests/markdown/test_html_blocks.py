"""Headings directly below HTML, without an empty line between them."""

import pytest

from genai_roadmap.markdown.reader import read

LISTS = "## A\n- a\n- b\n\n## B\n- c\n"


def outline(text: str) -> list[tuple[str, list[str]]]:
    roadmap = read(text, roadmap_id="r", version="1").roadmap
    return [(step.title, [topic.title for topic in step.topics]) for step in roadmap.steps]


@pytest.mark.parametrize(
    "html",
    [
        '<h1 align="center">R</h1>\n',
        '<p align="center"><img src="x.png"><br>\n<b>R</b></p>\n',
        "<div>\n<h1>R</h1>\n</div>\n",
        "<br>\n",
        "<hr/>\n",
        "<!-- R -->\n",
    ],
)
def test_heading_ends_html(html: str) -> None:
    assert outline(html + LISTS) == outline(f"{html}\n{LISTS}") == [("A", ["a", "b"]), ("B", ["c"])]


@pytest.mark.parametrize(
    "html",
    [
        "<pre>\n## X\n- x\n</pre>\n",
        "<!--\n## X\n- x\n-->\n",
        "<div>\n## X\n- x\n</div>\n\n",
        "<table><tr><td>\n## X\n</td></tr></table>\n\n",
    ],
)
def test_lines_in_an_element_are_no_headings(html: str) -> None:
    assert [title for title, _ in outline(html + LISTS)] == ["A", "B"]


def test_lines_of_blocks_stay_the_same() -> None:
    parsed = read(f'<h1 align="center">R</h1>\n{LISTS}\n<img src="x.png">\n', roadmap_id="r", version="1")
    assert [part.line for part in parsed.left_out] == [9]
