"""Parse Markdown text into a document of blocks."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import ftfy
from ftfy.badness import is_bad
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from genai_roadmap.markdown import html_blocks, inline_rules, step_lines
from genai_roadmap.markdown.block_reader import BlockReader
from genai_roadmap.markdown.blocks import BOLD_LINE, Block, serves_as_heading
from genai_roadmap.markdown.check_marks import with_check_marks
from genai_roadmap.markdown.labels import with_separate_labels
from genai_roadmap.markdown.list_signs import with_known_signs
from genai_roadmap.markdown.phrase import LeftOut, Phrase
from genai_roadmap.markdown.questions import unanswered, with_questions
from genai_roadmap.markdown.syntax_tree import tree_of

# Only damaged characters are fixed; quotes and the like stay as their author wrote them.
FTFY_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False, normalization=None
)
# ftfy does not recognize emoji whose four bytes of UTF-8 were decoded as Mac Roman. One shows that its line is damaged.
DAMAGED_EMOJI = re.compile("\uf8ff[^\x00-\x7f]{3}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# What a text contains if a rule of the parser applies, because most rules are tried on each line or at each sign.
RULES = {
    "front_matter": r"\A-",
    "table": r"\|",
    "table_after_item": r"\|",
    "fence": "```|~~~",
    "blockquote": ">",
    "hr": r"[*_-][ \t]*(?:[\r\n]|\Z)",
    "lheading": r"[=-][ \t]*(?:[\r\n]|\Z)",
    "reference": r"\]:",
    "footnote_def": r"\[\^",
    "footnote_ref": r"\[\^",
    "html_block": "<",
    "html_inline": "<",
    "autolink": "<",
    "linkify": "://",
    "escape": r"\\",
    "backticks": "`",
    "strikethrough": "~",
    "link": r"\[",
    "image": r"!\[",
    "entity": "&",
}
CONTENTS = "table of contents"
# Fewer links to sections are those of a remark.
MIN_CONTENTS = 3
# The parser drops what is nested deeper, and its own limit is 20.
MAX_FOOTNOTE_DEPTH = 10
MAX_NESTING = 100


class Document(NamedTuple):
    """The blocks of a text, its front matter, and what could not be read.

    `start` is the first line below its table of contents, 0 without one.
    """

    blocks: list[Block]
    front_matter: dict[str, str]
    left_out: list[LeftOut]
    start: int


def parse(text: str) -> Document:
    """Return the document in a Markdown text, with damaged characters fixed; raise RequestError if it can't be read."""
    text = with_known_signs(fix_encoding(text))
    environment: dict[str, Any] = {}
    parser = parser_for(text)
    if found := step_lines.find(text):
        step_lines.use(parser, found)
    reader = BlockReader(text)
    tree = with_separate_labels(tree_of(parser.parse(text, environment)))
    blocks = _with_footnotes(list(reader.blocks(tree)), reader.footnotes)
    unused_links = [
        LeftOut(reference["map"][0] + 1, reference["href"], "unused link")
        for reference in [*environment.get("references", {}).values(), *environment.get("duplicate_refs", [])]
        if reference["href"] not in reader.targets
    ]
    contents = _tables_of_contents(blocks)
    section = _section_of(contents, blocks)
    removed = {*contents, *section[:1]}
    left_out = [LeftOut(each.line, each.text, CONTENTS) for block in removed for each in block.walk()]
    blocks = [block for block in blocks if block not in removed]
    start = section[-1].line + 1 if section else 0
    blocks = with_questions(with_check_marks(blocks))
    left_out += reader.left_out + unused_links + [*unanswered(blocks)]
    return Document(_with_bold_headings(blocks), reader.front_matter, left_out, start)


def _tables_of_contents(blocks: Sequence[Block]) -> list[Block]:
    """Return the lists and paragraphs that link to sections of the same text, and to nothing else."""
    groups: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind == "item":
            groups[block.group].append(block)
    contents = {group for group, items in groups.items() if _are_contents(items)}
    return [
        block
        for block in blocks
        if (block.kind == "text" and _is_internal(block)) or (block.kind == "item" and block.group in contents)
    ]


def _section_of(contents: Sequence[Block], blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the first section that consists of a list of contents: its heading, and the blocks below it.

    The first heading is that of the text, unless the next one is on its level. A section that contains other sections
    is not one of contents.
    """
    members = set(contents)
    starts = [position for position, block in enumerate(blocks) if block.kind == "heading"]
    for start, end in pairwise(starts):
        heading, *section = blocks[start:end]
        is_first = start == starts[0]
        ends = blocks[end].level == heading.level or (blocks[end].level < heading.level and not is_first)
        if ends and members.issuperset(section) and _length(section) >= (1 if is_first else MIN_CONTENTS):
            return [heading, *section]
    return []


def _length(blocks: Sequence[Block]) -> int:
    return sum(len(each.text.splitlines()) for block in blocks for each in block.walk())


def _are_contents(items: Sequence[Block]) -> bool:
    """Return whether at least two of three items are internal links, and the others link to nothing else."""
    others = [item for item in items if not _is_internal(item)]
    return len(others) * 3 <= len(items) and not any(
        each.phrase.anchors or each.status is not None for item in others for each in item.walk()
    )


def _is_internal(block: Block) -> bool:
    return all(each.phrase.is_internal and each.status is None for each in block.walk())


def fix_encoding(text: str) -> str:
    """Return the text with damaged characters fixed."""
    return "".join(line if _is_intact(line) else _fixed(line) for line in text.splitlines(keepends=True))


def _is_intact(line: str) -> bool:
    """Return whether ftfy would not change the line, which takes it much longer to find."""
    if line.isascii() or not line[:-1].isprintable():
        return line[:-1].isprintable()
    # ftfy removes the object replacement character, though it is printable.
    return line.endswith("\n") and "\ufffc" not in line and not is_bad(line)


def _fixed(line: str) -> str:
    line = NOT_ASCII.sub(_as_utf8, line) if DAMAGED_EMOJI.search(line) else line
    return ftfy.fix_text(line, FTFY_CONFIG)


def _as_utf8(damaged: re.Match[str]) -> str:
    try:
        return damaged[0].encode("mac_roman").decode("utf-8")
    except UnicodeError:
        return damaged[0]


def parser_for(text: str) -> MarkdownIt:
    """Return a parser with the rules that the text may need."""
    parser = MarkdownIt("gfm-like", {"maxNesting": MAX_NESTING}).use(footnote_plugin).use(front_matter_plugin)
    # Footnotes stay where they are written, also those that nothing refers to.
    parser.disable(["footnote_tail", "footnote_inline"])
    # Invalid links are read too, so that they can be listed as left out.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    # They are normalized once, when their phrase is read.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    inline_rules.use(parser)
    html_blocks.use(parser)
    parser.disable([rule for rule, pattern in RULES.items() if not re.search(pattern, text)])
    if parser.linkify:
        # Otherwise, Socket.io and README.md would be links.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


def _with_footnotes(blocks: list[Block], footnotes: dict[str, list[Block]]) -> list[Block]:
    """Return the blocks with each footnote where it is first referred to: in an item, or after another block.

    Footnotes that nothing refers to come last.
    """
    if not footnotes:
        return blocks
    unused = footnotes.copy()
    placed = [each for block in blocks for each in _placed(block, unused)]
    for label in footnotes:
        placed += [each for note in unused.pop(label, []) for each in _placed(note, unused)]
    return placed


def _placed(block: Block, unused: dict[str, list[Block]], depth: int = 0) -> list[Block]:
    """Return the block and the footnotes that it refers to, which are no longer unused.

    Footnotes in footnotes are followed up to MAX_FOOTNOTE_DEPTH, and left unused below that.
    """
    labels = block.phrase.footnotes if depth < MAX_FOOTNOTE_DEPTH else ()
    notes = [each for label in labels for each in unused.pop(label, [])]
    children = [each for child in block.blocks for each in _placed(child, unused, depth)]
    placed = [each for note in notes for each in _placed(note, unused, depth + 1)]
    if block.kind == "item":
        return [replace(block, blocks=placed + children)]
    return [replace(block, blocks=children), *placed]


def _with_bold_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with paragraphs that serve as headings turned into headings.

    A short name with a colon ends where another paragraph introduces a list.
    """
    result: list[Block] = []
    below_colon = False
    for block, following in pairwise([*blocks, Block("end", Phrase(), 0)]):
        if serves_as_heading(block, following):
            result.append(replace(block, kind="heading", level=BOLD_LINE))
            below_colon = not block.phrase.bold_end
            continue
        if below_colon and block.kind == "text" and following.kind == "item" and block.text.endswith((":", "：")):
            result.append(Block("end", Phrase(), block.line, level=BOLD_LINE))
        below_colon = below_colon and block.kind not in {"heading", "end"} and result[-1].kind != "end"
        result.append(block)
    return result
