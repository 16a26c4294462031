"""The most important numbers about a group of learners, as text."""

from collections.abc import Iterator

from genai_roadmap.report import wording
from genai_roadmap.report.cohort import GONE_DAYS, SILENT_DAYS, Histogram, Risk
from genai_roadmap.report.cohort_groups import GroupNumbers, StepNumbers
from genai_roadmap.report.cohort_overview import MIN_GROUP, Member, Overview
from genai_roadmap.text import shortlist

RISK_TEXTS = {
    Risk.NOT_STARTED: "no topic started or done",
    Risk.SILENT: f"no activity for more than {SILENT_DAYS} days",
    Risk.BEHIND: "too slow for the goal",
}
NOT_LISTED = f"Not listed, because there are fewer than {MIN_GROUP} learners."


def facts(overview: Overview) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each number."""
    everyone, question = overview.everyone, overview.question
    yield "Learners", wording.plural(everyone.learners, "learner")
    if everyone.learners:
        yield "Progress", quartiles_text(everyone.percents)
        yield "Finished", _learners_text(everyone.finished, everyone)
        yield "At risk", _risk_text(everyone)
    if everyone.paces.values:
        yield "Pace", _pace_text(everyone)
    if question.goal:
        yield "Goal", f"{wording.day_text(question.goal)}, for all learners"
    if question.since:
        yield f"Since {wording.day_text(question.since)}", f"{wording.topics_text(everyone.gained)} done"
    if everyone.reviews:
        yield "Reviews", f"{everyone.reviews:,}, {everyone.remembered_percent}% remembered"
    yield from _files(overview)


def member_facts(member: Member, overview: Overview) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of what a teacher wants to know of a learner; an empty text is not known."""
    numbers, question = member.numbers, overview.question
    yield "Last active", wording.day_text(numbers.last_active) if numbers.last_active else "never"
    yield "At risk", ", ".join(f"{risk} ({RISK_TEXTS[risk]})" for risk in numbers.risks) or "no"
    yield "Stuck in", ", ".join(f"{item.number} {item.title}" for item in overview.stuck_topics(numbers))
    yield "Finished on", wording.day_text(numbers.finished_on) if numbers.finished_on else ""
    yield "Skipped", wording.topics_text(numbers.skipped) if numbers.skipped else ""
    pace = numbers.topics_per_week
    yield "Pace", "" if pace is None else f"{wording.per_week(pace)} per week"
    if question.since:
        yield f"Since {wording.day_text(question.since)}", f"{wording.topics_text(numbers.gained)} done"


def _files(overview: Overview) -> Iterator[tuple[str, str]]:
    if overview.merged:
        yield "Merged", f"{wording.plural(overview.merged, 'learner')} with several files"
    if overview.missing:
        yield "No file", wording.plural(len(overview.missing), "learner")
    if overview.problems:
        yield "Problems", problems_text(overview)


def problems_text(overview: Overview) -> str:
    """Return how many files can't be used, with the name of the file if there is only one."""
    name = overview.problems[0].name if len(overview.problems) == 1 and not overview.is_anonymous else ""
    return f"{wording.plural(len(overview.problems), 'file')} can't be used{f': {name}' if name else ''}"


def _learners_text(number: int, everyone: GroupNumbers) -> str:
    return f"{wording.plural(number, 'learner')}, {wording.share_text(number, everyone.learners)}"


def _risk_text(everyone: GroupNumbers) -> str:
    if not everyone.may_rank:
        return _learners_text(everyone.at_risk, everyone)
    numbers = [(risk, number) for risk in Risk if (number := everyone.with_risk(risk))]
    reasons = [f"{number:,} {risk}" for risk, number in numbers]
    text = f"{_learners_text(everyone.at_risk, everyone)}{': ' if reasons else ''}{', '.join(reasons)}"
    # Nobody is both silent and not started, but those who are behind may be either.
    both = sum(number for _, number in numbers) - everyone.at_risk
    others = " or ".join(risk for risk, _ in numbers if risk != Risk.BEHIND)
    return f"{text} ({both:,} of them also {others})" if both else text


def quartiles_text(percents: Histogram) -> str:
    """Return the median of percentages, and the range of the middle 50%."""
    low, middle, high = percents.quartiles.values()
    return f"median {middle}%, middle 50%: {low}% to {high}%"


def _pace_text(everyone: GroupNumbers) -> str:
    """Return the quartiles of the pace, of the learners who have one."""
    low, middle, high = everyone.pace_quartiles.values()
    learners = wording.plural(sum(everyone.paces.numbers), "learner")
    ends = f"{wording.number(low)} to {wording.number(high)}"
    return f"median {wording.per_week(middle)} per week, middle 50%: {ends} ({learners})"


def nothing_required_text(everyone: GroupNumbers) -> str:
    """Return how many learners are in no column of the histogram; empty if all are in one."""
    learners = wording.plural(everyone.nothing_required, "learner")
    return f" Without {learners} who skipped all required topics." if everyone.nothing_required else ""


def gone_text(everyone: GroupNumbers, listed: int) -> str:
    """Return how many of the learners at risk after the first `listed` ones are gone; empty if none are."""
    if not everyone.gone:
        return ""
    count = min(everyone.gone, everyone.at_risk - listed)
    verb = "was" if count == 1 else "were"
    return f" {count:,} of them {verb} last active more than {GONE_DAYS} days ago." if count > 0 else ""


def most_stopped_text(steps: list[StepNumbers]) -> str:
    """Return in which step most learners stopped."""
    most = max(steps, key=lambda step: step.stopped or 0)
    if not most.stopped:
        return "Nobody stopped."
    reached = wording.plural(most.reached, "learner")
    share = wording.share_text(most.stopped, most.reached)
    return f"Most stopped in step {most.item.number}: {most.stopped:,} of the {reached} who reached it, {share}."


def unknown_text(everyone: GroupNumbers) -> str:
    """Return how many learners have marked topics that the roadmap doesn't have; empty if none have."""
    learners, have = wording.plural(everyone.unknown, "learner"), "has" if everyone.unknown == 1 else "have"
    text = f"{learners} {have} marked topics that this version of the roadmap doesn't have; update the roadmap"
    return text if everyone.unknown else ""


def missing_text(overview: Overview) -> str:
    """Return how many learners of groups have no file, with the first names."""
    return f"{wording.plural(len(overview.missing), 'learner')} without a file: {shortlist(overview.missing)}"


def hidden_text(overview: Overview) -> str:
    """Return how many groups are not shown, and why; empty if all are."""
    count = len(overview.hidden_groups)
    verb = "is" if count == 1 else "are"
    reason = f"to hide the numbers of fewer than {MIN_GROUP} learners"
    return f"{wording.plural(count, 'group')} {verb} not shown, {reason}." if count else ""
