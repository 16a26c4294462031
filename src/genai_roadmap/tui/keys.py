"""The keys of the view: what each does, how the foot names it, and how the help does."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Group
from rich.style import Style
from textual.binding import Binding

from genai_roadmap.look import Look
from genai_roadmap.render import pieces
from genai_roadmap.terminal import Page, Words, line, words


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


MOVING = (
    Key("j", "move(1)", "down", "moves down, as the arrow does", "down"),
    Key("J", "move(-1)", "up", "moves up, as the arrow does", "up"),
    Key("right", "unfold", "unfold", "unfolds, then moves to the first topic", "l"),
    Key("left", "fold", "fold", "folds, then moves to what it belongs to", "h"),
    Key("pagedown", "page(1)", "", "moves a page down"),
    Key("pageup", "page(-1)", "", "moves a page up"),
    Key("home", "edge(0)", "", "moves to the first"),
    Key("end", "edge(-1)", "", "moves to the last"),
    Key("space", "read_on(1)", "", "reads on at the right"),
    Key("b", "read_on(-1)", "", "reads back there"),
    Key("+", "unfold_all", "", "unfolds all"),
    Key("-", "fold_all", "", "folds all"),
)
ENTER = Key("enter", "toggle_fold", "fold", "unfolds what is folded, and folds what is not")
DOING = (
    Key("d", "mark('done')", "done", "marks done: a topic, or all that counts of what is above topics"),
    Key("s", "mark('start')", "start", "marks started"),
    Key("k", "mark('skip')", "skip", "marks skipped: it no longer counts"),
    Key("r", "mark('reset')", "reset", "marks to do again"),
    Key("u", "take_back('undo')", "undo", "takes the last change back, again and again"),
    Key("U", "take_back('redo')", "redo", "takes the last undo back"),
    Key("n", "note", "note", "adds a note"),
    Key("o", "open(1)", "open", "opens the first resource in the browser"),
    Key("/", "search", "search", "searches as you type"),
    Key("f", "filter", "filter", "shows only what is to do, started, done, skipped; then all again"),
    Key("g", "next", "next", "goes to what to learn next, and to what after that"),
    Key("t", "theme", "theme", "changes the colors: the terminal's, dark, light"),
    Key("?", "help", "help", "shows this page, and hides it"),
    Key("q", "quit", "quit", "leaves; everything is on the disk already"),
)
CHOOSING = tuple(
    Key(str(number), f"open({number})", "", "opens the resource of that number") for number in range(1, 10)
)
ESCAPE = Key("escape", "cancel", "cancel", "gives up a search, a filter, a note, this page")
ACCEPT = Key("enter", "accept", "keep", "keeps what is typed")
INTERRUPT = Key("ctrl+c", "interrupt", "", "interrupts")
SUSPEND = Key("ctrl+z", "suspend_process", "", "goes back to the shell; `fg` comes back")

ALL = (*MOVING, ENTER, *DOING, *CHOOSING, ESCAPE, ACCEPT, INTERRUPT, SUSPEND)
AT_FOOT = (MOVING[0], MOVING[1], ENTER, *DOING)
WHILE_ASKING = (ACCEPT, ESCAPE)
HELP = (*MOVING[:4], ENTER, *MOVING[4:], *DOING[:8], CHOOSING[0], *DOING[8:], ESCAPE, SUSPEND)


def foot(keys: Iterable[Key], width: int) -> Page:
    """The keys and their words, to click on, in as many lines as they need."""
    lines: list[list[Words]] = [[]]
    for key in keys:
        label = line((key.key, "bold"), (f" {key.word}", pieces.QUIET))
        label.stylize(Style(meta={"@click": f"app.{key.action}"}))
        if lines[-1] and sum(each.cell_len + 2 for each in lines[-1]) + label.cell_len > width:
            lines.append([])
        lines[-1].append(label)
    return Group(*(words("  ").join(labels) for labels in lines))


def help_page(look: Look) -> Page:
    """Every key with what it does."""
    names = {CHOOSING[0]: "1 to 9"}
    return pieces.pairs(((names.get(key, key.key), key.sentence) for key in HELP), look)
