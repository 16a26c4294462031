"""Find questions with their answers: labeled pairs, and <details> whose summary is a question."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from itertools import takewhile
from typing import NamedTuple

from genai_roadmap.markdown import links
from genai_roadmap.markdown.blocks import BOLD_LINE, Block
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.roadmap.models import Question

QUESTION_MARKS = ("?", "？", "؟")
PROSE = {"text", "code"}
# "Q:" and "A:", with a number or without, in the languages in which most roadmaps are written.
LABEL = re.compile(
    r"(?i)(?:^|(?<=\s))(?:(?P<q>q|question|pregunta|pergunta|frage|domanda|вопрос|问题?|問題?|質問|질문)"
    r"|(?:a|ans|answer|respuesta|resposta|r[eé]ponse|antwort|risposta|ответ|答案?|回答|답변?))[ .]?\d{0,3}\s?[:：]\s*"
)
# What `export md` writes.
DETAILS = re.compile(r"\s*<details><summary>(.+?)</summary>(.+?)</details>\s*")


class _Part(NamedTuple):
    """A question or an answer without its label."""

    is_question: bool
    phrase: Phrase


def with_questions(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each question and its answer as one block, whose answer is nested in it."""
    found: list[Block] = []
    position = 0
    while position < len(blocks):
        questions, end = _details(blocks, position) or _labeled(blocks, position) or ([], position + 1)
        found += questions or [_with_inner(blocks[position])]
        position = end
    return found


def add(draft: Draft, block: Block) -> None:
    """Add a question to the draft, and the links in it to the draft's resources."""
    answer = "\n\n".join(links.flat_text(each) for each in block.blocks)
    draft.questions.append(Question(ask=block.text, answer=answer))
    draft.resources += [link for each in block.walk() for link in links.without_detail(each.phrase)]


def in_checklist(html: str) -> tuple[list[Question], list[str]]:
    """Return the questions in HTML of a checklist, which has each on a line of its own, and all other lines."""
    matches = [(line, DETAILS.fullmatch(line)) for line in html.splitlines()]
    texts = [[unescape(text.replace("<br>", "\n")) for text in found.groups()] for _, found in matches if found]
    questions = [Question(ask=ask, answer=answer) for ask, answer in texts if ask.strip() and answer.strip()]
    return questions, [line for line, found in matches if not found and line.strip()]


def _with_inner(block: Block) -> Block:
    inner = with_questions(block.blocks)
    is_same = len(inner) == len(block.blocks) and all(new is old for new, old in zip(inner, block.blocks, strict=True))
    return block if is_same else replace(block, blocks=inner)


def _details(blocks: Sequence[Block], start: int) -> tuple[list[Block], int] | None:
    """Return the question of <details>, and where they end; None if they are a section.

    A section has a summary that is no question, or contains list items, tables, or headings.
    """
    summary = blocks[start]
    if summary.kind != "heading" or summary.level != BOLD_LINE or not summary.text.endswith(QUESTION_MARKS):
        return None
    answer = [*takewhile(lambda block: block.kind in PROSE, blocks[start + 1 :])]
    end = start + 1 + len(answer)
    if not answer or end == len(blocks) or blocks[end].kind != "end":
        return None
    return [_question(summary, summary.phrase, answer)], end + 1


def _labeled(blocks: Sequence[Block], start: int) -> tuple[list[Block], int] | None:
    """Return the questions of a paragraph or item with labels, and where their answers end; None if it has none.

    The last answer may be in the same block, nested in it, or in the next one.
    """
    block = blocks[start]
    parts = _parts(block)
    if not parts or any(part.is_question is bool(number % 2) for number, part in enumerate(parts)):
        return None
    phrases = [part.phrase for part in parts]
    found = [
        _question(block, ask, [Block("text", answer, block.line)])
        for ask, answer in zip(phrases[::2], phrases[1::2], strict=False)
    ]
    if len(parts) % 2 == 0:
        found[-1] = replace(found[-1], blocks=[*found[-1].blocks, *block.blocks])
        return found, start + 1
    if block.blocks:
        first, end = _answer(block.blocks[0]), start + 1
    else:
        following = blocks[start + 1] if start + 1 < len(blocks) else block
        is_beside = (following.kind, following.group) == (block.kind, block.group)
        first, end = _answer(following) if is_beside else None, start + 2
    return ([*found, _question(block, phrases[-1], [first, *block.blocks[1:]])], end) if first else None


def _answer(block: Block) -> Block | None:
    """Return the block without its label if it is an answer."""
    match _parts(block):
        case [_Part(is_question=False, phrase=phrase)]:
            return replace(block, phrase=phrase)
    return None


def _parts(block: Block) -> list[_Part]:
    """Return the questions and answers of a paragraph or an item that begins with a label and is not a task.

    They are empty if one of them has no text.
    """
    text = block.text
    if block.kind not in {"text", "item"} or block.status is not None or not LABEL.match(text):
        return []
    labels = [*LABEL.finditer(text)]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    parts = [
        _Part(bool(label["q"]), _slice(block.phrase, label.end(), end)) for label, end in zip(labels, ends, strict=True)
    ]
    return parts if all(part.phrase.text for part in parts) else []


def _slice(phrase: Phrase, start: int, end: int) -> Phrase:
    anchors = tuple(anchor for anchor in phrase.anchors if start <= anchor.start < end)
    return Phrase(phrase.text[start:end].strip(), anchors)


def _question(block: Block, ask: Phrase, answer: Sequence[Block]) -> Block:
    return Block("question", ask, block.line, blocks=answer)
