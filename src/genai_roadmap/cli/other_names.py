"""What people may type instead of the names of commands and options, as in other programs."""

# Names that people type to leave a program, not misspelled commands.
FAREWELLS = ("exit", "quit")
# Subcommands that people might try, and what to run instead.
SUBCOMMAND_INSTEAD = dict.fromkeys(
    ("sync off", "sync stop", "sync disable", "sync remove"), "config --unset sync.location"
)
# Options that people might try, and the command to run instead.
COMMAND_INSTEAD = {
    "review --grade": "review 1.1.2 good",
    **dict.fromkeys(("today --on", "today --date", "today --since"), "log --since yesterday"),
}
# Options of other programs, or of other commands, and what they may be called here.
OPTION_SYNONYMS = {
    "-m": ("--note",),
    "-v": ("--version",),
    "--message": ("--note",),
    "--on": ("--since",),
    "--date": ("--on", "--since"),
    "--day": ("--on", "--since"),
}
# Names that other programs use, or that people might try.
SYNONYMS = {
    "done": ["check-off", "complete", "completed", "finish", "finished", "learned", "mark", "tick"],
    "start": ["begin", "started"],
    "skip": ["ignore"],
    "reset": ["incomplete", "uncheck", "undone", "unfinish", "unlearn", "unmark", "unskip", "unstart", "untick"],
    "note": ["annotate", "comment", "notes"],
    "undo": ["revert", "rollback"],
    "log": ["activity", "history", "journal"],
    "status": ["overview", "progress"],
    "next": ["recommend", "suggest", "todo", "what"],
    "list": ["all", "dir", "ls", "steps", "topics", "tree"],
    "show": ["cat", "describe", "details", "info", "view"],
    "search": ["filter", "find", "grep"],
    "open": ["browse", "link", "url"],
    "read": ["watch", "watched"],
    "ui": ["dashboard", "gui", "tui"],
    "stats": ["analytics", "burndown", "pace", "report", "statistics", "streak", "summary"],
    "goal": ["deadline", "due", "target"],
    "plan": ["agenda", "calendar", "schedule"],
    "use": ["activate", "checkout", "select", "switch"],
    "new": ["create", "init"],
    "remove": ["del", "delete", "rm", "uninstall"],
    "import": ["add", "install", "load"],
    "update": ["fetch", "refresh", "upgrade"],
    "export": ["backup", "dump", "save"],
    "check": ["doctor", "lint", "validate", "verify"],
    "path": ["files", "folder", "paths", "where"],
    "sync": ["pull", "push", "synchronize"],
    "restore": ["backups", "recover", "undelete"],
    "config": ["configure", "options", "preferences", "prefs", "set", "setting", "settings"],
    "--version": ["version"],
    "--install-completion": ["completion", "completions"],
}
