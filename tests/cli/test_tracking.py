"""The commands `stats`, `goal` and `plan`."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar

from genai_roadmap.cli import output as cli_output
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.history import History
from genai_roadmap.report.report import Report
from genai_roadmap.report.wording import day_text
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import statistics
from small import OWN, small_roadmap
from support import Program

NOW = dt.datetime(2026, 11, 24, 18, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the clock to a Tuesday in November."""
    monkeypatch.setattr(cli_output, "now", lambda: NOW)


@pytest.fixture
def learned(program: Program) -> Program:
    """Record a few weeks of learning, and already known topics."""
    marks = [
        ("done python-basics --known", "2026-10-01"),
        ("start numpy", "2026-11-02"),
        ("done numpy pandas", "2026-11-05"),
        ("done 2.1.1 2.1.2", "2026-11-10"),
        ("done javascript", "2026-11-11"),
        ("done 2.1.3", "2026-11-22"),
        ("done 2.1.4 cnns", "2026-11-24"),
    ]
    for command, day in marks:
        assert program(*command.split(), "--on", day).code == 0
    return program


def test_stats_text(learned: Program) -> None:
    text = learned("stats", "--charts").out
    assert "Done      15 of 77 topics, 19%, 8 already known\n" in text
    assert "Streak    4 weeks, longest 4 weeks\n" in text
    assert "Pace      2.1 topics per week over the last 23 days\n" in text
    assert "Start to done" not in text, "one topic is too few"
    assert "Per week\n  from 2 Nov 2026   2\n  from 9 Nov 2026   2  and 1 optional\n" in text
    assert "started  2  Mathematics for Generative AI       4/10  10 Nov to 24 Nov\n" in text


def test_stats_of_a_step(learned: Program) -> None:
    text = learned("stats", "2.1", "--charts").out
    assert text.startswith("Linear Algebra\n\nDone    4 of 4 topics, 100%\n")
    assert "Forecast" not in text
    assert "done  2.1.4  Eigenvectors  1/1  24 Nov\n" in text
    assert "Nothing recorded yet." in learned("stats", "step-9").out


def test_stats_json(learned: Program) -> None:
    data = learned("stats", "--json").json
    assert data["progress"]["done"] == 15
    assert data["known"] == 8
    assert data["streak"] == {"current": 1, "longest": 2, "weeks": 4}
    assert data["pace"] == {"per_week": 2.1, "weeks": 3.3}
    assert data["days"][0] == {"date": "2026-11-02", "topics": 1, "resources": 0, "reviews": 0}
    assert [week["done"] for week in data["weeks"]] == [2, 2, 1, 2]
    assert data["weeks"][1] == {"start": "2026-11-09", "done": 2, "optional": 1}
    assert len(data["hours"]) == 24
    assert data["start_to_done"] == {"median_days": 3.0, "topics": [{"id": "numpy", "days": 3.0}]}
    assert data["burn_up"]["total"] == 77
    assert data["burn_up"]["points"][-1] == {"date": "2026-11-24", "done": 15}
    assert [step["number"] for step in data["steps"]] == [str(n) for n in range(1, 10)]
    assert data["steps"][1]["burn_up"]["points"][-1]["done"] == 4
    assert list(data["forecast"]) == ["likely", "earliest", "latest"]
    step = learned("stats", "step-2", "--json").json
    assert step["item"]["id"] == "mathematics"
    assert "forecast" not in step


def test_status_json_has_the_forecast(learned: Program) -> None:
    assert learned("status", "--json").json["forecast"] == learned("stats", "--json").json["forecast"]
    assert "Forecast: about " in learned("status").out


def test_goal_and_plan_agree_that_there_is_too_little_data(program: Program) -> None:
    assert program("done", "cnns", "--on", "8d ago").code == program("done", "rnns", "--on", "1d ago").code == 0
    run = program("goal", "+3m").out
    assert "Forecast: not enough data yet; it needs 5 topics and 2 weeks.\n" in run
    assert "A date that fits" not in run
    assert "A date that fits" not in program("plan").out
    assert program("goal", "--clear").code == 0
    assert "Not enough data yet for a forecast; this follows your pace. To plan for a date: " in program("plan").out
    assert (
        "Too fast to learn well. A realistic date, at 1.6 topics per week: genai-roadmap goal "
        in program("goal", "today").out
    )
    assert "Too fast to learn well: more than 21 topics per week." in program("plan", "--per-week", "1000").out


def test_no_forecast_without_enough_data(program: Program) -> None:
    program("done", "cnns")
    assert "Forecast  not enough data yet; it needs 5 topics and 2 weeks\n" in program("stats").out
    assert "forecast" not in program("stats", "--json").json


def test_most_active_hour_is_local(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for item in ("cnns", "rnns", "numpy", "pandas"):
        program("done", item)
    program("start", "variables")
    assert "Time of day" not in program("stats").out, "one evening is no habit"
    for number, item in enumerate(("vectors", "matrices"), 1):
        monkeypatch.setattr(cli_output, "now", lambda days=number: NOW + dt.timedelta(days=days))
        program("done", item)
    assert "Time of day    most often from 18:00 to 19:00\n" in program("stats").out.replace(
        "Time of day  ", "Time of day    "
    )
    assert program("stats", "--json").json["most_active_hour"] == 18


def test_rest_days(learned: Program, home: Path) -> None:
    assert learned("stats", "--rest-days", "1", "--json").json["streak"] == {"current": 2, "longest": 2, "weeks": 4}
    assert "1 rest day per week" in learned("stats", "--rest-days", "1").out
    assert learned("stats", "--rest-days", "7").code == 2
    settings = home / "settings.toml"
    settings.write_text(settings.read_text() + "rest_days = 1\n")
    assert learned("status", "--json").json["streak"] == {"current": 2, "longest": 2, "weeks": 4}
    assert learned("stats", "--json").json["rest_days"] == 1
    assert learned("stats", "--rest-days", "0", "--json").json["streak"]["current"] == 1
    settings.write_text(settings.read_text().replace("rest_days = 1", "rest_days = 8"))
    assert learned("stats", "--json").json["rest_days"] == 0
    assert "using the default settings" in learned("stats").err


@pytest.mark.parametrize("command", ["status", "stats", "export html", "export svg"])
def test_streak_setting_hides_the_streak(learned: Program, home: Path, command: str) -> None:
    words = r"(?i)streak|(days?|weeks?)(\s|&#160;)in(\s|&#160;)a(\s|&#160;)row"
    assert re.search(words, learned(*command.split()).out)
    with (home / "settings.toml").open("a") as settings:
        settings.write("streak = false\n")
    assert not re.search(words, learned(*command.split()).out)
    assert learned("status", "--json").json["streak"] == {"current": 1, "longest": 2, "weeks": 4}


def test_heatmap_fits_the_terminal(learned: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for columns, weeks, cell in (("40", 36, 1), ("60", 53, 1), ("120", 53, 2)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = [re.sub(r"\x1b\[\d*m", "", line) for line in learned("--no-color", "stats").out.splitlines()]
        first = next(number for number, line in enumerate(lines) if line.startswith("Mon "))
        monday, tuesday, *others = lines[first : first + 7]
        assert len(tuesday) == 4 + weeks * cell
        assert tuesday.rstrip().endswith("▒"), "two topics today"
        assert tuesday.count("▒") == 2, "two topics on the tenth"
        assert (monday.count("░"), others[-1].count("░")) == (1, 1), "one on the second, one on Sunday"
        assert max(map(len, others)) == 4 + (weeks - 1) * cell, "future days are not drawn"


def test_heatmap_legend_and_months(learned: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    text = learned("--no-color", "stats").out
    assert "· 0  ░ 1  ▒ 2  ▓ 3 or 4  █ 5 or more  topics, resources and reviews per day" in text
    months = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    assert text.splitlines()[2].replace("\x1b[2m", "").replace("\x1b[0m", "").split() == months


@pytest.mark.parametrize("width", [10, 40, 80, 106, 110, 120])
def test_heatmap_names_the_current_month(width: int) -> None:
    for day in (2, 9, 16, 23, 30):
        history = History(Report.of(small_roadmap(), Progress(roadmap="small")), dt.date(2026, 11, day))
        stream = io.StringIO()
        output.show(statistics.heatmap(history, Display(width=width)), Display(width=width), stream)
        names = re.sub(r"\x1b\[\d*m", "", stream.getvalue().splitlines()[0]).rstrip()
        assert names.endswith("Nov")
        assert len(names) <= width


def test_a_finished_roadmap_needs_no_goal(program: Program, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN)
    own = ["--roadmap", str(tmp_path / "own.toml")]
    program(*own, "done", "a")
    assert program(*own, "goal").out == "You finished the roadmap; no goal is needed.\n"


def test_goal(learned: Program) -> None:
    assert learned("goal").out == "No goal set.\nSet one with: genai-roadmap goal +6m\n"
    assert learned("goal", "--json").json == {}
    assert learned("goal", "2026-12-31").out == (
        "Goal Thu 31 Dec 2026 (in 37 days): 62 topics left.\n"
        "Forecast: about 27 Jul 2027, 7 months late.\n"
        "To meet the goal: 11.5 topics per week.\n"
        "Undo with: genai-roadmap undo\n"
        "A date that fits your forecast: genai-roadmap goal 2027-07-27\n"
        "See the weeks until then: genai-roadmap plan\n"
    )
    assert learned("goal", "--json").json == {
        "goal": {
            "date": "2026-12-31",
            "left": 62,
            "needed_per_week": 11.5,
            "made_per_week": 2.1,
            "slack_days": -208,
        }
    }
    said = "Goal 31 Dec 2026: forecast 27 Jul 2027, 7 months late; needs 11.5 per week\n"
    assert said in learned("status").out
    assert learned("status", "--json").json["goal"]["left"] == 62
    early = learned("goal", "2028-01-01").out
    assert "Forecast: about 27 Jul 2027, 5 months early.\n" in early
    assert "A date that fits" not in early
    assert "Goal 1 Jan 2028: forecast 27 Jul 2027, 5 months early; needs 1.1 per week\n" in learned("status").out
    assert learned("log", "-n", "1", "--json").json["changes"][0]["goal"] == "2028-01-01"


def test_dates_in_several_words(learned: Program) -> None:
    for words, day in (
        (["31", "Dec", "2027"], "2027-12-31"),
        (["coming", "friday"], "2026-11-27"),
        (["+6m"], "2027-05-24"),
    ):
        assert learned("goal", *words, "--json").json["goal"]["date"] == day
    assert learned("goal").out.startswith("Goal Mon 24 May 2027 (in 6 months): ")
    assert "1 topic done on Fri 20 Nov 2026\n" in learned("done", "rnns", "--on", "friday").out
    assert "1 topic done\n" in learned("done", "4.2.3").out
    days = {change["at"][:10] for change in learned("log", "--since", "last monday", "--json").json["changes"]}
    assert days == {"2026-11-24"}
    assert 'in quotes: --on "last friday"\n' in learned("done", "cnns", "--on", "last", "friday").err
    assert "put several words in quotes" in learned("done", "cnns", "--on", "last").err


def test_goal_is_set_once_and_cleared(learned: Program) -> None:
    learned("goal", "2026-12-31")
    count = len(learned("log", "--json").json["changes"])
    assert learned("goal", "2026-12-31").code == 0
    assert len(learned("log", "--json").json["changes"]) == count
    assert learned("goal", "--clear").out == "Goal cleared.\nUndo with: genai-roadmap undo\n"
    assert learned("goal", "--clear").out.startswith("No goal set.")
    learned("goal", "2027-06-30")
    said = "Undid: goal 30 Jun 2027 (today 18:00)\n\nNo goal is set.\n\nRedo with: genai-roadmap redo\n"
    assert learned("undo").out == said
    assert "last: undid goal 30 Jun 2027" in learned("restore").out
    said = "Undid: goal cleared (today 18:00)\n\nGoal is 31 Dec 2026 again.\n\nRedo with: genai-roadmap redo\n"
    assert learned("undo").out == said
    assert "\nNo goal is set.\n" in learned("redo").out
    assert "last: redid goal cleared" in learned("restore").out
    learned("undo")
    assert learned("undo").out.startswith("Undid: goal 31 Dec 2026 (today 18:00)\n\nNo goal is set.\n")
    assert learned("goal", "--json").json == {}


def test_date_of_a_group_is_changed_topic_by_topic(learned: Program) -> None:
    learned("done", "9.1", "9.2")
    hint = "To change a date, name only that topic: genai-roadmap done 9.1 --on 2026-11-20\n"
    for items in (["9.1", "9.2"], ["9"]):
        learned("done", "9")
        text = learned("done", *items, "--on", "2026-11-20").out
        assert text.startswith("Nothing changed.\n")
        assert text.endswith(hint)
    assert "name only that topic" not in learned("done", "9", "--on", "today").out
    assert learned("done", "9.1", "--on", "2026-11-20").out.startswith("Date changed to Fri 20 Nov 2026: 1 topic\n")
    assert "name only that topic" not in learned("done", "8", "9", "--on", "2026-11-20").out, "something changed"


def test_invalid_goals(learned: Program) -> None:
    for arguments, message in (
        (["2026-11-23"], "'2026-11-23' is in the past: Mon 23 Nov 2026"),
        (["soon"], "'soon' is not a date; type one like 2027-06-30"),
        (["9999-12-31"], "'9999-12-31' is too far away"),
        (["2027-01-01", "--clear"], "use a date or --clear, not both"),
    ):
        run = learned("goal", *arguments)
        assert (run.code, run.out) == (2, "")
        assert message in run.err


def test_past_and_reached_goals(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    program("goal", "2026-12-01")
    monkeypatch.setattr(cli_output, "now", lambda: NOW + dt.timedelta(days=30))
    assert program("goal").out == (
        "Goal Tue 1 Dec 2026: past, 77 topics left.\nForecast: not enough data yet; it needs 5 topics and 2 weeks.\n"
        "A new date, at 3 topics per week: genai-roadmap goal 2027-06-21\n"
    )
    assert (
        "\nGoal 1 Dec 2026: past, 77 topics left\nA new date, at 3 topics per week: genai-roadmap goal 2027-06-21\n"
        in program("status").out
    )
    assert program("plan", "--json").json["rate"] == "default"
    program("done", *map(str, range(1, 10)))
    assert program("goal").out == "Goal Tue 1 Dec 2026: reached on 24 Dec 2026, 23 days late.\n"
    assert "Forecast  finished" in program("stats").out
    assert "Nothing left to plan" in program("plan", "--per-week", "3").out


def test_goal_that_is_too_early_names_a_date_that_fits(learned: Program) -> None:
    text = learned("goal", "tomorrow").out
    assert text.startswith(
        "Goal Wed 25 Nov 2026 (tomorrow): 62 topics left, 31 per day.\nForecast: about 27 Jul 2027, 8 months late.\n"
        "Undo with: genai-roadmap undo\nToo fast to learn well. A realistic date: genai-roadmap goal 2027-07-27\n"
    )
    assert "\nForecast: about 27 Jul 2027, on time.\n" in learned("goal", "2027-07-27").out
    assert learned("goal").out.startswith("Goal Tue 27 Jul 2027 (in 8 months): ")
    assert "A date that fits" not in learned("goal").out


def test_reached_goal_says_when(learned: Program) -> None:
    learned("goal", "2026-12-24")
    learned("done", *map(str, range(1, 10)))
    assert learned("goal").out == "Goal Thu 24 Dec 2026: reached on 24 Nov 2026, 30 days early.\n"
    finish = "Started 2 Nov 2026, finished 24 Nov 2026: 23 days, longest streak 2 days, 30 days before your goal.\n"
    assert finish in learned("status").out


def test_steps_marked_at_once_make_no_pace_and_no_forecast(program: Program) -> None:
    for day, item in (("2026-11-05", "1.1.1"), ("2026-11-12", "1.1.2"), ("2026-11-19", "1.1.3")):
        program("done", item, "--on", day)
    before = program("stats", "--json").json
    text = program("done", "step-2").out
    assert "\n10 topics marked together: not counted for streak, pace and forecast\n" in text
    assert "marked together" not in program("undo").out
    program("redo")
    program("done", "step-3", "step-4")
    after = program("stats", "--json").json
    assert (after["pace"], after["streak"]) == (before["pace"], before["streak"])
    assert "forecast" not in after
    assert ", 27 marked together\n" in program("stats").out
    page = program("today").out
    assert "\nDone today: 27\n  done 2 Mathematics for Generative AI (10 topics)\n" in page
    assert "\nTopics marked together do not count for streak and pace.\n" in page
    today = program("today", "--json").json
    assert (len(today["done"]), today["known"], today["marked_at_once"]) == (27, 0, 27)
    assert "marked together" not in program("done", "5.1", "5.2", "5.3").out, "learned this week"
    assert program("stats", "--json").json["pace"]["per_week"] > before["pace"]["per_week"]
    assert "marked together" not in program("done", "6", "--known").out


def test_topic_that_is_reset_and_marked_again_is_not_marked_at_once(program: Program) -> None:
    for item in ("9", "8"):
        program("done", item)
    program("reset", "9.5")
    assert "pace" not in program("status", "--json").json
    assert "marked together" not in program("done", "9.5").out
    assert program("status", "--json").json["pace"]["per_week"] == 1
    page = program("today").out
    assert page.index("  done 9.5 ") < page.index("  done 8 MLOps and Model Deployment (11 topics)\n")
    assert "  done 9 Projects (4 topics)\n" in page


def test_topics_marked_one_by_one_count_even_if_they_complete_a_step(program: Program) -> None:
    for number in range(1, 6):
        assert "marked together" not in program("done", f"9.{number}").out
    assert program("stats", "--json").json["streak"]["current"] == 1


@pytest.mark.parametrize(
    "commands",
    [
        ["4.1 4.2 4.3"],
        ["python-basics"],
        ["1.1", "1.2 1.3"],
        ["1.1.1", "1.1.2 1.1.3", "1.1.4 1.1.5 1.1.6 1.1.7 1.1.8", "1"],
    ],
)
def test_part_of_a_step_counts_and_so_does_its_smaller_rest(program: Program, commands: list[str]) -> None:
    for items in commands:
        assert "marked together" not in program("done", *items.split()).out


def test_completing_a_step_keeps_what_was_recorded_before(program: Program) -> None:
    for number in range(1, 4):
        program("done", f"3.1.{number}")
    before = program("stats", "--json").json
    text = program("done", "step-3").out
    assert "\n5 topics marked together: not counted for streak, pace and forecast\n" in text
    assert "\nTo count a topic, record its day, as in: genai-roadmap done 3.2.1 --on yesterday\n" in text
    assert program("stats", "--json").json["streak"] == before["streak"]
    for undone in ("undo", "undo"):
        program(undone)
    assert "marked together" not in program("done", "3.1.3", "3.2").out
    assert "marked together" not in program("done", "step-3").out, "less than half of the step"


def test_very_old_date_is_mentioned(program: Program) -> None:
    run = program("done", "word2vec", "--on", "1999-01-01")
    assert run.code == 0
    assert run.err == (
        "genai-roadmap: recorded for 1 Jan 1999, 27 years ago. If that is wrong, undo it with: genai-roadmap undo\n"
    )
    assert program("done", "word2vec", "--on", "1999-01-01").err == "", "nothing changed"
    assert program("done", "glove", "--on", "2025-12-01").err == ""


def test_status_has_one_total_on_the_first_day(program: Program) -> None:
    assert program("done", "1.1.1-3", "--known").code == program("done", "cnns").code == 0
    text = program("status").out
    assert "\n4 of 77 topics, 5%  (0 of 11 optional)\n1-day streak\n" in text
    assert "not enough data yet: 1 topic so far\n" in program("stats").out


def test_after_a_pause_a_topic_that_was_started_long_ago_is_asked_about(
    learned: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert learned("start", "cnns").code == 0
    monkeypatch.setattr(cli_output, "now", lambda: NOW + dt.timedelta(days=35))
    text = learned("status").out
    assert "CNNs" in text.splitlines()[2]
    assert "5 weeks ago" in text.splitlines()[2]
    assert "(Eigenvectors). Still working on 4.2.1, CNNs?\n" in text
    assert "\nWelcome back. One topic is enough to begin again.\n" in text
    assert "Still working on it? Started 5 weeks ago: CNNs\n" in learned("next").out


def test_pause_says_where_to_continue(learned: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Continue with" not in learned("status").out
    assert "Welcome back" not in learned("status").out + learned("today").out
    monkeypatch.setattr(cli_output, "now", lambda: NOW + dt.timedelta(days=28))
    text = learned("status").out
    assert "\nLast topic: 24 Nov 2026 (CNNs). Continue with 1.2.3.1.\n" in text
    assert "\nLast topic: 24 Nov 2026 (CNNs). Continue with 1.2.3.1.\n" in learned("today").out
    for command in ("status", "today"):
        welcome = "\nWelcome back. One topic is enough to begin again: Matplotlib.\nLast topic: "
        assert welcome in learned(command).out
    assert "Forecast" not in text
    assert "Forecast  none, no progress since 24 Nov 2026\n" in learned("stats").out
    said = "\nThere has been no progress since 24 Nov 2026; this assumes 3 per week. To plan for a date: "
    assert f"{said}genai-roadmap goal +6m\n" in learned("plan").out
    learned("goal", "2027-06")
    assert "Goal 30 Jun 2027: no progress since 24 Nov 2026; needs 2.3 per week\n" in learned("status").out
    assert (
        "\nForecast: none, no progress since 24 Nov 2026.\nTo meet the goal: 2.3 topics per week.\n"
        in learned("goal").out
    )
    assert "\nWelcome back: last topic 4 weeks ago (CNNs).\n" in learned("done", "1.2.3.1").out
    for command in ("done 1.2.4.1", "undo", "redo"):
        assert "Welcome back" not in learned(*command.split()).out


def test_only_the_first_topic_after_a_pause_is_welcomed(learned: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_output, "now", lambda: NOW + dt.timedelta(days=28))
    assert "\nWelcome back: last topic 4 weeks ago (CNNs).\n" in learned("start", "rnns").out
    for command in ("undo", "redo", "undo", "review 1.1.1 good", "start rnns", "skip 9", "reset 1.1.1"):
        assert "Welcome back" not in learned(*command.split()).out, command


def test_plan(learned: Program, tmp_path: Path) -> None:
    assert learned("plan").out.startswith("62 topics, 1 or 2 per week, until 27 Jul 2027\n")
    assert "\nThis follows your forecast. To plan for a date: genai-roadmap goal +6m\n" in learned("plan").out
    assert learned("plan", "--json").json["rate"] == "forecast"
    learned("start", "2.2.3")
    text = learned("plan", "--per-week", "2").out
    head = "62 topics, 2 per week, until 4 Jul 2027\nThis week: 2 of 2 topics done (last week: 1)\n"
    assert text.startswith(f"{head}\nfrom 30 Nov 2026  2 topics  2.2.3 "), "the next Monday"
    data = learned("plan", "--per-week", "2", "--json").json
    assert {len(week["topics"]) for week in data["weeks"][1:-1]} == {2}
    assert {dt.date.fromisoformat(week["end"]).isoweekday() for week in data["weeks"]} == {7}
    assert data["weeks"][0]["topics"][0]["day"] == "2026-12-03"
    assert (data["per_week"], data["ends"]) == (2, "2027-07-04")
    learned("goal", "2027-01-31")
    to_goal = learned("plan", "--json").json
    assert (to_goal["goal"], to_goal["ends"], to_goal["per_week"]) == ("2027-01-31", "2027-01-31", 6.3)
    file = tmp_path / "plan.ics"
    assert learned("plan", "--ics", "-o", str(file)).code == 0
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len(events) == 62
    assert learned("plan", "--ics").out.startswith("BEGIN:VCALENDAR")


def test_topics_per_week_may_be_a_fraction(learned: Program) -> None:
    text = learned("plan", "--per-week", "1.5").out
    assert text.startswith("62 topics, 1.5 per week, until 12 Sep 2027\n")
    assert "genai-roadmap plan --per-week 1.5 --all\n" in text
    assert learned("plan", "--per-week", "0.25", "--json").json["per_week"] == 0.25
    assert learned("plan", "--per-week", "1000", "--ics").code == 0
    for number in ("0", "-1", "1000.1", "nan", "1e3", "1,5", "1/2", "three", ""):
        run = learned("plan", "--per-week", number)
        assert (run.code, run.out) == (2, "")
        assert f"invalid value {number!r} for --per-week; use a number" in run.err
    assert "genai-roadmap plan --per-week 12.345 --ics" in learned("plan", "--per-week", "12.345").out
    run = learned("plan", "--per-week", "0.001")
    assert (run.code, run.out) == (1, "")
    assert "takes more than 100 years" in run.err


def test_skipped_step_does_not_look_finished(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "optional 0 -> 0 of" not in program("skip", "4").out
    assert program("list", "4", "--json").json["percent"] == 100
    assert "Status    skipped, 24 Nov 2026\n" in program("show", "4").out
    assert re.search(r"\nskipped +4\.2 +Architectures +architectures +skipped\n", program("list", "4").out)
    page = program("export", "html").out
    assert '<bdi>Deep Learning</bdi></a>\n<span class="counts">skipped</span>' in page
    assert '<bdi>Deep Learning</bdi></h3> <span class="quiet">skipped</span>' in page
    monkeypatch.setenv("FORCE_COLOR", "1")
    for command in ("status", "list"):
        row = next(line for line in program(command).out.splitlines() if "Deep Learning" in line)
        assert "skipped" in row
        assert not re.search("[0-9]+%|0/0|━|──", row)


def test_progress_bar_advances_and_disappears() -> None:
    stream = io.StringIO()
    with output.progress_bar(2, Display(width=60), stream) as begin:
        begin("reading \x1b[31m")
        begin("writing")
    assert "\x1b[31m" not in stream.getvalue()


@pytest.mark.parametrize(
    "marks", [["done 1.1.1"], ["done 1.1.1 --on 2020-02-29"], ["done step-7", "skip 1 2 3 4 5 6 8 9"]]
)
@pytest.mark.parametrize("columns", ["20", "60", "200"])
def test_stats_with_little_or_old_data(
    program: Program, monkeypatch: pytest.MonkeyPatch, marks: list[str], columns: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", columns)
    for command in marks:
        program(*command.split())
    for item in ([], ["step-1"], ["1.1.1"], ["step-7"]):
        run = program("stats", *item)
        assert (run.code, run.err) == (0, "")
        assert run.out


def test_no_forecast_date_beyond_ten_years(program: Program) -> None:
    program("done", *(f"1.1.{n}" for n in range(1, 6)), "--on", "2019-03-01")
    assert "forecast" not in program("stats", "--json").json, "after a pause"
    program("start", "cnns")
    told = program("stats").out.partition("Forecast")[2].partition("\n")[0].strip()
    assert re.fullmatch(r"more than ten years away, not before \d+ \w+ 20\d\d", told)
    assert list(program("stats", "--json").json["forecast"]) == ["earliest"]
    said = "\nYour pace is too low for a plan; this assumes 3 per week. To plan for a date: genai-roadmap goal +6m\n"
    assert said in program("plan").out


@pytest.mark.parametrize(
    ("commands", "line"),
    [
        (["done step-1 --known"], "Done      13 of 77 topics, 16%, 13 already known\n"),
        (["skip 1 2 3 4 5 6 7 8 9"], "Done      0 of 0 topics\n"),
        (["goal 2050-01-01", "done 1.1.1 --known"], "Goal      1 Jan 2050: no forecast yet; needs less than 0.1 per"),
        (["goal 2026-11-26", "done 1.1.1 --known"], "Goal      26 Nov 2026: 76 topics left, 25.4 per day\n"),
        (["done 1.1.1 --on 2026-08-01"], "Streak none now, longest 1 day\nPace nothing in the last 4 weeks\n"),
    ],
)  # fmt: skip
def test_stats_lines(program: Program, commands: list[str], line: str) -> None:
    for command in commands:
        assert program(*command.split()).code == 0
    text = program("stats").out
    assert "Nothing is recorded" not in text
    assert re.sub(r" {2,}", " ", line) in re.sub(r" {2,}", " ", text)


def test_plan_shows_four_weeks_or_all(program: Program) -> None:
    lines = program("plan", "--per-week", "3").out.splitlines()
    assert sum(line.startswith(("from ", "until ")) for line in lines) == 4
    assert "and 22 more weeks until 21 May 2027: genai-roadmap plan --per-week 3 --all" in lines
    everything = program("plan", "--per-week", "3", "--all").out
    assert sum(line.startswith(("from ", "until ")) for line in everything.splitlines()) == 26
    assert "more week" not in everything


def test_plan_says_by_how_much_it_is_earlier_than_the_goal(program: Program) -> None:
    program("goal", "2027-12-31")
    text = program("plan", "--per-week", "3").out
    assert "\nThat is 7 months before your goal, 31 Dec 2027.\n" in text
    program("config", "plan.per-week", "3")
    assert "\nThat is 7 months before your goal, 31 Dec 2027.\n" in program("plan").out
    assert "before your goal" not in program("plan", "--per-week", "1").out


def test_plan_says_by_when_steps_are_complete(program: Program) -> None:
    weeks = program("plan", "--per-week", "3", "--json").json["weeks"]
    days = {topic["number"].split(".")[0]: topic["day"] for week in weeks for topic in week["topics"]}
    first, *others = [(number, day_text(dt.date.fromisoformat(day))) for number, day in days.items()]
    texts = [f"Step {first[0]} complete by {first[1]}", *(f"step {number} by {day}" for number, day in others)]
    assert ", ".join(texts) in program("plan", "--per-week", "3").out.splitlines()
    program("done", "1-9")
    assert "complete by" not in program("plan").out


def test_log_combines_an_undo_with_the_undone_change(program: Program) -> None:
    program("done", "cnns")
    program("done", "rnns")
    program("undo")
    program("undo")
    program("redo")
    lines = program("log").out.splitlines()
    assert [re.split(r" {2,}", line)[1:] for line in lines] == [["done", "RNNs", "undone"], ["done", "CNNs"]]
    assert len(program("log", "--json").json["changes"]) == 5
    assert len(program("log", "-n", "1").out.splitlines()) == 1


def test_plan_output_options(program: Program, tmp_path: Path) -> None:
    for arguments in (["--json", "-o", "x"], ["-o", "x"], ["--ics", "--json"]):
        run = program("plan", "--per-week", "3", *arguments)
        assert (run.code, run.out) == (2, "")
    assert list(tmp_path.glob("x*")) == []


def test_hint_of_plan_works(program: Program) -> None:
    last = program("plan", "--per-week", "3").out.splitlines()[-1]
    assert last.startswith("Export to your calendar: genai-roadmap plan --per-week 3 --ics -o plan.ics")
    program("goal", "2026-11-25")
    assert program("plan").out.startswith("77 topics, until 25 Nov 2026\n")


@pytest.mark.parametrize(
    ("command", "is_paged"),
    [
        (["done", "1", "2"], False),
        (["start", "cnns"], False),
        (["note", "cnns", "text"], False),
        (["undo"], False),
        (["import", "ROADMAP"], False),
        (["import", "ROADMAP", "--dry-run"], True),
        (["list", "--all"], True),
        (["note", "cnns", "--list"], True),
    ],
)
def test_pager_is_only_for_commands_that_show_something(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], *, is_paged: bool
) -> None:
    (tmp_path / "plan.md").write_text("# Plan\n\n## A\n\n- b\n- c\n\n## D\n\n- e\n")
    program("skip", "rnns")
    pagers: list[list[str]] = []

    def show(*_: object, pager: Callable[[], list[str]]) -> None:
        pagers.append(pager())

    monkeypatch.setenv("PAGER", "more")
    monkeypatch.setattr(output, "show", show)
    assert program(*(str(tmp_path / "plan.md") if word == "ROADMAP" else word for word in command)).code == 0
    assert pagers == [["more"] if is_paged else []]


def test_a_started_step_has_the_day_of_its_first_topic(program: Program) -> None:
    program("done", "variables", "--on", "2026-11-02")
    program("start", "data-types")
    assert re.search(r"^Status +started, 2 Nov 2026, ", program("show", "1").out, re.MULTILINE)
    assert re.search(r"^Status +done, 2 Nov 2026$", program("show", "variables").out, re.MULTILINE)


def test_a_line_about_the_longest_streak_begins_with_a_capital(program: Program) -> None:
    for day in (2, 3, 4):
        program("done", f"1.1.{day}", "--on", f"2026-11-0{day}")
    assert re.search(r"^Longest streak 3 days", program("status").out, re.MULTILINE)


def test_plan_repeats_what_goal_says_about_the_pace(learned: Program) -> None:
    learned("goal", "2026-11-30")
    hint = "Too fast to learn well. A realistic date: genai-roadmap goal 2027-07-27\n"
    assert hint in learned("goal").out
    assert hint in learned("plan").out
    assert "Too fast" not in learned("plan", "--per-week", "21").out
    assert "\nToo fast to learn well: more than 21 topics per week.\n" in learned("plan", "--per-week", "1000").out
    learned("goal", "2026-12-31")
    assert "A date that fits your forecast: genai-roadmap goal 2027-07-27\n" in learned("plan").out


def test_result_of_done_names_each_number_once(program: Program) -> None:
    text = program("done", "1", "--all").out
    assert text.startswith("17 topics (4 optional) done\n")
    assert text.count("optional") == 2, "in the headline and the row of the step"
    again = program("done", "1").out
    assert "Already done: Variables, Data types, Loops, Conditionals and 13 more\n" in again
    assert program("done", "step-2", "--known").out.startswith("10 topics marked as already known\n")


def test_days_that_contradict_are_recorded_with_a_warning(program: Program) -> None:
    program("start", "1.1.1-3", "--on", "2026-11-20")
    undo = "If that is wrong, undo it with: genai-roadmap undo\n"
    run = program("done", "1.1.1-3", "--on", "2026-11-18")
    problem = "Variables and 2 more topics are now done on 18 Nov 2026, before they were started (20 Nov 2026)"
    assert (run.code, run.err) == (0, f"genai-roadmap: {problem}. {undo}")
    assert program("show", "1.1.1", "--json").json["status"] == "done"
    assert "Start to done" not in program("stats").out
    run = program("start", "1.1.1", "--on", "2026-11-19")
    problem = "Variables was done on 18 Nov 2026, and is now started on 19 Nov 2026"
    assert (run.code, run.err) == (0, f"genai-roadmap: {problem}. {undo}")
    assert program("done", "1.1.1", "--on", "2026-11-19").err == "", "on the same day"
    program("start", "1.1.4", "--on", "2026-11-20")
    problem = "is now done on 18 Nov 2026, before it was started (20 Nov 2026)"
    assert f"{problem}. {undo}" in program("done", "1.1.4", "--on", "2026-11-18").err
    run = program("start", "1.1.2-4", "--all", "--on", "2026-11-19")
    assert " and 2 more topics were done on 18 Nov 2026, and are now started on 19 Nov 2026. " in run.err
    program("undo")
    assert program("reset", "1.1.1").err == program("start", "1.1.1", "--on", "2026-11-10").err == ""
    assert program("done", "1.1.2", "--on", "2026-11-10").err == "", "a correction"
    assert program("start", "1.1.2").err == "", "without a day it is meant"


def test_finished_roadmap_says_when_it_was_started(program: Program) -> None:
    program("done", "1", "--on", "2026-11-02")
    program("done", "2-9", "--on", "2026-11-20")
    text = program("status").out
    assert "Started 2 Nov 2026, finished 20 Nov 2026: 19 days" in text, "topics marked together count too"


def test_roadmap_finished_in_one_day_has_no_streak(program: Program) -> None:
    program("done", "1-9")
    assert "Finished 24 Nov 2026.\n" in program("status").out


def test_week_with_a_chosen_number_of_topics(program: Program) -> None:
    program("config", "plan.per-week", "2")
    data = program("plan", "--json").json
    assert (data["rate"], data["per_week"], data["this_week"]) == ("setting", 2, {"planned": 2, "learned": 0})
    assert "This week: 1 of 2 topics done.\n" in program("done", "loops").out
    assert "\nYour plan for this week is complete: 2 topics!\n" in program("done", "numpy").out
    assert "This week: 2 of 2 topics done.\n" in program("status").out
    assert "\nThis week: 2 of 2 topics done.\n" in program("today").out
    assert program("plan").out.splitlines()[1] == "This week: 2 of 2 topics done"
    goal = program("goal", "2026-12-31").out
    hint = "The plan has 2 per week. To plan by the goal: genai-roadmap config plan.per-week --unset\n"
    assert goal.endswith(hint)
    assert "\nIt was already the goal.\n" in program("goal", "2026-12-31").out
    assert "This week: 2 of 3 topics done\n" in program("plan", "--per-week", "3").out
    for number in ("1.1", "0.25"):
        program("config", "plan.per-week", number)
        data = program("plan", "--json").json
        assert (data["rate"], data["per_week"]) == ("setting", float(number))
        assert program("plan", "--per-week", number, "--json").json == data
