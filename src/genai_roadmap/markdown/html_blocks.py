"""HTML blocks that end at a heading, and not only at an empty line as CommonMark has it."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

# These end at their own end tag, and their lines are no Markdown.
LITERAL = re.compile(r"(?i)\s*<(?:script|pre|style|textarea|!|\?)")
HEADING = re.compile(r" {0,3}#{1,6}\s+\S")
TAG = re.compile(r"(?i)<(/?)([a-z][a-z0-9]*)[^<>]*>")
WITHOUT_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def use(parser: MarkdownIt) -> None:
    """Replace the parser's rule for HTML blocks."""
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - called by the parser
    """Read an HTML block up to an empty line or a heading that is in no element: who writes that means a heading."""
    if not html_block(state, start, end, silent):
        return False
    token = state.tokens[-1] if not silent else None
    if token and not LITERAL.match(token.content) and (length := _lines_before_heading(token.content)):
        state.line = start + length
        token.map = [start, state.line]
        token.content = state.getLines(start, state.line, state.blkIndent, True)  # noqa: FBT003 - keeps the last line end
    return True


def _lines_before_heading(html: str) -> int:
    """Return the number of lines before the first heading that is in no element; 0 if there is none."""
    depth = 0
    for number, line in enumerate(html.split("\n")):
        if number and not depth and HEADING.match(line):
            return number
        tags = ((slash, name) for slash, name in TAG.findall(line) if name.casefold() not in WITHOUT_END)
        depth += sum(-1 if slash else 1 for slash, _ in tags)
    return 0
