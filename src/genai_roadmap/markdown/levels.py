"""Choose which sections of a document are its steps."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.choices import StepsAre
from genai_roadmap.markdown.sections import (
    MEAGER,
    MIN_SECTIONS,
    STEP_IN_LIST,
    are_alike,
    has_level,
    lists_people,
    mean_weight,
    of_list,
    of_questions,
    total_weight,
    weight,
    without_introduction,
    without_meager_edges,
    without_slogan,
)

# Sections of a step, and sections about the roadmap itself.
STEP_SECTIONS = frozenset({"why", "what", "resources"})
ASIDES = frozenset({"author", "closing", "aside", "role"})
# A section with this share of all items is divided into its own sections.
DOMINANT = 0.75
# This share is enough if its own sections are of about the same size, as those of a curriculum are.
REGULAR = 0.4
# A section whose title says that it is not a step is one if it has this share of all items.
TOO_LARGE_TO_LEAVE_OUT = 0.4
ALMOST_ALL = 0.9
# The level of a section about the roadmap.
ASIDE = -2


class Choice(NamedTuple):
    """The sections that are steps, and the blocks before and after the first of them that are not."""

    before: list[Block]
    steps: list[Block]
    after: list[Block]


def choose(blocks: Sequence[Block], start: int = 0, level: int | None = None) -> Choice | None:
    """Return the choice that leaves the most balanced steps with the most items, or None if nothing divides the text.

    The blocks are nested below their headings. What precedes the table of contents, which ends before the line `start`,
    is an introduction. With a `level`, the steps are sections of that level, and those above it without any.
    """
    divided = _divided_to(list(blocks), level) if level else _on_one_level(_balanced(list(blocks)))
    pieces = _with_own_sections(divided)
    total, questions = total_weight(pieces), of_questions(pieces)
    steps = [piece for piece in pieces if _may_be_step(piece, total) and piece not in questions]
    steps = without_slogan(without_meager_edges(without_introduction(steps, start)))
    is_divided = any(step.level == level for step in steps) if level else len(steps) + bool(questions) > 1
    if not steps or not is_divided:
        return None
    first = pieces.index(steps[0])
    chosen = set(steps) | set(_empty_beside(steps, pieces))
    steps = [piece for piece in pieces if piece in chosen]
    after = [piece for piece in pieces[first:] if piece not in chosen]
    return Choice(pieces[:first], steps, after)


def _empty_beside(steps: Sequence[Block], pieces: Sequence[Block]) -> list[Block]:
    """Return the headings without content, or with pictures only, between two steps of their level."""
    between = zip(pieces, pieces[1:], pieces[2:], strict=False)
    chosen = {step: step.level for step in steps}
    return [
        piece
        for before, piece, following in between
        if not piece.blocks
        and piece.section_kind is None
        and chosen.get(before) == piece.level == chosen.get(following)
    ]


def at(blocks: Sequence[Block], steps: StepsAre) -> Choice | None:
    """Return the choice of the sections of a level, or of the items of all lists, or None if there are none."""
    pieces = list(blocks)
    if steps is StepsAre.LIST:
        pieces = [each for piece in pieces for each in _with_items_as_steps(piece)]
        chosen = [piece for piece in pieces if piece.level == STEP_IN_LIST]
    else:
        level = int(steps[1])
        while any(piece.level < level and _has_sections(piece) for piece in pieces):
            pieces = [each for piece in pieces for each in (_divided(piece) if piece.level < level else [piece])]
        chosen = [piece for piece in pieces if piece.kind == "heading" and piece.level == level]
    if not chosen:
        return None
    first, members = pieces.index(chosen[0]), set(chosen)
    return Choice(pieces[:first], chosen, [piece for piece in pieces[first:] if piece not in members])


def _has_sections(piece: Block) -> bool:
    return piece.kind == "heading" and any(block.kind == "heading" for block in piece.blocks)


def _with_items_as_steps(piece: Block) -> list[Block]:
    if piece.kind == "item":
        return [replace(piece, level=STEP_IN_LIST)]
    if piece.kind != "heading":
        return [piece]
    inner = [each for block in piece.blocks for each in _with_items_as_steps(block)]
    own = [block for block in piece.blocks if block.kind not in {"heading", "item"}]
    return [replace(piece, blocks=own), *(block for block in inner if block.kind in {"heading", "item"})]


def _may_be_step(piece: Block, total: int) -> bool:
    if piece.level == STEP_IN_LIST:
        return True
    if piece.level == ASIDE or lists_people(piece):
        return False
    is_small = weight(piece) <= TOO_LARGE_TO_LEAVE_OUT * total
    return piece.kind == "heading" and bool(piece.blocks) and not (is_small and piece.section_kind in ASIDES)


def _balanced(pieces: list[Block]) -> list[Block]:
    """Return the sections, those of a level with too large a one divided, unless items of a list are steps already."""
    if any(piece.level == STEP_IN_LIST for piece in pieces):
        return pieces
    while sections := [piece for piece in pieces if piece.kind == "heading"]:
        weights = _weights(sections)
        total = sum(weights.values())
        heaviest = max(weights, key=lambda section: weights[section])
        # Two sections with almost everything are parts rather than steps.
        are_parts = sum(sorted(weights.values())[-2:]) >= ALMOST_ALL * total
        inner = [block for block in heaviest.blocks if block.kind == "heading" and block.blocks]
        is_dominant = weights[heaviest] >= (REGULAR if are_alike(inner) else DOMINANT) * total
        if is_dominant and not inner:
            return [each for piece in pieces for each in (_steps_in_list(piece) if piece is heaviest else [piece])]
        if not (is_dominant or (are_parts and len(inner) >= MIN_SECTIONS)) or _are_of_one_step(inner):
            break
        level = min(block.level for block in inner)
        limit = mean_weight(inner) * MEAGER
        pieces = [each for piece in pieces for each in _divided_at(piece, level, limit)]
        if heaviest in pieces:
            break
    return pieces if sections else of_list(pieces)


def _divided_at(piece: Block, level: int, limit: float = 0) -> list[Block]:
    """Return the sections of a level in a section, or else the section; those with few items are not steps.

    If those in a section with many items have few, it is one step.
    """
    if not has_level(piece, level):
        return [piece if weight(piece) > limit else _as_aside(piece)]
    own, *inner = _divided(piece)
    are_steps = mean_weight(inner) > limit
    if not are_steps and 0 < limit <= weight(piece) * MEAGER:
        return [piece]
    return [own if weight(own) > limit else _as_aside(own), *(inner if are_steps else map(_as_aside, inner))]


def _divided_to(pieces: list[Block], level: int) -> list[Block]:
    """Return the sections, those above a level that contain sections of it divided into these."""
    while above := [piece for piece in pieces if 0 < piece.level < level and _contains(piece, level)]:
        inner = [block for piece in above for block in piece.blocks if block.kind == "heading" and block.blocks]
        next_level, limit = min(block.level for block in inner), mean_weight(inner) * MEAGER
        pieces = [
            each for piece in pieces for each in (_divided_at(piece, next_level, limit) if piece in above else [piece])
        ]
        if set(pieces).issuperset(above):
            break
    return pieces


def _contains(section: Block, level: int) -> bool:
    """Return whether a section contains a section of a level, at any depth."""
    return section.kind == "heading" and (
        has_level(section, level) or any(_contains(block, level) for block in section.blocks)
    )


def _on_one_level(pieces: list[Block]) -> list[Block]:
    """Return the sections, those above the level of most others divided into the sections of that level."""
    levels = Counter(piece.level for piece in pieces if piece.kind == "heading" and piece.blocks)
    level, number = levels.most_common(1)[0] if levels else (0, 0)
    if number * 2 <= levels.total():
        return pieces
    return [
        each
        for piece in pieces
        for each in (_divided_at(piece, level) if piece.level < level and has_level(piece, level) else [piece])
    ]


def _weights(sections: Sequence[Block]) -> dict[Block, int]:
    """Return the weights of the sections, without small ones that are not steps as their titles or questions say."""
    questions = of_questions(sections)
    weights = {section: weight(section) for section in sections if section not in questions}
    limit = TOO_LARGE_TO_LEAVE_OUT * sum(weights.values())
    return {
        each: weight for each, weight in weights.items() if weight >= limit or each.section_kind != "aside"
    } or weights


def _as_aside(piece: Block) -> Block:
    """Return a section with fewer items than the sections of another one that are steps, unless it is numbered."""
    is_aside = piece.kind == "heading" and not titles.split_number(piece.text)
    return replace(piece, level=ASIDE) if is_aside else piece


def _are_of_one_step(sections: Sequence[Block]) -> bool:
    """Return whether half of the sections are those of a step: they are like "Why", or occur in other steps too."""
    numbers = Counter(titles.tidy(section.text).casefold() for section in sections)
    repeated = sum(number for number in numbers.values() if number > 1)
    kinds = sum(section.section_kind in STEP_SECTIONS for section in sections)
    return max(repeated, kinds) * 2 >= len(sections)


def _divided(section: Block) -> list[Block]:
    """Return a section's own content, below its heading, and the sections in it."""
    own = [block for block in section.blocks if block.kind != "heading"]
    return [replace(section, blocks=own), *(block for block in section.blocks if block.kind == "heading")]


def _steps_in_list(section: Block) -> list[Block]:
    """Return the items of a section as steps, if most of them contain lists, or else the section."""
    items = of_list(list(section.blocks))
    own = [block for block in items if block.level != STEP_IN_LIST]
    if len(own) == len(items):
        return [section]
    return [replace(section, blocks=own), *(block for block in items if block.level == STEP_IN_LIST)]


def _with_own_sections(pieces: list[Block]) -> list[Block]:
    """Return the sections with those like "Resources" that follow half of the steps in the step before them."""
    kinds = Counter(piece.section_kind for piece in pieces if piece.kind == "heading")
    steps = sum(number for kind, number in kinds.items() if kind not in STEP_SECTIONS)
    repeated = {kind for kind in STEP_SECTIONS if kinds[kind] > 1 and kinds[kind] * 2 >= steps}
    result: list[Block] = []
    for piece in pieces:
        if piece.section_kind in repeated and result and result[-1].kind == "heading":
            result[-1] = replace(result[-1], blocks=[*result[-1].blocks, piece])
        else:
            result.append(piece)
    return result
