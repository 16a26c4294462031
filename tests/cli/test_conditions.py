"""Odd homes, clocks, settings, editors and outputs: one sentence, the right exit code, nothing lost."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from genai_roadmap.cli import output
from genai_roadmap.errors import FileWriteError
from genai_roadmap.storage import roadmap_files, settings
from small import OWN
from support import Program, environment

MARKING = (["done", "cnns"], ["note", "cnns", "text"], ["goal", "+20y"])
WRITING = (*MARKING, ["new", "mine"], ["use", "genai-engineer"])
READING = (["status"], ["next"], ["list"], ["log"], ["stats"], ["roadmaps"], ["export", "json"], ["check"], ["restore"])


def make_loop(home: Path) -> None:
    home.symlink_to(home)


def make_file(home: Path) -> None:
    home.write_text("a file")


def make_file_of_progress(home: Path) -> None:
    home.mkdir()
    for folder in ("progress", "roadmaps", "backups"):
        (home / folder).write_text("a file")
    (home / "settings.toml").mkdir()


def make_loops_inside(home: Path) -> None:
    home.mkdir()
    for name in ("progress", "roadmaps", "backups", "seen", "settings.toml"):
        (home / name).symlink_to(home / name)


def make_broken_links(home: Path) -> None:
    home.mkdir()
    for name in ("progress", "roadmaps", "backups", "seen", "settings.toml"):
        (home / name).symlink_to(home / "missing" / name)


def snapshot(home: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(home.rglob("*.toml")) if file.is_file()}


@pytest.mark.parametrize("make", [make_loop, make_file, make_file_of_progress, make_loops_inside, make_broken_links])
def test_home_that_can_not_be_written(program: Program, home: Path, make: Callable[[Path], None]) -> None:
    make(home)
    for command in WRITING:
        run = program(*command)
        # A link to a missing folder is followed, and the folder created.
        assert run.code in (
            {4} if make in (make_loop, make_file) else {0, 3, 4} if make is make_broken_links else {3, 4}
        )
        assert run.err.count("genai-roadmap: ") == len(run.err.splitlines())
    for command in READING:
        run = program(*command)
        assert run.code in {0, 3}, (command, run.err)
        assert run.code == 0 or str(home) in run.err


@pytest.mark.parametrize("name", ["a" * 300, "a" * 300 + "/b", "b/" * 3000])
def test_home_with_a_name_that_is_too_long(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / name))
    for command in WRITING:
        assert program(*command).code == 4, command
    for command in READING:
        assert program(*command).code in {0, 3}, command


@pytest.mark.parametrize(
    "command",
    [
        ["import", "{}.md"], ["import", "{}.json"], ["import", "{}"], ["--roadmap", "{}.toml", "status"],
        ["export", "json", "-o", "{}"], ["export", "json", "-o", "{}/x", "--force"], ["check", "{}"],
        ["use", "{}.toml"],
        ["plan", "--per-week", "3", "--ics", "-o", "{}"],
    ],
)  # fmt: skip
def test_file_with_a_name_that_is_too_long(program: Program, command: list[str]) -> None:
    run = program(*(word.format("a" * 300) for word in command))
    assert run.code in {1, 3, 4}
    assert run.err.startswith("genai-roadmap: ")


def test_folder_of_backups_that_can_not_be_read(program: Program, home: Path) -> None:
    assert program("done", "cnns").code == 0
    folder = home / "backups" / "genai-engineer"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.symlink_to(folder)
    for number in ([], ["1"]):
        run = program("restore", *number)
        assert run.code == 3
        assert str(folder) in run.err
    before = snapshot(home)
    assert program("done", "rnns").code == 4
    (home / "progress" / "genai-engineer.toml").write_text("damaged")
    assert "its backups are not available" in program("status").err
    assert len(before) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps current folders")
def test_current_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    program = [sys.executable, "-P", "-m", "genai_roadmap"]
    own_home = str(tmp_path / "home")
    for home, code, *command in (
        ("relative", 1, "status"), (own_home, 0, "status"), (own_home, 1, "check", "--fix", "missing.toml")
    ):  # fmt: skip
        gone.mkdir(exist_ok=True)
        run = subprocess.run(
            ["sh", "-c", script, "sh", str(gone), *program, *command],
            env=environment(GENAI_ROADMAP_HOME=home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == code, run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("year", [1, 1850, 9000, 9999])
def test_clock_that_is_far_off(program: Program, monkeypatch: pytest.MonkeyPatch, home: Path, year: int) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Clock":
            return cls(year, 12, 31, 23, 59, tzinfo=tz)

    monkeypatch.setattr(dt, "datetime", Clock)
    for command in (*MARKING, ["status"], ["stats"], ["plan"], ["log", "--since", "yesterday"]):
        run = program(*command)
        assert run.code == 1
        assert run.err == f"genai-roadmap: the clock is set to the year {year}; set it to a time from 1900 to 8999\n"
    assert snapshot(home) == {}


def test_clock_after_the_last_year(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Clock":
            message = f"year 10000 is out of range in {tz}"
            raise ValueError(message)

    monkeypatch.setattr(dt, "datetime", Clock)
    assert program("done", "cnns").code == 1


@pytest.mark.parametrize("year", [1850, 9500])
def test_session_with_a_clock_that_is_far_off(program: Program, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr(output, "now", lambda: dt.datetime(year, 1, 1, tzinfo=dt.UTC))
    for command in (["done", "cnns"], ["done", "cnns", "--on", "today"], ["status"], ["goal", "+20y"]):
        run = program(*command)
        assert run.code == 1
        assert "the clock is set to the year" in run.err


def test_changes_at_the_end_of_time_stop_no_command(program: Program, home: Path) -> None:
    assert program("done", "cnns").code == 0
    file = home / "progress" / "genai-engineer.toml"
    last = '\n[[changes]]\nid = "z"\nat = 8999-12-31T23:59:59.999999Z\ndid = "done"\ntopics = ["rnns"]\nmachine = "z"\n'
    file.write_text(file.read_text() + last)
    for command in ("done 1.1 --json", "note cnns x", "undo", "redo", "read cnns", "goal +1y", "restore 2", "undo"):
        assert program(*command.split()).code == 0, command
    assert program("show", "1.1", "--json").json["status"] == "done"


def test_file_of_an_impossible_time_is_backed_up(program: Program, home: Path) -> None:
    assert program("done", "cnns").code == 0
    file = home / "progress" / "genai-engineer.toml"
    edited = file.read_bytes() + b"# edited\n"
    file.write_bytes(edited)
    os.utime(file, (-5_000_000_000, -5_000_000_000))
    assert program("done", "rnns").code == 0
    assert edited in [backup.read_bytes() for backup in (home / "backups" / "genai-engineer").glob("*.toml")]


@pytest.mark.parametrize("damage", ["damaged", "format = 7\n", 'format = 1\nactive = "con"\n'])
def test_damaged_settings_do_not_prevent_reading(program: Program, home: Path, tmp_path: Path, damage: str) -> None:
    own, edited = tmp_path / "own.toml", tmp_path / "edited.toml"
    own.write_text(OWN)
    edited.write_text(OWN.replace('"A"', '"B"'))
    assert program("import", str(own)).code == 0
    assert program("--roadmap", "own", "done", "a").code == 0
    assert program("status").code == 0
    (home / "settings.toml").write_text(damage)
    before = snapshot(home)
    for command in (["--roadmap", "own", "status"], *READING):
        run = program(*command)
        assert run.code == 0, (command, run.err)
        assert run.err.count("using the default settings") == ("settings.toml" in run.err) <= 1
    for command in (*MARKING, ["use", "own"], ["remove", "own"], ["restore", "1"], ["import", str(edited)]):
        assert program(*command).code == (1 if command[0] == "restore" else 3), command
    assert snapshot(home) == before


@pytest.mark.parametrize(
    "command",
    [
        *MARKING,
        ["review", "cnns", "good"],
        ["read", "cnns", "1"],
        ["unread", "cnns"],
        ["undo"],
        ["config", "streak", "off"],
        ["--roadmap", "genai-engineer", "done", "cnns"],
    ],
)
def test_commands_that_refuse_damaged_settings_do_not_say_that_they_use_the_defaults(
    program: Program, home: Path, command: list[str]
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("x = [\n")
    run = program(*command)
    assert (run.code, run.err.count("settings.toml is not valid TOML")) == (3, 1)
    assert run.err.endswith("edit the file, or remove it to use the defaults\n")


def full(*_: object) -> None:
    message = "the disk is full"
    raise FileWriteError(message)


def test_partial_import_says_what_was_imported(
    program: Program, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# Mine\n\n## First\n\n- [x] one\n"
    with monkeypatch.context() as patch:
        patch.setattr(roadmap_files.LockedRoadmapFile, "replace", full)
        run = program("import", "-", "--id", "mine", input=text)
        assert run.code == 4
        assert run.err == "genai-roadmap: the disk is full; only the progress was imported; try again\n"
        run = program("import", "-", "--id", "mine", input=text)
        assert "nothing was changed" in run.err
    assert program("import", "-", "--id", "mine", input=text).code == 0
    assert program("use", "mine").code == 0
    archive = tmp_path / "mine.json"
    assert program("export", "json", "-o", str(archive)).code == 0
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "other"))
    monkeypatch.setattr(settings, "update", full)
    run = program("import", str(archive))
    assert run.code == 4
    assert "everything except the settings was imported" in run.err
    assert program("--roadmap", "mine", "status", "--json").json["progress"]["done"] == 1
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(home))


def test_partial_removal_says_what_was_changed(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("new", "mine").code == 0
    monkeypatch.setattr(roadmap_files.LockedRoadmapFile, "remove", full)
    assert "nothing was changed" in program("remove", "mine").err
    assert program("use", "mine").code == 0
    run = program("remove", "mine")
    assert run.code == 4
    assert "it still exists, but is no longer the active roadmap" in run.err
    assert program("status", "--json").json["roadmap"]["id"] == "genai-engineer"


OWN_FILES = [
    "progress/genai-engineer.toml", "progress/other.toml", "progress/deep/new.html", "roadmaps/own.toml",
    "settings.toml",
    "backups/genai-engineer/x.toml", "seen/genai-engineer.toml", "progress/../settings.toml",
]  # fmt: skip


@pytest.mark.parametrize("name", OWN_FILES)
@pytest.mark.parametrize("command", [["export", "json"], ["import", "-", "--id", "x"]])
def test_no_output_replaces_a_file_of_the_home_folder(
    program: Program, home: Path, tmp_path: Path, name: str, command: list[str]
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    assert program("import", str(own)).code == 0
    assert program("done", "cnns").code == 0
    link = tmp_path / "link"
    link.symlink_to(home)
    before = snapshot(home)
    for path in (home / name, link / name):
        for force in ([], ["--force"]):
            run = program(*command, "-o", str(path), *force, input="# X\n\n## Y\n\n- z\n")
            assert run.code == 4
            assert "is a file of genai-roadmap itself" in run.err
    assert snapshot(home) == before


def test_no_output_replaces_what_a_file_of_the_home_folder_links_to(
    program: Program, home: Path, tmp_path: Path
) -> None:
    assert program("done", "cnns").code == 0
    file, target = home / "progress" / "genai-engineer.toml", tmp_path / "dotfiles.toml"
    file.rename(target)
    file.symlink_to(target)
    before = target.read_bytes()
    assert program("export", "json", "-o", str(target), "--force").code == 4
    assert target.read_bytes() == before
    assert program("export", "json", "-o", str(home / "report.json")).code == 0


@pytest.mark.parametrize("offset", ["+01:00:01", "-23:59:59", "+00:01:00.500000"])
def test_archive_with_an_odd_offset_is_rejected_with_its_place(
    program: Program, home: Path, tmp_path: Path, offset: str
) -> None:
    assert program("done", "cnns").code == 0
    data = program("export", "json").json
    data["progress"]["changes"][0]["at"] = f"2026-01-01T10:00:00{offset}"
    archive = tmp_path / "archive.json"
    archive.write_text(json.dumps(data))
    before = snapshot(home)
    run = program("import", str(archive))
    assert run.code == 3
    assert "`at` should be a time with an offset of hours and minutes" in run.err
    assert snapshot(home) == before


@pytest.mark.parametrize("text", ["\u009b31m", "\u202e", "\u200b", "\u2028", "\U0001d159"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_printed_toml_does_not_control_the_terminal(program: Program, tmp_path: Path, text: str, ends: str) -> None:
    file = tmp_path / "own.toml"
    content = f"\ufeff# comment {text}" + OWN.replace("My own", f"My own {text}")
    file.write_bytes(content.replace("\n", ends).encode())
    run = program("import", str(file), "-o", "-")
    assert run.code == 0
    assert text not in run.out
    assert "# comment" in run.out
    file.write_text(run.out, encoding="utf-8")
    assert program("import", str(file), "-o", "-").out == run.out


def test_printed_toml_is_valid_even_if_its_author_used_literal_strings(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN.replace('"My own"', "'My \u202e \t own'"))
    run = program("import", str(file), "-o", "-")
    assert "\u202e" not in run.out
    assert r"My \u202e \u0009 own" in run.out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("signal_name", ["INT", "TERM"])
@pytest.mark.parametrize("edit", ["echo text >>$0; ", ""])
def test_editor_that_a_signal_ends(
    program: Program, monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path, signal_name: str, edit: str
) -> None:
    assert program("new", "mine").code == 0
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    for shell in ("sh -c '{}'", "sh -c \"sh -c '{}' $0\""):
        monkeypatch.setenv("EDITOR", shell.format(f"{edit}kill -{signal_name} $$"))
        before = set((home / "roadmaps").glob("mine.draft-*"))
        run = program("--roadmap", "mine", "edit")
        assert run.code == (130 if signal_name == "INT" else 1), run.err
        drafts = set((home / "roadmaps").glob("mine.draft-*")) - before
        assert not [*tmp_path.glob("tmp*")]
        assert len(drafts) == bool(edit)
        assert all(f"your text is saved in {draft}" in run.err for draft in drafts)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_editor_without_a_folder_for_temporary_files(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("new", "mine").code == 0
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("tempfile.tempdir", "/nonexistent")
    run = program("--roadmap", "mine", "edit")
    assert run.code == 4
    assert run.err.startswith("genai-roadmap: /nonexistent")


def test_partial_copy_says_what_was_copied(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("done", "cnns").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(roadmap_files.LockedRoadmapFile, "write", full)
        run = program("new", "mine", "--from", "genai-engineer", "--with-progress")
        assert run.code == 4
        assert run.err == "genai-roadmap: the disk is full; only the progress was copied; try again\n"
    assert program("new", "mine", "--from", "genai-engineer", "--with-progress").code == 0


def test_draft_that_can_not_be_read_is_left_alone(
    program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("new", "mine").code == 0
    odd = home / "roadmaps" / "mine.draft-1"
    odd.symlink_to(odd)
    monkeypatch.setenv("EDITOR", "sh -c 'echo text >>$0; exit 1'")
    assert "there is no draft" in program("--roadmap", "mine", "edit", "--draft").err
    assert f"your text is saved in {odd.with_suffix('.draft-2')}" in program("--roadmap", "mine", "edit").err
    assert odd.is_symlink()
