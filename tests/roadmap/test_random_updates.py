"""Random edits of a roadmap: no update invents a mark, loses one of an unchanged topic, or changes anything twice."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from genai_roadmap.markdown import reader
from genai_roadmap.markdown.reader import ParsedRoadmap
from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.revision import revise
from genai_roadmap.storage import roadmap_files

if TYPE_CHECKING:
    from collections.abc import Iterator


TITLES = ("Ideas", "Setup", "Loops", "The loops", "Tests", "Testing", "C", "C++", "Git", "Git basics")
URLS = ("", "", "", "https://example.org/a", "https://example.org/b", "https://example.org/c")


@dataclass(eq=False)
class Draft:
    """An item of a Markdown roadmap."""

    title: str
    url: str = ""
    topics: "list[Draft]" = field(default_factory=list)

    def walk(self) -> "Iterator[Draft]":
        yield self
        for topic in self.topics:
            yield from topic.walk()


def markdown(steps: list[Draft]) -> str:
    lines = ["# Plan", ""]
    for step in steps:
        lines += [f"## {step.title}", ""]
        for topic in step.topics:
            lines += lines_of(topic, 0)
        lines.append("")
    return "\n".join(lines)


def lines_of(topic: Draft, depth: int) -> list[str]:
    text = f"[{topic.title}]({topic.url})" if topic.url else topic.title
    return [f"{'  ' * depth}- {text}", *(line for each in topic.topics for line in lines_of(each, depth + 1))]


@st.composite
def drafts(draw: st.DrawFn) -> list[Draft]:
    def topic(depth: int) -> Draft:
        topics = [topic(depth + 1) for _ in range(draw(st.integers(0, 3)))] if depth < 2 else []
        url = "" if topics else draw(st.sampled_from(URLS))
        return Draft(draw(st.sampled_from(TITLES)), url, topics)

    titles = draw(st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"]), min_size=1, max_size=3))
    return [Draft(title, topics=[topic(1) for _ in range(draw(st.integers(1, 3)))]) for title in titles]


def edit(steps: list[Draft], data: st.DataObject) -> None:
    """Rename, move, reorder, remove, or add some items."""
    for _ in range(data.draw(st.integers(1, 4))):
        parents = [item for step in steps for item in step.walk() if item.topics]
        parent = data.draw(st.sampled_from(parents))
        topic = data.draw(st.sampled_from(parent.topics))
        match data.draw(st.sampled_from(["rename", "step", "move", "reorder", "remove", "add", "twin", "link"])):
            case "rename":
                topic.title = data.draw(st.sampled_from(TITLES))
            case "step":
                data.draw(st.sampled_from(steps)).title += " more"
            case "move":
                others = [other for other in parents if other not in topic.walk()]
                parent.topics.remove(topic)
                data.draw(st.sampled_from(others)).topics.append(topic)
            case "reorder":
                parent.topics[:] = data.draw(st.permutations(parent.topics))
            case "remove":
                parent.topics.remove(topic)
            case "add":
                parent.topics.insert(0, Draft(data.draw(st.sampled_from(TITLES))))
            case "twin":
                data.draw(st.sampled_from(parents)).topics.insert(0, Draft(topic.title))
            case "link":
                topic.url = "" if topic.topics else data.draw(st.sampled_from(URLS))
        steps[:] = [step for step in steps if step.topics] or [Draft("Alpha", topics=[Draft("Git")])]


def parsed(text: str, version: str = "1") -> ParsedRoadmap:
    return reader.read(text, roadmap_id="plan", version=version)


def path_of(item: NumberedItem) -> tuple[str, ...]:
    return tuple(each.title.casefold() for each in item.with_ancestors)[::-1]


def urls(item: NumberedItem) -> set[str]:
    return {link.url for link in item.content.resources}


def leaves(roadmap: Roadmap) -> list[NumberedItem]:
    return [item for item in roadmap.all_items if not item.content.topics]


def marked(roadmap: Roadmap, done: set[str]) -> list[NumberedItem]:
    """Return the leaves with a mark, as a report finds them."""
    return [leaf for leaf in leaves(roadmap) if done & {leaf.slug, *leaf.content.formerly}]


def may_be_same(old: NumberedItem, new: NumberedItem, before: Roadmap, after: Roadmap) -> bool:
    """Return whether a mark may move: by path, by the path below the same parent, or by a unique URL or title."""
    if path_of(old) == path_of(new):
        return True
    titles = [Counter(item.title.casefold() for item in each.all_items) for each in (before, after)]
    if old.title.casefold() == new.title.casefold() and all(each[old.title.casefold()] == 1 for each in titles):
        return True
    places = [Counter(url for item in each.all_items for url in urls(item)) for each in (before, after)]
    if any(all(each[url] == 1 for each in places) for url in urls(old) & urls(new)):
        return True
    if not (old.parent and new.parent) or old.title.casefold() != new.title.casefold():
        return False
    return may_be_same(old.parent, new.parent, before, after)


@settings(max_examples=3 * settings().max_examples // 2)
@given(drafts(), st.data())
def test_update_invents_no_mark_and_keeps_those_of_unchanged_paths(steps: list[Draft], data: st.DataObject) -> None:
    roadmap = parsed(markdown(steps)).roadmap
    done: set[str] = set()
    for _ in range(data.draw(st.integers(1, 4))):
        done |= {leaf.slug for leaf in leaves(roadmap) if data.draw(st.booleans())}
        before, before_marked = roadmap, marked(roadmap, done)
        edit(steps, data)
        new = parsed(markdown(steps)).roadmap
        roadmap = revise(before, new, fixed_slugs=False).roadmap
        after_marked = marked(roadmap, done)
        for leaf in after_marked:
            assert any(may_be_same(old, leaf, before, roadmap) for old in before_marked), path_of(leaf)
        assert_unchanged_paths_keep_marks(before, roadmap, before_marked, after_marked)
        assert revise(roadmap, new, fixed_slugs=False).roadmap == roadmap


def assert_unchanged_paths_keep_marks(
    before: Roadmap, after: Roadmap, before_marked: list[NumberedItem], after_marked: list[NumberedItem]
) -> None:
    paths = [Counter(map(path_of, leaves(each))) for each in (before, after)]
    all_paths = [Counter(map(path_of, each.all_items)) for each in (before, after)]
    marks = [Counter(map(path_of, each)) for each in (before_marked, after_marked)]
    for path, count in paths[0].items():
        is_unique = all(each[path[:length]] == 1 for each in all_paths for length in range(1, len(path) + 1))
        if count == paths[1][path] == 1 and is_unique:
            assert marks[0][path] == marks[1][path], path


@settings(max_examples=4 * settings().max_examples // 5)
@given(drafts(), st.data())
def test_same_file_twice_changes_nothing(steps: list[Draft], data: st.DataObject) -> None:
    old = parsed(markdown(steps)).roadmap
    edit(steps, data)
    text = markdown(steps)
    first = revise(old, parsed(text).roadmap, lambda _: data.draw(st.booleans()), fixed_slugs=False).roadmap
    again = revise(first, parsed(text, "2").roadmap, fixed_slugs=False)
    assert (again.is_empty, again.uncertain) == (True, [])
    assert roadmap_files.dumps(again.roadmap) == roadmap_files.dumps(first)


@settings(max_examples=4 * settings().max_examples // 5)
@given(drafts(), st.data())
def test_same_roadmap_with_an_authors_slugs_twice_changes_nothing(steps: list[Draft], data: st.DataObject) -> None:
    roadmap = parsed(markdown(steps)).roadmap
    for _ in range(3):
        edit(steps, data)
        new = parsed(markdown(steps)).roadmap
        roadmap = revise(roadmap, new).roadmap
        assert revise(roadmap, new).roadmap == roadmap
