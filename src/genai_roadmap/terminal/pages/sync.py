"""Pages about the exchange of progress with other machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from genai_roadmap.progress.change import in_local_zone
from genai_roadmap.report.sync import changes_text
from genai_roadmap.report.wording import minute_text, plural
from genai_roadmap.terminal.output import Page, safe_text
from genai_roadmap.terminal.pages import components
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import quoted

if TYPE_CHECKING:
    from genai_roadmap.report.sync import SyncReport
    from genai_roadmap.terminal.display import Display

UP_TO_DATE, NOTHING = "Everything is up to date.", "Nothing to exchange."


def sync(report: SyncReport, display: Display) -> Page:
    """Show what was exchanged, or would be."""
    return components.page(
        _exchanged(report),
        *_replaced(report, display),
        safe_text("Dry run: nothing written.", QUIET) if report.is_dry_run else None,
    )


def joined(report: SyncReport, old_location: str | None, display: Display) -> Page:
    """Show that the location is set up, the machines that use it, and how to sync, or to use the old location again."""
    hints = [("Sync with", "genai-roadmap sync")]
    if not report.result.machines.get(report.machine):
        hints.append(("Name this machine with", f"genai-roadmap config machine.name {report.free_name}"))
    if old_location:
        hints.append(("Change it back with", f"genai-roadmap sync init {quoted(old_location)}"))
    headline = safe_text(f"Sync is set up with {report.location}", HEADING)
    old = [safe_text(f"It was {old_location} before; the files there are kept")] if old_location else []
    return components.page(
        Group(headline, *old),
        _machines(report, display),
        _exchanged(report),
        *_replaced(report, display),
        Group(*(components.hint(*each) for each in hints)),
    )


def status(report: SyncReport, display: Display) -> Page:
    """Show the location, the last sync, the machines, and what would be exchanged."""
    last = minute_text(in_local_zone(report.last)) if report.last else "never"
    return components.page(
        components.pairs([("Location", report.location), ("Last sync", last)], display),
        _machines(report, display),
        _exchanged(report),
        *_replaced(report, display),
    )


def _exchanged(report: SyncReport) -> Page | None:
    """Return how many changes and which roadmaps were sent or received, and what was not sent; None if not known."""
    result = report.result
    if not report.is_known:
        return None
    sent = plural(result.sent, "change") if result.sent else ""
    received = changes_text(result.received) or plural(len(result.received), "change") if result.received else ""
    unsent = plural(result.unsent, "change") if result.unsent else ""
    lines = [
        _line("To send" if report.is_dry_run else "Sent", _on(sent, result.sent_on, report), result.sent_roadmaps),
        _line(_receiving(report), _on(received, result.received_on, report), result.received_roadmaps),
        _line("Not sent", unsent and f"{unsent}, because the file of this machine was skipped", []),
    ]
    nothing = NOTHING if result.problems else UP_TO_DATE
    return safe_text(nothing) if result.is_empty else Group(*(safe_text(line) for line in lines if line))


def _receiving(report: SyncReport) -> str:
    """Return the verb, with the machine from which all changes are."""
    verb = "To receive" if report.is_dry_run else "Received"
    machines = {change.machine for change in report.result.received}
    machine = next(iter(machines)) if len(machines) == 1 else None
    return f"{verb} from {report.result.machines.get(machine) or machine}" if machine else verb


def _on(changes: str, roadmaps: set[str], report: SyncReport) -> str:
    """Return a text about changes with their roadmaps, if there is progress on several."""
    return f"{changes} ({', '.join(sorted(roadmaps))})" if changes and report.result.is_about_several else changes


def _line(verb: str, changes: str, roadmaps: list[str]) -> str:
    parts = [changes] if changes else []
    parts += [f"{'roadmap' if len(roadmaps) == 1 else 'roadmaps'} {', '.join(roadmaps)}"] if roadmaps else []
    return f"{verb}: {', '.join(parts)}" if parts else ""


def _replaced(report: SyncReport, display: Display) -> list[Page | None]:
    """Return the roadmaps that changed on two machines, and the files that were skipped."""
    drafts = report.result.drafts
    rows = [
        [safe_text(roadmap), safe_text(_winner(report, roadmap)), safe_text(path)] for roadmap, path in drafts.items()
    ]
    title = "Changed on two machines (the newer version is used, the other one is a draft)"
    hints = (
        ("Open the draft with", f"genai-roadmap edit {roadmap} --draft") for roadmap, path in drafts.items() if path
    )
    return [
        components.table_section(title, rows, display),
        Group(*(components.hint(*each) for each in hints)) if any(drafts.values()) else None,
        components.section("Problems", [safe_text(problem) for problem in report.result.problems]),
    ]


def _winner(report: SyncReport, roadmap: str) -> str:
    """Return whose version of a roadmap is used."""
    winner = report.result.winners.get(roadmap, "")
    if winner == report.machine:
        return "version of this machine is used"
    return f"version of {report.result.machines.get(winner) or winner or 'another machine'} is used"


def _machines(report: SyncReport, display: Display) -> Page | None:
    rows = [
        [
            safe_text(name or machine),
            safe_text(machine if name else "", QUIET),
            safe_text(_last_change(machine, report)),
            safe_text("this machine" if machine == report.machine else "", QUIET),
        ]
        for machine, name in sorted(report.result.machines.items())
    ]
    return components.table_section("Machines", rows, display)


def _last_change(machine: str, report: SyncReport) -> str:
    at = report.result.last_changes.get(machine)
    return f"last change {minute_text(in_local_zone(at))}" if at else "no changes"
