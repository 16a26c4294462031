"""A roadmap as a checklist in GitHub's Markdown, which `import` can read with the statuses."""

import re
from collections.abc import Iterator

from genai_roadmap.progress.status import Status
from genai_roadmap.report.report import Report
from genai_roadmap.report.tree import Node
from genai_roadmap.roadmap.models import Link
from genai_roadmap.text import printable

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#]|:(?=//))")
# Titles that `import` reads unchanged; all others are in bold, which keeps a title together.
PLAIN = re.compile(r"[^\W\d_]+(?:[ /'+-]\w+)*")
# Titles that `import` would read as an annotation or, in a heading, as another number.
AMBIGUOUS = re.compile(
    r"(?:.*[ -])?optional|bonus|opcional|可选|选修|ঐচ্ছিক"
    r"|Step \d+: (?:第.*|\w+? ?(?:\d+|[ivx]+"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -].*)",
    re.IGNORECASE,
)
# Words that `import` reads as annotations even in bold.
ANNOTATIONS = frozenset({"optional", "bonus"})
INDENT = "  "


def checklist(report: Report) -> str:
    """Return the steps as headings and the topics as tasks, with a tick if they are done, and the links."""
    lines = [f"# {_escape(report.roadmap.title)}"]
    for step in report.steps:
        lines += ["", f"## {_title(step.title, f'Step {step.item.number}: ')}{_annotations(step)}", ""]
        lines += [line for topic in step.topics for line in _tasks(topic, "")]
        if step.content.resources:
            lines += ["", "### Resources", "", *_bullets(step.content.resources)]
    if author := report.roadmap.author:
        lines += ["", "## About the author", "", _escape(author.name), *_bullets(author.links)]
    return "\n".join([*lines, ""])


def _tasks(node: Node, indent: str) -> Iterator[str]:
    """Yield a topic, its links and its subtopics, one per line."""
    if node.topics:
        yield f"{indent}- {_bold(node.title)}{_annotations(node)}"
    else:
        title, box = _title(node.title), "x" if node.status is Status.DONE else " "
        yield f"{indent}- [{box}] {f'~~{title}~~' if node.status is Status.SKIPPED else title}{_annotations(node)}"
    for link in _bullets(node.content.resources):
        yield f"{indent}{INDENT}{link}"
    for topic in node.topics:
        yield from _tasks(topic, indent + INDENT)


def _title(title: str, number: str = "") -> str:
    is_plain = PLAIN.fullmatch(title) and not AMBIGUOUS.fullmatch(number + title)
    return number + (_escape(title) if is_plain else _bold(title))


def _bold(title: str) -> str:
    # With a period, which `import` removes, a title like "optional" is not read as an annotation.
    period = "." if title.strip(" ():[]").casefold() in ANNOTATIONS else ""
    return f"**{_escape(title)}{period}**"


def _annotations(node: Node) -> str:
    annotations = ["optional"] if node.content.optional else []
    if required_count := node.content.required_count:
        annotations.append(f"{required_count} {'is' if required_count == 1 else 'are'} enough")
    if not node.topics and node.status in (Status.STARTED, Status.SKIPPED):
        annotations.append(node.status.value)
    return "".join(f" ({annotation})" for annotation in annotations)


def _bullets(links: tuple[Link, ...]) -> list[str]:
    return [f"- [{_escape(link.title)}](<{link.url}>)" for link in links]


def _escape(text: str) -> str:
    """Return the text on one line, with the special characters of Markdown escaped."""
    return SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))
