import re

import pytest

from genai_roadmap.storage import roadmap_files
from genai_roadmap.storage.error_summary import Lines
from genai_roadmap.storage.validation_errors import _keys


def line_of(location: str, text: str) -> int | None:
    return Lines(text.encode()).of(_keys(location))


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
    assert line_of(location, TEXT) == line


def test_line_of_every_bundled_slug() -> None:
    path = roadmap_files.locate(roadmap_files.BUNDLED)
    text = path.read_text(encoding="utf-8")
    for item in roadmap_files.read(roadmap_files.bundled_file()).items_by_slug.values():
        step, *topics = (int(part) - 1 for part in item.number.split("."))
        line = line_of(f"steps[{step}]" + "".join(f".topics[{n}]" for n in topics) + ".slug", text)
        assert line
        assert re.search(rf'slug = "{item.slug}"', text.splitlines()[line - 1])
