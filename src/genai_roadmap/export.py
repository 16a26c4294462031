"""Reports as text for other programs."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema

from genai_roadmap.forecast import Trend
from genai_roadmap.marking import Outcome
from genai_roadmap.progress import Change, Progress, Version
from genai_roadmap.report import Count, Node, Report, Shelved, Suggestion, differences
from genai_roadmap.roadmap import FORMAT, Link, Roadmap
from genai_roadmap.statuses import Status

if TYPE_CHECKING:
    # Both take time to load, and only what tells of an import has to do with them.
    from genai_roadmap.markdown import Reading
    from genai_roadmap.revision import Pair, Revision

Data = dict[str, Any]


class _TomlSchema(GenerateJsonSchema):
    """The schema as editors of TOML like it: without null, which TOML has not, and without a title for each key."""

    # More editors know it than the newer ones, of which nothing here is needed.
    schema_dialect = "http://json-schema.org/draft-07/schema#"

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        """The schema of what may also be left out."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """The schema without its default, which is null, false or empty, and which an editor might offer to write."""
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        """Whether a key gets a title, which would only repeat it."""
        return False


def dump(data: Data) -> str:
    """The data as JSON, in ASCII so that every terminal, pipe and code page carries it."""
    return json.dumps(data, indent=2)


def listing(report: Report, statuses: Collection[Status] = (), *, everything: bool = False) -> Data:
    """The roadmap with its steps; with `everything` their topics too, with `statuses` only the leaves that have one."""
    steps = [item(step, statuses, deep=everything or bool(statuses)) for step in report.steps]
    if statuses:
        steps = [step for step in steps if step["topics"]]
    return {**_head(report), "steps": steps}


def status(report: Report, suggestions: Iterable[Suggestion], trend: Trend) -> Data:
    """The steps and the totals, what is started and what is next, streak and pace."""
    data = listing(report)
    data["counts"] = {status.value: report.statuses[status] for status in Status}
    data["started"] = [item(node) for node in report.started()]
    data["next"] = next_items(suggestions)["items"]
    data["streak"] = {"current": trend.streak.current, "longest": trend.streak.longest}
    if trend.pace:
        data["pace"] = {"per_week": trend.pace.per_week, "weeks": trend.pace.weeks}
    return data


def next_items(suggestions: Iterable[Suggestion]) -> Data:
    """What is next, each with its reason."""
    return {"items": [{**item(suggestion.node), "reason": suggestion.reason} for suggestion in suggestions]}


def items(nodes: Iterable[Node]) -> Data:
    """Some items, without their topics."""
    return {"items": [item(node) for node in nodes]}


def item(node: Node, statuses: Collection[Status] = (), *, deep: bool = False) -> Data:
    """An item; `deep` with all that is below it, or the leaves among it that have one of the statuses."""
    data: Data = {
        "id": node.slug,
        "path": node.place.path,
        "number": node.place.number,
        "title": node.item.title,
        "optional": node.optional,
        "status": node.status.value,
        **_count(node.count),
        "resources": [link(resource) for resource in node.place.resources],
        "why": list(node.item.why),
        "notes": [_note(change) for change in node.notes],
    }
    if node.item.detail:
        data["detail"] = node.item.detail
    if node.change:
        data["changed_at"] = node.change.when.isoformat()
    if deep:
        topics = [item(topic, statuses, deep=True) for topic in node.topics if topic.has(statuses)]
        data["topics"] = topics
    return data


def outcome(result: Outcome) -> Data:
    """What a command changed; of an undo or a redo also the change that it was about."""
    data = {
        "changed": list(result.changed),
        "unchanged": list(result.unchanged),
        "left_alone": list(result.left_alone),
        "at": result.at.isoformat(),
        "progress": _count(result.after.count),
    }
    return data | ({"change": _change(result.about, result.after.progress)} if result.about else {})


def backups(versions: Iterable[Version]) -> Data:
    """The backups that there are; one that is damaged has no `done` and no `changes`."""
    return {"backups": [_version(version) for version in versions]}


def restored(before: Report, after: Report) -> Data:
    """What bringing a backup back changed."""
    return {"changed": [old.slug for old, _ in differences(before, after)], "progress": _count(after.count)}


def log(progress: Progress, changes: Iterable[Change]) -> Data:
    """Some of the changes of a journal."""
    return {"changes": [_change(change, progress) for change in changes]}


def link(resource: Link) -> Data:
    """A resource."""
    return resource.model_dump(exclude_none=True)


def about(roadmap: Roadmap) -> Data:
    """What the roadmap says besides its steps."""
    return roadmap.model_dump(mode="json", exclude={"steps", "retired", "format"}, exclude_none=True)


def schema() -> Data:
    """The JSON Schema of roadmap files."""
    generated = Roadmap.model_json_schema(schema_generator=_TomlSchema)
    return {"$schema": _TomlSchema.schema_dialect, **generated, "title": "A roadmap of genai-roadmap"}


def _version(version: Version) -> Data:
    data = {"number": version.number, "at": version.at.isoformat(), "damaged": version.progress is None}
    if not version.progress:
        return data
    return {**data, "done": version.progress.done, "changes": len(version.progress.changes)}


def roadmap(found: Roadmap) -> Data:
    """Which roadmap it is."""
    return {"id": found.id, "title": found.title, "version": found.version}


def shelf(found: Iterable[Shelved]) -> Data:
    """The roadmaps that there are, with the progress on each; one that is not right has a `problem`."""
    return {"roadmaps": [_shelved(shelved) for shelved in found]}


def toml(found: Roadmap) -> str:
    """The roadmap as the TOML file that it can be read from again."""
    import tomli_w

    data = found.model_dump(exclude_defaults=True, mode="json")
    return tomli_w.dumps({"format": FORMAT, **data})


def arrival(reading: "Reading", revision: "Revision | None", path: Path | None) -> Data:
    """What importing a roadmap understood, and what it did to the version that was there."""
    roadmap_read = revision.roadmap if revision else reading.roadmap
    data = {
        "roadmap": roadmap(roadmap_read),
        **roadmap_read.summary(),
        "done": list(reading.done),
        "left_out": [{"line": remark.line, "text": remark.text, "why": remark.why} for remark in reading.left_out],
    }
    if revision:
        data["added"] = [place.slug for place in revision.added]
        data["gone"] = [place.slug for place in revision.gone]
        data["renamed"], data["moved"] = _pairs(revision.renamed), _pairs(revision.moved)
        data["doubtful"] = _pairs(revision.doubtful)
    return data | ({"path": str(path)} if path else {})


def _pairs(pairs: "list[Pair]") -> list[Data]:
    return [{"from": pair.old.slug, "to": pair.new.slug} for pair in pairs]


def _shelved(shelved: Shelved) -> Data:
    data: Data = {"id": shelved.id, "active": shelved.is_active}
    if not shelved.report:
        return {**data, "problem": shelved.problem}
    return {**data, **roadmap(shelved.report.roadmap), "progress": _count(shelved.report.count)}


def _head(report: Report) -> Data:
    return {"roadmap": roadmap(report.roadmap), "progress": _count(report.count)}


def _count(count: Count) -> Data:
    return {
        "done": count.done,
        "total": count.total,
        "percent": count.percent,
        "optional_done": count.optional_done,
        "optional_total": count.optional_total,
    }


def _note(change: Change) -> Data:
    return {"at": change.when.isoformat(), "text": change.note}


def _change(change: Change, progress: Progress) -> Data:
    data: Data = {
        "id": change.id,
        "at": change.when.isoformat(),
        "did": change.did.value,
        "topics": list(progress.subject(change).topics),
        "undone": change.id in progress.undone,
    }
    optional = {
        "change": change.change,
        "note": change.note,
        "known": change.known or None,
        "recorded_at": change.at.isoformat() if change.on else None,
    }
    return data | {key: value for key, value in optional.items() if value is not None}
