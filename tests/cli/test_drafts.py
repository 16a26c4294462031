"""Drafts: a failed edit saves one, and the next edit opens it."""

import re
import sys
from pathlib import Path

import pytest

from small import OWN
from support import Program, run_on_a_terminal

INVALID = OWN.replace('slug = "a"', 'slug = "Not A Slug"')


@pytest.fixture
def own(program: Program, home: Path, tmp_path: Path) -> Path:
    """Return the file of the active roadmap."""
    file = tmp_path / "own.toml"
    file.write_text(OWN)
    assert program("import", str(file)).code == 0
    assert program("use", "own").code == 0
    return home / "roadmaps" / "own.toml"


@pytest.fixture
def edit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a file with the text that the editor writes; it copies the opened text to `opened` beside it."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\nfile, here = pathlib.Path(sys.argv[1]), pathlib.Path(__file__).parent\n"
        "(here / 'opened').write_text(file.read_text())\nfile.write_text((here / 'new').read_text())\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return tmp_path / "new"


def drafts(own: Path) -> list[str]:
    return [path.read_text() for path in sorted(own.parent.glob("own.draft-*"))]


def test_invalid_edit_is_kept_and_opened_again(program: Program, own: Path, edit: Path) -> None:
    edit.write_text(INVALID)
    failed = program("edit")
    assert failed.code == 3
    assert failed.err.count("genai-roadmap: ") == 1, "one message"
    assert failed.err.startswith("genai-roadmap: the edited text was not saved, because it is invalid:\n")
    assert f"{own.with_name('own.draft-1')}. Continue with: genai-roadmap edit own --draft" in failed.err
    assert (own.read_text(), drafts(own)) == (OWN, [INVALID])
    valid = OWN.replace('title = "A"', 'title = "Alpha"')
    edit.write_text(valid)
    assert program("edit", "--draft").code == 0
    assert edit.with_name("opened").read_text() == INVALID
    assert (own.read_text(), drafts(own)) == (valid, [])


def test_message_about_an_edited_text_does_not_blame_the_file(program: Program, own: Path, edit: Path) -> None:
    edit.write_text("garbage")
    found = program("edit", "own").err.splitlines()
    problem = "not valid TOML: Expected '=' after a key in a key/value pair (at line 1, column 8)"
    assert found[0] == f"genai-roadmap: the edited text was not saved, because it is {problem}"
    assert found[1].startswith(f"Your text is saved in {own.with_name('own.draft-1')}. ")
    edit.write_text("format = 1")
    assert program("edit", "--no-draft").err.startswith(
        "genai-roadmap: the edited text was not saved, because it has 4 errors:\n  `id` is missing\n"
    )


def test_hint_about_a_draft_of_another_roadmap_names_it(program: Program, own: Path, edit: Path) -> None:
    program("use", "genai-engineer")
    edit.write_text(INVALID)
    command = "genai-roadmap edit own --draft"
    assert f"{own.with_name('own.draft-1')}. Continue with: {command}\n" in program("--roadmap", "own", "edit").err
    edit.write_text(OWN)
    assert f"Open it with: {command}\n" in program("--roadmap", "own", "edit").err


def test_saved_draft_is_removed(program: Program, own: Path, edit: Path) -> None:
    for text in (INVALID, INVALID + "# more\n"):
        edit.write_text(text)
        assert program("edit", "--draft" if drafts(own) else "--no-draft").code == 3
    assert drafts(own) == [INVALID + "# more\n"]
    edit.write_text(" \n")
    run = program("edit", "--draft")
    assert (run.code, run.err.splitlines()[0]) == (3, "genai-roadmap: the file is empty; nothing was changed")
    assert drafts(own) == [INVALID + "# more\n"], "emptying the file loses nothing"


def test_draft_is_mentioned_without_a_terminal(program: Program, own: Path, edit: Path) -> None:
    edit.write_text(INVALID)
    program("edit")
    edit.write_text(OWN + "# fine\n")
    run = program("edit")
    assert run.code == 0
    assert re.search(rf"there is a draft from \d\d? \w{{3}} \d{{4}} \d\d:\d\d: {own.with_name('own.draft-1')}", run.err)
    assert "genai-roadmap edit own --draft" in run.err
    assert run.err.count("genai-roadmap: ") == 1
    assert edit.with_name("opened").read_text() == OWN
    assert drafts(own) == [INVALID]


@pytest.mark.parametrize(("answers", "opened"), [("y\nn\n", INVALID), ("n\nn\n", OWN)])
def test_draft_is_offered_on_a_terminal(program: Program, own: Path, edit: Path, answers: str, opened: str) -> None:
    edit.write_text(INVALID)
    program("edit")
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "edit"], answers, TERM="dumb")
    assert code == 3
    assert "Open the draft?" in shown
    assert "Edit it again?" in shown
    assert "the roadmap was not saved, because it is invalid" in shown
    assert edit.with_name("opened").read_text() == opened
    assert own.read_text() == OWN


def test_draft_like_the_roadmap_is_removed(program: Program, own: Path, edit: Path) -> None:
    own.with_name("own.draft-7").write_text(OWN)
    edit.write_text(OWN)
    assert program("edit").code == 0
    assert drafts(own) == []


def test_unreadable_drafts_are_ignored(program: Program, own: Path, edit: Path) -> None:
    own.with_name("own.draft-1").mkdir()
    own.with_name("own.draft-x").touch()
    edit.write_text(OWN)
    assert program("edit").err == ""
    error = "genai-roadmap: there is no draft of 'own'; open the roadmap with: genai-roadmap edit own\n"
    assert program("edit", "--draft").err == program("edit", "own", "--draft").err == error


def test_text_of_a_failing_editor_becomes_a_draft(program: Program, own: Path, edit: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(script.read_text() + "sys.exit(1)\n")
    edit.write_text("unfinished")
    run = program("edit")
    assert run.code == 1
    assert drafts(own) == ["unfinished"]
    assert str(own.with_name("own.draft-1")) in run.err
