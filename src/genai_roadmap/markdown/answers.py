"""The texts of questions and answers, and how they are added to a draft or read from a checklist."""

import re
from collections.abc import Sequence
from html import unescape
from textwrap import dedent, indent

from genai_roadmap.markdown import links
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.roadmap.models import Question

# What `export md` writes.
TAG = re.compile(r"<br>|</?code>|&nbsp;")
PLAIN = {"<br>": "\n", "&nbsp;": " "}
DETAILS = re.compile(r"\s*<details><summary>(.+?)</summary>(.+?)</details>\s*")


def add(draft: Draft, block: Block) -> None:
    """Add a question to the draft, and the links in it to the draft's resources."""
    draft.questions.append(Question(ask=block.phrase.with_backticks, answer=text_of(block.blocks)))
    draft.resources += [link for each in block.walk() for link in links.without_detail(each.phrase)]


def text_of(blocks: Sequence[Block], *, in_item: bool = False) -> str:
    """Return the text of blocks as Markdown, but code without its fence."""
    text, line = "", 0
    for block in blocks:
        # The cells of a row are on the same line.
        is_close = block.kind == "item" or (in_item and block.kind == "text" and block.line == line)
        text += ("" if not text else "\n" if is_close else "\n\n") + _block_text(block)
        line = block.line
    return text


def _block_text(block: Block) -> str:
    if block.kind == "code":
        return dedent(block.text)
    own = block.phrase.with_backticks
    if block.kind != "item":
        return own
    nested = [Block("text", block.phrase, block.line), *block.blocks] if own else block.blocks
    return f"- {indent(text_of(nested, in_item=True), '  ').strip()}"


def in_checklist(html: str) -> tuple[list[Question], list[str]]:
    """Return the questions in HTML of a checklist, which has each on a line of its own, and all other lines."""
    matches = [(line, DETAILS.fullmatch(line)) for line in html.splitlines()]
    texts = [[unescape(TAG.sub(_plain, text)) for text in found.groups()] for _, found in matches if found]
    questions = [Question(ask=ask, answer=answer) for ask, answer in texts if ask.strip() and answer.strip()]
    return questions, [line for line, found in matches if not found and line.strip()]


def _plain(tag: re.Match[str]) -> str:
    return PLAIN.get(tag[0], "`")
