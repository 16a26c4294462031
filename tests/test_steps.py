"""Steps as text: what is read fast is just what a parser of TOML reads."""

from typing import Any

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap import steps
from genai_roadmap.roadmap import Topic

TEXTS = st.text("ab \té]", min_size=1, max_size=4)
ANY_TEXTS = TEXTS | st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
LINKS = st.fixed_dictionaries({"title": TEXTS, "url": TEXTS})
MORE: dict[str, st.SearchStrategy[Any]] = {
    "detail": ANY_TEXTS,
    "why": st.lists(TEXTS, min_size=1, max_size=2),
    "optional": st.booleans(),
    "requires": st.lists(TEXTS, min_size=1, max_size=2),
    "formerly": st.lists(ANY_TEXTS, max_size=2),
    "resources": st.lists(LINKS, min_size=1, max_size=2),
    "choose": st.integers(),
}
HEAD = {"format": 1, "id": "small", "version": "1", "title": "Small", "role": {"title": "Engineer"}}
TAIL = {"closing": ["Go on."], "author": {"name": "Somebody"}}
TOPIC = {"slug": "a", "title": "A", "detail": "Of a.", "optional": True, "resources": [{"title": "P", "url": "u"}] * 9}
PLAIN = {**HEAD, "steps": [{"slug": "one", "title": "One", "topics": [{**TOPIC, "topics": [TOPIC]}, TOPIC]}]}


def as_we_write(item: dict[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in Topic.model_fields if key in item}


def items(topics: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    found = st.fixed_dictionaries({"slug": TEXTS, "title": ANY_TEXTS}, optional={**MORE, "topics": topics})
    return found.map(as_we_write)


TOPICS = st.recursive(items(st.just([])), lambda below: items(st.lists(below, min_size=1, max_size=3)), max_leaves=5)
# What is too long for a line is written as a table.
STEPS = st.lists(items(st.lists(TOPICS, min_size=1, max_size=3)), min_size=1, max_size=3).map(
    lambda steps: [as_we_write({**step, "detail": "long " * 40}) for step in steps]
)
ROADMAPS = st.builds(lambda steps, tail: {**HEAD, "steps": steps, **tail}, STEPS, st.sampled_from([{}, TAIL]))


def read_by_tomli(text: str) -> str | None:
    try:
        return repr(tomli.loads(text))
    except tomli.TOMLDecodeError:
        return None


@given(ROADMAPS)
def test_what_we_write_is_read_fast_and_as_tomli_reads_it(roadmap: dict[str, Any]) -> None:
    text = tomli_w.dumps(roadmap)
    assert repr(steps.plain(text)) == read_by_tomli(text)


@given(ROADMAPS, st.data())
def test_what_a_hand_changed_is_read_as_tomli_reads_it_or_left_to_it(
    roadmap: dict[str, Any], data: st.DataObject
) -> None:
    text = tomli_w.dumps(roadmap)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 9)))
    lines = [*text.splitlines(keepends=True), " [[steps]]\n", "\t[author]\n", "[[steps.topics]]\n", "\r"]
    piece = data.draw(st.text("\"'\\[]{}=,#\n\r a0.", max_size=5) | st.sampled_from(lines))
    text = text[:start] + piece + text[end:]
    found = steps.plain(text)
    assert found is None or repr(found) == read_by_tomli(text)


@pytest.mark.parametrize("tail", [{}, TAIL])
@pytest.mark.parametrize("end", ["", "\n", "\n\n# The end.\n"])
def test_what_is_plain_is_read_fast(tail: dict[str, Any], end: str) -> None:
    text = tomli_w.dumps({**PLAIN, **tail}).rstrip() + end
    assert text.count("[[steps.topics") == 3
    assert steps.plain(text) == tomli.loads(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("format = 1", 'format = """'),
        ('title = "Engineer"', "title = 'Engineer"),
        ('title = "A"\n', 'title = "A"\n[[steps.others]]\n'),
        ('title = "A"\n', 'title = "A"\ntopics = []\n'),
        ('title = "A"\n', 'title = "A"\nslug = "b"\n'),
        ('title = "A"\n', 'title = "A"\n[other]\nslug = "b"\n'),
        ('title = "A"\n', ""),
        ('title = "A"\n', 'title = "\\x"\n'),
        ('title = "A"\n', 'title = "A"\n  [author.more]\n'),
        ('title = "A"\n', 'title = "A"\n\t[[steps.topics]]\n'),
        ("\n[author]", "\n[steps.x]"),
        ("format = 1", "format = 1\nsteps = []"),
        ('name = "Somebody"\n', 'name = "Somebody"\r'),
        ("[[steps]]", "[[steps.topics]]"),
        ("[[steps.topics]]", "[[steps.topics.topics]]"),
        ("[[steps]]", "[[ steps ]]"),
        ('url = "u" },\n    {', 'url = "u" }\n    {'),
        ("\n[author]", "\n[role]"),
        ("\n[author]", "\n[author.steps]\n[[steps]]\n[x]"),
        ('title = "A"\n', 'title = "A"\r\n'),
    ],
)
def test_what_is_written_otherwise_is_left_to_tomli(old: str, new: str) -> None:
    text = tomli_w.dumps({**PLAIN, **TAIL})
    assert steps.plain(text)
    assert old in text
    assert steps.plain(text.replace(old, new, 1)) is None
