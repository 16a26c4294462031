import datetime as dt
import itertools

import pytest

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report import milestones
from genai_roadmap.report.outcome import Outcome, mark, revert
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap
from small import leaf, roadmap_data

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
NUMBERS = itertools.count()


def stamp() -> Stamp:
    return Stamp(NOW, f"m{next(NUMBERS)}", "here")


def last_outcome(roadmap: Roadmap, *commands: str) -> Outcome:
    """The outcome of the last of some commands, like "done a b"."""
    report, result = Report.of(roadmap, Progress(roadmap=roadmap.id)), None
    for command in commands:
        action, *items = command.split()
        if action in ("undo", "redo"):
            result = revert(report, Action(action), stamp())
        else:
            done = Mark(Action.DONE, known=True) if action == "known" else Mark(Action(action))
            result = mark(report, [*map(Finder(roadmap).find, items)], done, stamp())
        report = result.after
    assert result
    return result


def steps(count: int) -> Roadmap:
    """A roadmap with steps of one topic each, and an optional one."""
    found = [{"slug": f"s{n}x", "title": f"Title {n}", "topics": [leaf(f"t{n}x")]} for n in range(1, count + 1)]
    bonus = {"slug": "bonus", "title": "Bonus", "optional": True, "topics": [leaf("p")]}
    return parse_roadmap(roadmap_data(leaf("a")) | {"steps": [*found, bonus]})


@pytest.mark.parametrize(
    ("commands", "text"),
    [
        (["done a"], ""),
        (["done a", "done b"], "Step 1 complete: Basics. 1 of 3 steps."),
        (["skip a", "done basics"], "Step 1 complete: Basics (1 done, 1 skipped). 1 of 3 steps."),
        (["done a", "skip b"], "Step 1 finished, 1 skipped."),
        (["done basics", "skip tools"], "Roadmap finished, 6 skipped."),
        (["skip bonus", "done basics"], "Step 1 complete: Basics. 1 of 2 steps."),
        (["done bonus"], "Step 3 complete: Bonus. 1 of 3 steps."),
        (["done basics", "done basics"], ""),
        (["done basics", "done extra"], ""),
        (["done basics", "undo"], ""),
        (["done basics", "undo", "redo"], ""),
        (["reset a", "done basics", "reset a", "undo"], ""),
        (["done basics", "done tools"], "You finished the roadmap! 4 of 4 topics."),
        (["skip a", "done basics tools"], "You finished the roadmap! 3 done, 1 skipped."),
        (["done basics tools", "done bonus"], "Step 3 complete: Bonus. 3 of 3 steps."),
        (["done basics tools", "undo"], ""),
        (["skip basics tools"], ""),
    ],
)
def test_celebration(roadmap: Roadmap, commands: list[str], text: str) -> None:
    assert milestones.celebration(last_outcome(roadmap, *commands)) == text


def test_celebration_of_several_steps_names_a_few() -> None:
    roadmap = steps(12)
    many = "Steps 1, 2 and 4 complete. 3 of 13 steps, 25% of the roadmap."
    assert milestones.celebration(last_outcome(roadmap, "done 1 2")) == "Steps 1 and 2 complete. 2 of 13 steps."
    assert milestones.celebration(last_outcome(roadmap, "done 1 2 4")) == many
    most = "6 of 13 steps complete, 50% of the roadmap."
    assert milestones.celebration(last_outcome(roadmap, "done 1 2 3 4 5 6")) == most
    only = last_outcome(steps(1), "done 1")
    assert milestones.celebration(only) == "You finished the roadmap! 1 of 1 topic."


def test_a_quarter_that_was_known_is_not_celebrated() -> None:
    roadmap = steps(12)
    assert milestones.celebration(last_outcome(roadmap, "known 1 2 4")) == "Steps 1, 2 and 4 complete. 3 of 13 steps."


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (2, 3, "25% of the roadmap is done!"),
        (3, 4, ""),
        (5, 6, "50% of the roadmap is done!"),
        (8, 9, "75% of the roadmap is done!"),
        (1, 10, "83% of the roadmap is done!"),
    ],
)
def test_quarters_are_celebrated_once(before: int, after: int, text: str) -> None:
    roadmap = parse_roadmap(roadmap_data(*(leaf(f"t{n}x") for n in range(12))))
    slugs = [f"t{n}x" for n in range(12)]
    commands = [f"done {' '.join(slugs[:before])}", f"done {' '.join(slugs[before:after])}"]
    assert milestones.celebration(last_outcome(roadmap, *commands)) == text
    assert milestones.celebration(last_outcome(roadmap, *commands, "undo")) == ""
    assert milestones.celebration(last_outcome(roadmap, *commands, f"skip {slugs[11]}")) == ""


def counted(result: Outcome) -> list[tuple[str, list[str]]]:
    return [
        (milestones.counted_text(choice), [node.slug for node in choice.others])
        for choice in milestones.choices(result)
    ]


def test_done_says_which_alternative_it_counted(roadmap: Roadmap) -> None:
    assert counted(last_outcome(roadmap, "done tools")) == [("Counted Topic X (choose 1 of 3)", ["y", "z"])]
    assert counted(last_outcome(roadmap, "done z", "done tools")) == [("Counted Topic Z (choose 1 of 3)", ["x", "y"])]
    assert counted(last_outcome(roadmap, "skip y", "done tools")) == [("Counted Topic X (choose 1 of 3)", ["z"])]
    for command in ("done x", "done basics", "start tools", "skip tools"):
        assert counted(last_outcome(roadmap, command)) == []


def test_alternatives_may_have_topics() -> None:
    small = {**leaf("small"), "topics": [leaf("s1x"), leaf("s2x")]}
    large = {**leaf("large"), "topics": [{**leaf("inner"), "choose": 1, "topics": [leaf("l1x"), leaf("l2x")]}]}
    extra = {**leaf("extra"), "optional": True}
    choice = {**leaf("choice"), "choose": 1, "topics": [small, large, extra]}
    roadmap = parse_roadmap(roadmap_data(choice))
    assert counted(last_outcome(roadmap, "done 1")) == [("Counted Topic SMALL (choose 1 of 2)", ["large"])]
    inner = ("Counted Topic L1X (choose 1 of 2)", ["l2x"])
    assert counted(last_outcome(roadmap, "done large")) == [inner]


def test_unmet_prerequisites_of_started_topics(roadmap: Roadmap) -> None:
    def titles(*commands: str) -> list[str]:
        return [node.title for node in milestones.unmet_prerequisites(last_outcome(roadmap, *commands))]

    assert titles("start tools") == titles("start plain") == ["Basics"]
    assert titles("skip basics", "start tools") == titles("done basics", "start tools") == []
    assert titles("start a") == titles("done tools") == titles("start plain", "undo") == []


def test_prerequisites_started_by_the_same_command_are_not_missing() -> None:
    roadmap = parse_roadmap(roadmap_data(leaf("a"), {**leaf("b"), "requires": ["a"]}))
    result = last_outcome(roadmap, "start a b")
    assert result.changed == ("a", "b")
    assert milestones.unmet_prerequisites(result) == []
