"""The syntax tree of a Markdown text, down to its paragraphs and headings."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token


@dataclass(slots=True, eq=False)
class Node:
    """A block with the blocks in it; its type is that of its token without _open.

    The parser's own tree also has a node for each word with markup, and takes several times as long to build.
    """

    type: str
    token: Token
    line: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def inline_tokens(self) -> list[Token]:
        """The tokens of the text of a paragraph, a heading or a cell."""
        return [token for node in self.children for token in node.token.children or []]


def tree_of(tokens: Iterable[Token]) -> list[Node]:
    """Return the nodes on the top level of the tree of the tokens; each has the line on which it begins."""
    root = parent = Node("root", Token("root", "", 0), 1)
    for token in tokens:
        if token.nesting < 0:
            parent = parent.parent or root
            continue
        line = token.map[0] + 1 if token.map else parent.line
        node = Node(token.type.removesuffix("_open"), token, line, parent)
        parent.children.append(node)
        if token.nesting > 0:
            parent = node
    return root.children
