"""The pages of the coach, at the sizes of small terminals and with a roadmap of long texts."""

import datetime as dt
import io
import re

import pytest
from rich.cells import cell_len
from rich.console import RenderableType

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import outcome
from genai_roadmap.report.coach import today_of
from genai_roadmap.report.history import History
from genai_roadmap.report.report import Report
from genai_roadmap.report.tour import stops
from genai_roadmap.report.tree import Count
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import coach, overview, statistics, tour

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
TODAY = NOW.date()
BUNDLED = roadmap_files.read(roadmap_files.bundled_file())
LONG, WIDE = "Long words " * 200, "深度学习" * 300


def lines(page: RenderableType, display: Display) -> list[str]:
    stream = io.StringIO()
    output.show(page, display, stream)
    return re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", stream.getvalue()).splitlines()


def long_report() -> Report:
    """The report on a roadmap of long texts, with topics started long ago and done today."""
    link = {"title": LONG, "url": f"https://example.org/{'a' * 1900}", "detail": WIDE}
    topics = [
        {"slug": f"t{n}x", "title": f"{WIDE if n % 2 else LONG} {n}", "detail": LONG, "resources": [link]}
        for n in range(1, 31)
    ]
    group = {"slug": "group", "title": LONG, "topics": topics}
    step = {"slug": "one", "title": WIDE, "why": [f"{LONG.strip()}. More."], "topics": [group]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": LONG, "steps": [step]})
    progress = (
        Progress(roadmap="test")
        .mark(Mark(Action.START), ("t1x", "t2x"), Stamp(NOW - dt.timedelta(days=30), "l1", "here"))
        .mark(Mark(Action.DONE), tuple(f"t{n}x" for n in range(3, 12)), Stamp(NOW, "l2", "here"))
        .mark(Mark(Action.DONE, known=True), ("t12x",), Stamp(NOW, "l3", "here"))
        .mark(Mark(Action.START), ("t13x", "t14x"), Stamp(NOW, "l4", "here"))
    )
    return Report.of(roadmap, progress)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (50, 24), (120, 40)])
@pytest.mark.parametrize("ascii_", [False, True])
def test_pages_fit_any_roadmap_on_a_screen(width: int, height: int, ascii_: bool) -> None:  # noqa: FBT001
    report, display = long_report(), Display(width=width, ascii=ascii_)
    pages = [
        coach.suggestions([*report.suggestions(TODAY)][:1], report.stale(TODAY), report.count, TODAY, display),
        coach.today(today_of(History(report, TODAY)), display),
    ]
    for page in pages:
        found = lines(page, display)
        assert len(found) < height - 1
        assert max(map(cell_len, found)) <= width
        assert any("..." in line if ascii_ else "…" in line for line in found), "what is cut is marked"


def test_plain_pages_are_complete() -> None:
    report, display = long_report(), Display(plain=True)
    found = lines(coach.suggestions([*report.suggestions(TODAY)][:1], [], report.count, TODAY, display), display)
    assert "…" not in "".join(found)
    assert any("a" * 1900 in line for line in found)


def test_next_topic_has_everything_to_start_it() -> None:
    report, display = Report.of(BUNDLED, Progress(roadmap=BUNDLED.id)), Display()
    found = lines(coach.suggestions([*report.suggestions(TODAY)][:1], [], report.count, TODAY, display), display)
    assert [line.rstrip() for line in found] == [
        "○ 1.1.1 Variables",
        "Python Basics, step 1",
        "",
        "Why step 1  Gen AI Engineers require strong programming skills to build and",
        "            deploy advanced models.",
        "Why now     first topic of step 1",
        "",
        "Resource of Programming Fundamentals",
        "Official Python Docs",
        "  https://docs.python.org/3/tutorial/index.html",
        "",
        "and 2 more resources: genai-roadmap show 1.1.1",
        "",
        "If you already know it: genai-roadmap done 1.1.1 --known",
        "Start it: genai-roadmap start 1.1.1",
    ]


def suggested(*topics: dict[str, object]) -> Report:
    """The report on a step with these topics, of which the first is done."""
    step = {"slug": "one", "title": "One", "topics": [*topics]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    progress = Progress(roadmap="test").mark(Mark(Action.DONE), (str(topics[0]["slug"]),), Stamp(NOW, "s1", "here"))
    return Report.of(roadmap, progress)


REASONS: tuple[dict[str, object], ...] = (
    {"slug": "first", "title": "Retrieval and ranking for production"},
    {"slug": "twin", "title": "Retrieval and ranking for production", "requires": ["first"]},
    {"slug": "other", "title": "Short", "detail": "Some detail about it"},
    {"slug": "later", "title": "Later", "requires": ["twin"]},
)


def test_why_now_is_in_plain_words() -> None:
    display = Display(plain=True)
    twin, other = suggested(*REASONS).suggestions(TODAY)
    for found, text in (
        (twin, "same title as 1.1, which is done; prerequisites done; unblocks 1 later topic"),
        (other, "next in One, 1 of 4 done"),
    ):
        assert f"Why now  {text}" in lines(coach.suggestions([found], [], Count(), TODAY, display), display)
    today = today_of(History(suggested(REASONS[0], REASONS[2]), TODAY))
    assert "    next in One, 1 of 2 done" in lines(coach.today(today, display), display)


@pytest.mark.parametrize("width", [66, 80, 120])
def test_reasons_are_shown_as_far_as_they_fit(width: int) -> None:
    report, display = suggested(*REASONS), Display(width=width)
    found = [*report.suggestions(TODAY)]
    pages = [
        coach.suggestions(found, [], report.count, TODAY, display),
        overview.status(History(report, TODAY), None, None, None, (), display),
    ]
    for page in pages:
        shown = lines(page, display)
        assert max(map(cell_len, shown)) <= width
        text = "\n".join(shown)
        assert "same title as 1.1, done" in text
        assert "next in One" in text
        assert ("same title as 1.1, done, prerequisites met" in text) == (width == 120)


def test_started_topic_without_resources() -> None:
    step = {"slug": "one", "title": "One", "topics": [{"slug": "a", "title": "A"}]}
    roadmap = parse_roadmap({"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step]})
    progress = Progress(roadmap="test").mark(Mark(Action.START), ("a",), Stamp(NOW, "s1", "here"))
    report, display = Report.of(roadmap, progress), Display(plain=True)
    assert lines(coach.suggestions([*report.suggestions(TODAY)], [], report.count, TODAY, display), display) == [
        "started 1.1 A",
        "One, step 1",
        "",
        "Why now  started today",
        "",
        "Add a note: genai-roadmap note 1.1",
        "Mark it done: genai-roadmap done 1.1",
    ]


def test_streaks_can_be_hidden() -> None:
    progress = Progress(roadmap=BUNDLED.id)
    for days in (2, 1):
        stamp = Stamp(NOW - dt.timedelta(days=days), f"h{days}", "here")
        progress = progress.mark(Mark(Action.DONE), (BUNDLED.all_items[2 + days].slug,), stamp)
    report, display = Report.of(BUNDLED, progress), Display(plain=True)
    for shows_streak in (True, False):
        history = History(report, TODAY, shows_streak=shows_streak)
        pages = [
            coach.today(today_of(history), display),
            overview.status(history, None, None, None, (), display),
            statistics.stats(history, None, None, display),
        ]
        for page in pages:
            text = "\n".join(lines(page, display)).casefold()
            assert ("streak" in text) == shows_streak


@pytest.mark.parametrize("width", [50, 80])
def test_questions_of_the_tour_keep_numbers_and_titles_together(width: int) -> None:
    report, display = Report.of(BUNDLED, Progress(roadmap=BUNDLED.id)), Display(width=width)
    for stop in stops(report):
        found = lines(tour.question(stop, f"1 of {len(report.steps)}", display), display)
        assert max(map(cell_len, found)) <= width
        assert len(found) < 18
        for number, leaf in enumerate(stop.leaves, 1):
            assert any(re.search(rf"(^| ){number} {re.escape(leaf.title)}( |$)", line) for line in found)
    one_per_line = lines(tour.question(next(stops(report)), "1 of 9", Display(plain=True)), Display(plain=True))
    assert "  9 NumPy" in one_per_line
    assert "  Additional Languages (optional):" in one_per_line


def test_explanation_of_the_tour_is_wrapped_between_words() -> None:
    shown = lines(tour.explanation(Display(width=60)), Display(width=60))
    assert len(shown) == 2
    assert max(map(len, shown)) <= 60
    assert " ".join(" ".join(shown).split()) == lines(tour.explanation(Display(plain=True)), Display(plain=True))[0]


def test_long_titles_in_the_tour_are_shortened() -> None:
    display = Display(width=50)
    found = lines(tour.question(next(stops(long_report())), "1 of 1", display), display)
    assert max(map(cell_len, found)) <= 50
    assert len(found) == 1 + 2 + 1 + 20


def test_undone_answer_of_the_tour_is_named_if_there_was_one() -> None:
    report, stamp = long_report(), Stamp(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC), "f" * 10, "here")
    nothing = outcome.set_goal(report, None, stamp)
    assert lines(tour.undone(nothing, Display()), Display()) == ["Nothing changed."]
    changed = outcome.set_goal(report, stamp.at.date(), stamp)
    undone = outcome.revert(changed.after, Action.UNDO, stamp._replace(id="e" * 10))
    assert lines(tour.undone(undone, Display()), Display()) == ["Undid: goal 24 Nov 2026."]


def test_active_day_without_anything_done() -> None:
    progress = Progress(roadmap=BUNDLED.id)
    for name, action in (("a1", Action.START), ("a2", Action.SKIP)):
        progress = progress.mark(Mark(action), ("variables",), Stamp(NOW, name, "here"))
    display = Display(plain=True)
    found = lines(coach.today(today_of(History(Report.of(BUNDLED, progress), TODAY)), display), display)
    assert "Active today, but nothing is done yet." in found
    assert "1-day streak. 12 more topics to finish step 1." in found
