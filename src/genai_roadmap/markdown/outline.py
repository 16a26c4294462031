"""The outline of a document: its title, introduction, steps and end."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import levels, numbering, titles
from genai_roadmap.markdown.blocks import BOLD_LINE, Block, nest_under_headings
from genai_roadmap.markdown.choices import NO_CHOICES, SKIPPED, Choices, StepsAre, matches
from genai_roadmap.markdown.first_list import with_first_list
from genai_roadmap.markdown.levels import STEP_SECTIONS
from genai_roadmap.markdown.phrase import LeftOut, Phrase
from genai_roadmap.markdown.sections import STEP_IN_LIST

# Below that of any heading.
MAX_LEVEL = BOLD_LINE + 1
NUMBER = re.compile(r"\d+")
# The step of a text without headings.
UNNAMED = Block("heading", Phrase("Roadmap"), 1, level=1)
END_SECTIONS = frozenset({"author", "workflow", "closing", "aside"})


class Part(NamedTuple):
    """The heading of a step, or its list item, and the blocks below it."""

    heading: Block
    blocks: Sequence[Block]


class Outline(NamedTuple):
    """A document divided into its title, the blocks before the steps, the steps, and the blocks after them.

    All blocks are nested under their headings. `step_level`: sections of topics at the end may be steps from this level
    on; those above it are about the whole roadmap.
    """

    title: Block | None
    intro: Sequence[Block]
    parts: Sequence[Part]
    end: Sequence[Block]
    step_level: int = MAX_LEVEL

    @property
    def is_undivided(self) -> bool:
        """Whether the whole text is one step."""
        return len(self.parts) == 1 and self.parts[0].heading in {self.title, UNNAMED}

    def level(self, kept: int | None) -> int | None:
        """Return the level that is `kept` if a step has it, or else that of most steps; None if they are list items.

        A single step tells nothing about the level.
        """
        found = Counter(part.heading.level for part in self.parts if part.heading.kind == "heading")
        return kept if kept in found or len(self.parts) == 1 else found.most_common(1)[0][0] if found else None


def outline_of(blocks: Sequence[Block], choices: Choices = NO_CHOICES, start: int = 0) -> Outline:
    """Return the outline of a document's blocks, without parts if no steps can be found.

    `start` is the line below the table of contents.
    """
    steps = choices.steps
    if steps is StepsAre.AUTO:
        blocks = numbering.on_one_level(blocks)
        blocks = with_first_list(blocks, _title(blocks))
    title = None if steps is StepsAre.H1 else _title(blocks)
    blocks = [block for block in blocks if block is not title]
    if steps is not StepsAre.AUTO:
        nested = nest_under_headings(blocks)
        return _of_choice(title, levels.at(nested, steps)) or Outline(title, nested, [], [])
    found = _automatic(title, blocks, start)
    if choices.level in {None, found.level(None)} or len(found.parts) == 1:
        return found
    return _of_choice(title, levels.choose(nest_under_headings(blocks), start, choices.level)) or found


def _automatic(title: Block | None, blocks: Sequence[Block], start: int) -> Outline:
    if numbered := numbering.steps_of(blocks):
        return _with_numbered(title, blocks, numbered)
    nested = nest_under_headings(blocks)
    return _of_choice(title, levels.choose(nested, start) or _only_section(title, nested)) or _one_step(title, blocks)


def _only_section(title: Block | None, blocks: Sequence[Block]) -> levels.Choice | None:
    """Return the choice of the only section with something to learn; None if there are items or others beside it.

    A heading without any other is the title, and the title of a text says more than a label, such as "Topics".
    """
    headings = [block for block in blocks if block.kind == "heading"]
    sections = [block for block in headings if block.section_kind not in END_SECTIONS]
    is_title = title is None and len(headings) == 1
    if (
        is_title
        or len(sections) != 1
        or _has_items(blocks)
        or sections[0].section_kind
        or not _has_content(sections[0])
    ):
        return None
    start = blocks.index(sections[0])
    return levels.Choice([*blocks[:start]], sections, [*blocks[start + 1 :]])


def _has_content(section: Block) -> bool:
    return any(block.kind in {"item", "heading", "question"} for block in section.blocks)


def select(outline: Outline, choices: Choices) -> tuple[Outline, list[LeftOut]]:
    """Return the outline without the steps and topics that the learner does not want, and these as left out."""
    left_out: list[LeftOut] = []
    parts = []
    for part in outline.parts:
        section = replace(part.heading, blocks=part.blocks)
        if choices.only and not matches(part.heading.text, choices.only):
            left_out += _skipped(section)
        elif found := _without([section], choices.skip, left_out):
            parts.append(Part(part.heading, found[0].blocks))
    if not parts:
        message = "no step is left; change --only or --skip"
        raise RequestError(message)
    return outline._replace(parts=parts), left_out


def _without(blocks: Sequence[Block], skip: Sequence[str], left_out: list[LeftOut]) -> list[Block]:
    kept = []
    for block in blocks:
        if skip and block.kind in {"heading", "item"} and matches(block.text, skip):
            left_out += _skipped(block)
        else:
            kept.append(replace(block, blocks=_without(block.blocks, skip, left_out)) if skip else block)
    return kept


def _skipped(block: Block) -> list[LeftOut]:
    return [
        LeftOut(each.line, " ".join([each.text, *(anchor.url for anchor in each.phrase.anchors)]), SKIPPED)
        for each in block.walk()
    ]


def _of_choice(title: Block | None, found: levels.Choice | None) -> Outline | None:
    if found is None:
        return None
    parts = [Part(section, section.blocks) for section in found.steps]
    last = parts[-1]
    asides = [*itertools.takewhile(_is_aside, reversed(last.blocks))]
    parts[-1] = last._replace(blocks=last.blocks[: len(last.blocks) - len(asides)])
    return Outline(title, found.before, parts, [*asides[::-1], *found.after])


def _is_aside(block: Block) -> bool:
    """Return whether a block is a section about the roadmap with neither items nor sections."""
    return block.section_kind == "aside" and all(
        child.kind == "text" and not child.phrase.anchors for child in block.blocks
    )


def _title(blocks: Sequence[Block]) -> Block | None:
    """Return the first heading if it is above all others, or begins a text without items, and is not a step.

    A lower heading without items may precede it.
    """
    headings = [block for block in blocks if block.kind == "heading" and block.level < BOLD_LINE]
    top_level = min((heading.level for heading in headings), default=0)
    top = [block for block in headings if block.level == top_level]
    if not top or titles.split_number(headings[0].text, step_words_only=True) or _are_numbered(top):
        return None
    first = top[0]
    if first.section_kind == "aside":
        return None
    before = blocks[: blocks.index(first)]
    following = headings[headings.index(first) + 1 :]
    is_later = first is not headings[0] and (len(top) > 1 or _has_items(before))
    if is_later or any(block.level == STEP_IN_LIST for block in before):
        return None
    if following and following[0].level > first.level == 1:
        return first
    if len(top) == 1:
        return first if first.level == 1 or following else None
    end = blocks.index(top[1])
    return first if not _has_items(blocks[:end]) and (first.level == 1 or _has_items(blocks[end:])) else None


def _has_items(blocks: Sequence[Block]) -> bool:
    return any(block.kind == "item" for block in blocks)


def _are_numbered(headings: Sequence[Block]) -> bool:
    """Return whether the first headings are alike except for their numbers."""
    bare = [NUMBER.sub("", heading.text).strip() for heading in headings[:2]]
    return len(bare) > 1 and bare[0] == bare[1] and headings[0].text != headings[1].text


def _with_numbered(title: Block | None, blocks: Sequence[Block], steps: Sequence[Block]) -> Outline:
    members = set(steps)
    starts = [position for position, block in enumerate(blocks) if block in members]
    parts = [Part(blocks[start], blocks[start + 1 : end]) for start, end in pairwise([*starts, len(blocks)])]
    return _with_end(title, nest_under_headings(blocks[: starts[0]]), parts)


def _with_end(title: Block | None, intro: Sequence[Block], parts: Sequence[Part]) -> Outline:
    """Return the outline with the sections after the last step as its end."""
    *earlier, last = parts
    level = max(part.heading.level for part in parts)
    headings = [block for part in earlier for block in part.blocks if block.kind == "heading" and block.level <= level]
    repeated = STEP_SECTIONS & {block.section_kind for block in headings}
    if "project" in last.heading.text.casefold():
        repeated |= {"projects"}
    ends = (
        position
        for position, block in enumerate(last.blocks)
        if block.kind == "heading"
        and (block.level <= level or block.section_kind in END_SECTIONS)
        and block.section_kind not in repeated
    )
    end = next(ends, len(last.blocks))
    parts = [*earlier, Part(last.heading, last.blocks[:end])]
    nested = [Part(part.heading, nest_under_headings(part.blocks)) for part in parts]
    step_level = min(part.heading.level for part in parts)
    return Outline(title, intro, nested, nest_under_headings(last.blocks[end:]), step_level)


def _one_step(title: Block | None, blocks: Sequence[Block]) -> Outline:
    """Return an outline with all blocks in one step, or without any step if there is nothing to learn."""
    headings = [block for block in blocks if block.kind == "heading"]
    if len(headings) == 1 and title is None:
        title = headings[0]
        blocks = [block for block in blocks if block is not title]
    if not any(block.kind in {"item", "heading", "question"} for block in blocks):
        blocks = [replace(block, kind="item") if _is_link(block) else block for block in blocks]
    if not any(block.kind in {"item", "heading", "question"} for block in blocks):
        return Outline(title, nest_under_headings(blocks), [], [])
    return _with_end(title, [], [Part(title or UNNAMED, blocks)])


def _is_link(block: Block) -> bool:
    """Return whether a paragraph is one link, as in a list without bullets."""
    return block.kind == "text" and len(block.phrase.anchors) == 1 and not block.phrase.text_outside_links
