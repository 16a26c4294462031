"""Find questions with their answers: labeled pairs, and <details> whose summary, or title above, is a question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest

from genai_roadmap.markdown import labels, links
from genai_roadmap.markdown.answers import text_of
from genai_roadmap.markdown.asking import asks, is_only_quiz, is_quiz, shows_an_answer, without_number
from genai_roadmap.markdown.blocks import BOLD_LINE, Block, serves_as_heading
from genai_roadmap.markdown.labels import QUESTION_MARKS, Part, asked_in, is_labeled, parts_of, unlabeled, without_label
from genai_roadmap.markdown.phrase import LeftOut, Phrase

TEXT_KINDS = {"text", "code"}
# What an answer, or a question above its answer, contains.
ANSWER_KINDS = TEXT_KINDS | {"item"}
UNANSWERED = "question without an answer; its text is kept"
UNANSWERED_DETAILS = "question without an answer"
EMPTY_QUIZ = "no questions below it; kept as a topic"
# A longer text is refused, as a question and as an answer.
MAX_LENGTH = 20_000
# A summary with more words names a section.
MAX_SUMMARY_WORDS = 4


def with_questions(blocks: Sequence[Block], title: Block | None = None, quiz: int = 0) -> list[Block]:
    """Return the blocks with each question and its answer as one block, whose answer is nested in it.

    `title` is the item that they are in. `quiz` is the level of the heading of questions that they are below, or 0.
    """
    found: list[Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        read = _details(blocks, position, title, in_quiz=quiz > 0) or _labeled(blocks, position)
        if read:
            questions, position = read
            _add_below(title, questions, found)
        else:
            found.append(_with_inner(block, quiz))
            quiz = _quiz_level(block, quiz)
            title = _title(block, title, in_quiz=quiz > 0)
            position += 1
    return found


def unanswered(blocks: Sequence[Block]) -> Iterator[LeftOut]:
    """Yield the questions that have no answer: labeled ones and empty <details>, and headings of questions alone."""
    for block, following in zip_longest(blocks, blocks[1:]):
        yield from (LeftOut(each.line, each.text, UNANSWERED) for each in asked_in(block))
        if block.kind == "heading" and (reason := _why_empty(block, following)):
            yield LeftOut(block.line, block.text, reason)
        if block.kind != "question":
            yield from unanswered(block.blocks)


def _why_empty(heading: Block, following: Block | None) -> str:
    """Return why a heading of questions, or a summary that asks one, is left out; empty if it is not."""
    if heading.level == BOLD_LINE:
        is_empty = following is not None and following.kind == "end"
        return UNANSWERED_DETAILS if is_empty and heading.text.endswith(QUESTION_MARKS) else ""
    is_empty = following is None or (following.kind == "heading" and following.level <= heading.level)
    return EMPTY_QUIZ if is_empty and is_only_quiz(heading.text) else ""


def _quiz_level(block: Block, level: int) -> int:
    """Return the level of the heading of questions that what follows the block is below, or 0."""
    if block.kind != "heading" or 0 < level < block.level:
        return level
    return block.level if is_quiz(block.text) else 0


def _title(block: Block, above: Block | None, *, in_quiz: bool) -> Block | None:
    """Return the heading, item, or question that is above what follows the block; None if there is none."""
    if block.kind == "heading":
        return block if block.level < BOLD_LINE else None
    if block.kind == "item" or (block.kind == "text" and asks(block, in_quiz=in_quiz)):
        return block
    is_near = block.kind == "code" or in_quiz or bool(above and (above.kind != "text" or above.phrase.is_bold))
    return above if block.kind in TEXT_KINDS and is_near else None


def _add_below(title: Block | None, questions: list[Block], found: list[Block]) -> None:
    """Add questions to the blocks; if the title asks them, to an item, or instead of a paragraph and those below it."""
    position = _position_of(title, found) if title and questions[0].text in title.text else None
    if position is not None and found[position].kind == "text":
        asked = [replace(found[position], phrase=questions[0].phrase), *found[position + 1 :]]
        questions = [replace(questions[0], phrase=_phrase_of(asked)), *questions[1:]]
        del found[position:]
    elif position == len(found) - 1 and found[position].kind == "item":
        item = found.pop()
        questions = [replace(item, blocks=[*item.blocks, *questions])]
    found += questions


def _position_of(title: Block, blocks: Sequence[Block]) -> int | None:
    """Return the position of the title of the last paragraphs; None if it is further away."""
    for position in reversed(range(len(blocks))):
        if blocks[position].phrase is title.phrase:
            return position
        if blocks[position].kind not in TEXT_KINDS:
            break
    return None


def _with_inner(block: Block, quiz: int) -> Block:
    if not block.blocks:
        return block
    is_item = block.kind == "item"
    in_quiz = quiz > 0 or (is_item and is_quiz(block.text))
    inner = with_questions(block.blocks, block if is_item else None, int(in_quiz))
    is_same = len(inner) == len(block.blocks) and all(new is old for new, old in zip(inner, block.blocks, strict=True))
    return block if is_same else replace(block, blocks=inner)


def _details(
    blocks: Sequence[Block], start: int, title: Block | None, *, in_quiz: bool
) -> tuple[list[Block], int] | None:
    """Return the question of <details>, and where they end; None if they are a section.

    A section asks nothing, is not closed, or contains headings, tasks, or a list of links.
    """
    summary = blocks[start]
    if summary.kind != "heading" or summary.level != BOLD_LINE:
        return None
    answer = [*takewhile(lambda block: block.kind in ANSWER_KINDS, blocks[start + 1 :])]
    end = start + 1 + len(answer)
    items = [block for block in answer if block.kind == "item"]
    if end == len(blocks) or blocks[end].kind != "end" or _are_topics(items) or not (answer and _fits(answer)):
        return None
    ask = _asked(summary, title, has_items=bool(items), in_quiz=in_quiz)
    return ([_question(summary, ask, [unlabeled(answer[0]), *answer[1:]])], end + 1) if ask else None


def _asked(summary: Block, title: Block | None, *, has_items: bool, in_quiz: bool) -> Phrase | None:
    """Return the question that a summary is or, if it says something like Show answer, the title above that asks it.

    A list below What to learn, or below a few other words, consists of topics.
    """
    is_short = len(summary.text.split()) <= MAX_SUMMARY_WORDS
    shows_answer = is_short and shows_an_answer(summary.text)
    if title and is_short and asks(title, in_quiz=in_quiz):
        is_title = title.text.endswith(QUESTION_MARKS) and (title.kind != "text" or title.phrase.is_bold)
        if shows_answer or (is_title and not has_items and not asks(summary, in_quiz=in_quiz)):
            return without_number(title.phrase)
    is_section = shows_answer or (has_items and summary.section_kind in {"what", "resources"})
    return unlabeled(summary).phrase if asks(summary, in_quiz=in_quiz) and not is_section else None


def _are_topics(items: Sequence[Block]) -> bool:
    """Return whether items contain a task, or all are links, so that they are to be learned."""
    return _have_task(items) or (bool(items) and all(map(links.is_link_item, items)))


def _have_task(blocks: Iterable[Block]) -> bool:
    return any(each.status is not None for block in blocks for each in block.walk())


def _labeled(blocks: Sequence[Block], start: int) -> tuple[list[Block], int] | None:
    """Return the questions of a paragraph or item with labels, and where their answers end; None if it has none.

    Beside them are those without an answer, as paragraphs.
    """
    if not is_labeled(blocks[start], "q"):
        return None
    end = _end_of_answer(blocks, start)
    parts = [part for block in blocks[start:end] for part in parts_of(block)]
    if _have_task(part.block for part in parts):
        return None
    starts = [position for position, part in enumerate(parts) if part.label == "q"]
    found = [each for first, last in pairwise([*starts, len(parts)]) for each in _question_or_blocks(parts[first:last])]
    return (found, end) if any(block.kind == "question" for block in found) else None


def _end_of_answer(blocks: Sequence[Block], start: int) -> int:
    """Return where the answer to a question that is a paragraph, or an item, ends at the latest."""
    first, end = blocks[start], start + 1
    if first.kind == "item":
        beside = takewhile(lambda block: block.group == first.group and is_labeled(block, "a"), blocks[end:])
        return end + sum(block.kind == "item" for block in beside)
    while end < len(blocks) and _continues_answer(blocks, end):
        end += 1
    return end


def _continues_answer(blocks: Sequence[Block], position: int) -> bool:
    """Return whether a block is a part of the answer that the block before belongs to."""
    block = blocks[position]
    if block.kind == "text":
        following = blocks[min(position + 1, len(blocks) - 1)]
        is_new = is_labeled(block, "q") or serves_as_heading(block, following)
        return is_labeled(block, "a") or not is_new
    if block.kind == "item":
        before = blocks[position - 1]
        if (before.kind, before.group) == (block.kind, block.group):
            return True
        if not _announces_list(before):
            return False
        items = [*takewhile(lambda each: (each.kind, each.group) == (block.kind, block.group), blocks[position:])]
        return not _are_topics(items) and not any(is_labeled(item, label) for item in items for label in "qa")
    return block.kind == "code"


def _announces_list(block: Block) -> bool:
    """Return whether a paragraph of an answer is only a label, or ends with a colon, so that a list belongs to it."""
    return block.kind == "text" and (not without_label(block.text) or block.text.endswith((":", "：")))


def _question_or_blocks(parts: Sequence[Part]) -> list[Block]:
    """Return the question that parts consist of, or their blocks if it has no text or no answer."""
    asked = [*takewhile(lambda part: part.label != "a", parts)]
    ask = [part.block for part in asked if not _is_empty(part.block)]
    answer = [part.block for part in parts[len(asked) :] if not _is_empty(part.block)]
    if not ask or not answer or not (_fits(ask) and _fits(answer)):
        return [part.whole for part in parts]
    return [_question(parts[0].block, _phrase_of(ask), answer)]


def _phrase_of(blocks: Sequence[Block]) -> Phrase:
    """Return blocks as one phrase, with the links of all."""
    phrases = [each.phrase for block in blocks for each in block.walk()]
    return labels.joined(phrases)._replace(text=text_of(blocks)) if len(phrases) > 1 else phrases[0]


def _fits(blocks: Sequence[Block]) -> bool:
    """Return whether the text of blocks is not longer than a roadmap may have it, with some room for bullets."""
    return sum(len(each.text) for block in blocks for each in block.walk()) <= MAX_LENGTH // 2


def _is_empty(block: Block) -> bool:
    return not (block.text or block.blocks or block.phrase.anchors)


def _question(block: Block, ask: Phrase, answer: Sequence[Block]) -> Block:
    return Block("question", ask, block.line, blocks=answer)
