"""Random input: every command prints a page or a message, never a traceback, and writes no file outside the folder.

The seed is fixed. `pytest tests/cli/test_fuzz.py --hypothesis-profile=long` tries 100,000 new inputs of each kind.
"""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from genai_roadmap.errors import FileInvalidError, RequestError
from genai_roadmap.formats import json_items, json_reports
from genai_roadmap.progress.change import TICKING, Stamp
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.progress.status import STATUS_AFTER, Action, Mark, Status
from genai_roadmap.report import forecast, plan
from genai_roadmap.report.history import History
from genai_roadmap.report.outcome import mark
from genai_roadmap.report.outlook import outlook_of
from genai_roadmap.report.report import Report, differences
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import files, progress_files, roadmap_files, toml
from genai_roadmap.terminal import output
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.pages import changes as change_pages
from genai_roadmap.terminal.pages import items as item_pages
from genai_roadmap.terminal.pages import journal, overview, reference, statistics
from genai_roadmap.terminal.pages import plan as plan_page
from small import small_roadmap
from support import Program, update_progress

URL = "https://example.org/"
NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["A", "\x1b[31m", "[/]", "中文"]
)
slugs = st.sampled_from(["a", "b", "c", "d", "e-1"]) | st.from_regex(r"[a-z]{1,3}(-[a-z0-9]{1,2})?", fullmatch=True)
links = st.fixed_dictionaries({"title": texts, "url": st.sampled_from(["https://x.org", "javascript:x", "http://y"])})
anything = st.none() | st.booleans() | st.integers() | texts | st.lists(texts, max_size=2) | st.dates() | st.floats()


def items(topics: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    optional: dict[str, st.SearchStrategy[Any]] = {
        "detail": texts,
        "why": st.lists(texts, max_size=2),
        "optional": st.booleans(),
        "requires": st.lists(slugs, max_size=2),
        "formerly": st.lists(slugs, max_size=1),
        "resources": st.lists(links, max_size=2),
        "questions": st.lists(st.fixed_dictionaries({"ask": texts, "answer": texts}), max_size=2),
        "surprise": anything,
        **more,
    }
    return st.fixed_dictionaries({"slug": slugs, "title": texts, "topics": topics}, optional=optional)


leaves = items(st.just([]))
topics = st.recursive(leaves, lambda below: items(st.lists(below, max_size=3), choose=st.integers(-1, 3)), max_leaves=6)
roadmaps = st.fixed_dictionaries(
    {
        "format": st.sampled_from([1, 1, 1, 2, "1"]),
        "id": slugs,
        "version": texts,
        "title": texts,
        "steps": st.lists(items(st.lists(topics, max_size=3)), max_size=3),
    },
    optional={"retired": st.lists(slugs, max_size=2), "links": st.lists(links, max_size=1), "surprise": anything},
)
changes = st.fixed_dictionaries(
    {"id": slugs, "at": st.datetimes(timezones=st.just(dt.UTC)) | st.datetimes() | anything},
    optional={
        "did": st.sampled_from([action.value for action in Action]) | texts,
        "topics": st.lists(slugs, min_size=1, max_size=3) | anything,
        "on": st.dates() | anything,
        "known": st.booleans() | anything,
        "note": texts,
        "about": st.lists(slugs, max_size=2),
        "goal": st.dates() | anything,
        "change": slugs,
        "machine": slugs,
        "surprise": anything,
    },
)
journals = st.fixed_dictionaries(
    {"format": st.sampled_from([1, 1, 1, 2, 0]), "roadmap": st.just("small")}, optional={"changes": st.lists(changes)}
)


def without_none(value: Any) -> Any:
    """Return the value without None, which TOML does not have."""
    if isinstance(value, dict):
        return {key: without_none(item) for key, item in value.items() if item is not None}
    return [without_none(item) for item in value] if isinstance(value, list) else value


def written(path: Path, data: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(tomli_w.dumps(without_none(data)).encode())
    return path


def render_everything(roadmap: Roadmap, progress: Progress) -> None:
    """Render every page and every JSON output for a roadmap and the progress on it."""
    report = Report.of(roadmap, progress)
    history = History(report, NOW.date(), rest_days=2)
    expected = forecast.forecast_for(history)
    outlook = outlook_of(history, expected)
    first = report.steps[0]
    outcome = mark(report, [first.item], Mark(Action.DONE), Stamp(NOW, "fuzz", "here"))
    for display in (Display(plain=True), Display(width=40)):
        pages = [
            overview.status(history, expected, outlook, None, (), display),
            statistics.charts(history, expected, outlook, display),
            statistics.charts(history.of(report.nodes[first.slug]), None, None, display),
            plan_page.plan(plan.plan_of(history, expected, 1000), None, display),
            item_pages.tree(report.steps, (), display),
            reference.about(roadmap, display),
            journal.log(progress.recent(), report, {}, Display(plain=True)),
            change_pages.outcome(outcome, History(outcome.after, NOW.date()), display),
            journal.difference(report, outcome.after, display),
            *(item_pages.show(node, history, display, answers=True) for node in report.nodes.values()),
        ]
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            for page in pages:
                output.show(page, display, nowhere)
    assert json_items.dumps(json_reports.status(history, expected, outlook)).isascii()
    assert json_items.dumps(json_reports.listing(report, [Status.DONE])).isascii()
    assert len(differences(report, outcome.after)) == len(outcome.changed)


def assert_rejected(path: Path, error: FileInvalidError) -> None:
    """Check that each problem names the file, and that the summary fits the screen."""
    assert all(problem.startswith(str(path)) for problem in error.problems)
    assert str(error).startswith(str(path))
    assert len(str(error).splitlines()) <= 20


@FIXTURES
@given(data=roadmaps)
def test_random_roadmap_is_shown_or_rejected(tmp_path: Path, data: dict[str, Any]) -> None:
    path = written(tmp_path / "roadmap.toml", data)
    try:
        roadmap = roadmap_files.read(path)
    except FileInvalidError as error:
        assert_rejected(path, error)
        return
    render_everything(roadmap, Progress(roadmap=roadmap.id))


@FIXTURES
@given(data=journals)
def test_random_journal_is_shown_or_rejected_and_always_kept(data: dict[str, Any]) -> None:
    path = written(progress_files.path_of("small"), data)
    content = path.read_bytes()
    try:
        progress = progress_files.load("small")
    except FileInvalidError as error:
        assert_rejected(path, error)
        assert path.read_bytes() == content
        return
    render_everything(small_roadmap(), progress)
    again = Progress.model_validate({"format": FORMAT, **progress.model_dump(by_alias=True, exclude_defaults=True)})
    assert again == progress


@FIXTURES
@given(content=st.binary(max_size=60), head=st.sampled_from([b"", b"format = 1\n", b"\xef\xbb\xbfformat = 1\n"]))
def test_random_bytes_are_read_or_rejected(tmp_path: Path, head: bytes, content: bytes) -> None:
    path = tmp_path / "bytes.toml"
    path.write_bytes(head + content)
    try:
        assert toml.parse_toml(path, files.read(path), newest_format=1)["format"] == 1
    except FileInvalidError as error:
        assert str(error).startswith(str(path))


arguments = st.lists(
    st.sampled_from(
        [
            "status",
            "list",
            "show",
            "next",
            "search",
            "done",
            "start",
            "skip",
            "reset",
            "note",
            "undo",
            "redo",
            "log",
            "about",
            "check",
            "path",
            "restore",
            "--json",
            "--all",
            "--status",
            "--on",
            "--known",
            "--note",
            "--since",
            "--plain",
            "--no-color",
            "--roadmap",
            "-n",
            "--",
            "1",
            "4.2",
            "step-9",
            "cnns",
            "gpt",
            "0",
            "-1",
            "2026-01-01",
            "yesterday",
            "todo",
            "done",
            "../x",
            "/dev/null",
            ".",
            "é",
            "\x1b[0m",
        ]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
    max_size=6,
)


@FIXTURES
@given(lines=st.lists(arguments, max_size=4))
def test_random_command_line_has_a_documented_exit_code(
    program: Program, tmp_path: Path, home: Path, lines: list[list[str]]
) -> None:
    for line in lines:
        run = program(*line)
        assert run.code in (0, 1, 2, 3, 4)
        start = "{" if "--json" in line else "genai-roadmap: "
        assert (run.code == 0) or run.err.startswith(start)
    assert set(tmp_path.iterdir()) <= {home}


class Machine(RuleBasedStateMachine):
    """Two machines that mark, tick, note, undo, redo, merge their journals and read them back from disk.

    The model is a list of all changes on any machine; each machine knows a set of positions in that list.
    """

    @initialize()
    def begin(self) -> None:
        self.journals = {name: Progress(roadmap="small") for name in ("one", "two")}
        self.done: list[tuple[str, Action, str]] = []
        self.known: dict[str, set[int]] = {"one": set(), "two": set()}
        self.undone: dict[str, dict[int, int]] = {"one": {}, "two": {}}

    def stamp(self, who: str) -> Stamp:
        return Stamp(NOW + dt.timedelta(minutes=len(self.done)), f"c{len(self.done)}", who)

    def record(self, who: str, action: Action, what: str) -> None:
        self.known[who].add(len(self.done))
        self.done.append((who, action, what))

    def is_effective(self, who: str, number: int) -> bool:
        """Return whether a change is effective on a machine: every undo of it that the machine knows is redone."""
        known = [(n, *self.done[n][1:]) for n in self.known[who]]
        redone = {what for _, action, what in known if action is Action.REDO}
        return not any(
            action is Action.UNDO and what == f"c{number}" and f"c{n}" not in redone for n, action, what in known
        )

    @rule(who=st.sampled_from(["one", "two"]), action=st.sampled_from([*STATUS_AFTER]), topic=st.sampled_from("abx"))
    def mark(self, who: str, action: Action, topic: str) -> None:
        self.journals[who] = self.journals[who].mark(Mark(action), (topic,), self.stamp(who))
        self.record(who, action, topic)

    @rule(who=st.sampled_from(["one", "two"]), action=st.sampled_from(TICKING), topic=st.sampled_from("abx"))
    def tick(self, who: str, action: Action, topic: str) -> None:
        self.journals[who] = self.journals[who].tick(Mark(action), (URL + topic, URL), self.stamp(who))
        self.record(who, action, topic)

    @rule(who=st.sampled_from(["one", "two"]), topic=st.sampled_from("abx"))
    def note(self, who: str, topic: str) -> None:
        self.journals[who] = self.journals[who].add_note((topic,), "text", self.stamp(who))
        self.record(who, Action.NOTE, topic)

    @rule(who=st.sampled_from(["one", "two"]))
    def undo(self, who: str) -> None:
        mine = [
            n
            for n in sorted(self.known[who])
            if self.done[n][0] == who
            and self.done[n][1] not in (Action.UNDO, Action.REDO)
            and self.is_effective(who, n)
        ]
        try:
            self.journals[who], change = self.journals[who].undo(self.stamp(who))
        except RequestError:
            assert not mine
        else:
            assert change.id == f"c{mine[-1]}"
            self.record(who, Action.UNDO, change.id)

    @rule(who=st.sampled_from(["one", "two"]))
    def redo(self, who: str) -> None:
        before = self.journals[who]
        try:
            self.journals[who], change = before.redo(self.stamp(who))
        except RequestError:
            return
        undo = self.journals[who].changes[-1].change
        assert change.id in before.undone
        assert change.id not in self.journals[who].undone
        self.record(who, Action.REDO, str(undo))

    @rule(who=st.sampled_from([("one", "two"), ("two", "one")]))
    def merge(self, who: tuple[str, str]) -> None:
        to, other = who
        self.journals[to] = self.journals[to].merge(self.journals[other])
        self.known[to] |= self.known[other]

    @rule(who=st.sampled_from(["one", "two"]))
    def reload(self, who: str) -> None:
        progress_files.path_of("small").unlink(missing_ok=True)
        update_progress("small", lambda _: self.journals[who], NOW)
        self.journals[who] = progress_files.load("small")

    @invariant()
    def journal_matches_model(self) -> None:
        for who, progress in self.journals.items():
            statuses = dict.fromkeys("abx", Status.TODO)
            notes = dict.fromkeys("abx", 0)
            read: set[str] = set()
            for number in sorted(self.known[who]):
                _, action, what = self.done[number]
                if action in STATUS_AFTER and self.is_effective(who, number):
                    statuses[what] = STATUS_AFTER[action]
                if action in TICKING and self.is_effective(who, number):
                    read = read | {what, ""} if action is Action.READ else read - {what, ""}
                if action is Action.NOTE and self.is_effective(who, number):
                    notes[what] += 1
            assert {topic: progress.status(topic) for topic in "abx"} == statuses
            assert {topic: len(progress.notes.get(topic, [])) for topic in "abx"} == notes
            assert {url.removeprefix(URL) for url in progress.reads} == read
            assert len(progress.changes) == len(self.known[who])


TestMachine = Machine.TestCase
TestMachine.settings = settings(stateful_step_count=30)
