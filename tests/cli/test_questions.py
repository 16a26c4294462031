"""Yes-or-no questions on a terminal."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from support import Program, run_on_a_terminal

RESTORE = [sys.executable, "-m", "genai_roadmap", "restore", "2"]


@pytest.mark.parametrize(("typed", "is_restored"), [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False)])
def test_answers(program: Program, typed: str, is_restored: bool) -> None:  # noqa: FBT001
    program("done", "cnns")
    program("done", "rnns")
    code, shown = run_on_a_terminal(RESTORE, typed)
    assert "Restore it? [y/N]: " in shown
    assert code == (0 if is_restored else 1)
    assert program("status", "--json").json["progress"]["done"] == (1 if is_restored else 2)


@pytest.mark.parametrize("typed", ["\n", "\x04", "q\n"])
def test_a_question_without_a_yes_says_that_nothing_changed(program: Program, typed: str) -> None:
    program("done", "cnns", "rnns", "variables")
    for command in (["start", "cnns"], ["reset", "step-4"]):
        code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", *command], "", [("[y/N]: ", typed)])
        assert code == (1 if typed == "\n" else 130)
        assert shown.endswith("\r\nNothing changed.\r\n")


def test_a_backup_is_restored_without_a_question(program: Program) -> None:
    program("done", "cnns")
    program("done", "rnns")
    code, shown = run_on_a_terminal([*RESTORE, "--yes"], "")
    assert code == 0
    assert "Restore it?" not in shown
    assert program("status", "--json").json["progress"]["done"] == 1


def test_any_other_answer_is_asked_for_again(program: Program) -> None:
    program("done", "cnns")
    program("done", "rnns")
    code, shown = run_on_a_terminal(RESTORE, "maybe\ny\n")
    assert code == 0
    assert "genai-roadmap: type y for yes, n for no, or q to cancel" in shown
    assert shown.count("Restore it?") == 2


@pytest.mark.parametrize(("typed", "status"), [("y\n", "started"), ("\n", "done")])
def test_starting_what_is_done_asks_on_a_terminal(program: Program, typed: str, status: str) -> None:
    program("done", "cnns")
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", "start", "cnns"], typed)
    assert "CNNs is done (since " in shown
    assert "). Start it again? [y/N]: " in shown
    assert code == (0 if status == "started" else 1)
    assert program("show", "cnns", "--json").json["status"] == status


def test_skipping_what_is_done_asks_on_a_terminal(program: Program) -> None:
    program("done", "cnns", "rnns")
    command = [sys.executable, "-m", "genai_roadmap", "skip", "cnns", "rnns"]
    assert "CNNs, RNNs are done. Skip them? [y/N]: " in run_on_a_terminal(command, "n\n")[1]
    skipped = program("skip", "cnns")
    assert (skipped.code, "No longer done: CNNs\n" in skipped.out) == (0, True)


@pytest.mark.parametrize(("typed", "status"), [("y\n", "todo"), ("\n", "done")])
def test_resetting_more_topics_than_were_named_asks_on_a_terminal(program: Program, typed: str, status: str) -> None:
    program("done", "cnns", "rnns", "variables")
    command = [sys.executable, "-m", "genai_roadmap", "reset"]
    code, shown = run_on_a_terminal([*command, "step-4"], typed)
    assert "Reset 2 topics of " in shown
    assert " to todo? [y/N]: " in shown
    assert code == (0 if status == "todo" else 1)
    assert program("show", "cnns", "--json").json["status"] == status
    assert "[y/N]" not in run_on_a_terminal([*command, "variables", "rnns"])[1]


@pytest.mark.parametrize(("typed", "status"), [("y\n", "skipped"), ("\n", "todo")])
def test_skipping_more_topics_than_were_named_asks_on_a_terminal(program: Program, typed: str, status: str) -> None:
    command = [sys.executable, "-m", "genai_roadmap", "skip"]
    code, shown = run_on_a_terminal([*command, "4.1"], typed)
    assert "Skip 3 topics of " in shown
    assert code == (0 if status == "skipped" else 1)
    assert program("show", "4.1.1", "--json").json["status"] == status
    assert "[y/N]" not in run_on_a_terminal([*command, "variables", "rnns"])[1]


@pytest.mark.parametrize("command", ["done", "start", "skip", "reset", "read", "unread", "note", "review"])
def test_a_few_letters_in_a_word_record_nothing(program: Program, command: str) -> None:
    program("done", "numpy")
    run = program(command, "ump", *{"note": ["text"], "review": ["good"]}.get(command, []))
    assert (run.code, run.out, run.err) == (1, "", "genai-roadmap: no item 'ump'. Did you mean `numpy`?\n")
    assert len(program("log", "--json").json["changes"]) == 1
    assert program("show", "ump").out.startswith("done 1.2.1 NumPy\n")


def test_what_was_typed_in_the_middle_of_a_word_is_shown(program: Program) -> None:
    assert "\n'ttent' is only part of a word in 4.3.1 Attention Mechanisms\n" in program("done", "ttent").out
    assert "matched" not in program("done", "mechan").out


@pytest.mark.parametrize(("typed", "is_removed"), [("y\n", True), ("\n", False)])
def test_removing_a_roadmap_asks_on_a_terminal(program: Program, home: Path, typed: str, *, is_removed: bool) -> None:
    program("new", "mine", "--from", "genai-engineer", "--with-progress")
    command = [sys.executable, "-m", "genai_roadmap", "remove", "mine"]
    code, shown = run_on_a_terminal(command, typed)
    assert "Remove Generative AI (Gen AI) Engineer Roadmap 2025/26 (0 of 77 topics done)? [y/N]:" in shown
    assert "Your progress is kept. Remove Generative AI" in shown
    assert code == (0 if is_removed else 1)
    assert (home / "roadmaps" / "mine.toml").exists() is not is_removed


@pytest.mark.parametrize(
    "command",
    [["remove", "mine", "-y"], ["skip", "step-1", "--all", "--yes"], ["undo", "-y"], ["reset", "step-1", "-y"]],
    ids=lambda command: command[0],
)
def test_yes_answers_the_question(program: Program, home: Path, command: list[str]) -> None:
    program("new", "mine")
    program("done", "step-1", "--all")
    os.utime(home / "roadmaps" / "mine.toml", (2**32, 2**32))
    before = (home / "progress" / "genai-engineer.toml").read_bytes()
    code, shown = run_on_a_terminal([sys.executable, "-m", "genai_roadmap", *command], "n\n")
    assert (code, "[y/N]" in shown) == (0, False), shown
    is_kept = (home / "progress" / "genai-engineer.toml").read_bytes() == before
    assert is_kept == (command[0] == "remove") == (not (home / "roadmaps" / "mine.toml").exists())


def test_yes_updates_without_asking(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text("# Plan\n\n## One\n\n- Alpha\n- Beta\n\n## Two\n\n- Gamma\n")
    program("import", str(file))
    program("--roadmap", "plan", "done", "alpha")
    file.write_text(file.read_text().replace("Alpha", "Alphas"))
    command = [sys.executable, "-m", "genai_roadmap", "update", "plan", "-y"]
    code, shown = run_on_a_terminal(command, "n\n")
    assert (code, "[y/N]" in shown) == (0, False), shown
    assert "Updated Plan" in shown


@pytest.mark.parametrize("width", [50, 80, 400])
def test_questions_are_wrapped_between_words(program: Program, home: Path, width: int) -> None:
    program("note", "cnns", "A long note about pooling and the sizes of kernels")
    program("config", "streak", "off")
    os.utime(home / "settings.toml", (2**32, 2**32))
    command = f"stty cols {width}; exec {shlex.quote(sys.executable)} -m genai_roadmap undo"
    code, shown = run_on_a_terminal(["sh", "-c", command], "n\n")
    question = shown[shown.index("Your last") : shown.index("[y/N]:")].strip()
    assert code == 1
    assert max(map(len, question.split("\r\n"))) <= width
    assert ("\r\n" in question) == (width < 400)
    whole = " ".join(question.split())
    assert whole.startswith("Your last change: the note 'A long note about pooling and the sizes of kernels' on CNNs")
    assert whole.endswith("Settings or roadmaps have changed since; undo won't revert those. Undo it?")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("width", [50, 80, 120])
def test_candidates_of_an_ambiguous_item_are_on_one_line_each(width: int) -> None:
    command = f"stty cols {width}; exec {shlex.quote(sys.executable)} -m genai_roadmap show learning"
    code, shown = run_on_a_terminal(["sh", "-c", command])
    _, _, after = shown.partition("use its number:\r\n")
    rows = after.splitlines()
    assert code == 1
    assert (len(rows), rows[-1]) == (9, "  and 5 more")
    assert max(map(len, rows)) <= width
    assert rows[4] == f"  4      deep-learning                  {'Deep...' if width == 50 else 'Deep Learning'}"
