"""The labels of questions and answers, like Q: and A:, and the parts of texts that they begin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby, pairwise
from typing import NamedTuple

from markdown_it.token import Token

from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.markdown.syntax_tree import Node, lines_of

# In the languages in which most roadmaps are written.
QUESTION = "question|pregunta|pergunta|frage|domanda|вопрос|问题?|問題?|質問|질문"
ANSWER = "ans|answer|respuesta|resposta|r[eé]ponse|antwort|risposta|ответ|答案?|回答|답변?"
# With a number or without, at the start of a line; that of an answer also beside its question.
LABEL = re.compile(
    rf"(?im)(?:^|(?P<beside>[?？؟][\"'”’»)]*[^\S\n]*))"
    rf"(?:(?P<q>q|{QUESTION})|(?P<a>[ar]|{ANSWER}))[ .]?\d{{0,3}}[^\S\n]?[:：]\s*"
)
# What a text with several lines contains.
SEPARATOR = re.compile(r"(?i)\n|<br")


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
    labels = [
        (number, start, label)
        for number, (start, text) in enumerate(lines_of(tokens))
        if (label := LABEL.match(text)) and not _begins_with_code(tokens[start:])
    ]
    first = next((each for each in labels if each[2]["q"] or not each[0]), None)
    if not first:
        return [node]
    for _, start, _ in labels:
        if start > first[1] and tokens[start - 1].type == "softbreak":
            tokens[start - 1] = Token("hardbreak", "br", 0)
    number, start, _ = first
    parts = [node.with_tokens(tokens[: start - 1], node.line)] if number else []
    return [*parts, node.with_tokens(tokens[start:], node.line + number)]


def _begins_with_code(tokens: Sequence[Token]) -> bool:
    return next((token.type for token in tokens if token.content.strip()), "") == "code_inline"


def is_labeled(block: Block, label: str) -> bool:
    """Return whether a paragraph or an item begins with the label "q" or "a", and is not a task."""
    if block.kind not in {"text", "item"} or block.status is not None:
        return False
    found = LABEL.match(block.text)
    return bool(found and found[label]) and not _is_in_name(block.phrase, 0)


def without_label(text: str) -> str:
    """Return the text without the label that it begins with."""
    found = LABEL.match(text)
    return text[found.end() :] if found else text


def parts_of(block: Block) -> list[Part]:
    """Return the parts of a block, and of what is nested in it if it begins with a label.

    Questions that share an answer, and answers to the same question, are one part each.
    """
    if not (is_labeled(block, "q") or is_labeled(block, "a")):
        return [Part("", block, block)]
    groups = [[*group] for _, group in groupby(_labeled_parts(block), key=lambda part: part.label)]
    nested = [part for each in block.blocks for part in parts_of(each)]
    return [*(reduce(_join, group) for group in groups), *nested]


def _labeled_parts(block: Block) -> Iterator[Part]:
    phrase = block.phrase
    labels = [label for label in LABEL.finditer(phrase.text) if _is_label(label, phrase)]
    starts = [label.start(_kind(label)) for label in labels]
    for label, (start, end) in zip(labels, pairwise([*starts, len(phrase.text)]), strict=True):
        line = block.line + phrase.text.count("\n", 0, start)
        text, whole = (Block("text", _slice(phrase, begin, end), line) for begin in (label.end(), start))
        yield Part(_kind(label), text, whole)


def _is_label(found: re.Match[str], phrase: Phrase) -> bool:
    """Return whether the label is outside of code and links, and if it is on a question's line, that of an answer."""
    start = found.start(_kind(found))
    is_answer = found["a"] is not None and not phrase.text[start].islower()
    return (found["beside"] is None or is_answer) and not _is_in_name(phrase, start)


def _is_in_name(phrase: Phrase, position: int) -> bool:
    return any(start <= position < end for start, end in phrase.names)


def _kind(label: re.Match[str]) -> str:
    return "q" if label["q"] else "a"


def _slice(phrase: Phrase, start: int, end: int) -> Phrase:
    found = phrase.head(end).tail(start)
    size = len(found.text.rstrip())
    return found.head(size)._replace(anchors=tuple(each for each in found.anchors if each.start >= 0))


def _join(first: Part, second: Part) -> Part:
    block, whole = (
        Block(one.kind, joined([one.phrase, other.phrase]), one.line)
        for one, other in ((first.block, second.block), (first.whole, second.whole))
    )
    return Part(first.label, block, whole)


def joined(phrases: Sequence[Phrase], separator: str = "\n") -> Phrase:
    """Return phrases as one, with the links of all."""
    text = separator.join(phrase.with_backticks for phrase in phrases)
    return Phrase(text, tuple(anchor for phrase in phrases for anchor in phrase.anchors))
