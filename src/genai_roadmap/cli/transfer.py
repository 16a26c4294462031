"""The command that exports roadmaps and progress."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Force, Output, reject_if
from genai_roadmap.cli.output import STDOUT, open_session, progress_bar, write_or_print
from genai_roadmap.formats.format import Format
from genai_roadmap.progress.status import Status
from genai_roadmap.text import MAX_SHOWN, quoted

MAX_LABEL = 100

FORMATS = {
    Format.JSON: "Backup of the roadmap and your progress",
    Format.TOML: "The roadmap without your progress",
    Format.MARKDOWN: "Checklist for GitHub",
    Format.CSV: "Table for spreadsheets",
    Format.HTML: "Web page",
    Format.SVG: "Picture of the status",
    Format.BADGE: "Badge for a README",
    Format.ANKI: "Questions as cards for Anki",
    Format.QUESTIONS: "Questions and answers to print, in Markdown",
}

# Other names that people type for a format.
SYNONYMS = {
    "markdown": Format.MARKDOWN,
    "checklist": Format.MARKDOWN,
    **dict.fromkeys(("excel", "xls", "xlsx", "tsv", "table"), Format.CSV),
    **dict.fromkeys(("web", "page", "website"), Format.HTML),
    **dict.fromkeys(("png", "jpg", "image", "picture"), Format.SVG),
    "flashcards": Format.ANKI,
}
CALENDARS = {"ics", "ical", "icalendar", "calendar"}
SUFFIXES = {Format.BADGE: "svg", Format.ANKI: "txt", Format.QUESTIONS: "md"}
# Suffixes of formats that are not available.
OTHER_SUFFIXES = ("docx", "gif", "jpeg", "jpg", "pdf", "png", "xlsx", "yaml", "yml")
# What to do with a file.
USES = {
    Format.JSON: "Import it on another machine: genai-roadmap import FILE",
    Format.TOML: "Share it. Import it with: genai-roadmap import FILE",
    Format.MARKDOWN: "Tick topics in it, then: genai-roadmap import FILE",
    Format.CSV: "Open it in a spreadsheet.",
    Format.HTML: "Open it in a browser.",
    Format.SVG: "Show it in a README, as an image.",
    Format.BADGE: "Show it in a README, as an image.",
    Format.ANKI: "In Anki: File > Import.",
    Format.QUESTIONS: "Open it in a Markdown viewer, and print it.",
}


def _parse_format(text: str) -> Format:
    names = [*Format]
    if text.casefold() in names:
        return Format(text.casefold())
    available = f" (available: {', '.join(names)})"
    is_calendar = text.casefold() in CALENDARS
    hint = f"{available}; for a calendar: genai-roadmap plan --ics" if is_calendar else _suggestion(text, names)
    message = f"no format {text[:MAX_SHOWN]!r}{hint or available}"
    raise typer.BadParameter(message)


def _suggestion(text: str, names: list[Format]) -> str:
    from genai_roadmap.spelling import nearest

    name = SYNONYMS.get(text.casefold()) or next(iter(nearest(text.casefold(), names)), "")
    return f". Did you mean `{name}`?" if name else ""


def _complete_format(incomplete: str) -> list[tuple[str, str]]:
    return [(name, title) for name, title in FORMATS.items() if name.startswith(incomplete)]


# A text, because Typer would list the values of Format again in help and errors.
FileFormat = Annotated[
    str,
    typer.Argument(
        metavar="FORMAT",
        help="json, toml, md, csv, html, svg, badge, anki or questions.",
        parser=_parse_format,
        autocompletion=_complete_format,
    ),
]
WithNotes = Annotated[
    bool | None,
    typer.Option(
        "--notes/--no-notes", help="Include your notes (html), or leave them out (md, csv).", show_default=False
    ),
]
NoQuestions = Annotated[bool, typer.Option("--no-questions", help="Leave out questions and answers (md).")]
Statuses = Annotated[
    list[Status] | None,
    typer.Option("--status", metavar="STATUS", help="Only topics with STATUS, like done (anki, questions)."),
]
Label = Annotated[str | None, typer.Option(metavar="TEXT", help="Text of the badge (default: roadmap).")]


def export_(
    context: typer.Context,
    file_format: FileFormat,
    output: Output = None,
    force: Force = False,
    notes: WithNotes = None,
    no_questions: NoQuestions = False,
    label: Label = None,
    statuses: Statuses = None,
) -> None:
    """Export the roadmap and your progress."""
    form, statuses = Format(file_format), statuses or []
    _check_options(form, label, statuses, notes=notes, no_questions=no_questions)
    from genai_roadmap.app import exporting

    session, for_file = open_session(context), output not in (None, STDOUT)
    with progress_bar(context, session.progress_file, 1) as begin:
        begin("exporting")
        has_notes = form is not Format.HTML if notes is None else notes
        chosen = exporting.Options(has_notes, not no_questions, label, statuses)
        content = exporting.export(session, form, chosen, for_file=for_file)
    write_or_print(content, output, overwrite=force, use=_use(form, output, session.roadmap.id))
    if not output and sys.stdout.isatty():
        options = _options(label, statuses, notes=notes, no_questions=no_questions)
        file = f"roadmap.{_suffix(form)}"
        MESSAGES.hint(f"Write it to a file: genai-roadmap export {form}{options} -o {file}")


def _options(label: str | None, statuses: list[Status], *, notes: bool | None, no_questions: bool) -> str:
    """Return the options as they are typed, after a space."""
    flags = {"--notes": notes, "--no-notes": notes is False, "--no-questions": no_questions}
    typed = [flag for flag, is_set in flags.items() if is_set]
    typed += [f"--label {quoted(label)}"] if label else []
    return "".join(f" {option}" for option in [*typed, *(f"--status {each}" for each in statuses)])


def _suffix(form: Format) -> str:
    return SUFFIXES.get(form, form)


def _use(form: Format, output: Path | None, roadmap_id: str) -> str:
    """Return what to do with a file or, if its name is that of another format, which one it has."""
    suffix = output.suffix.removeprefix(".").casefold() if output else ""
    is_of_another = suffix != _suffix(form) and suffix in {*map(_suffix, Format), *OTHER_SUFFIXES}
    if is_of_another:
        return f"The format is {form}, not {suffix}."
    from genai_roadmap.storage.roadmap_files import BUNDLED

    if form is Format.TOML and roadmap_id == BUNDLED:
        # Only an export with progress can be imported as the bundled roadmap.
        return f"{USES[form]} --id my-{roadmap_id}"
    return USES[form]


def _check_options(
    form: Format, label: str | None, statuses: list[Status], *, notes: bool | None, no_questions: bool
) -> None:
    is_asked = form in (Format.ANKI, Format.QUESTIONS)
    reject_if(bool(statuses) and not is_asked, "--status is only for anki and questions")
    has_notes = form in (Format.HTML, Format.MARKDOWN, Format.CSV)
    reject_if(notes is not None and not has_notes, "--notes and --no-notes are only for html, md and csv")
    reject_if(no_questions and form is not Format.MARKDOWN, "--no-questions is only for md")
    reject_if(label is not None and form is not Format.BADGE, "--label needs the format badge")
    reject_if(label is not None and not label.strip(), "the label is empty")
    reject_if(label and len(label) > MAX_LABEL, f"the label is longer than {MAX_LABEL} characters")
