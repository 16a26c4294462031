"""The outline of a document: its title, introduction, steps and end."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block, nest_by_depth
from genai_roadmap.markdown.phrase import Phrase

# Sections of a step, sections of the whole roadmap, and all that are not steps unless they are numbered.
STEP_SECTIONS = frozenset({"why", "what", "resources"})
END_SECTIONS = frozenset({"author", "workflow", "closing", "aside"})
NOT_STEPS = STEP_SECTIONS | END_SECTIONS | {"role"}


class Part(NamedTuple):
    """The heading of a step, or its list item, and the blocks below it."""

    heading: Block
    blocks: Sequence[Block]


class Outline(NamedTuple):
    """A document divided into its title, the blocks before the steps, the steps, and the blocks after them."""

    title: Block | None
    intro: Sequence[Block]
    parts: Sequence[Part]
    end: Sequence[Block]


def outline_of(blocks: Sequence[Block]) -> Outline:
    """Return the outline of a document's blocks, without parts if no steps can be found."""
    title = _title(blocks)
    blocks = [block for block in blocks if block is not title]
    steps = set(_numbered(blocks) or _repeated(blocks))
    if not steps:
        return _without_headings(title, blocks)
    starts = [position for position, block in enumerate(blocks) if block in steps]
    parts = [Part(blocks[start], blocks[start + 1 : end]) for start, end in pairwise([*starts, len(blocks)])]
    return _with_end(title, blocks[: starts[0]], parts)


def nest_under_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those after a heading nested in it, up to the next heading of its level or above."""
    with_depths = []
    open_levels: list[int] = []
    for block in blocks:
        if block.kind in {"heading", "end"}:
            open_levels = [level for level in open_levels if level < block.level]
        if block.kind != "end":
            with_depths.append((len(open_levels), block))
        if block.kind == "heading":
            open_levels.append(block.level)
    return nest_by_depth(with_depths)


def _title(blocks: Sequence[Block]) -> Block | None:
    """Return the first heading if it is of level 1 and not a step."""
    headings = [block for block in blocks if block.kind == "heading"]
    if not headings or headings[0].level != 1 or titles.split_number(headings[0].text, step_words_only=True):
        return None
    first, *others = headings
    if others and others[0].level > 1:
        return first
    following = next((block for block in others if block.level == 1), None)
    starts_list = following and any(block.kind == "item" for block in blocks[: blocks.index(following)])
    return None if starts_list else first


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """Return the headings with a number after the same word, or a bare one; the shallowest group that repeats."""
    groups: dict[tuple[str, int], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind == "heading" and (found := titles.split_number(titles.split_optional(block.text)[0])):
            # The same word groups headings of different levels; bare numbers start again at each level.
            groups[found[0], 0 if found[0] else block.level].append(block)
    worded = [
        group
        for (word, _), group in groups.items()
        if word and (len(group) > 1 or titles.split_number(group[0].text, step_words_only=True))
    ]
    bare = [group for (word, _), group in groups.items() if not word and len(group) > 1 and _is_top(blocks, group)]
    return min(worded or bare, key=lambda group: (min(block.level for block in group), -len(group)), default=[])


def _is_top(blocks: Sequence[Block], group: list[Block]) -> bool:
    """Return whether no higher heading follows the group's first; if one does, the numbers are those of topics."""
    after = [block for block in blocks if block.kind == "heading" and block.line > group[0].line]
    return all(block.level >= group[0].level or block.section_kind in NOT_STEPS for block in after)


def _repeated(blocks: Sequence[Block]) -> list[Block]:
    """Return the headings with content of the shallowest level that has several."""
    candidates = [
        block
        for block, following in pairwise(blocks)
        if block.kind == "heading"
        and (following.kind != "heading" or following.level > block.level)
        and block.section_kind not in NOT_STEPS
    ]
    counts = Counter(block.level for block in candidates)
    top = min((level for level, count in counts.items() if count > 1), default=None)
    return [block for block in candidates if block.level == top]


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
    return Outline(title, intro, [*earlier, Part(last.heading, last.blocks[:end])], last.blocks[end:])


def _without_headings(title: Block | None, blocks: Sequence[Block]) -> Outline:
    """Return an outline whose steps are the items of the outer list, if most contain lists, or one step."""
    items = [block for block in blocks if block.kind == "item"]
    with_items = [item for item in items if any(block.kind == "item" for block in item.blocks)]
    headings = [block for block in blocks if block.kind == "heading" and block.section_kind not in NOT_STEPS]
    if len(with_items) > 1 and len(with_items) * 2 > len(items) and len(headings) <= 1:
        first = blocks.index(items[0])
        end = [block for block in blocks[first:] if block.kind != "item"]
        return Outline(title, blocks[:first], [Part(item, item.blocks) for item in items], end)
    if len(headings) == 1 and title is None:
        title = headings[0]
        blocks = [block for block in blocks if block is not title]
    if not any(block.kind in {"item", "heading"} for block in blocks):
        return Outline(title, blocks, [], [])
    return _with_end(title, [], [Part(title or Block("heading", Phrase("Roadmap"), 1, level=1), blocks)])
