"""Notes: add, list, edit and delete them without losing typed text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import Program, environment, run_on_a_terminal


def texts(program: Program, item: str = "cnns") -> list[str]:
    return [note["text"] for note in program("note", item, "--json").json["notes"]]


@pytest.fixture
def two(program: Program) -> Program:
    """Return the program, with two notes on a topic."""
    for text in ("First", "Second"):
        assert program("note", "cnns", text).code == 0
    return program


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a script that the editor runs; it can read `text`, the content of the file, and prints the new text."""
    script = tmp_path / "editor.py"
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    return script


def write_editor(editor: Path, expression: str) -> None:
    editor.write_text(
        "import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text()\n"
        f"pathlib.Path(__file__).with_name('seen').write_text(text)\nfile.write_text({expression})\n"
    )


def on_a_terminal(*arguments: str, **variables: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "genai_roadmap", *arguments]
    return run_on_a_terminal(command, **{"TERM": "dumb", "COLUMNS": "200", **variables})


def test_note_beside_a_corrected_grade_is_mentioned(program: Program) -> None:
    program("done", "cnns")
    text = program("done", "cnns", "--grade", "easy", "--note", "An idea").out
    assert text.startswith("Grade changed to easy (was good): 1 topic\n")
    assert "\nNote added\n" in text
    assert "Note added" not in program("done", "rnns").out


def test_notes_have_numbers_and_dates(two: Program) -> None:
    lines = two("note", "cnns").out.splitlines()
    assert lines[0] == "Notes on 4.2.1 CNNs"
    assert [line.split()[0] for line in lines[1::2]] == ["1", "2"]
    assert [line.strip() for line in lines[2::2]] == ["First", "Second"]
    assert "     Second\n\nResources of Deep Learning\n" in two("show", "cnns").out


def test_notes_on_all_items_are_listed_newest_first(two: Program) -> None:
    two("note", "rnns", "Third\nof two lines")
    two("done", "variables", "nlp", "--note", "On both")
    out = two("note", "--list").out
    assert [text for text in out.split("\n") if text.startswith("     ")] == [
        "     On both",
        "     Third",
        "     of two lines",
        "     Second",
        "     First",
    ]
    assert "\n  4.2.2 RNNs  note 1, " in out
    assert "\n  4.2.1 CNNs  note 2, " in out
    assert "\n  4.2.1 CNNs  note 1, " in out
    assert "NLP  note" not in out, "a note on several items has several numbers"
    notes = two("note", "--list", "--json").json["notes"]
    assert [note["text"] for note in notes] == ["On both", "Third\nof two lines", "Second", "First"]
    assert notes[1]["topics"] == ["rnns"]


def test_without_an_item_notes_are_only_listed(program: Program) -> None:
    assert program("note", "--list").out == 'No notes. Add one with: genai-roadmap note ITEM "TEXT"\n'
    run = program("note")
    assert (run.code, run.out) == (2, "")
    assert "ITEM is missing. To list the notes on all items: genai-roadmap note --list" in run.err
    assert program("note", "--edit", "1").code == 2


def test_notes_on_a_removed_item_are_listed(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "mine.md"
    file.write_text("# Mine\n\n## One\n\n- Planning\n- Planning meetings\n")
    program("import", str(file), "--force")
    program("use", "mine")
    program("note", "planning", "Kept")
    file.write_text("# Mine\n\n## One\n\n- Planning meetings\n- Other\n")
    assert program("import", str(file), "--force").code == 0
    lines = program("note", "--list", "planning").out.splitlines()
    assert lines[0] == "'planning' was removed from the roadmap; 1 note was kept:"
    assert lines[2:] == ["   Kept"]
    assert "planning (removed)" in program("note", "--list").out
    assert program("note", "planning", "--list", "--json").json["notes"][0]["text"] == "Kept"


def test_edit_and_undo(two: Program) -> None:
    run = two("note", "cnns", "--edit", "2", "Better")
    assert run.out.startswith("Note 2 changed. Undo with: genai-roadmap undo\n")
    assert ", edited " in run.out
    assert texts(two) == ["First", "Better"]
    assert "edited_at" in two("note", "cnns", "--json").json["notes"][1]
    assert "note edited" in two("log").out
    assert two("undo").out.startswith("Undid: editing the note to 'Better' on CNNs (")
    assert texts(two) == ["First", "Second"]
    assert two("redo").code == 0
    assert texts(two) == ["First", "Better"]


def test_delete_and_undo(two: Program) -> None:
    assert two("note", "cnns", "--delete", "1").out.startswith("Note 1 deleted.")
    assert texts(two) == ["Second"]
    assert "note deleted  CNNs: First\n" in two("log").out
    assert "cnns" not in [item["id"] for item in two("search", "first", "--json").json["items"]]
    assert two("undo").out.startswith("Undid: deleting the note 'First' on CNNs (")
    assert texts(two) == ["First", "Second"]


def test_only_a_note_that_was_added_is_shown(two: Program) -> None:
    lines = two("note", "cnns", "\n".join(f"Line {n}" for n in range(1, 8))).out.splitlines()
    assert lines[0] == "Note added to CNNs (3 notes). Undo with: genai-roadmap undo"
    assert lines[1].startswith("  3  ")
    assert lines[2:] == [*(f"     Line {n}" for n in range(1, 6)), "     and 2 more lines"]


@pytest.mark.parametrize("command", [["note", "cnns"], ["done", "cnns", "--note"]])
def test_a_note_has_a_limit(program: Program, command: list[str]) -> None:
    run = program(*command, "x" * 65_537)
    assert (run.code, run.out) == (1, "")
    assert "the note is too long: 65,537 characters, the limit is 65,536; nothing was recorded" in run.err
    assert program("log", "--json").json == {"changes": []}
    assert program(*command, "x" * 65_536).code == 0


def test_unchanged_text_records_nothing(two: Program) -> None:
    assert two("note", "cnns", "--edit", "1", "First").out.startswith("Note 1 is unchanged.")
    assert len(two("log", "--json").json["changes"]) == 2


def test_note_of_a_mark_on_two_items(program: Program) -> None:
    assert program("done", "cnns", "rnns", "--note", "Both").code == 0
    assert len(program("log", "--json").json["changes"]) == 1
    assert program("log").out.count("Both") == 1
    assert texts(program, "cnns") == texts(program, "rnns") == ["Both"]
    program("note", "rnns", "--edit", "1", "Each")
    assert texts(program, "cnns") == texts(program, "rnns") == ["Each"]
    assert program("show", "cnns", "--json").json["status"] == "done"
    program("note", "cnns", "--delete", "1")
    assert texts(program, "rnns") == []
    assert program("show", "rnns", "--json").json["status"] == "done"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--edit", "3", "x"], 1, "no note 3; 'cnns' has 2 notes. List them: genai-roadmap note cnns --list"),
        (["--delete", "9"], 1, "no note 9; 'cnns' has 2 notes"),
        (["--edit", "0", "x"], 2, "invalid value '0' for --edit; use a whole number from 1"),
        (["--edit", "1", " "], 1, "Delete it: genai-roadmap note cnns --delete 1"),
        (["--edit", "1"], 2, "--edit needs TEXT"),
        (["--edit", "1", "--delete", "1"], 2, "use only one of"),
        (["--delete", "1", "x"], 2, "TEXT can't be combined with --delete"),
        (["--list", "x"], 2, "TEXT can't be combined with --list"),
    ],
)
def test_wrong_options(two: Program, arguments: list[str], code: int, message: str) -> None:
    run = two("note", "cnns", *arguments)
    assert run.code == code
    assert message in run.err
    assert texts(two) == ["First", "Second"]


def test_number_of_a_topic_without_notes(program: Program) -> None:
    assert (
        "no note 1; 'rnns' has no notes. Add one: genai-roadmap note rnns TEXT"
        in program("note", "rnns", "--delete", "1").err
    )
    program("note", "rnns", "Only")
    assert "no note 2; 'rnns' has one note" in program("note", "rnns", "--delete", "2").err


def test_editor_shows_the_topic_and_keeps_other_comments(editor: Path, tmp_path: Path, program: Program) -> None:
    write_editor(editor, "'# A heading\\n\\nText' + text")
    code, _ = on_a_terminal("note", "cnns")
    assert code == 0
    assert (
        tmp_path / "seen"
    ).read_text() == "\n\n# Note on 4.2.1 CNNs (this line is not saved; leave the note empty to cancel)\n"
    assert texts(program) == ["# A heading\n\nText"]


def test_editor_opens_with_the_note(editor: Path, tmp_path: Path, two: Program) -> None:
    write_editor(editor, "text.replace('Second', 'Third')")
    code, shown = on_a_terminal("note", "cnns", "--edit", "2")
    assert code == 0
    assert "Note 2 changed." in shown
    assert (tmp_path / "seen").read_text().startswith("Second\n\n# Note on 4.2.1 CNNs")
    assert texts(two) == ["First", "Third"]


def test_editor_left_empty(editor: Path, two: Program) -> None:
    write_editor(editor, "text")
    code, shown = on_a_terminal("note", "cnns")
    assert code == 0
    assert shown.startswith("No note was added.")
    assert "First" in shown
    write_editor(editor, "''")
    code, shown = on_a_terminal("note", "cnns", "--edit", "1")
    assert code == 1
    assert "the note is empty" in shown
    assert texts(two) == ["First", "Second"]


def test_list_opens_no_editor(two: Program) -> None:
    code, shown = on_a_terminal("note", "cnns", "--list", EDITOR="false")
    assert code == 0
    assert "First" in shown
    assert texts(two) == ["First", "Second"]


def test_note_changed_while_the_editor_was_open_is_not_overwritten(editor: Path, tmp_path: Path, two: Program) -> None:
    write_editor(editor, "'Mine'")
    editor.write_text(
        editor.read_text()
        + "import subprocess\n"
        + f"subprocess.run([{sys.executable!r}, '-m', 'genai_roadmap', 'note', 'cnns', '--edit', '1', 'Theirs'])\n"
    )
    code, shown = on_a_terminal("note", "cnns", "--edit", "1", TMPDIR=str(tmp_path))
    assert code == 1
    assert "the note was changed meanwhile" in shown
    assert shown.count("genai-roadmap: ") == 1, "one message"
    assert "Your text is saved in" in shown
    assert texts(two) == ["Theirs", "Second"]
    assert [file.read_text() for file in tmp_path.glob("*.md")] == ["Mine"]


def test_text_of_a_failing_editor_is_kept(editor: Path, tmp_path: Path) -> None:
    write_editor(editor, "'Mine'")
    editor.write_text(editor.read_text() + "sys.exit(1)\n")
    code, shown = on_a_terminal("note", "cnns", TMPDIR=str(tmp_path))
    assert code == 1
    [kept] = tmp_path.glob("*.md")
    assert kept.read_text() == "Mine"
    assert str(kept) in shown


def test_text_of_a_failing_editor_stays_if_it_cannot_be_kept(
    editor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from genai_roadmap.cli.editor import edit_text
    from genai_roadmap.errors import FileWriteError, RequestError

    def keep(_: bytes) -> Path:
        message = "the disk is full"
        raise FileWriteError(message)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    write_editor(editor, "'Mine'")
    editor.write_text(editor.read_text() + "sys.exit(1)\n")
    with pytest.raises(RequestError, match=r"your text is saved in .*note\.md"):
        edit_text("note.md", b"", keep)
    assert [file.read_text() for file in tmp_path.glob("*/note.md")] == ["Mine"]


@pytest.mark.parametrize("name", ["nano", "vi"])
def test_fallback_editors(name: str, tmp_path: Path, program: Program) -> None:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / name).write_text('#!/bin/sh\necho "By $(basename "$0")" > "$1"\n')
    (folder / name).chmod(0o700)
    for tool in ("basename", "sh"):
        (folder / tool).symlink_to(f"/bin/{tool}" if os.path.exists(f"/bin/{tool}") else f"/usr/bin/{tool}")  # noqa: PTH110
    code, shown = on_a_terminal("note", "cnns", PATH=str(folder), VISUAL=" ", EDITOR="")
    assert code == 0, shown
    assert texts(program) == [f"By {name}"]


def test_no_editor(tmp_path: Path) -> None:
    code, shown = on_a_terminal("note", "cnns", PATH=str(tmp_path))
    message = "no editor was found (nano or vi); set the environment variable EDITOR to one"
    assert (code, " ".join(shown.split())) == (1, f"genai-roadmap: {message}")


def test_piped_text_is_added_on_a_terminal_without_a_dash(program: Program) -> None:
    command = f"echo 'Piped text' | {sys.executable} -m genai_roadmap note cnns"
    code, shown = run_on_a_terminal(["sh", "-c", command])
    assert (code, "Note added to CNNs." in shown) == (0, True)
    assert texts(program) == ["Piped text"]


def test_pipe_is_not_read_if_the_output_is_not_shown(program: Program) -> None:
    reader, writer = os.pipe()
    command = [sys.executable, "-m", "genai_roadmap", "note", "cnns"]
    try:
        # It would wait forever, because the pipe is never closed.
        run = subprocess.run(command, stdin=reader, capture_output=True, check=False, timeout=300, env=environment())
    finally:
        os.close(reader)
        os.close(writer)
    assert (run.returncode, run.stderr) == (0, b"")
    assert texts(program) == []


def test_error_on_a_terminal_does_not_break_its_command() -> None:
    command = [sys.executable, "-m", "genai_roadmap", "note"]
    shown = run_on_a_terminal(command, COLUMNS="80")[1]
    assert shown.endswith("To list the notes on all items:\r\ngenai-roadmap note --list\r\n")


@pytest.mark.parametrize("text", ["2", "delete", "delete 2", "List", "edit", "rm 1"])
def test_a_note_that_looks_like_an_option_is_added_with_a_hint(two: Program, text: str) -> None:
    run = two("note", "cnns", text)
    assert run.out.startswith("Note added to CNNs (3 notes). ")
    assert run.err == "To delete a note: genai-roadmap note cnns --delete 1\n"
    assert texts(two)[-1] == text


@pytest.mark.parametrize(
    "arguments", [["cnns", "delete the cache"], ["cnns", "--edit", "1", "2"], ["cnns", "2", "--json"]]
)
def test_other_notes_have_no_such_hint(two: Program, arguments: list[str]) -> None:
    assert two("note", *arguments).err == ""
