"""Restoring a backup that was previewed."""

import datetime as dt

import pytest

from genai_roadmap.app import restoring
from genai_roadmap.app.session import Session
from genai_roadmap.errors import RequestError
from support import Program


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_file_that_changed_since_the_preview_is_not_overwritten(program: Program, is_damaged: bool) -> None:  # noqa: FBT001
    program("done", "cnns")
    program("done", "rnns")
    session = Session(None, lambda: dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC), lambda _warning: None)
    good = session.progress_file.read_bytes()
    if is_damaged:
        session.progress_file.write_bytes(b"damaged")
    preview = restoring.preview(session, 2)
    session.progress_file.write_bytes(good)
    program("note", "cnns", "meanwhile")
    with pytest.raises(RequestError, match="has changed since then"):
        restoring.restore(session, preview)
    assert len(program("log", "--json").json["changes"]) == 3
