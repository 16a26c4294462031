"""The steps of a document whose headings number them: "Step 1", "Week 2", "第三章"."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block, nest_under_headings
from genai_roadmap.markdown.levels import ASIDES, STEP_SECTIONS
from genai_roadmap.markdown.sections import weight

# Fewer numbered headings in a smaller part of the text are topics of one section.
MIN_NUMBERED = 3
MIN_RATIO = 2
# With more other headings on their level for each but the first, a few like "Topic 7" have numbers in their names.
MAX_PEERS = 5
# Fewer may begin with 1, 2, 3 by chance.
MIN_COUNTED = 4
NUMBER = re.compile(r"[0-9]{1,9}")


def steps_of(blocks: Sequence[Block]) -> list[Block]:
    """Return the headings with a number after the same word, and those beside them, unless most items are elsewhere."""
    group = _group(blocks)
    if not group:
        return []
    level = Counter(block.level for block in group).most_common(1)[0][0]
    members = set(group)
    if sum(_is_peer(block, level) for block in blocks if block not in members) > MAX_PEERS * (len(group) - 1):
        return []
    if _are_in_steps(blocks, {block.line for block in group}):
        return []
    first = blocks.index(group[0])
    last = blocks.index(_last_alike(blocks[blocks.index(group[-1]) :], level))
    after = (block.kind == "heading" and block.level < min(level, group[-1].level) for block in blocks[last + 1 :])
    end = next((position for position, ends in enumerate(after, last + 1) if ends), len(blocks))
    if not _are_most(blocks, first, end, level, len(group)):
        return []
    return [block for block in blocks[first : last + 1] if block in members or _is_peer(block, level)]


def _are_in_steps(blocks: Sequence[Block], numbered: Collection[int]) -> bool:
    """Return whether the sections that contain the headings on the numbered lines are the steps.

    With those beside them that have items too, and that would be left out, they are as many as the numbered ones.
    """
    headings = [each for block in nest_under_headings(blocks) for each in block.walk() if each.kind == "heading"]
    above = {each for each in headings if any(child.line in numbered for child in each.blocks)}
    levels = {each.level for each in above}
    if len(above) < 2 or len(levels) > 1:  # noqa: PLR2004
        return False
    beside = [
        each
        for each in headings
        if each.level in levels and each not in above and each.section_kind not in ASIDES and weight(each)
    ]
    return bool(beside) and len(above) + len(beside) >= len(numbered)


def on_one_level(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks with the headings numbered 1, 2, 3, 4 on one level, if no other heading has a number."""
    numbered = {block: int(found[0]) for block in blocks if (found := _bare_number(block))}
    levels = {block.level for block in numbered}
    if len(levels) < 2 or [*numbered.values()] != [*range(1, max(MIN_COUNTED, len(numbered)) + 1)]:  # noqa: PLR2004
        return blocks
    return [replace(block, level=min(levels)) if block in numbered else block for block in blocks]


def _bare_number(block: Block) -> re.Match[str] | None:
    found = titles.split_number(block.text) if block.kind == "heading" else None
    return NUMBER.search(block.text) if found and not found[0] else None


def _last_alike(blocks: Sequence[Block], level: int) -> Block:
    """Return the last numbered heading of the level, before one above it without a number; the first block is one."""
    last = blocks[0]
    for block in blocks:
        if block.kind == "heading" and block.level <= level:
            if titles.split_number(block.text):
                last = block if block.level == level else last
            elif block.level < level:
                break
    return last


def _are_most(blocks: Sequence[Block], first: int, end: int, level: int, size: int) -> bool:
    """Return whether half of the items are below the numbered headings, or several times as many as in any section.

    Otherwise the numbers are those of topics in one section. A single one must have all items.
    """
    sections = [0]
    for block in [*blocks[:first], *blocks[end:]]:
        if block.kind == "heading" and block.level < level:
            sections.append(0)
        sections[-1] += block.kind == "item"
    inside = sum(block.kind == "item" for block in blocks[first:end])
    if size == 1:
        return not any(sections)
    return inside >= sum(sections) or (size >= MIN_NUMBERED and inside >= MIN_RATIO * max(sections))


def _group(blocks: Sequence[Block]) -> list[Block]:
    groups: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind == "heading" and (found := titles.split_number(titles.split_optional(block.text)[0])):
            groups[found[0]].append(block)
    groups.pop("", None)
    worded = [
        _without_parts(_without_parents(blocks, group))
        for group in groups.values()
        if len(group) > 1 or titles.split_number(group[0].text, step_words_only=True)
    ]
    worded = [group for group in worded if not _restarts(group)]
    return min(worded, key=lambda group: (min(block.level for block in group), -len(group)), default=[])


def _restarts(group: Sequence[Block]) -> bool:
    """Return whether the numbers begin again, because they number the sections of several parts."""
    numbers = [int(found[0]) for block in group if (found := NUMBER.search(block.text))]
    return any(second < first and second <= numbers[0] for first, second in pairwise(numbers))


def _without_parts(group: Sequence[Block]) -> list[Block]:
    """Return the group without headings like "Tier 2: Web" below "Tier 2"."""
    kept: list[Block] = []
    above: list[Block] = []
    for block in group:
        while above and above[-1].level >= block.level:
            above.pop()
        if not above or _first_number(above[-1]) != _first_number(block):
            kept.append(block)
            above.append(block)
    return kept


def _first_number(block: Block) -> str | None:
    found = NUMBER.search(block.text)
    return found[0] if found else None


def _without_parents(blocks: Sequence[Block], group: list[Block]) -> list[Block]:
    """Return the group without headings like "Day 1 to 20" directly above "Day 1"."""
    following = dict(pairwise(blocks))
    members = set(group)
    return [
        block
        for block in group
        if not (below := following.get(block)) or below not in members or below.level <= block.level
    ]


def _is_peer(block: Block, level: int) -> bool:
    """Return whether a heading without a number is a step too, as it is on the level of the numbered ones."""
    return block.kind == "heading" and block.level == level and block.section_kind not in STEP_SECTIONS | ASIDES
