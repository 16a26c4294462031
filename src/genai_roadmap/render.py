"""Reports as pages for the terminal: Rich renderables, returned, not printed."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from genai_roadmap.forecast import Trend
from genai_roadmap.progress import Change, Did, Progress, Status, Version
from genai_roadmap.report import Count, Node, Outcome, Report, Suggestion, ago, differences
from genai_roadmap.roadmap import Link, Roadmap
from genai_roadmap.terminal import Look, Page, Words, line, words

SIGNS = {Status.DONE: "✓", Status.STARTED: "◐", Status.TODO: "○", Status.SKIPPED: "-"}
ASCII_SIGNS = {Status.DONE: "x", Status.STARTED: ">", Status.TODO: ".", Status.SKIPPED: "-"}
STYLES = {Status.DONE: "green", Status.STARTED: "cyan", Status.TODO: "dim", Status.SKIPPED: "dim"}
DID = {Did.DONE: "done", Did.START: "started", Did.SKIP: "skipped", Did.RESET: "to do again"}
HEADING = "bold"
QUIET = "dim"
BAR = 30
SHORTEST_BAR = 8
ROOM_FOR_SLUGS = 100
WIDEST = 100
FULL = 100
FEW = 3
MANY = 12


def status(report: Report, suggestions: list[Suggestion], trend: Trend, look: Look, now: dt.datetime) -> Page:
    """The screen to come back to: the whole, each step, what is started, what is next, how it goes."""
    to_begin = [suggestion for suggestion in suggestions if suggestion.node.status is not Status.STARTED]
    return _page(
        _title(report.roadmap),
        _total(report, look),
        _steps(report.steps, look),
        _section("Started", _started(report.started(), look, now)),
        _section("Next", _suggested(to_begin[:FEW], look)),
        _how_it_goes(report, trend, to_begin, look),
    )


def steps(report: Report, look: Look) -> Page:
    """The steps with their counts."""
    return _page(
        _title(report.roadmap),
        _steps(report.steps, look),
        _hint("genai-roadmap list 1", "lists the topics of step 1"),
    )


def tree(nodes: Iterable[Node], statuses: Collection[Status], look: Look) -> Page:
    """The nodes and all below them; with statuses only the leaves that have one, and what those belong to."""
    shown = [node for top in nodes for node in top.walk() if _has(node, statuses)]
    leaves = sum(not node.topics for node in shown)
    total = words(_topics(leaves), style=QUIET) if statuses else None
    return _page(_rows(_tree_row(node, look) for node in shown) if shown else None, total)


def show(node: Node, report: Report, look: Look) -> Page:
    """A page about one item."""
    item = node.item
    return _page(
        Group(_heading(node, look), *_facts(node, report)),
        *(words(text) for text in filter(None, [item.detail])),
        _section("Why", [words(text) for text in item.why]),
        _section("Topics", [_rows(_tree_row(below, look) for below in [*node.walk()][1:])] if node.topics else []),
        _section(_resources_title(node), _links(node.place.resources, look)),
        _section("Notes", [_note(change) for change in node.notes]),
    )


def suggestions(found: list[Suggestion], look: Look) -> Page:
    """What to learn next, each with its reason and its resources."""
    if not found:
        return words("Everything that can be learned here is done or skipped.")
    same_resources = groupby(found, key=lambda suggestion: suggestion.node.place.resources)
    parts = [_with_resources([*group], resources, look) for resources, group in same_resources]
    return _page(*parts, _hint(f"genai-roadmap done {found[0].node.place.number}", "marks the first of them"))


def outcome(result: Outcome, found: list[Suggestion], look: Look) -> Page:
    """What a command changed, where that leaves the progress, and what is next."""
    nodes = result.after.nodes
    changed = [nodes[slug] for slug in result.changed if slug in nodes]
    others = [*_list_of(f"already {DID.get(result.did)}", result.unchanged, nodes), *_left_alone(result)]
    if not changed and not result.about:
        return Group(words("Nothing changed."), *others)
    return _page(
        Group(words(_headline(result), style=HEADING), _some(changed, look)),
        Group(*others) if others else None,
        _moved(result.before, result.after),
        _section("Next", _suggested(found[:1], look)) if result.did is Did.DONE else None,
        _hint("genai-roadmap redo", "brings it back")
        if result.did is Did.UNDO
        else _hint("genai-roadmap undo", "takes it back"),
    )


def notes(node: Node) -> Page:
    """The notes on an item."""
    if node.notes:
        return Group(*(_note(change) for change in node.notes))
    return words(f"No notes yet. Add one: genai-roadmap note {node.slug} TEXT", style=QUIET)


def log(changes: list[Change], progress: Progress, report: Report) -> Page:
    """Changes, one a line."""
    if not changes:
        return words("Nothing is recorded here.", style=QUIET)
    return _rows(
        [
            words(_when(change), style=QUIET),
            words(_what(change), style=QUIET if change.id in progress.undone else ""),
            words(
                _titles(progress.subject(change).topics, report), style=QUIET if change.id in progress.undone else ""
            ),
            words("undone" if change.id in progress.undone else "", style=QUIET),
        ]
        for change in changes
    )


def found(hits: list[tuple[Node, str]], text: str, look: Look) -> Page:
    """What a search found, each with the words in which it was found."""
    if not hits:
        return words(f"Nothing contains {text!r}.", style=QUIET)
    return _rows([*_sign_number_title(node, look), words(where, style=QUIET)] for node, where in hits)


def about(roadmap: Roadmap, look: Look) -> Page:
    """What the roadmap says besides its steps."""
    role, author = roadmap.role, roadmap.author
    facts = [("Job category", roadmap.demand), ("Best for", ", ".join(roadmap.audience)), ("Version", roadmap.version)]
    return _page(
        _title(roadmap),
        _rows([words(name, style=QUIET), words(value)] for name, value in facts if value),
        _section(f"The role: {role.title}", [words(role.formula)] if role.formula else []) if role else None,
        _section(f"What does a {role.title} do?", _bullets(role.what_one_does, look)) if role else None,
        _section("Responsibilities", _bullets(role.responsibilities, look)) if role else None,
        _section("Workflow", [_numbered(roadmap.workflow)] if roadmap.workflow else []),
        Group(*map(words, roadmap.closing)) if roadmap.closing else None,
        _section("Links", _links(roadmap.links, look)),
        _section(f"Author: {author.name}", [*map(words, author.about), *_links(author.links, look)])
        if author
        else None,
    )


def backups(versions: list[Version]) -> Page:
    """The kept earlier versions of a progress file, one a line."""
    if not versions:
        return words("There is no backup yet; each command that records something keeps the version before it.")
    return _page(_rows(map(_version_row, versions)), _hint("genai-roadmap restore 1", "brings the first one back"))


def difference(before: Report, after: Report, look: Look) -> Page:
    """What bringing a version back would change."""
    changed = differences(before, after)
    rows = [
        [*_sign_number_title(new, look)[1:], words(f"{old.status.value} -> {new.status.value}")]
        for old, new in changed[:MANY]
    ]
    more = [words(f"and {len(changed) - MANY} more", style=QUIET)] if len(changed) > MANY else []
    changes = len(after.progress.changes)
    return _page(
        _section("This changes", [_rows(rows), *more]) if rows else words("The status of no topic changes."),
        _moved(before, after),
        words(f"The journal then has {changes} changes, and now {len(before.progress.changes)}.", style=QUIET),
    )


def restored() -> Page:
    """What to do if it was not meant."""
    return Group(words("It is back."), _hint("genai-roadmap restore 1", "takes this back"))


def help_hint() -> Page:
    """Where to go from here."""
    return Group(words(""), _hint("genai-roadmap --help", "lists every command"))


def paths(found: dict[str, Path]) -> Page:
    """Where the files are."""
    return _rows([words(name, style=QUIET), words(str(path))] for name, path in found.items())


def lines(texts: Iterable[str]) -> Page:
    """Plain lines."""
    return Group(*map(words, texts))


def _page(*parts: Page | None) -> Group:
    """The parts that there are, an empty line between them."""
    there = [part for part in parts if part is not None]
    return Group(*[line for part in there for line in (part, words(""))][:-1])


def _section(title: str, rows: list[Page]) -> Page | None:
    return Group(words(title, style=HEADING), Padding(Group(*rows), (0, 0, 0, 2))) if rows else None


def _rows(rows: Iterable[list[Words]]) -> Table:
    """Rows in columns; the third, usually a title, is the one that wraps."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        if not grid.columns:
            for position in range(len(row)):
                grid.add_column(no_wrap=position not in (len(row) - 1, 2), overflow="fold")
        grid.add_row(*row)
    return grid


def _title(roadmap: Roadmap) -> Words:
    return words(roadmap.title, style=HEADING)


def _hint(command: str, what: str) -> Words:
    return line((command, ""), (f"  {what}", QUIET))


def _sign(status: Status, look: Look) -> Words:
    if look.plain:
        return words(status.value)
    return words((ASCII_SIGNS if look.ascii else SIGNS)[status], style=STYLES[status])


def _sign_number_title(node: Node, look: Look, indent: int = 0) -> list[Words]:
    title = words("  " * indent + node.item.title, style=QUIET if node.status is Status.SKIPPED else "")
    return [_sign(node.status, look), words(node.place.number, style=QUIET), title]


def _bar(count: Count, look: Look, width: int) -> Words:
    """A bar that is empty only where nothing is done, and full only where all is."""
    full, empty = ("#", "-") if look.ascii else ("━", "━")
    filled = min(max(round(width * count.percent / FULL), count.done > 0), width - (count.percent < FULL))
    return line((full * filled, "green"), (empty * (width - filled), "bright_black"))


def _steps(nodes: tuple[Node, ...], look: Look) -> Table:
    rows = [(node, _sign_number_title(node, look), _count_columns(node)) for node in nodes]
    # What the other columns leave, their gaps of two included, is the bars'.
    used = sum(2 + max(text.cell_len for text in column) for column in zip(*(r + c for _, r, c in rows), strict=True))
    width = 0 if look.plain else min(look.width - used - 2, BAR)
    bars = width >= SHORTEST_BAR
    return _rows([*row, *([_bar(node.count, look, width)] if bars else []), *counts] for node, row, counts in rows)


def _count_columns(node: Node) -> list[Words]:
    count = node.count
    optional = f"{count.optional_done}/{count.optional_total} optional" if count.optional_total else ""
    return [
        words(f"{count.done}/{count.total}", justify="right"),
        words(f"{count.percent}%", justify="right"),
        words("optional" if node.optional else optional, style=QUIET),
    ]


def _tree_row(node: Node, look: Look) -> list[Words]:
    indent = 0 if look.plain else node.place.number.count(".")
    row = _sign_number_title(node, look, indent)
    if look.plain or look.width >= ROOM_FOR_SLUGS:
        row.append(words(node.slug, style=QUIET))
    return [*row, words(_remark(node), style=QUIET)]


def _remark(node: Node) -> str:
    """What there is to know of an item in a list: counts, whether it is optional, since when it is so."""
    item, count = node.item, node.count
    remarks = [f"{count.done}/{count.total}" if node.topics else ""]
    if choose := item.enough:
        remarks.append(f"{choose} of {len(node.topics)} {'is' if choose == 1 else 'are'} enough")
    remarks.append("optional" if node.optional else "")
    if node.change and not node.topics and node.status is not Status.TODO:
        remarks.append("known before" if node.change.known else _day(node.change.day))
    remarks.append("noted" if node.notes else "")
    return ", ".join(filter(None, remarks))


def _has(node: Node, statuses: Collection[Status]) -> bool:
    return not statuses or any(leaf.status in statuses for leaf in node.leaves())


def _total(report: Report, look: Look) -> Page:
    count, statuses = report.count, report.statuses
    summary = words(f"{count.done} of {count.total} topics, {count.percent}%")
    optional = f"{count.optional_done} of {count.optional_total} optional; " if count.optional_total else ""
    members = ", ".join(f"{statuses[status]} {status.value}" for status in Status if statuses[status])
    if not look.plain:
        summary = line(_bar(count, look, min(look.width, WIDEST) - summary.cell_len - 2), words("  "), summary)
    return Group(summary, words(f"{optional}{members}", style=QUIET))


def _started(nodes: list[Node], look: Look, now: dt.datetime) -> list[Page]:
    rows = [
        [*_sign_number_title(node, look), words(ago(node.change.day, now.date()) if node.change else "", style=QUIET)]
        for node in nodes
    ]
    return [_rows(rows)] if rows else []


def _suggested(found: list[Suggestion], look: Look) -> list[Page]:
    rows = [[*_sign_number_title(each.node, look), words(each.reason, style=QUIET)] for each in found]
    return [_rows(rows)] if rows else []


def _with_resources(found: list[Suggestion], resources: tuple[Link, ...], look: Look) -> Page:
    rows = [
        [*_sign_number_title(each.node, look), words(each.reason, style=QUIET), words(each.node.item.detail or "")]
        for each in found
    ]
    return Group(_rows(rows), Padding(Group(*_links(resources, look)), (0, 0, 0, 3)))


def _how_it_goes(report: Report, trend: Trend, to_begin: list[Suggestion], look: Look) -> Page:
    streak, pace = trend.streak, trend.pace
    dot = "-" if look.ascii else "·"
    begin = to_begin[0].node.place.number if to_begin else ""
    if not report.progress.marks:
        return _hint(f"genai-roadmap done {begin}", "marks what you have learned, a topic or a whole step")
    if report.count.percent == FULL:
        return words("All that counts is done. Well done.", style="green")
    facts = [
        f"{_plural(streak.current, 'day')} in a row" if streak.current else "",
        f"longest {streak.longest}" if streak.longest > streak.current else "",
        f"{pace.per_week:g} topics a week" if pace else "",
    ]
    return words(f" {dot} ".join(filter(None, facts)), style=QUIET)


def _heading(node: Node, look: Look) -> Words:
    sign, number, title = _sign_number_title(node, look)
    title.stylize(HEADING)
    return words(" ").join([sign, number, title])


def _facts(node: Node, report: Report) -> Iterator[Page]:
    above = [place.item.title for place in node.place.lineage()][1:]
    state = f"{_status_words(node)}{', optional' if node.optional else ''}"
    if node.topics:
        state += f", {node.count.done} of {node.count.total} topics, {node.count.percent}%"
    required = [report.nodes[slug] for place in node.place.lineage() for slug in place.item.requires]
    names = ", ".join(f"{other.item.title} ({other.status.value})" for other in required)
    facts = [
        ("In", ", ".join(above)),
        ("Slug", node.slug),
        ("Status", state),
        ("Enough", _enough(node)),
        ("Requires", names),
    ]
    yield _rows([words(name, style=QUIET), words(value)] for name, value in facts if value)


def _status_words(node: Node) -> str:
    if not node.change or node.status is Status.TODO:
        return node.status.value
    known = ", known before" if node.change.known and not node.topics else ""
    return f"{node.status.value}{known}, {_day(node.change.day)}"


def _enough(node: Node) -> str:
    return f"{node.item.enough} of its {len(node.topics)} topics" if node.item.enough else ""


def _resources_title(node: Node) -> str:
    return "Resources" if node.item.resources else f"Resources of {node.place.step_number}"


def _version_row(version: Version) -> list[Words]:
    held = f"{version.progress.done} done, {len(version.progress.changes)} changes" if version.progress else "damaged"
    return [
        words(str(version.number), style=QUIET),
        words(f"{_day(version.at.date())} {version.at:%H:%M}"),
        words(held),
    ]


def _links(links: tuple[Link, ...], look: Look) -> list[Page]:
    rows = []
    for number, link in enumerate(links, 1):
        title = f"{link.title} ({link.detail})" if link.detail else link.title
        url = words(link.url, style=QUIET if look.plain else f"{QUIET} link {link.url}")
        rows.append([words(str(number), style=QUIET), words(title), url])
    if look.plain or look.width >= ROOM_FOR_SLUGS:
        return [_rows(rows)] if rows else []
    return [
        line for number, title, url in rows for line in (words(" ").join([number, title]), Padding(url, (0, 0, 0, 2)))
    ]


def _note(change: Change) -> Page:
    text = Group(*map(words, (change.note or "").splitlines()))
    return Group(words(_when(change), style=QUIET), text)


def _bullets(texts: tuple[str, ...], look: Look) -> list[Page]:
    dot = "-" if look.ascii else "·"
    rows = [[words(dot, style=QUIET), words(text)] for text in texts]
    return [_rows(rows)] if rows else []


def _numbered(texts: tuple[str, ...]) -> Table:
    return _rows([words(str(number), style=QUIET), words(text)] for number, text in enumerate(texts, 1))


def _some(nodes: list[Node], look: Look) -> Page:
    """The nodes a line each, unless there are too many."""
    rows = _rows(_sign_number_title(node, look) for node in nodes[:MANY])
    more = [words(f"and {len(nodes) - MANY} more", style=QUIET)] if len(nodes) > MANY else []
    return Padding(Group(rows, *more), (0, 0, 0, 2))


def _headline(result: Outcome) -> str:
    if not result.about:
        return f"{_topics(len(result.changed))} {DID[result.did]}"
    did = "Took back" if result.did is Did.UNDO else "Did again"
    return f"{did}: {_what(result.about)}, {_topics(len(result.changed))}, of {_when(result.about)}"


def _list_of(what: str, slugs: tuple[str, ...], nodes: dict[str, Node]) -> list[Page]:
    names = ", ".join(nodes[slug].item.title for slug in slugs[:MANY])
    more = f" and {len(slugs) - MANY} more" if len(slugs) > MANY else ""
    return [words(f"{what[0].upper()}{what[1:]}: {names}{more}", style=QUIET)] if slugs else []


def _left_alone(result: Outcome) -> list[Page]:
    why = "optional or skipped" if result.did is Did.DONE else "done or skipped"
    return _list_of(f"left alone ({why}; --all marks them too)", result.left_alone, result.after.nodes)


def _moved(before: Report, after: Report) -> Page | None:
    """The counts that moved, of the steps and of the whole."""
    if before.count == after.count:
        return None
    pairs = [(old, new) for old, new in zip(before.steps, after.steps, strict=True) if old.count != new.count]
    rows = [_moved_row(new.place.number, new.item.title, old.count, new.count) for old, new in pairs]
    return _rows([*rows, _moved_row("", "Total", before.count, after.count)])


def _moved_row(number: str, title: str, old: Count, new: Count) -> list[Words]:
    optional = ""
    if old.optional_done != new.optional_done:
        optional = f"optional {old.optional_done} -> {new.optional_done} of {new.optional_total}"
    return [
        words(number, style=QUIET),
        words(title),
        words(f"{old.done} -> {new.done} of {new.total}"),
        words(f"{new.percent}%", justify="right"),
        words(optional, style=QUIET),
    ]


def _what(change: Change) -> str:
    known = " (known before)" if change.known else ""
    note = " with a note" if change.note and change.did is not Did.NOTE else ""
    return f"{change.did.value}{known}{note}"


def _titles(slugs: tuple[str, ...], report: Report) -> str:
    titles = [report.nodes[slug].item.title if slug in report.nodes else slug for slug in slugs]
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")  # noqa: PLR2004


def _when(change: Change) -> str:
    return _day(change.day) if change.on else f"{_day(change.day)} {change.when:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{day:%d %b %Y}".lstrip("0")


def _topics(count: int) -> str:
    return _plural(count, "topic")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
