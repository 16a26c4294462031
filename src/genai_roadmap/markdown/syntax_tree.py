"""The syntax tree of a Markdown text, down to its paragraphs and headings."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

BREAKS = {"softbreak", "hardbreak"}
HTML_BREAK = re.compile(r"(?i)<br\s*/?>")


@dataclass(slots=True, eq=False)
class Node:
    """A block with the blocks in it; its type is that of its token without _open.

    The parser's own tree also has a node for each word with markup, and takes several times as long to build.
    """

    type: str
    token: Token
    line: int
    # The line of the block that contains it.
    group: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def inline_tokens(self) -> list[Token]:
        """The tokens of the text of a paragraph, a heading or a cell."""
        return [token for node in self.children for token in node.token.children or []]

    def with_tokens(self, tokens: Sequence[Token], line: int) -> "Node":
        """Return a node of the same type that begins on this line and has only these tokens of its text."""
        inline = Token("inline", "", 0, children=[*tokens])
        return Node(self.type, self.token, line, self.group, [Node("inline", inline, line)])


def tree_of(tokens: Iterable[Token]) -> list[Node]:
    """Return the nodes on the top level of the tree of the tokens; each has the line on which it begins."""
    root = Node("root", Token("root", "", 0), 1)
    open_nodes = [root]
    for token in tokens:
        if token.nesting < 0:
            open_nodes.pop()
            continue
        parent = open_nodes[-1]
        line = token.map[0] + 1 if token.map else parent.line
        node = Node(token.type.removesuffix("_open"), token, line, parent.line)
        parent.children.append(node)
        if token.nesting > 0:
            open_nodes.append(node)
    return root.children


def lines_of(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the position of the first token of each line that begins outside of emphasis and links, and its text."""
    start, depth, texts = 0, 0, list[str]()
    for position, token in enumerate(tokens):
        depth += token.nesting
        if not depth and _is_break(token):
            yield start, "".join(texts)
            start, texts = position + 1, []
        else:
            texts.append(token.content)
    yield start, "".join(texts)


def _is_break(token: Token) -> bool:
    return token.type in BREAKS or (token.type == "html_inline" and bool(HTML_BREAK.match(token.content)))
