import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import RenderableType

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report import forecast, plan
from genai_roadmap.report.coach import today_of
from genai_roadmap.report.history import History
from genai_roadmap.report.outcome import mark, revert
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report
from genai_roadmap.report.roadmap_summary import RoadmapSummary
from genai_roadmap.report.search import matching_items
from genai_roadmap.report.sync import SyncReport, SyncResult
from genai_roadmap.report.tour import stops
from genai_roadmap.report.tree import Count
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
from genai_roadmap.storage.settings import all_settings
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import (
    changes,
    coach,
    components,
    goal,
    items,
    journal,
    notes,
    overview,
    reference,
    roadmaps,
    settings,
    statistics,
    sync,
    tour,
)
from genai_roadmap.terminal.pages import plan as plan_page
from small import leaf, roadmap_data

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ROADMAP = roadmap_files.read(roadmap_files.bundled_file())
MARKS = [
    (9, Action.DONE, "step-1"),
    (8, Action.DONE, "step-7"),
    (5, Action.START, "2.1"),
    (4, Action.SKIP, "kubeflow"),
    (0, Action.DONE, "2.1.1"),
]
LOOKS = [Display(width=width) for width in (30, 40, 60, 80, 120, 200)]


def stamp(number: int, days: int = 0) -> Stamp:
    return Stamp(NOW - dt.timedelta(days=days), f"s{number}", "here")


def learned() -> Report:
    report = Report.of(ROADMAP, Progress(roadmap=ROADMAP.id))
    for number, (days, action, item) in enumerate(MARKS):
        new_mark = Mark(action, note="First line\nsecond [red]line[/]" if action is Action.SKIP else None)
        items_to_mark = [Finder(ROADMAP).find(item)]
        report = mark(report, items_to_mark, new_mark, stamp(number, days), everything=item == "2.1").after
    return report


def fresh() -> Report:
    return Report.of(ROADMAP, Progress(roadmap=ROADMAP.id))


def history(report: Report) -> History:
    return History(report, NOW.date())


def status(report: Report, display: Display) -> RenderableType:
    past = history(report)
    expected = forecast.forecast_for(past)
    return overview.status(past, expected, outlook_of(past, expected), None, (), display)


def shown(page: RenderableType, display: Display) -> str:
    stream = io.StringIO()
    output.show(page, display, stream)
    return stream.getvalue()


def plain(page: RenderableType) -> str:
    return shown(page, Display(plain=True))


def pages(report: Report, display: Display) -> Iterator[RenderableType]:
    suggestions = [*report.suggestions(NOW.date())]
    outcome = mark(report, [Finder(ROADMAP).find("step-4")], Mark(Action.DONE), stamp(99))
    past = History(report, NOW.date(), rest_days=1)
    yield status(report, display)
    expected = forecast.forecast_for(past)
    outlook = outlook_of(past, expected)
    yield statistics.charts(past, expected, outlook, display)
    yield statistics.charts(past.of(report.nodes["deep-learning"]), None, None, display)
    yield goal.goal(outlook, None, display)
    yield plan_page.plan(plan.plan_of(past, expected, 3), 4, display)
    yield plan_page.plan(plan.plan_of(past, expected, 3), None, display)
    yield overview.steps(report, display)
    yield items.tree(report.steps, (), display)
    yield items.show(report.nodes["cnns"], past, display)
    yield items.show(report.nodes["cnns"], past, display, answers=True)
    yield items.show(report.nodes["deep-learning"], past, display)
    yield coach.suggestions(suggestions[:3], report.started(), report.count, NOW.date(), display)
    yield coach.suggestions(suggestions[:1], report.started(), report.count, NOW.date(), display)
    yield coach.today(today_of(past), display)
    yield from (tour.question(stop, "1 of 9", display) for stop in stops(report))
    yield tour.recorded(outcome, display)
    yield changes.outcome(outcome, history(outcome.after), display)
    yield journal.log(report.progress.recent(), report, {}, display)
    names = dict.fromkeys((change.machine or "" for change in report.progress.changes), "my-laptop")
    yield journal.log(report.progress.recent(), report, names, display)
    result = SyncResult(
        3,
        [*report.progress.changes[:2]],
        names,
        ["mine"],
        [],
        {"mine": "/home/me/mine.draft-1"},
        ["journals/x.toml is damaged"],
    )
    yield sync.status(SyncReport(result, "git@example.org:me/progress.git", "m", NOW, is_dry_run=True), display)
    yield items.found(matching_items(report, "deep"), "deep", (), display)
    yield reference.about(ROADMAP, display)
    yield changes.notes(report.nodes["kubeflow"], "Note added.", None, display)
    yield changes.notes(report.nodes["kubeflow"], "Note added.", 1, display)
    yield notes.in_roadmap(report.nodes["kubeflow"].notes, report, display)
    yield notes.on_removed("old", report.nodes["kubeflow"].notes, display)


@pytest.mark.parametrize("display", LOOKS, ids=lambda display: str(display.width))
def test_no_page_is_wider_than_the_terminal(display: Display) -> None:
    for page in pages(learned(), display):
        for line in shown(page, display).splitlines():
            visible = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", line)
            # A URL is not broken, so that it can be copied.
            is_url = bool(re.fullmatch(r" *https://\S+ *", visible))
            assert cell_len(visible) <= display.width or is_url


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_text_is_cut(width: int) -> None:
    report = learned()
    page = shown(items.show(report.nodes["cnns"], history(report), Display(width=width)), Display(width=width))
    visible = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", page)
    assert "https://www.youtube.com/playlist?list=PLKdU0fuY4OFdFUCFcUp-7VD4bLXr50hgb" in visible
    log = re.sub(
        r"\x1b\[[0-9;]*m",
        "",
        shown(journal.log(report.progress.recent(), report, {}, Display(width=width)), Display(width=width)),
    )
    assert {"Kubeflow:", "Matrices", "Variables,"} <= set(log.split()), "no word is broken"


def test_plain_pages_have_no_escapes_or_drawings() -> None:
    for page in pages(learned(), Display(plain=True)):
        text = plain(page)
        assert not set(text) & set("\x1b━╸✓◐○│─")


def test_ascii_pages_are_ascii() -> None:
    display = Display(ascii=True)
    for page in pages(learned(), display):
        assert set(re.findall(r"[^\x00-\x7f]", shown(page, display))) <= set("≈😊\u2019🌐🎓🤖💼")


def test_status_without_progress() -> None:
    display, report = Display(plain=True), fresh()
    text = plain(status(report, display))
    assert text.startswith(f"{ROADMAP.title}\n")
    assert "todo  4  Deep Learning                       0/9  0%  0/1 optional\n" in text
    assert "todo  7  Reinforcement Learning              0/4  0%  optional\n" in text
    assert "Next  todo  1.1.1  Variables   first topic of step 1\n" in text
    assert "Started" not in text
    assert text.splitlines()[-4:] == [
        "0 of 77 topics, 0%  (0 of 11 optional)",
        "New here? Record what you already know: genai-roadmap tour",
        "See what to learn first: genai-roadmap next",
        "Browse the roadmap: genai-roadmap ui",
    ]


def test_status_suggests_the_full_screen_view_only_if_it_is_installed() -> None:
    text = plain(status(fresh(), Display(plain=True, can_browse=False)))
    assert text.splitlines()[-1] == "Browse the roadmap: genai-roadmap list --all"


def test_a_narrow_page_has_no_bar_of_a_few_cells() -> None:
    for width, has_bar in ((47, False), (48, True)):
        display = Display(width=width, color=False)
        assert shown(overview.total(fresh(), display), display).startswith("0 of 77 topics") is not has_bar


def test_answers_of_a_step_without_questions_are_in_its_topics() -> None:
    history = History(fresh(), NOW.date())
    text = plain(items.show(fresh().nodes["mathematics"], history, Display(plain=True), answers=True))
    assert text.rstrip().endswith("Answers of a topic in it: genai-roadmap show 2.1.1 --answers")


def test_status_with_progress() -> None:
    display, report = Display(plain=True), learned()
    text = plain(status(report, display))
    assert text.startswith(f"{ROADMAP.title}\n")
    assert re.search(r"\nStarted +started +2.1.2 +Vectors +5 days ago\n", text)
    assert "14 of 76 topics, 18%  (4 of 11 optional)\n2-week streak · 1 topic in 9 days\n" in text
    assert text.endswith(
        "\n5 more topics to reach 25%. This week: 1 topic (last week: 4).\n"
        "10 topics to review today (17 due): genai-roadmap review\n"
    )


def test_status_of_a_finished_roadmap() -> None:
    report = fresh()
    outcome = mark(
        report, [Finder(ROADMAP).find(str(n)) for n in range(1, 10)], Mark(Action.DONE), stamp(0), everything=True
    )
    report = outcome.after
    text = plain(status(report, Display(plain=True)))
    finished = "You finished the roadmap! 77 of 77 topics.\nFinished 24 Nov 2026.\n"
    assert text.endswith(f"77 of 77 topics, 100%  (11 of 11 optional)\n{finished}")
    assert "Next" not in text
    assert (
        plain(coach.suggestions([], [], Count(), NOW.date(), Display()))
        == "Nothing left to learn here: every topic is done or skipped.\n"
    )


def many_steps(steps: int) -> Roadmap:
    long_title = "A rather long title with wide characters 学习内容 "
    data = [
        {
            "slug": f"s{n}",
            "title": f"{long_title}{n}",
            "topics": [{"slug": f"s{n}t{m}", "title": f"{long_title}{m}"} for m in range(3)],
        }
        for n in range(steps)
    ]
    return parse_roadmap({"format": 1, "id": "many", "version": "1", "title": long_title * 3, "steps": data})


@pytest.mark.parametrize("steps", [1, 9, 17, 40])
@pytest.mark.parametrize("started", [0, 1, 35])
@pytest.mark.parametrize("size", [(40, 14), (50, 20), (80, 24), (120, 40)])
def test_status_fits_the_terminal(steps: int, started: int, size: tuple[int, int]) -> None:
    roadmap = many_steps(steps)
    topics = tuple(item.slug for item in roadmap.all_items if not item.content.topics)[:started]
    progress = Progress(roadmap="many").set_goal(NOW.date() + dt.timedelta(days=300), stamp(0))
    if topics:
        progress = progress.mark(Mark(Action.START), topics, stamp(1))
    display = Display(width=size[0], height=size[1])
    lines = shown(status(Report.of(roadmap, progress), display), display).splitlines()
    assert len(lines) <= size[1] - 2
    assert any(line.endswith(f"0 of {3 * steps} topics, 0%") for line in lines)
    shown_steps = sum(bool(re.search(r"A rather.*/3", line)) for line in lines)
    assert shown_steps == steps or (shown_steps >= 3 and any("more step" in line for line in lines))
    if size == (80, 24):
        assert any("Next" in line for line in lines) or started >= 3 * steps


@pytest.mark.parametrize("marks", [(), ("step-1",), (*map(str, range(1, 10)),)])
def test_status_drops_advice_before_steps(marks: tuple[str, ...]) -> None:
    report = fresh()
    if marks:
        found = [Finder(ROADMAP).find(item) for item in marks]
        report = mark(report, found, Mark(Action.DONE), stamp(0, days=40)).after
        report = mark(report, [Finder(ROADMAP).find("3.1.1")], Mark(Action.START), stamp(1, days=39)).after
    hints = [(f"Something to do {n}", f"genai-roadmap next -n {n}", n == 3) for n in range(1, 8)]
    for height, fewest, most in ((40, 7, 7), (24, 1, 6), (20, 1, 6)):
        display = Display(height=height, color=False)
        page = overview.status(history(report), None, None, None, hints, display)
        lines = re.sub(r"\x1b\[[0-9;]*m", "", shown(page, display)).splitlines()
        assert len(lines) <= height - 2
        assert sum("━" in line or "─" in line for line in lines) == len(ROADMAP.steps) + 1
        commands = [line for line in lines if line.startswith("Something")]
        assert fewest <= len(commands) <= most
        assert "Something to do 3: genai-roadmap next -n 3" in commands


@pytest.mark.parametrize("height", [5, 10, 24])
def test_status_of_a_roadmap_that_was_skipped(height: int) -> None:
    display = Display(height=height, color=False)
    report = mark(fresh(), [step.item for step in fresh().steps], Mark(Action.SKIP), stamp(0), everything=True).after
    page = overview.status(history(report), None, None, None, [("Reset it", "genai-roadmap reset 1", False)], display)
    assert "skipped" in shown(page, display)


@pytest.mark.parametrize(("width", "text"), [(80, "1/2 50% 10 skipped"), (120, "1/2 50% 10 skipped, 0/1 optional")])
def test_status_counts_the_skipped_topics_of_a_step(width: int, text: str) -> None:
    first, *others = (leaf.item for leaf in fresh().required if leaf.item.step.number == "8")
    report = mark(fresh(), others, Mark(Action.SKIP), stamp(0)).after
    report = mark(report, [first], Mark(Action.DONE), stamp(1)).after
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown(status(report, Display(width=width)), Display(width=width)))
    step = next(line for line in lines.splitlines() if "MLOps" in line)
    assert " ".join(re.split("[━─]+ ", step)[-1].split()) == text


def test_late_goal_is_red() -> None:
    progress = Progress(roadmap=ROADMAP.id).set_goal(NOW.date() + dt.timedelta(days=30), stamp(0))
    report = Report.of(ROADMAP, progress.mark(Mark(Action.DONE), ("variables",), stamp(1)))
    past, expected = history(report), forecast.Forecast(*[NOW.date() + dt.timedelta(days=50)] * 3)
    page = overview.status(past, expected, outlook_of(past, expected), None, (), Display())
    line = next(line for line in shown(page, Display()).splitlines() if "Goal" in line)
    assert "20 days late" in line
    assert "\x1b[31m" in line


@pytest.mark.parametrize(
    ("done", "total", "filled"), [(0, 10, 0), (1, 200, 1), (5, 10, 10), (199, 200, 19), (10, 10, 20), (0, 0, 20)]
)
def test_bar_is_full_or_empty_only_at_100_or_0_percent(done: int, total: int, filled: int) -> None:
    bar = components.bar(Count(done=done, total=total), Display(ascii=True), 20)
    assert bar.plain == "#" * filled + "-" * (20 - filled)


def test_filtered_tree_shows_ancestors() -> None:
    text = plain(items.tree(learned().steps, [Status.SKIPPED], Display(plain=True)))
    assert [line.split()[1] for line in text.splitlines()[:3]] == ["8", "8.1", "8.1.3"]
    assert text.endswith("\n1 topic skipped, in 1 step\n")
    assert plain(items.tree(fresh().steps, [Status.DONE], Display(plain=True))) == "0 topics done\n"


def test_show_has_every_field() -> None:
    text = plain(items.show(learned().nodes["kubeflow"], history(learned()), Display(plain=True)))
    assert text.startswith("skipped 8.1.3 Kubeflow\nIn      Tools and Frameworks, MLOps and Model Deployment\n")
    assert "Status  skipped, 20 Nov 2026" in text
    assert "Notes\n  1  20 Nov 2026 12:00\n     First line\n     second [red]line[/]\n" in text
    assert "https://www.youtube.com/playlist?list=PLKdU0fuY4OFdPhZ4k_hu7Rv3sjyi3IPtu" in text
    step = plain(items.show(learned().nodes["projects"], history(learned()), Display(plain=True)))
    assert "Requires  Generative Models (todo)" in step
    assert "1  unread  Kaggle (Where to find data)                 https://www.kaggle.com/datasets" in step


def test_show_lists_the_answers_only_if_they_are_wanted() -> None:
    questions = [{"ask": "Why?", "answer": "So."}, {"ask": "[b]How?", "answer": "Like\nthis."}]
    roadmap = parse_roadmap(roadmap_data({"slug": "a", "title": "A", "questions": questions}))
    report = Report.of(roadmap, Progress(roadmap="test"))
    asked = plain(items.show(report.nodes["a"], history(report), Display(plain=True)))
    assert "Questions\n  1  Why?\n  2  [b]How?\n  Answers: genai-roadmap show 1.1 --answers\n" in asked
    answered = plain(items.show(report.nodes["a"], history(report), Display(plain=True), answers=True))
    assert "Questions\n  1  Why?\n     So.\n  2  [b]How?\n     Like\n     this.\n" in answered
    assert "--answers" not in answered


def test_already_known_topics_are_labeled() -> None:
    report = fresh()
    outcome = mark(report, [Finder(ROADMAP).find("cnns")], Mark(Action.DONE, known=True), stamp(0))
    report, progress = outcome.after, outcome.progress
    assert "done, already known, 24 Nov 2026" in plain(
        items.show(report.nodes["cnns"], history(report), Display(plain=True))
    )
    assert "already known" in plain(items.tree([report.nodes["deep-learning"]], (), Display(plain=True)))
    assert "done (already known)" in plain(journal.log(progress.recent(), report, {}, Display(plain=True)))


def test_long_lists_are_shortened() -> None:
    report = fresh()
    outcome = mark(report, [Finder(ROADMAP).find("1"), Finder(ROADMAP).find("2")], Mark(Action.DONE), stamp(0))
    text = plain(changes.outcome(outcome, history(outcome.after), Display(plain=True)))
    assert text.startswith("23 topics done\n")
    assert "  and 19 more\n" in text
    again = mark(
        outcome.after,
        [Finder(ROADMAP).find("1"), Finder(ROADMAP).find("2")],
        Mark(Action.DONE),
        stamp(1),
    )
    assert plain(changes.outcome(again, history(again.after), Display(plain=True))).startswith(
        "Nothing changed.\nAlready done: Variables, "
    )
    assert "and 19 more" in plain(changes.outcome(again, history(again.after), Display(plain=True)))


def test_log_labels_undone_changes() -> None:
    report = learned()
    outcome = revert(report, Action.UNDO, stamp(50))
    lines = plain(journal.log(outcome.progress.recent(), outcome.after, {}, Display(plain=True))).splitlines()
    assert re.fullmatch(r"24 Nov 2026 12:00 +undo +Matrices", lines[0])
    assert re.fullmatch(r"24 Nov 2026 12:00 +done +Matrices +undone", lines[1])
    assert plain(changes.outcome(outcome, history(outcome.after), Display(plain=True))).startswith(
        "Undid: 1 topic done (today 12:00)"
    )
    again = revert(outcome.after, Action.REDO, stamp(51))
    assert plain(changes.outcome(again, history(again.after), Display(plain=True))).startswith("Redid: 1 topic done")


@pytest.mark.parametrize("width", [50, 80, 120])
def test_each_entry_of_the_log_takes_one_line(width: int) -> None:
    report = learned()
    changes = report.progress.recent()
    names = {change.machine or "": "a-machine-with-a-long-name" for change in changes}
    for machines in ({}, names):
        lines = shown(journal.log(changes, report, machines, Display(width=width)), Display(width=width)).splitlines()
        assert len(lines) == len(changes)


def test_empty_pages() -> None:
    report = fresh()
    assert plain(journal.log([], report, {}, Display())) == "Nothing recorded yet.\n"
    assert plain(items.found([], "x", (), Display())) == "No results for 'x'.\n"
    assert 'Add one with: genai-roadmap note cnns "TEXT"' in plain(
        changes.notes(report.nodes["cnns"], "", None, Display())
    )


@pytest.mark.parametrize("width", [45, 50, 59])
def test_narrow_lists_have_one_line_per_item_and_whole_words(width: int) -> None:
    display, report = Display(width=width, color=False), fresh()
    step = report.nodes["deep-learning"]
    rows = re.sub(r"\x1b\[[0-9;]*m", "", shown(items.tree([step], (), display), display)).splitlines()
    assert len(rows) == len([*step.walk()])
    assert max(map(cell_len, rows)) <= width
    assert any(re.search(r"4\.4 +Frameworks +0/1", row) for row in rows)
    assert any("Backpropagation" in row for row in rows)
    assert not any("Images" in row for row in rows)
    page = items.show(step, History(report, NOW.date()), display)
    assert re.search(r"4\.1\.2 +Backprop", re.sub(r"\x1b\[[0-9;]*m", "", shown(page, display)))


def test_lines_of_a_plan_break_between_topics() -> None:
    past = history(fresh())
    for width in (80, 60, 40):
        text = shown(plan_page.plan(plan.plan_of(past, None, 4), None, Display(width=width)), Display(width=width))
        last_words = {line.split()[-1] for line in text.splitlines() if line.strip()}
        assert not last_words & {leaf.item.number for leaf in past.report.leaves}


def test_a_narrow_list_of_settings_says_where_their_descriptions_are() -> None:
    found = [(setting, setting.default) for setting in all_settings()]
    wide, narrow = Display(width=80, color=False), Display(width=50, color=False)
    assert "Your name" in shown(settings.listing(found, wide), wide)
    rows = re.sub(r"\x1b\[[0-9;]*m", "", shown(settings.listing(found, narrow), narrow)).splitlines()
    assert any(re.search(r"name +\(not set\)", row) for row in rows)
    assert "Describe one with: genai-roadmap config KEY" in rows
    assert len(rows) == len(found) + 3


def test_roadmaps_keep_their_progress_on_a_narrow_page() -> None:
    summaries = [RoadmapSummary("genai-engineer", is_active=True, report=learned())]
    for width, title in {
        80: "Generative AI (Gen AI) Engineer Roadmap",
        60: "Generative AI (Gen AI)",
        50: "Generative…",
    }.items():
        display = Display(width=width, color=False)
        text = shown(roadmaps.summaries(summaries, display), display)
        assert f"  {title}" in text
        assert f"/{learned().count.total}  {learned().count.percent}%" in text


def test_counts_of_large_roadmaps_have_separators() -> None:
    roadmap = parse_roadmap(roadmap_data(*(leaf(f"t{number}") for number in range(2400))))
    report = Report.of(roadmap, Progress(roadmap="test"))
    text = plain(roadmaps.summaries([RoadmapSummary("test", is_active=True, report=report)], Display(plain=True)))
    assert "0/2,400  0%" in text
    assert "0/2,400" in plain(items.tree(report.steps, (), Display(plain=True)))
    assert "0 of 2,400 topics" in plain(overview.total(report, Display(plain=True)))
