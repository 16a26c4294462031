"""Markdown text as a flat row of nodes: headings, list items with what is nested in them, paragraphs, code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import ftfy
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.phrase import Phrase, Remark, Writer
from genai_roadmap.markdown.tags import BlockTags, InlineTags, Piece
from genai_roadmap.progress.status import Status

# Only damaged characters are mended; quotes and the like stay as their author wrote them.
MENDING = ftfy.TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization=None
)
# Four bytes of UTF-8, read as Mac Roman; ftfy doesn't know what these begin with. One shows that its line is damaged.
DAMAGED_EMOJI = re.compile("\uf8ff[^\x00-\x7f]{3}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
TASK = re.compile(r"\[([ xX])\]\s+")
# Deeper than any heading of Markdown: a bold line, or the summary of what can be unfolded.
BOLD_LINE = 7
LONGEST_HEADING = 80
# The parser drops what is nested deeper, and its own limit is 20.
MOST_NESTING = 200


@dataclass(slots=True, eq=False)
class Node:
    """A part of the document, with what belongs to it."""

    kind: Literal["heading", "item", "text", "code", "end"]
    phrase: Phrase
    line: int
    level: int = 0
    nodes: list["Node"] = field(default_factory=list)
    # Of what can be ticked.
    status: Status | None = None
    # Which list or table an item stands in.
    group: int = 0

    @property
    def text(self) -> str:
        """The node's words."""
        return self.phrase.text


@dataclass(slots=True)
class Document:
    """The nodes of a text, its front matter, and what could not be read."""

    nodes: list[Node] = field(default_factory=list)
    front: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    notes: dict[str, list[Node]] = field(default_factory=dict)


def parse(text: str) -> Document:
    """The document that a Markdown text holds, with damaged characters mended."""
    environment: dict[str, Any] = {}
    document = Document()
    tree = SyntaxTreeNode(_parser().parse(mended(text), environment))
    walker = _Walker(document)
    document.nodes = list(walker.blocks(tree.children))
    _put_notes(document)
    document.nodes = list(_with_bold_headings(document.nodes))
    for reference in environment.get("references", {}).values():
        if reference["href"] not in walker.targets:
            document.remarks.append(Remark(reference["map"][0] + 1, reference["href"], "a link that nothing refers to"))
    return document


def mended(text: str) -> str:
    """The text with its damaged characters mended."""
    return ftfy.fix_text("".join(map(_with_emoji, text.splitlines(keepends=True))), MENDING)


def _with_emoji(line: str) -> str:
    return NOT_ASCII.sub(_as_utf8, line) if DAMAGED_EMOJI.search(line) else line


def _as_utf8(damaged: re.Match[str]) -> str:
    try:
        return damaged[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return damaged[0]


def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"maxNesting": MOST_NESTING}).use(footnote_plugin).use(front_matter_plugin)
    # Footnotes stay where they are written, also those that nothing refers to.
    parser.disable(["footnote_tail", "footnote_inline"])
    # Whatever is a link is seen as one; what may not become one is remarked upon.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    if parser.linkify:
        # Else Socket.io and README.md would be addresses.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


class _Walker:
    """Turns the parser's tree into nodes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.targets: set[str] = set()
        self.readers = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "fence": self._code,
            "code_block": self._code,
            "html_block": self._html,
            "list_item": self._list_item,
            "table": self._table,
            "footnote_reference": self._footnote,
            "front_matter": self._front_matter,
        }

    def blocks(self, trees: list[SyntaxTreeNode]) -> Iterator[Node]:
        for tree in trees:
            if read := self.readers.get(tree.type):
                yield from read(tree)
            else:
                yield from self.blocks(tree.children)

    def _heading(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        yield Node("heading", self._phrase(tree), _line(tree), level=int(tree.tag[1]))

    def _paragraph(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        phrase = self._phrase(tree)
        if phrase.text or phrase.anchors:
            yield Node("text", phrase, _line(tree))

    def _code(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        if tree.content.strip():
            yield Node("code", Phrase(tree.content.rstrip()), _line(tree))

    def _html(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        tags = BlockTags(_line(tree), self.document.remarks)
        tags.feed(tree.content)
        tags.close()
        yield from _nested(tags.finish())

    def _list_item(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        nodes = list(self.blocks(tree.children))
        phrase = nodes.pop(0).phrase if nodes and nodes[0].kind in {"text", "heading"} else Phrase()
        node = Node("item", phrase, _line(tree), nodes=nodes, group=_line(tree.parent or tree))
        task = TASK.match(phrase.text)
        # A bold name, or a link, may begin with what looks like a tick.
        if task and phrase.before and (phrase.lead or not phrase.bold):
            phrase = phrase.without(task.end())
            length, status = titles.status(phrase.text, phrase.bold)
            node.phrase, node.status = phrase.until(length), status if task[1] == " " else Status.DONE
        if node.phrase.text or node.nodes:
            yield node

    def _table(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        head, *bodies = tree.children
        names = [self._phrase(cell).text for cell in head.children[0].children]
        for row in (row for body in bodies for row in body.children):
            node = _row(names, [self._phrase(cell) for cell in row.children], _line(row))
            node.group = _line(tree)
            yield node

    def _footnote(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        # A label that is defined twice has the text of both.
        self.document.notes.setdefault(tree.meta["label"], []).extend(self.blocks(tree.children))
        yield from ()

    def _front_matter(self, tree: SyntaxTreeNode) -> Iterator[Node]:
        for number, line in enumerate(tree.content.splitlines(), 2):
            key, colon, value = line.partition(":")
            if colon and value.strip() and key.strip().casefold() in {"title", "description"}:
                self.document.front[key.strip().casefold()] = value.strip().strip("'\"")
            elif line.strip():
                self.document.remarks.append(Remark(number, line.strip(), "front matter"))
        yield from ()

    def _phrase(self, tree: SyntaxTreeNode) -> Phrase:
        writer = Writer(_line(tree), self.document.remarks)
        tags = InlineTags(writer)
        for inline in tree.children:
            for token in (inline.token and inline.token.children) or []:
                self._inline(writer, tags, token)
        return writer.phrase()

    def _inline(self, writer: Writer, tags: InlineTags, token: Token) -> None:
        match token.type:
            case "link_open":
                self.targets.add(str(token.attrs["href"]))
                writer.open_link(str(token.attrs["href"]))
            case "link_close":
                writer.close_link()
            case "strong_open" | "em_open":
                writer.open_span()
            case "strong_close" | "em_close":
                writer.close_span(bold=token.type == "strong_close")
            case "image":
                self.targets.add(str(token.attrs["src"]))
                writer.image(str(token.attrs["src"]), token.content)
            case "html_inline":
                tags.feed(token.content)
            case _:
                _words(writer, token)


def _words(writer: Writer, token: Token) -> None:
    match token.type:
        case "hardbreak":
            writer.break_line()
        case "softbreak":
            writer.write(" ")
        case "footnote_ref":
            writer.notes.append(token.meta["label"])
        case "code_inline":
            writer.open_span()
            writer.write(token.content)
            writer.code.append(token.content)
            writer.close_span(bold=False)
        case _:
            writer.write(token.content)


def _line(tree: SyntaxTreeNode) -> int:
    while not tree.map and tree.parent:
        tree = tree.parent
    return tree.map[0] + 1 if tree.map else 1


def _row(names: list[str], cells: list[Phrase], line: int) -> Node:
    """A table's row: its first cell with more than a number is what it is about."""
    about = next((n for n, cell in enumerate(cells) if titles.has_words(cell.text) and not titles.counts(names[n])), 0)
    row = Node("item", cells[about], line)
    for name, cell in zip(names, cells, strict=True):
        if cell is cells[about] or not cell.text:
            continue
        if titles.kind(name) == "what":
            row.nodes.append(Node("item", cell, line))
        else:
            # Read as a label: the link's words, with the column's name before them.
            row.nodes.append(Node("text", _labelled(name, cell), line))
    return row


def _labelled(name: str, cell: Phrase) -> Phrase:
    label = f"{name}: " if name and not cell.anchors else ""
    return Phrase(label + cell.text, cell.anchors, 0, cell.notes, cell.code)


def _nested(pieces: list[Piece]) -> Iterator[Node]:
    """The nodes of an HTML block, list items below those that they are nested in."""
    above: list[Node] = []
    for piece in pieces:
        node = Node(piece.kind, piece.phrase, piece.line, level=piece.level)
        if piece.kind != "item":
            above = []
            yield node
            continue
        del above[piece.level - 1 :]
        if above:
            above[-1].nodes.append(node)
        else:
            yield node
        above.append(node)


def _put_notes(document: Document) -> None:
    used: set[str] = set()
    for node in every(document.nodes):
        used.update(node.phrase.notes)
        notes = [note for label in node.phrase.notes for note in document.notes.get(label, [])]
        if node.kind == "item":
            node.nodes[:0] = notes
    document.nodes = [each for node in document.nodes for each in (node, *_notes_after(node, document.notes))]
    for note in (note for label, notes in document.notes.items() if label not in used for note in notes):
        document.nodes.append(note)


def _notes_after(node: Node, notes: dict[str, list[Node]]) -> list[Node]:
    return [] if node.kind == "item" else [note for label in node.phrase.notes for note in notes.get(label, [])]


def every(nodes: list[Node]) -> Iterator[Node]:
    """The nodes and all that is nested in them."""
    for node in nodes:
        yield node
        yield from every(node.nodes)


def _with_bold_headings(nodes: list[Node]) -> Iterator[Node]:
    """The nodes, where a paragraph that serves as a heading is one."""
    for position, node in enumerate(nodes):
        following = nodes[position + 1] if position + 1 < len(nodes) else None
        if node.kind == "text" and following and _serves_as_heading(node, following):
            node.kind, node.level = "heading", BOLD_LINE
        yield node


def _serves_as_heading(node: Node, following: Node) -> bool:
    text = node.text.strip()
    if "\n" in text or len(text) > LONGEST_HEADING or node.phrase.anchors:
        return False
    if node.phrase.bold >= len(text.rstrip(":")):
        return following.kind in {"item", "text", "code"}
    return text.endswith(":") and following.kind == "item" and titles.is_short(text)
