import datetime as dt
import io
from dataclasses import replace

import pytest
from rich.cells import cell_len

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.report.forecast import forecast_for
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.plan import plan_of
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import plan
from small import leaf, roadmap_data

TODAY = dt.date(2026, 11, 24)
BUNDLED = History(
    Report.of(roadmap_files.read(roadmap_files.bundled_file()), Progress(roadmap="genai-engineer")), TODAY
)


def text_of(history: History, per_week: int | None, weeks: int | None, display: Display) -> str:
    stream = io.StringIO()
    output.show(
        plan.plan(plan_of(history, forecast_for(history), per_week), weeks, display, outlook=outlook_of(history, None)),
        display._replace(color=False),
        stream,
    )
    return stream.getvalue().replace("\x1b[2m", "").replace("\x1b[1m", "").replace("\x1b[0m", "")


@pytest.mark.parametrize("width", [40, 50, 72, 80, 120])
@pytest.mark.parametrize("per_week", [1, 2, 5, 40, 77])
def test_titles_are_whole_and_what_has_no_room_is_counted(width: int, per_week: int) -> None:
    text = text_of(BUNDLED, per_week, 4, Display(width=width))
    lines = text.splitlines()
    assert "…" not in text
    assert len(lines) < 24
    assert max(map(cell_len, lines)) <= width
    assert ("and" in text.partition("more week")[0]) or per_week <= 5
    everything = text_of(BUNDLED, per_week, None, Display(width=width))
    assert "5.5.3 T5 (Advanced Models)" in " ".join(everything.split())
    assert "6.3.3 T5 (Transformers)" in " ".join(everything.split())


def test_number_of_hidden_topics() -> None:
    text = " ".join(text_of(BUNDLED, 90, 4, Display(width=80)).split())
    shown, _, rest = text.partition(" and ")
    assert shown.count(", 1.") + shown.count(" 1.1.1 ") + int(rest.split()[0]) == 77


def test_long_title_is_cut_with_the_number_of_the_others() -> None:
    topics = [{**leaf(f"t{n}x"), "title": "Long words " * 60} for n in range(3)]
    report = Report.of(parse_roadmap(roadmap_data(*topics)), Progress(roadmap="test"))
    text = text_of(History(report, TODAY), 4, 4, Display(width=80))
    assert "… and 2 more" in text


def test_a_single_title_is_not_replaced_by_its_number() -> None:
    for length in range(2, 40):
        topics = [{**leaf(f"t{n}x"), "title": "Long words " * length} for n in range(6)]
        report = Report.of(parse_roadmap(roadmap_data(*topics)), Progress(roadmap="test"))
        for per_week in (2, 3, 4, 6):
            assert "and 1 more" not in text_of(History(report, TODAY), per_week, 4, Display(width=80))


def test_plan_without_a_goal_explains_its_rate() -> None:
    text = text_of(BUNDLED, None, 4, Display(plain=True))
    assert text.startswith("77 topics, 3 per week, until ")
    assert "\nThere is no pace yet; this assumes 3 per week. To plan for a date: genai-roadmap goal +6m\n" in text
    assert "\nTo choose the topics per week: genai-roadmap plan --per-week 5\n\nuntil 29 Nov 2026 " in text
    assert "genai-roadmap plan --all" in text
    given = text_of(BUNDLED, 3, 4, Display(plain=True))
    assert "To plan for a date" not in given
    assert "To choose" not in given


def test_plan_for_a_goal_names_whole_numbers_of_topics() -> None:
    stamp = Stamp(dt.datetime(2026, 11, 24, 18, tzinfo=dt.UTC), "a1", "m")
    progress = Progress(roadmap="genai-engineer").set_goal(dt.date(2027, 6, 30), stamp)
    history = History(Report.of(roadmap_files.read(roadmap_files.bundled_file()), progress), TODAY)
    assert text_of(history, None, 4, Display(plain=True)).startswith("77 topics, 2 or 3 per week, until 30 Jun 2027\n")


def with_goal(goal: dt.date, per_week: int = 0) -> History:
    """Return the history of the bundled roadmap with a goal that was set two weeks ago."""
    stamp = Stamp(dt.datetime(2026, 11, 10, 18, tzinfo=dt.UTC), "a1", "m")
    progress = Progress(roadmap="genai-engineer").set_goal(goal, stamp)
    return History(Report.of(BUNDLED.report.roadmap, progress), TODAY, per_week=per_week)


def test_goal_that_the_plan_does_not_meet_is_named() -> None:
    late = text_of(with_goal(dt.date(2027, 3, 1), per_week=3), None, 4, Display(plain=True))
    unset = "genai-roadmap config plan.per-week --unset"
    assert f"\nThat is 12 weeks after your goal, 1 Mar 2027. To plan by the goal: {unset}\n" in late
    given = text_of(with_goal(dt.date(2027, 3, 1)), 3, 4, Display(plain=True))
    assert "\nThat is 12 weeks after your goal, 1 Mar 2027. To move the goal: genai-roadmap goal 2027-05-21\n" in given
    early = text_of(with_goal(dt.date(2027, 9, 1), per_week=3), None, 4, Display(plain=True))
    assert "\nThat is 3 months before your goal, 1 Sep 2027.\n" in early
    past = text_of(with_goal(dt.date(2026, 11, 20)), None, 4, Display(plain=True))
    assert "\nThe goal, 20 Nov 2026, is past. A new date: genai-roadmap goal 2027-05-22\n" in past


def test_number_of_topics_that_is_not_kept_yet_can_be_kept() -> None:
    hint = "\nTo plan this every week: genai-roadmap config plan.per-week 3\n"
    assert hint in text_of(BUNDLED, 3, 4, Display(plain=True))
    assert hint not in text_of(replace(BUNDLED, per_week=3), 3, 4, Display(plain=True))


@pytest.mark.parametrize("days", [60, 100, 157, 161, 203, 400, 500])
def test_heading_has_the_topics_of_the_weeks_below(days: int) -> None:
    set_on = Stamp(dt.datetime.combine(TODAY, dt.time(), dt.UTC), "goal", "here")
    progress = Progress(roadmap="genai-engineer").set_goal(TODAY + dt.timedelta(days=days), set_on)
    text = text_of(
        replace(BUNDLED, report=Report.of(BUNDLED.report.roadmap, progress)), None, None, Display(plain=True)
    )
    rows = [line for line in text.splitlines() if line.startswith("from ")]
    counts = {int(line.split(" topic")[0].split()[-1]) for line in rows[1:-1]}
    assert text.startswith(f"77 topics, {' or '.join(map(str, sorted(counts)))} per week, until ")


def test_steps_without_room_are_counted() -> None:
    lines = text_of(BUNDLED, 3, 4, Display(width=80)).splitlines()
    line = next(line.rstrip() for line in lines if line.startswith("Step "))
    shown, _, rest = line.partition(", and ")
    assert (shown.count(" by "), rest) == (2, "6 more")
    assert " ".join(text_of(BUNDLED, 3, None, Display(width=80)).split()).count(" by ") == 8


def test_plan_of_a_few_days_has_no_topics_per_week() -> None:
    text = text_of(with_goal(TODAY + dt.timedelta(days=8)), None, 4, Display(plain=True))
    assert text.startswith("77 topics, 59 or 60 per week, until ")
    assert text_of(with_goal(TODAY + dt.timedelta(days=5)), None, 4, Display(plain=True)).startswith(
        "77 topics, until "
    )
