"""Hostile roadmaps and progress files: they can't control the terminal, exhaust memory or escape the folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tomli_w

from hostile import CONTROL, HOSTILE, roadmap_with
from support import Program, environment, make_pipe

COMMANDS = [
    ["status"],
    ["list"],
    ["list", "--all"],
    ["list", "one"],
    ["show", "one"],
    ["show", "leaf"],
    ["next"],
    ["search", "e"],
    ["about"],
    ["log"],
    ["note", "leaf"],
    ["check"],
    ["open", "--next", "leaf"],
    ["read", "leaf"],
    ["read", "leaf"],
    ["open", "--next", "leaf"],
    ["today"],
    ["unread", "leaf", "1"],
    ["done", "leaf"],
    ["undo"],
    ["redo"],
    ["restore"],
    ["show", "e"],
    ["done", "nonsense"],
    ["stats"],
    ["stats", "one"],
    ["goal", "+20y"],
    ["plan"],
    ["plan", "--ics"],
    ["export", "json"],
    ["export", "toml"],
    ["export", "md"],
    ["export", "csv"],
    ["export", "html", "--notes"],
    ["export", "svg"],
    ["export", "badge"],
]
OWN_ESCAPES = re.compile(r"\x1b\[[0-9;]*m|\x1b]8;[^;\x1b]*;(https://example\.org/x)?\x1b\\")


@pytest.fixture(params=[*HOSTILE.values()], ids=[*HOSTILE])
def hostile(request: pytest.FixtureRequest, program: Program, tmp_path: Path) -> Path:
    """Return a roadmap with the hostile text in every field, and progress with a note that contains it."""
    path = tmp_path / "hostile.toml"
    path.write_bytes(tomli_w.dumps(roadmap_with(request.param)).encode())
    assert program("--roadmap", str(path), "note", "leaf", f"note {request.param}").code == 0
    assert program("--roadmap", str(path), "start", "leaf", "--on", "2026-01-01").code == 0
    return path


def test_text_does_not_control_a_terminal_or_a_pipe(hostile: Path, program: Program) -> None:
    for command in COMMANDS:
        run = program("--roadmap", str(hostile), *command)
        assert run.code in (0, 1), run.err
        assert not CONTROL.search(run.out.replace("\r\n", "\n") + run.err), command


def test_text_does_not_control_a_terminal_with_color(
    hostile: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for command in COMMANDS:
        run = program("--roadmap", str(hostile), *command)
        assert not CONTROL.search(OWN_ESCAPES.sub("", run.out.replace("\r\n", "\n") + run.err)), command


def test_json_escapes_control_characters(hostile: Path, program: Program) -> None:
    for command in (["status"], ["list", "--all"], ["show", "leaf"], ["about"], ["log"], ["next"], ["stats"]):
        run = program("--roadmap", str(hostile), *command, "--json")
        assert run.out.isascii()
        assert not CONTROL.search(run.out)
        assert run.json


def test_markup_is_shown_as_typed(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "markup.toml"
    path.write_bytes(tomli_w.dumps(roadmap_with(HOSTILE["markup"])).encode())
    assert HOSTILE["markup"].strip() in program("--roadmap", str(path), "show", "leaf").out


def test_slugs_in_a_progress_file_do_not_control_the_terminal(program: Program, home: Path) -> None:
    file = home / "progress" / "genai-engineer.toml"
    file.parent.mkdir(parents=True)
    change = {"id": "x", "at": "AT", "did": "done", "topics": ["\x1b[31mtopic"]}
    data = tomli_w.dumps({"format": 1, "roadmap": "genai-engineer", "changes": [change]})
    file.write_text(data.replace('"AT"', "2026-01-01T00:00:00Z"))
    for command in (["check"], ["log"], ["undo"]):
        run = program(*command)
        assert not CONTROL.search(run.out + run.err)
    file.write_text(data)
    run = program("status")
    assert run.code == 3
    assert not CONTROL.search(run.err)


@pytest.mark.parametrize("title", ["中文" * 20, "e\u0301" * 40, "👩‍💻 emoji 😊", "שלום עולם", "x" * 2000, "বাংলা শিরোনাম"])
def test_wide_combining_and_long_titles_are_not_cut(program: Program, tmp_path: Path, title: str) -> None:
    path = tmp_path / "wide.toml"
    path.write_bytes(tomli_w.dumps(roadmap_with(title)).encode())
    assert title in program("--roadmap", str(path), "list", "one").out


HEAD = 'format = 1\nid = "x"\nversion = "1"\ntitle = "T"\n'
STEP = '[[steps]]\nslug = "one"\ntitle = "One"\n'
LEAF = 'topics = [{ slug = "a", title = "A" }]\n'


def deep(levels: int) -> str:
    return HEAD + STEP + "".join(f'[[steps{".topics" * n}]]\nslug="t{n}x"\ntitle="T"\n' for n in range(1, levels))


HUGE = {
    "nested arrays": HEAD + "x = " + "[" * 10_000,
    "nested topics": deep(400),
    "long string": HEAD.replace("T", "T" * 10_000_000) + STEP + LEAF,
    "long number": HEAD + "x = " + "9" * 100_000,
    "long dotted key": HEAD + ".".join(["a"] * 100_000) + " = 1",
    "many dotted keys": HEAD + "".join(f"a.k{n} = 1\n" for n in range(100_000)),
    "many keys": HEAD + "".join(f"k{n} = 1\n" for n in range(5_000)),
    "nothing": "",
    "no steps": HEAD + "steps = []",
    "no topics": HEAD + STEP + "topics = []",
    "a gigabyte": None,
    "a pipe": None,
    "a device": None,
    "a folder": None,
}


WATCHDOG = """
import os, subprocess, sys
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:]).pid, 0)
print(usage.ru_maxrss, file=sys.stderr)
os._exit(os.waitstatus_to_exitcode(status))
"""


def make(path: Path, kind: str) -> None:
    if kind == "a gigabyte":
        path.touch()
        os.truncate(path, 2**30)
    elif kind == "a pipe":
        make_pipe(path)
    elif kind == "a device":
        path.symlink_to("/dev/zero")
    elif kind == "a folder":
        path.mkdir()
    else:
        path.write_text(HUGE[kind] or "")


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="memory of a process can't be measured here")
@pytest.mark.parametrize("kind", HUGE)
def test_huge_and_special_files_are_rejected_with_a_message(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "huge.toml"
    make(path, kind)
    # Started by a small process, because the reported peak memory of a process includes that of its parent.
    run = subprocess.run(
        [sys.executable, "-c", WATCHDOG, sys.executable, "-m", "genai_roadmap", "check", str(path)],
        env=environment(COVERAGE_PROCESS_CONFIG=""),
        capture_output=True,
        text=True,
        check=False,
    )
    *lines, kilobytes = run.stderr.splitlines()
    assert run.returncode == 3
    assert run.stdout == ""
    assert lines[0].startswith(f"genai-roadmap: {path}")
    assert not any("Traceback" in line for line in lines)
    assert len(lines) <= 101
    assert int(kilobytes) < 300 * 1024, "the limit promised in SECURITY.md"


@pytest.mark.parametrize("roadmap_id", ["../../x", "con", "", "x" * 300, "a\0b", "A", "/etc/x"])
def test_ids_cannot_escape_the_folder(program: Program, tmp_path: Path, home: Path, roadmap_id: str) -> None:
    path = tmp_path / "id.toml"
    path.write_bytes(tomli_w.dumps({**roadmap_with("T"), "id": roadmap_id}).encode())
    before = sorted(tmp_path.rglob("*"))
    run = program("--roadmap", str(path), "done", "leaf")
    assert run.code == 3
    assert f"{path}: `id`" in run.err
    assert sorted(tmp_path.rglob("*")) == before
    assert not home.exists()
