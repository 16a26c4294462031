"""Roadmaps, and what importing one changed, as JSON."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from genai_roadmap.formats.json_items import Data, count, roadmap, without_none
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Status
from genai_roadmap.report.roadmap_summary import RoadmapSummary
from genai_roadmap.report.update import same_option
from genai_roadmap.roadmap.models import Roadmap

if TYPE_CHECKING:
    # Slow to import, and needed only after an import.
    from genai_roadmap.markdown.reader import ParsedRoadmap
    from genai_roadmap.report.source_update import SourceUpdate
    from genai_roadmap.report.update import Update
    from genai_roadmap.roadmap.matching import Match
    from genai_roadmap.storage.toml_positions import Fix


def about(found: Roadmap) -> Data:
    """Return everything in the roadmap except its steps."""
    return found.model_dump(mode="json", exclude={"steps", "retired", "format"}, exclude_none=True)


def summaries(found: Iterable[RoadmapSummary]) -> Data:
    """Return the available roadmaps with the progress on each; an invalid one has a `problem`."""
    return {"roadmaps": [_summary(each) for each in found]}


def import_result(
    parsed: "ParsedRoadmap", update: "Update | None", journal: Progress | None, path: Path | None
) -> Data:
    """Return what an import found, what it changed in the old version, and which file it wrote."""
    new = update.revision.roadmap if update else parsed.roadmap
    data = {
        "roadmap": roadmap(new),
        **new.counts._asdict(),
        "done": [slug for slug, status in parsed.statuses.items() if status is Status.DONE],
        "marks": {slug: status.value for slug, status in parsed.statuses.items()},
        "decision": parsed.decision,
        "left_out": [{"line": each.line, "text": each.text, "why": each.reason} for each in parsed.left_out],
        **(update_changes(update) if update else {}),
        "changes": len(journal.changes) if journal else None,
        "path": str(path) if path else None,
    }
    return without_none(data)


def updates(found: "Sequence[SourceUpdate]", results: "Sequence[Callable[[], Data] | None]") -> Data:
    """Return updates of roadmaps from their sources, each with what was imported if that changed something."""
    return {
        "updates": [
            without_none(
                {
                    "id": each.roadmap_id,
                    "status": each.status.value,
                    "source": each.source,
                    "edited": each.is_edited or None,
                    "error": each.error,
                    "import": result() if result else None,
                }
            )
            for each, result in zip(found, results, strict=True)
        ]
    }


def update_changes(update: "Update") -> Data:
    """Return what an update changes."""
    revision = update.revision
    counts = {
        kind: {"items": found.items, **{status.value: number for status, number in found.marks.items()}}
        for kind, found in update.changes.items()
    }
    return {
        "added": [item.slug for item in revision.added],
        "gone": [item.slug for item in revision.removed],
        "back": [match.new.slug for match in revision.returned],
        "renamed": _matches(revision.renamed),
        "moved": _matches(revision.moved),
        "doubtful": [
            {**pair, "option": same_option(match.old, match.new)}
            for pair, match in zip(_matches(revision.uncertain), revision.uncertain, strict=True)
        ],
        "question_changes": revision.questions._asdict(),
        "update": counts,
    }


def _matches(matches: "list[Match]") -> list[Data]:
    return [{"from": match.old.slug, "to": match.new.slug} for match in matches]


def _summary(summary: RoadmapSummary) -> Data:
    data = {"id": summary.id, "active": summary.is_active}
    if not summary.report:
        return {**data, "problem": summary.problem}
    return {**data, **roadmap(summary.report.roadmap), "progress": count(summary.report.count), "due": summary.due}


def check(problems: list[str], fix: "Fix | None") -> Data:
    """Return the problems of a check and, if slugs were to be written, those that were."""
    data: Data = {"problems": problems}
    if fix:
        data["fixed"] = {
            "path": str(fix.path),
            "slugs": [{"id": slug, "number": number, "title": title} for slug, number, title in fix.slugs],
            "backup": str(fix.backup) if fix.backup else None,
        }
    return data
