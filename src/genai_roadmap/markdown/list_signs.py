"""Replace the signs of list items that Markdown does not know, such as bullets and letters, by one that it knows.

Two or more in a row are a list; one may be anything, such as a dash or an abbreviation.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from genai_roadmap.markdown.labels import QUESTION_MARKS

BULLETS = "•◦▪▫‣⁃●○■"
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")
# The labels that follow one another.
NEXT = frozenset([*pairwise("abcdefghijklmnopqrstuvwxyz"), *pairwise(ROMAN)])
SIGN = re.compile(rf"[ \t]*(?:[{BULLETS}]|–(?=[ \t])|(?P<label>[a-z]|[ivx]{{2,5}})[.)](?=[ \t]))[ \t]*(?=\S)")
MAY_HAVE_SIGNS = re.compile(rf"(?m)^[ \t]*(?:[{BULLETS}–]|[ai][.)][ \t])")
# An item of Markdown, and a heading, which ends all lists.
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
HEADING = re.compile(r" {0,3}#{1,6}\s")
FENCE = re.compile(r"[ \t]*(```|~~~)")
# What is indented that much outside of lists is code.
CODE_INDENT = 4


def with_known_signs(text: str) -> str:
    """Return the text with the signs of lists replaced, line by line; a list below an item is indented as its text."""
    if not MAY_HAVE_SIGNS.search(text):
        return text
    lines = text.split("\n")
    numbers = [*outside_code(lines)]
    members = {number for run in _runs(lines, numbers) if len(run) > 1 for number in run}
    # The items that may contain the next one: how they are indented, and how their text is.
    above: list[tuple[int, int]] = []
    for number in numbers if members else ():
        line = lines[number]
        indent, sign = _indent(line), SIGN.match(line) if number in members else ITEM.match(line)
        above = [each for each in above if each[0] < indent] if sign or indent else []
        if number in members and sign:
            lines[number] = f"{' ' * (above[-1][1] if above else indent)}- {line[sign.end() :]}"
        if sign:
            above.append((indent, _indent(lines[number]) + 2 if number in members else len(sign[0].expandtabs())))
    return "\n".join(lines)


def _runs(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Yield those of the numbered lines with signs that follow one another, are indented alike, and belong together.

    Between them may be lines that continue them, or are indented more.
    """
    # The last run by its indentation.
    open_runs: dict[int, list[int]] = {}
    before = ""
    for number in numbers:
        line = lines[number]
        indent, sign = _indent(line), SIGN.match(line)
        if open_runs:
            yield from [open_runs.pop(each) for each in [*open_runs] if each > indent]
        run = open_runs.get(indent)
        if run and sign and _follows(SIGN.match(lines[run[-1]]), sign):
            run.append(number)
        elif sign or ITEM.match(line) or HEADING.match(line) or not lines[number - 1].strip():
            yield open_runs.pop(indent, [])
            if sign and _begins(sign, before):
                open_runs[indent] = [number]
        before = line
    yield from open_runs.values()


def outside_code(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of the lines that are neither empty nor code."""
    fence, in_list, is_new = "", False, True
    for number, line in enumerate(lines):
        found = FENCE.match(line)
        if found and fence in {"", found[1]}:
            fence, is_new = "" if fence else found[1], True
        elif fence or not line.strip():
            is_new = True
        else:
            indent = _indent(line) if is_new else 0
            begins_item = indent < CODE_INDENT and bool(ITEM.match(line) or SIGN.match(line))
            in_list = begins_item or (in_list and (not is_new or indent > 0))
            if in_list or indent < CODE_INDENT:
                yield number
            is_new = False


def _indent(line: str) -> int:
    text = line.lstrip(" \t")
    return len(line[: len(line) - len(text)].expandtabs(4))


def _begins(sign: re.Match[str], before: str) -> bool:
    """Return whether a sign begins a list; letters below a question are answers to choose from."""
    return not sign["label"] or (sign["label"] in {"a", "i"} and not before.rstrip().endswith(QUESTION_MARKS))


def _follows(before: re.Match[str] | None, sign: re.Match[str]) -> bool:
    """Return whether a sign continues a list: a bullet after a bullet, or the next letter or number."""
    first, second = before and before["label"], sign["label"]
    if not first or not second:
        return first == second
    return (first, second) in NEXT
