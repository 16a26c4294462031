"""The lines of a checklist."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from genai_roadmap.markdown.phrase import normalized_url
from genai_roadmap.roadmap.models import URL_PATTERN

TASK = re.compile(r"\[([ xX~/-])\]\s+")


@dataclass(slots=True)
class Line:
    """A line: its text without emphasis, with and without links, the emphasized text, the comment, and the links.

    `with_code` is the text with code between backticks, as details and notes have it, but not titles.
    """

    text: str = ""
    with_code: str = ""
    unlinked: str = ""
    emphasis: str = ""
    comment: str = ""
    urls: list[str] = field(default_factory=list)

    @property
    def is_link(self) -> bool:
        """Whether it is a task of which the text is a link."""
        return not TASK.sub("", self.unlinked, count=1).strip()


def source_of(node: SyntaxTreeNode) -> str:
    """Return the Markdown of a paragraph."""
    return next((child.content for child in node.children if child.type == "inline"), "")


def text_of(lines: Sequence[Line]) -> str:
    """Return the text of lines that are not a title."""
    return "\n".join(line.with_code.strip() for line in lines).strip()


def lines_of(node: SyntaxTreeNode) -> list[Line]:
    """Return the lines of a heading or a paragraph; none for any other block."""
    inline = next((child for child in node.children if child.type == "inline"), None)
    lines = [] if inline is None else [*_split(inline.token.children or [] if inline.token else [])]
    for line in lines:
        line.text = line.text.strip()
    return lines


def _split(tokens: Sequence[Token]) -> Iterator[Line]:
    line, is_emphasized, is_linked = Line(), False, False
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                yield line
                line = Line()
            case "em_open" | "em_close":
                is_emphasized = token.type == "em_open"
            case "link_open" | "link_close":
                is_linked = token.type == "link_open"
                line.urls += filter(None, [_url(str(token.attrs["href"]))] if is_linked else [])
            case "html_inline":
                line.comment = token.content.removeprefix("<!--").removesuffix("-->").strip()
            case _ if is_emphasized:
                line.emphasis += token.content
            case _:
                line.text += token.content
                line.with_code += f"`{token.content}`" if token.type == "code_inline" else token.content
                line.unlinked += "" if is_linked else token.content
    yield line


def _url(target: str) -> str | None:
    return target if re.fullmatch(URL_PATTERN, target) else normalized_url(target)
