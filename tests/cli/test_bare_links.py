"""A resource without a title is shown by its URL, once."""

import re
from pathlib import Path

import pytest

from support import Program

BARE = "https://example.org/bare/tutorial"
TEXT = f"# Plan\n\n## Alpha\n\n- One\n  - {BARE}\n  - [Named](https://example.org/named)\n- Two\n\n## Beta\n\n- Last\n"


@pytest.fixture
def plan(program: Program, tmp_path: Path) -> Program:
    file = tmp_path / "plan.md"
    file.write_text(TEXT)
    assert program("import", str(file)).code == 0
    assert program("use", "plan").code == 0
    return program


@pytest.mark.parametrize("color", ["0", "1"])
@pytest.mark.parametrize("columns", ["60", "160"])
@pytest.mark.parametrize("words", [["show", "1.1"], ["next"], ["read", "1.1", "1"], ["open", "1.1", "1"]])
def test_url_is_shown_once(
    plan: Program, monkeypatch: pytest.MonkeyPatch, words: list[str], columns: str, color: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR" if color == "1" else "NO_COLOR", "1")
    monkeypatch.setattr("webbrowser.open", lambda _url: True)
    shown = re.sub(r"\x1b\]8;.*?\x1b\\", "", plan(*words).out)
    assert shown.count(BARE) == 1
