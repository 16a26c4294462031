"""Convert the syntax tree of a Markdown parser to blocks."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from markdown_it.token import Token

from genai_roadmap.markdown import rows, titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.html_tags import InlineTags, read_html
from genai_roadmap.markdown.item_lines import title_and_explanation
from genai_roadmap.markdown.phrase import LeftOut, Phrase, PhraseBuilder
from genai_roadmap.markdown.status_signs import BOX_STATUS, CHECKS, OPEN_BOXES
from genai_roadmap.markdown.syntax_tree import Node
from genai_roadmap.progress.status import Status

# A space after a common box may be missing.
TASK = re.compile(
    rf"\[([ xX{CHECKS}~/><!?-]?)\ufe0f?\](?:\s+|$|(?<=\[[ xX]\])(?=\w))|([{CHECKS}{OPEN_BOXES}])\ufe0f?\s*"
)
# The others say that a task is important, scheduled, or a question.
OPEN_SIGNS = " ><!?"
# What a box without a tick says is no name.
TODO = re.compile(r"TODO:\s+")
# As Obsidian writes it.
DONE_ON = re.compile(r"\s*✅\ufe0f?\s*([0-9]{4}-[0-9]{2}-[0-9]{2})$")
CELL_END = re.compile(r"(?<!\\)\|")


class BlockReader:
    """A reader of syntax trees that also collects link targets, footnotes, front matter and what is left out."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        # Without an open box in the whole text, a check mark may be decoration.
        self.has_boxes = any(box in text for box in OPEN_BOXES)
        self.targets: set[str] = set()
        self.footnotes: dict[str, list[Block]] = {}
        self.front_matter: dict[str, str] = {}
        self.left_out: list[LeftOut] = []

    def blocks(self, nodes: Iterable[Node]) -> Iterator[Block]:
        """Yield the blocks of the nodes."""
        for node in nodes:
            match node.type:
                case "heading" | "paragraph" | "fence" | "code_block":
                    yield from self._text_block(node)
                case "html_block":
                    yield from read_html(node.token.content, node.line, self.left_out)
                case "list_item":
                    yield from self._list_item(node)
                case "table":
                    yield from self._table(node)
                case "footnote_reference":
                    # A label that is defined twice has the blocks of both.
                    self.footnotes.setdefault(node.token.meta["label"], []).extend(self.blocks(node.children))
                case "front_matter":
                    self._front_matter(node)
                case _:
                    yield from self.blocks(node.children)

    def _text_block(self, node: Node) -> Iterator[Block]:
        if node.type == "heading":
            yield Block("heading", self._phrase(node), node.line, level=int(node.token.tag[1]))
        elif node.type == "paragraph":
            phrase = self._phrase(node)
            if phrase.text or phrase.anchors:
                yield Block("text", phrase, node.line)
        elif node.token.content.strip():
            yield Block("code", Phrase(node.token.content.rstrip()), node.line)

    def _list_item(self, node: Node) -> Iterator[Block]:
        first = [part for child in node.children[:1] for part in title_and_explanation(child)]
        blocks = list(self.blocks([*first, *node.children[1:]]))
        phrase = blocks.pop(0).phrase if blocks and blocks[0].kind in {"text", "heading"} else Phrase()
        status = None
        task = TASK.match(phrase.text)
        # A bold name or a link may begin with what looks like a checkbox.
        if (
            task
            and (task[1] is not None or self.has_boxes)
            and phrase.text_before_links
            and (phrase.bold_start or not phrase.bold_end)
        ):
            phrase, status = titles.split_status(phrase.tail(task.end()))
            sign = task[1] or task[2] or ""
            status = status if sign in OPEN_SIGNS + OPEN_BOXES else BOX_STATUS.get(sign, Status.DONE)
        if todo := TODO.match(phrase.text_before_links):
            phrase = phrase.tail(todo.end())
        if not task:
            phrase, status = titles.split_status_word(phrase)
        if status is not Status.DONE and not phrase.anchors and _is_struck(node.children):
            status = Status.SKIPPED
        phrase, day = _split_day(phrase) if status is Status.DONE else (phrase, None)
        if phrase.text or phrase.anchors or any(block.kind != "item" for block in blocks):
            yield Block("item", phrase, node.line, 0, blocks, status, day, group=node.group)
            return
        # The parser reads "- 1. Name" as a list in a list.
        yield from (replace(block, group=node.group, status=block.status or status) for block in blocks)
        if not blocks and (status or not node.children):
            self.left_out.append(LeftOut(node.line, self.lines[node.line - 1].strip(), "no text"))

    def _table(self, node: Node) -> Iterator[Block]:
        head, *bodies = node.children
        header = [self._phrase(cell) for cell in head.children[0].children]
        columns = [cell.text for cell in header]
        body = [(row, [self._phrase(cell) for cell in row.children]) for each in bodies for row in each.children]
        if any(cell.anchors for cell in header):
            # Names of columns have no links.
            body.insert(0, (head.children[0], header))
            columns = [""] * len(header)
        elif names := " | ".join(filter(titles.has_letters, columns)):
            self.left_out.append(LeftOut(node.line, names, "names of columns"))
        for row, cells in body:
            self._leave_out_cells(row, len(cells))
        columns, found = rows.with_statuses(columns, [cells for _, cells in body])
        repeated = rows.repeated_columns([cells for cells, _ in found])
        for (row, _), (cells, status) in zip(body, found, strict=True):
            if rows.has_name(cells):
                yield rows.row(columns, cells, row.line, node.line, repeated, status)
            else:
                self.left_out.append(LeftOut(row.line, self.lines[row.line - 1].strip(), rows.NO_NAME))

    def _leave_out_cells(self, row: Node, number: int) -> None:
        """Leave out the cells beyond the table's columns, which the parser drops."""
        cells = CELL_END.split(self.lines[row.line - 1].strip())
        if beyond := list(filter(None, map(str.strip, cells[number + (not cells[0]) :]))):
            self.left_out.append(LeftOut(row.line, " | ".join(beyond), "beyond the columns of the table"))

    def _front_matter(self, node: Node) -> None:
        for number, line in enumerate(node.token.content.splitlines(), 2):
            key, _, value = (part.strip() for part in line.partition(":"))
            if value and key.casefold() in {"title", "description"}:
                self.front_matter[key.casefold()] = value.strip("'\"")
            elif line.strip():
                self.left_out.append(LeftOut(number, line.strip(), "front matter"))

    def _phrase(self, node: Node) -> Phrase:
        builder = PhraseBuilder(node.line, self.left_out)
        for token in node.inline_tokens:
            self._add_inline(builder, token)
        return builder.phrase()

    def _add_inline(self, builder: PhraseBuilder, token: Token) -> None:
        match token.type:
            case "link_open":
                self.targets.add(str(token.attrs["href"]))
                builder.open_link(str(token.attrs["href"]))
            case "link_close":
                builder.close_link()
            case "strong_open" | "em_open":
                builder.open_span()
            case "strong_close" | "em_close":
                builder.close_span(bold=token.type == "strong_close")
            case "image":
                self.targets.add(str(token.attrs["src"]))
                builder.add_image(str(token.attrs["src"]), token.content)
            case "html_inline":
                InlineTags(builder).feed(token.content)
            case _:
                _add_text(builder, token)


def _split_day(phrase: Phrase) -> tuple[Phrase, dt.date | None]:
    """Return a ticked task without the day after a check mark at its end, and that day."""
    found = DONE_ON.search(phrase.text) if "✅" in phrase.text else None
    with suppress(ValueError):
        return (phrase.head(found.start()), dt.date.fromisoformat(found[1])) if found else (phrase, None)
    return phrase, None


def _is_struck(nodes: Sequence[Node]) -> bool:
    """Return whether all words of the first paragraph are struck through, apart from a checkbox."""
    tokens = nodes[0].inline_tokens if nodes and nodes[0].type == "paragraph" else []
    if all(token.type != "s_open" for token in tokens):
        return False
    depth, outside = 0, ""
    for token in tokens:
        depth += token.nesting if token.type in {"s_open", "s_close"} else 0
        outside += "" if depth else token.content
    return not titles.has_letters(TASK.sub("", outside.lstrip(), count=1))


def _add_text(builder: PhraseBuilder, token: Token) -> None:
    match token.type:
        case "hardbreak":
            builder.break_line()
        case "softbreak":
            builder.write(" ")
        case "footnote_ref":
            builder.footnotes.append(token.meta["label"])
        case "code_inline":
            builder.open_code()
            builder.write(token.content)
            builder.close_code()
        case _:
            builder.write_text(token.content)
