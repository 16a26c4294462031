"""Yes-or-no questions on a terminal."""

import sys

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


def test_any_other_answer_is_asked_for_again(program: Program) -> None:
    program("done", "cnns")
    program("done", "rnns")
    code, shown = run_on_a_terminal(RESTORE, "maybe\ny\n")
    assert code == 0
    assert "genai-roadmap: type y for yes or n for no" in shown
    assert shown.count("Restore it?") == 2
