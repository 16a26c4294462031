"""Find questions with their answers: labeled pairs, and <details> whose summary, or title above, is a question."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from html import unescape
from itertools import groupby, takewhile
from typing import NamedTuple

from genai_roadmap.markdown import links, titles
from genai_roadmap.markdown.blocks import BOLD_LINE, Block
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.syntax_tree import Node, lines_of
from genai_roadmap.roadmap.models import Question

QUESTION_MARKS = ("?", "？", "؟")
PROSE = {"text", "code"}
# "Q:" and "A:", with a number or without, in the languages in which most roadmaps are written.
LABEL = re.compile(
    r"(?i)(?:^|(?<=\s))(?:(?P<q>q|question|pregunta|pergunta|frage|domanda|вопрос|问题?|問題?|質問|질문)"
    r"|(?:a|ans|answer|respuesta|resposta|r[eé]ponse|antwort|risposta|ответ|答案?|回答|답변?))[ .]?\d{0,3}\s?[:：]\s*"
)
# What a text with several lines contains.
SEPARATOR = re.compile("\n|<[bB][rR]")
# A summary with more words names a section.
MAX_SUMMARY_WORDS = 4
# What `export md` writes.
TAG = re.compile(r"<br>|</?code>")
DETAILS = re.compile(r"\s*<details><summary>(.+?)</summary>(.+?)</details>\s*")


class _Part(NamedTuple):
    """A question or an answer without its label."""

    is_question: bool
    phrase: Phrase


def with_separate_labels(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes with each paragraph divided in which a later line begins with the label of a question."""
    found = [part for node in nodes for part in _separated(node)]
    for node in found:
        if node.type != "paragraph":
            node.children[:] = with_separate_labels(node.children)
    return found


def with_questions(blocks: Sequence[Block], title: Block | None = None) -> list[Block]:
    """Return the blocks with each question and its answer as one block, whose answer is nested in it.

    `title` is the item that they are in.
    """
    found: list[Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        questions, end = _details(blocks, position, title) or _labeled(blocks, position) or ([], position + 1)
        if questions:
            _add_below(title, questions, found)
        else:
            found.append(_with_inner(block))
            title = _title(block, title)
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
    texts = [[unescape(TAG.sub(_plain, text)) for text in found.groups()] for _, found in matches if found]
    questions = [Question(ask=ask, answer=answer) for ask, answer in texts if ask.strip() and answer.strip()]
    return questions, [line for line, found in matches if not found and line.strip()]


def _plain(tag: re.Match[str]) -> str:
    return "\n" if tag[0] == "<br>" else "`"


def _title(block: Block, above: Block | None) -> Block | None:
    """Return the heading, item, or bold question that is above what follows the block; None if there is none."""
    if block.kind == "heading":
        return block if block.level < BOLD_LINE else None
    if block.kind == "item" or (block.phrase.is_bold and block.text.endswith(QUESTION_MARKS)):
        return block
    return above if block.kind in PROSE else None


def _add_below(title: Block | None, questions: list[Block], found: list[Block]) -> None:
    """Add questions to the blocks; if the last block asks them, to an item, or instead of a bold line."""
    last = found[-1] if found else None
    if title and last and last.phrase is title.phrase and questions[0].text in title.text:
        if title.kind == "item":
            questions = [replace(last, blocks=[*last.blocks, *questions])]
        if title.kind != "heading":
            found.pop()
    found += questions


def _separated(node: Node) -> list[Node]:
    """Return a paragraph in two parts if a question begins on a later line of it, or else the node alone."""
    if node.type != "paragraph" or not any(SEPARATOR.search(child.token.content) for child in node.children):
        return [node]
    tokens = node.inline_tokens
    for number, (start, text) in enumerate(lines_of(tokens)):
        label = LABEL.match(text)
        if label and not number:
            break
        if label and label["q"]:
            first, rest = tokens[: start - 1], tokens[start:]
            return [node.with_tokens(first, node.line), node.with_tokens(rest, node.line + number)]
    return [node]


def _with_inner(block: Block) -> Block:
    if not block.blocks:
        return block
    inner = with_questions(block.blocks, block if block.kind == "item" else None)
    is_same = len(inner) == len(block.blocks) and all(new is old for new, old in zip(inner, block.blocks, strict=True))
    return block if is_same else replace(block, blocks=inner)


def _details(blocks: Sequence[Block], start: int, title: Block | None) -> tuple[list[Block], int] | None:
    """Return the question of <details>, and where they end; None if they are a section.

    The question is the summary or, if that has only some words like Show answer, the title above. A section has
    neither, or contains list items, tables, or headings.
    """
    summary = blocks[start]
    if summary.kind != "heading" or summary.level != BOLD_LINE or not (ask := _asked(summary, title)):
        return None
    answer = [*takewhile(lambda block: block.kind in PROSE, blocks[start + 1 :])]
    end = start + 1 + len(answer)
    if not answer or end == len(blocks) or blocks[end].kind != "end":
        return None
    return [_question(summary, ask, answer)], end + 1


def _asked(summary: Block, title: Block | None) -> Phrase | None:
    """Return the question that a summary is, or to which it shows the answer; None if there is none."""
    if summary.text.endswith(QUESTION_MARKS):
        return summary.phrase
    if title and title.text.endswith(QUESTION_MARKS) and len(summary.text.split()) <= MAX_SUMMARY_WORDS:
        number_and_question = titles.split_number(title.text)
        return Phrase(number_and_question[1] if number_and_question else titles.tidy(title.text))
    return None


def _labeled(blocks: Sequence[Block], start: int) -> tuple[list[Block], int] | None:
    """Return the questions of a paragraph or item with labels, and where their answers end; None if it has none.

    The last answer may be in the same block, nested in it, or in the next one.
    """
    block = blocks[start]
    parts = _parts(block)
    if not parts or not parts[0].is_question:
        return None
    phrases = [part.phrase for part in _joined(parts)]
    found = [
        _question(block, ask, [Block("text", answer, block.line)])
        for ask, answer in zip(phrases[::2], phrases[1::2], strict=False)
    ]
    if len(phrases) % 2 == 0:
        found[-1] = replace(found[-1], blocks=[*found[-1].blocks, *block.blocks])
        return found, start + 1
    if block.blocks:
        first, end = _answer(block.blocks[0]), start + 1
    else:
        following = blocks[start + 1] if start + 1 < len(blocks) else block
        is_beside = (following.kind, following.group) == (block.kind, block.group)
        first, end = _answer(following) if is_beside else None, start + 2
    return ([*found, _question(block, phrases[-1], [first, *block.blocks[1:]])], end) if first else None


def _joined(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts with questions that share an answer, and answers to the same question, as one each."""
    groups = [[*group] for _, group in groupby(parts, key=lambda part: part.is_question)]
    return [reduce(_join, group) for group in groups]


def _join(first: _Part, second: _Part) -> _Part:
    one, other = first.phrase, second.phrase
    return first._replace(phrase=Phrase(f"{one.text}\n{other.text}", (*one.anchors, *other.anchors)))


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
