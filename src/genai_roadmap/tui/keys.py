"""The keys of the view: the action of each, its label in the footer, and its description in the help."""

from typing import NamedTuple

from rich.console import Group
from rich.style import Style
from textual.binding import Binding

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
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
    Key("j", "move(1)", "down", "moves down, as the arrow does", "down"),
    Key("J", "move(-1)", "up", "moves up, as the arrow does", "up"),
    Key("right", "unfold", "", "unfolds, then moves to the first topic", "l"),
    Key("left", "fold", "", "folds, then moves to what it belongs to", "h"),
    Key("enter", "toggle_fold", "fold", "unfolds what is folded, and folds what is not"),
    Key("+", "unfold_all", "", "unfolds all"),
    Key("-", "fold_all", "", "folds all"),
    Key("pagedown", "move(0, 1)", "", "moves a page down"),
    Key("pageup", "move(0, -1)", "", "moves a page up"),
    Key("home", f"move({-FAR})", "", "moves to the first"),
    Key("end", f"move({FAR})", "", "moves to the last"),
    Key("space", "scroll_item(1)", "", "scrolls the item down"),
    Key("b", "scroll_item(-1)", "", "scrolls the item up"),
    Key("d", "mark('done')", "done", "marks done: a topic, or all required topics below"),
    Key("s", "mark('start')", "start", "marks started"),
    Key("k", "mark('skip')", "skip", "marks skipped: it no longer counts"),
    Key("r", "mark('reset')", "reset", "marks to do again"),
    Key("u", "revert('undo')", "undo", "undoes the last change (repeatable)"),
    Key("U", "revert('redo')", "redo", "redoes the last undone change"),
    Key("n", "note", "note", "adds a note"),
    Key("o", "open(1)", "open", "opens the first resource in the browser"),
    Key("1", "open(1)", "", "opens the first resource; 2 to 9 open the others"),
    Key("/", "search", "search", "searches as you type"),
    Key("f", "filter", "filter", "shows only what is todo, started, done, skipped; then all again"),
    Key("g", "next", "next", "goes to what to learn next, and to what after that"),
    Key("t", "theme", "theme", "changes the colors: the terminal's own, dark, light"),
    Key("?", "help", "help", "shows these keys, and hides them"),
    Key("escape", "cancel", "", "cancels a search, a filter or a note, and closes this page"),
    Key("ctrl+z", "suspend_process", "", "goes back to the shell; fg comes back"),
    Key("q", "quit", "quit", "quits; everything is saved already"),
)
PROMPT_KEYS = (Key("enter", "accept", "keep"), Key("escape", "cancel", "give up"))
RESOURCE_KEYS = tuple(Key(str(number), f"open({number})") for number in range(2, 10))

ALL = (*KEYS, *RESOURCE_KEYS, Key("ctrl+c", "interrupt"), PROMPT_KEYS[0])


def footer(width: int, *, is_prompt_open: bool) -> Page:
    """Return the keys with a label, which can be clicked, in as many lines as they need."""
    lines: list[list[StyledText]] = [[]]
    for key in PROMPT_KEYS if is_prompt_open else (key for key in KEYS if key.label):
        text = join_text((key.key, "bold"), (f" {key.label}", components.QUIET))
        text.stylize(Style(meta={"@click": f"app.{key.action}"}))
        if lines[-1] and sum(each.cell_len + 2 for each in lines[-1]) + text.cell_len > width:
            lines.append([])
        lines[-1].append(text)
    return Group(*(safe_text("  ").join(texts) for texts in lines))


def help_page(display: Display) -> Page:
    """Return the keys with their descriptions."""
    return components.pairs(((key.key, key.description) for key in KEYS), display)
