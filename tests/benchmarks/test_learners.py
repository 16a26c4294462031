import csv
import datetime as dt
import random
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

import learners
from course import Course
from damage import DAMAGES, Damage
from genai_roadmap.errors import FileInvalidError
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Status
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.storage import journal_toml, roadmap_files
from learner_kinds import SMALL_GROUPS
from learners import File, Population

TODAY = dt.date(2026, 11, 27)
END = dt.datetime.combine(TODAY, dt.time(), dt.UTC)
POPULATION = Population(roadmap_files.bundled_file(), 1, TODAY, 0)
SCRIPT = Path(__file__).parents[2] / "benchmarks" / "learners.py"


@cache
def files() -> list[File]:
    """Return the files of 300 learners, none of them damaged."""
    return list(learners.files_of(POPULATION, 300, 1))


def parse(file: File) -> Progress:
    return journal_toml.parse(Path(file.name), file.content, "genai-engineer")


@cache
def reports() -> list[Report]:
    roadmap = roadmap_files.read(POPULATION.roadmap)
    return [Report.of(roadmap, parse(file)) for file in files()]


def test_files_have_no_problems() -> None:
    assert [problem for report in reports() for problem in report.problems(END)] == []
    assert all(report.progress.changes for report in reports())


def test_files_are_as_the_program_writes_them() -> None:
    for file in files()[:100]:
        # The reader of the program converts times in UTC to the local zone.
        progress = Progress.model_validate(tomllib.loads(file.content.decode()))
        assert journal_toml.dumps(progress) == file.content


def test_all_kinds_of_changes_occur() -> None:
    changes = [change for report in reports() for change in report.progress.changes]
    assert {change.action for change in changes} == {*Action}
    done = [change for change in changes if change.action is Action.DONE]
    assert any(change.known for change in done)
    assert any(change.on and change.on < change.at.date() for change in done)
    assert any(change.grade for change in done)
    assert any(change.about and change.note for change in done)
    assert any(change.replaces and change.note for change in changes)
    assert any(change.replaces and not change.note for change in changes)
    assert any(change.action is Action.GOAL and change.goal is None for change in changes)
    assert len({change.at.utcoffset() for change in changes}) > 8
    assert Counter(len({change.machine for change in report.progress.changes}) for report in reports()).keys() == {
        1,
        2,
        3,
    }


def test_undo_and_redo_name_the_changes_that_the_program_would_undo_and_redo() -> None:
    found = Counter[Action]()
    for report in reports()[:60]:
        changes = report.progress.changes
        for number, change in enumerate(changes):
            before = Progress.of("genai-engineer", changes[:number])
            stamp = Stamp(change.at, change.id, change.machine or "")
            if change.action in (Action.UNDO, Action.REDO):
                after, _ = before.undo(stamp) if change.action is Action.UNDO else before.redo(stamp)
                assert after.changes[-1] == change
                found[change.action] += 1
    assert min(found[Action.UNDO], found[Action.REDO]) > 10


def test_learners_differ() -> None:
    percents = [report.count.percent for report in reports()]
    assert percents.count(100) > 15
    assert sum(percent < 10 for percent in percents) > 30
    assert 60 <= mean(len(report.progress.changes) for report in reports()) <= 80
    assert 0.1 < mean(report.progress.has_reviews for report in reports()) < 0.3
    goals = [report.progress.goal for report in reports()]
    assert min(goals.count(None), sum(bool(goal and goal < TODAY) for goal in goals)) > 30
    assert any(report.progress.goal and report.count.percent == 100 for report in reports())


def test_many_learners_are_stuck_at_the_hard_topics() -> None:
    hard = Course.of(roadmap_files.read(POPULATION.roadmap)).hard
    started = Counter(leaf.slug for report in reports() for leaf in report.started() if leaf.status is Status.STARTED)
    assert {slug for slug, _ in started.most_common(10)} <= hard


def test_a_file_depends_only_on_the_number_and_the_seed() -> None:
    assert [learners.file_of(POPULATION, number) for number in (17, 3)] == [files()[16], files()[2]]
    assert learners.file_of(POPULATION._replace(seed=2), 17) != files()[16]


def test_learners_of_other_roadmaps(roadmap: Roadmap, tmp_path: Path) -> None:
    optional = roadmap.model_copy(update={"steps": roadmap.steps[2:3]})
    assert all(step.optional for step in optional.steps)
    for each in (roadmap, optional):
        path = tmp_path / f"{len(each.steps)}.toml"
        path.write_text(roadmap_files.dumps(each), encoding="utf-8")
        for file in learners.files_of(POPULATION._replace(roadmap=path), 50, 1):
            progress = journal_toml.parse(path, file.content, each.id)
            assert file.roadmap == each.id
            assert progress.changes
            assert Report.of(each, progress).problems(END) == []


def is_refused(file: File) -> bool:
    try:
        parse(file)
    except FileInvalidError:
        return True
    return False


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_refused(damage: Damage) -> None:
    for number, file in enumerate(files()[:20]):
        damaged = file._replace(content=damage(file.content, random.Random(number)))  # noqa: S311
        assert len(damaged.content) < 1_000_000
        assert is_refused(damaged)


def test_share_of_damaged_files() -> None:
    damaged = [*learners.files_of(POPULATION._replace(damaged=0.3), 60, 1)]
    assert 10 <= sum(file.is_damaged for file in damaged) <= 26
    assert all(is_refused(file) == file.is_damaged for file in damaged)
    unchanged = [file == expected for file, expected in zip(damaged, files(), strict=False)]
    assert unchanged == [not file.is_damaged for file in damaged]


@pytest.mark.parametrize("layout", ["flat", "folders", "zip"])
def test_layouts(layout: str, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "course"
    assert [*learners.LAYOUTS[layout](folder, files()[:3])] == files()[:3]
    if layout == "zip":
        with zipfile.ZipFile(f"{folder}.zip") as archive:
            archive.extractall(folder)
    name = "learner-00000{}/genai-engineer.toml" if layout == "folders" else "learner-00000{}.toml"
    assert [(folder / name.format(number)).read_bytes() for number in (1, 2, 3)] == [
        each.content for each in files()[:3]
    ]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 3


def test_two_groups_are_small() -> None:
    sizes = Counter(learners.group_of(1, number) for number in range(1, 2001))
    assert sorted(group for group, size in sizes.items() if group and size < 5) == sorted(SMALL_GROUPS)
    assert len(sizes) == 21
    assert 20 <= sizes.pop(None) <= 60
    assert max(sizes.values()) > 200


def test_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    command = [sys.executable, str(SCRIPT), str(folder), "--learners", "60", "--today", str(TODAY), "--damaged", "0"]
    shown = subprocess.run([*command, "--jobs", "2"], check=True, capture_output=True, text=True).stdout
    assert shown.startswith("60 learners (0 damaged) in ")
    assert [(folder / f"{file.name}.toml").read_bytes() for file in files()[:60]] == [
        file.content for file in files()[:60]
    ]
    with (tmp_path / "course-groups.csv").open(encoding="utf-8", newline="") as table:
        rows = [*csv.DictReader(table)]
    groups = {learners.name_of(number): learners.group_of(1, number) for number in range(1, 61)}
    assert {row["name"]: row["group"] for row in rows} == {name: group for name, group in groups.items() if group}
    again = subprocess.run(command, check=False, capture_output=True, text=True)
    assert again.returncode == 2
    assert "already exists" in again.stderr
