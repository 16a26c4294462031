"""Read a checklist that `export md` wrote; unlike other Markdown, it is read without heuristics."""

import datetime as dt
import re
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from genai_roadmap.markdown import answers, inline_rules
from genai_roadmap.markdown.checklist_lines import TASK, Line, lines_of, source_of, text_of
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.status_signs import BOX_STATUS
from genai_roadmap.progress.status import Status
from genai_roadmap.report.wording import ABOUT_AUTHOR, ALREADY_KNOWN, CHECKLIST_MARKER, RESOURCES, WITHOUT_QUESTIONS
from genai_roadmap.roadmap.ids import SLUG, id_error
from genai_roadmap.roadmap.models import Author, Link

DATE_FORMAT = "%d %b %Y"
MAX_NESTING = 100
NOT_OF_CHECKLIST = "not part of a checklist"
LITERAL = ("fence", "code_block", "html_block")

ROADMAP = re.compile(rf"{re.escape(CHECKLIST_MARKER)}; roadmap: ({SLUG.pattern});")
STEP = re.compile(r"Step \d+: *")
CHOICE = re.compile(r"choose (\d{1,4}) of \d+")
DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")
STATUS = re.compile(rf"(?:({Status.STARTED}|{Status.SKIPPED}) )?({DAY.pattern})")


# The day on which each resource was read, None if it is not known, by URL.
Reads = dict[str, dt.date | None]


class Checklist(NamedTuple):
    """The content of a checklist."""

    title: str
    steps: list[Draft]
    author: Author | None
    left_out: list[LeftOut]
    reads: Reads


def is_checklist(text: str) -> bool:
    """Return whether `export md` wrote the text."""
    return text.removeprefix("\ufeff").lstrip().startswith(CHECKLIST_MARKER)


def roadmap_id(text: str) -> str | None:
    """Return the id of the roadmap that a checklist is of; None if it is not known."""
    found = ROADMAP.match(text.removeprefix("\ufeff").lstrip().partition("\n")[0])
    return found[1] if found and not id_error(found[1]) else None


def has_questions(text: str) -> bool:
    """Return whether a checklist was written with the questions."""
    found = ROADMAP.match(text.removeprefix("\ufeff").lstrip())
    return not (found and found.string.startswith(WITHOUT_QUESTIONS, found.end()))


def read(text: str) -> Checklist:
    """Return the content of a checklist."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("strikethrough")
    inline_rules.use(parser)
    # URLs are checked below, and not normalized.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader = _Reader()
    for node in SyntaxTreeNode(parser.parse(text.removeprefix("\ufeff"))).children:
        reader.read(node)
    steps = [step for step in reader.steps if step.topics]
    return Checklist(reader.title, steps, reader.author, reader.left_out, reader.reads)


class _Reader:
    """A reader of the blocks of a checklist, which keeps what it has read."""

    def __init__(self) -> None:
        self.title = ""
        self.steps: list[Draft] = []
        self.author: Author | None = None
        self.left_out: list[LeftOut] = []
        self.reads: Reads = {}
        self._is_in_author = False
        self._is_in_resources = False

    def read(self, node: SyntaxTreeNode) -> None:
        """Read the next block of the text."""
        if node.type == "heading":
            self._read_heading(node)
        elif self._is_in_author:
            self._read_author(node)
        elif self.steps:
            self._read_block(node, self.steps[-1])
        elif node.type != "html_block":
            self._leave_out(node)

    def _read_heading(self, node: SyntaxTreeNode) -> None:
        [line] = lines_of(node)[:1] or [Line()]
        self._is_in_resources = False
        self._is_in_author = node.tag != "h1" and line.text == ABOUT_AUTHOR
        if node.tag == "h1" and not self.title:
            self.title = line.text
        elif not self._is_in_author:
            step = Draft(STEP.sub("", line.text, count=1) or "Untitled")
            _annotate(step, line)
            self.steps.append(step)

    def _read_author(self, node: SyntaxTreeNode) -> None:
        if node.type == "bullet_list" and self.author:
            author = Draft("")
            self._read_block(node, author)
            self.author = self.author.model_copy(update={"links": tuple(author.resources)})
        elif node.type == "paragraph" and not self.author:
            name, *about = [line.text for line in lines_of(node)]
            self.author = Author(name=name, about=tuple(about))
        else:
            self._leave_out(node)

    def _read_block(self, node: SyntaxTreeNode, draft: Draft) -> None:
        """Add a block below a step or topic to its draft."""
        match node.type:
            case "bullet_list" | "ordered_list":
                for item in node.children:
                    self._read_item(item, draft)
            case "blockquote":
                self._read_quote(node, draft)
            case "paragraph":
                # Emphasized paragraphs are totals and labels.
                lines = lines_of(node)
                self._is_in_resources |= [line.emphasis for line in lines] == [RESOURCES]
                if text := text_of(lines):
                    draft.detail.append(text)
            case "html_block":
                found, others = answers.in_checklist(node.content)
                draft.questions += found
                self.left_out += [LeftOut(_line_number(node), line, NOT_OF_CHECKLIST) for line in others]
            case _:
                self._leave_out(node)

    def _read_item(self, item: SyntaxTreeNode, draft: Draft) -> None:
        """Add a list item to the draft: a link, a task, or a group."""
        named = item.children[:1] if item.children and item.children[0].type == "paragraph" else []
        below = item.children[len(named) :]
        first, *others = [line for node in named for line in lines_of(node)] or [Line()]
        task = TASK.match(source_of(named[0])) if named else None
        if first.urls and (not task or (first.is_link and self._may_be_resource(draft))):
            self._read_resource(first, others, task, draft)
            return
        if not first.text and not below:
            return
        topic = _topic(first, others, task)
        topic.resources = [Link(title=topic.title, url=url) for url in first.urls]
        for block in below:
            self._read_block(block, topic)
        draft.topics.append(topic)

    def _may_be_resource(self, draft: Draft) -> bool:
        """Return whether a task below a step or topic may be a resource: in the list of topics of a step, it is one."""
        return self._is_in_resources or all(draft is not step for step in self.steps[-1:])

    def _read_resource(self, line: Line, others: list[Line], task: re.Match[str] | None, draft: Draft) -> None:
        """Add the links of a list item to the draft; a ticked task was read."""
        title, detail = line.text[task.end() if task else 0 :].strip(), text_of(others) or None
        draft.resources += [Link(title=title or url, url=url, detail=detail) for url in line.urls]
        if task and task[1] in "xX":
            day = DAY.fullmatch(line.emphasis.strip("()"))
            self.reads |= dict.fromkeys(line.urls, _day(day[0]) if day else None)

    def _read_quote(self, quote: SyntaxTreeNode, draft: Draft) -> None:
        """Add the reasons in a quote to the draft; a paragraph that begins with an emphasized time is a note."""
        for node in quote.children:
            lines = lines_of(node)
            if lines and lines[0].emphasis and not lines[0].text:
                day = DAY.match(lines[0].emphasis)
                draft.notes += [(_day(day[0]) if day else None, text) for text in [text_of(lines[1:])] if text]
            else:
                draft.why += [text for text in (text_of([line]) for line in lines) if text]

    def _leave_out(self, node: SyntaxTreeNode) -> None:
        if text := text_of(lines_of(node)) or (node.content.strip() if node.type in LITERAL else ""):
            self.left_out.append(LeftOut(_line_number(node), text, NOT_OF_CHECKLIST))
        for child in node.children if node.type != "inline" else ():
            self._leave_out(child)


def _topic(first: Line, others: list[Line], task: re.Match[str] | None) -> Draft:
    text = first.text[task.end() :] if task else first.text
    topic = Draft(text.strip() or "Untitled", detail=[text_of(others)] if others else [])
    if task:
        topic.status = Status.TODO if task[1] == " " else BOX_STATUS.get(task[1], Status.DONE)
    _annotate(topic, first)
    return topic


def _annotate(draft: Draft, line: Line) -> None:
    """Apply the emphasized annotations and the comment after a title."""
    for annotation in line.emphasis.strip("()").split(", "):
        if annotation == "optional":
            draft.optional = True
        elif found := CHOICE.fullmatch(annotation):
            draft.choose = int(found[1])
        elif (found := STATUS.fullmatch(annotation)) and draft.status is not None:
            _set_status(draft, found)
        elif annotation == ALREADY_KNOWN:
            draft.is_unticked = draft.status is Status.TODO
    draft.slug = line.comment if SLUG.fullmatch(line.comment) else None


def _set_status(draft: Draft, annotation: re.Match[str]) -> None:
    status = Status(annotation[1] or Status.DONE)
    # Since the export, the learner may have ticked a started topic, or removed the tick.
    if draft.status is (Status.DONE if status is Status.DONE else Status.TODO):
        draft.status, draft.day = status, _day(annotation[2])
    draft.is_unticked = draft.status is Status.TODO and status is Status.DONE


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, DATE_FORMAT).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _line_number(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1
