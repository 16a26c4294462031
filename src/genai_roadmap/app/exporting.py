"""Export the roadmap and the progress on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from genai_roadmap.errors import RequestError
from genai_roadmap.formats.format import Format
from genai_roadmap.storage import outputs
from genai_roadmap.text import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from genai_roadmap.app.session import Session
    from genai_roadmap.progress.status import Status
    from genai_roadmap.roadmap.models import NumberedItem


class Options(NamedTuple):
    """The options of an export.

    With `notes` the HTML page, the checklist or the CSV table contains the notes, and with `questions` the checklist
    them; `label` replaces the text on the left of a badge. A format of questions has those of items with topics that
    have one of the `statuses`, if there are any.
    """

    notes: bool = False
    questions: bool = True
    label: str | None = None
    statuses: Sequence[Status] = ()


def export(session: Session, form: Format, options: Options, *, for_file: bool = True) -> bytes:
    """Return the roadmap and the progress on it in a format.

    Raises RequestError if the format is one of questions, and there are none.
    """
    text = _EXPORTERS[form](session, options)
    # Spreadsheets expect UTF-8 only after a byte order mark, which a pipe should not get.
    return text.encode("utf-8-sig" if for_file and form is Format.CSV else "utf-8")


def write(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write an export to a file; raise RequestError if the file exists and `overwrite` is not set."""
    outputs.write(path, content, overwrite=overwrite)


def _archive(session: Session, _options: Options) -> str:
    from genai_roadmap.storage import archive

    return archive.dumps(
        archive.Archive(
            format=archive.FORMAT,
            active=session.roadmap.id == session.active_id,
            rest_days=session.settings.rest_days,
            roadmap=session.roadmap,
            progress=session.report.progress,
        )
    )


def _toml(session: Session, _options: Options) -> str:
    from genai_roadmap.storage import roadmap_files

    return roadmap_files.dumps(session.roadmap)


def _checklist(session: Session, options: Options) -> str:
    from genai_roadmap.formats.checklist import checklist

    return checklist(session.report, session.now.date(), notes=options.notes, questions=options.questions)


def _csv(session: Session, options: Options) -> str:
    from genai_roadmap.formats.csv_table import table

    return table(session.report, notes=options.notes)


def _anki(session: Session, options: Options) -> str:
    from genai_roadmap.formats.anki_notes import notes

    status_of = {slug: node.status for slug, node in session.report.nodes.items()}
    return notes(session.roadmap, status_of, _with_questions(session, options.statuses))


def _questions(session: Session, options: Options) -> str:
    from genai_roadmap.formats.question_sheet import sheet

    return sheet(session.roadmap, _with_questions(session, options.statuses))


def _with_questions(session: Session, statuses: Sequence[Status]) -> list[NumberedItem]:
    """Return the items with questions and a topic that has one of the statuses, if any; raise RequestError if none."""
    asked = [node for node in session.report.nodes.values() if node.content.questions]
    if not asked:
        message = f"{session.roadmap.title!r} has no questions. Add `questions` to its topics with `genai-roadmap edit`"
        raise RequestError(message)
    if not (found := [node.item for node in asked if node.has(statuses)]):
        message = f"no topic with questions is {listed(statuses, 'or')}. List the topics: genai-roadmap list --all"
        raise RequestError(message)
    return found


def _html(session: Session, options: Options) -> str:
    from genai_roadmap.formats.html_page import page
    from genai_roadmap.report.forecast import forecast_for
    from genai_roadmap.report.outlook import outlook_of

    history = session.history()
    forecast = forecast_for(history)
    outlook = outlook_of(history, forecast)
    return page(history, forecast, outlook, name=session.settings.name, notes=options.notes)


def _status_picture(session: Session, _options: Options) -> str:
    from genai_roadmap.report.forecast import forecast_for
    from genai_roadmap.report.outlook import outlook_of
    from genai_roadmap.terminal.picture import status_picture

    history = session.history()
    forecast = forecast_for(history)
    return status_picture(history, forecast, outlook_of(history, forecast))


def _badge(session: Session, options: Options) -> str:
    from genai_roadmap.formats.badge import badge

    return badge(session.report, options.label)


_EXPORTERS = {
    Format.JSON: _archive,
    Format.TOML: _toml,
    Format.MARKDOWN: _checklist,
    Format.CSV: _csv,
    Format.HTML: _html,
    Format.SVG: _status_picture,
    Format.BADGE: _badge,
    Format.ANKI: _anki,
    Format.QUESTIONS: _questions,
}
