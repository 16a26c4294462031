"""The page about many learners."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from genai_roadmap.report import cohort_facts, wording
from genai_roadmap.report.cohort import STUCK_DAYS
from genai_roadmap.terminal.output import Page, StyledText, safe_text
from genai_roadmap.terminal.pages import cohort_members, components
from genai_roadmap.terminal.pages.cohort_members import section
from genai_roadmap.terminal.pages.components import HEADING, QUIET
from genai_roadmap.text import MAX_LISTED, shortlist

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from genai_roadmap.report.cohort_groups import GroupNumbers, TopicNumbers
    from genai_roadmap.report.cohort_overview import Overview
    from genai_roadmap.terminal.display import Display

# The learners ahead that are listed.
MAX_AHEAD = 20
BAR_WIDTH = 10
# A narrower terminal has no room for all numbers.
MIN_WIDTH = 64


def overview(found: Overview, command: str, display: Display) -> Page:
    """Show the numbers of all learners, on one screen; `command` shows the same again."""
    if not found.everyone.learners:
        return components.page(_title(found), *_nobody(found, command, display))
    or_at_risk = " (or --at-risk)" if found.may_rank and found.everyone.at_risk else ""
    return components.page(
        _title(found),
        components.pairs(_facts(found, _names(found)), display),
        _steps(found, display),
        _groups(found, display),
        _other_roadmap(found, command),
        components.hint("Show everything", f"genai-roadmap {command} --all{or_at_risk}"),
    )


def _other_roadmap(found: Overview, command: str) -> Page | None:
    """Return how to show the learners of another roadmap; None if no file is about one."""
    if not any(problem.is_of_other_roadmap for problem in found.problems):
        return None
    return components.hint("Show the learners of another roadmap", f"genai-roadmap --roadmap ID {command}")


def _nobody(found: Overview, command: str, display: Display) -> Iterator[Page | None]:
    """Yield what a page without learners says about files."""
    yield _problems(found, display)
    yield _other_roadmap(found, command)
    yield components.hint("Learners can write their file with", "genai-roadmap export json -o NAME.json")


def everything(found: Overview, command: str, display: Display) -> Page:
    """Show the numbers of all learners, each topic, who is at risk and ahead, and the files that can't be used."""
    if not found.everyone.learners:
        return overview(found, command, display)
    return components.page(
        _title(found),
        components.pairs(_facts(found, {}), display),
        _steps(found, display),
        section("Topics: done, started, skipped", [_topic_row(topic, display) for topic in found.topics], display),
        _stuck(found, display),
        _groups(found, display),
        cohort_members.at_risk(found, display),
        cohort_members.ahead(found, MAX_AHEAD, display),
        _merged(found, display),
        _problems(found, display),
        components.section("No file", [safe_text(name) for name in found.missing]),
    )


def _title(found: Overview) -> Page:
    return safe_text(f"{found.roadmap.title}: {wording.plural(found.everyone.learners, 'learner')}", HEADING)


def _facts(found: Overview, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the facts that are not in the title, with the first names of lists instead of their counts."""
    facts = {name: text for name, text in cohort_facts.facts(found) if name != "Learners"}
    yield from {**facts, **names}.items()


def _names(found: Overview) -> dict[str, str]:
    """Return the first names of the lists of the long page."""
    names = {
        "Stuck": shortlist([*_stuck_names(found)]),
        "Ahead": shortlist([f"{each.name} ({each.numbers.percent}%)" for each in found.ahead(MAX_LISTED)]),
        "No file": shortlist(found.missing),
    }
    return {name: text for name, text in names.items() if text}


def _stuck_names(found: Overview) -> Iterator[str]:
    """Yield the titles of the stuck topics with the number of learners, and with their own if others have the title."""
    titles = Counter(topic.item.title for topic in found.topics)
    for topic in found.stuck():
        number = f"{topic.item.number} " if titles[topic.item.title] > 1 else ""
        yield f"{number}{topic.item.title} ({topic.stuck:,})"


def _steps(found: Overview, display: Display) -> Page:
    return components.one_line_table([*_step_rows(found, display)], display)


def _step_rows(found: Overview, display: Display) -> Iterator[list[StyledText]]:
    names = ("", "", "Step", "median", "middle 50%", "reached", "stopped")
    # Of few anonymous learners, it is not shown who stopped.
    shown = len(names) if found.may_rank else -1
    yield _narrowed([safe_text(name, QUIET) for name in names][:shown], display)
    most = max(step.stopped or 0 for step in found.steps)
    for step in found.steps:
        low, middle, high = step.percents.quartiles.values()
        stopped = step.stopped or 0
        is_most = 0 < stopped == most
        cells = [
            safe_text(step.item.number, QUIET),
            components.filled_bar(round(BAR_WIDTH * middle / components.FULL_PERCENT), BAR_WIDTH, display),
            safe_text(step.item.title),
            safe_text(f"{middle}%", justify="right"),
            safe_text(f"{low}% to {high}%", justify="right"),
            safe_text(f"{step.reached:,}", justify="right"),
            # In words too, because not everyone sees colors.
            safe_text(f"{'most: ' if is_most else ''}{stopped:,}", "red" if is_most else "", justify="right"),
        ]
        yield _narrowed(cells[:shown], display)


def _narrowed(cells: list[StyledText], display: Display) -> list[StyledText]:
    """Return the cells of a step or topic, on a narrow terminal with only the first and the last number."""
    if display.has_room(MIN_WIDTH):
        return cells
    number, _, title, first, *_, last = cells
    return [number, safe_text(""), title, first, last]


def _topic_row(topic: TopicNumbers, display: Display) -> list[StyledText]:
    counts = (topic.done, topic.started, topic.skipped)
    cells = [
        safe_text(topic.item.number, QUIET),
        components.filled_bar(round(BAR_WIDTH * topic.done / max(topic.learners, 1)), BAR_WIDTH, display),
        safe_text(topic.item.title),
        *(safe_text(f"{count:,}", justify="right") for count in counts),
    ]
    return _narrowed(cells, display)


def _stuck(found: Overview, display: Display) -> Page | None:
    rows = [
        [
            safe_text(f"{topic.stuck:,}", justify="right"),
            safe_text(topic.item.number, QUIET),
            safe_text(topic.item.title),
        ]
        for topic in found.stuck()
    ]
    return section(f"Started more than {STUCK_DAYS} days ago and not done", rows, display)


def _groups(found: Overview, display: Display) -> Page | None:
    names = ("Group", "learners", "median", "middle 50%", "finished", "at risk")
    rows = [[safe_text(name, QUIET) for name in names]]
    rows += [_group_row(name, group) for name, group in found.groups.items()]
    hidden = cohort_facts.hidden_text(found)
    parts = [components.one_line_table(rows, display, title=0)] if found.groups else []
    return components.section("Groups", [*parts, *([safe_text(hidden, QUIET)] if hidden else [])])


def _group_row(name: str, group: GroupNumbers) -> list[StyledText]:
    low, middle, high = group.percents.quartiles.values()
    numbers = (f"{group.learners:,}", f"{middle}%", f"{low}% to {high}%", f"{group.finished:,}", f"{group.at_risk:,}")
    return [safe_text(name), *(safe_text(text, justify="right") for text in numbers)]


def _merged(found: Overview, display: Display) -> Page | None:
    rows = [[safe_text(name), safe_text(", ".join(files))] for name, files in found.merged_files()]
    return components.table_section(f"Learners with several files: {len(rows):,}", rows, display)


def _problems(found: Overview, display: Display) -> Page | None:
    rows = [[safe_text(each.path), safe_text(each.reason)] for each in found.problems]
    return components.table_section(f"Files that can't be used: {len(rows):,}", rows, display)
