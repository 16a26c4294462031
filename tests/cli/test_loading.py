"""The slow packages that each command loads: importing one that it does not need makes it start slower."""

import subprocess
import sys
from pathlib import Path

import pytest

from small import OWN
from support import command_names, environment

SCRIPT = (
    "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr));"
    "sys.argv[0] = 'genai-roadmap'; from genai_roadmap.__main__ import main; main()"
)
SLOW = {
    "anyascii",
    "dask",
    "dateutil",
    "distributed",
    "filelock",
    "fsrs",
    "fsspec",
    "ftfy",
    "icalendar",
    "jinja2",
    "linkify_it",
    "markdown_it",
    "plotext",
    "pydantic",
    "rapidfuzz",
    "rich",
    "textual",
    "tomli",
    "tomli_w",
    "truststore",
    "urllib3",
    "webbrowser",
}
READS = {"pydantic", "tomli"}
SHOWS = READS | {"rich"}
WRITES = READS | {"filelock", "tomli_w"}
MARKDOWN = {"anyascii", "ftfy", "linkify_it", "markdown_it", "rapidfuzz"}
LOADED = {
    "--version": set(),
    "--help": {"rich"},
    "status --help": {"pydantic", "rich"},
    "help done": {"pydantic", "rich"},
    "status": SHOWS,
    "status --json": READS,
    "next": SHOWS,
    "next --json": READS,
    "today": SHOWS,
    "today --json": READS,
    "list": SHOWS,
    "list --json": READS,
    "show cnns": SHOWS,
    "show cnns --json": READS,
    "search attention": SHOWS,
    "search attention --json": READS,
    "open cnns": SHOWS | {"webbrowser"},
    "open --next": SHOWS | {"webbrowser"},
    "read cnns": SHOWS | WRITES,
    "read cnns --json": WRITES,
    "unread cnns --json": WRITES,
    "done cnns": SHOWS | WRITES,
    "done cnns --json": WRITES,
    "start cnns --json": WRITES,
    "skip cnns --json": WRITES,
    "reset cnns --json": WRITES,
    "note cnns text": SHOWS | WRITES,
    "note cnns text --json": WRITES,
    "note cnns --list --json": READS,
    "undo": READS,  # prints that there is nothing to undo
    "redo": WRITES,
    "log": SHOWS,
    "log --json": READS,
    "roadmaps": SHOWS,
    "roadmaps --json": READS,
    "import roadmap.md --dry-run --json": READS | (MARKDOWN - {"rapidfuzz"}),
    "import http://127.0.0.1:1/x.md": READS | (MARKDOWN - {"rapidfuzz"}) | {"truststore", "urllib3"},
    "update": READS,  # prints that the bundled roadmap can't be updated
    "update --all --json": READS,
    "use genai-engineer --json": WRITES,
    "new own --json": READS | {"filelock"},
    "new own --from genai-engineer --json": READS | {"filelock"},
    "edit": READS | {"rapidfuzz"},
    "export toml": READS | {"tomli_w"},
    "export json": READS,
    "export md": READS | {"anyascii"},
    "export csv": READS,
    "export html": READS | {"jinja2"},
    "export svg": SHOWS,
    "export badge": READS | {"jinja2"},
    "export anki": READS,
    "export questions": READS | {"anyascii"},
    "remove own": READS,
    "ui": {"pydantic"},  # prints that it needs a terminal
    "review": SHOWS | {"fsrs"},
    "review --list --json": READS | {"fsrs"},
    "review cnns good": WRITES | {"fsrs"},  # prints that it is not done
    "tour": {"pydantic"},  # prints that it needs a terminal
    "stats": SHOWS,
    "stats --json": READS,
    "goal": SHOWS,
    "goal +20y --json": WRITES | {"dateutil"},
    "cohort .": SHOWS | {"rapidfuzz"},  # says what is wrong with the roadmap there
    "cohort . --json": READS | {"rapidfuzz"},
    "plan --per-week 3": SHOWS,
    "plan --per-week 3 --json": READS,
    "plan --per-week 3 --ics": READS | {"dateutil", "icalendar"},
    "help": {"pydantic", "rich"},
    "help config": SHOWS,
    "help ui": {"pydantic", "rich"},
    "done cnns --on friday --json": WRITES | {"dateutil"},
    "sync": READS,  # prints that it is not set up
    "sync init shared": SHOWS | WRITES,
    "sync init shared --json": WRITES,
    "sync status": READS,
    "config": SHOWS,
    "config --json": READS,
    "config streak off --json": WRITES,
    "about": SHOWS,
    "about --json": READS,
    "check": SHOWS,
    "check --json": READS,
    "check --links linked.toml": SHOWS | {"truststore", "urllib3"},
    "check --fix --json": READS | {"anyascii"},
    "path": SHOWS,
    "path --json": READS,
    "schema": {"pydantic"},
    "restore": SHOWS,
    "restore --json": READS,
}


def loaded(*arguments: str, **variables: str) -> set[str]:
    """Return the slow packages that are loaded when the program exits."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    run = subprocess.run(command, env=environment(**variables), capture_output=True, text=True, check=False)
    return set(run.stderr.split())


@pytest.mark.parametrize("command", LOADED)
def test_commands_load_only_what_they_call(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roadmap.md").write_text("# A\n\n## B\n\n- c\n- d\n")
    (tmp_path / "linked.toml").write_text(f"{OWN}\nresources = [{{ title = 'A', url = 'http://127.0.0.1:1/' }}]\n")
    assert loaded(*command.split(), BROWSER="true", EDITOR="true") & SLOW == LOADED[command]


def test_every_command_is_in_the_table() -> None:
    assert {*command_names()} <= {command.split()[0] for command in LOADED}


def test_only_an_import_from_the_web_and_a_check_of_links_can_make_connections() -> None:
    web = {"truststore", "urllib3"}
    expected = ["import http://127.0.0.1:1/x.md", "check --links linked.toml"]
    assert [command for command, found in LOADED.items() if found & web] == expected


@pytest.mark.parametrize(("typed", "slow"), [("sta", {"pydantic"}), ("done att", READS)])
def test_completion_loads_only_what_it_needs(typed: str, slow: set[str]) -> None:
    protocol = {"COMP_WORDS": f"genai-roadmap {typed}", "COMP_CWORD": str(1 + typed.count(" "))}
    assert loaded(_GENAI_ROADMAP_COMPLETE="complete_bash", **protocol) & SLOW == slow
