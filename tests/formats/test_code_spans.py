"""Code between backticks in exports."""

from html import escape
from pathlib import Path

import pytest

from genai_roadmap.formats.code_spans import parts_of, to_html
from support import Program

ROADMAP = """\
format = 1
id = "own"
version = "1"
title = "Own"
[[steps]]
slug = "one"
title = "One"
[[steps.topics]]
slug = "a"
title = "A"
detail = "Call `f(a < b)` first."
why = ["`a` is *odd*."]
questions = [{ ask = "What is `x[0]`?", answer = "`1 & 2`, and a ` alone." }]
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use `a < b` & c", "Use <code>a &lt; b</code> &amp; c"),
        ("`x` and `y`", "<code>x</code> and <code>y</code>"),
        ("a ` alone", "a ` alone"),
        ("``two``", "``two``"),
        ("` spaces `", "` spaces `"),
        ("", ""),
    ],
)
def test_code_is_an_element(text: str, expected: str) -> None:
    assert to_html(text, escape) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n  x\n```", ["  x"]),
        ("1. Run:\n   ```sh\n   a\n     b\n\n  c\n   ```\n   Then stop.", ["a", "  b", "", "c"]),
        ("10. Run:\n    ```\n    a\n    ```", ["a"]),
        ("- Run:\n  - First:\n\n    ~~~\n    a\n      ```\n    ~~~", ["a", "  ```"]),
        ("1. Run:\n   ```\n   a\n```", ["a"]),
        ("1. Run:\n   ```\n          ```\n   ```", ["       ```"]),
        ("\t```\n\ta\n\t\tb\n", ["a", "    b"]),
    ],
)
def test_code_in_a_list_has_not_the_indentation_of_its_fence(text: str, expected: list[str]) -> None:
    assert [code for _, code in parts_of(text) if code] == [expected]


def test_code_in_exports(program: Program, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(ROADMAP)
    program("import", str(tmp_path / "own.toml"))
    own = ("--roadmap", "own")
    program(*own, "note", "a", "See `f`.")
    page = program(*own, "export", "html", "--notes").out
    assert "Call <code>f(a &lt; b)</code> first." in page
    assert "<code>a</code> is *odd*." in page
    assert "See <code>f</code>." in page
    cards = program(*own, "export", "anki").out
    assert "What is <code>x&#91;0]</code>?" in cards
    assert "<code>1 &amp; 2</code>, and a ` alone." in cards
    checklist = program(*own, "export", "md").out
    assert "Call `f(a < b)` first." in checklist
    assert "> `a` is \\*odd\\*." in checklist
    assert "<summary>What is <code>x[0]</code>?</summary><code>1 &amp; 2</code>, and a ` alone.</details>" in checklist
    (tmp_path / "own.md").write_text(checklist)
    assert program("import", str(tmp_path / "own.md")).out.endswith(
        "Already up to date; nothing was written.\nNext: genai-roadmap use own\n"
    )
