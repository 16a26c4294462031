import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import RenderableType

from genai_roadmap import catalogue, forecast, plan, render, terminal
from genai_roadmap.history import History
from genai_roadmap.look import Look
from genai_roadmap.marking import mark, take_back
from genai_roadmap.nodes import Count
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.render import pieces
from genai_roadmap.report import Report
from genai_roadmap.roadmap.lookup import Finder

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
ROADMAP = catalogue.load(catalogue.BUNDLED)
MARKS = [
    (9, Action.DONE, "step-1"),
    (8, Action.DONE, "step-7"),
    (5, Action.START, "2.1"),
    (4, Action.SKIP, "kubeflow"),
    (0, Action.DONE, "2.1.1"),
]
LOOKS = [Look(width=width) for width in (30, 40, 60, 80, 120, 200)]


def stamp(number: int, days: int = 0) -> Stamp:
    return Stamp(NOW - dt.timedelta(days=days), f"s{number}", "here")


def learned() -> Report:
    report = Report.of(ROADMAP, Progress(roadmap=ROADMAP.id))
    for number, (days, action, item) in enumerate(MARKS):
        what = Mark(action, note="First line\nsecond [red]line[/]" if action is Action.SKIP else None)
        progress, _ = mark(report, [Finder(ROADMAP).find(item)], what, stamp(number, days))
        report = Report.of(ROADMAP, progress)
    return report


def fresh() -> Report:
    return Report.of(ROADMAP, Progress(roadmap=ROADMAP.id))


def history(report: Report) -> History:
    return History(report, NOW.date())


def status(report: Report, look: Look) -> RenderableType:
    past = history(report)
    return render.status(past, plan.outlook(past), report.suggestions(NOW), look)


def shown(page: RenderableType, look: Look) -> str:
    stream = io.StringIO()
    terminal.show(page, look, stream)
    return stream.getvalue()


def plain(page: RenderableType) -> str:
    return shown(page, Look(plain=True))


def pages(report: Report, look: Look) -> Iterator[RenderableType]:
    suggestions = [*report.suggestions(NOW)]
    _, outcome = mark(report, [Finder(ROADMAP).find("step-4")], Mark(Action.DONE), stamp(99))
    past = History(report, NOW.date(), rest_days=1)
    yield status(report, look)
    yield render.stats(past, forecast.expected(past), plan.outlook(past), look)
    yield render.stats(past.of(report.nodes["deep-learning"]), None, None, look)
    yield render.goal(plan.outlook(past), look)
    yield render.plan(plan.plan(report, NOW.date(), per_week=3), look)
    yield render.steps(report, look)
    yield render.tree(report.steps, (), look)
    yield render.show(report.nodes["cnns"], report, look)
    yield render.show(report.nodes["deep-learning"], report, look)
    yield render.suggestions(suggestions[:3], look)
    yield render.outcome(outcome, suggestions, look)
    yield render.log(report.progress.recent(), report, look)
    yield render.found(report.search("deep"), "deep", look)
    yield render.about(ROADMAP, look)
    yield render.notes(report.nodes["kubeflow"])


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: str(look.width))
def test_no_page_is_wider_than_the_terminal(look: Look) -> None:
    for page in pages(learned(), look):
        for line in shown(page, look).splitlines():
            visible = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", line)
            assert cell_len(visible) <= look.width


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_nothing_is_cut(width: int) -> None:
    report = learned()
    page = shown(render.show(report.nodes["cnns"], report, Look(width=width)), Look(width=width))
    visible = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)|\s", "", page)
    assert "https://www.youtube.com/playlist?list=PLKdU0fuY4OFdFUCFcUp-7VD4bLXr50hgb" in visible
    log = re.sub(
        r"\x1b\[[0-9;]*m", "", shown(render.log(report.progress.recent(), report, Look(width=width)), Look(width=width))
    )
    assert {"Kubeflow:", "Matrices", "Variables,"} <= set(log.split()), "no word is broken"


def test_plain_pages_have_neither_escapes_nor_drawings() -> None:
    for page in pages(learned(), Look(plain=True)):
        text = plain(page)
        assert not set(text) & set("\x1b━╸✓◐○│─")


def test_ascii_pages_need_no_other_signs() -> None:
    look = Look(ascii=True)
    for page in pages(learned(), look):
        assert set(re.findall(r"[^\x00-\x7f]", shown(page, look))) <= set("≈😊\u2019🌐🎓🤖💼")


def test_status_on_a_fresh_machine() -> None:
    look, report = Look(plain=True), fresh()
    text = plain(status(report, look))
    assert "0 of 77 topics, 0%\n0 of 11 optional; 88 todo\n" in text
    assert "todo  4  Deep Learning                       0/9  0%  0/1 optional\n" in text
    assert "todo  7  Reinforcement Learning              0/4  0%  optional\n" in text
    assert "Next\n  todo  1.1.1  Variables   next in order\n" in text
    assert "Started" not in text
    assert text.endswith("genai-roadmap done 1.1.1  marks what you have learned, a topic or a whole step\n")


def test_status_after_a_while() -> None:
    look, report = Look(plain=True), learned()
    text = plain(status(report, look))
    assert "14 of 76 topics, 18%\n4 of 11 optional; 66 todo, 3 started, 18 done, 1 skipped\n" in text
    assert "Started\n  started  2.1.2  Vectors       5 days ago\n" in text
    assert text.endswith("1 day in a row · longest streak 2 days · 0.7 topics a week\n")


def test_status_at_the_end() -> None:
    report = fresh()
    progress, _ = mark(
        report, [Finder(ROADMAP).find(str(n)) for n in range(1, 10)], Mark(Action.DONE), stamp(0), everything=True
    )
    report = Report.of(ROADMAP, progress)
    text = plain(status(report, Look(plain=True)))
    assert text.endswith("All that counts is done. Well done.\n")
    assert "Next" not in text
    assert plain(render.suggestions([], Look())) == "Everything that can be learned here is done or skipped.\n"


@pytest.mark.parametrize(
    ("done", "total", "filled"), [(0, 10, 0), (1, 200, 1), (5, 10, 10), (199, 200, 19), (10, 10, 20), (0, 0, 20)]
)
def test_a_bar_is_full_only_at_the_end_and_empty_only_at_the_beginning(done: int, total: int, filled: int) -> None:
    bar = pieces.bar(Count(done=done, total=total), Look(ascii=True), 20)
    assert bar.plain == "#" * filled + "-" * (20 - filled)


def test_a_filtered_tree_shows_what_the_leaves_belong_to() -> None:
    text = plain(render.tree(learned().steps, [Status.SKIPPED], Look(plain=True)))
    assert [line.split()[1] for line in text.splitlines()[:3]] == ["8", "8.1", "8.1.3"]
    assert text.endswith("\n1 topic\n")
    assert plain(render.tree(fresh().steps, [Status.DONE], Look(plain=True))) == "0 topics\n"


def test_show_says_everything() -> None:
    text = plain(render.show(learned().nodes["kubeflow"], learned(), Look(plain=True)))
    assert text.startswith("skipped 8.1.3 Kubeflow\nIn      Tools and Frameworks, MLOps and Model Deployment\n")
    assert "Status  skipped, 20 Nov 2026" in text
    assert "Notes\n  20 Nov 2026 12:00\n  First line\n  second [red]line[/]\n" in text
    assert "https://www.youtube.com/playlist?list=PLKdU0fuY4OFdPhZ4k_hu7Rv3sjyi3IPtu" in text
    step = plain(render.show(learned().nodes["projects"], learned(), Look(plain=True)))
    assert "Requires  Generative Models (todo)" in step
    assert "1  Kaggle (Where to find data)                 https://www.kaggle.com/datasets" in step


def test_what_was_known_before_is_said() -> None:
    report = fresh()
    progress, _ = mark(report, [Finder(ROADMAP).find("cnns")], Mark(Action.DONE, known=True), stamp(0))
    report = Report.of(ROADMAP, progress)
    assert "done, known before, 24 Nov 2026" in plain(render.show(report.nodes["cnns"], report, Look(plain=True)))
    assert "known before" in plain(render.tree([report.nodes["deep-learning"]], (), Look(plain=True)))
    assert "done (known before)" in plain(render.log(progress.recent(), report, Look(plain=True)))


def test_long_lists_are_cut_with_a_word() -> None:
    report = fresh()
    progress, outcome = mark(
        report, [Finder(ROADMAP).find("1"), Finder(ROADMAP).find("2")], Mark(Action.DONE), stamp(0)
    )
    text = plain(render.outcome(outcome, [], Look(plain=True)))
    assert text.startswith("23 topics done\n")
    assert "  and 11 more\n" in text
    _, again = mark(
        Report.of(ROADMAP, progress),
        [Finder(ROADMAP).find("1"), Finder(ROADMAP).find("2")],
        Mark(Action.DONE),
        stamp(1),
    )
    assert plain(render.outcome(again, [], Look(plain=True))).startswith("Nothing changed.\nAlready done: Variables, ")
    assert "and 11 more" in plain(render.outcome(again, [], Look(plain=True)))


def test_the_log_marks_what_is_undone() -> None:
    report = learned()
    progress, outcome = take_back(report, Action.UNDO, stamp(50))
    lines = plain(render.log(progress.recent(), Report.of(ROADMAP, progress), Look(plain=True))).splitlines()
    assert re.fullmatch(r"24 Nov 2026 12:00 +undo +Matrices", lines[0])
    assert re.fullmatch(r"24 Nov 2026 12:00 +done +Matrices +undone", lines[1])
    assert plain(render.outcome(outcome, [], Look(plain=True))).startswith(
        "Took back: done, 1 topic, of 24 Nov 2026 12:00"
    )
    _, again = take_back(Report.of(ROADMAP, progress), Action.REDO, stamp(51))
    assert plain(render.outcome(again, [], Look(plain=True))).startswith("Did again: done, 1 topic")


def test_empty_pages_say_so() -> None:
    report = fresh()
    assert plain(render.log([], report, Look())) == "Nothing is recorded here.\n"
    assert plain(render.found([], "x", Look())) == "Nothing contains 'x'.\n"
    assert "Add one: genai-roadmap note cnns TEXT" in plain(render.notes(report.nodes["cnns"]))
