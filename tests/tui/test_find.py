"""Search and filters in the full-screen view."""

from genai_roadmap.progress.status import Status
from screen import BUNDLED, Opens, Screen, status


def test_search_while_typing(screen: Screen) -> None:
    screen.press("/")
    screen.type("topic")
    assert screen.view.tree_pane.slugs[:3] == ["basics", "a", "b"]
    assert screen.here == "a"
    screen.type(" pl")
    assert screen.view.tree_pane.slugs == ["tools", "plain"]
    assert "Only with 'topic pl'" in screen.text
    screen.press("enter", "d")
    assert status(screen, "plain") is Status.DONE
    screen.press("escape")
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "extra", "plain", "bonus"]
    assert screen.here == "plain"


def test_search_selects_a_title_before_other_matches(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("/", *"trans")
    assert screen.here == "transformers-deep-learning"
    assert "hugging-face" in screen.view.tree_pane.slugs, "its description is before that title"


def test_canceled_search_shows_everything_again(screen: Screen) -> None:
    screen.press("/", *"topic x")
    screen.press("escape")
    assert screen.view.tree_pane.slugs == ["basics", "tools", "choice", "x", "y", "z", "extra", "plain", "bonus"]
    assert "Only" not in screen.text


def test_search_results_can_be_unfolded(screen: Screen) -> None:
    screen.press("/", *"tools", "enter")
    assert screen.view.tree_pane.slugs == ["tools"]
    screen.press("right")
    assert screen.view.tree_pane.slugs == ["tools", "choice", "extra", "plain"]


def test_search_says_what_it_found(screen: Screen) -> None:
    screen.press("/", *"example.org/two")
    assert screen.message == "1 item found, here in: https://example.org/two"
    screen.press("ctrl+u")
    screen.press(*"topic")
    assert screen.message == "12 items found."
    screen.press("enter")
    assert screen.message == "12 items found. escape: show all."


def test_search_shows_where_its_first_match_is(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("+", "end", "/", *"pytorch")
    assert screen.here == "deep-learning-library"
    assert "1 Programming Fundamentals" in screen.text


def test_no_match(screen: Screen) -> None:
    screen.press("/", *"xyzzy", "enter")
    assert screen.page == "Nothing matches; escape: show all."
    for key in ("d", "n", "o", "enter", "right", "left", "-"):
        screen.press(key)
        assert screen.message == "Nothing matches the filter; escape: show all"
    screen.press("j", "pagedown", "space", "g")
    assert screen.here == "a"


def test_a_search_without_matches_names_the_nearest_title(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("/", *"atention mecanisms")
    assert screen.message == "0 items found. Did you mean 'Attention Mechanisms'?"
    screen.press("enter")
    assert screen.message == "0 items found. Did you mean 'Attention Mechanisms'? escape: show all."


def test_filter_by_status(screen: Screen) -> None:
    screen.press("right", "j", "s", "j", "d", "home")
    for expected, rows in [
        ("todo", ["tools", "choice", "x", "y", "z", "extra", "e", "f", "plain", "bonus", "p", "q"]),
        ("started", ["basics", "a"]),
        ("done", ["basics", "b"]),
        ("skipped", []),
    ]:
        screen.press("f")
        assert screen.message == f"Only {expected}; f: next filter, escape: show all."
        assert screen.view.tree_pane.slugs == rows
    screen.press("f")
    assert screen.message == "All statuses."
    assert screen.view.tree_pane.slugs == ["basics", "a", "b", "tools", "bonus"]


def test_filters_by_status_keep_the_place(screen: Screen) -> None:
    screen.press("right", "j", "d", "j")
    assert screen.here == "b"
    screen.press("f", "f", "f")
    assert screen.here == "basics"
    screen.press("escape")
    assert screen.here == "b"
    screen.press("f", "j", "j", "escape")
    assert screen.here == "choice", "the cursor was moved"


def test_cursor_moves_to_the_next_row_if_its_row_is_filtered_out(screen: Screen) -> None:
    screen.press("f", "j", "d")
    assert "a" not in screen.view.tree_pane.slugs
    assert screen.here == "b"


def test_a_row_shows_where_it_matches_unless_in_its_title(opens: Opens) -> None:
    screen = opens(BUNDLED)
    screen.press("/", *"gan", "enter")
    row = next(line for line in screen.text.splitlines() if "4.4.1 TensorFlow" in line)
    assert "In the answer…" in row
    assert not any("In the" in line for line in screen.text.splitlines() if "StyleGAN" in line)
