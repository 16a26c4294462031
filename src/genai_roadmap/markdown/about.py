"""What stands around the steps: whom the roadmap is for, the role, the workflow, the author, links."""

import re
from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block, with_descendants
from genai_roadmap.markdown.drafts import Draft
from genai_roadmap.markdown.links import flat_text, links_of, made_of_links
from genai_roadmap.markdown.outline import AT_THE_END, Part, nested
from genai_roadmap.markdown.phrase import LeftOut
from genai_roadmap.markdown.topics import step, with_reasons
from genai_roadmap.roadmap.models import Author, Link, Role

ROLE_TITLE = re.compile(
    r"(?:.*\brole of|what do(?:es)?|what is|what are)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+do)?$", re.IGNORECASE
)
NO_PLACE = "stands outside of the steps"


@dataclass(slots=True)
class AboutReader:
    """What is found around the steps."""

    demand: str | None = None
    audience: list[str] = field(default_factory=list)
    role: str | None = None
    formula: str | None = None
    what_one_does: list[str] = field(default_factory=list)
    responsibilities: list[str] = field(default_factory=list)
    workflow: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    author: Author | None = None
    steps: list[Draft] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def read_intro(self, blocks: list[Block]) -> None:
        """Reads what stands before the first step."""
        for block in nested(blocks):
            self._introduction(block, None)

    def read_end(self, blocks: list[Block]) -> None:
        """Reads what stands after the last step; further things to learn become steps."""
        for block in _hoisted(nested(blocks)):
            self._end(block)

    def role_called(self, title: str) -> Role | None:
        """The role, where the text says what one does; called by this title where the text has no name for it."""
        if not (self.formula or self.what_one_does or self.responsibilities):
            return None
        return Role(
            title=self.role or title,
            formula=self.formula,
            what_one_does=tuple(self.what_one_does),
            responsibilities=tuple(self.responsibilities),
        )

    def _introduction(self, block: Block, about: str | None) -> None:
        if block.kind == "heading":
            own = titles.kind(block.text)
            about = self._role_section(block.text) if own == "role" else own
            self.links += links_of(Block("text", block.phrase, block.line))
            if about not in {"what_one_does", "responsibilities"}:
                self.left_out.append(LeftOut(block.line, block.text, NO_PLACE))
            for child in block.blocks:
                self._introduction(child, about)
        elif not self._labelled(block):
            self._said(block, about)

    def _role_section(self, text: str) -> str:
        if (found := ROLE_TITLE.fullmatch(titles.tidy(text).rstrip("?？ "))) and not self.role:
            self.role = found[1][0].upper() + found[1][1:]
        return "responsibilities" if "responsibilit" in text.casefold() else "what_one_does"

    def _labelled(self, block: Block) -> bool:
        """Takes lines like "Best for: ..." out of an introduction."""
        lines = [titles.tidy(line) for line in block.text.splitlines()]
        if block.blocks or block.phrase.anchors or not all(map(self._label, lines)):
            return False
        return bool(lines)

    def _label(self, line: str) -> bool:
        if found := titles.DEMAND.fullmatch(line):
            self.demand = self.demand or found[1]
        elif found := titles.AUDIENCE.fullmatch(line):
            self.audience += titles.list_items(found[1]) or [found[1]]
        return bool(found)

    def _said(self, block: Block, about: str | None) -> None:
        self.links += links_of(block)
        if not titles.has_words(block.phrase.rest) and not block.blocks:
            return
        if about == "responsibilities":
            self.responsibilities.append(flat_text(block))
        elif about == "what_one_does" and "≈" in block.text:
            self.formula = block.text
        elif about == "what_one_does":
            self.what_one_does.append(flat_text(block))
        elif block.kind == "text" and about != "aside":
            self.closing.append(block.text)
        else:
            self._leave_out(block)

    def _leave_out(self, *blocks: Block) -> None:
        self.left_out += [
            LeftOut(block.line, block.text, NO_PLACE) for block in with_descendants([*blocks]) if block.text
        ]

    def _end(self, block: Block) -> None:
        kind = titles.kind(block.text) if block.kind == "heading" else None
        if block.kind != "heading":
            self._last_words(block, None)
        elif kind == "author" and self.author is None:
            self._author(block)
        elif kind in {"workflow", "closing", "author", "aside", "resources", "why"} or self._is_prose(block):
            self._last_section(block, kind)
        else:
            self.steps.append(step(Part(block, block.blocks)))

    def _is_prose(self, block: Block) -> bool:
        return made_of_links(block) or all(each.kind == "text" for each in block.blocks)

    def _last_section(self, block: Block, kind: str | None) -> None:
        self.left_out.append(LeftOut(block.line, block.text, "the heading of a section whose text is kept"))
        self.links += links_of(Block("text", block.phrase, block.line))
        sections = [child for child in block.blocks if child.kind == "heading"]
        for child in block.blocks:
            if child.kind != "heading":
                self._last_words(child, kind)
        for section in with_reasons(sections):
            self._end(section)

    def _last_words(self, block: Block, kind: str | None) -> None:
        self.links += links_of(block)
        if not titles.has_words(block.phrase.rest) and not block.blocks:
            return
        if kind == "workflow" and block.kind == "item":
            self.workflow.append(flat_text(block))
        elif block.kind == "text" and kind != "aside":
            self.closing.append(block.text)
        elif kind == "closing":
            self.closing.append(flat_text(block))
        elif not block.phrase.anchors or block.blocks:
            self._leave_out(block)

    def _author(self, block: Block) -> None:
        links = [_whole(link) for child in block.blocks for link in links_of(child)]
        lines = [line for child in block.blocks for line in _author_lines(child)]
        name = next((line for line in lines if titles.has_words(line)), None)
        if name is None:
            self._last_section(block, "author")
            return
        known = {titles.tidy(link.title) for link in links} | {titles.tidy(name)}
        about = tuple(line for line in lines if titles.tidy(line) not in known)
        called = titles.tidy(re.sub(r"^(?:author|by)\s*[:：]\s*", "", name, flags=re.IGNORECASE))
        self.author = Author(name=called, about=about, links=tuple(links))


def _author_lines(block: Block) -> list[str]:
    return [
        line.removeprefix("- ") for each in with_descendants([block]) for line in each.text.splitlines() if line.strip()
    ]


def _whole(link: Link) -> Link:
    """A link of an author is called by all that is said of it: "Founder of ..."."""
    if link.detail and "\n" not in link.detail and link.title in link.detail:
        return Link(title=link.detail, url=link.url)
    return Link(title=link.title, url=link.url)


def _hoisted(blocks: list[Block]) -> list[Block]:
    """The sections, where one about the whole roadmap, and all after it, stands beside what it is written in."""
    hoisted = []
    for block in blocks:
        starts = [n for n, child in enumerate(block.blocks) if _is_about_all(child)]
        cut = starts[0] if starts else len(block.blocks)
        rest, block.blocks = block.blocks[cut:], block.blocks[:cut]
        hoisted += [block, *_hoisted(rest)]
    return hoisted


def _is_about_all(block: Block) -> bool:
    return block.kind == "heading" and titles.kind(block.text) in AT_THE_END
