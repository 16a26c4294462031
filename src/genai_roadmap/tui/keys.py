"""The keys of the view: the action of each, its label in the footer, and its description in the help."""

from typing import NamedTuple

from rich.console import Group
from rich.style import Style
from textual.binding import Binding

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text
from genai_roadmap.terminal.pages import components


class Key(NamedTuple):
    """A key and its action; keys without a label are not in the footer, `alias` is a key with the same action."""

    key: str
    action: str
    label: str = ""
    description: str = ""
    alias: str = ""

    @property
    def binding(self) -> Binding:
        """The binding for Textual, with priority over widgets so that keys are handled in the order they are typed."""
        keys = f"{self.key},{self.alias}" if self.alias else self.key
        return Binding(keys, self.action, self.label, priority=True)


# More rows than a tree can have.
FAR = 10**9

KEYS = (
    Key("j", "move(1)", "down", "move down (or down arrow)", "down"),
    Key("k", "move(-1)", "up", "move up (or up arrow)", "up"),
    Key("right", "fold('unfold')", "", "unfold, then move to the first topic", "l"),
    Key("left", "fold('fold')", "", "fold, then move to the parent", "h"),
    Key("enter", "fold('toggle')", "fold", "fold or unfold"),
    Key("+", "fold('unfold_all')", "", "unfold all"),
    Key("-", "fold('fold_all')", "", "fold all"),
    Key("pagedown", "move(0, 1)", "", "move a page down"),
    Key("pageup", "move(0, -1)", "", "move a page up"),
    Key("home", f"move({-FAR})", "", "move to the first row"),
    Key("end", f"move({FAR})", "", "move to the last row"),
    Key("space", "scroll_item(1)", "", "scroll the item down"),
    Key("b", "scroll_item(-1)", "", "scroll the item up"),
    Key("d", "mark('done')", "done", "mark done: a topic, or all required topics below"),
    Key("s", "mark('start')", "start", "mark started: a topic, or the first open one below"),
    Key("x", "mark('skip')", "skip", "mark skipped (no longer counted)"),
    Key("r", "mark('reset')", "reset", "reset to todo"),
    Key("u", "revert('undo')", "undo", "undo the last change (repeatable)"),
    Key("U", "revert('redo')", "redo", "redo the last undone change"),
    Key("n", "note", "note", "add a note"),
    Key("e", "edit_note", "", "edit the last note; delete it with an empty text"),
    Key("/", "search", "search", "search as you type"),
    Key("o", "open(0)", "open", "open the first unread resource in the browser"),
    Key("m", "tick('read')", "read", "mark a resource as read: the one opened last, or the next"),
    Key("M", "tick('unread')", "", "mark a resource as unread: the one opened or read last"),
    Key("1", "open(1)", "", "open the first resource; 2 to 9 open the others"),
    Key("f", "filter", "filter", "filter by status: todo, started, done, skipped, all"),
    Key("g", "next", "next", "go to what to learn next; again: to the one after it"),
    Key("v", "review", "review", "review what you have learned"),
    Key("t", "theme", "theme", "change the colors: the terminal's own, dark, light"),
    Key("?", "help", "help", "show or hide these keys"),
    Key("escape", "cancel", "", "cancel a search, a filter or a note; close this page"),
    Key("ctrl+z", "suspend_process", "", "suspend; fg in the shell resumes"),
    Key("q", "quit", "quit", "quit; everything is already saved"),
)
ACCEPT, CANCEL = Key("enter", "accept"), Key("escape", "cancel", "cancel")
RESOURCE_KEYS = tuple(Key(str(number), f"open({number})") for number in range(2, 10))

# The keys with a label, the most important first, because a low terminal has no room for the others.
IMPORTANT = "?qdsxuno/gvm"
FOOTER = sorted((key for key in KEYS if key.label), key=lambda key: f"{IMPORTANT}{key.key}".index(key.key))

ALL = (*KEYS, *RESOURCE_KEYS, Key("ctrl+c", "interrupt"), ACCEPT)


def footer(width: int, accept_label: str = "") -> Page:
    """Return the keys with a label, which can be clicked, in as many lines as they need.

    While the prompt is open, these are its two keys, of which the one that accepts has the label.
    """
    keys = (ACCEPT._replace(label=accept_label), CANCEL) if accept_label else FOOTER
    return Group(*components.flow(map(_clickable, keys), width))


def _clickable(key: Key) -> StyledText:
    text = join_text((key.key, "bold"), (f" {key.label}", components.QUIET))
    text.stylize(Style(meta={"@click": f"app.{key.action}"}))
    return text


def help_page(display: Display) -> Page:
    """Return the keys with their descriptions."""
    return components.pairs(((key.key, key.description) for key in KEYS), display)
