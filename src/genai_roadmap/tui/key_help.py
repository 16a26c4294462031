"""The help on the keys of the view, which `help ui` shows even if Textual is not installed."""

# Sections of keys, two lines of which fit beside each other on a terminal of 80 columns.
HELP = {
    "Move": (
        ("j k", "down, up (arrows)"),
        ("h l", "fold, unfold (arrows)"),
        ("enter", "fold; zoom in on a topic"),
        ("+ -", "unfold all, fold all"),
        ("PgDn PgUp", "page down, page up"),
        ("Home End", "first row, last row"),
        ("space b", "scroll the item"),
        ("z", "show the item alone"),
    ),
    "Mark": (
        ("d", "done; a step: its topics"),
        ("s", "started; a step: its first"),
        ("x", "skipped (not counted)"),
        ("r", "reset to todo"),
        ("D", "done: date, known, grade"),
        ("u U", "undo, redo (repeatable)"),
    ),
    "Learn": (
        ("g", "next topic; again: another"),
        ("o 1-9", "open a resource"),
        ("m M", "mark it read, unread"),
        ("a", "show or hide answers"),
        ("v", "review what is due"),
        ("n e", "add a note, edit notes"),
    ),
    "Find": (
        ("/", "search as you type"),
        ("f", "filter by status"),
        ("escape", "show all; cancel"),
    ),
    "View": (
        ("p", "plan, statistics, log"),
        ("G", "set or clear the goal"),
        ("R", "switch to a roadmap"),
        ("t", "colors: dark, light, ..."),
        ("?", "show these keys"),
        ("ctrl+z", "suspend (fg resumes)"),
        ("q", "quit (all is saved)"),
    ),
}
