"""The keys of the view: the action of each, and its label in the footer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rich.console import Group
from rich.style import Style
from textual.binding import Binding

from genai_roadmap.terminal.output import Page, StyledText, join_text
from genai_roadmap.terminal.pages import components


class Key(NamedTuple):
    """A key and its action; keys without a label are not in a footer, `alias` has other keys with the same action."""

    key: str
    action: str
    label: str = ""
    alias: str = ""

    @property
    def binding(self) -> Binding:
        """The binding for Textual, with priority over widgets so that keys are handled in the order they are typed."""
        keys = f"{self.key},{self.alias}" if self.alias else self.key
        return Binding(keys, self.action, self.label, priority=True)


def _named(names: Mapping[str, str], action: str = "{}") -> Iterator[Key]:
    """Yield keys with the label that is the name or the argument of their action."""
    return (Key(key, action.format(name), name) for key, name in names.items())


# More rows than a tree can have.
FAR = 10**9

KEYS = (
    Key("j", "move(1)", "down", "down"),
    Key("k", "move(-1)", "up", "up"),
    Key("pagedown", "move(0, 1)", alias="ctrl+f"),
    Key("pageup", "move(0, -1)", alias="ctrl+b"),
    Key("home", f"move({-FAR})", alias="<"),
    Key("end", f"move({FAR})", alias=">"),
    Key("space", "scroll_item(1)", alias="ctrl+d"),
    Key("b", "scroll_item(-1)", alias="ctrl+u"),
    Key("enter", "fold('toggle')", "fold"),
    Key("right", "fold('unfold')", alias="l"),
    Key("left", "fold('fold')", alias="h"),
    Key("+", "fold('unfold_all')"),
    Key("-", "fold('fold_all')"),
    *_named({"d": "done", "s": "start", "x": "skip", "r": "reset"}, "mark('{}')"),
    *_named({"u": "undo", "U": "redo"}, "revert('{}')"),
    *_named({"/": "search", "f": "filter", "g": "next", "z": "zoom", "n": "note", "a": "answers", "v": "review"}),
    *_named({"p": "progress", "G": "goal", "R": "roadmaps", "?": "help", "q": "quit"}),
    Key("D", "done_on"),
    Key("e", "edit_note", "edit note"),
    Key("o", "open(0)", "open"),
    Key("m", "tick('read')", "read"),
    Key("M", "tick('unread')"),
    Key("t", "theme", "colors"),
    Key("escape", "cancel"),
    Key("ctrl+z", "suspend_process"),
)
ACCEPT, CANCEL, OTHER = Key("enter", "accept"), Key("escape", "cancel", "cancel"), Key("tab", "ask_other", "other")
RESOURCE_KEYS = tuple(Key(str(number), f"open({number})") for number in range(1, 10))

# The keys with a label, the most important first, because a short terminal has no room for the others.
IMPORTANT = "?qdsxuno/gvapfRmzG"
FOOTER = sorted((key for key in KEYS if key.label), key=lambda key: f"{IMPORTANT}{key.key}".index(key.key))

# While the item is shown alone.
ZOOMED_FOOTER = [key._replace(label="tree") if key.key == "z" else key for key in FOOTER]

ALL = (*KEYS, *RESOURCE_KEYS, Key("ctrl+c", "interrupt"), ACCEPT, OTHER)


def footer(width: int, accept_label: str = "", *, has_other: bool = False, is_zoomed: bool = False) -> Page:
    """Return the keys with a label, which can be clicked, in as many lines as they need.

    While the prompt is open, these are its keys, of which the one that accepts has the label.
    """
    prompt = (ACCEPT._replace(label=accept_label), CANCEL, *([OTHER] if has_other else []))
    return footer_of(prompt if accept_label else ZOOMED_FOOTER if is_zoomed else FOOTER, width, "app")


def footer_of(keys: Iterable[Key], width: int, namespace: str) -> Page:
    """Return keys whose actions are those of the app or the screen."""
    return Group(*components.flow((_clickable(key, namespace) for key in keys), width))


def _clickable(key: Key, namespace: str) -> StyledText:
    text = join_text((key.key, "bold"), (f" {key.label}", components.QUIET))
    text.stylize(Style(meta={"@click": f"{namespace}.{key.action}"}))
    return text
