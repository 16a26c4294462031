"""Plain lines that name steps by their number, such as "Week 1: Git", above lists or alone in a text without lists."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from genai_roadmap.markdown.blocks import BOLD_LINE, MAX_HEADING_LENGTH
from genai_roadmap.markdown.item_lines import OPEN_END
from genai_roadmap.markdown.list_signs import ITEM, outside_code
from genai_roadmap.markdown.titles import NUMBER, STEPS

EMPHASIS = re.compile(r"\*+|__+")
HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*)")
# What follows the number separates it from the name, so prose like "Week 2 was hard" is none.
NAMED = re.compile(rf"(?i)({STEPS})s?\s*#?\s*({NUMBER})\s*(?:[:：]|[.)](?=\s)|(?:(?<=\s)|(?<=\d))[–—-]\s|$)")
# Most texts have none.
MAY_BE_NAMED = re.compile(rf"(?im)^[*_]*(?:{STEPS})s?\s*#?\s*{NUMBER}")
OF_BLOCK = re.compile(r"\s*(?:[#>|<`~]|\[\^|[=-]+\s*$)")
LINE_BREAK = re.compile(r"\r\n?|\n")
MIN_LINES = 2


class _StepLine(NamedTuple):
    """A line with its number in the text, and the level of its heading; 0 if it is a plain line or a bold one."""

    line: int
    number: str
    level: int


def find(text: str) -> dict[int, int]:
    """Return the level of the headings that plain lines are, by their lines; 0 if they are the items of the text.

    Above lists, lines with the same word are headings, like those beside them; two or more in a text without lists,
    tables and other sections are its items.
    """
    if not MAY_BE_NAMED.search(text):
        return {}
    lines = LINE_BREAK.split(text)
    groups: dict[str, list[_StepLine]] = defaultdict(list)
    for number in outside_code(lines):
        if found := _named(lines, number):
            word, step_line = found
            groups[word].append(step_line)
    has_lists = any(ITEM.match(line) or OF_BLOCK.match(line) for line in lines if not HEADING.match(line))
    return {line: level for group in groups.values() for line, level in _levels(lines, group, has_lists=has_lists)}


def _named(lines: Sequence[str], number: int) -> tuple[str, _StepLine] | None:
    """Return the word before the number of a step in a line, and the line; None if it names no step."""
    line = lines[number]
    if heading := HEADING.match(line):
        level, found = len(heading[1]), NAMED.match(_plain(heading[2]))
    else:
        is_plain = line[0].strip() and not ITEM.match(line) and _is_alone(lines, number)
        level, found = 0, NAMED.match(_plain(line)) if is_plain else None
    return (found[1].casefold(), _StepLine(number, found[2].casefold(), level)) if found else None


def _levels(lines: Sequence[str], group: Sequence[_StepLine], *, has_lists: bool) -> list[tuple[int, int]]:
    """Return the lines of a group that are no headings yet, with their level; none if they are something else."""
    plain = [each for each in group if not each.level]
    headings = [each for each in group if each.level]
    numbers, others = ({each.number for each in part} for part in (plain, headings))
    if len(numbers | others) < MIN_LINES or numbers & others:
        return []
    if not has_lists:
        return [] if headings else [(each.line, 0) for each in plain]
    above_lists = [each for each in plain if _is_above_list(lines, each.line)]
    if 2 * len(above_lists) < len(plain):
        return []
    return [(each.line, headings[0].level if headings else BOLD_LINE) for each in plain]


def _plain(line: str) -> str:
    return EMPHASIS.sub("", line).strip()


def _is_alone(lines: Sequence[str], number: int) -> bool:
    """Return whether a line is short and belongs neither to a sentence nor to a heading around it."""
    line, before = lines[number], lines[number - 1].strip() if number else ""
    after = lines[number + 1] if number + 1 < len(lines) else ""
    is_inside = before and not ITEM.match(before) and OPEN_END.search(before) and not before.endswith((":", "："))
    return len(line) <= MAX_HEADING_LENGTH and not (is_inside or after[:1].islower() or re.match(r"[=-]+\s*$", after))


def _is_above_list(lines: Sequence[str], number: int) -> bool:
    following = next((line for position in range(number + 1, len(lines)) if (line := lines[position].strip())), "")
    return bool(ITEM.match(following)) or following.startswith("|")


def use(parser: MarkdownIt, found: Mapping[int, int]) -> None:
    """Make the parser read the lines that `find` returned as headings or items."""
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("heading", "step_lines", partial(_read, found), {"alt": ends})


def _read(found: Mapping[int, int], state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803 - as the parser calls it
    if startLine not in found or state.sCount[startLine]:
        return False
    if silent:
        return True
    if level := found[startLine]:
        _add(state, f"h{level}", "heading", startLine)
        state.line = startLine + 1
        return True
    end = startLine
    state.push("bullet_list_open", "ul", 1).map = [startLine, endLine]
    while end < endLine and end in found:
        state.push("list_item_open", "li", 1).map = [end, end + 1]
        _add(state, "p", "paragraph", end)
        state.push("list_item_close", "li", -1)
        end = next((line for line in range(end + 1, endLine) if not state.isEmpty(line)), endLine)
    state.push("bullet_list_close", "ul", -1)
    state.line = end
    return True


def _add(state: StateBlock, tag: str, kind: str, line: int) -> None:
    state.push(f"{kind}_open", tag, 1).map = [line, line + 1]
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(line, line + 1, 0, keepLastLF=False).strip()
    inline.map, inline.children = [line, line + 1], []
    state.push(f"{kind}_close", tag, -1)
