"""What sections contain: how many items, whether there is anything to learn, and so which of them are not steps."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.labels import QUESTION_MARKS

# The level of a list item that is a step.
STEP_IN_LIST = -1
MOST = 0.75
# A section with this share of the items of the sections that are steps, or fewer, is about the roadmap.
MEAGER = 0.25
# One link in a text thanks someone or is a badge.
MIN_LINKS = 2
MIN_SECTIONS = 3
MIN_QUESTIONS = 2
# What an answer consists of.
ANSWER_KINDS = frozenset({"text", "code", "question"})
PROFILE = re.compile(r"https?://(?:www\.)?git(?:hub|lab)\.com/[\w.-]+/?")


def weight(block: Block) -> int:
    """Return the number of items, headings and questions in a block."""
    return sum(_is_unit(each) for child in block.blocks for each in child.walk())


def _is_unit(block: Block) -> bool:
    """Return whether a block is something to learn; a paragraph is if it consists of links."""
    if block.kind == "text":
        return bool(block.phrase.anchors) and not titles.has_letters(block.phrase.text_outside_links)
    return block.kind in {"item", "heading", "question"}


def total_weight(sections: Iterable[Block]) -> int:
    """Return the number of items, headings and questions in the sections."""
    return sum(map(weight, sections))


def mean_weight(sections: Sequence[Block]) -> float:
    """Return the mean number of items, headings and questions in a section."""
    return total_weight(sections) / len(sections)


def are_alike(sections: Sequence[Block]) -> bool:
    """Return whether there are several sections, and the largest has at most twice as many items as the smallest."""
    weights = [weight(section) for section in sections]
    return len(weights) >= MIN_SECTIONS and 0 < max(weights) <= 2 * min(weights)


def has_level(piece: Block, level: int) -> bool:
    """Return whether a section contains a section of a level with content."""
    return piece.kind == "heading" and any(
        block.kind == "heading" and block.level == level and block.blocks for block in piece.blocks
    )


def lists_people(piece: Block) -> bool:
    """Return whether a section lists nothing but links to profiles, as those of contributors do.

    If most items say what their link is, such as a laboratory, it is something to learn from.
    """
    items = [each for each in _inside(piece) if each.kind == "item"]
    links = [anchor.url for each in _inside(piece) for anchor in each.phrase.anchors]
    explained = sum(titles.has_letters(each.phrase.text_outside_links) for each in items)
    has_others = any(not each.phrase.anchors and not each.blocks for each in items) or explained * 2 > len(items)
    return len(links) >= MIN_LINKS and not has_others and all(PROFILE.fullmatch(url) for url in links)


def of_list(blocks: list[Block]) -> list[Block]:
    """Return the blocks, with the items marked as steps if most of them contain lists."""
    items = [block for block in blocks if block.kind == "item"]
    with_items = [item for item in items if any(block.kind == "item" for block in item.blocks)]
    are_steps = len(with_items) > 1 and len(with_items) * 2 > len(items)
    return [replace(block, level=STEP_IN_LIST) if are_steps and block.kind == "item" else block for block in blocks]


def of_questions(sections: Sequence[Block]) -> set[Block]:
    """Return the sections of questions about the roadmap with their answers, like a FAQ, in any language.

    If most sections are, questions are what there is to learn, as for an interview.
    """
    found = {section for section in sections if answers_questions(section)}
    return found if len(found) * 2 < sum(section.kind == "heading" for section in sections) else set()


def answers_questions(section: Block) -> bool:
    """Return whether a section consists of questions, as headings or items, most with an answer in prose only."""
    asked = [block for block in section.blocks if block.kind not in ANSWER_KINDS]
    if section.kind != "heading" or len(asked) < MIN_QUESTIONS or not all(map(_question_of, asked)):
        return False
    return sum(map(_is_answered_in_prose, asked)) >= MOST * len(asked)


def _question_of(block: Block) -> str:
    """Return the question that a heading, an item, or its bold text is; empty if there is something to learn from it.

    An item with a link, or with a box to tick, is.
    """
    is_item = block.kind == "item"
    if is_item and (block.status is not None or any(each.phrase.anchors for each in block.walk())):
        return ""
    title = block.text[: block.phrase.bold_end].rstrip() if is_item and block.phrase.bold_end else block.text
    return title if block.kind in {"heading", "item"} and title.endswith(QUESTION_MARKS) else ""


def _is_answered_in_prose(block: Block) -> bool:
    """Return whether there is text below a question, or beside it if its question is bold, and nothing else."""
    return bool(block.blocks or block.text != _question_of(block)) and all(
        each.kind in ANSWER_KINDS for each in block.blocks
    )


def without_meager_edges(steps: list[Block]) -> list[Block]:
    """Return the sections without the first and last that have nothing to learn, unlike the others.

    They ask for stars, say how to contribute or thank, in any language. Those with a number among others are steps.
    """
    counted = _counted(steps)
    rich = [step for step in steps if step in counted or _has_something_to_learn(step)]
    if sum(map(_has_links, rich)) > MOST * len(rich):
        half = mean_weight(rich) / 2
        # Where most sections are numbered, a long one with neither number nor link sums them up.
        are_steps = counted or {step for step in rich if step.level == STEP_IN_LIST or weight(step) >= half}
        rich = [step for step in rich if _has_links(step) or step in are_steps]
    # In a text without lists, the sections without links are alike.
    if len(rich) < 2 or not any(map(_has_items, steps)):  # noqa: PLR2004
        return steps
    inner = steps[steps.index(rich[0]) : steps.index(rich[-1]) + 1]
    return inner if len(rich) >= MOST * len(inner) else steps


def _counted(steps: Sequence[Block]) -> set[Block]:
    """Return the sections with a number, if most of them are numbered."""
    is_numbered = titles.are_numbered([step.text for step in steps])
    return {step for step in steps if is_numbered and titles.split_number(step.text)}


def without_introduction(steps: list[Block], start: int) -> list[Block]:
    """Return the sections from a line on, unless those before it have more than a few of the items."""
    following = [step for step in steps if step.line >= start]
    return following if total_weight(steps) * MEAGER >= total_weight(steps) - total_weight(following) else steps


def without_slogan(steps: list[Block]) -> list[Block]:
    """Return the sections without a first one that is below the level of the next and has no items."""
    has_slogan = len(steps) > 1 and steps[0].level > steps[1].level > 0 and not _has_items(steps[0])
    return steps[1:] if has_slogan else steps


def _has_items(step: Block) -> bool:
    return any(each.kind in {"item", "question"} for each in _inside(step))


def _has_something_to_learn(step: Block) -> bool:
    return (
        step.level == STEP_IN_LIST
        or _has_items(step)
        or sum(len(each.phrase.anchors) for each in _inside(step)) >= MIN_LINKS
    )


def _has_links(step: Block) -> bool:
    links = [each for each in step.walk() for _ in each.phrase.anchors]
    return len(links) >= MIN_LINKS or any(each.kind != "text" for each in links)


def _inside(step: Block) -> Iterable[Block]:
    return (each for child in step.blocks for each in child.walk())
