"""Reasons to doubt that a text is a roadmap."""

import re
from collections.abc import Sequence

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import BOLD_LINE, Block
from genai_roadmap.report.wording import ANSWERS, QUESTIONS

HTML_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html)\b")
VERSION = re.compile(r"(?i)\W*(?:version\s+|release\s+|v)?(?:\d+\.\d+(?:\.\d+)?\b|\d{4}-\d{2}-\d{2}\b|unreleased\b)")
PROGRAM = re.compile(
    r"(?i)\W*(?:how to )?(?:install(?:ation|ing)?|usage|api(?: reference)?|quick ?start|build(?:ing)?|requirements"
    r"|configuration|documentation|development|running)\b.{0,20}"
)
SHEET_PART = re.compile(r"(?m)^## (.*\S)[^\S\n]*$")
SHEET_STEP = re.compile(r"(?m)^### (Step \d+: .*\S)[^\S\n]*$")
MIN_VERSIONS = 3
MIN_CODE = 2
# Examples of code are rare in a roadmap.
ITEMS_PER_CODE = 8


def is_question_sheet(text: str) -> bool:
    """Return whether `export questions` wrote the text: the questions of each step, and then their answers."""
    _, *parts = SHEET_PART.split(text)
    if parts[::2] != [QUESTIONS, ANSWERS]:
        return False
    asked, answered = (SHEET_STEP.findall(part) for part in parts[1::2])
    return bool(asked) and asked == answered


def doubt(text: str, blocks: Sequence[Block]) -> str | None:
    """Return why a text does not look like a roadmap, or None if it does."""
    if HTML_PAGE.match(text.lstrip("\ufeff \t\r\n")):
        return "it is an HTML page"
    every = [each for block in blocks for each in block.walk()]
    headings = [each.text for each in every if each.kind == "heading" and each.level < BOLD_LINE]
    versions = [heading for heading in headings if VERSION.match(heading)]
    # Numbers like 1.1 and 1.2.1 that count are those of sections; a changelog begins with the last version.
    if len(versions) >= MIN_VERSIONS and len(versions) * 2 >= len(headings) and not titles.are_numbered(versions):
        return "its headings are versions or dates, like those of a changelog"
    # Questions about programs have code, in any number.
    answers = {each for block in every if block.kind == "question" for each in block.walk()}
    code = sum(each.kind == "code" and each not in answers for each in every)
    items = sum(each.kind in {"item", "question"} for each in every)
    if code >= MIN_CODE and code * ITEMS_PER_CODE > items:
        return "it has a lot of code and few items, like the README of a program"
    if code and sum(bool(PROGRAM.fullmatch(heading)) for heading in headings) > 1:
        return "it says how to install and use a program"
    return None
