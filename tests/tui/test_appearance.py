"""How the full-screen view looks on terminals of any size."""

import datetime as dt
from pathlib import Path

import pytest

from genai_roadmap.app import marking
from genai_roadmap.app.session import Session
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.roadmap.validation import parse_roadmap
from genai_roadmap.terminal.display import Display
from hostile import CONTROL, HOSTILE, roadmap_with
from screen import BUNDLED, NOW, Opens, Screen

DATA = Path(__file__).parents[1] / "data"


def learned(screen: Screen) -> None:
    """Mark some topics in a view."""
    screen.press("d", "j", "j", "j", "right", "j", "d", "j", "right", "j", "n", *"Watch lecture 3 again", "enter", "s")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("display", [Display(), Display(ascii=True)], ids=["signs", "ascii"])
def test_screens(opens: Opens, size: tuple[int, int], display: Display) -> None:
    screen = opens(BUNDLED, size=size, display=display)
    learned(screen)
    kept = DATA / f"screen-{size[0]}x{size[1]}{'-ascii' if display.ascii else ''}.txt"
    if not kept.exists():
        kept.write_text(screen.text, encoding="utf-8")
        pytest.fail(f"{kept.name} was drawn: check it, then commit it")
    assert screen.text == kept.read_text(encoding="utf-8"), f"delete {kept.name} to draw it again"
    assert screen.text.isascii() or not display.ascii


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_does_not_control_the_full_screen_view(opens: Opens, text: str) -> None:
    screen = opens(parse_roadmap(roadmap_with(text)), size=(100, 40))
    for key in ("right", "j", "d", "u", "U", "g", "/", *"note", "enter", "escape", "?", "n", "x", "enter"):
        screen.press(key)
        assert not CONTROL.search(screen.text.replace("\n", "")), key


def test_markup_is_shown_as_typed(opens: Opens) -> None:
    screen = opens(parse_roadmap(roadmap_with("[red]a[/red] [")), size=(100, 40))
    assert screen.text.count("[red]a[/red] [") > 4


def title_with_goal(opens: Opens, width: int, goal: dt.date) -> str:
    """Return the first line of the view of a learner who has learned for three weeks, and has a goal."""
    session = Session(None, lambda: NOW)
    for number, day in enumerate((3, 4, 9, 10, 12, 17, 18), 1):
        marking.mark(session, [f"1.1.{number}"], Mark(Action.DONE, on=dt.date(2026, 11, day)))
    marking.set_goal(session, goal)
    return opens(BUNDLED, size=(width, 24)).text.splitlines()[0]


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (140, "3-week streak · This week: 0 of 1 topic done · Goal 31 Dec 2027, 4 months early"),
        (120, "3-week streak · Goal 31 Dec 2027, 4 months early"),
        (90, "3-week streak · Goal: 4 months early"),
        (80, "Goal: 4 months early"),
        (60, ""),
    ],
)
def test_goal_and_streak_are_beside_the_title_if_they_fit(opens: Opens, width: int, text: str) -> None:
    title = title_with_goal(opens, width, dt.date(2027, 12, 31))
    assert title.strip() == f"{BUNDLED.title}{text:>{width - 2 - len(BUNDLED.title)}}".strip()


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (120, "Goal 1 Jan 2027, 8 months late · 3-week streak"),
        (90, "Goal: 8 months late · 3-week streak"),
        (60, "Goal: 8 months late"),
        (40, "Goal: 8 months late"),
    ],
)
def test_a_goal_that_is_late_comes_first(opens: Opens, width: int, text: str) -> None:
    title = title_with_goal(opens, width, dt.date(2027, 1, 1))
    assert title.strip().startswith(BUNDLED.title[:10])
    assert title.endswith(f"  {text}")


def test_footer_shows_the_most_important_keys_first(opens: Opens) -> None:
    footer = opens(BUNDLED, size=(50, 20)).footer
    keys = ["? help", "q quit", "d done", "s start", "x skip", "u undo", "n note", "o open", "/ search"]
    assert footer.startswith(" ".join(keys))


@pytest.mark.parametrize(("size", "title", "keys_shown"), [((80, 24), 1, 2), ((50, 20), 0, 2), ((30, 9), 0, 1)])
def test_low_terminals_show_the_tree(opens: Opens, size: tuple[int, int], title: int, keys_shown: int) -> None:
    screen = opens(BUNDLED, size=size)
    assert (screen.view.query_one("#title").size.height, screen.view.footer.size.height) == (title, keys_shown)
    assert "? help" in screen.text
    assert " 1 P" in screen.text, "the row at the cursor"


def test_item_is_below_the_tree_on_a_narrow_terminal(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(50, 20))
    assert any("Mathematics for Generative AI" in line for line in screen.lines)
    assert screen.view.item_pane.region.y > screen.view.tree_pane.region.y
    screen.resize(80, 24)
    assert screen.view.item_pane.region.y == screen.view.tree_pane.region.y


@pytest.mark.parametrize("size", [(30, 9), (20, 6)])
def test_tiny_terminals_show_the_cursor(opens: Opens, size: tuple[int, int]) -> None:
    screen = opens(BUNDLED, size=size)
    assert any("1 Prog" in line for line in screen.lines)
    assert any("? help" in line for line in screen.lines)
    screen.press("right", "j", "right", "j", "enter")
    assert any("1.1.1" in line for line in screen.lines)
    screen.press("enter")
    assert any("1.1.1" in line for line in screen.lines)


def test_low_terminals_have_the_title_in_the_border(opens: Opens) -> None:
    screen = opens(BUNDLED, size=(60, 20))
    assert BUNDLED.title in screen.lines[1]
    screen.press("/", *"cnn")
    assert BUNDLED.title not in screen.text
    screen.resize(80, 24)
    screen.press("escape")
    assert BUNDLED.title in screen.lines[0]
    assert BUNDLED.title not in screen.lines[2]


def test_the_title_is_in_the_border_only_while_the_terminal_is_low(opens: Opens) -> None:
    for sizes in ([(80, 24), (50, 20), (120, 40)], [(20, 8), (80, 24)], [(120, 40), (80, 24)]):
        screen = opens(BUNDLED, size=sizes[0])
        for width, height in sizes[1:]:
            screen.resize(width, height)
            borders = [line for line in screen.lines if line.startswith("─") and BUNDLED.title[:10] in line]
            assert len(borders) == (height < 24)


def test_themes(screen: Screen) -> None:
    for name in ("dark", "light", "the terminal's own"):
        screen.press("t")
        assert screen.message == f"Colors: {name}."
    assert screen.view.current_theme.ansi


def test_theme_is_kept(opens: Opens) -> None:
    screen = opens()
    screen.press("t", "t")
    assert opens().view.theme == "textual-light"


def test_no_themes_without_colors(opens: Opens) -> None:
    screen = opens(display=Display(color=False))
    screen.press("t")
    assert screen.message == "Colors are off (NO_COLOR or --no-color is set)"
