"""The keys of the view: what each does, how the foot names it, and how the help does."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from rich.console import Group
from rich.style import Style
from textual.binding import Binding

from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page, StyledText, join_text, safe_text
from genai_roadmap.terminal.pages import components


@dataclass(frozen=True, slots=True)
class Key:
    """A key, its action, and what it does in a word and in a sentence; `others` are keys that do the same."""

    key: str
    action: str
    word: str
    sentence: str
    others: str = ""

    @property
    def binding(self) -> Binding:
        """The key as Textual wants it: before any widget, so that keys are obeyed in the order they are pressed."""
        return Binding(",".join(filter(None, [self.key, self.others])), self.action, self.word, priority=True)


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
    Key("pagedown", "page(1)", "", "moves a page down"),
    Key("pageup", "page(-1)", "", "moves a page up"),
    Key("home", f"move({-FAR})", "", "moves to the first"),
    Key("end", f"move({FAR})", "", "moves to the last"),
    Key("space", "read_on(1)", "", "reads on at the right"),
    Key("b", "read_on(-1)", "", "reads back there"),
    Key("d", "mark('done')", "done", "marks done: a topic, or all that counts below"),
    Key("s", "mark('start')", "start", "marks started"),
    Key("k", "mark('skip')", "skip", "marks skipped: it no longer counts"),
    Key("r", "mark('reset')", "reset", "marks to do again"),
    Key("u", "revert('undo')", "undo", "takes the last change back, again and again"),
    Key("U", "revert('redo')", "redo", "takes the last undo back"),
    Key("n", "note", "note", "adds a note"),
    Key("o", "open(1)", "open", "opens the first resource in the browser"),
    Key("1", "open(1)", "", "opens it, and so do 2 to 9 the others"),
    Key("/", "search", "search", "searches as you type"),
    Key("f", "filter", "filter", "shows only what is todo, started, done, skipped; then all again"),
    Key("g", "next", "next", "goes to what to learn next, and to what after that"),
    Key("t", "theme", "theme", "changes the colors: the terminal's own, dark, light"),
    Key("?", "help", "help", "shows these keys, and hides them"),
    Key("escape", "cancel", "", "gives up a search, a filter, a note, this page"),
    Key("ctrl+z", "suspend_process", "", "goes back to the shell; fg comes back"),
    Key("q", "quit", "quit", "leaves; everything is on the disk already"),
)
CHOOSING = tuple(Key(str(number), f"open({number})", "", "") for number in range(2, 10))
INTERRUPT = Key("ctrl+c", "interrupt", "", "")
PROMPT_KEYS = (Key("enter", "accept", "keep", ""), Key("escape", "cancel", "give up", ""))

ALL = (*KEYS, *CHOOSING, INTERRUPT, *PROMPT_KEYS[:1])


def footer(keys: Iterable[Key], width: int) -> Page:
    """The keys and their words, to click on, in as many lines as they need."""
    lines: list[list[StyledText]] = [[]]
    for key in filter(attrgetter("word"), keys):
        label = join_text((key.key, "bold"), (f" {key.word}", components.QUIET))
        label.stylize(Style(meta={"@click": f"app.{key.action}"}))
        if lines[-1] and sum(each.cell_len + 2 for each in lines[-1]) + label.cell_len > width:
            lines.append([])
        lines[-1].append(label)
    return Group(*(safe_text("  ").join(labels) for labels in lines))


def help_page(display: Display) -> Page:
    """Every key with what it does."""
    return components.pairs(((key.key, key.sentence) for key in KEYS), display)
