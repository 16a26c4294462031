"""Where the steps are: what stands before them, each step's own part, and what comes after."""

from collections import defaultdict
from dataclasses import dataclass, field

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.document import BOLD_LINE, Node
from genai_roadmap.markdown.phrase import Phrase

# Headings that are about a step or about the whole roadmap, and so no steps unless they are numbered.
NO_STEP = frozenset({"why", "what", "resources", "role", "author", "workflow", "closing", "aside"})
OF_A_STEP = frozenset({"why", "what", "resources"})
AT_THE_END = frozenset({"author", "workflow", "closing", "aside"})


@dataclass(slots=True)
class Part:
    """A step's heading, and what belongs to it."""

    heading: Node
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A document, parted into its title, introduction, steps and end; `word` is what the steps are numbered with."""

    title: Node | None = None
    intro: list[Node] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    end: list[Node] = field(default_factory=list)


def outlined(nodes: list[Node]) -> Outline:
    """The outline of a document's nodes; it has no parts where no steps can be found."""
    title = _title(nodes)
    nodes = [node for node in nodes if node is not title]
    steps = _numbered(nodes) or _repeated(nodes)
    if steps:
        return _parted(title, nodes, steps)
    return _without_headings(title, nodes)


def nested(nodes: list[Node]) -> list[Node]:
    """The nodes with what follows a heading inside it, down to the next heading of its level."""
    top: list[Node] = []
    above: list[Node] = []
    for node in nodes:
        if node.kind == "end":
            above = [each for each in above if each.level < BOLD_LINE]
            continue
        if node.kind == "heading":
            above = [each for each in above if each.level < node.level]
        (above[-1].nodes if above else top).append(node)
        if node.kind == "heading":
            above.append(node)
    return top


def _title(nodes: list[Node]) -> Node | None:
    """The first heading of the first level, unless it is a step itself."""
    headings = [node for node in nodes if node.kind == "heading"]
    first = next((node for node in headings if node.level == 1), None)
    if first is None or first is not headings[0] or titles.numbered(first.text, usual=True):
        return None
    others = [node for node in headings[1:] if node.level == 1]
    has_sections = len(headings) > 1 and headings[1].level > 1
    starts_list = any(node.kind == "item" for node in nodes[: nodes.index(others[0])]) if others else False
    return first if has_sections or not starts_list else None


def _numbered(nodes: list[Node]) -> list[Node]:
    """The headings with a number after the same word, or alone; the shallowest such kind that repeats."""
    kinds: dict[tuple[str, int], list[Node]] = defaultdict(list)
    for node in nodes:
        if node.kind == "heading" and (found := titles.numbered(titles.optional(node.text)[0])):
            # A word holds headings of uneven levels together; bare numbers are counted anew at each level.
            kinds[found[0], 0 if found[0] else node.level].append(node)
    repeated = [found for found in kinds.values() if len(found) > 1]
    # Bare numbers below headings that don't number their steps are topics.
    worded = [
        found
        for key, found in kinds.items()
        if key[0] and (len(found) > 1 or titles.numbered(found[0].text, usual=True))
    ]
    bare = [found for found in repeated if found not in worded and _at_the_top(nodes, found)]
    return min(worded or bare, key=lambda found: (min(node.level for node in found), -len(found)), default=[])


def _at_the_top(nodes: list[Node], found: list[Node]) -> bool:
    level = found[0].level
    after = [node for node in nodes if node.kind == "heading" and node.line > found[0].line]
    return all(node.level >= level or titles.kind(node.text) in NO_STEP for node in after)


def _repeated(nodes: list[Node]) -> list[Node]:
    """The headings of the shallowest level that has several with content."""
    for level in sorted({node.level for node in nodes if node.kind == "heading"}):
        found = [
            node
            for position, node in enumerate(nodes)
            if node.kind == "heading"
            and node.level == level
            and titles.kind(node.text) not in NO_STEP
            and _has_content(nodes, position)
        ]
        if len(found) > 1:
            return found
    return []


def _has_content(nodes: list[Node], position: int) -> bool:
    following = nodes[position + 1 : position + 2]
    return bool(following) and (following[0].kind != "heading" or following[0].level > nodes[position].level)


def _parted(title: Node | None, nodes: list[Node], steps: list[Node]) -> Outline:
    outline = Outline(title)
    chosen = {id(step) for step in steps}
    for node in nodes:
        if id(node) in chosen:
            outline.parts.append(Part(node))
        elif outline.parts:
            outline.parts[-1].nodes.append(node)
        else:
            outline.intro.append(node)
    last = outline.parts[-1]
    cut = _where_it_ends(outline)
    last.nodes, outline.end = last.nodes[:cut], last.nodes[cut:]
    return outline


def _where_it_ends(outline: Outline) -> int:
    """How many nodes after the last step's heading are still its own."""
    *earlier, last = outline.parts
    level = max(part.heading.level for part in outline.parts)
    own = _kinds_at(earlier, level)
    projects = "project" in last.heading.text.casefold()
    for position, node in enumerate(last.nodes):
        if node.kind != "heading":
            continue
        kind = titles.kind(node.text)
        deeper = node.level > level and kind not in AT_THE_END
        if not (deeper or (kind in OF_A_STEP and kind in own) or (kind == "projects" and projects)):
            return position
    return len(last.nodes)


def _kinds_at(parts: list[Part], level: int) -> set[str | None]:
    """The kinds of sections that steps have at their own level or above."""
    return {titles.kind(n.text) for part in parts for n in part.nodes if n.kind == "heading" and n.level <= level}


def _without_headings(title: Node | None, nodes: list[Node]) -> Outline:
    """Without repeated headings the outer list has the steps, if there are lists in it; else all is one step."""
    items = [node for node in nodes if node.kind == "item"]
    with_items = [item for item in items if any(node.kind == "item" for node in item.nodes)]
    headings = [node for node in nodes if node.kind == "heading" and titles.kind(node.text) not in NO_STEP]
    if len(with_items) > 1 and len(with_items) * 2 > len(items) and len(headings) <= 1:
        return _steps_of_items(title, nodes)
    if len(headings) == 1 and title is None:
        title = headings[0]
        nodes = [node for node in nodes if node is not title]
    if not any(node.kind in {"item", "heading"} for node in nodes):
        return Outline(title, intro=nodes)
    outline = Outline(title, parts=[Part(title or _untitled())])
    outline.parts[0].nodes = nodes
    outline.parts[0].nodes = nodes[: _where_it_ends(outline)]
    outline.end = nodes[len(outline.parts[0].nodes) :]
    return outline


def _untitled() -> Node:
    return Node("heading", Phrase("Roadmap"), 1, level=1)


def _steps_of_items(title: Node | None, nodes: list[Node]) -> Outline:
    outline = Outline(title)
    for node in nodes:
        if node.kind == "item":
            outline.parts.append(Part(node, node.nodes))
        elif outline.parts:
            outline.end.append(node)
        else:
            outline.intro.append(node)
    return outline
