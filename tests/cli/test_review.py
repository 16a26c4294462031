"""The command `review`: what is due, ratings without questions, and a review on a terminal."""

import datetime as dt
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import tomli_w
import typer

from genai_roadmap.app.review_session import ReviewSession
from genai_roadmap.app.session import Session
from genai_roadmap.cli import output as cli_output
from genai_roadmap.cli import review as cli_review
from genai_roadmap.cli.main import app
from genai_roadmap.errors import RequestError
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.retention import Retention
from genai_roadmap.storage import progress_files
from genai_roadmap.terminal import keyboard
from hostile import CONTROL, HOSTILE, roadmap_with
from small import roadmap_data
from support import Program, Run, run_on_a_terminal

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
REVIEW = [sys.executable, "-m", "genai_roadmap", "review"]
Travels = Callable[[int], None]
Asks = Callable[..., Run]


@pytest.fixture(autouse=True)
def travels(monkeypatch: pytest.MonkeyPatch) -> Travels:
    """Return a function that sets the clock to a number of days after NOW."""

    def travel(days: int) -> None:
        monkeypatch.setattr(cli_output, "now", lambda: NOW + dt.timedelta(days=days))

    travel(0)
    return travel


@pytest.fixture
def asks(program: Program, monkeypatch: pytest.MonkeyPatch) -> Asks:
    """Return a function that runs `review` on a terminal on which keys are typed; None is Ctrl-D."""

    def run(keys: Iterable[str], *arguments: str) -> Run:
        typed = iter(keys)

        def key() -> str:
            if (found := next(typed, None)) is None:
                raise EOFError
            return found

        @contextmanager
        def opened() -> Iterator[Callable[[], str]]:
            yield key

        monkeypatch.setattr(keyboard, "keys", opened)
        monkeypatch.setattr(cli_review, "is_interactive", lambda: True)
        options = arguments[:2] if "--roadmap" in arguments else ()
        return program(*options, "review", *arguments[len(options) :])

    return run


def due(program: Program, *arguments: str) -> dict[str, str]:
    """Return the day on which each topic is due, by slug."""
    return {each["id"]: each["due"] for each in program("review", "--list", "--json", *arguments).json["due"]}


def test_nothing_is_due_before_something_was_done(program: Program, travels: Travels) -> None:
    assert program("review").out == "Nothing to review yet. Topics come up some days after you mark them done.\n"
    program("done", "cnns")
    assert program("review").out == (
        "Nothing to review today. Next review: in 2 days (26 Nov), 1 topic.\n\n"
        "Next 7 days: Wed 0, Thu 1, Fri 0, Sat 0, Sun 0, Mon 0, Tue 0\n"
    )
    travels(2)
    assert "1 topic to review.\n" in program("review").out
    assert due(program) == {"cnns": "2026-11-26"}


def test_a_rating_without_questions(program: Program, travels: Travels) -> None:
    program("done", "cnns")
    travels(2)
    run = program("review", "cnns", "Good")
    assert "Reviewed 1 topic\n" in run.out
    assert "next review in 11 days (7 Dec)" in run.out
    again = program("review", "cnns", "again", "--json").json
    assert (again["item"]["id"], again["grade"], again["due"]) == ("cnns", "again", "2026-11-29")
    assert again["at"] == "2026-11-26T09:00:00.000001+09:00"
    # It is forgotten, but it is done.
    assert program("show", "cnns", "--json").json["status"] == "done"
    assert "Undid: review of CNNs: again (today" in program("undo").out
    assert due(program) == {}
    assert "review (good)" in program("log").out
    undone = program("undo").out
    assert undone.startswith("Undid: review of CNNs: good (today 09:00)\n")
    assert undone.endswith("\nDue for review again\n\nRedo with: genai-roadmap redo\n")
    assert "done" not in undone
    redone = program("redo").out
    assert redone.startswith("Redid: review of CNNs: good (today 09:00)\n")
    assert "\nNext review in 11 days (7 Dec)\n" in redone
    assert program("log", "--json").json["changes"][-2]["grade"] == "good"


def test_a_rating_of_a_step_is_of_its_done_topics(program: Program, travels: Travels) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = program("review", "step-4", "easy", "--on", "yesterday", "--json")
    assert run.json["at"] == "2026-11-23T12:00:00+09:00"
    assert program("log", "--json").json["changes"][0]["topics"] == ["cnns", "rnns"]
    travels(1)
    assert "reviewed today" not in program("today").out
    refused = program("review", "step-9", "easy")
    reason = "no topic of step 9 is done yet, so there is nothing to review"
    assert (refused.code, refused.err) == (1, f"genai-roadmap: {reason}\n")


@pytest.mark.parametrize(
    "arguments",
    [["cnns", "--on", "yesterday"], ["cnns", "good", "-n", "3"], ["cnns", "good", "--list"], ["cnns", "--step", "4"]],
)
def test_options_that_exclude_each_other(program: Program, arguments: list[str]) -> None:
    assert program("review", *arguments).code == 2


def test_an_item_can_be_reviewed_before_it_is_due(program: Program) -> None:
    program("done", "cnns", "rnns")
    run = program("review", "step-4")
    assert run.out.startswith("2 done topics, none due yet.\n")
    assert "CNNs  100% chance that you remember it  due in 2 days" in run.out
    page = program("review", "step-4", "--list").out
    assert page == "Nothing is due in Deep Learning. Next review: in 2 days (26 Nov), 2 topics.\n"
    listed = program("review", "step-4", "--list", "--json").json
    assert (listed["due"], listed["total"], listed["to_review"]) == ([], 0, 0)
    assert listed["upcoming"][:2] == [{"date": "2026-11-25", "due": 0}, {"date": "2026-11-26", "due": 2}]
    assert [each["id"] for each in program("review", "step-4", "--json").json["items"]] == ["cnns", "rnns"]
    refused = program("review", "step-9")
    assert refused.code == 1
    assert "no topic of step 9 is done yet" in refused.err


def test_an_item_that_is_reviewed_says_how_much_of_it_is_due(program: Program) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    program("done", "rnns")
    assert program("review", "step-4").out.startswith("2 done topics, 1 due.\n")
    assert program("review", "cnns").out.startswith("1 topic to review.\n")


def test_a_second_grade_on_a_day_says_that_both_count(program: Program, travels: Travels) -> None:
    program("done", "cnns", "rnns")
    travels(50)
    assert "already graded" not in program("review", "cnns", "good").out
    text = program("review", "step-4", "again").out
    assert "\n1 topic already graded that day: each grade counts. To correct a grade, undo it before you" in text
    assert "already graded" not in program("review", "step-4", "good", "--on", "yesterday").out
    assert "2 topics already graded that day" in program("review", "step-4", "good", "--on", "yesterday").out


def test_a_grade_of_the_same_day_can_be_replaced(
    program: Program, travels: Travels, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("done", "cnns", "rnns")
    travels(50)
    only_again = program("review", "cnns", "again", "--json").json["due"]
    program("undo")
    program("review", "step-4", "good")
    both = program("review", "cnns", "again", "--json")
    assert both.json["due"] > only_again
    assert both.err.startswith("genai-roadmap: 1 topic already graded that day: each grade counts.")
    program("undo")
    monkeypatch.setattr(cli_review, "is_interactive", lambda: True)
    run = program("review", "cnns", "again", input="\n")
    assert "Graded good today. Replace that grade? [Y/n]:" in run.err
    assert "The grade good of that day no longer counts.\n" in run.out
    monkeypatch.setattr(cli_review, "is_interactive", lambda: False)
    found = {each["id"]: each for each in program("review", "step-4", "--json").json["items"]}
    assert (found["cnns"]["due"], found["cnns"]["reviews"]) == (only_again, 1)
    assert found["rnns"]["due"] > both.json["due"], "its grade still counts"
    assert program("undo").code == 0
    assert program("review", "cnns", "--json").json["items"][0]["due"] == found["rnns"]["due"]
    monkeypatch.setattr(cli_review, "is_interactive", lambda: True)
    declined = program("review", "cnns", "again", input="n\n").out
    assert "already graded that day: each grade counts.\n" in declined, "how to replace it was just offered"
    when = "Graded good on 23 Nov 2026. Replace"
    program("done", "loops", "--on", "2026-11-20")
    program("review", "loops", "good", "--on", "2026-11-23")
    assert when in program("review", "loops", "hard", "--on", "2026-11-23", input="y\n").err
    again = program("review", "loops", "easy", "--on", "2026-11-23", input="y\n")
    assert "Graded hard on 23 Nov 2026. Replace" in again.err
    changes = program("log", "--json").json["changes"]
    reviews = [each for each in changes if "grade" in each and each["topics"] == ["loops"]]
    (original,) = (each["id"] for each in reviews if "replaces" not in each)
    assert [each["replaces"] for each in reviews if "replaces" in each] == [original] * 2


def test_a_second_grade_of_a_day_can_be_canceled_or_corrected_after_undo(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grades() -> list[str]:
        return [each["grade"] for each in program("show", "cnns", "--json").json["grades"]]

    program("done", "cnns", "--on", "2026-11-01")
    program("review", "cnns", "easy")
    with monkeypatch.context() as patch:
        patch.setattr(cli_review, "is_interactive", lambda: True)
        run = program("review", "cnns", "again", input="x\nc\n")
    assert "y replaces the earlier grade, n adds another, c cancels.\nGraded easy today. Replace that" in run.err
    assert "type y to replace the grade, n to add another, or c to cancel\n" in run.err
    assert (run.code, run.out.splitlines()[-1]) == (1, "Nothing changed.")
    assert grades() == ["easy"]
    assert "on a terminal, review then asks" in " ".join(program("review", "cnns", "again").out.split())
    assert grades() == ["easy", "again"]
    program("undo")
    with monkeypatch.context() as patch:
        patch.setattr(cli_review, "is_interactive", lambda: True)
        program("review", "cnns", "again", input="y\n")
    assert grades() == ["again"]


def test_an_earlier_grade_of_the_day_can_be_replaced_in_a_review(
    program: Program, asks: Asks, travels: Travels
) -> None:
    def state() -> tuple[str, int]:
        [item] = program("review", "cnns", "--json").json["items"]
        return item["due"], item["reviews"]

    program("done", "cnns", "rnns")
    travels(50)
    program("review", "cnns", "again")
    only_again = state()
    program("undo")
    program("review", "cnns", "good")
    offer = "\nYou also graded it good today; both count. Count only again: r\n"
    both = asks("\n1", "cnns").out
    assert offer in both
    assert (state()[1], state() > only_again) == (2, True)
    program("undo")
    replaced = asks("\n1r\nq", "cnns").out
    assert only_again[0] == "2027-01-14"
    assert "\ngood no longer counts; again, next review tomorrow\n" in replaced
    assert state() == only_again
    # Not what was graded for the first time that day, nor before the answer to another topic.
    assert offer not in asks("\n1rq", "rnns").out
    program("review", "cnns", "good")
    next_topic = asks("\n3r\n3q", "step-4").out
    assert next_topic.count("no longer counts") == 1
    assert next_topic.count("2 of 2") == 2, "the next question is shown again"


@pytest.fixture
def graded_twice(program: Program, asks: Asks) -> Callable[..., Run]:
    """Return a function that grades CNNs, done long ago, twice today, and types r after other commands."""

    def run(*commands: str, before: Callable[[], object] = lambda: None) -> Run:
        program("done", "cnns", "rnns", "--on", "2026-10-01")
        program("review", "cnns", "good")
        program("review", "rnns", "good")

        def keys() -> Iterator[str]:
            yield from "\n1"
            for command in commands:
                program(*command.split(), input="n\n")
            before()
            yield from "rq"

        return asks(keys(), "step-4")

    return run


def logged(program: Program) -> list[tuple[str, list[str], str | None]]:
    """Return the action, topics, and grade of each change that is not undone, the first one first."""
    changes = program("log", "--json").json["changes"]
    return [(each["did"], each["topics"], each.get("grade")) for each in reversed(changes) if not each["undone"]]


def test_a_grade_is_replaced_only_of_the_topic_that_has_it(program: Program, graded_twice: Callable[..., Run]) -> None:
    run = graded_twice("review rnns hard")
    assert "\ngood no longer counts; again, next review " in run.out
    assert logged(program)[-3:] == [
        ("review", ["rnns"], "hard"),
        ("undo", ["cnns"], None),
        ("review", ["cnns"], "again"),
    ]
    assert program("show", "cnns", "--json").json["grades"] == [{"date": "2026-11-24", "grade": "again"}]
    assert len(program("show", "rnns", "--json").json["grades"]) == 2


@pytest.mark.parametrize(
    ("commands", "problem"),
    [
        (["review cnns easy"], "the grades of 'CNNs' have changed since; nothing was replaced"),
        (["reset cnns"], "the grades of 'CNNs' have changed since; nothing was replaced"),
        (["undo"], "the grade again was already undone"),
    ],
)
def test_a_grade_is_not_replaced_after_other_changes_of_its_topic(
    program: Program, graded_twice: Callable[..., Run], commands: list[str], problem: str
) -> None:
    run = graded_twice(*commands)
    assert f"genai-roadmap: {problem}\n" in run.err
    assert "no longer counts" not in run.out
    assert not any("replaces" in each for each in program("log", "--json").json["changes"])


def test_the_day_of_a_grade_that_is_replaced_after_midnight(
    program: Program, graded_twice: Callable[..., Run], travels: Travels
) -> None:
    graded_twice(before=lambda: travels(1))
    assert program("show", "cnns", "--json").json["grades"] == [{"date": "2026-11-24", "grade": "again"}]


def test_a_grade_is_replaced_in_one_write(
    program: Program, graded_twice: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[int] = []
    write = progress_files.LockedProgressFile.write

    def counted(file: progress_files.LockedProgressFile, progress: Progress, now: dt.datetime) -> bool:
        writes.append(len(progress.changes))
        return write(file, progress, now)

    graded_twice(before=lambda: monkeypatch.setattr(progress_files.LockedProgressFile, "write", counted))
    assert writes == [len(program("log", "--json").json["changes"])]


@pytest.mark.usefixtures("program")
def test_nothing_is_replaced_before_a_grade() -> None:
    with pytest.raises(RequestError, match="no earlier grade of today to replace"):
        ReviewSession(Session(None, lambda: NOW), []).replace()


def test_undo_after_a_grade_was_replaced_returns_to_its_topic(program: Program, asks: Asks) -> None:
    program("done", "cnns", "--on", "2026-10-01")
    program("review", "cnns", "good")
    run = asks("\n1ru\n2q", "cnns")
    assert run.out.count("1 of 1  CNNs") == 2
    assert logged(program)[-1] == ("review", ["cnns"], "hard")
    assert [each["grade"] for each in program("show", "cnns", "--json").json["grades"]] == ["good", "hard"]


def test_only_a_grade_that_counts_is_replaced(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_review, "is_interactive", lambda: True)
    for command in ("done cnns", "review cnns again", "reset cnns", "done cnns"):
        program(*command.split())
    run = program("review", "cnns", "good")
    assert (run.code, run.err) == (0, "")
    assert "already graded" not in run.out, "that grade belongs to a memory that ended"
    assert "Graded good today. Replace" in program("review", "cnns", "hard", input="y\n").err


def test_a_grade_counts_with_one_that_was_recorded_since_the_question(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-10-01")
    program("review", "cnns", "easy")
    [only_easy] = program("review", "cnns", "--json").json["items"]
    program("undo")

    def keys(*more: str) -> Iterator[str]:
        yield "\n"
        # In another window.
        program("review", "cnns", "again")
        yield from ("4", *more, "q")

    run = asks(keys(), "cnns")
    [both] = program("review", "cnns", "--json").json["items"]
    assert both["due"] < only_easy["due"]
    day = dt.date.fromisoformat(both["due"])
    assert f"\neasy, next review in {(day - dt.date(2026, 11, 24)).days} days ({day.day} {day:%b})\n" in run.out
    assert "\nAlso graded again today in another window; both count. Count only easy: r\n" in run.out
    program("undo")
    program("undo")
    assert "\nagain no longer counts; easy, next review in " in asks(keys("r"), "step-4").out
    assert program("review", "cnns", "--json").json["items"] == [only_easy]


def test_a_backlog_is_divided_among_days(program: Program, asks: Asks) -> None:
    program("done", "step-1", "2.1", "--on", "2026-11-01")
    assert len(due(program)) == 17
    page = program("review").out
    assert page.startswith("10 topics to review today; the other 7 can wait.\n")
    assert page.count("due 3 weeks ago") == 10
    # Of topics that are equally likely forgotten, those of all steps come first.
    assert page.count("done  2.") == 4
    assert "\n17 due; at 10 per day, caught up in 2 days.\n\nReview them in a terminal: genai-roadmap review\n" in page
    program("done", "cnns", "--on", "today")
    assert "\nNewly due, next 7 days: Wed 0, Thu 1, Fri 0," in program("review").out
    assert len(due(program, "-n", "3")) == 3
    assert program("review", "--list", "--json", "-n", "3").json["total"] == 17
    assert program("status", "--json").json["to_review"] == program("today", "--json").json["to_review"] == 10
    assert program("today", "--json").json["due"] == 17
    assert len(due(program, "--step", "2")) == 4
    assert program("config", "review.limit", "4").code == 0
    assert program("today", "--json").json["to_review"] == 4
    assert program("review", "2.1", "good").code == 0
    assert program("review").out.startswith("Enough for today: you reviewed 4 topics. The rest can wait.\n")
    assert "\n13 due; at 4 per day, caught up in 4 days.\n" in program("review", "--list").out
    assert program("today", "--json").json["to_review"] == 0
    assert "2 topics to review today; the other 11 can wait." in program("review", "-n", "2").out
    assert "13 topics can wait until tomorrow.\n" in asks("q", "-n", "1").out


def test_a_review_after_a_break_says_which_topics_come_first(program: Program, asks: Asks) -> None:
    program("done", "step-1", "2.1", "cnns", "--on", "2026-10-01")
    program("review", "cnns", "good", "--on", "2026-10-04")
    start = "10 topics to review today; the other 8 can wait.\nToday: the topics you have most likely forgotten"
    assert asks("q").out.startswith(f"{start}; at 10 per day, caught up in 2 days.\n")
    assert "10 topics to review today (18 due): " in program("today").out
    assert "10 to review today (18 due): genai-roadmap review\n" in program("status").out
    assert "; the other 13 can wait.\nToday: the topics you have most likely forgotten.\n" in asks("q", "-n", "5").out
    assert "most likely forgotten.\n" in asks("q", "--step", "1", "-n", "2").out
    assert "most likely forgotten" not in asks("q", "--step", "4").out


def test_an_early_review_says_that_it_counts(program: Program, asks: Asks) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    program("done", "rnns")
    early = "\nSome topics aren't due yet; grading them still reschedules them.\n"
    assert early not in asks("q", "cnns").out
    assert early in asks("q", "step-4").out
    one = "\nIt isn't due yet; grading it still reschedules it.\n"
    assert one in asks("q", "rnns").out
    before = program("review", "rnns", "--json").json["items"][0]
    assert one in asks("\n4q", "rnns").out
    after = program("review", "rnns", "--json").json["items"][0]
    assert (after["reviews"], after["due"] > before["due"]) == (1, True)


def test_more_topics_than_the_limit_are_not_left_out_silently(program: Program) -> None:
    program("done", "step-1")
    assert program("review", "step-1").out.startswith(
        "10 of 13 done topics, none due yet.\nReview all: genai-roadmap review 1 -n 13\n"
    )
    assert program("review", "1", "-n", "13").out.startswith("13 done topics, none due yet.\n\n")
    assert len(program("review", "step-1", "--json").json["items"]) == 13
    assert len(program("review", "step-1", "--json", "-n", "3").json["items"]) == 3


def test_what_is_due_elsewhere_is_said(program: Program) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    nothing = "Nothing is due in Projects. 2 topics are due elsewhere: genai-roadmap review\n"
    assert program("review", "--step", "9").out == nothing
    program("review", "rnns", "good")
    assert "1 topic is due elsewhere" in program("review", "--step", "9").out
    program("config", "review.limit", "1")
    assert program("review", "--step", "4").out.startswith("Enough for today: you reviewed 1 topic.")
    assert "retained 2%, enough reviewed today\n" in program("status").out


def test_reviews_of_what_is_not_due_leave_the_limit_of_the_day(program: Program, travels: Travels) -> None:
    program("done", "step-1", "--on", "2026-11-01")
    program("done", "2.1")
    program("config", "review.limit", "3")
    assert program("review", "2.1", "good").code == 0
    assert program("today", "--json").json["to_review"] == 3
    # A topic counts once, even if it is graded again.
    program("review", "1.1.1", "again")
    program("review", "1.1.1", "good")
    assert program("today", "--json").json["to_review"] == 2
    travels(1)
    assert program("today", "--json").json["to_review"] == 3


def test_a_backlog_is_not_a_wall_of_due_topics(program: Program) -> None:
    program("done", "step-1", "--on", "2026-11-01")
    program("review", "1.1.1", "good")
    assert "9 to review today (12 due): genai-roadmap review\n" in program("status").out
    assert "9 topics to review today (12 due): genai-roadmap review\n" in program("today").out
    assert program("roadmaps").out.splitlines()[0].endswith("9 to review today (12 due)")
    assert program("status", "--json").json["due"] == 12


def test_a_review_is_not_dated_before_the_topic_was_done(program: Program) -> None:
    program("done", "cnns")
    refused = program("review", "cnns", "good", "--on", "yesterday")
    message = "genai-roadmap: 'CNNs' was done on 24 Nov 2026; a review can't be before that\n"
    assert (refused.code, refused.err) == (1, message)
    program("done", "rnns", "--on", "2026-11-01")
    assert program("review", "step-4", "good", "--on", "yesterday").code == 0
    reviews = [each for each in program("log", "--json").json["changes"] if each["did"] == "review"]
    assert [each["topics"] for each in reviews] == [["rnns"]]


@pytest.mark.parametrize("arguments", [["review", ""], ["review", "", "good"], ["review", "--step", ""]])
def test_an_empty_item_is_an_error_as_for_other_commands(program: Program, arguments: list[str]) -> None:
    assert program(*arguments).code == program("show", "").code == 1


@pytest.mark.parametrize("arguments", [["cnns", "rnns"], ["cnns", "rnns", "good"]])
def test_one_item_is_reviewed_at_a_time(program: Program, arguments: list[str]) -> None:
    program("done", "cnns", "rnns")
    refused = program("review", *arguments)
    assert (refused.code, refused.err) == (
        1,
        "genai-roadmap: review one item at a time; a grade can follow it: again, hard, good or easy\n",
    )
    assert "2 done topics, none due yet." in program("review", "Deep", "Learning").out


def test_a_number_after_a_name_is_no_grade(program: Program) -> None:
    program("done", "cnns")
    message = "genai-roadmap: '9' is not a grade; use again, hard, good or easy\n"
    assert program("review", "cnns", "9").err == message


def test_a_grade_is_no_option(program: Program) -> None:
    for arguments in (["--grade", "good", "numpy"], ["numpy", "--grade=good"]):
        run = program("review", *arguments)
        message = "genai-roadmap: no option '--grade'. For example: genai-roadmap review 1.1.2 good\n"
        assert (run.code, run.err) == (2, message)


@pytest.mark.parametrize("arguments", ["cnns 3 4", "cnns easy good", "cnns 3 h"])
def test_a_second_grade_is_not_called_invalid(program: Program, arguments: str) -> None:
    program("done", "cnns")
    run = program("review", *arguments.split())
    message = "genai-roadmap: after one ITEM, use one grade: again, hard, good or easy\n"
    assert (run.code, run.err) == (2, message)


def test_a_review_on_a_terminal_never_opens_a_pager(
    program: Program, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    pagers = []

    def show(*_: object, pager: Callable[[], list[str]]) -> None:
        pagers.append(pager())

    monkeypatch.setenv("PAGER", "more")
    monkeypatch.setattr("genai_roadmap.terminal.output.show", show)
    asks("\n3")
    assert len(pagers) == 5
    assert not any(pagers)
    monkeypatch.setattr(cli_review, "is_interactive", lambda: False)
    program("review", "--list")
    assert pagers[-1] == ["more"]


def test_the_hardest_come_first(program: Program, travels: Travels) -> None:
    program("done", "cnns", "--grade", "easy")
    program("done", "rnns", "--grade", "hard")
    program("done", "attention-mechanisms", "--grade", "good")
    travels(20)
    assert [*due(program)] == ["rnns", "attention-mechanisms", "cnns"]


def test_done_with_a_grade_can_be_corrected(program: Program) -> None:
    program("done", "cnns", "--grade", "again")
    assert program("done", "cnns", "--grade", "again").out.startswith("Nothing changed.")
    assert "\nNext review in 2 days (26 Nov)\n" in program("done", "rnns", "--grade", "good").out
    program("undo")
    overdue = program("done", "pandas", "--grade", "hard", "--on", "2026-11-13").out
    assert "\nDue for review since 14 Nov 2026\n" in overdue
    program("undo")
    assert program("done", "cnns", "--grade", "easy").out.startswith("Grade changed to easy (was again): 1 topic\n")
    assert program("undo").code == program("redo").code == 0
    assert "8 days" in program("review").out
    # Another correction keeps the grade.
    program("done", "cnns", "--on", "yesterday")
    assert "in 7 days" in program("review").out
    both = program("done", "cnns", "--grade", "good", "--on", "2026-11-20").out
    assert both.startswith("Date changed to Fri 20 Nov 2026, grade changed to good (was easy): 1 topic\n")
    assert program("done", "cnns", "--known").out.startswith("Marked as already known: 1 topic\n")
    assert program("done", "cnns", "--grade", "perfect").code == 2


def test_a_corrected_grade_of_done_says_that_later_reviews_stay(program: Program) -> None:
    program("done", "cnns", "--on", "2026-11-11")
    program("review", "cnns", "good", "--on", "2026-11-20")
    run = program("done", "cnns", "--grade", "easy")
    assert run.out.startswith("Grade changed to easy (was good): 1 topic\n")
    assert "\nThis is the grade of done, 11 Nov; later reviews stay\nNext review in " in run.out
    assert "later reviews" not in program("undo").out


def test_grades_of_several_done_topics_can_be_corrected(program: Program) -> None:
    program("done", "cnns", "rnns")
    run = program("done", "cnns", "rnns", "--grade", "hard")
    assert run.out.startswith("Grade changed to hard (was good): 2 topics\n")
    assert program("done", "cnns", "rnns", "--grade", "hard").out.startswith("Nothing changed.")
    run = program("done", "cnns", "rnns", "--grade", "good", "--on", "2026-11-20")
    assert run.out.startswith("Date changed to Fri 20 Nov 2026, grade changed to good (was hard): 2 topics\n")
    program("done", "vectors", "--grade", "easy")
    # One change can't keep the days of both.
    run = program("done", "cnns", "vectors", "--grade", "again")
    assert run.out.startswith("Nothing changed.")
    assert "To change a grade, name only that topic: genai-roadmap done 4.2.1 --grade again\n" in run.out
    run = program("done", "cnns", "vectors", "--grade", "again", "--on", "2026-11-20")
    assert run.out.startswith("Date changed to Fri 20 Nov 2026, grade changed to again (was easy or good): 2 topics\n")
    assert program("undo").code == 0
    assert program("show", "vectors", "--json").json["changed_at"].startswith("2026-11-24")


def test_a_later_date_says_which_reviews_no_longer_count(program: Program) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    program("review", "cnns", "good", "--on", "2026-11-05")
    program("review", "cnns", "good", "--on", "2026-11-20")
    assert "no longer count" not in program("done", "cnns", "--on", "2026-11-03").out
    assert "\n1 review before that date no longer counts\n" in program("done", "cnns", "--on", "2026-11-10").out
    program("undo")
    assert "\n2 reviews before that date no longer count\n" in program("done", "cnns", "--on", "today").out


@pytest.mark.parametrize("command", ["reset", "start"])
def test_learning_again_says_which_reviews_no_longer_count(program: Program, command: str) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    assert "no longer count" not in program(command, "rnns").out
    program("review", "cnns", "good", "--on", "2026-11-05")
    program("review", "cnns", "good", "--on", "2026-11-20")
    assert "\n2 reviews no longer count\n" in program(command, "cnns").out
    assert "no longer count" not in program("undo").out
    assert "no longer count" not in program("skip", "cnns").out


def test_a_day_of_reviews_says_how_many(program: Program) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    program("review", "step-4", "good")
    page = program("today").out
    assert page.startswith("Tuesday, 24 November 2026\n\n2 topics reviewed today.\n")
    assert "To learn again" not in page
    program("review", "rnns", "again")
    assert "2 topics reviewed today.\nTo learn again: RNNs\n" in program("today").out
    program("undo")
    program("read", "4", "1")
    program("start", "vectors")
    page = program("today").out
    assert "\n\nRead today: 1 resource\n" in page
    assert "Started today: Vectors\n2 topics reviewed today.\n" in page
    assert "nothing is done" not in page.casefold()


def test_the_dates_of_a_step_are_those_on_which_it_was_done(program: Program, travels: Travels) -> None:
    program("done", "step-1", "--on", "2026-10-01")
    program("done", "4.1", "--on", "2026-10-05")
    program("done", "4.2.1", "--on", "2026-10-07")
    program("done", "rnns", "--known")
    travels(30)
    program("review", "step-1", "good")
    program("review", "step-4", "good")
    page = program("stats", "--charts").out
    assert "13/13  1 Oct\n" in page
    assert "5 Oct to 7 Oct\n" in page


def test_reviews_are_shown_once_there_are_some(program: Program, travels: Travels) -> None:
    program("done", "cnns", "rnns", "attention-mechanisms")
    travels(2)
    shown = program("status").out
    assert "due" not in shown
    assert "\n3 topics to review: genai-roadmap review\n" in shown
    status = program("status", "--json").json
    assert status["covered"] == status["progress"]["percent"]
    assert "retained" not in status
    assert "due" not in status
    assert "retained" not in program("show", "cnns", "--json").json
    assert "3 topics to review: genai-roadmap review\n" in program("today").out
    assert "3 topics to review: genai-roadmap review\n" in program("stats").out
    assert "you probably still remember" not in program("stats").out
    program("review", "cnns", "again")
    assert "Retained: the part that you probably still remember.\n" in program("stats").out
    assert "Covered 3%, retained 3%, 2 to review: genai-roadmap review\n" in program("status").out
    status = program("status", "--json").json
    assert (status["covered"], status["retained"], status["due"]) == (3, 3, 2)
    assert "Next review  27 Nov 2026 (1 review so far, forgotten today)" in program("show", "cnns").out
    shown = program("show", "rnns", "--json").json
    assert (shown["covered"], shown["retained"], shown["due"]) == (100, 90, 1)
    assert "Retained  31%, 2 due for review" in program("show", "step-4").out
    program("review", "step-4", "good")
    assert "none due" in program("status").out


def test_a_topic_shows_its_last_grades(program: Program) -> None:
    program("done", "cnns", "rnns", "--on", "2025-12-01")
    assert "grades" not in program("show", "cnns", "--json").json
    assert "\nDue since  3 Dec 2025 (no reviews yet, " in program("show", "cnns").out
    assert "Retained" not in program("show", "step-4").out
    assert "Next review" not in program("show", "numpy").out
    for day, grade in [("2025-12-31", "good"), ("2026-11-02", "again"), ("2026-11-19", "hard")]:
        program("review", "cnns", grade, "--on", day)
    page = program("show", "cnns").out
    assert "\nReviews      31 Dec 2025 good, 2 Nov again, 19 Nov hard\nNext review  " in page
    found = program("show", "cnns", "--json").json["grades"]
    assert found[0] == {"date": "2025-12-31", "grade": "good"}
    assert [each["grade"] for each in found] == ["good", "again", "hard"]
    for grade in ("good", "good", "easy"):
        program("review", "cnns", grade)
    assert (
        "2 Nov again, 19 Nov hard, 24 Nov good, 24 Nov good, 24 Nov easy (1 earlier)\n" in program("show", "cnns").out
    )
    assert program("show", "rnns", "--json").json["grades"] == []
    assert "Reviews  " not in program("show", "rnns").out
    assert "grades" not in program("show", "step-4", "--json").json


def test_reviews_count_for_the_streak_but_not_for_the_pace(program: Program, travels: Travels) -> None:
    program("done", "cnns")
    before = program("stats", "--json").json["pace"]
    for day in range(1, 4):
        travels(day)
        program("review", "cnns", "good")
    after = program("stats", "--json").json
    assert after["streak"] == {"current": 4, "longest": 4, "weeks": 1}
    assert [(each["topics"], each["reviews"]) for each in after["days"]] == [(1, 0), (0, 1), (0, 1), (0, 1)]
    assert after["pace"] == before
    assert after["recall"]["reviews"] == 3
    assert after["recall"]["true_retention"] == 1
    assert "Reviews   3 reviews, 100% remembered (predicted: 9" in program("stats").out
    assert "\n\n1 topic reviewed today.\n" in program("today").out
    assert "nothing is done yet" not in program("today").out
    assert [item["id"] for item in program("today", "--json").json["reviewed"]] == ["cnns"]
    assert program("stats", "rnns", "--json").json["days"] == []


def test_a_pause_in_learning_is_not_hidden_by_reviews(program: Program, travels: Travels) -> None:
    program("done", "cnns")
    travels(30)
    program("review", "cnns", "good")
    assert "Last topic: 24 Nov 2026 (CNNs)." in program("status").out


def test_status_loads_no_reviews_of_what_was_done_today(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("done", "cnns")
    monkeypatch.setattr(Retention, "due", None)
    assert "to review" not in program("status").out


def test_a_completed_step_says_what_to_review(program: Program) -> None:
    program("done", "2.1", "--on", "2026-11-01")
    page = program("done", "step-2").out
    assert "Step 2 complete" in page
    assert "4 topics to review: genai-roadmap review\n" in page
    assert "to review" not in program("done", "cnns").out


def test_grades_are_explained_before_and_after_the_answer(program: Program, asks: Asks) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    shown = asks("?\n?3").out
    assert shown.count("1 again  you had forgotten it\n") == 2
    assert shown.index("you had forgotten it") < shown.index("good, next review")


def test_a_review_on_a_terminal(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "vectors", "--on", "2026-11-01")
    program("note", "cnns", "Convolutions share weights.")
    run = asks("\nx3 \n1sq")
    assert run.code == 0
    text = run.out
    assert text.startswith("3 topics to review.\nThink of the answer, then grade yourself. ")
    # Mixed across steps.
    assert text.index("1 of 3  Vectors") < text.index("2 of 3  CNNs") < text.index("3 of 3  RNNs")
    assert "What does a dot product of 0 say about two nonzero vectors?\n" in text
    assert "Note: Convolutions share weights.\n" in text
    assert "How well did you remember it?  s skip  u undo  q stop  ? explain\n" in text
    assert "good, next review in 3" in text
    assert "again, next review tomorrow" in text
    assert text.count("Skipped.\n") == 1
    assert "Reviewed 2 topics: 1 remembered, 1 to learn again.\n" in text
    assert "1 topic left for today.\n1 more due tomorrow.\n" in text
    assert [each["grade"] for each in program("log", "--json").json["changes"][:2]] == ["again", "good"]
    assert "Think of the answer" not in asks("q").out, "not the first review"


def test_a_prompt_is_shown_again_after_a_suspension(program: Program, asks: Asks) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    text = asks(f"{keyboard.REDRAW}\n{keyboard.REDRAW}3{keyboard.REDRAW}").out
    assert text.count("1 of 1  CNNs") == text.count("How well did you remember it?") == 2
    assert text.count("Reviewed 1 topic: 1 remembered.\n") == 2


def test_undo_in_a_review(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("u\n1u\nq")
    assert "nothing graded yet" in run.err
    assert run.out.count("1 of 2  CNNs") == 3
    assert "Undid: again.\n" in run.out
    assert "Nothing reviewed.\n2 topics left for today.\n" in run.out
    assert program("status", "--json").json.keys().isdisjoint({"retained"})


def test_what_is_graded_elsewhere_meanwhile_is_not_asked(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "attention-mechanisms", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield "\n"
        program("review", "rnns", "easy")
        yield from "3\n3"

    run = asks(keys())
    assert run.code == 0
    assert "RNNs" not in run.out
    assert "3 of 3  Attention Mechanisms" in run.out
    assert "Reviewed 2 topics" in run.out


def test_undo_after_the_last_question(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("\n3\n3u\n4\n")
    assert run.code == 0
    assert run.out.count("Undo the last grade with: u (Enter: finish)\n") == 2
    assert [each.get("grade") for each in program("log", "--json").json["changes"]][:4] == [
        "easy",
        None,
        "good",
        "good",
    ]
    run = asks("\n1u\nq", "cnns")
    assert "Undo the last grade with: u\n1 to repeat: Enter (q: stop)\n" in run.out
    assert run.out.count("1 of 1  CNNs") == 2


def test_undo_returns_to_a_skipped_topic_before_a_rating(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("\n3su\n3")
    assert "Undid: skip.\n" in run.out
    assert run.out.count("2 of 2  RNNs") == 2
    assert "Reviewed 2 topics" in run.out


def test_the_last_skip_can_be_undone(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("ssu\n3\n")
    assert run.out.count("2 of 2  RNNs") == 2
    undo = ["Undo the last skip with: u (Enter: finish)", "Undo the last grade with: u (Enter: finish)"]
    assert [line for line in run.out.splitlines() if line.startswith("Undo the")] == undo
    assert "Reviewed 1 topic" in run.out
    run = asks("s\n", "cnns")
    assert "Nothing reviewed.\n" in run.out
    assert undo[0] in run.out


def test_undo_in_a_review_is_only_of_its_own_rating(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield from "\n1"
        # In another terminal.
        program("start", "1.1")
        yield from "u\n3q"

    run = asks(keys())
    assert "\nUndid: again.\n" in run.out
    assert "Reviewed 1 topic: 1 remembered." in run.out
    changes = program("log", "--json").json["changes"]
    assert [(each["did"], each["undone"]) for each in changes if each["did"] != "done"] == [
        ("review", False),
        ("undo", False),
        ("start", False),
        ("review", True),
    ]


def test_undo_in_a_review_of_what_was_undone_elsewhere(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield from "\n3"
        program("undo")
        yield from "u\n1q"

    run = asks(keys())
    assert "the grade good was already undone" in run.err
    assert run.out.count("1 of 2  CNNs") == 2
    assert "Reviewed 1 topic: 0 remembered, 1 to learn again." in run.out


def test_a_topic_that_is_reset_meanwhile_is_left_out(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield "\n"
        program("reset", "cnns")
        yield from "3\n3"

    run = asks(keys())
    assert "'CNNs' is not done yet. Mark what you have learned with: genai-roadmap done 4.2.1" in run.err
    assert "Reviewed 1 topic: 1 remembered.\nCovered 1%, retained 1%.\nNext review: in" in run.out


def test_what_was_rated_before_ctrl_d_is_saved_and_shown(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("\n3\n")
    assert run.code == 130
    assert "Reviewed 1 topic: 1 remembered.\n" in run.out
    assert len(due(program)) == 1
    run = asks("\n")
    assert run.code == 130
    assert "Nothing reviewed." not in run.out


def test_ctrl_c_leaves_what_was_rated(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield from "\n3"
        raise KeyboardInterrupt

    run = asks(keys())
    assert run.code == 130
    assert "Reviewed 1 topic: 1 remembered.\n" in run.out
    assert len(due(program)) == 1


@pytest.mark.parametrize("typed", ["", "\n", "s", "\n3u"])
@pytest.mark.parametrize("interrupt", [EOFError, KeyboardInterrupt])
def test_ctrl_c_and_ctrl_d_before_a_grade_say_that_nothing_was_graded(
    program: Program, asks: Asks, typed: str, interrupt: type[BaseException]
) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")

    def keys() -> Iterator[str]:
        yield from typed
        raise interrupt

    run = asks(keys())
    assert run.code == 130
    assert run.out.endswith("\nStopped; nothing was graded.\n")
    assert "\nUndo" not in run.out


def test_an_export_contains_reviews(program: Program, travels: Travels, tmp_path: Path, home: Path) -> None:
    program("done", "cnns", "--grade", "hard", "--on", "2026-11-01")
    program("review", "cnns", "again")
    travels(5)
    before = program("review", "--list", "--json").json
    assert [each["reviews"] for each in before["due"]] == [1]
    program("export", "json", "-o", str(tmp_path / "all.json"))
    shutil.rmtree(home)
    assert program("import", str(tmp_path / "all.json")).code == 0
    assert program("review", "--list", "--json").json == before


def test_a_week(program: Program, travels: Travels, asks: Asks) -> None:
    learned = ["variables", "loops", "vectors", "matrices", "cnns", "rnns", "attention-mechanisms"]
    asked = []
    for day, topic in enumerate(learned):
        travels(day)
        asked.append(len(due(program)))
        # Every morning: forgotten once, then remembered.
        assert asks("\n1q" if day == 3 else "\n3" * asked[-1]).code == 0
        assert due(program) == {}
        assert program("done", topic).code == 0
    assert asked == [0, 0, 1, 1, 2, 1, 2]
    status = program("status", "--json").json
    assert (status["covered"], status["retained"], status["due"]) == (9, 8, 0)
    assert status["streak"]["current"] == 7
    assert "7 reviews, 86% remembered (predicted: 90%)" in program("stats").out
    travels(60)
    assert program("status", "--json").json["retained"] < 8
    assert program("today", "--json").json["to_review"] == 7


def test_completion_of_grades() -> None:
    context = typer.Context(typer.main.get_command(app))
    # No item starts like this one.
    assert cli_review._complete(context, "ag") == []  # noqa: SLF001
    assert ("cnns", "CNNs") in cli_review._complete(context, "cnn")  # noqa: SLF001
    context.params["item"] = ["cnns"]
    assert cli_review._complete(context, "G") == ["good"]  # noqa: SLF001
    assert cli_review._complete(context, "") == ["again", "hard", "good", "easy"]  # noqa: SLF001
    assert cli_review._complete(context, "cnn") == []  # noqa: SLF001


def test_keys_of_a_real_terminal(program: Program) -> None:
    program("done", "cnns", "rnns", "attention-mechanisms", "--on", "2026-11-01")
    # An arrow and letters without a meaning do nothing, and what is typed before a question does not answer it.
    answers = [("show the answer", "\x1b[Ax\n"), ("How well", "xG\n3 3"), ("show the answer", " "), ("How well", "q")]
    code, shown = run_on_a_terminal(REVIEW, "\n1", answers)
    assert code == 0
    assert "Reviewed 1 topic: 1 remembered." in shown
    assert "2 topics left for today." in shown


@pytest.mark.parametrize("size", [(80, 24), (50, 20)])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_a_review(
    program: Program, asks: Asks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, size: tuple[int, int]
) -> None:
    path = tmp_path / "hostile.toml"
    path.write_bytes(tomli_w.dumps(roadmap_with(text)).encode())
    monkeypatch.setenv("COLUMNS", str(size[0]))
    monkeypatch.setenv("LINES", str(size[1]))
    program("--roadmap", str(path), "done", "leaf", "more", "--on", "2026-11-01", "--note", text)
    monkeypatch.setattr(cli_review, "is_interactive", lambda: False)
    for arguments in (["review"], ["review", "leaf"], ["review", "leaf", "hard"]):
        run = program("--roadmap", str(path), *arguments)
        assert run.code == 0
        assert not CONTROL.search(run.out)
    run = asks("\n3", "--roadmap", str(path))
    assert not CONTROL.search(run.out)


def test_line_breaks_of_a_roadmap_are_shown_as_lines(program: Program, asks: Asks, tmp_path: Path) -> None:
    question = {"ask": "What is\n  x?", "answer": "One:\n\n    x = 1\nTwo"}
    topic = {"slug": "a", "title": "A", "detail": "Some\nlines.", "why": ["It\nis."], "questions": [question]}
    path = tmp_path / "lines.toml"
    path.write_bytes(tomli_w.dumps(roadmap_data(topic)).encode())
    run = program("--roadmap", str(path), "show", "a", "--answers")
    assert "  1  What is\n       x?\n     One:\n\n         x = 1\n     Two\n" in run.out
    assert "Some\nlines.\n" in run.out
    assert "  It\n  is.\n" in run.out
    # A list has one line per item.
    assert "Some lines." in program("--roadmap", str(path), "list", "1").out
    program("--roadmap", str(path), "done", "a", "--on", "2026-11-01")
    shown = asks("\nq", "--roadmap", str(path)).out
    assert "What is\n  x?\n" in shown
    assert "  One:\n\n      x = 1\n  Two\n" in shown


def test_the_suggested_command_reviews_what_is_listed(program: Program) -> None:
    program("done", "step-1", "2.1", "--on", "2026-11-01")
    for options, command in {
        ("-n", "3"): "review -n 3",
        ("--step", "step-2"): "review --step 2",
        ("2.1", "-n", "2"): "review --step 2.1 -n 2",
    }.items():
        assert f"\nReview them: genai-roadmap {command}\n" in program("review", "--list", *options).out
    program("config", "review.limit", "1")
    program("review", "2.1", "good")
    anyway = "Review more anyway: genai-roadmap review --step 1 -n 5\n"
    assert anyway in program("review", "--list", "--step", "1").out


def test_percentages_are_rounded_down_everywhere(program: Program, travels: Travels) -> None:
    program("done", "cnns")
    program("review", "cnns", "good")
    for days in range(1, 12):
        travels(days)
        [topic] = program("review", "cnns", "--json").json["items"]
        percent = program("show", "cnns", "--json").json["retained"]
        assert percent == int(100 * topic["retrievability"])
        assert f"{percent}% chance that you remember it" in program("review", "cnns").out
        assert f"so far, {percent}% chance that you remember it)" in program("show", "cnns").out


def test_a_topic_is_forgotten_until_another_day_has_passed(program: Program, travels: Travels) -> None:
    program("done", "cnns", "--on", "2026-11-01")
    program("review", "cnns", "again")
    assert "forgotten today" in program("review", "cnns").out
    travels(1)
    assert "so far, forgotten on 24 Nov 2026)" in program("show", "cnns").out
    travels(2)
    assert "forgotten" not in program("show", "cnns").out
    program("review", "cnns", "again")
    program("review", "cnns", "hard")
    assert "forgotten" not in program("show", "cnns").out


def test_reviews_can_be_turned_off(program: Program, travels: Travels, asks: Asks) -> None:
    program("done", "cnns", "2.1", "--on", "2026-11-01")
    program("review", "cnns", "again")
    travels(2)
    assert program("config", "review.limit", "0").code == 0
    for command in ("status", "today", "stats", "roadmaps", "next"):
        text = program(command).out
        assert "review: genai" not in text
        assert "to review" not in text
        assert " due" not in text
    assert "Next review" not in program("show", "cnns").out
    assert "\nCovered 6%, retained 4%\n" in program("status").out
    off = "Reviews are off. Turn them on with: genai-roadmap config review.limit 10\n"
    assert program("review").out == program("review", "--list").out == asks("").out == off
    assert program("today", "--json").json["to_review"] == 0
    # What is asked for is done.
    assert asks("q", "-n", "1").out.startswith("1 topic to review today; the other 4 can wait.\n")
    run = asks("\n3", "cnns")
    assert "Reviewed 1 topic: 1 remembered.\n" in run.out
    assert "tomorrow" not in run.out.partition("Reviewed 1 topic")[2]
    program("config", "review.limit", "10")
    assert "to review" in program("status").out


def test_roadmaps_say_how_many_topics_are_due(program: Program) -> None:
    program("new", "own")
    assert " due" not in program("roadmaps").out
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    shown = program("roadmaps").out
    assert re.search(r"genai-engineer .* 2%  2 due\n", shown)
    assert shown.count(" due") == 1
    assert [each["due"] for each in program("roadmaps", "--json").json["roadmaps"]] == [2, 0]


def test_what_is_due_in_other_roadmaps_is_said(program: Program, asks: Asks, home: Path) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    program("new", "own")
    program("use", "own")
    hint = "2 due in genai-engineer: genai-roadmap --roadmap genai-engineer review\n"
    assert asks("").out == f"Nothing to review yet. Topics come up some days after you mark them done.\n{hint}"
    assert hint in program("today").out
    assert hint not in asks("qq", "--roadmap", "genai-engineer").out
    program("done", "1.1", "--on", "2026-11-01")
    assert hint not in asks("q").out
    assert hint in asks("\n3").out
    (home / "progress" / "genai-engineer.toml").write_text("damaged")
    assert " due in " not in program("today").out
    program("config", "review.limit", "0")
    assert " due in " not in program("today").out


def test_only_the_first_review_of_a_day_counts_as_remembered_or_not(program: Program) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    program("review", "cnns", "again")
    program("review", "cnns", "good")
    program("review", "rnns", "good")
    assert "2 reviews, 50% remembered" in program("stats").out
    assert program("stats", "--json").json["recall"]["reviews"] == 2


def test_what_was_forgotten_is_repeated_without_recording(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "vectors", "--on", "2026-11-01")
    run = asks("\n1\n3\n1\n\no?\n \n")
    assert run.code == 0
    text = run.out
    offer = "2 to repeat: Enter (q: stop)\nRepeating does not change the schedule.\n"
    reviewed, repeated = text.split(offer)
    assert "Reviewed 3 topics: 1 remembered, 2 to learn again.\n" in reviewed
    assert repeated.index("1 of 2  Vectors") < repeated.index("2 of 2  RNNs")
    # The same question, not the next one.
    asked = "What does a dot product of 0 say about two nonzero vectors?\n"
    assert asked in reviewed
    assert asked in repeated
    assert repeated.count("Repeating does not change the schedule.\nEnter: next  q stop\n") == 2
    assert "1 again" not in repeated
    assert len(program("log", "--json").json["changes"]) == 4


def test_what_was_forgotten_today_can_be_repeated_until_it_is_remembered(
    program: Program, asks: Asks, travels: Travels
) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    asked = asks("\n1\n1q").out
    count = len(program("log", "--json").json["changes"])
    run = asks("\n\nn\n\n\n\n")
    assert run.code == 0
    assert "2 to learn again: Enter (q: stop)\nRepeating does not change the schedule.\n" in run.out
    # The second one is remembered first.
    assert [text in run.out for text in ("1 of 2  CNNs", "1 of 2  RNNs", "2 of 2  CNNs")] == [True] * 3
    question = asked.partition("1 of 2  CNNs")[2].splitlines()[2]
    assert run.out.count(question) == 2
    assert len(program("log", "--json").json["changes"]) == count
    assert asks("q").code == 0
    assert asks("").code == 130
    travels(1)
    assert "to learn again" not in asks("q").out


@pytest.mark.parametrize(
    ("keys", "code", "shown"), [("q", 0, 0), ("\nq", 0, 1), ("\n\nq", 0, 1), ("", 130, 0), ("\n", 130, 1)]
)
def test_a_repetition_can_be_stopped(program: Program, asks: Asks, keys: str, code: int, shown: int) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("\n1\n1" + keys)
    assert run.code == code
    _, repeated = run.out.split("2 to repeat: Enter (q: stop)")
    assert repeated.count("1 of 2  CNNs") == shown
    assert "2 of 2" not in repeated
    assert "Reviewed" not in repeated


def test_a_repetition_accepts_grades_and_says_what_is_left(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    run = asks("\n1\n1\n\n1\n3\n4")
    assert (run.code, "Stopped" in run.out) == (0, False)
    assert len(program("log", "--json").json["changes"]) == 3
    for ending in ("q", ""):
        assert asks(f"\n\n2\n{ending}").out.endswith("Stopped: 1 topic not repeated.\n")


def test_what_was_remembered_or_left_is_not_repeated(program: Program, asks: Asks) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    assert "to repeat" not in asks("\n1q").out
    assert "to repeat" not in asks("\n3").out


def test_the_first_resource_opens_in_the_browser(program: Program, asks: Asks, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr("webbrowser.open", browse)
    program("done", "cnns", "--on", "2026-11-01")
    text = asks("o\noo3").out
    assert len(opened) == 2, "not before the answer is shown, which names it"
    assert f"Opened {opened[0]}\n" in text
    assert f"No browser was found; open this address: {opened[0]}\n" in text
    assert "Open one: o\n" in text
    assert "Reviewed 1 topic: 1 remembered.\n" in text


def test_a_topic_without_resources_says_so(program: Program, asks: Asks, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(tomli_w.dumps(roadmap_data()).encode())
    program("--roadmap", str(path), "done", "a", "--on", "2026-11-01")
    assert "No resources.\n" in asks("\no3", "--roadmap", str(path)).out


def test_a_review_fits_the_size_that_the_terminal_has_now(
    program: Program, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("done", "cnns", "rnns", "--on", "2026-11-01")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def keys() -> Iterator[str]:
        yield from "\n3"
        monkeypatch.setenv("COLUMNS", "30")
        yield from "\n3"

    first, second = re.sub(r"\x1b\[[0-9;]*m|\x1b]8;.*?\x1b\\\\", "", asks(keys()).out).split("next review", 1)
    assert max(map(len, first.splitlines())) > 60
    # Not the line of the question that was shown before.
    assert max(map(len, second.partition("How well")[2].splitlines())) <= 30


@pytest.mark.parametrize(
    ("typed", "grade"), [("3", "good"), ("g", "good"), ("A", "again"), ("4", "easy"), ("h", "hard")]
)
def test_grades_have_numbers_and_letters(program: Program, typed: str, grade: str) -> None:
    program("done", "cnns", "rnns", "--grade", typed, "--on", "2026-11-01")
    assert program("log", "--json").json["changes"][0]["grade"] == grade
    assert program("review", "cnns", typed, "--json").json["grade"] == grade
    assert program("review", "4.2", typed, "--json").json["grade"] == grade


def test_a_number_in_the_name_of_an_item_is_no_grade(program: Program, tmp_path: Path) -> None:
    topics = [{"slug": "vitamin-e", "title": "Vitamin E"}, {"slug": "vitamin", "title": "Vitamin"}]
    path = tmp_path / "own.toml"
    path.write_bytes(tomli_w.dumps(roadmap_data(*topics)).encode())
    program("--roadmap", str(path), "done", "vitamin", "vitamin-e", "--on", "2026-11-01")
    assert [
        each["id"] for each in program("--roadmap", str(path), "review", "vitamin", "e", "--json").json["items"]
    ] == ["vitamin-e"]
    program("done", "step-4")
    assert len(program("review", "Step", "4", "--json").json["items"]) > 5
    assert program("log", "--json").json["changes"][0]["did"] == "done"


def test_a_letter_in_another_item_is_a_grade(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    topics = [{"slug": "alpha", "title": "Alpha"}, {"slug": "logic", "title": "Logic"}]
    path.write_bytes(tomli_w.dumps(roadmap_data(*topics)).encode())
    assert program("--roadmap", str(path), "done", "alpha", "--on", "2026-11-01").code == 0
    run = program("--roadmap", str(path), "review", "1.1", "g", "--json")
    assert (run.json["grade"], run.err) == ("good", "")


def test_two_numbers_are_two_steps(program: Program) -> None:
    program("done", "1", "2")
    run = program("review", "1", "2")
    assert (run.code, run.out) == (1, "")
    assert "review one item at a time" in run.err


def test_the_description_is_apart_from_the_answer(program: Program, asks: Asks) -> None:
    program("done", "2.1.1", "--on", "2026-11-01")
    program("note", "2.1.1", "Mine.")
    assert ".\n\n  Note: Mine.\n" in asks("\nq").out


def test_a_part_of_a_word_after_an_item_is_a_wrong_grade(program: Program) -> None:
    program("done", "variables", "cnns")
    run = program("review", "1.1.1", "arning")
    assert (run.code, run.err) == (2, "genai-roadmap: 'arning' is not a grade; use again, hard, good or easy\n")
    for other in ("cnn", "super", "cnns", "CNNs", "step-4.cnns", "4.2.1", "step-4", "deep-learning"):
        assert "review one item at a time" in program("review", "1.1.1", other).err


@pytest.mark.parametrize("word", ["1.1.2-3", "1.1.2,1.1.3", "1.1.2,", "1-2", "1.1.2", "step-2", "loops,cnns"])
def test_a_list_or_range_after_an_item_is_no_grade(program: Program, word: str) -> None:
    program("done", "variables")
    for item in ("1.1.1", "variables"):
        run = program("review", item, word)
        message = "review one item at a time; a grade can follow it: again, hard, good or easy"
        assert (run.code, run.err) == (1, f"genai-roadmap: {message}\n")


@pytest.mark.parametrize(
    ("word", "problem"),
    [
        ("1.1.99", "no topic 1.1.99; topic 1.1 has topics 1.1.1 to "),
        ("step-99", "no step 99; steps are 1-9\n"),
        ("3-1", "no items '3-1'; a range begins with the lower number: 1-3\n"),
        ("1.1-2.1", "no items '1.1-2.1'; a range is like 1-3 or 2.1.1-3\n"),
        ("loops,nope", "no item 'loops,nope'"),
    ],
)
def test_a_wrong_list_or_range_after_an_item_is_not_called_a_grade(program: Program, word: str, problem: str) -> None:
    program("done", "variables")
    run = program("review", "variables", word)
    assert run.code == 1
    assert run.err.startswith(f"genai-roadmap: {problem}")


def test_wrong_keys_are_explained(program: Program, travels: Travels, asks: Asks) -> None:
    program("done", "cnns")
    travels(2)
    run = asks(["x", "5", "\r", "q"])
    assert run.err == "genai-roadmap: invalid key; use Enter, s, u, q or ?\n" * 2
    run = asks(["\r", "", "x", "q"])
    assert run.err == "genai-roadmap: invalid key; use 1, 2, 3, 4, a, h, g, e, s, u, q, ? or o\n" * 2


def test_goal_and_forecast_are_beside_each_other(program: Program, travels: Travels) -> None:
    program("done", "cnns")
    travels(3)
    program("review", "cnns", "good")
    program("goal", "+1y")
    names = [line.split()[0] for line in program("stats").out.splitlines() if line and line[0].isupper()]
    assert names.index("Covered") < names.index("Goal") == names.index("Forecast") - 1
