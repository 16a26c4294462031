"""Journals as TOML."""

import datetime as dt
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from genai_roadmap.progress.change import TICKING
from genai_roadmap.progress.journal import FORMAT, Progress
from genai_roadmap.progress.status import Action, Grade
from genai_roadmap.roadmap.models import URL_PATTERN
from genai_roadmap.storage import journal_toml, toml

START = dt.datetime(1999, 1, 1, tzinfo=dt.UTC)
MINUTES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timedelta(minutes=minutes))
LATER = st.timedeltas(dt.timedelta(0), dt.timedelta(days=9999)) | st.integers(0, 10**9).map(
    lambda seconds: dt.timedelta(seconds=seconds)
)
TIMES = st.builds(lambda later, offset: (START + later).astimezone(dt.timezone(offset)), LATER, MINUTES)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2999, 1, 1))
IDS = st.text("abc019", min_size=1, max_size=3)
SLUGS = st.lists(st.text("ab-é ]", min_size=1, max_size=3), min_size=1, max_size=3)
URLS = st.from_regex(URL_PATTERN, fullmatch=True, alphabet=st.characters(codec="ascii")).filter(
    lambda url: len(url) <= 2000
)
NOTES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9) | st.text('a"\\\n[]=', min_size=1)


def changes(number: int, action: Action) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {"id": st.just(f"c{number}"), "at": TIMES, "did": st.just(action)}
    optional: dict[str, st.SearchStrategy[Any]] = {"machine": IDS}
    if action in (Action.UNDO, Action.REDO):
        fields["change"] = IDS
    elif action is Action.GOAL:
        optional["goal"] = DATES
    elif action is Action.IMPORT:
        fields |= dict.fromkeys(("roadmap_before", "roadmap_after"), st.text("0f", min_size=64, max_size=64))
        optional["changes"] = st.lists(IDS, max_size=3)
    elif action is Action.RESTORE:
        fields["changes"] = st.lists(IDS, min_size=1, max_size=3)
    elif action in TICKING:
        fields["link"] = URLS | st.lists(URLS, min_size=1, max_size=3)
        optional |= {"known": st.booleans(), "on": DATES}
    else:
        fields["topics"] = SLUGS
        (fields if action is Action.NOTE else optional)["note"] = NOTES
        if action is Action.NOTE:
            optional["replaces"] = IDS
        else:
            optional |= {"known": st.booleans(), "on": DATES, "about": SLUGS}
        (fields if action is Action.REVIEW else optional)["grade"] = st.sampled_from(Grade)
    return st.fixed_dictionaries(fields, optional=optional)


def journals() -> st.SearchStrategy[Progress]:
    kinds = st.lists(st.sampled_from(Action), min_size=1, max_size=4)
    lists = kinds.flatmap(
        lambda actions: st.tuples(*(changes(number, action) for number, action in enumerate(actions)))
    )
    return lists.map(lambda found: Progress.model_validate({"roadmap": "small", "changes": found}))


@given(journals())
def test_round_trip(progress: Progress) -> None:
    data = toml.parse_toml(Path("small.toml"), journal_toml.dumps(progress), newest_format=FORMAT)
    assert Progress.model_validate(data) == progress


def test_single_link_is_no_array() -> None:
    change = {"id": "a", "at": START, "did": "read", "link": ["https://example.org"]}
    one, two = (
        journal_toml.dumps(Progress.model_validate({"roadmap": "small", "changes": [{**change, "link": links}]}))
        for links in (["https://example.org"], ["https://example.org", "https://example.com"])
    )
    assert b'did = "read"\nlink = "https://example.org"\n' in one
    assert b'link = [\n    "https://example.org",\n    "https://example.com",\n]\n' in two
