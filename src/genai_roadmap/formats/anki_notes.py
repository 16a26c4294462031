"""The questions of a roadmap as notes for Anki: a text file that its import reads."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from html import escape
from types import MappingProxyType

from genai_roadmap.formats.code_spans import indentation, parts_of, to_html
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import NumberedItem, Question, Roadmap
from genai_roadmap.roadmap.validation import question_key
from genai_roadmap.text import printable

HEAD = """\
#separator:tab
#html:true
#notetype:Basic
#if matches:update current
#guid column:1
#deck column:2
#tags column:3
#columns:GUID\tDeck\tTags\tFront\tBack
"""
GUID_LENGTH = 20
SEPARATOR = re.compile("::+")
# Without them, HTML would show one.
SPACES = re.compile("  +")


def notes(
    roadmap: Roadmap,
    statuses: Mapping[str, Status] = MappingProxyType({}),
    items: Iterable[NumberedItem] | None = None,
) -> str:
    """Return one note per question, by default of all items, with a deck for each step.

    Its tags are the slugs of the step and the topic, and the status of the topic, by slug in `statuses`.
    """
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows(
        _columns(roadmap, item, question, statuses)
        for item in (roadmap.all_items if items is None else items)
        for question in item.content.questions
    )
    return HEAD + text.getvalue()


def _columns(roadmap: Roadmap, item: NumberedItem, question: Question, statuses: Mapping[str, Status]) -> Iterator[str]:
    yield _guid(roadmap, item, question)
    yield "::".join(map(_deck_name, (roadmap.title, item.step.title)))
    status = [statuses[item.slug].value] if item.slug in statuses else []
    yield " ".join(dict.fromkeys((item.step.slug, item.slug, *status)))
    # Without the title, a question such as "When do you use it?" could not be answered.
    yield f"{_html(question.ask)}<br><small>{_html(item.title)}</small>"
    yield _html(question.answer)


def _guid(roadmap: Roadmap, item: NumberedItem, question: Question) -> str:
    """Return the id by which Anki recognizes a note.

    It stays the same if answers, titles, or the order of topics are edited, so the note keeps its schedule. A question
    with another text is another note.
    """
    first_slug = next(iter(item.content.formerly), item.slug)
    key = "\n".join([roadmap.id, first_slug, question_key(question)])
    return sha256(key.encode()).hexdigest()[:GUID_LENGTH]


def _deck_name(title: str) -> str:
    """Return the title without what Anki does not allow in it: quotes, and the colons that separate decks."""
    name = SEPARATOR.sub(":", " ".join(printable(title).replace('"', "'").split()))
    return name.strip(":") or "Untitled"


def _html(text: str) -> str:
    """Return the text as HTML with its lines and their indentation.

    Brackets in it can't be one of Anki's tags, such as [sound:x.mp3].
    """
    parts = [("<br>".join(map(_html_line, lines)), _code(code)) for lines, code in parts_of(text)]
    return "".join(html for part in parts for html in part)


def _code(lines: list[str]) -> str:
    return f"<pre>{'<br>'.join(_escape(printable(line)) for line in lines)}</pre>" if lines else ""


def _html_line(line: str) -> str:
    html = to_html(printable(line.strip()), _escape)
    return indentation(line) + SPACES.sub(lambda spaces: "&nbsp;" * (len(spaces[0]) - 1) + " ", html)


def _escape(text: str) -> str:
    return escape(text, quote=False).replace("[", "&#91;")
