"""Open brackets, tags and comments: what is left open is read once, or rejected."""

import pytest

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import html_tokens
from genai_roadmap.markdown.html_tags import MAX_LIST_DEPTH
from genai_roadmap.markdown.inline_rules import MAX_READINGS
from genai_roadmap.markdown.reader import ParsedRoadmap, read
from genai_roadmap.roadmap.models import Item

HEAD = "# Title\n\n## Step\n\n- topic\n\n"


def parsed(text: str) -> ParsedRoadmap:
    return read(HEAD + text, roadmap_id="sample", version="1")


def links(text: str) -> list[tuple[str, str]]:
    """The titles and URLs of the links in a text."""
    roadmap = parsed(f"{text}\n").roadmap
    resources = [link for item in roadmap.all_items for link in item.content.resources]
    return [(link.title, link.url) for link in [*resources, *roadmap.links]]


def depth(item: Item) -> int:
    return 1 + max(map(depth, item.topics), default=0)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a<!--b<!--c", [("text", "a"), ("comment", "b<!--c")]),
        ("<!-->a<!--->b<!--c--!>d", [("text", "a"), ("text", "b"), ("comment", "c"), ("text", "d")]),
        ("<?a<?b>c", [("text", "c")]),
        ("<!DOCTYPE a>b<![CDATA[c]]>d", [("text", "b"), ("text", "d")]),
        ("a < b <3 </ &lt;", [("text", "a < b <3 </ <")]),
        ("</a </B", [("end", "a")]),
        ("<BR/>a", [("start", "br"), ("text", "a")]),
        ("<script>a<b</script>c", [("start", "script"), ("end", "script"), ("text", "c")]),
        ("<style>a", [("start", "style")]),
        ("<scripts>a", [("start", "scripts"), ("text", "a")]),
    ],
)
def test_html_tokens(html: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.value) for token in html_tokens.tokens(html)] == expected


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ("<a href=x/y>", {"href": "x/y"}),
        ("<a HREF = 'a>b' b=\"c'd\" e>", {"href": "a>b", "b": "c'd", "e": ""}),
        ("<a href=1 href=2 />", {"href": "1"}),
        ("<a b='&amp;' c='<a b='", {"b": "&", "c": "<a b="}),
        ("<a =b>", {"=b": ""}),
    ],
)
def test_attributes(tag: str, attributes: dict[str, str]) -> None:
    [token] = html_tokens.tokens(tag)
    assert token.attributes == attributes


def test_lines_of_html_tokens() -> None:
    found = html_tokens.tokens("a\n<b\n>\n<!--\n-->\n<script>\n\n</script>c")
    assert [(token.value.strip(), token.line) for token in found] == [
        ("a", 0), ("b", 1), ("", 2), ("", 3), ("", 4), ("script", 5), ("script", 7), ("c", 7),
    ]  # fmt: skip


@pytest.mark.parametrize("opening", ["<!--", "<?", "</a ", "<a b='", '<a b="', "<", "</", "<a href='https://e.org'>x"])
def test_open_html_is_read_once(opening: str) -> None:
    html = opening * 10_000
    assert sum(len(token.value) for token in html_tokens.tokens(html)) <= len(html)
    assert parsed(f"<div>{opening * 200}").roadmap.steps


def test_link_ends_where_the_next_one_starts() -> None:
    found = links("<a href='https://e.org/1'>One <a href='https://e.org/2'>Two</a>")
    assert found == [("One", "https://e.org/1"), ("Two", "https://e.org/2")]


def test_html_lists_of_any_depth_are_read() -> None:
    lists = MAX_LIST_DEPTH + 10
    step = parsed("<div>" + "<ul><li>x" * lists + "</div>").roadmap.steps[0]
    assert 1 < max(map(depth, step.topics)) <= MAX_LIST_DEPTH
    assert step.model_dump_json().count("x") >= lists


@pytest.mark.parametrize(
    "text",
    ["[" * 1000, "word [link " * 500, "[" * 500 + "]" * 500, "![" * 200 + "](a)" * 200, "[^" * 1000, "| [ |\n" * 300],
)
def test_too_many_open_brackets_are_rejected_with_their_line(text: str) -> None:
    with pytest.raises(RequestError, match="the text at line 9 has too many unclosed brackets"):
        parsed(f"> quote\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "```\n" + "\\e[1m bold\n" * 300 + "```",
        " " * 8 + "[" * 1000,
        f"`{'[' * 1000}`",
        f"`` ` {'[' * 1000} ``",
        "- [ ] task\n" * 500,
        "[a] " * 1000,
        "- an interval [0, 1)\n" * 500,
        "a [0, 1) " * (MAX_READINGS - 10),
        f"<div title='{'[' * 1000}'>",
    ],
)
def test_brackets_count_only_where_they_may_open_a_link(text: str) -> None:
    assert parsed(text).roadmap.steps


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://e.org/a, or HTTP://e.org/b.", ["https://e.org/a", "http://e.org/b"]),
        ("*https://e.org/a*", ["https://e.org/a"]),
        ("<https://e.org/a> (https://e.org/b)", ["https://e.org/a", "https://e.org/b"]),
        ("xhttps://e.org/a", []),
        ("other://e.org/a https:// https://*", []),
        ("[https://e.org/a](https://e.org/b)", ["https://e.org/b"]),
        ("https://e.org/" + "a" * 3000, []),
    ],
)
def test_bare_urls_are_links(text: str, urls: list[str]) -> None:
    assert [url for _, url in links(text)] == urls


def test_urls_that_are_left_open_are_read_once() -> None:
    assert parsed("<https://" * 2000).roadmap.steps
    assert parsed("x foo:// " * 2000).roadmap.steps
