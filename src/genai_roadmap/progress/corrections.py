"""The marks that later ones correct: with the same action, but another day, grade or note."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence

from genai_roadmap.progress.change import MARKING, TICKING, Change


def corrected_days(changes: Sequence[Change], current_slug: Callable[[str], str] = str) -> dict[str, set[dt.date]]:
    """Return the days that count for the topics or resources of each corrected mark, by its id.

    The changes are effective, in order. A mark is corrected if each of its topics was marked again before its status
    changed; the last of these marks counts.
    """
    marks = [change for change in changes if change.action in {*MARKING, *TICKING}]
    last: dict[str, Change] = {}
    days: defaultdict[str, list[dt.date]] = defaultdict(list)
    for change in reversed(marks):
        for name in change.links or map(current_slug, change.topics):
            if name in last and last[name].action is change.action:
                days[change.id].append(last[name].day)
            else:
                last[name] = change
    return {each.id: {*days[each.id]} for each in marks if 0 < len(days[each.id]) == len(each.links or each.topics)}
