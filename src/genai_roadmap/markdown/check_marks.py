"""Check marks without a box, such as ✅, at the beginning or end of items and headings: whether they say what is done.

A sign before all items of a list is a bullet, and one that a legend explains means what it says there. Beside boxes and
signs of other statuses, it is a status.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.status_signs import CHECKS, CROSSES, ONGOING
from genai_roadmap.progress.status import Status

CHECK = rf"[{CHECKS}]\ufe0f?"
MARK = rf"[{CHECKS}{ONGOING}{CROSSES}]\ufe0f?"
HAS_CHECK, HAS_CROSS, ANY_MARK = re.compile(CHECK), re.compile(f"[{CROSSES}]"), re.compile(MARK)
LEADING = re.compile(rf"{MARK}\s*(?=\S)")
TRAILING = re.compile(rf"(?<=\S)\s*{MARK}$")
# A line of a legend.
MEANING = re.compile(rf"{CHECK}\s*([=:：→]|[-–—]\s|means\b|marks\b)\s*(.*)", re.DOTALL)
DONE = (
    r"(?:\b(?:done|completed?|finished|learn(?:ed|t)|studied|hecho|completado|terminado|concluído|feito|fertig"
    r"|erledigt|terminée?|fait)\b|完成|已学)"
)
DONE_WORDS = re.compile(DONE, re.IGNORECASE)
NOT_DONE = re.compile(r"\b(?:not|un\w+)\b", re.IGNORECASE)
DONE_ALONE = re.compile(rf"{DONE}\s*(?:[,;|.)]|$)", re.IGNORECASE)
# What is done has a mark, as in "✅ done, 🚧 in progress".
DONE_MARK = re.compile(rf"{CHECK}\W{{0,3}}{DONE}\s*(?:[,;|.)]|$)", re.IGNORECASE)


class _Marks(NamedTuple):
    """Where marks say what is done: at the beginning of items, and at the end of items and of headings."""

    leading: bool
    trailing: bool
    in_headings: bool


def with_check_marks(blocks: list[Block]) -> list[Block]:
    """Return the blocks with the status that check marks say, if they do, instead of the marks."""
    if not any(_has_mark(each) for block in blocks for each in block.walk()):
        return blocks
    marks = _meaning(blocks)
    return [_with_status(block, marks) for block in blocks] if any(marks) else blocks


def are_bullets(blocks: Sequence[Block]) -> bool:
    """Return whether all items of a list have a check mark that was not read as their status."""
    return any(
        len(items) > 1 and all((mark := _place(item)) and _status(mark) is Status.DONE for item in items)
        for items in _lists(blocks)
    )


def _lists(blocks: Sequence[Block]) -> Collection[list[Block]]:
    lists: defaultdict[int, list[Block]] = defaultdict(list)
    for item in (each for block in blocks for each in block.walk() if each.kind == "item"):
        lists[item.group].append(item)
    return lists.values()


def _meaning(blocks: Sequence[Block]) -> _Marks:
    lists = _lists(blocks)
    legend = [found for block in blocks if (found := MEANING.match(block.text))]
    explained = [block.text for block in blocks if block.kind == "text" and _has_check(block)]
    if any(map(_means_done, legend)) or any(map(DONE_MARK.search, explained)):
        return _Marks(leading=True, trailing=True, in_headings=True)
    if legend or not all(map(DONE_WORDS.search, explained)):
        return _Marks(leading=False, trailing=False, in_headings=False)
    headings = [block for block in blocks if block.kind == "heading"]
    levels = {block.level for block in headings if _mark(block, TRAILING)}
    is_bullet = any(LEADING.match(block.text) for block in headings)
    leading = not is_bullet and any(map(_tells_apart, lists))
    has_checks = any(_has_check(each) for block in blocks for each in block.walk())
    return _Marks(
        leading,
        leading or (has_checks and any(not _has_mark(item) for items in lists for item in items)),
        any(block.level in levels and not _is_decorated(block) for block in headings),
    )


def _means_done(legend: re.Match[str]) -> bool:
    """Return whether a line of a legend says that a check mark is what is done."""
    sign, meaning = legend.groups()
    # After a dash, it may be a title, such as "Complete guide".
    found = DONE_ALONE.match(meaning) if sign[0] in "-–—" else DONE_WORDS.search(meaning)
    return bool(found) and not NOT_DONE.search(meaning)


def _tells_apart(items: Sequence[Block]) -> bool:
    """Return whether a list has marks, some of them leading ones, beside boxes, other signs, or items without any.

    ✅ and ❌ alone may say what to do and what not.
    """
    open_items = [(item, _place(item)) for item in items if item.status is None]
    found = {_status(mark) for _, mark in open_items if mark}
    others = [item for item, mark in open_items if not mark]
    if not any(_mark(item, LEADING) for item in items) or any(map(_is_decorated, others)):
        return False
    has_boxes = len(open_items) < len(items)
    return has_boxes or (Status.DONE in found and bool(others or Status.STARTED in found))


def _has_check(block: Block) -> bool:
    return not block.text.isascii() and bool(HAS_CHECK.search(block.text))


def _has_mark(block: Block) -> bool:
    return not block.text.isascii() and bool(ANY_MARK.search(block.text))


def _is_decorated(block: Block) -> bool:
    """Return whether a text begins or ends with a sign, such as an emoji."""
    text = block.text.strip()
    return any(unicodedata.category(character) == "So" for character in text[:1] + text.rstrip("\ufe0f")[-1:])


def _mark(block: Block, place: re.Pattern[str]) -> re.Match[str] | None:
    """Return the only mark of a text without a status, if it is in this place, and not in a link."""
    text = block.text
    if block.status is not None or not _has_mark(block) or len(ANY_MARK.findall(text)) > 1 or MEANING.match(text):
        return None
    found = place.match(text) if place is LEADING else place.search(text)
    is_in_link = found and any(
        anchor.start < found.end() and found.start() < anchor.end for anchor in block.phrase.anchors
    )
    return None if is_in_link else found


def _place(block: Block) -> re.Match[str] | None:
    return _mark(block, LEADING) or _mark(block, TRAILING)


def _status(mark: re.Match[str]) -> Status:
    if HAS_CROSS.search(mark[0]):
        return Status.TODO
    return Status.DONE if HAS_CHECK.search(mark[0]) else Status.STARTED


def _with_status(block: Block, marks: _Marks, *, is_below_done: bool = False) -> Block:
    """Return a block with its status; one without a mark beside others that have one, below a done one, is not done."""
    phrase, status = block.phrase, Status.TODO if is_below_done and block.status is None else block.status
    has_trailing = marks.trailing if block.kind == "item" else marks.in_headings and block.kind == "heading"
    if block.kind == "item" and marks.leading and (found := _mark(block, LEADING)):
        phrase, status = phrase.tail(found.end()), _status(found)
    elif has_trailing and (found := _mark(block, TRAILING)):
        phrase, status = phrase.head(found.start()), _status(found)
    has_marks = status is Status.DONE and any(map(_has_mark, block.blocks))
    inner = [_with_status(each, marks, is_below_done=has_marks and each.kind == "item") for each in block.blocks]
    return replace(block, phrase=phrase, status=status, blocks=inner)
