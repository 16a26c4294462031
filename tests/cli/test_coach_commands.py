"""The commands that coach: next, today, tour, and what done and start say."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from genai_roadmap.cli import output as cli_output
from genai_roadmap.cli import tour
from genai_roadmap.storage import progress_files
from small import OWN
from support import Program, Run, environment

NOW = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Tuesday in November."""
    monkeypatch.setattr(cli_output, "now", lambda: NOW)
    monkeypatch.setattr(tour, "now", lambda: NOW)


@pytest.fixture
def answer(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Runs the tour with these answers, as if on a terminal."""
    monkeypatch.setattr(tour, "is_interactive", lambda: True)

    def run(*answers: str) -> Run:
        return program("tour", input="".join(f"{text}\n" for text in answers))

    return run


# next


def test_next_is_one_topic_by_default(program: Program) -> None:
    assert [item["id"] for item in program("next", "--json").json["items"]] == ["variables"]
    text = program("next").out
    assert text.startswith("todo 1.1.1 Variables\nPython Basics, step 1\n\nWhy step 1  Gen AI Engineers require")
    assert "Official Python Docs\n  https://docs.python.org/3/tutorial/index.html\n" in text
    assert text.endswith(
        "If you already know it: genai-roadmap done 1.1.1 --known\nStart it: genai-roadmap start 1.1.1\n"
    )
    program("start", "cnns")
    assert "Open the first resource: genai-roadmap open --next\n" in program("next").out
    assert len(program("next", "-n", "3", "--json").json["items"]) == 3
    assert program("next", "-n", "3").out.endswith("\nContinue 4.2.1: genai-roadmap open --next\n")


def test_next_names_the_alternatives_of_a_topic(program: Program) -> None:
    program("done", "1", "2", "3", "4", "--known")
    program("reset", "4.4")
    choice = "\n\nChoose 1 of 2: TensorFlow or PyTorch (`genai-roadmap start 4.4.2`)\n\n"
    assert choice in program("next").out
    program("start", "4.4.1")
    assert "Choose" not in program("next").out


def test_next_asks_about_old_topics_instead_of_suggesting_them(program: Program) -> None:
    program("start", "pandas", "--on", "2026-11-03")
    program("start", "cnns", "--on", "2026-11-05")
    assert program("next", "--json").json["items"][0]["id"] == "variables"
    question = (
        "Still working on it? Started 3 weeks ago: Pandas and 1 more\n"
        "If so: genai-roadmap start 1.2.2 --on today\n"
        "If not: `genai-roadmap done 1.2.2` or `genai-roadmap reset 1.2.2`\n"
    )
    for command in (["next"], ["next", "-n", "2"]):
        assert program(*command).out.startswith(question)
    assert f"\n{question}" in program("today").out
    program("start", "pandas", "--on", "today")
    assert "Started 2 weeks ago: CNNs\n" in program("next").out
    program("done", "cnns")
    assert "Still working on it?" not in program("next").out
    assert program("next", "--json").json["items"][0]["id"] == "pandas"


def test_status_suggests_what_next_asks_after_a_pause(program: Program) -> None:
    program("done", "1.1.1", "--on", "2026-10-05")
    program("start", "1.1.3", "--on", "2026-10-05")
    text = program("status").out
    assert "Still working on 1.1.3, Loops?\n" in text
    assert text.endswith(
        "\nReset Loops: genai-roadmap reset 1.1.3\nContinue Loops: genai-roadmap start 1.1.3 --on today\n"
    )
    today = program("today").out
    assert "Last topic: 5 Oct 2026 (Variables).\n" in today
    assert today.count("Still working on") == 1
    program("reset", "1.1.3")
    assert program("status").out.endswith("\nStart Data types: genai-roadmap start 1.1.2\n")


# start and done


def test_what_is_started_says_how_to_mark_it_done(program: Program) -> None:
    mark, command = "Mark it done: genai-roadmap done 1.1.1\n", "genai-roadmap open --next"
    assert program("start", "1.1.1").out.endswith(f"\nOpen the first resource: {command} 1.1.1\n{mark}")
    mark = "Mark Variables done: genai-roadmap done 1.1.1\n"
    assert program("status").out.endswith(f"\n{mark}Continue Variables: {command}\n")
    program("read", "1.1.1")
    assert program("status").out.endswith("\nMark Variables done: genai-roadmap done 1.1.1\n")


def test_start_on_a_step_starts_its_first_topic(program: Program) -> None:
    started = program("start", "step-4")
    assert started.out.startswith("1 topic started\n  started  4.1.1  Neural Networks\n")
    assert "Prerequisites not done yet: Foundations of Machine Learning\n" in started.out
    again = program("start", "step-4")
    assert (again.code, again.out) == (0, "Nothing changed.\nAlready started: Neural Networks\n")
    assert program("start", "step-4", "--json").json["unchanged"] == ["neural-networks"]
    assert len(program("start", "step-4", "--all", "--json").json["changed"]) == 9


def test_done_says_which_alternative_it_counted(program: Program) -> None:
    text = program("done", "step-8").out
    assert (
        "Counted AWS SageMaker (choose 1 of 3). "
        "For Google Vertex AI: genai-roadmap done 8.3.2 (Azure ML: 8.3.3)\n" in text
    )
    assert "Counted TensorFlow (choose 1 of 2). For PyTorch: genai-roadmap done 4.4.2\n" in program("done", "4").out
    assert program("done", "8.3.2").code == 0
    assert "Counted" not in program("done", "cnns").out


def test_many_choices_are_not_all_listed(program: Program, tmp_path: Path) -> None:
    groups = ", ".join(
        f'{{ slug = "g{n}x", title = "G{n}", choose = 1, topics = [{{ slug = "a{n}x", title = "A{n}" }}, '
        f'{{ slug = "b{n}x", title = "B{n}" }}] }}'
        for n in range(1, 6)
    )
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace('{ slug = "a", title = "A" }', groups))
    text = program("--roadmap", str(own), "done", "1").out
    assert text.count("Counted ") == 3
    assert f"And 2 more choices; see: genai-roadmap --roadmap {own} list --all\n" in text


def test_completed_steps_and_the_finished_roadmap_are_celebrated(program: Program) -> None:
    assert "\nStep 4 complete: Deep Learning. 1 of 9 steps.\n" in program("done", "4").out
    assert "complete" not in program("undo").out
    program("redo")
    program("done", "1", "2", "3", "5", "6", "8")
    finished = program("done", "step-9").out
    assert "\nYou finished the roadmap! 77 of 77 topics.\nFinished 24 Nov 2026.\nSave a page" in finished
    assert "genai-roadmap roadmaps\n" in finished
    assert "complete" not in finished
    status = program("status").out
    assert "\nSave a page about it: genai-roadmap export html -o roadmap.html\nSee what to review and when:" in status
    assert "genai-roadmap roadmaps\n" in status
    assert "finished" not in program("undo").out


def test_next_offers_the_tour_while_nothing_is_recorded(program: Program) -> None:
    tour = "New here? Record what you already know: genai-roadmap tour\n"
    known = "\nIf you already know it: genai-roadmap done 1.1.1 --known\n"
    assert f"\n\n{tour}{known}" in program("next").out
    assert program("next", "-n", "3").out.endswith(f"\n\n{tour}\nStart 1.1.1: genai-roadmap start 1.1.1\n")
    program("done", "cnns")
    assert tour not in program("next").out


# today


def test_today_shows_what_was_done_and_what_is_next(program: Program) -> None:
    assert program("today").out == (
        "Tuesday, 24 November 2026\n\nNothing done yet today.\n\n13 more topics to finish step 1.\n\n"
        "Next\n  todo 1.1.1 Variables\n    first topic of step 1\n"
        "  If you already know it: genai-roadmap done 1.1.1 --known\n  Start it: genai-roadmap start 1.1.1\n"
    )
    program("done", "variables", "data-types", "--on", "yesterday")
    program("done", "1.1.3", "1.1.4", "1.1.5", "1.1.6", "1.1.7")
    program("start", "cnns")
    program("done", "pandas", "--known")
    text = program("today").out
    assert "\nDone today: 5\n  done 1.1.3 Loops\n" in text
    assert "  and 2 more\n1 topic already known\n\nStarted today: CNNs\n2-day streak. 9 more topics to" in text
    assert text.endswith(
        "\n  Open the first resource: genai-roadmap open --next\n  Mark it done: genai-roadmap done 4.2.1\n"
    )
    data = program("today", "--json").json
    assert data["done"][0]["id"] == "loops"
    assert (data["date"], len(data["done"]), data["known"]) == ("2026-11-24", 5, 1)
    assert [item["id"] for item in data["started"]] == ["cnns"]
    assert (data["next"][0]["id"], data["next"][0]["reason"]) == ("cnns", "started today")
    assert data["streak"] == {"current": 2, "longest": 2, "weeks": 1}


def test_today_when_everything_is_done(program: Program) -> None:
    program("done", *map(str, range(1, 10)), "--all")
    assert "\nYou finished the roadmap! 77 of 77 topics.\nSave a page" in program("today").out
    assert program("today", "--json").json["next"] == []


def test_streak_at_risk_is_mentioned_until_something_is_learned(program: Program) -> None:
    program("done", "1.1.1", "--on", "2026-11-22")
    program("done", "1.1.2", "--on", "2026-11-23")
    warning = "2-day streak: learn something today to keep it"
    for command in ("today", "status"):
        assert warning in program(command).out
    for command in ("next", "stats", "log"):
        assert warning not in program(command).out
    program("start", "1.1.3")
    for command in ("today", "status"):
        assert "3-day streak" in program(command).out


def test_today_says_that_a_day_is_missing_in_a_streak_and_how_to_record_it(program: Program) -> None:
    for day, item in (("2026-11-21", "1.1.1"), ("2026-11-22", "1.1.2")):
        program("done", item, "--on", day)
    said = "\nYou missed a day after your 2-day streak. For yesterday: genai-roadmap done ITEM --on yesterday\n"
    assert said in program("today").out
    program("done", "1.1.3")
    assert said in program("today").out
    program("done", "1.1.4", "--on", "yesterday")
    text = program("today").out
    assert "4-day streak" in text
    assert said not in text


def test_a_missing_day_is_not_mentioned_when_everything_is_done(program: Program) -> None:
    program("done", "1.1.1", "--on", "2026-11-21")
    program("done", "1.1.2", "--on", "2026-11-22")
    program("done", *map(str, range(1, 10)))
    assert "You missed a day" not in program("today").out


def test_the_end_of_the_roadmap_mentions_neither_a_streak_of_a_day_nor_what_does_not_count(program: Program) -> None:
    program("done", *map(str, range(1, 9)), "--on", "2026-11-20")
    text = program("done", "9").out
    assert "You finished the roadmap!" in text
    assert "Started 20 Nov 2026, finished 24 Nov 2026: 5 days.\n" in text
    assert "marked together" not in text


# tour


def test_tour_records_each_answer(answer: Program, program: Program) -> None:
    run = answer("all", "1 3 5-7", "", "none", "2", "q")
    assert run.code == 0
    assert "What do you already know? 9 steps; Enter = none of these, q = stop.\n" in run.out
    assert "17 topics (4 optional) marked as already known.\n" in run.out
    assert "Step 1 complete: Programming Fundamentals. 1 of 9 steps.\n" in run.out
    assert "5 topics marked as already known: Matrices, Eigenvalues, Probability distributions, " in run.out
    assert "Done or already known: 19 of 77 topics, 24%\nUndo the last answer with: genai-roadmap undo\n" in run.out
    assert "\ntodo 2.1.2 Vectors\n" in run.out, "what is next"
    changes = progress_files.load("genai-engineer").changes
    assert [(change.action, change.known, len(change.topics)) for change in changes] == [
        ("done", True, 17),
        ("done", True, 5),
        ("done", True, 1),
    ]
    assert changes[2].topics == ("stemming",)
    for done in (18, 13, 0):
        assert program("undo", "--json").json["progress"]["done"] == done


def test_tour_records_a_group_as_done_does(answer: Program, program: Program) -> None:
    text = answer("1.2", "q").out
    assert "marked as already known" in text
    known = {item["id"] for item in program("list", "1.2", "--status", "done", "--json").json["topics"]}
    program("undo")
    program("done", "1.2", "--known")
    assert known == {item["id"] for item in program("list", "1.2", "--status", "done", "--json").json["topics"]}


def test_tour_names_a_number_of_each_step(answer: Program) -> None:
    run = answer("", "2.1", "1.2", "q")
    for example in ("1.1", "2.1", "3.1"):
        assert f"Numbers (1 3 5-7 or {example}) or names, a = all" in run.out
    assert "4 topics marked as already known: Matrices, Vectors, Eigenvalues, Eigenvectors.\n" in run.out
    assert "'1.2' is not a number from 1 to 8 or a range like 1-8, nor a topic of this step, like 3.1\n" in run.err


def test_tour_can_not_go_back_from_its_first_step(answer: Program) -> None:
    run = answer("b", "q")
    assert "genai-roadmap: this is the first step\n" in run.err


def test_tour_asks_again_after_an_unclear_answer(answer: Program) -> None:
    run = answer("Maybe", "99", "2-1", "s", "1", "q")
    assert "genai-roadmap: no item 'Maybe'. Type numbers from 1 to 17, or names of topics of this step\n" in run.err
    assert run.err.count("genai-roadmap: ") == 4
    assert "1 topic marked as already known: Variables.\n" in run.out


def test_tour_takes_names_of_topics(answer: Program, program: Program) -> None:
    run = answer("NumPy, Python basics", "CNN", "vectors", "q")
    assert "9 topics marked as already known.\n" in run.out
    assert "genai-roadmap: no item 'CNN'. Type numbers from 1 to 10, or names of topics of this step\n" in run.err
    assert "1 topic marked as already known: Vectors.\n" in run.out
    assert program("list", "--json").json["progress"]["done"] == 10


def test_tour_can_be_repeated_and_asks_only_for_the_rest(answer: Program, program: Program) -> None:
    answer("a", "q")
    again = answer("q")
    assert "8 steps" in again.out
    assert "Step 2: Mathematics for Generative AI (1 of 8)" in again.out
    assert "answer" not in again.out
    program("done", *map(str, range(1, 10)))
    optional = answer("", "2").out
    assert "Step 4: Deep Learning (optional, 1 of 2)" in optional
    assert "1 topic (optional) marked as already known" in optional
    program("done", *map(str, range(1, 10)), "--all")
    everything = answer()
    assert everything.code == 0
    assert everything.out.startswith("Nothing left to ask: every step is complete or skipped.\n")
    assert "You finished the roadmap! 77 of 77 topics.\nSave a page" in everything.out
    assert "todo" not in everything.out, "alternatives to what is done are not suggested"


def test_tour_of_a_roadmap_with_one_step(program: Program, answer: Program, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    program("import", str(own))
    program("use", "own")
    run = answer("a")
    assert "1 step; Enter" in run.out
    assert "You finished the roadmap! 1 of 1 topic.\n" in run.out
    assert run.out.count("You finished the roadmap!") == 2, "after the answer, and as what is next"


def test_interrupted_tour_keeps_what_was_recorded(answer: Program, program: Program) -> None:
    run = answer("a")
    assert run.code == 130
    assert program("status", "--json").json["progress"]["done"] == 13


def test_tour_without_a_terminal(program: Program) -> None:
    run = program("tour", input="a\n")
    assert (run.code, run.out) == (1, "")
    assert run.err == (
        "genai-roadmap: the tour asks questions, which requires a terminal. "
        "Run `genai-roadmap done ITEM --known` instead\n"
    )


def test_tour_on_a_real_terminal(home: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such terminals")
    import pty

    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "genai_roadmap", "tour"]
    process = subprocess.Popen(
        command, env=environment(PAGER="cat"), stdin=terminal, stdout=terminal, stderr=terminal, close_fds=True
    )
    os.close(terminal)
    os.write(controller, b"a\n\x04")
    assert process.wait(timeout=300) == 130
    os.close(controller)
    assert b"known = true" in (home / "progress" / "genai-engineer.toml").read_bytes()


def test_stopped_tour_without_answers_says_that_nothing_was_recorded(answer: Program) -> None:
    for answers in ([], ["", "1", "b"]):
        run = answer(*answers)
        assert (run.code, "stopped; nothing was recorded" in run.err, "saved" in run.err) == (130, True, False)


def test_tour_goes_back_and_explains_its_answers(answer: Program) -> None:
    run = answer("1 3", "b", "?", "2", "", "b", "b", "", "q")
    assert run.out.count("Step 1: ") == 3
    assert (
        "Type the numbers or names of what you already know, or press Enter if it is nothing. b undoes the last"
        in run.out
    )
    assert "Undid: 2 topics marked as already known.\n" in run.out
    assert "Undid: 1 topic marked as already known.\n" in run.out
    assert "Done or already known: 0 of 77 topics, 0%\n\n" in run.out, "nothing to undo"


def test_stopped_tour_says_that_the_answers_are_saved(answer: Program, program: Program) -> None:
    run = answer("1")
    assert run.code == 130
    assert "genai-roadmap: stopped; your answers are saved\n" in run.err
    assert program("status", "--json").json["progress"]["done"] == 1


def test_show_says_how_to_start_a_topic(program: Program) -> None:
    hint = "\n\nStart it: genai-roadmap start 4.2.1\n"
    assert program("show", "cnns").out.endswith(hint)
    program("start", "cnns")
    assert "Start it" not in program("show", "cnns").out
    assert "Start it" not in program("show", "step-4").out


def test_start_says_how_to_continue_what_was_started_long_ago(program: Program) -> None:
    program("start", "1.1.7", "--on", "2026-11-01")
    program("start", "1.1.8", "--on", "2026-11-23")
    hint = "Continue it: genai-roadmap start 1.1.7 --on today"
    assert hint in program("start", "1.1.7").out
    assert "Continue it" not in program("start", "1.1.8").out
    assert "Date changed" in program("start", "1.1.7", "--on", "today").out


def test_next_says_what_is_due_once_something_was_reviewed(program: Program) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    assert "review" not in program("next").out
    program("review", "cnns", "good", "--on", "2026-11-05")
    assert "\nReview 2 topics: genai-roadmap review\n" in program("next").out


def test_next_says_that_the_resources_of_the_step_are_read(program: Program) -> None:
    program("read", "1.1.1", "1-3")
    text = program("next").out
    assert "\nResources (3/3 read): genai-roadmap show 1.1.1\n" in text
    assert "https://" not in text
    program("unread", "1.1.1", "1")
    assert "and 2 more resources (2/3 read): genai-roadmap show 1.1.1\n" in program("next").out
