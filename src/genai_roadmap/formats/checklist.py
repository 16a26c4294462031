"""A roadmap and the progress on it as a checklist in GitHub's Markdown, which `import` can read."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import partial
from html import escape as escape_html
from typing import NamedTuple

from genai_roadmap.formats.code_spans import CODE, indentation, lines_of, to_html
from genai_roadmap.markdown.slugs import Slugs
from genai_roadmap.progress.change import Change
from genai_roadmap.progress.status import Status
from genai_roadmap.report import wording
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.report.wording import WITHOUT_QUESTIONS
from genai_roadmap.roadmap.models import Author, Link
from genai_roadmap.text import printable

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#$]|:(?=//))")
# Text that starts a list or underlines a heading at the start of a line.
LINE_START = re.compile(r"^(\d*)([-+=.)])")
# A part of a URL that Markdown would decode.
ENTITY = re.compile(r"&(?=#?\w+;)")
HARD_BREAK = "\\\n"
INDENT = "  "


class _Options(NamedTuple):
    """The slugs to write because `import` can't derive them, and whether to write notes and questions."""

    hidden: frozenset[str]
    notes: bool
    questions: bool


def checklist(report: Report, today: dt.date, *, notes: bool = True, questions: bool = True) -> str:
    """Return the steps as headings and the topics as tasks, with the totals, dates, reasons, notes and links."""
    options, without = _Options(_hidden_slugs(report), notes, questions), "" if questions else WITHOUT_QUESTIONS
    texts = wording.total_text(report.count), wording.optional_count_text(report.count)
    counts = "; ".join(filter(None, texts))
    parts = [
        f"{wording.CHECKLIST_MARKER}; roadmap: {report.roadmap.id};{without} `genai-roadmap import` reads it -->",
        f"# {escape(report.roadmap.title)}",
        f"*{counts}. {wording.long_day(today)}*",
        *(part for step in report.steps for part in _step(step, options)),
        *(_author(report.roadmap.author) if report.roadmap.author else ()),
    ]
    return "\n\n".join([*parts, ""]).removesuffix("\n")


def _step(step: Node, options: _Options) -> Iterator[str]:
    yield f"## Step {step.item.number}: {_first_line(step, escape(step.title), options.hidden)}"
    yield f"*{wording.total_text(step.count)}*"
    if step.content.detail:
        yield HARD_BREAK.join(_lines(step.content.detail))
    if quote := _quote(step, options):
        yield "\n".join(quote)
    yield "\n".join(line for topic in step.topics for line in _topic(topic, options))
    if step.content.resources:
        yield "\n".join([f"*{wording.RESOURCES}*", "", *_tasks(step)])
    if step.content.questions and options.questions:
        yield "\n".join(_questions(step))


def _topic(node: Node, options: _Options) -> Iterator[str]:
    """Yield the lines of a topic: its title, its detail, reasons, notes, links, subtopics, and questions."""
    title = escape(node.title)
    box = "" if node.topics else "[x] " if node.status is Status.DONE else "[ ] "
    title = f"~~{title}~~" if node.status is Status.SKIPPED and not node.topics else title
    yield from _bullet(box + _first_line(node, title, options.hidden), node.content.detail)
    for line in (*_quote(node, options), *_tasks(node)):
        yield INDENT + line
    for topic in node.topics:
        yield from (INDENT + line for line in _topic(topic, options))
    for line in _questions(node) if options.questions else ():
        yield INDENT + line


def _first_line(node: Node, title: str, hidden: frozenset[str]) -> str:
    """Return the title with its annotations, and its slug if `import` would derive another one."""
    annotations = ", ".join(_annotations(node))
    comment = f" <!-- {node.slug} -->" if node.slug in hidden else ""
    return title + (f" *({annotations})*" if annotations else "") + comment


def _annotations(node: Node) -> Iterator[str]:
    if node.content.optional:
        yield "optional"
    if required_count := node.content.required_count:
        yield f"choose {required_count} of {len(node.topics)}"
    if node.change and not node.topics and node.status is not Status.TODO:
        day = wording.day_text(node.change.day)
        yield (
            wording.ALREADY_KNOWN
            if node.change.known
            else day
            if node.status is Status.DONE
            else f"{node.status} {day}"
        )


def _quote(node: Node, options: _Options) -> list[str]:
    """Return the lines of a quote with the reasons, then each note if they are wanted."""
    paragraphs = [[escape(reason, keeps_code=True) for reason in node.content.why]] if node.content.why else []
    notes = node.notes if options.notes else ()
    paragraphs += [[f"*{wording.note_time(note)}*", *_lines(note.text.strip())] for note in notes]
    text = "\n\n".join(map(HARD_BREAK.join, paragraphs))
    return [f"> {line}".rstrip() for line in text.splitlines()]


def _tasks(node: Node) -> list[str]:
    """Return the resources of an item as tasks, those that are read with their day."""
    return [
        line for link in node.content.resources for line in _bullet(_task(link, node.reads.get(link.url)), link.detail)
    ]


def _task(link: Link, change: Change | None) -> str:
    if not change:
        return f"[ ] {_link(link)}"
    day = wording.ALREADY_KNOWN if change.known else wording.day_text(change.day)
    return f"[x] {_link(link)} *({day})*"


def _bullets(links: tuple[Link, ...]) -> list[str]:
    return [line for link in links for line in _bullet(_link(link), link.detail)]


def _link(link: Link) -> str:
    return f"[{escape(link.title)}](<{_url(link)}>)"


def _bullet(first_line: str, detail: str | None) -> list[str]:
    lines = HARD_BREAK.join([first_line, *_lines(detail or "")]).split("\n")
    return [f"- {lines[0]}", *(f"{INDENT}{line}" for line in lines[1:])]


def _questions(node: Node) -> Iterator[str]:
    """Yield each question as HTML that folds its answer; it ends where the indentation does, and contains no Markdown.

    A blank line before or after it would make the list loose, with more space between its items.
    """
    for question in node.content.questions:
        ask, answer = ("<br>".join(map(_html, lines_of(text))) for text in (question.ask, question.answer))
        yield f"<details><summary>{ask}</summary>{answer}</details>"


def _html(line: str) -> str:
    return indentation(line) + to_html(printable(" ".join(line.split())), partial(escape_html, quote=False))


def _author(author: Author) -> Iterator[str]:
    yield f"## {wording.ABOUT_AUTHOR}"
    yield HARD_BREAK.join(map(escape, (author.name, *author.about)))
    if author.links:
        yield "\n".join(_bullets(author.links))


def _url(link: Link) -> str:
    return ENTITY.sub(r"\\&", link.url)


def _lines(text: str) -> list[str]:
    return [escape(line, keeps_code=True) for line in text.splitlines()]


def escape(text: str, *, keeps_code: bool = False) -> str:
    """Return the text on one line, with the special characters of Markdown escaped; with `keeps_code`, not in code."""
    line = printable(" ".join(text.split()))
    parts = CODE.split(line) if keeps_code else [line]
    parts[::2] = (SPECIAL.sub(r"\\\1", part) for part in parts[::2])
    return LINE_START.sub(r"\1\\\2", "".join(parts))


def _hidden_slugs(report: Report) -> frozenset[str]:
    """Return the slugs that `import` can't derive from the titles."""
    slugs, hidden = Slugs(), set()

    def add(node: Node, step: str | None = None) -> None:
        if (derived := slugs.take(node.title, step)) != node.slug:
            hidden.add(slugs.replace(derived, node.slug))

    for step in report.steps:
        add(step)
    for step in report.steps:
        for node in [each for topic in step.topics for each in topic.walk()]:
            add(node, step.slug)
    return frozenset(hidden)
