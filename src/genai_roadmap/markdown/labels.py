"""The labels of questions and answers, like Q: and A:, and the parts of texts that they begin."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import NamedTuple

from markdown_it.token import Token

from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.syntax_tree import Node, lines_of

QUESTION_MARKS = ("?", "？", "؟")
# In the languages in which most roadmaps are written.
QUESTION = "question|pregunta|pergunta|frage|domanda|вопрос|问题?|問題?|質問|질문"
ANSWER = "ans|answer|respuesta|resposta|r[eé]ponse|antwort|risposta|ответ|答案?|回答|답변?"
# With a number or without, at the start of a line; that of an answer also beside its question.
LABEL = re.compile(
    rf"(?im)(?:^|(?P<beside>[?？؟][\"'”’»)]*[^\S\n]*))"
    rf"(?:(?P<q>q|{QUESTION})|(?P<a>[ar]|{ANSWER}))[ .]?\d{{0,3}}[^\S\n]?[:：]\s*"
)
DIGIT = re.compile(r"\d")
# What a text with several lines contains.
SEPARATOR = re.compile("\n|<[bB][rR]")


class Part(NamedTuple):
    """A question, an answer, or a block without a label; `whole` is the part with its label."""

    label: str
    block: Block
    whole: Block


def with_separate_labels(nodes: Iterable[Node]) -> list[Node]:
    """Return the nodes with each paragraph divided in which a later line begins with the label of a question.

    Lines that begin with labels stay lines in the text of the paragraph.
    """
    found = [part for node in nodes for part in _separated(node)]
    for node in found:
        if node.type != "paragraph":
            node.children[:] = with_separate_labels(node.children)
    return found


def _separated(node: Node) -> list[Node]:
    """Return a paragraph in two parts if a question begins on a later line of it, or else the node alone."""
    if node.type != "paragraph" or not any(SEPARATOR.search(child.token.content) for child in node.children):
        return [node]
    tokens = node.inline_tokens
    labeled = [
        (number, start, label)
        for number, (start, text) in enumerate(lines_of(tokens))
        if (label := LABEL.match(text)) and not _begins_with_code(tokens, start)
    ]
    first = next((each for each in labeled if each[2]["q"] or not each[0]), None)
    if not first:
        return [node]
    for _, start, _ in labeled:
        if start > first[1] and tokens[start - 1].type == "softbreak":
            tokens[start - 1] = Token("hardbreak", "br", 0)
    number, start, _ = first
    parts = [node.with_tokens(tokens[: start - 1], node.line)] if number else []
    return [*parts, node.with_tokens(tokens[start:], node.line + number)]


def _begins_with_code(tokens: Sequence[Token], start: int) -> bool:
    words = (number for number in range(start, len(tokens)) if tokens[number].content.strip())
    first = next(words, None)
    return first is not None and tokens[first].type == "code_inline"


def is_labeled(block: Block, label: str) -> bool:
    """Return whether a paragraph or an item begins with the label "q" or "a", and is not a task."""
    if block.kind not in {"text", "item"} or block.status is not None:
        return False
    found = LABEL.match(block.text)
    return bool(found and found[label]) and not any(start == 0 for start, _ in block.phrase.names)


def without_label(text: str) -> str:
    """Return the text without the label that it begins with."""
    found = LABEL.match(text)
    return text[found.end() :] if found else text


def unlabeled(block: Block) -> Block:
    """Return a block without the label that it begins with, if it has only that one."""
    match [*_labeled_parts(block)] if LABEL.match(block.text) else []:
        case [part]:
            return replace(block, phrase=part.block.phrase)
    return block


def parts_of(block: Block) -> list[Part]:
    """Return the parts of a block, and of what is nested in it if it begins with a label.

    Questions that share an answer, and answers to the same question, are one part each.
    """
    if not (is_labeled(block, "q") or is_labeled(block, "a")):
        return [Part("", block, block)]
    groups = [[*group] for _, group in groupby(_labeled_parts(block), key=lambda part: part.label)]
    nested = [part for each in block.blocks for part in parts_of(each)]
    return [*map(_join, groups), *nested]


def asked_in(block: Block) -> Iterator[Block]:
    """Yield each question of a block that begins with the label of one, with its label; Q1: alone may be a quarter."""
    parts = _labeled_parts(block) if is_labeled(block, "q") else ()
    for _, _, whole in (part for part in parts if part.label == "q"):
        rest = without_label(whole.text)
        if whole.text.endswith(QUESTION_MARKS) or (rest and not DIGIT.search(whole.text.removesuffix(rest))):
            yield whole


def _labeled_parts(block: Block) -> Iterator[Part]:
    text, cutter = block.text, _Cutter(block.phrase)
    labels = [label for label in LABEL.finditer(text) if _is_label(label) and not cutter.is_in_name(_start(label))]
    start, line = 0, block.line
    for label, end in zip(labels, [*map(_start, labels[1:]), len(text)], strict=True):
        line += text.count("\n", start, _start(label))
        start = _start(label)
        part, whole = (Block("text", cutter.cut(begin, end), line) for begin in (label.end(), start))
        yield Part(_kind(label), part, whole)


def _is_label(found: re.Match[str]) -> bool:
    """Return whether a label is at the start of a line, or is that of an answer."""
    return found["beside"] is None or (found["a"] is not None and not found["a"][0].islower())


def _start(label: re.Match[str]) -> int:
    return label.start(_kind(label))


def _kind(label: re.Match[str]) -> str:
    return "q" if label["q"] else "a"


class _Cutter:
    """Cuts parts out of a phrase, in a time that does not depend on the rest of it."""

    def __init__(self, phrase: Phrase) -> None:
        self._phrase = phrase
        self._names = sorted(phrase.names)
        self._ends = [*accumulate((end for _, end in self._names), max)]
        self._codes = {*phrase.code_spans}

    def is_in_name(self, position: int) -> bool:
        """Return whether a position is inside code or a link."""
        number = bisect_left(self._names, (position + 1,))
        return number > 0 and position < self._ends[number - 1]

    def cut(self, start: int, end: int) -> Phrase:
        """Return a part of the phrase with the code and the links in it."""
        text, anchors = self._phrase.text[start:end].rstrip(), self._phrase.anchors
        first, last = (bisect_left(anchors, position, key=lambda anchor: anchor.start) for position in (start, end))
        names = self._names[bisect_left(self._names, (start,)) : bisect_left(self._names, (end,))]
        return Phrase(
            text,
            tuple(each._replace(start=each.start - start, end=each.end - start) for each in anchors[first:last]),
            code_spans=tuple(code for each in names if (code := self._phrase.text[slice(*each)]) in self._codes),
            names=tuple((begin - start, stop - start) for begin, stop in names),
        )


def _join(parts: Sequence[Part]) -> Part:
    """Return parts with the same label as one."""
    first = parts[0]
    if len(parts) == 1:
        return first
    block, whole = (
        Block("text", joined([each.phrase for each in blocks]), first.block.line)
        for blocks in ([part.block for part in parts], [part.whole for part in parts])
    )
    return Part(first.label, block, whole)


def joined(phrases: Sequence[Phrase], separator: str = "\n") -> Phrase:
    """Return phrases as one, with the links of all."""
    text = separator.join(phrase.with_backticks for phrase in phrases)
    return Phrase(text, tuple(anchor for phrase in phrases for anchor in phrase.anchors))
