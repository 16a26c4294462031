"""The message about what another program changed while the view is open."""

from genai_roadmap.progress.change import Change
from genai_roadmap.report.recorded import action_text
from genai_roadmap.report.report import Report, differences
from genai_roadmap.report.wording import plural, topics_text
from genai_roadmap.text import shortlist


def changes_text(before: Report, after: Report) -> str:
    """Return what another program changed."""
    if before.roadmap != after.roadmap:
        return f"Another program changed the roadmap: {plural(len(after.leaves), 'topic')}."
    if changed := [new.title for _, new in differences(before, after)]:
        return f"Another program changed {topics_text(len(changed))}: {shortlist(changed)}."
    known = before.progress.by_id
    added = [_change_text(change, after) for change in after.progress.changes if change.id not in known]
    return f"Another program recorded: {shortlist(added)}." if added else ""


def _change_text(change: Change, report: Report) -> str:
    titles = shortlist([*map(report.title, change.about or change.topics)])
    return " ".join(filter(None, [action_text(change), titles]))
