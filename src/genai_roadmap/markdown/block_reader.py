"""Read the syntax tree of a Markdown parser into blocks."""

import re
from collections.abc import Iterator

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block, Document
from genai_roadmap.markdown.html_tags import BlockTags, HtmlPart, InlineTags
from genai_roadmap.markdown.phrase import LeftOut, Phrase, Writer
from genai_roadmap.progress.status import Status

TASK = re.compile(r"\[([ xX])\]\s+")


class BlockReader:
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

    def blocks(self, trees: list[SyntaxTreeNode]) -> Iterator[Block]:
        """Yield the blocks that the trees contain."""
        for tree in trees:
            if read := self.readers.get(tree.type):
                yield from read(tree)
            else:
                yield from self.blocks(tree.children)

    def _heading(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        yield Block("heading", self._phrase(tree), _line(tree), level=int(tree.tag[1]))

    def _paragraph(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        phrase = self._phrase(tree)
        if phrase.text or phrase.anchors:
            yield Block("text", phrase, _line(tree))

    def _code(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        if tree.content.strip():
            yield Block("code", Phrase(tree.content.rstrip()), _line(tree))

    def _html(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        tags = BlockTags(_line(tree), self.document.left_out)
        tags.feed(tree.content)
        tags.close()
        yield from _html_blocks(tags.finish())

    def _list_item(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        blocks = list(self.blocks(tree.children))
        phrase = blocks.pop(0).phrase if blocks and blocks[0].kind in {"text", "heading"} else Phrase()
        block = Block("item", phrase, _line(tree), blocks=blocks, group=_line(tree.parent or tree))
        task = TASK.match(phrase.text)
        # A bold name, or a link, may begin with what looks like a tick.
        if task and phrase.before and (phrase.lead or not phrase.bold):
            phrase = phrase.without(task.end())
            length, status = titles.status(phrase.text, phrase.bold)
            block.phrase, block.status = phrase.until(length), status if task[1] == " " else Status.DONE
        if block.phrase.text or block.blocks:
            yield block

    def _table(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        head, *bodies = tree.children
        names = [self._phrase(cell).text for cell in head.children[0].children]
        for row in (row for body in bodies for row in body.children):
            block = _row_block(names, [self._phrase(cell) for cell in row.children], _line(row))
            block.group = _line(tree)
            yield block

    def _footnote(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        # A label that is defined twice has the text of both.
        self.document.notes.setdefault(tree.meta["label"], []).extend(self.blocks(tree.children))
        yield from ()

    def _front_matter(self, tree: SyntaxTreeNode) -> Iterator[Block]:
        for number, line in enumerate(tree.content.splitlines(), 2):
            key, colon, value = line.partition(":")
            if colon and value.strip() and key.strip().casefold() in {"title", "description"}:
                self.document.front[key.strip().casefold()] = value.strip().strip("'\"")
            elif line.strip():
                self.document.left_out.append(LeftOut(number, line.strip(), "front matter"))
        yield from ()

    def _phrase(self, tree: SyntaxTreeNode) -> Phrase:
        writer = Writer(_line(tree), self.document.left_out)
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


def _row_block(names: list[str], cells: list[Phrase], line: int) -> Block:
    """A table's row: its first cell with more than a number is what it is about."""
    about = next((n for n, cell in enumerate(cells) if titles.has_words(cell.text) and not titles.counts(names[n])), 0)
    row = Block("item", cells[about], line)
    for name, cell in zip(names, cells, strict=True):
        if cell is cells[about] or not cell.text:
            continue
        if titles.kind(name) == "what":
            row.blocks.append(Block("item", cell, line))
        else:
            # Read as a label: the link's words, with the column's name before them.
            row.blocks.append(Block("text", _labelled(name, cell), line))
    return row


def _labelled(name: str, cell: Phrase) -> Phrase:
    label = f"{name}: " if name and not cell.anchors else ""
    return Phrase(label + cell.text, cell.anchors, 0, cell.notes, cell.code)


def _html_blocks(pieces: list[HtmlPart]) -> Iterator[Block]:
    """The nodes of an HTML block, list items below those that they are nested in."""
    above: list[Block] = []
    for piece in pieces:
        block = Block(piece.kind, piece.phrase, piece.line, level=piece.level)
        if piece.kind != "item":
            above = []
            yield block
            continue
        del above[piece.level - 1 :]
        if above:
            above[-1].blocks.append(block)
        else:
            yield block
        above.append(block)
