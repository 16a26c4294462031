"""The roadmap of suggested commands, if a run is about another than the active one."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from genai_roadmap.cli.main import app
from genai_roadmap.suggested import ON_ROADMAP, of_run, suggested, use
from support import Program

# Commands that name a roadmap or file themselves, or are about all roadmaps.
ON_NONE = {"check", "cohort", "config", "help", "import", "new", "path", "remove", "roadmaps", "schema", "sync"}
ON_NONE |= {"update", "use"}
COMMANDS = [
    "status", "next", "next -n 3", "today", "list", "show 1", "show 1.1.1", "search zzz", "log", "stats", "goal",
    "plan", "plan 5", "goal tomorrow", "goal +6m", "goal", "plan", "status", "start 1.1.1", "start step-2", "next",
    "done 1.1.1", "done 1.1.1", "done step-1", "done step-3", "done 1.1.1 --on 2026-11-01", "done 8.1 8.2 --on friday",
    "done nope", "done 4.4.1", "done 5 6", "note 2.1.1 text", "note 2.1.1 --list", "note 2.1.2 --list", "note --list",
    "note 2.1.1 --edit 9 x", "read 2.1.1 1", "read 2.1.1 99", "unread 2.1.1 1", "open", "skip 7", "reset 2.1.1",
    "review --list", "review", "review 1.1.1 good", "review 1.1.1 9", "undo", "redo", "restore", "restore 1",
    "restore 99", "export anki -o cards.txt", "export md -o list.md", "plan --per-week 3", "today", "status", "log",
    "done 1-9", "status", "plan", "next", "undo --json", "tour", "about", "list --status skipped", "goal --clear",
    "goal",
]  # fmt: skip


@pytest.fixture
def other(program: Program) -> Program:
    """Return a function that runs a command about a roadmap that is not active."""
    program("new", "mine", "--from", "genai-engineer")
    program("use", "genai-engineer")
    return program


@pytest.fixture
def of_other_roadmap() -> Iterator[None]:
    with of_run():
        use(lambda: "my roadmap")
        yield


def test_every_command_on_a_roadmap_names_it(other: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = []
    for line in COMMANDS:
        run = other("--roadmap", "mine", *shlex.split(line))
        found = re.findall(rf"genai-roadmap (?:--roadmap mine )?(?:{ON_ROADMAP})\b.*", run.out + run.err)
        commands += [(line, command) for command in found]
    assert len(commands) > len(COMMANDS)
    assert [each for each in commands if "--roadmap mine " not in each[1]] == []


def test_commands_on_the_active_roadmap_name_none(other: Program) -> None:
    other("use", "mine")
    for arguments in (["--roadmap", "mine", "status"], ["status"], ["done", "1.1.1"], ["done", "nope"]):
        run = other(*arguments)
        assert "genai-roadmap" in run.out + run.err
        assert "--roadmap" not in run.out + run.err


def test_commands_work_as_they_are_suggested(other: Program) -> None:
    other("done", "5.1")
    text = other("--roadmap", "mine", "done", "2.1.1").out
    assert "Undo with: genai-roadmap --roadmap mine undo\n" in text
    assert "2.1.1" in other("--roadmap", "mine", "undo").out
    assert other("show", "5.1", "--json").json["status"] == "done"


def test_each_command_is_on_a_roadmap_or_not() -> None:
    names = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    assert {name for name in names - ON_NONE if not re.fullmatch(ON_ROADMAP, name)} == set()
    assert {name for name in ON_NONE if re.fullmatch(ON_ROADMAP, name)} == set()


@pytest.mark.usefixtures("of_other_roadmap")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Undo with: genai-roadmap undo", "Undo with: genai-roadmap --roadmap 'my roadmap' undo"),
        ("use `genai-roadmap list --all`", "use `genai-roadmap --roadmap 'my roadmap' list --all`"),
        ("genai-roadmap edit", "genai-roadmap --roadmap 'my roadmap' edit"),
        ("genai-roadmap edit my-own", "genai-roadmap edit my-own"),
        ("genai-roadmap restore my-own", "genai-roadmap restore my-own"),
        ("genai-roadmap restore 2", "genai-roadmap --roadmap 'my roadmap' restore 2"),
        ("genai-roadmap use other", "genai-roadmap use other"),
        ("genai-roadmap restore 2 --roadmap third", "genai-roadmap restore 2 --roadmap third"),
        ("genai-roadmap --roadmap third undo", "genai-roadmap --roadmap third undo"),
        ("a genai-roadmap file", "a genai-roadmap file"),
        ("/bin/genai-roadmap undo", "/bin/genai-roadmap undo"),
    ],
)
def test_commands_in_a_text(text: str, expected: str) -> None:
    assert suggested(text) == expected


def test_no_roadmap_is_named_after_a_run() -> None:
    with of_run():
        use(lambda: "mine")
    assert suggested("genai-roadmap undo") == "genai-roadmap undo"
