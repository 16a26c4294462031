"""A sync that is killed anywhere loses nothing, and the next one finishes it."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from genai_roadmap.storage import files
from genai_roadmap.storage import git as git_program
from machines import ROADMAP, Machines


class Killed(BaseException):
    """Ends a run like SIGKILL, except that locks are released."""


def test_killed_before_each_call_of_git_and_each_write(machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def killing(function: Callable[..., Any], at: int) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= at:
                raise Killed
            return function(*arguments, **options)

        return call

    for at in range(1, 100):
        machines.save_roadmap("b", at)
        machines.ok("b", "note", "rnns", f"note {at}")
        machines.sync("b")
        machines.ok("a", "note", "cnns", f"note {at}")
        calls = 0
        with monkeypatch.context() as patch, contextlib.suppress(Killed):
            patch.setattr(git_program, "run", killing(git_program.run, at))
            patch.setattr(files, "replace", killing(files.replace, at))
            machines.sync("a")
        for name in "aba":
            machines.sync(name)
        assert machines.changes("a") == machines.changes("b")
        assert len(machines.changes("a")) == 2 * at
        assert machines.roadmap("a") == machines.roadmap("b") == ROADMAP.format(at)
        if calls < at:
            break
    else:
        pytest.fail("a sync never ended before the last call")
    assert at > 6


@pytest.mark.parametrize("write", [1, 2])
def test_an_init_that_is_killed_before_a_write_forgets_no_roadmap(
    with_folder: Machines, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    with_folder.save_roadmap("a", 1)
    for name in "ab":
        with_folder.sync(name)
    with_folder.save_roadmap("b", 2)
    with_folder.sync("b")
    replace, calls = files.replace, 0

    def killing(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == write:
            raise Killed
        return replace(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace", killing)
        with pytest.raises(Killed):
            with_folder.ok("a", "sync", "init", str(with_folder.folder / "other"))
    if write == 1:
        result = with_folder.sync("a")
        assert (result["received_roadmaps"], result["drafts"]) == (["mine"], {})
    else:
        assert with_folder.sync("a")["sent_roadmaps"] == ["mine"]
        assert (with_folder.folder / "other" / "roadmaps" / "mine.toml").read_text() == ROADMAP.format(1)
