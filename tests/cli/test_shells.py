"""Tests that need a real shell or terminal: completion, and the learner's editor."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import Program, command_names, environment, run_on_a_terminal

BIN = str(Path(sys.executable).parent)
PROTOCOLS = {
    "bash": {"COMP_WORDS": "genai-roadmap {words}", "COMP_CWORD": "2"},
    "zsh": {"_TYPER_COMPLETE_ARGS": "genai-roadmap {words}"},
    "fish": {"_TYPER_COMPLETE_ARGS": "genai-roadmap {words}", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    "powershell": {"_TYPER_COMPLETE_ARGS": "genai-roadmap {words}", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "att"},
}


def completed(shell: str, words: str) -> str:
    """Return the completions that the program returns to a shell."""
    protocol = {name: value.format(words=words) for name, value in PROTOCOLS[shell].items()}
    env = environment(_GENAI_ROADMAP_COMPLETE=f"complete_{shell}", **protocol)
    command = [sys.executable, "-m", "genai_roadmap"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("shell", "words", "answer"),
    [
        ("bash", "done att", "attention-mechanisms\n"),
        (
            "bash",
            "done transformers",
            "transformers-deep-learning  Transformers\ntransformers-generative  Transformers\n",
        ),
        ("zsh", "done att", '_arguments \'*: :(("attention-mechanisms":"Attention Mechanisms"))\'\n'),
        ("fish", "show att", "attention-mechanisms\tAttention Mechanisms\n"),
        ("powershell", "open att", "attention-mechanisms:::Attention Mechanisms\n"),
        ("fish", "list 4.2.", "4.2.1\tCNNs\n4.2.2\tRNNs\n4.2.3\tTransformers\n"),
        ("fish", "note xyzzy", "\n"),
        ("fish", "list step-4", "step-4\tDeep Learning\n"),
        ("fish", "--roadmap /nowhere.toml done att", "\n"),
        ("fish", "list --status s", "started\nskipped\n"),
        ("fish", "export b", "badge\tBadge for a README\n"),
    ],
)
def test_items_are_completed_with_titles(shell: str, words: str, answer: str) -> None:
    assert completed(shell, words) == answer


def test_steps_are_offered_for_empty_input() -> None:
    lines = completed("fish", "done ").splitlines()
    assert len(lines) == 9
    assert lines[3] == "step-4\tDeep Learning"


def test_titles_are_not_interpreted_by_the_shell(tmp_path: Path) -> None:
    title = r"[red]$(touch x) `y` \";z:"
    roadmap = tmp_path / "evil.toml"
    roadmap.write_text(
        'format = 1\nid = "evil"\nversion = "1"\ntitle = "Evil"\n[[steps]]\nslug = "one"\ntitle = "One"\n'
        f"topics = [{{ slug = 'a', title = '{title}' }}]\n"
    )
    answer = completed("zsh", f"--roadmap {roadmap} done a")
    assert answer == '_arguments \'*: :(("a":" red  (touch x)  y     z "))\'\n'


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_commands_are_completed_with_whole_sentences(shell: str) -> None:
    env = environment(
        _GENAI_ROADMAP_COMPLETE=f"complete_{shell}",
        _TYPER_COMPLETE_ARGS="genai-roadmap ",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
        _TYPER_COMPLETE_WORD_TO_COMPLETE="",
    )
    command = [sys.executable, "-m", "genai_roadmap"]
    shown = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    assert "..." not in shown
    lines = [] if shell == "zsh" else re.split(r"[\t\n]|:::", shown.strip())
    assert lines[::2] == ([] if shell == "zsh" else command_names())


@pytest.mark.parametrize(("word", "shown"), [("word ", "word " * 11 + "wo..."), ("学习", "学习" * 13 + "学...")])
def test_long_titles_are_completed_on_one_line(tmp_path: Path, word: str, shown: str) -> None:
    roadmap = tmp_path / "long.toml"
    roadmap.write_text(
        'format = 1\nid = "long"\nversion = "1"\ntitle = "Long"\n[[steps]]\nslug = "one"\ntitle = "One"\n'
        f"topics = [{{ slug = 'a', title = '{word * 100}' }}]\n",
        encoding="utf-8",
    )
    answer = completed("fish", f"--roadmap {roadmap} done a")
    assert answer == f"a\t{shown}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_the_ids_of_roadmaps(program: Program, shell: str, tmp_path: Path) -> None:
    assert program("new", "my-plan").code == 0
    for command in ("use", "update", "remove"):
        assert "my-plan" in completed(shell, f"{command} my"), command
        assert "genai-engineer" not in completed(shell, f"{command} my"), command
    (tmp_path / "home" / "roadmaps" / "my-plan.toml").unlink()
    assert "my-plan" not in completed(shell, "use my")


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_completion_in_bash(home: Path) -> None:
    script = """
    eval "$(_GENAI_ROADMAP_COMPLETE=source_bash genai-roadmap)"
    COMP_WORDS=(genai-roadmap done transformers) COMP_CWORD=2
    _genai_roadmap_completion genai-roadmap
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    env = environment(PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}", GENAI_ROADMAP_HOME=str(home))
    run = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=True)
    assert run.stdout == "transformers-deep-learning  Transformers\ntransformers-generative  Transformers\n"


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
def test_completion_in_fish(home: Path) -> None:
    script = "_GENAI_ROADMAP_COMPLETE=source_fish genai-roadmap | source; complete -C 'genai-roadmap done att'"
    env = environment(PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}", GENAI_ROADMAP_HOME=str(home), HOME=str(home))
    run = subprocess.run(["fish", "-c", script], env=env, capture_output=True, text=True, check=True)
    assert run.stdout == "attention-mechanisms\tAttention Mechanisms\n"


@pytest.mark.skipif(not shutil.which("zsh"), reason="there is no zsh here")
def test_completion_in_zsh(home: Path) -> None:
    script = r"""
    zmodload zsh/zpty
    zpty shell 'zsh -f -i'
    zpty -w shell 'autoload -Uz compinit && compinit -D -u; PS1= ; echo READ""Y'
    zpty -w shell 'eval "$(_GENAI_ROADMAP_COMPLETE=source_zsh genai-roadmap)"'
    zpty -r shell start '*READY*'
    zpty -w -n shell $'genai-roadmap done transformers\t\t'
    zpty -r shell shown '*-- Transformers*-- Transformers*'
    print -r -- "$shown"
    """
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    env = environment(PATH=path, GENAI_ROADMAP_HOME=str(home), HOME=str(home), TERM="xterm", COLUMNS="80")
    run = subprocess.run(["zsh", "-f", "-c", script], env=env, capture_output=True, text=True, check=True, timeout=300)
    titles = re.findall(r"(transformers-[a-z-]+) +-- (Transformers)", run.stdout)
    assert titles == [("transformers-deep-learning", "Transformers"), ("transformers-generative", "Transformers")]


def run_program_on_a_terminal(*arguments: str, **changes: str) -> tuple[int, str]:
    return run_on_a_terminal([sys.executable, "-m", "genai_roadmap", *arguments], **changes)


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    path = tmp_path / "my editor"
    path.write_text('#!/bin/sh\nprintf "From the\\neditor\\n" > "$2"\n')
    path.chmod(0o700)
    return path


def test_note_from_the_editor(editor: Path) -> None:
    code, shown = run_program_on_a_terminal("note", "cnns", EDITOR=f"'{editor}' --wait", TERM="dumb")
    assert code == 0
    assert shown.endswith("\r\n     From the\r\n     editor\r\n")


def test_failing_editor_records_nothing(home: Path) -> None:
    code, shown = run_program_on_a_terminal("note", "cnns", EDITOR="false")
    assert code == 1
    assert "the editor 'false' failed" in shown
    assert not (home / "progress").exists()


def test_invalid_utf_8_note_is_kept(tmp_path: Path, home: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'caf\\351' > \"$1\"\n")
    editor.chmod(0o700)
    code, shown = run_program_on_a_terminal("note", "cnns", EDITOR=str(editor), TMPDIR=str(tmp_path))
    assert code == 1
    assert "the note is not UTF-8 text: byte 0xe9 (at line 1, column 4); nothing was recorded" in " ".join(
        shown.split()
    )
    assert [kept.read_bytes() for kept in tmp_path.glob("*.md")] == [b"caf\xe9"]
    assert not (home / "progress").exists()


def test_signs_and_bars_on_a_terminal() -> None:
    _, shown = run_program_on_a_terminal("status", TERM="xterm-256color", PYTHONIOENCODING="utf-8")
    assert "○" in shown
    assert "─" in shown
    assert "\x1b[" in shown
