"""A journal as TOML."""

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap import files, journal
from genai_roadmap.progress import FORMAT, Progress
from genai_roadmap.statuses import STATUS_AFTER, Did

START = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
LATER = st.timedeltas(dt.timedelta(0), dt.timedelta(days=9999)) | st.integers(0, 10**9).map(
    lambda seconds: dt.timedelta(seconds=seconds)
)
TIMES = st.builds(lambda later, offset: (START + later).astimezone(dt.timezone(offset)), LATER, MINUTES)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2999, 1, 1))
IDS = st.text("abc019", min_size=1, max_size=3)
SLUGS = st.lists(st.text("ab-é ]", min_size=1, max_size=3), min_size=1, max_size=3)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9) | st.text('a"\\\n[]=', min_size=1)


def changes(number: int, did: Did) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {"id": st.just(f"c{number}"), "at": TIMES, "did": st.just(did)}
    optional: dict[str, st.SearchStrategy[Any]] = {"machine": IDS}
    if did in (Did.UNDO, Did.REDO):
        fields["change"] = IDS
    elif did is Did.GOAL:
        optional["goal"] = DATES
    else:
        fields["topics"] = SLUGS
        (fields if did is Did.NOTE else optional)["note"] = NOTES
        if did in STATUS_AFTER:
            optional |= {"known": st.booleans(), "on": DATES, "about": SLUGS}
    return st.fixed_dictionaries(fields, optional=optional)


def journals() -> st.SearchStrategy[Progress]:
    kinds = st.lists(st.sampled_from(Did), min_size=1, max_size=4)
    lists = kinds.flatmap(lambda dids: st.tuples(*(changes(number, did) for number, did in enumerate(dids))))
    return lists.map(lambda found: Progress.model_validate({"roadmap": "small", "changes": found}))


@given(journals())
def test_what_is_written_is_read_back(progress: Progress) -> None:
    data = files.parse_toml(Path("small.toml"), journal.dumped(progress), newest_format=FORMAT)
    assert Progress.model_validate(data) == progress
