"""The HTML report: its content, its safety, and how browsers render it."""

import datetime as dt
from base64 import b64decode
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from genai_roadmap.formats.html_page import page
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.status import Action, Mark, Status
from genai_roadmap.report import facts, wording
from genai_roadmap.report.coach import reason_text
from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.storage import roadmap_files
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
from support import Program

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TODAY = NOON.date()
URL = "https://example.org/?a=1&amp=2&copy;#here"


def learned(roadmap: Roadmap, *marks: tuple[int, Action, str], note: str | None = None, goal: bool = False) -> History:
    """Return a history with marks that were made a number of days ago."""
    progress = progress_with(roadmap, marks, note=note, goal=TODAY + dt.timedelta(days=100) if goal else None)
    return History(Report.of(roadmap, progress), TODAY)


def full_year() -> History:
    """Return a history of a year with activity on most days, and a goal."""
    roadmap = roadmap_files.read(roadmap_files.bundled_file())
    leaves = [leaf.slug for step in learned(roadmap).report.steps for leaf in step.leaves()]
    done = [(360 - 4 * number, Action.DONE, slug) for number, slug in enumerate(leaves[:80])]
    return learned(
        roadmap, *done, (1, Action.START, leaves[81]), (0, Action.SKIP, leaves[82]), note="It clicked.", goal=True
    )


def fresh() -> History:
    """Return a history without progress."""
    return learned(small_roadmap())


def hostile() -> History:
    """Return a history of a roadmap with hostile text in every field."""
    links = [{"title": text, "url": URL, "detail": text} for text in HOSTILE]
    topics = [{"slug": f"topic-{n}x", "title": text, "detail": text} for n, text in enumerate(HOSTILE)]
    step = {"slug": "all", "title": HOSTILE[0], "topics": topics, "resources": links}
    head = {"format": 1, "id": "hostile", "version": "1", "title": " ".join(HOSTILE)}
    roadmap = parse_roadmap({**head, "steps": [step], "author": {"name": HOSTILE[1], "links": links}})
    return learned(roadmap, *((n, Action.DONE, f"topic-{n}x") for n in range(len(HOSTILE))), note="\n".join(HOSTILE))


def written(history: History, *, name: str | None = None, notes: bool = False) -> str:
    expected = Forecast(TODAY, TODAY, TODAY + dt.timedelta(days=50))
    return page(history, expected, outlook_of(history, expected), name=name, notes=notes)


@pytest.fixture
def small(roadmap: Roadmap) -> History:
    return learned(
        roadmap, (9, Action.DONE, "a"), (1, Action.DONE, "x"), (1, Action.START, "plain"), (1, Action.START, "e")
    )


def test_page_has_the_facts_of_the_terminal(small: History) -> None:
    tree = parsed(written(small))
    [title] = find_all(tree, "title")[:1]
    assert title.text == "Small: 2 of 4 topics, 50%"
    text = text_of(tree)
    expected = Forecast(TODAY, TODAY, TODAY + dt.timedelta(days=50))
    for name, fact in facts.facts(small, expected, None):
        assert (f"{name}{fact}" in text.replace(f"{name} ", name)) is (name not in ("Done", "Time of day"))
    assert wording.optional_count_text(small.report.count) in text
    assert "Learning progress on 24 November 2026" in text


def test_page_has_the_goal_and_what_is_next(small: History) -> None:
    tree = parsed(written(small))
    [following] = find_all(tree, "ul", **{"class": "next"})
    rows = [(find_all(row, "a")[0].get("href"), text_of(row)) for row in find_all(following, "li")]
    assert rows == [
        (f"#{each.node.item.step_number}", f"{each.node.item.number}{each.node.title} {reason_text(each, TODAY)}")
        for each in islice(small.report.suggestions(TODAY), 3)
    ]
    assert "Goal4 Mar 2027: forecast 24 Nov 2026, 3 months early; needs " in text_of(parsed(written(full_year())))
    only_goal = text_of(parsed(written(learned(small_roadmap(), goal=True))))
    assert "Progress Goal4 Mar 2027: " in only_goal.replace("Goal ", "Goal")
    assert "Forecast" not in only_goal


def test_what_is_next_is_below_the_steps(small: History) -> None:
    headings = [line for line in written(small).splitlines() if line.startswith("<h2 ")][:3]
    assert [heading.split(">")[1].split("<")[0] for heading in headings] == ["Steps", "Next", "Progress"]


def test_finished_page_has_nothing_next(roadmap: Roadmap) -> None:
    leaves = [leaf.slug for leaf in learned(roadmap).report.leaves]
    finished = learned(roadmap, *((1, Action.DONE, slug) for slug in leaves))
    assert find_all(parsed(written(finished)), "ul", **{"class": "next"}) == []


def test_topics_have_a_sign_a_status_and_a_date(small: History) -> None:
    tree = parsed(written(small))
    topics = [element for element in find_all(tree, "div") if (element.get("class") or "").startswith("topic ")]
    rows = {text_of(find_all(row, "bdi")[0]): (find_all(row, "use")[0].get("href"), text_of(row)) for row in topics}
    assert len(rows) == 12
    assert rows["Topic A"] == ("#done", "Topic Adone, 15 Nov 2026")
    assert rows["Topic PLAIN"] == ("#started", "Topic PLAINstarted, 23 Nov 2026")
    assert rows["Topic Y"] == ("#todo", "Topic Ytodo, optional")
    assert rows["Topic CHOICE"] == ("#done", "Topic CHOICEdone, 1/1, choose 1 of 3")
    signs = {symbol.get("id") for symbol in find_all(tree, "symbol")}
    assert signs == {status.value for status in Status}


def test_topics_are_nested(small: History) -> None:
    tree = parsed(written(small))
    [step] = find_all(tree, "details", id="step-2")
    [choice] = [item for item in find_all(step, "li") if "Topic CHOICE" in text_of(item)]
    assert [text_of(name) for name in find_all(choice, "bdi")] == ["Topic CHOICE", "Topic X", "Topic Y", "Topic Z"]
    assert [link.get("href") for link in find_all(step, "a")] == [
        "https://example.org/two",
        "https://example.org/three",
    ]
    assert {link.get("rel") for link in find_all(step, "a")} == {"noopener noreferrer"}


def test_heatmap_and_its_summary(small: History) -> None:
    tree = parsed(written(small))
    squares = [use for use in find_all(tree, "use") if use.get("x")]
    shown = [(use.get("href"), find_all(use, "title")[0].text) for use in squares if use.get("href") != "#shade-0"]
    assert shown == [("#shade-1", "15 Nov 2026: 1 topic"), ("#shade-3", "23 Nov 2026: 3 topics")]
    assert len(squares) == 52 * 7 + TODAY.isoweekday()
    assert "Activity on 2 days, at most 3 topics, resources and reviews per day." in text_of(tree)
    assert [text_of(cell) for cell in find_all(find_all(tree, "tbody")[0], "td")] == ["2", "2", "2"]


def test_summary_of_one_topic_per_day() -> None:
    tree = parsed(written(learned(small_roadmap(), (3, Action.DONE, "a"))))
    assert "Activity on 1 day, at most 1 topic, resource or review per day." in text_of(tree)


def test_burn_up_path(small: History) -> None:
    tree = parsed(written(small))
    [curve] = find_all(tree, "path", **{"class": "curve"})
    assert curve.get("d") == "M0 1000H0V750H888V500H1000"
    assert "2 learned from 15 Nov 2026 to 24 Nov 2026: 2 of 4 topics." in text_of(tree)


def test_burn_up_never_falls() -> None:
    roadmap = small_roadmap()
    progress = learned(roadmap, (9, Action.DONE, "a")).report.progress
    at = dt.datetime.combine(TODAY - dt.timedelta(days=2), dt.time(12), dt.UTC)
    known = progress.mark(Mark(Action.DONE, known=True), ("b",), Stamp(at, "known", "here"))
    [curve] = find_all(parsed(written(History(Report.of(roadmap, known), TODAY))), "path", **{"class": "curve"})
    assert curve.get("d") == "M0 1000H0V750H777V500H1000"


def test_burn_up_has_a_line_at_the_total() -> None:
    tree = parsed(written(full_year()))
    [plot] = find_all(tree, "svg", **{"class": "plot"})
    assert [text_of(label) for label in find_all(plot, "text") if label.get("text-anchor") == "end"] == [
        "0", "20", "40", "60", "76",
    ]  # fmt: skip
    assert [line.get("y1") for line in find_all(plot, "line", **{"class": "all"})] == ["0.0%"]


def test_burn_up_of_a_day(roadmap: Roadmap) -> None:
    text = text_of(parsed(written(learned(roadmap, (0, Action.DONE, "a")))))
    assert "1 learned on 24 Nov 2026: 1 of 4 topics." in text


def test_page_without_progress() -> None:
    tree = parsed(written(fresh()))
    assert wording.NOTHING in text_of(tree)
    assert not find_all(tree, "figure") + find_all(tree, "dl")


def test_no_burn_up_without_required_topics(roadmap: Roadmap) -> None:
    data = roadmap.model_dump()
    data["steps"] = [{**step, "optional": True} for step in data["steps"]]
    tree = parsed(written(learned(parse_roadmap(data), (0, Action.DONE, "a"))))
    assert len(find_all(tree, "figure")) == 1
    assert "0 of 0 topics" in text_of(tree)


def test_hostile_text_stays_text() -> None:
    history = hostile()
    tree = parsed(written(history, notes=True))
    shown = [element.text for element in find_all(tree, "bdi")]
    for text in HOSTILE:
        assert shown.count(printable(text)) >= 4, "as a title, a detail, a link and a note"
    assert {link.get("href") for link in find_all(tree, "a") if link.get("rel")} == {URL}


def test_notes_are_included_only_on_request() -> None:
    history = full_year()
    assert "It clicked." not in written(history)
    assert len(find_all(parsed(written(history, notes=True)), "blockquote")) == 82
    assert ", notes" not in written(history)


def test_page_is_safe() -> None:
    assert_is_safe(written(hostile(), notes=True))
    assert_is_safe(written(full_year(), notes=True))


def test_resources_that_are_read_have_a_sign_and_a_day(small: History) -> None:
    progress = small.report.progress.tick(
        Mark(Action.READ), ("https://example.org/two",), Stamp(small.report.progress.changes[-1].at, "r", "here")
    )
    history = History(Report.of(small.report.roadmap, progress), TODAY)
    tree = parsed(written(history))
    [links] = [each for each in find_all(tree, "ul", **{"class": "links"}) if "Two" in text_of(each)]
    day = wording.day_text(progress.reads["https://example.org/two"].day)
    assert [text_of(each) for each in find_all(links, "li")] == [f"Two read {day}", "Three"]
    assert [use.get("href") for use in find_all(links, "use")] == ["#done"]
    assert ("Resources", "1 of 3 read") in facts.facts(history, None, None)
    titles = [title.text for use in find_all(tree, "use") for title in find_all(use, "title")]
    assert any(str(title).startswith(day) and str(title).endswith(", 1 resource") for title in titles)


def test_no_external_urls_except_links() -> None:
    tree = parsed(written(full_year(), notes=True))
    outside = [(element.tag, name) for element in tree.iter() for name, v in element.attrib.items() if "//" in str(v)]
    assert set(outside) == {("a", "href")}
    [icon] = find_all(tree, "link", rel="icon")
    kind, _, data = (icon.get("href") or "").partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert b'stroke-dasharray="90 100"' in b64decode(data)


def test_page_has_a_name_and_preview_tags(small: History) -> None:
    tree = parsed(written(small, name="Ada <3"))
    assert next(title.text for title in find_all(tree, "title")) == "Ada <3's roadmap: 2 of 4 topics, 50%"
    assert text_of(find_all(tree, "h1")[0]) == "Ada <3's roadmap"
    assert text_of(find_all(tree, "p", **{"class": "of"})[0]) == "Small"
    tags = {meta.get("property"): meta.get("content") for meta in find_all(tree, "meta") if meta.get("property")}
    description = "Small: 2 of 4 topics, 50% on 24 November 2026"
    assert tags == {
        "og:type": "website",
        "og:title": "Ada <3's roadmap",
        "og:description": description,
        "og:locale": "en_US",
    }
    assert description in [meta.get("content") for meta in find_all(tree, "meta") if meta.get("name") == "description"]
    unnamed = parsed(written(small))
    assert text_of(find_all(unnamed, "h1")[0]) == "Small"
    assert not find_all(unnamed, "p", **{"class": "of"})


def test_name_in_the_title_is_a_setting(program: Program) -> None:
    assert program("config", "name", "Ada").code == 0
    assert "<h1><bdi>Ada&#39;s roadmap</bdi></h1>" in program("export", "html").out


def test_page_has_the_why_of_each_step() -> None:
    history = full_year()
    steps = find_all(parsed(written(history)), "details", **{"class": "step"})
    for step, element in zip(history.report.steps, steps, strict=True):
        assert text_of(find_all(element, "p", **{"class": "why"})[0]) == " ".join(step.content.why)


def test_page_of_a_full_year_is_small() -> None:
    assert len(written(full_year(), notes=True).encode()) < 100_000


@pytest.fixture(params=[full_year, hostile, fresh])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    file = tmp_path / "report.html"
    file.write_text(written(request.param(), notes=True), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("width", [320, 375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_browser_renders_the_page_without_accessibility_problems(
    browser: "Browser", address: str, scheme: str, width: int
) -> None:
    assert_is_accessible(browser, address, scheme, width)


@pytest.mark.parametrize("address", [full_year], indirect=True)
def test_keyboard_navigation_reaches_everything_in_order(browser: "Browser", address: str) -> None:
    with browser.new_context(viewport={"width": 375, "height": 800}) as context:
        shown = Shown(context, address)
        targets = shown.page.locator("a, summary").all()
        for target in targets:
            shown.page.keyboard.press("Tab")
            assert has_visible_focus(target)
        assert len(targets) > 30
        shown.page.locator(".skip").focus()
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.press("Tab")
        assert has_visible_focus(shown.page.locator(".step summary").first)


def test_printed_page_has_each_step_on_one_of_four_pages(browser: "Browser", tmp_path: Path) -> None:
    from pypdf import PdfReader

    history, file = full_year(), tmp_path / "report.html"
    file.write_text(written(history), encoding="utf-8")
    with browser.new_context(color_scheme="dark") as context:
        shown = Shown(context, file.as_uri())
        shown.page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = false })")
        shown.page.emulate_media(media="print")
        assert shown.page.locator(".topics").last.is_visible()
        assert shown.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 32, 35)"
        pages = [
            " ".join(found.extract_text().split()) for found in PdfReader(BytesIO(shown.page.pdf(format="A4"))).pages
        ]
    assert len(pages) <= 4
    for step in history.report.steps:
        heading, last = f"{step.item.number} {step.title} {step.status}", step.content.resources[-1].title
        assert [last in text.partition(heading)[2] for text in pages if heading in text] == [True]
