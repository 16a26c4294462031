"""Draws the pictures of `genai-roadmap status` and `ui` in the README: python docs/picture.py."""

import asyncio
import datetime as dt
import io
import os
import tempfile
from pathlib import Path
from unittest import mock

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from genai_roadmap import catalogue, forecast, render, store
from genai_roadmap.look import Look
from genai_roadmap.marking import mark
from genai_roadmap.progress import Did, Mark, Progress, Stamp
from genai_roadmap.report import Report
from genai_roadmap.tui import Study, View

HERE = Path(__file__).parent
WIDTH = 84
SIZE = (104, 30)
KEYS = ["down"] * 3 + ["right", "down", "down", "right", "up", "right", "up"]
NOW = dt.datetime(2026, 3, 14, 18, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
MARKS = [
    (30, Did.DONE, ["step-1"]),
    (20, Did.DONE, ["linear-algebra", "javascript"]),
    (12, Did.DONE, ["probability-and-statistics"]),
    (6, Did.START, ["attention-mechanisms"]),
    (5, Did.SKIP, ["kubeflow"]),
    (2, Did.DONE, ["gradient-descent", "supervised-learning"]),
    (1, Did.DONE, ["convex-optimization", "clustering"]),
    (0, Did.DONE, ["neural-networks"]),
]
COLORS = [(205, 49, 49), (26, 140, 80), (150, 110, 0), (36, 114, 200), (160, 60, 160), (17, 130, 165)]
THEMES = {
    "dark": TerminalTheme((24, 26, 31), (220, 223, 228), [(60, 64, 72), *COLORS, (229, 229, 229)], [(74, 79, 88)] * 8),
    "light": TerminalTheme(
        (255, 255, 255), (36, 41, 47), [(36, 41, 47), *COLORS, (200, 200, 200)], [(208, 212, 218)] * 8
    ),
}
# Rich's own template fetches a font from outside; a picture should need nothing.
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>genai-roadmap {unique_id}</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def learned() -> Report:
    """The bundled roadmap after a few weeks."""
    roadmap = catalogue.load(catalogue.BUNDLED)
    report = Report.of(roadmap, Progress(roadmap=roadmap.id))
    for number, (days, did, items) in enumerate(MARKS):
        stamp = Stamp(NOW - dt.timedelta(days=days), f"mark{number}", "picture")
        progress, _ = mark(report, [roadmap.find(item) for item in items], Mark(did), stamp)
        report = Report.of(roadmap, progress)
    return report


def drawn(page: object, width: int, theme: TerminalTheme, name: str) -> str:
    """A page as SVG."""
    console = Console(file=io.StringIO(), record=True, width=width, force_terminal=True, color_system="truecolor")
    console.print(page)
    return console.export_svg(title="", theme=theme, code_format=SVG, unique_id=name)


def status(theme: TerminalTheme) -> str:
    """The status."""
    report = learned()
    trend = forecast.trend(report.progress, report.done(), NOW.date())
    page = render.status(report, report.suggestions(NOW), trend, Look(width=WIDTH), NOW)
    return drawn(page, WIDTH, theme, "status")


def ui(theme: TerminalTheme) -> str:
    """The full-screen view, a few keys later."""

    async def page() -> object:
        view = View(Study(learned(), lambda: NOW), Look())
        async with view.run_test(size=SIZE) as pilot:
            await pilot.press(*KEYS)
            return view.screen._compositor.render_update(full=True)  # noqa: SLF001 - what a terminal would get

    with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, GENAI_ROADMAP_HOME=home):
        store.update(catalogue.BUNDLED, lambda _: (learned().progress, None), NOW)
        return drawn(asyncio.run(page()), SIZE[0], theme, "ui")


PICTURES = {"status": status, "ui": ui}

if __name__ == "__main__":
    for theme_name, colors in THEMES.items():
        for name, picture in PICTURES.items():
            (HERE / f"{name}-{theme_name}.svg").write_text(picture(colors), encoding="utf-8")
