"""Read a roadmap that someone wrote in Markdown."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown import checklist_reader, titles
from genai_roadmap.markdown.about import AboutReader
from genai_roadmap.markdown.blocks import BOLD_LINE
from genai_roadmap.markdown.check_marks import are_bullets
from genai_roadmap.markdown.checklist_reader import Checklist, Reads
from genai_roadmap.markdown.choices import Choices, LinksAre, StepsAre
from genai_roadmap.markdown.conservation import unplaced
from genai_roadmap.markdown.document import Document, parse
from genai_roadmap.markdown.doubts import doubt, is_question_sheet
from genai_roadmap.markdown.drafts import Draft, ParsedNote, build_steps, tell_apart
from genai_roadmap.markdown.notices import duplicates, undivided
from genai_roadmap.markdown.outline import Outline, Part, outline_of, select
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.questions import UNANSWERED
from genai_roadmap.markdown.topics import read_step
from genai_roadmap.progress.change import EARLIEST
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.report.wording import ALREADY_KNOWN, plural
from genai_roadmap.roadmap.models import Roadmap, Step, Topic
from genai_roadmap.text import listed

REPLACED = "replaced by --title"
CODE = "code outside of topics"
QUESTION_SHEET = (
    "has only a roadmap's questions and can't be imported. To export the roadmap, use: genai-roadmap export md -o FILE"
)
UNDIVIDED = "1, because no headings divide the text into more"
WITH_LISTS = "; with --steps list, each {} is one"
NO_STEPS = "no steps were found: a roadmap in Markdown needs headings, like '## Week 1', or a list, like '- Loops'"


class QuestionSheetError(RequestError):
    """A text that `export questions` wrote; the message continues the name of the file."""


@dataclass(frozen=True, slots=True)
class ParsedRoadmap:
    """A roadmap, the status of each leaf topic that is not todo, and the parts of the text that were left out.

    `days` has the day of each status whose day the text has; `notes` has its notes. `reads` has the URL of each
    resource that was read, with the day or None. `unticked` has the topics that were done when a checklist was written
    and are not ticked now. `is_checklist` is set if `export md` wrote the text, and
    `has_progress` if something was done at that time; `has_questions` is not if it left them out.
    """

    roadmap: Roadmap
    statuses: dict[str, Status] = field(default_factory=dict)
    days: dict[str, dt.date] = field(default_factory=dict)
    notes: tuple[ParsedNote, ...] = ()
    reads: Reads = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    # What was decided about the structure, with the level of the steps, and why the text does not look like a roadmap.
    decision: str | None = None
    # What the learner may want to change, as sentences.
    notices: tuple[str, ...] = ()
    # The roadmap of which it is possibly a new version.
    older_id: str = ""
    level: int | None = None
    doubt: str | None = None
    unticked: frozenset[str] = frozenset()
    is_checklist: bool = False
    has_progress: bool = False
    has_questions: bool = True

    @property
    def statuses_by_number(self) -> dict[str, Status]:
        """The statuses by the numbers of the topics."""
        return {self.roadmap.items_by_slug[slug].number: status for slug, status in self.statuses.items()}

    @property
    def unticked_numbers(self) -> frozenset[str]:
        """The numbers of the topics whose tick was removed from a checklist."""
        return frozenset(self.roadmap.items_by_slug[slug].number for slug in self.unticked)

    def marks(self, today: dt.date) -> Iterator[tuple[str, Mark]]:
        """Yield the slug and the mark of each topic with a status, by status; one done on an unknown day is known."""
        for action, status in STATUS_AFTER.items():
            for slug in (slug for slug, found in self.statuses.items() if found is status):
                on = past_day(self.days.get(slug), today)
                yield slug, Mark(action, known=action is Action.DONE and not on, on=None if on == today else on)

    def read_marks(self, today: dt.date) -> Iterator[tuple[str, Mark]]:
        """Yield the URL and the mark of each resource that was read; one read on an unknown day is known."""
        for url, day in self.reads.items():
            on = past_day(day, today)
            yield url, Mark(Action.READ, known=not on, on=None if on == today else on)


def past_day(day: dt.date | None, today: dt.date) -> dt.date | None:
    """Return the day if an export can have written it: one in the past, or today."""
    return day if day and EARLIEST.date() <= day <= today else None


def read(
    text: str, *, roadmap_id: str, version: str, name: str | None = None, choices: Choices | None = None
) -> ParsedRoadmap:
    """Return the roadmap in a Markdown text, called `name` if the text has no title.

    Raises RequestError if it has no steps, if `export questions` wrote it, or if a text is too long.
    """
    name = name or roadmap_id.replace("-", " ").capitalize()
    try:
        if checklist_reader.is_checklist(text):
            parsed = _build_checklist(checklist_reader.read(text), roadmap_id, version)
            has_progress = bool(parsed.days) or f"({ALREADY_KNOWN})" in text
            return replace(parsed, has_progress=has_progress, has_questions=checklist_reader.has_questions(text))
        if is_question_sheet(text):
            raise QuestionSheetError(QUESTION_SHEET)
        document = parse(text)
        parsed = _build(document, choices or Choices(), roadmap_id, version, name)
        return replace(parsed, doubt=doubt(text, document.blocks))
    except ValidationError as error:
        first = error.errors()[0]
        message = f"invalid roadmap: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RequestError(message) from None


def _build(document: Document, choices: Choices, roadmap_id: str, version: str, name: str) -> ParsedRoadmap:
    outline = outline_of(document.blocks, choices, document.start)
    if not outline.parts:
        option = "" if choices.steps is StepsAre.AUTO else f" (with --steps {choices.steps})"
        raise RequestError(NO_STEPS + option)
    chosen, skipped = select(outline, choices)
    description = document.front_matter.get("description")
    about = AboutReader(closing=[description] if description else [])
    about.read(chosen)
    title = choices.title or _title(outline, document.front_matter.get("title", "")) or name
    drafts = [*_drafts(chosen.parts, choices.links), *about.steps]
    tell_apart(drafts)
    steps, statuses, days, *_ = build_steps(drafts)
    fields = about.fields(title)
    roadmap = Roadmap(format=1, id=roadmap_id, version=version, title=title, steps=steps, **fields)
    code = [LeftOut(block.line, block.text, CODE) for block in document.blocks if block.kind == "code"]
    left_out = document.left_out + code + about.left_out + skipped
    replaced = (outline.title.line, outline.title.text) if outline.title and choices.title else None
    left_out += [
        part._replace(reason=REPLACED) if part[:2] == replaced else part
        for part in unplaced(document.blocks, roadmap, left_out)
    ]
    left_out = _each_once(left_out)
    decision = _decision(outline, choices, steps) + _unanswered(left_out)
    decision += " ✅ on all items of a list is not read as done." if are_bullets(document.blocks) else ""
    level, notices = outline.level(choices.level), tuple(_notices(chosen.parts, steps))
    return ParsedRoadmap(
        roadmap, statuses, days, left_out=tuple(left_out), decision=decision, notices=notices, level=level
    )


def _title(outline: Outline, given: str) -> str:
    """Return the main heading or, without one, the title that the front matter has; empty if there is neither."""
    heading = titles.tidy(outline.title.text) if outline.title else ""
    is_section = outline.title is not None and outline.title.level > 1
    return (given if is_section else "") or heading or given


def _notices(parts: Sequence[Part], steps: Sequence[Step]) -> Iterator[str]:
    """Yield which titles are duplicate, and which of the steps that are sections have no topics."""
    yield from duplicates(steps)
    yield from undivided([step for part, step in zip(parts, steps, strict=False) if part.heading.kind == "heading"])


def _each_once(left_out: Sequence[LeftOut]) -> list[LeftOut]:
    """Return what was left out by line, with the first reason of each; a question may be outside the steps, too."""
    first = {part[:2]: part for part in reversed(left_out)}
    return sorted(dict.fromkeys(first[part[:2]] for part in left_out), key=lambda part: part.line)


def _drafts(parts: Sequence[Part], links_are: LinksAre) -> list[Draft]:
    is_numbered = titles.are_numbered([part.heading.text for part in parts])
    return [read_step(part, is_numbered=is_numbered, links_are=links_are) for part in parts]


def _decision(outline: Outline, choices: Choices, steps: Sequence[Step]) -> str:
    """Return what was decided about the structure, as sentences that name what the options change."""
    found = {part.heading.level for part in outline.parts if part.heading.kind == "heading"}
    levels = sorted(found - {BOLD_LINE})
    kinds = [f"level{'s' if len(levels) > 1 else ''} {listed(map(str, levels), 'and')}"] if levels else []
    kinds += ["bold lines or labels"] if BOLD_LINE in found else []
    kinds += ["list items"] if any(part.heading.kind == "item" for part in outline.parts) else []
    divided = f"{plural(len(steps), 'section')} ({listed(kinds, 'and')})"
    blocks = (each for part in outline.parts for each in replace(part.heading, blocks=part.blocks).walk())
    items = [each for each in blocks if each.kind == "item"]
    # Lines that are only a link are items without a list.
    parts = [
        *(["item of its lists"] if any(item.group and not item.is_row for item in items) else []),
        *(["row of its tables"] if any(item.is_row for item in items) else []),
    ]
    undivided = UNDIVIDED + (WITH_LISTS.format(" and each ".join(parts)) if parts else "")
    are_topics = choices.links is not LinksAre.RESOURCES and any(map(_is_link, steps))
    links = "topics" if are_topics else "resources"
    links_text = f" Links are imported as {links}." if any(item.phrase.anchors for item in items) else ""
    return f"Steps: {undivided if outline.is_undivided else divided}.{links_text}"


def _is_link(item: Step | Topic) -> bool:
    """Return whether a step or topic, or a topic in it, has the title of one of its links."""
    title = item.title.casefold()
    return any(link.title.casefold() == title for link in item.resources) or any(map(_is_link, item.topics))


def _unanswered(left_out: Sequence[LeftOut]) -> str:
    count = sum(part.reason == UNANSWERED for part in left_out)
    return f" {plural(count, 'question')} {'has' if count == 1 else 'have'} no answer." if count else ""


def _build_checklist(checklist: Checklist, roadmap_id: str, version: str) -> ParsedRoadmap:
    if not checklist.steps:
        raise RequestError(NO_STEPS)
    steps, statuses, days, notes, unticked = build_steps(checklist.steps)
    roadmap = Roadmap(
        format=1,
        id=roadmap_id,
        version=version,
        title=checklist.title or roadmap_id.replace("-", " ").capitalize(),
        steps=steps,
        author=checklist.author,
    )
    return ParsedRoadmap(
        roadmap,
        statuses,
        days,
        tuple(notes),
        checklist.reads,
        tuple(checklist.left_out),
        unticked=frozenset(unticked),
        is_checklist=True,
    )
