"""What stands around the steps: whom the roadmap is for, the role, the workflow, the author, links."""

import re
from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.document import Node, every
from genai_roadmap.markdown.outline import AT_THE_END, Part, nested
from genai_roadmap.markdown.phrase import Remark
from genai_roadmap.markdown.topics import Draft, flat_text, links_of, made_of_links, step, with_reasons
from genai_roadmap.roadmap.models import Author, Link, Role

ROLE_TITLE = re.compile(
    r"(?:.*\brole of|what do(?:es)?|what is|what are)\s+(?:an?\s+|the\s+)?(.+?)(?:\s+do)?$", re.IGNORECASE
)
NO_PLACE = "stands outside of the steps"


@dataclass(slots=True)
class Frame:
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
    remarks: list[Remark] = field(default_factory=list)

    def read_intro(self, nodes: list[Node]) -> None:
        """Reads what stands before the first step."""
        for node in nested(nodes):
            self._introduction(node, None)

    def read_end(self, nodes: list[Node]) -> None:
        """Reads what stands after the last step; further things to learn become steps."""
        for node in _hoisted(nested(nodes)):
            self._end(node)

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

    def _introduction(self, node: Node, about: str | None) -> None:
        if node.kind == "heading":
            own = titles.kind(node.text)
            about = self._role_section(node.text) if own == "role" else own
            self.links += links_of(Node("text", node.phrase, node.line))
            if about not in {"what_one_does", "responsibilities"}:
                self.remarks.append(Remark(node.line, node.text, NO_PLACE))
            for child in node.nodes:
                self._introduction(child, about)
        elif not self._labelled(node):
            self._said(node, about)

    def _role_section(self, text: str) -> str:
        if (found := ROLE_TITLE.fullmatch(titles.tidy(text).rstrip("?？ "))) and not self.role:
            self.role = found[1][0].upper() + found[1][1:]
        return "responsibilities" if "responsibilit" in text.casefold() else "what_one_does"

    def _labelled(self, node: Node) -> bool:
        """Takes lines like "Best for: ..." out of an introduction."""
        lines = [titles.tidy(line) for line in node.text.splitlines()]
        if node.nodes or node.phrase.anchors or not all(map(self._label, lines)):
            return False
        return bool(lines)

    def _label(self, line: str) -> bool:
        if found := titles.DEMAND.fullmatch(line):
            self.demand = self.demand or found[1]
        elif found := titles.AUDIENCE.fullmatch(line):
            self.audience += titles.things(found[1]) or [found[1]]
        return bool(found)

    def _said(self, node: Node, about: str | None) -> None:
        self.links += links_of(node)
        if not titles.has_words(node.phrase.rest) and not node.nodes:
            return
        if about == "responsibilities":
            self.responsibilities.append(flat_text(node))
        elif about == "what_one_does" and "≈" in node.text:
            self.formula = node.text
        elif about == "what_one_does":
            self.what_one_does.append(flat_text(node))
        elif node.kind == "text" and about != "aside":
            self.closing.append(node.text)
        else:
            self._leave_out(node)

    def _leave_out(self, *nodes: Node) -> None:
        self.remarks += [Remark(node.line, node.text, NO_PLACE) for node in every([*nodes]) if node.text]

    def _end(self, node: Node) -> None:
        kind = titles.kind(node.text) if node.kind == "heading" else None
        if node.kind != "heading":
            self._last_words(node, None)
        elif kind == "author" and self.author is None:
            self._author(node)
        elif kind in {"workflow", "closing", "author", "aside", "resources", "why"} or self._is_prose(node):
            self._last_section(node, kind)
        else:
            self.steps.append(step(Part(node, node.nodes)))

    def _is_prose(self, node: Node) -> bool:
        return made_of_links(node) or all(each.kind == "text" for each in node.nodes)

    def _last_section(self, node: Node, kind: str | None) -> None:
        self.remarks.append(Remark(node.line, node.text, "the heading of a section whose text is kept"))
        self.links += links_of(Node("text", node.phrase, node.line))
        sections = [child for child in node.nodes if child.kind == "heading"]
        for child in node.nodes:
            if child.kind != "heading":
                self._last_words(child, kind)
        for section in with_reasons(sections):
            self._end(section)

    def _last_words(self, node: Node, kind: str | None) -> None:
        self.links += links_of(node)
        if not titles.has_words(node.phrase.rest) and not node.nodes:
            return
        if kind == "workflow" and node.kind == "item":
            self.workflow.append(flat_text(node))
        elif node.kind == "text" and kind != "aside":
            self.closing.append(node.text)
        elif kind == "closing":
            self.closing.append(flat_text(node))
        elif not node.phrase.anchors or node.nodes:
            self._leave_out(node)

    def _author(self, node: Node) -> None:
        links = [_whole(link) for child in node.nodes for link in links_of(child)]
        lines = [line for child in node.nodes for line in _author_lines(child)]
        name = next((line for line in lines if titles.has_words(line)), None)
        if name is None:
            self._last_section(node, "author")
            return
        known = {titles.tidy(link.title) for link in links} | {titles.tidy(name)}
        about = tuple(line for line in lines if titles.tidy(line) not in known)
        called = titles.tidy(re.sub(r"^(?:author|by)\s*[:：]\s*", "", name, flags=re.IGNORECASE))
        self.author = Author(name=called, about=about, links=tuple(links))


def _author_lines(node: Node) -> list[str]:
    return [line.removeprefix("- ") for each in every([node]) for line in each.text.splitlines() if line.strip()]


def _whole(link: Link) -> Link:
    """A link of an author is called by all that is said of it: "Founder of ..."."""
    if link.detail and "\n" not in link.detail and link.title in link.detail:
        return Link(title=link.detail, url=link.url)
    return Link(title=link.title, url=link.url)


def _hoisted(nodes: list[Node]) -> list[Node]:
    """The sections, where one about the whole roadmap, and all after it, stands beside what it is written in."""
    hoisted = []
    for node in nodes:
        starts = [n for n, child in enumerate(node.nodes) if _is_about_all(child)]
        cut = starts[0] if starts else len(node.nodes)
        rest, node.nodes = node.nodes[cut:], node.nodes[:cut]
        hoisted += [node, *_hoisted(rest)]
    return hoisted


def _is_about_all(node: Node) -> bool:
    return node.kind == "heading" and titles.kind(node.text) in AT_THE_END
