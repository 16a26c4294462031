"""Where the steps are: what stands before them, each step's own part, and what comes after."""

from collections import defaultdict
from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import BOLD_LINE, Block
from genai_roadmap.markdown.phrase import Phrase

# Headings that are about a step or about the whole roadmap, and so no steps unless they are numbered.
NO_STEP = frozenset({"why", "what", "resources", "role", "author", "workflow", "closing", "aside"})
OF_A_STEP = frozenset({"why", "what", "resources"})
AT_THE_END = frozenset({"author", "workflow", "closing", "aside"})


@dataclass(slots=True)
class Part:
    """A step's heading, and what belongs to it."""

    heading: Block
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A document, parted into its title, introduction, steps and end; `word` is what the steps are numbered with."""

    title: Block | None = None
    intro: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    end: list[Block] = field(default_factory=list)


def outlined(blocks: list[Block]) -> Outline:
    """The outline of a document's nodes; it has no parts where no steps can be found."""
    title = _title(blocks)
    blocks = [block for block in blocks if block is not title]
    steps = _numbered(blocks) or _repeated(blocks)
    if steps:
        return _parted(title, blocks, steps)
    return _without_headings(title, blocks)


def nested(blocks: list[Block]) -> list[Block]:
    """The nodes with what follows a heading inside it, down to the next heading of its level."""
    top: list[Block] = []
    above: list[Block] = []
    for block in blocks:
        if block.kind == "end":
            above = [each for each in above if each.level < BOLD_LINE]
            continue
        if block.kind == "heading":
            above = [each for each in above if each.level < block.level]
        (above[-1].blocks if above else top).append(block)
        if block.kind == "heading":
            above.append(block)
    return top


def _title(blocks: list[Block]) -> Block | None:
    """The first heading of the first level, unless it is a step itself."""
    headings = [block for block in blocks if block.kind == "heading"]
    first = next((block for block in headings if block.level == 1), None)
    if first is None or first is not headings[0] or titles.numbered(first.text, usual=True):
        return None
    others = [block for block in headings[1:] if block.level == 1]
    has_sections = len(headings) > 1 and headings[1].level > 1
    starts_list = any(block.kind == "item" for block in blocks[: blocks.index(others[0])]) if others else False
    return first if has_sections or not starts_list else None


def _numbered(blocks: list[Block]) -> list[Block]:
    """The headings with a number after the same word, or alone; the shallowest such kind that repeats."""
    kinds: dict[tuple[str, int], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind == "heading" and (found := titles.numbered(titles.optional(block.text)[0])):
            # A word holds headings of uneven levels together; bare numbers are counted anew at each level.
            kinds[found[0], 0 if found[0] else block.level].append(block)
    repeated = [found for found in kinds.values() if len(found) > 1]
    # Bare numbers below headings that don't number their steps are topics.
    worded = [
        found
        for key, found in kinds.items()
        if key[0] and (len(found) > 1 or titles.numbered(found[0].text, usual=True))
    ]
    bare = [found for found in repeated if found not in worded and _at_the_top(blocks, found)]
    return min(worded or bare, key=lambda found: (min(block.level for block in found), -len(found)), default=[])


def _at_the_top(blocks: list[Block], found: list[Block]) -> bool:
    level = found[0].level
    after = [block for block in blocks if block.kind == "heading" and block.line > found[0].line]
    return all(block.level >= level or titles.kind(block.text) in NO_STEP for block in after)


def _repeated(blocks: list[Block]) -> list[Block]:
    """The headings of the shallowest level that has several with content."""
    for level in sorted({block.level for block in blocks if block.kind == "heading"}):
        found = [
            block
            for position, block in enumerate(blocks)
            if block.kind == "heading"
            and block.level == level
            and titles.kind(block.text) not in NO_STEP
            and _has_content(blocks, position)
        ]
        if len(found) > 1:
            return found
    return []


def _has_content(blocks: list[Block], position: int) -> bool:
    following = blocks[position + 1 : position + 2]
    return bool(following) and (following[0].kind != "heading" or following[0].level > blocks[position].level)


def _parted(title: Block | None, blocks: list[Block], steps: list[Block]) -> Outline:
    outline = Outline(title)
    chosen = {id(step) for step in steps}
    for block in blocks:
        if id(block) in chosen:
            outline.parts.append(Part(block))
        elif outline.parts:
            outline.parts[-1].blocks.append(block)
        else:
            outline.intro.append(block)
    last = outline.parts[-1]
    cut = _where_it_ends(outline)
    last.blocks, outline.end = last.blocks[:cut], last.blocks[cut:]
    return outline


def _where_it_ends(outline: Outline) -> int:
    """How many nodes after the last step's heading are still its own."""
    *earlier, last = outline.parts
    level = max(part.heading.level for part in outline.parts)
    own = _kinds_at(earlier, level)
    projects = "project" in last.heading.text.casefold()
    for position, block in enumerate(last.blocks):
        if block.kind != "heading":
            continue
        kind = titles.kind(block.text)
        deeper = block.level > level and kind not in AT_THE_END
        if not (deeper or (kind in OF_A_STEP and kind in own) or (kind == "projects" and projects)):
            return position
    return len(last.blocks)


def _kinds_at(parts: list[Part], level: int) -> set[str | None]:
    """The kinds of sections that steps have at their own level or above."""
    return {titles.kind(n.text) for part in parts for n in part.blocks if n.kind == "heading" and n.level <= level}


def _without_headings(title: Block | None, blocks: list[Block]) -> Outline:
    """Without repeated headings the outer list has the steps, if there are lists in it; else all is one step."""
    items = [block for block in blocks if block.kind == "item"]
    with_items = [item for item in items if any(block.kind == "item" for block in item.blocks)]
    headings = [block for block in blocks if block.kind == "heading" and titles.kind(block.text) not in NO_STEP]
    if len(with_items) > 1 and len(with_items) * 2 > len(items) and len(headings) <= 1:
        return _steps_of_items(title, blocks)
    if len(headings) == 1 and title is None:
        title = headings[0]
        blocks = [block for block in blocks if block is not title]
    if not any(block.kind in {"item", "heading"} for block in blocks):
        return Outline(title, intro=blocks)
    outline = Outline(title, parts=[Part(title or _untitled())])
    outline.parts[0].blocks = blocks
    outline.parts[0].blocks = blocks[: _where_it_ends(outline)]
    outline.end = blocks[len(outline.parts[0].blocks) :]
    return outline


def _untitled() -> Block:
    return Block("heading", Phrase("Roadmap"), 1, level=1)


def _steps_of_items(title: Block | None, blocks: list[Block]) -> Outline:
    outline = Outline(title)
    for block in blocks:
        if block.kind == "item":
            outline.parts.append(Part(block, block.blocks))
        elif outline.parts:
            outline.end.append(block)
        else:
            outline.intro.append(block)
    return outline
