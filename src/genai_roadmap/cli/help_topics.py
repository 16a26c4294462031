"""The topics of the help that are about no single command."""

from typing import NamedTuple


class Topic(NamedTuple):
    """A help topic: its summary for a list, its text in paragraphs, and tables with a title each."""

    summary: str
    paragraphs: list[str]
    sections: list[tuple[str, list[tuple[str, str]]]]


ENVIRONMENT = {
    "GENAI_ROADMAP_HOME": "The folder of all files, instead of the default ones.",
    "VISUAL, EDITOR": "The editor for `note` and `edit`.",
    "PAGER": "The pager, unless the setting `pager` names one; by default less or more.",
    "NO_COLOR, FORCE_COLOR": "Whether to use colors.",
    "ACCESSIBLE": "With 1, print plain text, as with `--plain`.",
}
EXIT_CODES = {
    "0": "Success, also if there is nothing to do.",
    "1": "The request can't be met, for example because there is no such item.",
    "2": "The command line is wrong.",
    "3": "A file can't be read, is damaged, or is invalid.",
    "4": "A file can't be written.",
    "130": "Interrupted by Ctrl-C.",
}
COMPLETION = {
    "Bash": "A line in ~/.bashrc; the script is in ~/.bash_completions.",
    "Zsh": "Lines in ~/.zshrc, also for a menu; the script is in ~/.zfunc.",
    "Fish": "The script in ~/.config/fish/completions.",
    "PowerShell": "The script in your profile, and the execution policy (Unrestricted).",
}
ITEMS = {
    "4 or step-4": "A step, by its number.",
    "4.2.1": "A topic, by its number, as `list --all` shows it.",
    "cnns": "A slug, as `show` names it.",
    "step-4.cnns": "A slug in a step or topic.",
    "attention mech": "The start of a title, or of a word in it.",
}
PAST = {
    "today, yesterday": "Today or the day before.",
    "friday": "The most recent Friday, today included.",
    "last friday": "The most recent Friday before today.",
    '"3d ago", "2 weeks ago"': "Days (d), weeks (w), months (m) or years (y) ago.",
    "2026-11-24, 24.11.2026": "A date in digits.",
    '"24 Nov", "Nov 24 2026"': "A date with the name of the month.",
    "24th": "The most recent 24th.",
}
PERIODS = {
    "june, 2026-06, 2026": "From its first day on.",
    '"last week", "last month"': "From its first day on.",
}
GOALS = {
    "friday": "The next Friday after today.",
    "next month, q2, eoq": "For a period, its last day.",
    "+6m, in 3 weeks": "Counted from today.",
    "31 Dec 2027, 2027-06": "A date; for a month, its last day.",
}
STATISTICS = {
    "Streak": "Days in a row on which you learned, reviewed or read something; with pauses, weeks in a row.",
    "Pace": "Topics learned per week, on average over the last four weeks.",
    "Forecast": "When the rest will be done, from the topics of each week so far.",
    "Excluded": "Topics already known, and topics marked together. Reviews count only for the streak.",
}

TOPICS = {
    "items": Topic(
        "How to name a step or topic.",
        [
            "An ITEM is a step or a topic. Case, accents and hyphens make no difference.",
            "For several items, type each, with spaces or commas, or a range of numbers like 1-3 or 4.2.1-5.",
            "If several items match, the candidates are listed, and nothing is changed.",
        ],
        [
            ("Names", [*ITEMS.items()]),
            ("Examples", [("genai-roadmap show 4.2.1", ""), ("genai-roadmap done cnns rnns", "")]),
        ],
    ),
    "dates": Topic(
        "How to type a date.",
        ["After --on and --since, put a date of several words in quotes. After `goal`, this is not necessary."],
        [
            ("--on and --since (in the past)", [*PAST.items()]),
            ("--since", [*PERIODS.items()]),
            ("goal (in the future)", [*GOALS.items()]),
            ("Examples", [('genai-roadmap done cnns --on "3d ago"', ""), ("genai-roadmap goal 31 Dec 2027", "")]),
        ],
    ),
    "environment": Topic(
        "Environment variables.",
        ["These environment variables change where files are, which programs are used, and how pages look."],
        [("Variables", [*ENVIRONMENT.items()])],
    ),
    "completion": Topic(
        "What shell completion changes.",
        [
            "`--install-completion` writes a script to your home folder, and lets the shell load it when it starts.",
            "`--show-completion` only prints the script.",
            "Completion knows commands, options, items, and roadmaps. To remove it, delete the script and the lines.",
        ],
        [
            ("What it changes", [*COMPLETION.items()]),
            (
                "Examples",
                [("genai-roadmap --install-completion", ""), ("genai-roadmap --show-completion zsh", "")],
            ),
        ],
    ),
    "exit-codes": Topic(
        "Exit codes, for scripts.",
        ["Each command ends with one of these codes. Data is printed to stdout, messages to stderr."],
        [("Exit codes", [*EXIT_CODES.items()])],
    ),
}
