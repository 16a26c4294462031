"""What a sync exchanged, as JSON."""

from genai_roadmap.formats.json_items import Data, without_none
from genai_roadmap.report.sync import SyncReport


def sync(report: SyncReport) -> Data:
    """Return the numbers of changes, the machines, the roadmaps, and problems; `last_sync` is the one before.

    The numbers are left out if the location is not reachable.
    """
    result = report.result
    data = {
        "sent": result.sent if report.is_known else None,
        "received": len(result.received) if report.is_known else None,
        "unsent": result.unsent if report.is_known else None,
        "machines": sorted(result.machines),
        "names": {machine: name for machine, name in sorted(result.machines.items()) if name},
        "last_changes": {machine: at.isoformat() for machine, at in sorted(result.last_changes.items())},
        "roadmaps": sorted({*result.sent_roadmaps, *result.received_roadmaps}),
        "sent_roadmaps": result.sent_roadmaps,
        "received_roadmaps": result.received_roadmaps,
        "drafts": result.drafts,
        "problems": result.problems,
        "location": report.location,
        "dry_run": report.is_dry_run,
        "last_sync": report.last.isoformat() if report.last else None,
    }
    return without_none(data)
