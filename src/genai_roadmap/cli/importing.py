"""Commands that import roadmaps, from files and from the web, and update them."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from genai_roadmap.cli.import_options import (
    DryRun,
    EveryRoadmap,
    ForceImport,
    ImportedFile,
    LinksOption,
    NewId,
    Only,
    OverwriteEdits,
    Same,
    Skip,
    StepsOption,
    Title,
    TomlOutput,
    Yes,
    import_options,
    same_names,
)
from genai_roadmap.cli.messages import MESSAGES
from genai_roadmap.cli.options import Json, NoQuestion, OptionalRoadmapId, reject_if
from genai_roadmap.cli.output import STDOUT, download_bar, open_session, progress_bar, reject_two_roadmaps, show
from genai_roadmap.cli.questions import (
    NOTHING_CHANGED,
    ROADMAP_UNCHANGED,
    choose,
    confirm,
    exit_unchanged,
    is_interactive,
    unchanged_if_aborted,
)
from genai_roadmap.text import listed, printable

if TYPE_CHECKING:
    from genai_roadmap.app.dialog import Dialog, Review
    from genai_roadmap.app.importing import ImportResult
    from genai_roadmap.app.view import View
    from genai_roadmap.markdown.choices import Choices
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.roadmap.models import NumberedItem

REVIEW_ANSWERS = {"y": "y", "yes": "y", "c": "c", "change": "c", "n": "n", "no": "n", "cancel": "n"}
REVIEW_ANSWERS |= {"l": "l", "u": "u", "update": "u"}
NOTHING_IMPORTED = "Nothing was imported."


def import_(
    context: typer.Context,
    file: ImportedFile,
    roadmap_id: NewId = None,
    output: TomlOutput = None,
    force: ForceImport = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    same: Same = None,
    steps: StepsOption = None,
    links: LinksOption = None,
    skip: Skip = None,
    only: Only = None,
    title: Title = None,
    json: Json = False,
) -> None:
    """Import a roadmap, or a new version of one.

    In Markdown, headings are steps, list items are topics, and [x] is done. A new version keeps your progress. Add
    --force to overwrite the file of -o, replace an unrelated roadmap, or import what doesn't look like a roadmap.
    """
    from genai_roadmap.app import dialog, importing

    reject_if(json and output == STDOUT, "use --json or -o -, not both")
    options, names = import_options(steps, links, skip, only, title), tuple(map(same_names, same or ()))
    to_stdout, asks = output == STDOUT, not (dry_run or yes or json)
    request = dialog.Request(file, sys.stdin.buffer, roadmap_id, output, to_stdout, force, dry_run, names, options)
    questions = _dialog(context, file, asks=asks, reviews=not to_stdout)
    result = importing.import_roadmap(open_session(context), request, questions)
    _show_import(context, result, json=json, asked=dry_run or (asks and is_interactive()))


def update(
    context: typer.Context,
    roadmap_id: OptionalRoadmapId = None,
    every: EveryRoadmap = False,
    dry_run: DryRun = False,
    yes: NoQuestion = False,
    same: Same = None,
    force: OverwriteEdits = False,
    json: Json = False,
) -> None:
    """Update a roadmap from its source."""
    from genai_roadmap.app import refreshing

    reject_two_roadmaps(context, roadmap_id)
    reject_if(every and (roadmap_id is not None or same or force), "--all can't be combined with ID, --same or --force")
    overwrites = partial(_overwrites, asks=not (yes or json))
    options = refreshing.Options(tuple(map(same_names, same or ())), dry_run, force, overwrites)
    asks = not (dry_run or yes or json)
    dialog = _dialog(context, "", asks=asks, reviews=False)
    found = refreshing.updates(open_session(context), roadmap_id, options, dialog, every=every)
    show(context, refreshing.view(found), json=json, paged=dry_run)
    for each in found:
        _warn_if_unasked(each.result, asked=dry_run or (asks and is_interactive()))
    refreshing.raise_failures(found)


def _dialog(context: typer.Context, file: str, *, asks: bool, reviews: bool) -> "Dialog":
    from genai_roadmap.app.dialog import Dialog
    from genai_roadmap.cli.removal_questions import RemovalQuestions

    can_ask = asks and is_interactive()
    can_review = can_ask and reviews and file != str(STDOUT)
    return Dialog(
        _is_same if can_ask else lambda _match: False,
        partial(progress_bar, context, Path(file)),
        partial(download_bar, context),
        partial(_review, context) if can_review else None,
        partial(_replaces, asks=asks),
        RemovalQuestions().ask if can_ask else lambda _node, _removal: None,
        partial(_show_changes, context) if can_ask else None,
        partial(_confirm, unchanged=NOTHING_CHANGED) if can_ask else lambda _question: True,
    )


def _show_changes(context: typer.Context, changes: "View") -> None:
    """Show what an update changes, before the questions about it."""
    show(context, changes)
    typer.echo()


def _show_import(context: typer.Context, result: "ImportResult", *, json: bool, asked: bool) -> None:
    if result.toml is None:
        show(context, result.view, json=json, paged=not result.path)
    else:
        typer.echo(result.toml, nl=False)
    _warn_if_unasked(result, asked=asked)


def _warn_if_unasked(result: "ImportResult | None", *, asked: bool) -> None:
    """Warn about progress that was not moved to items that may be renamed, if the learner was not asked about them."""
    update = result.update if result else None
    if update and not asked and update.warning:
        MESSAGES.warn(update.warning)


def _review(context: typer.Context, review: "Review") -> "Choices | None":
    """Show what is imported and ask; return other choices, or None to import it, or exit.

    Raises UpdateOtherRoadmap if it is the new version of another roadmap.
    """
    from genai_roadmap.app.dialog import UpdateOtherRoadmap

    show(context, review.outline)
    typer.echo()
    keys = _keys(review)
    default = "u" if review.older_id else "n" if review.removes_progress else "y"
    choices = ", ".join(f"{key} = {text}{' (Enter)' if key == default else ''}" for key, text in keys.items())
    question = f"{f'Update {review.updated_id}' if review.updated_id else 'Import it'}? {choices}:"
    answers = {word: key for word, key in REVIEW_ANSWERS.items() if key in keys}
    with unchanged_if_aborted(NOTHING_IMPORTED):
        while (
            answer := choose(question, answers, default, hint=f"type {listed([*keys], 'or')}")
        ) == "l" and review.left_out:
            show(context, review.left_out)
    if answer == "n":
        exit_unchanged(NOTHING_IMPORTED)
    if answer == "u":
        raise UpdateOtherRoadmap(review.older_id)
    return _changed(review.choices) if answer == "c" else None


def _keys(review: "Review") -> dict[str, str]:
    """Return what the learner can answer, by key."""
    update = f"update {review.older_id}" if review.older_id else ""
    keys = {"y": "yes", "u": update, "c": "edit the choices", "l": "left out" if review.left_out else "", "n": "cancel"}
    return {key: text for key, text in keys.items() if text}


def _changed(choices: "Choices") -> "Choices":
    """Return the choices as edited in the learner's editor; the same if they are left invalid."""
    from genai_roadmap.app import choosing
    from genai_roadmap.cli.editor import edit_text
    from genai_roadmap.errors import FileInvalidError, RequestError
    from genai_roadmap.storage import drafts

    text = choosing.text_of(choices)
    while True:
        try:
            text = edit_text(choosing.FILE.name, text, partial(drafts.keep_text, suffix=".toml"))
            return choosing.parse(text, choices)
        except FileInvalidError as error:
            MESSAGES.warn(str(error))
            if not confirm("Edit it again?", default=True):
                return choices
        except RequestError as error:
            # Without an editor, the question is asked again.
            MESSAGES.warn(str(error))
            return choices


def _is_same(match: "Match") -> bool:
    """Ask whether two items are the same."""
    from genai_roadmap.cli.removal_questions import was_called

    old, new = match.old.title, match.new.title
    MESSAGES.hint(f"Before: {_position(match.old)}. Now: {_position(match.new)}.")
    return _confirm(was_called(old, new) if new != old else f"Is {new!r} the same as before?")


def _position(item: "NumberedItem") -> str:
    """Return the number and title of an item, with the title of what contains it."""
    place = f" in {item.parent.title}" if item.parent else ""
    return f"{item.number} {item.title}{place}"


def _confirm(question: str, unchanged: str = ROADMAP_UNCHANGED) -> bool:
    """Ask a yes-or-no question before anything is written; Ctrl-C says so."""
    with unchanged_if_aborted(unchanged):
        return confirm(printable(question))


def _replaces(reason: str, *, asks: bool) -> bool:
    """Ask whether to replace a roadmap that has little in common with the new one; without a terminal, it is not."""
    return asks and is_interactive() and _confirm(f"{reason}. Replace that roadmap (undo restores it)?")


def _overwrites(roadmap_id: str, *, asks: bool) -> bool:
    """Ask whether to overwrite the edits of a roadmap; without a terminal, they are not."""
    question = f"You edited {roadmap_id} since it was imported. Overwrite your edits (undo restores them)?"
    return asks and is_interactive() and _confirm(question)
