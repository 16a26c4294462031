"""The most important numbers about a group of learners, as text."""

from collections.abc import Iterator

from genai_roadmap.report import wording
from genai_roadmap.report.cohort import SILENT_DAYS, Histogram, Risk
from genai_roadmap.report.cohort_overview import GroupNumbers, Overview

TENTHS = 10
RISK_TEXTS = {
    Risk.NOT_STARTED: "no topic started or done",
    Risk.SILENT: f"no activity for more than {SILENT_DAYS} days",
    Risk.BEHIND: "too slow for the goal",
}


def facts(overview: Overview) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each number."""
    everyone, question = overview.everyone, overview.question
    yield "Learners", wording.counted(everyone.learners, "learner")
    if everyone.learners:
        yield "Progress", quartiles_text(everyone.percents, "%")
        yield "Finished", _learners_text(everyone.finished, everyone)
        yield from _risks(everyone)
    if everyone.paces.values:
        yield "Pace", pace_text(everyone.paces)
    if question.goal:
        yield "Goal", f"{wording.day_text(question.goal)}, for all learners"
    if question.since:
        yield f"Since {wording.day_text(question.since)}", f"{wording.counted(everyone.gained, 'topic')} done"
    if everyone.reviews:
        yield "Reviews", f"{everyone.reviews:,}, {everyone.remembered_percent}% remembered"
    yield from _files(overview)


def _risks(everyone: GroupNumbers) -> Iterator[tuple[str, str]]:
    yield "At risk", _learners_text(everyone.at_risk, everyone)
    for risk in Risk:
        if number := everyone.with_risk(risk):
            yield risk.capitalize(), f"{_learners_text(number, everyone)}: {RISK_TEXTS[risk]}"


def _files(overview: Overview) -> Iterator[tuple[str, str]]:
    if overview.merged:
        yield "Merged", f"{wording.counted(overview.merged, 'learner')} with several files"
    if overview.missing:
        yield "No file", wording.counted(len(overview.missing), "learner")
    if overview.problems:
        yield "Problems", f"{wording.counted(len(overview.problems), 'file')} can't be used"


def _learners_text(number: int, everyone: GroupNumbers) -> str:
    return f"{wording.counted(number, 'learner')}, {wording.share_text(number, everyone.learners)}"


def quartiles_text(values: Histogram, unit: str) -> str:
    """Return the median and the range of the middle half; empty without values."""
    if not values.values:
        return ""
    low, middle, high = values.quartiles.values()
    return f"median {middle}{unit}, middle half {low}{unit} to {high}{unit}"


def pace_text(paces: Histogram) -> str:
    """Return the quartiles of the pace, of the learners who have one."""
    low, middle, high = (wording.number(tenths / TENTHS) for tenths in paces.quartiles.values())
    learners = wording.counted(sum(paces.numbers), "learner")
    return f"median {middle} topics per week, middle half {low} to {high} ({learners})"
