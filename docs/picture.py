"""Draw the pictures of `genai-roadmap status` and `ui` in the README: python docs/picture.py."""

import asyncio
import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unittest import mock

from genai_roadmap.app.session import Session
from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.report.history import History
from genai_roadmap.report.outcome import mark
from genai_roadmap.report.report import Report
from genai_roadmap.roadmap.lookup import Finder
from genai_roadmap.storage import progress_files, roadmap_files
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.picture import picture, status_picture
from genai_roadmap.tui.fullscreen import FullScreenView

if TYPE_CHECKING:
    from genai_roadmap.terminal.output import Page

HERE = Path(__file__).parent
SIZE = (104, 30)
KEYS = ["down"] * 3 + ["right", "down", "down", "right", "up", "right", "up"]
NOW = dt.datetime(2026, 3, 14, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MARKS = [
    (30, Action.DONE, ["step-1"]),
    (20, Action.DONE, ["linear-algebra", "javascript"]),
    (12, Action.DONE, ["probability-and-statistics"]),
    (6, Action.START, ["attention-mechanisms"]),
    (5, Action.SKIP, ["kubeflow"]),
    (2, Action.DONE, ["gradient-descent", "supervised-learning"]),
    (1, Action.DONE, ["convex-optimization", "clustering"]),
    (0, Action.DONE, ["neural-networks"]),
]


def learned() -> Report:
    """Return the report on the bundled roadmap after a few weeks."""
    roadmap = roadmap_files.read(roadmap_files.bundled_file())
    report, finder = Report.of(roadmap, Progress(roadmap=roadmap.id)), Finder(roadmap)
    for number, (days, action, items) in enumerate(MARKS):
        stamp = Stamp(NOW - dt.timedelta(days=days), f"mark{number}", "picture")
        report = mark(report, [finder.find(item) for item in items], Mark(action), stamp).after
    return report


def status() -> str:
    """Return the picture of the status."""
    report = learned()
    return status_picture(History(report, NOW.date()), None, None)


def ui() -> str:
    """Return the picture of the full-screen view after some keys."""

    async def page() -> object:
        view = FullScreenView(Session(None, lambda: NOW), Display())
        async with view.run_test(size=SIZE) as pilot:
            await pilot.press(*KEYS)
            return view.screen._compositor.render_update(full=True)  # noqa: SLF001 - the output to a terminal

    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, GENAI_ROADMAP_HOME=home):
        with progress_files.lock(roadmap_files.BUNDLED) as file:
            file.write(learned().progress, NOW)
        return picture(cast("Page", asyncio.run(page())), "genai-roadmap ui", SIZE[0])


PICTURES = {"status": status, "ui": ui}

if __name__ == "__main__":
    for name, drawn in PICTURES.items():
        (HERE / f"{name}.svg").write_text(drawn(), encoding="utf-8")
