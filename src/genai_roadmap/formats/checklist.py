"""A roadmap as a checklist in GitHub's Markdown, which `import` reads with its marks."""

import re
from collections.abc import Iterator

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.models import Link, Roadmap
from genai_roadmap.text import printable

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#]|:(?=//))")
# What reads back as it is; all else is in bold, which keeps a name together.
PLAIN = re.compile(r"[^\W\d_]+(?:[ /'+-]\w+)*")
# What may be read as a mark, or in a heading as one more number.
READ_ELSE = re.compile(
    r"(?:.*[ -])?optional|bonus|opcional|可选|选修|ঐচ্ছিক"
    r"|Step \d+: (?:第.*|\w+? ?(?:\d+|[ivx]+"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -].*)",
    re.IGNORECASE,
)
# Emphasised, these are marks wherever they stand.
MARKS = frozenset({"optional", "bonus"})
INDENT = "  "


def checklist(report: Report) -> str:
    """The steps as headings, the topics as tasks, ticked where they are done, and the links."""
    lines = [f"# {_words(report.roadmap.title)}"]
    for step in report.steps:
        lines += ["", f"## {_name(step.title, f'Step {step.item.number}: ')}{_remarks(step)}", ""]
        lines += [line for topic in step.topics for line in _tasks(topic, "")]
        lines += _links("Resources", step.content.resources)
    return "\n".join([*lines, *_ending(report.roadmap), ""])


def _ending(roadmap: Roadmap) -> list[str]:
    author = roadmap.author
    return ["", "## About the author", "", f"{_words(author.name)}", *_bullets(author.links)] if author else []


def _tasks(node: Node, indent: str) -> Iterator[str]:
    if node.topics:
        yield f"{indent}- {_bold(node.title)}{_remarks(node)}"
    else:
        name = _name(node.title)
        struck = f"~~{name}~~" if node.status is Status.SKIPPED else name
        tick = "x" if node.status is Status.DONE else " "
        yield f"{indent}- [{tick}] {struck}{_remarks(node)}"
    for link in _bullets(node.content.resources):
        yield f"{indent}{INDENT}{link}"
    for topic in node.topics:
        yield from _tasks(topic, indent + INDENT)


def _name(title: str, number: str = "") -> str:
    is_plain = PLAIN.fullmatch(title) and not READ_ELSE.fullmatch(number + title)
    return number + (_words(title) if is_plain else _bold(title))


def _bold(title: str) -> str:
    # A final period, which isn't read as the title's, keeps a lone "optional" from being a mark.
    period = "." if title.strip(" ():[]").casefold() in MARKS else ""
    return f"**{_words(title)}{period}**"


def _remarks(node: Node) -> str:
    words = ["optional"] if node.content.optional else []
    if required_count := node.content.required_count:
        words.append(f"{required_count} {'is' if required_count == 1 else 'are'} enough")
    if not node.topics and node.status in (Status.STARTED, Status.SKIPPED):
        words.append(node.status.value)
    return "".join(f" ({word})" for word in words)


def _links(title: str, links: tuple[Link, ...]) -> list[str]:
    return ["", f"### {title}", "", *_bullets(links)] if links else []


def _bullets(links: tuple[Link, ...]) -> list[str]:
    return [f"- [{_words(link.title)}](<{link.url}>)" for link in links]


def _words(text: str) -> str:
    """The text on one line, with nothing in it that Markdown would make something of."""
    return SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))
