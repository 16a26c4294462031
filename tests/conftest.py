"""What the tests share: a home of their own, a small roadmap, and the program as a function."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from genai_roadmap.cli import app
from genai_roadmap.roadmap import Roadmap
from small import small_roadmap

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@dataclass(frozen=True)
class Run:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, in a zone where the day changes at another hour than in UTC."""
    for name in ("NO_COLOR", "FORCE_COLOR", "ACCESSIBLE", "EDITOR", "VISUAL", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GENAI_ROADMAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    if hasattr(time, "tzset"):
        time.tzset()
    return tmp_path / "home"


@pytest.fixture
def program() -> Program:
    """The program, run in this process."""

    def run(*arguments: str, **options: Any) -> Run:
        result = CliRunner().invoke(app, arguments, **options)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def roadmap() -> Roadmap:
    """One step of each kind: plain, with an optional group and a choice, optional itself, requiring another."""
    return small_roadmap()


def environment(**changes: str) -> dict[str, str]:
    """The environment for a program of its own."""
    return {**os.environ, **changes}
