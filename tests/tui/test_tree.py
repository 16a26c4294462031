"""The tree of the full-screen view: rows, the cursor, folds, and what is next."""

import datetime as dt
import re
from typing import Any

import pytest
from rich.style import Style

from genai_roadmap.app import marking
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.terminal.display import Display
from genai_roadmap.tui import tree_pane
from screen import BUNDLED, NOW, Opens, Screen
from small import leaf, small_roadmap


def test_move_cursor(screen: Screen) -> None:
    assert screen.here == "basics"
    for key, slug in [
        ("j", "tools"),
        ("down", "bonus"),
        ("j", "bonus"),
        ("k", "tools"),
        ("up", "basics"),
        ("up", "basics"),
        ("end", "bonus"),
        ("home", "basics"),
        ("pagedown", "bonus"),
        ("pageup", "basics"),
    ]:
        screen.press(key)
        assert screen.here == slug, key


def test_fold_and_unfold(screen: Screen) -> None:
    for key, slug, rows in [
        ("right", "basics", 5),
        ("l", "a", 5),
        ("right", "a", 5),
        ("enter", "a", 5),
        ("left", "basics", 5),
        ("h", "basics", 3),
        ("left", "basics", 3),
        ("enter", "basics", 5),
        ("enter", "basics", 3),
        ("+", "basics", 15),
        ("end", "q", 15),
        ("-", "bonus", 3),
    ]:
        screen.press(key)
        assert (screen.here, len(screen.view.tree_pane.slugs)) == (slug, rows), key


def test_clicks_in_the_tree(screen: Screen) -> None:
    screen.click(screen.view.tree_pane, 10, 1)
    assert screen.here == "tools"
    screen.click(screen.view.tree_pane, 0, 1)
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "extra", "plain", "bonus"]
    screen.click(screen.view.tree_pane, 10, 0, times=2)
    assert screen.view.tree_pane.slugs[:3] == ["basics", "a", "b"]
    screen.click(screen.view.tree_pane, 10, 11)
    assert screen.here == "basics", "there is no row to click on"


def test_cursor_stays_on_the_screen(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(80, 24))
    screen.press("+", "end")
    for size in [(80, 16), (50, 20), (120, 12)]:
        screen.resize(*size)
        assert any("9.5" in line for line in screen.lines), size
    screen.press("/")
    screen.press(*"project")
    assert any(screen.session.report.nodes[screen.here].item.number in line for line in screen.lines)


def test_row_is_shortened_to_its_width() -> None:
    screen = Screen(BUNDLED)
    node = screen.session.report.nodes["frameworks"]
    screen.close()
    shown = {width: tree_pane.row_of(node, Display(), width, is_unfolded=False).plain for width in (60, 30, 22, 12)}
    assert shown == {
        60: "  ▸ ○ 4.4 Frameworks                     0/1, choose 1 of 2 ",
        30: "  ▸ ○ 4.4 Frameworks      0/1 ",
        22: "  ▸ ○ 4.4 Framew… 0/1 ",
        12: "  ▸ ○ … 0/1 ",
    }
    assert tree_pane.row_of(node, Display(ascii=True), 22, is_unfolded=True).plain == "  - . 4.4 Framew~ 0/1 "


def test_found_text_is_underlined_in_titles() -> None:
    opened = Screen(small_roadmap())
    node = opened.session.report.nodes["a"]
    opened.close()
    row = tree_pane.row_of(node, Display(), 30, is_unfolded=False, found="TOPIC")
    underlined = [span for span in row.spans if isinstance(span.style, Style) and span.style.underline]
    assert [row.plain[span.start : span.end] for span in underlined] == ["Topic"]


def test_tree_shows_how_many_resources_are_read(opens: Opens) -> None:
    screen = opens(size=(160, 24))
    screen.press("j", "right", "end", "k", "m")
    assert any("1/2 read" in line.split("│")[0] for line in screen.text.splitlines())
    node = screen.session.report.nodes["plain"]
    rows = {width: tree_pane.row_of(node, Display(), width, is_unfolded=False).plain for width in (40, 24)}
    assert rows[40].endswith(" 1/2 read ")
    assert "read" not in rows[24]


def test_view_starts_at_what_is_next(opens: Opens) -> None:
    screen = opens(starts_at_next=True)
    assert screen.here == "a"
    assert screen.view.tree_pane.scroll_offset.y == 0
    marking.mark(screen.session, ["basics", "tools", "bonus"], Mark(Action.DONE), everything=True)
    assert opens(starts_at_next=True).here == "basics"


def test_go_to_next_topic(screen: Screen) -> None:
    screen.press("f", "f", "g")
    assert (screen.here, screen.message) == ("a", "Next: Topic A (first topic of step 1).")
    screen.press("g")
    assert screen.here == "b"
    screen.press("home", "d", "g")
    assert screen.here == "x"
    screen.press("home", "r", "y", "+", "x", "y", *"jxy" * 20, "g")
    assert screen.message == "Nothing left to learn here: every topic is done or skipped."


@pytest.mark.parametrize("width", [120, 80, 70, 69, 40])
def test_optional_items_are_marked_at_every_width(opens: Opens, width: int) -> None:
    screen = opens(BUNDLED, size=(width, 60))
    screen.press("+")
    nodes, room = screen.session.report.nodes.values(), screen.view.tree_pane.size.width
    rows = [tree_pane.row_of(node, Display(), room, is_unfolded=True).plain for node in nodes]
    marked = [{"opt.", "optional"} & {*re.split("[ ,]+", row)} for row in rows]
    assert [*map(bool, marked)] == [node.optional for node in nodes]
    assert {len(row) for row in rows} == {room}


def test_first_message(opens: Opens) -> None:
    screen = opens(starts_at_next=True)
    assert screen.message == (
        "Next: Topic A (first topic of step 1). s: start it, d: mark it done, ?: show all keys. "
        "Know some topics already? Record them in a shell with: genai-roadmap tour"
    )
    screen.press("d")
    assert opens(starts_at_next=True).message == "Next: Topic B (unblocks 6 topics)."
    mark = Mark(Action.DONE, on=NOW.date() - dt.timedelta(days=9))
    marking.mark(screen.session, ["a", "b"], mark)
    assert opens(starts_at_next=True).message.endswith("1 topic to review: v")


def large() -> Roadmap:
    steps = [
        {
            **leaf(f"s{s}x"),
            "topics": [
                {**leaf(f"s{s}x{t}x"), "topics": [leaf(f"s{s}x{t}x{u}x") for u in range(10)]} for t in range(10)
            ],
        }
        for s in range(100)
    ]
    return parse_roadmap({"format": 1, "id": "large", "version": "1", "title": "Large", "steps": steps})


def test_only_visible_rows_of_10_000_topics_are_drawn(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()
    row_of = tree_pane.row_of

    def counted(node: Any, *arguments: Any, **options: Any) -> Any:
        drawn.add(node.slug)
        return row_of(node, *arguments, **options)

    monkeypatch.setattr(tree_pane, "row_of", counted)
    screen = opens(large())
    screen.press("+", "end")
    assert len(screen.view.tree_pane.slugs) == 11_100
    assert len(drawn) < 4 * 24
    screen.press("home", *"j" * 500)
    assert screen.view.tree_pane.slugs.index(screen.here) == 500, "no key press is lost while a key is held"
