"""Read what surrounds the steps: audience, role, workflow, closing words, author and links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from genai_roadmap.markdown import links, lists, titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.markdown.outline import END_SECTIONS, Outline, Part
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.sections import answers_questions
from genai_roadmap.markdown.topics import read_step, with_reasons
from genai_roadmap.progress.status import Status
from genai_roadmap.roadmap.models import Author, Link, Role

ROLE_TITLE = re.compile(r"(?i)(?:.*\brole of|what do(?:es)?|what is|what are)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+do)?$")
ROLE_SECTIONS = frozenset({"what_one_does", "responsibilities"})
OUTSIDE = "outside the steps"
ITEM_OUTSIDE = f"{OUTSIDE}; see --steps"
# The heading of a section at the end, if its text is kept, or some of it.
HEADING, PARTLY_LOST = "heading; its text is kept", "heading; only some of its text is kept"
HAS_NUMBER = re.compile(r"\d")
PROSE = frozenset({"text", "question"})


@dataclass(slots=True)
class AboutReader:
    """A reader of the text before and after the steps; most of its fields are those of Roadmap and Role."""

    demand: str | None = None
    audience: list[str] = field(default_factory=list)
    role_title: str | None = None
    formula: str | None = None
    what_one_does: list[str] = field(default_factory=list)
    responsibilities: list[str] = field(default_factory=list)
    workflow: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    author: Author | None = None
    step_level: int = 1
    steps: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def read(self, outline: Outline) -> None:
        """Read the title's links, the introduction and the end; sections of topics in the end may become steps."""
        self.step_level = outline.step_level
        if outline.title:
            self.links += links.in_blocks([outline.title])
        for block in outline.intro:
            self._read_intro(block, None)
        for block in _with_end_sections_outside(outline.end):
            self._read_end(block)

    def role(self, default_title: str) -> Role | None:
        """Return the role, if the text describes one; if it has no name, with the default title."""
        does, responsibilities = tuple(self.what_one_does), tuple(self.responsibilities)
        fields = {"formula": self.formula, "what_one_does": does, "responsibilities": responsibilities}
        return Role(title=self.role_title or default_title, **fields) if any(fields.values()) else None

    def fields(self, title: str) -> dict[str, Any]:
        """Return the fields of a roadmap with this title."""
        return {
            "demand": self.demand,
            "audience": tuple(self.audience),
            "role": self.role(title),
            "workflow": tuple(self.workflow),
            "closing": tuple(self.closing),
            "links": tuple(self.links),
            "author": self.author,
        }

    def _read_intro(self, block: Block, section: str | None) -> None:
        if answers_questions(block):
            self._leave_out_questions(block)
        elif block.kind == "heading":
            section = self._read_role_heading(block.text) if block.section_kind == "role" else block.section_kind
            self.links += links.in_phrase(block.phrase)
            if section not in ROLE_SECTIONS:
                self.left_out.append(LeftOut(block.line, block.text, OUTSIDE))
            for child in block.blocks:
                self._read_intro(child, section)
        elif not self._read_labeled(block) and self._add_links(block):
            self._add_intro_text(block, section)

    def _read_role_heading(self, text: str) -> str:
        if (found := ROLE_TITLE.fullmatch(titles.tidy(text).rstrip("?？ "))) and not self.role_title:
            self.role_title = found[1][0].upper() + found[1][1:]
        return "responsibilities" if "responsibilit" in text.casefold() else "what_one_does"

    def _read_labeled(self, block: Block) -> bool:
        """Read a paragraph of lines like "Best for: ..."; return whether all lines are of that form."""
        lines = [titles.tidy(line) for line in block.text.splitlines()]
        return bool(lines) and not block.blocks and not block.phrase.anchors and all(map(self._read_label, lines))

    def _read_label(self, line: str) -> bool:
        if found := titles.DEMAND.fullmatch(line):
            self.demand = self.demand or found[1]
        elif found := titles.AUDIENCE.fullmatch(line):
            self.audience += lists.items(found[1]) or [found[1]]
        return bool(found)

    def _add_links(self, block: Block) -> bool:
        """Add the links of a block; return whether it contains anything else."""
        self.links += links.in_blocks([block])
        return bool(block.blocks) or titles.has_letters(block.phrase.text_outside_links)

    def _add_intro_text(self, block: Block, section: str | None) -> None:
        if section == "what_one_does" and "≈" in block.text:
            self.formula = block.text
        elif section in ROLE_SECTIONS:
            (self.what_one_does if section == "what_one_does" else self.responsibilities).append(links.flat_text(block))
        elif block.kind in PROSE and section != "aside":
            self.closing.append(links.flat_text(block))
        else:
            self._leave_out(block)

    def _leave_out(self, block: Block) -> None:
        self.left_out += [LeftOut(each.line, each.text, _reason(each)) for each in block.walk() if each.text]

    def _leave_out_questions(self, block: Block) -> None:
        """Leave out questions about the roadmap with their answers, which say nothing alone, but keep their links."""
        self.links += links.in_blocks([block])
        self._leave_out(block)

    def _read_end(self, block: Block) -> None:
        kind = block.section_kind
        is_prose = all(child.kind in PROSE for child in block.blocks)
        if answers_questions(block):
            self._leave_out_questions(block)
        elif block.kind != "heading":
            self._add_end_text(block, None)
        elif kind == "author" and self.author is None:
            self._read_author(block)
        elif kind in END_SECTIONS or is_prose or block.level < self.step_level:
            self._read_end_section(block, kind)
        else:
            self.steps.append(read_step(Part(block, block.blocks)))

    def _read_end_section(self, block: Block, kind: str | None) -> None:
        self.links += links.in_phrase(block.phrase)
        before, texts = len(self.left_out), [child for child in block.blocks if child.kind != "heading"]
        for child in texts:
            self._add_end_text(child, kind)
        lost = {part.line for part in self.left_out[before:]} & {child.line for child in texts}
        reason = HEADING if not lost else OUTSIDE if len(lost) == len(texts) else PARTLY_LOST
        self.left_out.append(LeftOut(block.line, block.text, reason))
        sections = with_reasons(child for child in block.blocks if child.kind == "heading")
        # What goes on with the plan after its numbered steps has numbers or dates too.
        continues = all(HAS_NUMBER.search(section.text) for section in sections)
        for section in sections:
            if continues:
                self._read_end(section)
            else:
                self._read_end_section(section, section.section_kind)

    def _add_end_text(self, block: Block, kind: str | None) -> None:
        if not self._add_links(block):
            return
        if kind == "workflow" and block.kind == "item":
            self.workflow.append(links.flat_text(block))
        elif (kind == "closing" and block.kind != "code") or (block.kind in PROSE and kind != "aside"):
            self.closing.append(links.flat_text(block))
        elif block.blocks or not block.phrase.anchors:
            self._leave_out(block)

    def _read_author(self, block: Block) -> None:
        lines = [line for child in block.blocks for line in _lines(child)]
        name = next((line for line in lines if titles.has_letters(line)), None)
        if name is None:
            self._read_end_section(block, "author")
            return
        author_links = tuple(map(_with_detail_as_title, links.in_blocks(block.blocks)))
        known = {titles.tidy(link.title) for link in author_links} | {titles.tidy(name)}
        about = tuple(line for line in lines if titles.tidy(line) not in known)
        name = titles.tidy(re.sub(r"^(?:author|by)\s*[:：]\s*", "", name, flags=re.IGNORECASE))
        self.author = Author(name=name, about=about, links=author_links)


def _reason(block: Block) -> str:
    """Return why a block is left out, and whether a mark is lost with it."""
    is_ticked = block.status not in {None, Status.TODO}
    return f"ticked, but {ITEM_OUTSIDE}" if is_ticked else ITEM_OUTSIDE if block.kind == "item" else OUTSIDE


def _lines(block: Block) -> list[str]:
    return [line.removeprefix("- ") for each in block.walk() for line in each.text.splitlines() if line.strip()]


def _with_detail_as_title(link: Link) -> Link:
    """Return an author's link with the whole line as its title, such as "Founder of ..."."""
    has_line = link.detail and "\n" not in link.detail and link.title in link.detail
    return Link(title=link.detail if has_line else link.title, url=link.url)


def _with_end_sections_outside(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, with sections about the whole roadmap, and what follows them, moved out of other sections."""
    for block in blocks:
        starts = (position for position, child in enumerate(block.blocks) if child.section_kind in END_SECTIONS)
        start = next(starts, len(block.blocks))
        yield replace(block, blocks=block.blocks[:start])
        yield from _with_end_sections_outside(block.blocks[start:])
