"""The web page about many learners: its content, its safety, and how browsers render it."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize
from xml.etree.ElementTree import Element

import pytest

from genai_roadmap.cohort.analysis import Options, analyzed
from genai_roadmap.cohort.batches import Context
from genai_roadmap.cohort.sources import Sources
from genai_roadmap.formats.cohort_page import page
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.report.cohort import Cohort, Question, count, person
from genai_roadmap.report.cohort_overview import Member, Overview, Problem
from genai_roadmap.report.cohort_summary import Summary, summarize
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import journal_toml, roadmap_files
from genai_roadmap.text import printable
from html_pages import (
    HOSTILE,
    NOON,
    Shown,
    assert_is_accessible,
    assert_is_safe,
    find_all,
    has_visible_focus,
    parsed,
    progress_with,
    text_of,
)
from small import small_roadmap

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SINCE = dt.date(2026, 11, 20)
TODAY = Question(NOON.date())
Marks = list[tuple[int, Action, str]]
# Of the small roadmap, whose required topics are a, b, plain, and one of x, y and z.
FINISHED: Marks = [(days, Action.DONE, slug) for days, slug in enumerate(("plain", "x", "b", "a"))]
STUCK: Marks = [(40, Action.DONE, "a"), (30, Action.START, "plain")]
ACTIVE: Marks = [(1, Action.DONE, "a")]


def overview(
    roadmap: Roadmap,
    learners: Sequence[tuple[str, str | None, Summary]],
    question: Question = TODAY,
    **more: object,
) -> Overview:
    counted = [(group, summary, person(summary, question)) for _, group, summary in learners]
    members = [
        Member(name, group, numbers) for (name, _, _), (group, _, numbers) in zip(learners, counted, strict=True)
    ]
    values: dict[str, object] = {"problems": [], "missing": [], **more}
    return Overview(roadmap, question, count(counted), members_of(members), **values)  # type: ignore[arg-type]


def members_of(members: list[Member]) -> Callable[[int], list[Member]]:
    """Return a function that returns all members or, with a number, so many of those with the highest percentage."""
    ahead = sorted((each for each in members if each.numbers.percent), key=lambda each: -each.numbers.percent)
    return lambda leaders: ahead[:leaders] if leaders else members


def three(**more: object) -> Overview:
    """Return one learner who has finished, one who is stuck, and one with nothing, of whom two are in a group."""
    roadmap = small_roadmap()
    marks = {"Ada": FINISHED, "Bob": STUCK, "Cy": []}
    groups = {"Ada": "Day", "Bob": "Day"}
    summaries = [
        (name, groups.get(name), summarize(roadmap, progress_with(roadmap, each))) for name, each in marks.items()
    ]
    return overview(roadmap, summaries, Question(NOON.date(), SINCE, dt.date(2026, 12, 1)), **more)


def many() -> Overview:
    """Return learners of the bundled roadmap who have come to all steps, with everything that a page can show."""
    roadmap = roadmap_files.read(roadmap_files.bundled_file())
    leaves = [item.slug for item in roadmap.all_items if not item.content.topics]
    learners = []
    for number in range(44):
        marks = [(2 * (44 - place) % 300, Action.DONE, slug) for place, slug in enumerate(leaves[: 2 * number])]
        marks += [(number, Action.START, slug) for slug in leaves[2 * number : 2 * number + 1]]
        progress = progress_with(roadmap, marks, goal=NOON.date() + dt.timedelta(days=number) if number % 3 else None)
        progress = progress.review((leaves[0],), Grade.GOOD, Stamp(NOON, "review", "here")) if number else progress
        group = None if number % 9 == 0 else f"Group {number % 4}"
        learners.append((f"learner-{number:03}", group, summarize(roadmap, progress)))
    problems = [Problem(f"class/file-{number}.toml", "is damaged") for number in range(120)]
    missing = [f"absent-{number}" for number in range(3)]
    return overview(roadmap, learners, Question(NOON.date(), SINCE), problems=problems, missing=missing, merged=2)


def hostile() -> Overview:
    """Return learners of a roadmap with hostile text wherever a file can have it."""
    topics = [{"slug": f"topic-{n}x", "title": text} for n, text in enumerate(HOSTILE)]
    step = {"slug": "all", "title": HOSTILE[0], "topics": topics}
    roadmap = parse_roadmap({"format": 1, "id": "hostile", "version": "1", "title": " ".join(HOSTILE), "steps": [step]})
    marks: Marks = [(30, Action.START, f"topic-{n}x") for n in range(len(HOSTILE))]
    summary = summarize(roadmap, progress_with(roadmap, [*marks, (1, Action.DONE, "topic-0x")]))
    learners = [(text, text, summary) for text in HOSTILE]
    problems = [Problem(text, text) for text in HOSTILE]
    return overview(roadmap, learners, problems=problems, missing=[*HOSTILE])


def empty() -> Overview:
    """Return no learners."""
    return overview(small_roadmap(), [], Question(NOON.date(), SINCE), problems=[Problem("a.toml", "is damaged")])


def written(found: Overview) -> Element:
    return parsed(page(found, NOON))


def rows(tree: Element, title: str) -> list[list[str]]:
    """Return the cells of the tables in the section with a title."""
    [section] = [each for each in find_all(tree, "section") if text_of(find_all(each, "h2")[0]) == title]
    found = [row for body in find_all(section, "tbody") for row in find_all(body, "tr")]
    return [[text_of(cell) for cell in row] for row in found]


def facts_in(tree: Element) -> dict[str, str]:
    return {text_of(row[0]): text_of(row[1]) for row in find_all(find_all(tree, "dl")[0], "div")}


def test_page_has_a_headline_and_facts() -> None:
    found = three(missing=["Dan"], merged=1, problems=[Problem("class/eve.toml", "is damaged")])
    tree = written(found)
    assert text_of(find_all(tree, "title")[0]) == "Small: 3 learners"
    assert text_of(find_all(tree, "h1")[0]) == "Small"
    assert text_of(find_all(tree, "p", **{"class": "total"})[0]) == (
        "25% median progress of 3 learners middle 50%: 0% to 100%"
    )
    assert facts_in(tree) == {
        "Finished": "1 learner, 33%",
        "At risk": "2 learners, 66%: 1 not started, 1 silent, 2 behind (2 of them also not started or silent)",
        "Pace": "median 0 topics per week, middle 50%: 0 to 4 (2 learners)",
        "Goal": "1 Dec 2026, for all learners",
        "Since 20 Nov 2026": "4 topics done",
        "Merged": "1 learner with several files",
        "No file": "1 learner",
        "Problems": "1 file can't be used: eve.toml",
    }


def test_reviews_are_a_fact() -> None:
    assert facts_in(written(many()))["Reviews"] == "43, 100% remembered"


def test_histogram_has_the_learners_of_each_range() -> None:
    tree = written(three())
    table = rows(tree, "Progress")
    assert [row[0] for row in table] == [f"{low}-{low + 9}%" for low in range(0, 100, 10)] + ["100%"]
    assert [row[1:] for row in table if row[1] != "0"] == [["1", "33%"]] * 3
    [plot] = find_all(tree, "svg", **{"class": "plot"})
    assert [bar.get("height") for bar in find_all(plot, "rect") if bar.get("height") != "0.0%"] == ["88.0%"] * 3


def test_who_skipped_everything_is_neither_done_nor_ahead() -> None:
    roadmap = small_roadmap()
    leaves = [item.slug for item in roadmap.all_items if not item.content.topics]
    skipped: Marks = [(1, Action.SKIP, slug) for slug in leaves]
    marks = {"Ada": skipped, "Bob": ACTIVE}
    learners = [(name, None, summarize(roadmap, progress_with(roadmap, each))) for name, each in marks.items()]
    tree = written(found := overview(roadmap, learners))
    assert found.everyone.nothing_required == 1
    assert [row for row in rows(tree, "Progress") if row[1] != "0"] == [["20-29%", "1", "50%"]]
    assert "Without 1 learner who skipped all required topics." in text_of(tree)
    assert f"100% 0/0, {len(leaves)} skipped" in rows(tree, "Learners")[0]
    assert rows(tree, "Ahead") == [["Bob", "25%", "1", "23 Nov 2026"]]


def test_steps_have_quartiles_and_show_where_learners_stop() -> None:
    tree = written(three())
    assert rows(tree, "Steps") == [
        ["1 Basics", "50% 0-100%", "2 66%", "0"],
        ["2 Tools", "0% 0-100%", "2 66%", "1"],
        ["3 Bonus", "0% 0-0%", "0 0%", "0"],
    ]
    assert "Most stopped in step 2: 1 of the 2 learners who reached it, 50%." in text_of(tree)
    [box] = find_all(find_all(tree, "table", **{"class": "steps"})[0], "rect", **{"class": "box", "x": "0"})[:1]
    assert box.get("width") == "100"
    roadmap = small_roadmap()
    active = overview(roadmap, [("Ada", None, summarize(roadmap, progress_with(roadmap, ACTIVE)))])
    assert "Nobody stopped." in text_of(written(active))


def test_heat_table_is_readable_without_color() -> None:
    table = rows(tree := written(three()), "Topics")
    assert table[0] == ["1.1 Topic A", "66%", "", "", ""]
    assert ["2.3 Topic PLAIN", "33%", "33%", "33%", ""] in table
    assert ["2.2.1 Topic E optional", "", "", "", ""] in table
    assert len(table) == len(three().topics)
    shades = {cell.get("class"): text_of(cell) for cell in find_all(tree, "td") if "shade" in (cell.get("class") or "")}
    assert shades["done shade-4"] == "66%"
    assert shades["stuck shade-5"] == "33%"
    assert shades["skipped shade-0"] == ""
    assert [text_of(caption) for caption in find_all(tree, "caption")] == ["1 Basics", "2 Tools", "3 Bonus"]


def test_less_than_one_percent_is_not_nothing() -> None:
    roadmap = small_roadmap()
    done, nothing = (summarize(roadmap, progress_with(roadmap, marks)) for marks in (ACTIVE, []))
    learners = [(f"{n:04}", None, nothing) for n in range(1_499)]
    assert rows(written(overview(roadmap, [("Ada", None, done), *learners])), "Topics")[0][1] == "<1%"


def test_stuck_topics_are_the_ten_with_the_most_learners() -> None:
    assert rows(written(three()), "Where learners get stuck") == [["2.3 Topic PLAIN", "1 33%", "33%"]]
    found = many()
    assert len(found.stuck()) > 10
    assert [row[0] for row in rows(written(found), "Where learners get stuck")] == [
        f"{topic.item.number} {topic.item.title}" for topic in found.stuck()[:10]
    ]


def test_groups_are_side_by_side() -> None:
    tree = written(three())
    assert rows(tree, "Groups") == [["Day 2 learners", "25% 25-100%", "50%", "50%", "0", "4"]]
    assert "Since 20 Nov" in [text_of(head) for head in find_all(tree, "th")]
    assert "not shown" not in text_of(tree)


def test_groups_that_are_too_small_are_not_in_anonymous_pages() -> None:
    text = page(three(is_anonymous=True), NOON)
    assert "1 group is not shown, to hide the numbers of fewer than 5 learners." in text
    assert "Day" not in text
    assert text.count("Not listed, because there are fewer than 5 learners.") == 2
    assert rows(parsed(text), "Learners")[1] == ["Bob", "25% 1/4", "0", "0", "25 Oct 2026"]
    assert facts_in(parsed(text))["At risk"] == "2 learners, 66%"
    assert rows(parsed(text), "Steps")[1] == ["2 Tools", "0% 0-100%", "2 66%"]
    assert ["2.3 Topic PLAIN", "33%", "33%", ""] in rows(parsed(text), "Topics")
    shown = text_of(find_all(parsed(text), "main")[0]).lower()
    assert not [word for word in ("stuck", "stopped", "silent", "behind") if word in shown]
    assert "1 group is not shown" in (only_small := page(anonymous_many(small=1), NOON))
    assert "Tiny" not in only_small
    assert "Group 0" in only_small


def anonymous_many(small: int) -> Overview:
    """Return many learners, of whom a few are in a small group and at risk, for an anonymous page."""
    found = many()
    members = [
        member._replace(group="Tiny" if place < small else member.group)
        for place, member in enumerate(found.members(0))
    ]
    cohort: Cohort = {**found.cohort, "Tiny": Counter({("learners",): small})}
    return Overview(found.roadmap, found.question, cohort, members_of(members), found.problems, [], is_anonymous=True)


def test_learners_at_risk_and_ahead() -> None:
    tree = written(three())
    assert rows(tree, "At risk") == [
        ["Cy", "0%", "never", "not started, behind"],
        ["Bob Day", "25% step 2", "25 Oct 2026", "silent, behind stuck in 2.3 Topic PLAIN"],
    ]
    assert rows(tree, "Ahead") == [["Ada Day", "100% finished on 24 Nov 2026", "4", "24 Nov 2026"]]
    found = many()
    assert [len(rows(written(found), title)) for title in ("At risk", "Ahead")] == [20, 15]
    assert f"{found.everyone.at_risk - 20} more learners are at risk." in text_of(written(found))
    roadmap = small_roadmap()
    nobody = written(overview(roadmap, [("Ada", None, summarize(roadmap, progress_with(roadmap, FINISHED)))]))
    assert "Nobody is at risk." in text_of(nobody)
    nothing = written(overview(roadmap, [("Ada", None, summarize(roadmap, progress_with(roadmap, [])))]))
    assert "Nobody has done 1% yet." in text_of(nothing)
    silent = written(overview(roadmap, [("Bob", None, summarize(roadmap, progress_with(roadmap, STUCK)))]))
    assert "All learners who have done at least 1% are at risk." in text_of(silent)


def test_all_learners_are_listed_up_to_a_thousand() -> None:
    tree = written(three())
    assert rows(tree, "Learners") == [
        ["Ada Day", "100% 4/4", "4", "4", "24 Nov 2026", ""],
        ["Bob Day", "25% 1/4", "0", "0", "25 Oct 2026", "silent, behind"],
        ["Cy", "0% 0/4", "none", "0", "never", "not started, behind"],
    ]
    roadmap = small_roadmap()
    summary = summarize(roadmap, progress_with(roadmap, STUCK))
    text = page(overview(roadmap, [(f"{number:05}", None, summary) for number in range(3_210)]), NOON)
    assert len(rows(parsed(text), "Learners")) == 1_000
    assert "2,210 more learners are not shown. A table of all learners: cohort --csv" in text
    assert len(text.encode()) < 400_000


def test_long_table_of_learners_is_folded() -> None:
    opened = [details.get("open") for details in find_all(written(three()), "details")]
    assert opened == [None, ""]
    roadmap = small_roadmap()
    summary = summarize(roadmap, progress_with(roadmap, STUCK))
    folded = written(overview(roadmap, [(f"{number:05}", None, summary) for number in range(51)]))
    assert [details.get("open") for details in find_all(folded, "details")] == [None, None]


def test_problems_and_missing_learners() -> None:
    tree = written(many())
    assert rows(tree, "Files that can't be used")[0] == ["class/file-0.toml", "is damaged"]
    assert len(rows(tree, "Files that can't be used")) == 100
    assert "20 more files are not shown." in text_of(tree)
    assert [text_of(each) for each in find_all(find_all(tree, "ul", **{"class": "names"})[0], "li")] == [
        "absent-0", "absent-1", "absent-2",
    ]  # fmt: skip


def test_page_without_learners() -> None:
    tree = written(empty())
    assert facts_in(tree)["Problems"] == "1 file can't be used: a.toml"
    assert "There are no learners with a file that can be used." in text_of(tree)
    assert [text_of(title) for title in find_all(tree, "h2")] == ["Numbers", "Learners", "Files that can't be used"]


def test_page_without_anything_has_no_empty_section() -> None:
    tree = written(overview(small_roadmap(), []))
    assert [text_of(title) for title in find_all(tree, "h2")] == ["Learners"]


def test_navigation_leads_to_sections_that_exist() -> None:
    for found in (three(), many(), empty()):
        tree = written(found)
        ids = [element.get("id") for element in tree.iter() if element.get("id")]
        links = [(link.get("href") or "").removeprefix("#") for link in find_all(tree, "a")]
        assert {*links} <= {*ids}
        assert len(ids) == len({*ids})


def test_hostile_text_stays_text() -> None:
    tree = written(hostile())
    shown = [element.text for element in find_all(tree, "bdi")]
    for text in HOSTILE:
        assert shown.count(printable(text)) >= 8, "as topics, groups, learners, paths, reasons and missing learners"


@pytest.mark.parametrize("found", [many, hostile, empty])
def test_page_is_safe(found: Callable[[], Overview]) -> None:
    assert_is_safe(page(found(), NOON))


def test_anonymous_page_has_no_names_and_paths(tmp_path: Path) -> None:
    roadmap = small_roadmap()
    folder = tmp_path / "Ms Hopper's class"
    folder.mkdir()
    names = [f"Person {letter}son" for letter in "ABCDEFGHIJKL"]
    for name in names:
        (folder / f"{name}.toml").write_bytes(journal_toml.dumps(progress_with(roadmap, STUCK)))
    (folder / f"{names[0]} (1).toml").write_text(f"{names[0]} wrote this", encoding="utf-8")
    (folder / "Zoe.json").write_text('{"Zoe": ', encoding="utf-8")
    groups = (
        dict.fromkeys(names[:5], "Large")
        | dict.fromkeys(names[5:7], "Little")
        | dict.fromkeys(names[7:], "Medium")
        | {"Missing Mia": "Large"}
    )
    context = Context(roadmap, TODAY)
    options = Options(groups, jobs=1, is_anonymous=True)
    with analyzed(Sources([str(folder)], roadmap.id, time.time_ns()), context, options, lambda *_: None) as found:
        text = page(found, NOON)
    for private in ("Person", "Zoe", "Mia", "Hopper", str(tmp_path), ".toml", ".json", "Little", "wrote"):
        assert private not in text
    tree = parsed(text)
    assert len(rows(tree, "Learners")) == len(rows(tree, "At risk")) == 12
    # The numbers of the small group are not the difference between all and the groups that are shown.
    assert [row[0] for row in rows(tree, "Groups")] == ["Medium 5 learners"]
    assert "2 groups are not shown, to hide the numbers of fewer than 5 learners." in text_of(tree)
    assert "2 files. The problems are left out, because they may contain names." in text_of(tree)


@pytest.fixture(params=[many, hostile, empty])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    file = tmp_path / "report.html"
    file.write_text(page(request.param(), NOON), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_browser_renders_the_page_without_accessibility_problems(
    browser: "Browser", address: str, width: int, scheme: str
) -> None:
    assert_is_accessible(browser, address, scheme, width)


@pytest.mark.parametrize("address", [many], indirect=True)
def test_keyboard_navigation_reaches_everything_in_order(browser: "Browser", address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 800}) as context:
        shown = Shown(context, address)
        targets = shown.page.locator("a, summary").all()
        for target in targets:
            shown.page.keyboard.press("Tab")
            assert has_visible_focus(target)
        assert len(targets) == 12


@pytest.mark.parametrize("address", [many], indirect=True)
def test_printed_page_has_each_step_whole(browser: "Browser", address: str) -> None:
    from pypdf import PdfReader

    with browser.new_context(color_scheme="dark") as context:
        shown = Shown(context, address)
        shown.page.emulate_media(media="print")
        assert shown.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 32, 35)"
        assert not shown.page.locator("nav").is_visible()
        reader = PdfReader(BytesIO(shown.page.pdf(format="A4")))
        # Some letters are joined into one sign.
        pages = [" ".join(normalize("NFKC", found.extract_text()).split()) for found in reader.pages]
    leaves = [topic.item for topic in many().topics]
    for step, topics in groupby(leaves, lambda item: item.step):
        titles = [f"{topic.number} {topic.title}" for topic in topics]
        [whole] = [text for text in pages if f"{step.number} {step.title} Topic Done" in text]
        assert [title for title in titles if title not in whole] == []
    [risks] = [text for text in pages if "Not started: no topic" in text]
    assert "At risk Not started: no topic" in risks
    assert "Learner Done Last active Reasons learner-001" in risks
    [legend] = [text for text in pages if "Topics Share of the learners for whom" in text]
    assert "an empty cell none. 1 Programming Fundamentals" in legend
