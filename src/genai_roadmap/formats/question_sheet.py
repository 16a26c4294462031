"""The questions of a roadmap as Markdown to print: all questions first, and the answers after them."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import count, groupby

from genai_roadmap.formats.checklist import HARD_BREAK, escape
from genai_roadmap.formats.code_spans import indentation, parts_of
from genai_roadmap.report.wording import ANSWERS, QUESTIONS
from genai_roadmap.roadmap.models import NumberedItem, Question, Roadmap
from genai_roadmap.text import printable

BACKTICKS = re.compile("`{2,}")
Asked = tuple[int, NumberedItem, Question]


def sheet(roadmap: Roadmap, items: Iterable[NumberedItem] | None = None) -> str:
    """Return the questions, by default of all items, step by step, numbered, and then their answers."""
    numbers, items = count(1), roadmap.all_items if items is None else items
    asked = [(next(numbers), item, each) for item in items for each in item.content.questions]
    parts = [
        f"# {escape(roadmap.title)}",
        *_sections(QUESTIONS, asked, lambda item, question: f"**{escape(item.title)}:** {_lines(question.ask)}"),
        *_sections(ANSWERS, asked, lambda _, question: _lines(question.answer)),
    ]
    return "\n\n".join(parts) + "\n"


def _sections(title: str, asked: list[Asked], text: Callable[[NumberedItem, Question], str]) -> Iterator[str]:
    """Yield a heading, and below it the text of each question under the heading of its step."""
    yield f"## {title}"
    for step, questions in groupby(asked, lambda each: each[1].step):
        yield f"### Step {step.number}: {escape(step.title)}"
        yield "\n".join(_numbered(number, text(item, question)) for number, item, question in questions)


def _numbered(number: int, text: str) -> str:
    prefix = f"{number}. "
    return prefix + text.replace("\n", "\n" + " " * len(prefix))


def _lines(text: str) -> str:
    """Return the lines of a text, and the code in it in a fence that is longer than any in the code."""
    parts = [part for lines, code in parts_of(text) for part in (_text(lines), _fenced(code)) if part]
    return "\n".join(parts)


def _text(lines: list[str]) -> str:
    found = ((indentation(line), escape(line, keeps_code=True)) for line in lines)
    return HARD_BREAK.join(indent + line for indent, line in found if line)


def _fenced(code: list[str]) -> str:
    fence = "`" * (max((len(line) for line in BACKTICKS.findall("\n".join(code))), default=2) + 1)
    return "\n".join([fence, *map(printable, code), fence]) if code else ""
