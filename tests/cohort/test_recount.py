"""Recompute every number about generated learners with SQL, from the text of their files and docs/COHORT.md."""

import datetime as dt
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import learners
from cohorts import TODAY, Found, find
from genai_roadmap.report.cohort import Question
from genai_roadmap.report.cohort_groups import GroupNumbers
from genai_roadmap.report.cohort_overview import Overview
from genai_roadmap.storage import roadmap_files
from learners import Population

SQL = (Path(__file__).parent / "recount.sql").read_text(encoding="utf-8")
SINCE, GOAL = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=60)
ROADMAP = roadmap_files.bundled_file()
# The zone of all tests.
LOCAL = dt.timezone(dt.timedelta(hours=9))
# Two corrections of a grade, of which one is for one of two topics.
REVIEWED = """
format = 1
roadmap = "genai-engineer"
changes = [
  { id = "1", at = 2026-11-02T09:00:01+09:00, did = "done", topics = ["cnns", "rnns"] },
  { id = "2", at = 2026-11-03T09:00:02+09:00, did = "review", topics = ["cnns", "rnns"], grade = "again" },
  { id = "3", at = 2026-11-03T09:00:03+09:00, did = "review", topics = ["cnns"], grade = "again", replaces = "2" },
  { id = "4", at = 2026-11-03T09:00:04+09:00, did = "review", topics = ["cnns"], grade = "hard", replaces = "2" },
]
"""
SKIPPED = """
format = 1
roadmap = "genai-engineer"
[[changes]]
id = "1"
at = 2026-10-01T09:00:01+09:00
did = "skip"
topics = {slugs}
"""
RISKS = ("not started", "silent", "behind")


def leaves(data: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield each leaf topic: its step, whether that is optional, whether it is itself, its choice, and its slug."""

    def below(topic: dict[str, Any], *, optional: bool, choice: str | None, choose: int | None) -> Iterator[Any]:
        optional = optional or topic.get("optional", False)
        if not topic.get("topics"):
            yield optional, choice, choose, topic["slug"]
        # A choice is among leaf topics.
        assert not (choice and topic.get("topics"))
        inner = (topic["slug"], topic["choose"]) if "choose" in topic else (choice, choose)
        for each in topic.get("topics", []):
            yield from below(each, optional=optional, choice=inner[0], choose=inner[1])

    for step, content in enumerate(data["steps"]):
        for topic in content["topics"]:
            for leaf in below(topic, optional=False, choice=None, choose=None):
                yield step, content.get("optional", False), *leaf


def effective(changes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the changes that count, latest first: each reverts what it names, unless it is reverted itself."""
    recorded = {change["id"]: change.get("changes", []) for change in changes if change["did"] == "import"}
    reverted = set()
    for change in sorted(changes, key=lambda each: (each["at"], each["id"]), reverse=True):
        if change["id"] in reverted:
            continue
        if change["did"] == "restore":
            reverted.update(change["changes"])
        elif change["did"] in {"undo", "redo"}:
            reverted.update([change["change"], *recorded.get(change["change"], [])])
        else:
            yield change


def day(change: dict[str, Any]) -> dt.date:
    """Return the day for which a change counts; a time in UTC counts for the local one."""
    at: dt.datetime = change["at"]
    on: dt.date | None = change.get("on")
    return on or (at.astimezone(LOCAL) if at.tzinfo is dt.UTC else at).date()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files of generated learners, some of them damaged."""
    folder = tmp_path_factory.mktemp("learners") / "class"
    folder.mkdir()
    for file in learners.files_of(Population(ROADMAP, 7, TODAY, 0.05), 260, 1):
        (folder / f"{file.name}.toml").write_bytes(b"damaged" if file.is_damaged else file.content)
    (folder / "reviewer-1.toml").write_text(REVIEWED, encoding="utf-8")
    slugs = [leaf[-1] for leaf in leaves(tomllib.loads(ROADMAP.read_text(encoding="utf-8")))]
    (folder / "skipper-1.toml").write_text(SKIPPED.format(slugs=json.dumps(slugs)), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, Path]:
    """Return files with the leaf topics of the roadmap, the names of the learners, and the changes that count."""
    data = tomllib.loads(ROADMAP.read_text(encoding="utf-8"))
    columns = ("step", "bonus", "optional", "choice", "choose", "slug")
    rows: dict[str, list[dict[str, Any]]] = {
        "leaves": [
            {**dict(zip(columns, leaf, strict=True)), "place": place} for place, leaf in enumerate(leaves(data))
        ],
        "learners": [],
        "changes": [],
    }
    for path in sorted(folder.iterdir()):
        if path.read_bytes() == b"damaged":
            continue
        rows["learners"].append({"name": path.stem})
        found = [*effective(tomllib.loads(path.read_text(encoding="utf-8")).get("changes", []))]
        for number, change in enumerate(reversed(found)):
            rows["changes"].append({**change, "name": path.stem, "n": number, "day": day(change)})
    paths = {table: folder.with_name(f"{table}.json") for table in rows}
    for table, path in paths.items():
        path.write_text(json.dumps(rows[table], default=str), encoding="utf-8")
    return paths


COLUMNS = {
    "leaves": "{step: INT, bonus: BOOL, optional: BOOL, choice: TEXT, choose: INT, slug: TEXT, place: INT}",
    "learners": "{name: TEXT}",
    "changes": "{name: TEXT, n: INT, did: TEXT, day: DATE, known: BOOL, topics: 'TEXT[]', grade: TEXT, goal: DATE, "
    "id: TEXT, replaces: TEXT}",
}


@pytest.fixture(scope="module", params=[Question(TODAY), Question(TODAY, SINCE, GOAL), Question(SINCE, GOAL, TODAY)])
def question(request: pytest.FixtureRequest) -> Question:
    """Return a question: of the day of the last changes, with a comparison, and of a day on which some are later."""
    asked: Question = request.param
    return asked


@pytest.fixture(scope="module")
def groups(folder: Path) -> dict[str, str]:
    """Return the groups of most learners; the name says which."""
    return {path.stem: f"team {path.stem[-1]}" for path in folder.iterdir() if path.stem[-1] != "0"}


@pytest.fixture(scope="module")
def answers() -> dict[Question, Found]:
    """Return what was found for each question in the tests before."""
    return {}


@pytest.fixture
def found(folder: Path, question: Question, groups: dict[str, str], answers: dict[Question, Found]) -> Found:
    # Not a fixture of the module, which would not have the zone of all tests.
    if question not in answers:
        answers[question] = find(folder, roadmap=roadmap_files.read(ROADMAP), question=question, groups=groups)
    return answers[question]


@pytest.fixture(scope="module")
def sql(tables: dict[str, Path], question: Question) -> duckdb.DuckDBPyConnection:
    """Return a database with a table of the numbers of each learner, and tables of what they were computed from."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE days AS SELECT ?::DATE AS today, ?::DATE AS since, ?::DATE AS goal", question)
    for table, path in tables.items():
        connection.execute(f"CREATE TABLE {table} AS FROM read_json('{path}', columns = {COLUMNS[table]})")
    connection.execute("UPDATE changes SET known = coalesce(known, false), topics = coalesce(topics, [])")
    connection.execute(SQL)
    return connection


def test_every_number_about_every_learner(found: Found, sql: duckdb.DuckDBPyConnection) -> None:
    counted = [
        (
            name,
            group,
            *numbers[:5],
            numbers.gained,
            [*numbers.stuck],
            [risk in numbers.risks for risk in RISKS],
            numbers.furthest,
            numbers.is_gone,
            numbers.finished_on,
            numbers.skipped,
        )
        for name, group, numbers in found.members
    ]
    assert counted == sql.sql("SELECT * EXCLUDE (reviews, remembered) FROM numbers ORDER BY name").fetchall()
    # The sample has learners of all kinds.
    assert len(found.problems) > 3
    assert len(counted) > 200
    nothing_required = [numbers.percent > numbers.total == 0 for _, _, numbers in found.members]
    for values in (nothing_required, *zip(*(each[-3:] for each in counted), strict=True)):
        assert any(values)
        assert not all(values)
    assert all(
        any(values) and not all(values) for values in zip(*(risks for *_, risks, _, _, _, _ in counted), strict=True)
    )


def quartiles(sql: duckdb.DuckDBPyConnection, value: str, where: str) -> list[int]:
    """Return the nearest-rank quartiles of a number."""
    ((values,),) = sql.sql(f"SELECT list({value} ORDER BY {value}) FROM numbers WHERE {where}").fetchall()  # noqa: S608
    return [values[-(-len(values) * quarter // 4) - 1] for quarter in (1, 2, 3)] if values else []


def assert_group(group: GroupNumbers, sql: duckdb.DuckDBPyConnection, where: str) -> None:
    assert [*group.percents.quartiles.values()] == quartiles(sql, "percent", where)
    assert [*group.paces.quartiles.values()] == quartiles(sql, "pace", f"({where}) AND pace IS NOT NULL")
    (expected,) = sql.sql(f"""
        SELECT count(*), count(*) FILTER (done = total AND total > 0), sum(gained), sum(reviews),
        100 * sum(remembered) // nullif(sum(reviews), 0), count(*) FILTER (list_contains(risks, true)),
        count(*) FILTER (list_contains(risks, true) AND is_gone), count(*) FILTER (total = 0 AND percent = 100),
        count(*) FILTER (risks[1]), count(*) FILTER (risks[2]), count(*) FILTER (risks[3]) FROM numbers WHERE {where}
    """).fetchall()  # noqa: S608
    counted = group.learners, group.finished, group.gained, group.reviews, group.remembered_percent, group.at_risk
    assert (*counted, group.gone, group.nothing_required, *(group.with_risk(risk) for risk in RISKS)) == expected  # type: ignore[arg-type]


def test_every_number_about_all_and_about_each_group(
    found: Found, sql: duckdb.DuckDBPyConnection, question: Question
) -> None:
    report = overview(found, question)
    assert_group(report.everyone, sql, "true")
    assert len(report.groups) == 9
    for name, group in report.groups.items():
        assert_group(group, sql, f"team = '{name}'")


def overview(found: Found, question: Question) -> Overview:
    """Return the overview of what was found."""
    roadmap = roadmap_files.read(ROADMAP)
    return Overview(roadmap, question, found.cohort, lambda _: found.members, found.problems, found.missing)


def test_learners_at_risk_are_in_the_order_of_the_guide(
    found: Found, sql: duckdb.DuckDBPyConnection, question: Question
) -> None:
    listed = [member.name for member in overview(found, question).at_risk(1_000)]
    assert [(name,) for name in listed] == sql.sql("""
        SELECT name FROM numbers WHERE list_contains(risks, true)
        ORDER BY is_gone, last_active DESC NULLS FIRST, percent, name
    """).fetchall()


def test_every_number_about_every_step_and_topic(
    found: Found, sql: duckdb.DuckDBPyConnection, question: Question
) -> None:
    report = overview(found, question)
    for number, step in enumerate(report.steps):
        ((values,),) = sql.sql(f"SELECT list(percent ORDER BY percent) FROM steps WHERE step = {number}").fetchall()  # noqa: S608
        assert [*step.percents.quartiles.values()] == [values[-(-len(values) * n // 4) - 1] for n in (1, 2, 3)]
        assert sql.sql(f"""
            SELECT count(*) FILTER (furthest > {number}), count(*) FILTER (furthest = {number + 1} AND risks[2])
            FROM numbers
        """).fetchall() == [(step.reached, step.stopped)]  # noqa: S608
    topics = [(each.done, each.started, each.skipped, each.stuck) for each in report.topics]
    assert (
        topics
        == sql.sql("""
        SELECT count(*) FILTER (status = 'done'), count(*) FILTER (status = 'start'),
        count(*) FILTER (status = 'skip'), count(*) FILTER (is_stuck) FROM states GROUP BY place ORDER BY place
    """).fetchall()
    )
    assert any(topic.stuck for topic in report.topics)
    assert any(step.stopped for step in report.steps)
