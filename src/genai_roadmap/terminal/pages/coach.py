"""Pages about what to do next: suggestions, and what was done today."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding

from genai_roadmap.progress.status import Status
from genai_roadmap.report import coach, milestones, motivation, wording
from genai_roadmap.report.resources import all_read_text, read_count
from genai_roadmap.suggested import suggested
from genai_roadmap.terminal.output import COLUMN_GAP, Page, StyledText, clipped_text, safe_text
from genai_roadmap.terminal.pages import components, link_lists
from genai_roadmap.terminal.pages.components import HEADING, INDENT, QUIET
from genai_roadmap.terminal.pages.items import ALL_LEARNED
from genai_roadmap.terminal.pages.suggestions import with_resources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from genai_roadmap.report.coach import Today
    from genai_roadmap.report.report import Suggestion
    from genai_roadmap.report.tree import Count, Node
    from genai_roadmap.terminal.display import Display

MAX_TITLE_LINES = 2
MAX_TEXT_LINES = 3
MAX_ROWS = 3
# A narrower page names only one of two commands.
MIN_WIDTH_FOR_BOTH = 72
# The longest label of a reason, like Why step 10.
LABEL_WIDTH = 11
ON_YESTERDAY = "genai-roadmap done ITEM --on yesterday"
MARKED_TOGETHER = "Topics marked together do not count for streak and pace."


def suggestions(
    found: list[Suggestion],
    stale: Sequence[Node],
    count: Count,
    day: dt.date,
    display: Display,
    *,
    first_hint: tuple[str, str] | None = None,
) -> Page:
    """Show what to learn next: a single topic with everything to start it, or several with their resources.

    If the `count` of the roadmap is complete, first that it is finished. `first_hint` is shown before the commands.
    """
    finished = _finished(count, [safe_text("What is left is optional:")] if found else _after_finish())
    if not found:
        return finished or safe_text(ALL_LEARNED)
    if len(found) == 1:
        *parts, commands = _single(found[0], day, display)
    else:
        groups = groupby(found, key=lambda suggestion: suggestion.node.resources)
        parts = [with_resources(group, resources, day, display) for resources, group in groups]
        first = found[0].node
        commands = components.hint(*coach.action(first, first.item.number))
    hint = components.hint(*first_hint) if first_hint else None
    return components.page(finished, question(stale, day, display), *parts, hint, commands)


def today(found: Today, display: Display) -> Page:
    """Show what was done, started and reviewed today, what is next, what to review, and the streak."""
    history, following = found.history, found.following
    day = history.today
    lines = [*_started_and_reviewed(found, display), *_trend(found, display)]
    finished = _finished(history.count, [] if following else _after_finish())
    return components.page(
        safe_text(f"{day:%A}, {wording.long_day(day)}", HEADING),
        _done(found, display),
        _read(found, display),
        Group(*lines) if lines else None,
        question(found.stale, day, display),
        finished,
        _following(following, day, display) if following else None if finished else safe_text(ALL_LEARNED),
        components.reviews(history.retention),
    )


def _started_and_reviewed(found: Today, display: Display) -> Iterator[Page]:
    """Yield what was started and reviewed today, one line each."""
    if started := ", ".join(node.title for node in found.started):
        yield clipped_text(f"Started today: {started}", 1, display)
    if found.reviewed:
        yield safe_text(f"{wording.topics_text(len(found.reviewed))} reviewed today.")
        if forgotten := ", ".join(each.node.title for each in found.history.retention.forgotten_today):
            yield clipped_text(f"To learn again: {forgotten}", 1, display)


def _trend(found: Today, display: Display) -> Iterator[Page]:
    """Yield the streak and the next milestone, this week compared with the last, and after a pause the last topic."""
    history = found.history
    streak = coach.streak_text(history) if history.shows_streak else ""
    texts = [f"{streak}." if streak else "", *motivation.milestone_sentences(history)]
    if line := components.sentences(texts, display):
        yield safe_text(line, "" if history.streaks.is_at_risk else QUIET)
    if history.shows_streak and history.left and (days := history.streaks.missed_yesterday):
        yield components.hint(f"You missed a day after your {days}-day streak. For yesterday", ON_YESTERDAY)
    if week := motivation.this_week_text(history):
        yield safe_text(week, QUIET)
    # A question about a topic that was started long ago follows.
    pause = motivation.last_topic_text(history) if found.stale else motivation.pause_text(history)
    for text, style in (motivation.welcome_text(history), ""), (pause, QUIET):
        if text:
            yield clipped_text(text, 1, display, style=style)


def question(stale: Sequence[Node], day: dt.date, display: Display) -> Page | None:
    """Return a question about the topics that were started long ago; None if there are none."""
    first = stale[0] if stale else None
    if not first or not first.change:
        return None
    more = f" and {len(stale) - 1} more" if len(stale) > 1 else ""
    text = f"Still working on it? Started {wording.ago(first.change.day, day)}: {first.title}"
    number = first.item.number
    reset, has_room = f"`genai-roadmap reset {number}`", display.has_room(MIN_WIDTH_FOR_BOTH)
    return Group(
        clipped_text(text, 1, display, indent=len(more)).append(more),
        components.hint("If so", f"genai-roadmap start {number} --on today"),
        components.hint("If not", f"`genai-roadmap done {number}` or {reset}" if has_room else reset),
    )


def _finished(count: Count, following: Sequence[Page]) -> Page | None:
    """Return that the roadmap is finished, and what follows it; None if it is not finished."""
    return Group(safe_text(wording.finished_text(count), "green"), *following) if count.is_complete else None


def _after_finish() -> list[Page]:
    return [components.hint(*each) for each in milestones.AFTER_FINISH]


def _single(suggestion: Suggestion, day: dt.date, display: Display) -> list[Page | None]:
    """Return a topic with its location, why it matters, why it is next, its first resource, and what to type."""
    node = suggestion.node
    item, detail = node.item, node.content.detail
    # Resources that a topic shares with its step are not a reason to ask about it.
    all_read = all_read_text(node) if node.content.resources else ""
    reasons = [coach.why(node), ("Why now", coach.why_now(suggestion, day))]
    alternatives = suggested(coach.alternatives_text(node))
    return [
        Group(_heading(node, display), _position(node, display)),
        clipped_text(detail, MAX_TITLE_LINES, display) if detail else None,
        components.table([_fact(name, value, display) for name, value in reasons if value], display),
        safe_text(alternatives) if alternatives else None,
        link_lists.first_unread(node, display) if node.unread else None,
        components.hint(others, f"genai-roadmap show {item.number}") if (others := _other_resources(node)) else None,
        Group(*([safe_text(f"{all_read}. Done?")] if all_read else []), *_commands(node)),
    ]


def _other_resources(node: Node) -> str:
    """Return how many resources there are beside the first unread one, and how many of all are read.

    It is empty if there is only that one, and if all of the topic's own are read.
    """
    count, read = len(node.item.resources) - 1, read_count(node)
    if not node.unread:
        return "" if node.content.resources or not read else f"Resources ({read})"
    if not count:
        return ""
    return f"and {wording.plural(count, 'more resource')}{f' ({read})' if read else ''}"


def _heading(node: Node, display: Display) -> StyledText:
    sign, number, _ = components.sign_number_title(node, display)
    indent = sign.cell_len + number.cell_len + 2
    title = clipped_text(node.title, MAX_TITLE_LINES, display, style=HEADING, indent=indent)
    return safe_text(" ").join([sign, number, title])


def _position(node: Node, display: Display) -> StyledText:
    """Return the location of a topic, like Python Basics, step 1."""
    step = f", {node.item.step_number.replace('-', ' ')}"
    parent = node.item.parent.title if node.item.parent else ""
    return clipped_text(parent, 1, display, style=QUIET, indent=len(step)).append(step)


def _fact(name: str, value: str, display: Display) -> list[StyledText]:
    return [safe_text(name, QUIET), clipped_text(value, MAX_TEXT_LINES, display, indent=LABEL_WIDTH + COLUMN_GAP * 2)]


def _commands(node: Node) -> list[StyledText]:
    """Return two commands that can follow, the more likely one last."""
    number = node.item.number
    if node.status is Status.TODO and (node.unread or not node.content.resources):
        known = components.hint("If you already know it", f"genai-roadmap done {number} --known")
        return [known, components.hint(*coach.action(node))]
    is_read = node.status is Status.STARTED and not node.unread
    first = ("Add a note", f"genai-roadmap note {number}") if is_read else coach.action(node)
    return [components.hint(*first), components.hint("Mark it done", f"genai-roadmap done {number}")]


def _following(suggestion: Suggestion, day: dt.date, display: Display) -> Page:
    """Return what is next in a row, and what to type."""
    node = suggestion.node
    row = _row(node, display)
    reason = safe_text(coach.why_now(suggestion, day), QUIET)
    return Group(
        safe_text("Next", HEADING),
        Padding(Group(row, Padding(reason, (0, 0, 0, INDENT)), *_commands(node)), (0, 0, 0, INDENT)),
    )


def _done(found: Today, display: Display) -> Page | None:
    """Return the first topics done today, the steps of those that were marked together, and the number of known ones.

    Without any, it is that nothing is done yet, or None if what was started, read or reviewed is shown anyway.
    """
    rows = _with_more([_row(node, display) for node in found.done])
    together = Counter(node.item.step.slug for node in found.together)
    steps = [(found.history.report.nodes[slug], count) for slug, count in together.items()]
    rows += [_row(node, display, f" ({wording.topics_text(count)})") for node, count in steps]
    done = components.section(f"Done today: {len(found.done) + len(found.together)}", rows)
    known = f"{wording.topics_text(found.known)} {wording.ALREADY_KNOWN}" if found.known else ""
    texts = [safe_text(text, QUIET) for text in (MARKED_TOGETHER if steps else "", known) if text]
    parts = [part for part in (done, *texts) if part is not None]
    if parts or found.started or found.read or found.reviewed:
        return Group(*parts) if parts else None
    is_active = found.history.today in found.history.activity
    return safe_text("Active today, but nothing is done yet." if is_active else "Nothing done yet today.")


def _read(found: Today, display: Display) -> Page | None:
    """Return the first resources read today; None if there are none."""
    titles = [resource.link.title for resource in found.read]
    rows = _with_more([clipped_text(title, 1, display, indent=INDENT) for title in titles])
    return components.section(f"Read today: {wording.plural(len(titles), 'resource')}", rows)


def _with_more(rows: list[StyledText]) -> list[StyledText]:
    """Return the first rows, and how many more there are."""
    shown, more = components.first_rows(rows, MAX_ROWS)
    return [*shown, *more]


def _row(node: Node, display: Display, count: str = "") -> StyledText:
    """Return the sign, the number and the title of an item on one line, which ends with the count."""
    sign, number, _ = components.sign_number_title(node, display)
    indent = INDENT + sign.cell_len + number.cell_len + 2 + len(count)
    title = clipped_text(node.title, 1, display, indent=indent)
    return safe_text(" ").join([sign, number, title.append(count)])
