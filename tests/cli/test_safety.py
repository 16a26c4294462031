"""Commands lose nothing, write nothing outside the folder, leave nothing half-done, and never hang."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from genai_roadmap.storage import drafts, journal_toml, roadmap_files
from support import Program, environment

MINE = """\
format = 1
id = "mine"
version = "1"
title = "Mine"

[[steps]]
slug = "first"
title = "First"
topics = [{ slug = "one", title = "One" }]
"""


@pytest.fixture
def mine(program: Program, tmp_path: Path, home: Path) -> Path:
    """Import a roadmap, and return its file in the home folder."""
    file = tmp_path / "mine.toml"
    file.write_text(MINE)
    assert program("import", str(file)).code == 0
    return home / "roadmaps" / "mine.toml"


def files(home: Path) -> dict[str, bytes]:
    return {str(file.relative_to(home)): file.read_bytes() for file in home.rglob("*.toml")}


@pytest.mark.parametrize("command", ["remove", "use", "new"])
@pytest.mark.parametrize(
    "name", ["../progress/genai-engineer", "../settings", 'x" # /../../../owned', "a\0b", "con", "a" * 300, "a/b", ".."]
)
def test_invalid_ids_are_never_paths(program: Program, tmp_path: Path, command: str, name: str) -> None:
    program("done", "cnns")
    before = files(tmp_path)
    run = program(command, name)
    assert run.code in {1, 2, 3}
    assert run.err.startswith("genai-roadmap: ")
    assert "TOML" not in run.err
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    "zone",
    ["XYZ-1:00:01", "XYZ+3:59:59", "XYZ-23:59:59", "XYZ+23:59:45", "UTC-99", "<+1234>-12:34:56", "", "Nowhere/Nowhere"],
)
def test_marks_in_any_time_zone_can_be_read_back(program: Program, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    assert program("done", "cnns").code == 0
    assert program("log", "--json").code == 0
    assert program("done", "rnns").code == 0
    assert program("status", "--json").json["progress"]["done"] == 2


def test_missing_active_roadmap_falls_back_to_the_bundled_one(program: Program, mine: Path) -> None:
    assert program("use", "mine").code == 0
    mine.unlink()
    run = program("status", "--json")
    assert run.code == 0
    assert run.json["roadmap"]["id"] == "genai-engineer"
    assert "mine" in run.err
    assert "genai-roadmap use" in run.err
    assert program("done", "1.1").code == 1
    assert program("restore", "1").code == 1
    assert program("edit").code == 1
    assert program("use", "genai-engineer").code == 0
    assert program("status").err == ""
    assert program("done", "1.1").code == 0


def test_failing_import_changes_nothing(program: Program, mine: Path, home: Path, tmp_path: Path) -> None:
    assert program("--roadmap", "mine", "done", "one").code == 0
    archive = tmp_path / "mine.json"
    assert program("--roadmap", "mine", "export", "json", "-o", str(archive)).code == 0
    mine.write_text(MINE.replace('"One"', '"Another"'))
    (home / "progress" / "mine.toml").write_text("damaged")
    before = files(home)
    run = program("import", str(archive))
    assert run.code == 3
    assert files(home) == before


def test_removing_a_symlinked_roadmap_keeps_the_target(program: Program, mine: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    mine.rename(target)
    mine.symlink_to(target)
    assert program("remove", "mine").code == 0
    assert not mine.is_symlink()
    assert target.read_text() == MINE


def test_edit_does_not_overwrite_concurrent_changes(
    program: Program, mine: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "text = pathlib.Path(sys.argv[1])\n"
        "text.write_text(text.read_text().replace('One', 'Edited'))\n"
        f"stored = pathlib.Path({str(mine)!r})\n"
        "stored.write_text(stored.read_text().replace('One', 'Imported'))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    run = program("--roadmap", "mine", "edit")
    assert run.code == 1
    assert "Imported" in mine.read_text()
    kept = [file for file in home.rglob("*") if file.is_file() and "Edited" in file.read_text()]
    assert len(kept) == 1
    assert str(kept[0]) in run.err


def test_restore_backs_up_what_it_replaces_at_any_mtime(program: Program, home: Path) -> None:
    for number in range(12):
        assert program("note", "cnns", f"note {number}").code == 0
    file = home / "progress" / "genai-engineer.toml"
    older = file.read_bytes().replace(b"note 11", b"by hand")
    file.write_bytes(older)
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert program("restore", "2").code == 0
    assert file.read_bytes() != older
    assert older in [backup.read_bytes() for backup in home.glob("backups/genai-engineer/*.toml")]


def test_pipe_among_the_backups_is_ignored(program: Program, home: Path) -> None:
    program("done", "cnns")
    program("done", "rnns")
    folder = home / "backups" / "genai-engineer"
    if sys.platform == "win32":
        pytest.skip("Windows has no such pipes")
    os.mkfifo(folder / "99999999_2030-01-01T000000.000000Z.toml")
    assert program("undo").code == 0
    assert program("restore").code == 0


@pytest.mark.usefixtures("mine")
def test_option_with_an_equals_sign(program: Program) -> None:
    assert program("--roadmap=mine", "status", "--json").json["roadmap"]["id"] == "mine"


# On Linux, getrusage includes the memory of the process that started this one.
PEAK = """
import re, resource, sys
from pathlib import Path
from genai_roadmap.__main__ import main
try:
    main()
finally:
    if sys.platform == "linux":
        kilobytes = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]
    else:
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    print(f"peak {kilobytes}", file=sys.stderr)
"""
LARGE = {
    "empty tables": "[[steps]]\n" * 400_000,
    "inline tables": "changes = [" + "{}," * 400_000 + "]",
    "numbers on lines": "steps = [\n" + "1,\n" * 200_000 + "]",
    "keys": "[[changes]]\n" + "".join(f"k{n} = 1\n" for n in range(600_000)),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not measure it")
@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.usefixtures("mine")
def test_large_invalid_files_are_rejected_in_little_memory(home: Path, kind: str) -> None:
    (home / "roadmaps" / "huge.toml").write_text('format = 1\nid = "huge"\n' + LARGE[kind])
    (home / "progress" / "mine.toml").write_text('format = 1\nroadmap = "mine"\n' + LARGE[kind])
    for roadmap_id in ("huge", "mine"):
        run = subprocess.run(
            [sys.executable, "-c", PEAK, "--roadmap", roadmap_id, "status"],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        *problems, peak = run.stderr.splitlines()
        assert run.returncode == 3, run.stderr[-1000:]
        assert 0 < len(problems) < 110
        assert int(peak.removeprefix("peak ")) < 300 * 1024


def test_editing_the_bundled_roadmap_edits_no_other(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "cp /dev/null")
    assert program("new", "roadmap").code == 0
    before = files(home)
    run = program("edit")
    assert run.code == 1
    assert "'genai-engineer' is the bundled roadmap, which can't be edited or removed" in run.err
    assert files(home) == before


def test_draft_is_kept_elsewhere_if_the_folder_is_missing(home: Path) -> None:
    draft = drafts.keep("mine", None, b"text")
    assert home not in draft.parents
    assert draft.read_bytes() == b"text"
    draft.unlink()


def test_invalid_roadmap_can_be_edited(
    program: Program, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("use", "mine").code == 0
    mine.write_text("invalid")
    monkeypatch.setenv("EDITOR", f"cp {tmp_path / 'mine.toml'}")
    assert program("edit").code == 0
    assert mine.read_text() == MINE


@pytest.mark.parametrize("written", [b"[[changes]", b'format = 1\nroadmap = "genai-engineer"\n', b""])
def test_change_that_does_not_round_trip_is_not_saved(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch, written: bytes
) -> None:
    assert program("done", "cnns").code == 0
    before = files(home)
    monkeypatch.setattr(journal_toml, "dumps", lambda _: written)
    monkeypatch.setattr(journal_toml, "dumps_changes", lambda _: written)
    run = program("done", "rnns")
    assert run.code == 4
    assert "nothing was changed" in run.err
    assert files(home) == before


@pytest.mark.parametrize(
    ("written", "reason"),
    [("format = 1", "it would be invalid"), (MINE, "it would not read back as written")],
)
def test_roadmap_that_does_not_round_trip_is_not_saved(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch, written: str, reason: str
) -> None:
    monkeypatch.setattr(roadmap_files, "dumps", lambda _: written)
    run = program("import", "-", "--id", "mine", input="# Mine\n\n## First\n\n- another\n")
    assert run.code == 4
    assert f"the roadmap was not saved, because {reason}" in run.err
    assert files(home) == {}


def test_editing_a_file_elsewhere_edits_no_other(program: Program, mine: Path, tmp_path: Path) -> None:
    run = program("--roadmap", str(tmp_path / "mine.toml"), "edit")
    assert run.code == 1
    assert "is not one of your roadmaps" in run.err
    assert mine.read_text() == MINE


def test_unreadable_result_is_not_imported(program: Program, home: Path) -> None:
    run = program("import", "-", input=MINE + "# comment\n" * 1_700_000)
    assert run.code == 3
    assert not (home / "roadmaps" / "mine.toml").exists()


def test_limits_ignore_strings_and_comments(program: Program, home: Path) -> None:
    (home / "progress").mkdir(parents=True)
    file = home / "progress" / "genai-engineer.toml"
    for text in (
        "changes = [\n" + ('""" " """,' + "{}," * 1000 + '#"\n') * 1000,
        "# " + "a." * 6000 + '\nx="' + '\\"' * 100_000,
    ):
        file.write_text("format = 1\n" + text)
        assert program("status").code == 3


@pytest.mark.parametrize("part", ["a", '"a"', "'a b'", '"a.b"', '"é c" '])
def test_many_long_keys_are_rejected(program: Program, tmp_path: Path, part: str) -> None:
    file = tmp_path / "keys.toml"
    file.write_text("format = 1\n" + "".join(f"k{n}.{'.'.join([part] * 12)} = 1\n" for n in range(1000)))
    run = program("check", str(file))
    assert run.code == 3
    assert "has keys with more than 10 parts" in run.err


def test_huge_format_number_is_rejected(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    file.write_text("format = 0x" + "F" * 5000)
    assert program("check", str(file)).code == 3


def test_warnings_do_not_control_the_terminal(program: Program, mine: Path) -> None:
    assert program("use", "mine").code == 0
    mine.rename(mine.with_name("x\x1b]0;owned\a.toml"))
    assert "\x1b" not in program("status").err


def test_each_draft_has_its_own_file(home: Path) -> None:
    (home / "roadmaps").mkdir(parents=True)
    kept = [drafts.keep("mine", None, content) for content in (b"one", b"two")]
    assert [draft.read_bytes() for draft in kept] == [b"one", b"two"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("replacement", ["mkfifo", "ln -s /dev/zero"])
@pytest.mark.usefixtures("mine")
def test_editor_that_leaves_no_file_does_not_block(
    program: Program, monkeypatch: pytest.MonkeyPatch, replacement: str
) -> None:
    monkeypatch.setenv("EDITOR", f'sh -c \'rm "$0"; {replacement} "$0"\'')
    run = program("--roadmap", "mine", "edit")
    assert run.code == 3
    assert "is not a file" in run.err


@pytest.mark.parametrize(("content", "code"), [("é\r\nè".encode(), 0), (b"\xff", 1)])
def test_piped_note_must_be_utf_8(content: bytes, code: int, program: Program) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "genai_roadmap", "note", "cnns", "-"],
        env=environment(PYTHONIOENCODING="ascii"),
        input=content,
        capture_output=True,
        check=False,
    )
    assert run.returncode == code
    notes = program("show", "cnns", "--json").out
    assert (r"\u00e9\n\u00e8" in notes or "é\\nè" in notes) == (code == 0)


def test_long_chain_of_footnotes_is_read(program: Program) -> None:
    notes = "".join(f"[^{n}]: - note {n} [^{n + 1}]\n\n" for n in range(400))
    run = program("import", "-", "--id", "notes", input=f"# Title\n\n## Step\n\n- topic [^0]\n\n{notes}")
    assert run.code == 0


CLOSED = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-", "all": "<&- >&- 2>&-", "full stderr": "2>/dev/full"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such shell")
@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["import", "-"], 1, "needs an id"),
        (["import", "-", "--id", "x"], 1, "is empty"),
        (["note", "cnns", "-"], 1, "the note is empty"),
        (["note", "cnns", "a note"], 0, ""),
        (["restore", "1"], 1, "no backup 1"),
        (["status"], 0, ""),
        (["done", "cnns", "--json"], 0, ""),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_closed_streams(arguments: list[str], code: int, error: str, closed: str) -> None:
    run = run_in_shell(arguments, CLOSED[closed])
    assert run.returncode == code
    assert "Traceback" not in run.stdout + run.stderr
    assert bool(run.stdout) == (code == 0 and closed not in {"stdout", "all"})
    assert error in run.stderr or closed not in {"stdin", "stdout"}
    assert bool(run.stderr) == (bool(error) and closed in {"stdin", "stdout"})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("arguments", [["status"], ["list", "--all", "--json"], ["export", "toml"], ["--help"]])
def test_full_stdout(arguments: list[str]) -> None:
    run = run_in_shell(arguments, ">/dev/full")
    assert run.returncode == 4
    assert "the output can't be written: No space left on device" in run.stderr
    assert "Traceback" not in run.stderr


def run_in_shell(arguments: list[str], redirection: str) -> subprocess.CompletedProcess[str]:
    command = f'"$0" -m genai_roadmap "$@" {redirection}'
    env = environment()
    # Coverage's data file would get the descriptor of a closed stream, and be damaged by messages.
    env.pop("COVERAGE_PROCESS_CONFIG", None)
    return subprocess.run(
        ["sh", "-c", command, sys.executable, *arguments],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_backups_are_described_alike_if_the_progress_file_is_damaged(program: Program, home: Path) -> None:
    program("done", "cnns")
    program("undo")
    described = program("restore").out.replace("  current", "").splitlines()[:2]
    assert described[0].endswith("last: undid done CNNs")
    (home / "progress" / "genai-engineer.toml").write_text("damaged")
    assert program("restore").out.splitlines()[:2] == described
    for backup in (home / "backups" / "genai-engineer").glob("*.toml"):
        backup.write_text("damaged")
    assert "damaged" in program("restore").out


def test_a_folder_is_not_imported(program: Program, tmp_path: Path) -> None:
    run = program("import", str(tmp_path))
    hint = f"name a file in it, like {tmp_path / 'README.md'}"
    assert (run.code, run.err) == (3, f"genai-roadmap: {tmp_path} is not a file but a folder; {hint}\n")
