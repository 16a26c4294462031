import re
from pathlib import Path

import pytest

from genai_roadmap.errors import FileInvalidError
from genai_roadmap.storage import journal_toml, roadmap_files
from genai_roadmap.storage.error_summary import Lines
from genai_roadmap.storage.toml_positions import MAX_DEPTH, positions
from genai_roadmap.storage.validation_errors import located

TEXT = """format = 1
[[steps]]
slug = "one"
topics = [
  { slug = "a", title = "A" },
  { slug = "b", title = "B" },
]
[[steps]]
slug = "two"
[[steps.topics]]
slug = "c"
requires = ["x"]
[[steps.topics]]
slug = "d"
topics = [{ slug = "e", title = "E" }]
[[steps.topics.topics]]
slug = "f"
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ("format", 1),
        ("title", None),
        ("steps[0]", 2),
        ("steps[0].slug", 3),
        ("steps[0].topics[1].slug", 6),
        ("steps[0].topics[1].url", 6),
        ("steps[0].topics[2].slug", 4),
        ("steps[0].requires", 2),
        ("steps[1].slug", 9),
        ("steps[1].topics[0].requires", 12),
        ("steps[1].topics[0].requires[0]", 12),
        ("steps[1].topics[1].slug", 14),
        ("steps[1].topics[1].topics[0].slug", 15),
        ("steps[2].slug", None),
        ("", None),
    ],
)
def test_line_of_a_location(location: str, line: int | None) -> None:
    [(keys, _)] = located([(location, "")])
    assert Lines(TEXT.encode()).of(keys) == line


def test_line_of_every_bundled_slug() -> None:
    path = roadmap_files.locate(roadmap_files.BUNDLED)
    text = path.read_text(encoding="utf-8")
    lines = Lines(text.encode())
    for item in roadmap_files.read(roadmap_files.bundled_file()).items_by_slug.values():
        step, *topics = (int(part) - 1 for part in item.number.split("."))
        line = lines.of(("steps", step, *(key for n in topics for key in ("topics", n)), "slug"))
        assert line
        assert re.search(rf'slug = "{item.slug}"', text.splitlines()[line - 1])


def changes(count: int, wrong: range, topics: str = '["a"]') -> bytes:
    text = "".join(
        f"[[changes]]\nid = 'c{n}'\nat = 2026-01-01T10:00:00Z\ndid = '{'wrong' if n in wrong else 'done'}'\n"
        f"topics = {topics}\n"
        for n in range(count)
    )
    return f"format = 1\nroadmap = 'mine'\n{text}".encode()


@pytest.mark.parametrize("count", [200, 5000])
def test_errors_are_found_at_the_end_of_a_large_file(count: int) -> None:
    content = changes(count, range(count - 3, count))
    with pytest.raises(FileInvalidError) as raised:
        journal_toml.parse(Path("mine.toml"), content, "mine")
    lines = [line for line, text in enumerate(content.decode().splitlines(), 1) if "wrong" in text]
    assert len(raised.value.problems) == 3
    for number, problem, line in zip(range(count - 3, count), raised.value.problems, lines, strict=True):
        assert problem.startswith("mine.toml: `did`")
        assert problem.endswith(f" (change {number + 1}, line {line})")


def test_errors_in_an_array_within_a_late_item_have_their_own_places() -> None:
    content = (
        changes(5000, range(0)) + changes(1, range(0), "[" + '"a", ' * 300 + '"", "b", ""]').partition(b"'mine'\n")[2]
    )
    with pytest.raises(FileInvalidError) as raised:
        journal_toml.parse(Path("mine.toml"), content, "mine")
    assert len(raised.value.problems) == 2
    assert all("(change 5001, line " in problem for problem in raised.value.problems)


def test_only_the_first_errors_are_listed() -> None:
    with pytest.raises(FileInvalidError) as raised:
        journal_toml.parse(Path("mine.toml"), changes(130, range(130)), "mine")
    assert len(raised.value.problems) == 101
    assert raised.value.problems[-1] == "mine.toml: and 30 more errors"


@pytest.mark.parametrize(
    "table", ["", "[[changes]]\n", "[[changes]]\n[changes.deep]\n", "[a]\nb = [{c = [[1], {}]}]\n"]
)
def test_a_table_with_too_many_keys_is_refused(table: str) -> None:
    content = "format = 1\n" + table + "".join(f"k{n} = 1\n" for n in range(200))
    with pytest.raises(FileInvalidError, match="has a table with more than 100 keys"):
        journal_toml.parse(Path("mine.toml"), content.encode(), "mine")


def test_positions_end_at_a_depth() -> None:
    depth = 2 * MAX_DEPTH
    found = positions(f"a = {'[' * depth}1, 2{']' * depth}\nb = 1\n")
    assert max(map(len, found)) == MAX_DEPTH
    assert ("b",) in found


def test_many_errors_of_a_small_file_are_not_all_described() -> None:
    with pytest.raises(FileInvalidError) as raised:
        journal_toml.parse(Path("mine.toml"), b"format = 1\nroadmap = 'mine'\n" + b"[[changes]]\n" * 2000, "mine")
    assert len(raised.value.problems) == 101
    assert str(raised.value).startswith("mine.toml has 300 errors:")
