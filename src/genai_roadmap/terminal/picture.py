"""Pages as SVG pictures with a light and a dark theme."""

import io

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from genai_roadmap.report.forecast import Forecast
from genai_roadmap.report.history import History
from genai_roadmap.report.outlook import Outlook
from genai_roadmap.terminal.display import Display
from genai_roadmap.terminal.output import Page
from genai_roadmap.terminal.pages.overview import status

WIDTH = 84
HEIGHT = 40
# Black, red, green, yellow, blue, magenta, cyan, white; of the bright colors, only the first (gray) is used.
LIGHT_COLORS = [
    (36, 41, 47), (205, 49, 49), (26, 127, 74), (150, 110, 0), (36, 114, 200), (160, 60, 160), (17, 115, 145),
    (110, 118, 129),
]  # fmt: skip
DARK_COLORS = [
    (60, 64, 72), (240, 110, 110), (74, 178, 118), (210, 170, 60), (90, 160, 240), (200, 120, 200), (70, 175, 205),
    (229, 229, 229),
]  # fmt: skip
LIGHT = TerminalTheme((255, 255, 255), (36, 41, 47), LIGHT_COLORS, [(208, 212, 218), *LIGHT_COLORS[1:]])
DARK = TerminalTheme((24, 26, 31), (220, 223, 228), DARK_COLORS, [(74, 79, 88), *DARK_COLORS[1:]])
# Rich's own template loads a font from the network.
SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="page-title">
<title id="page-title">@TITLE</title>
<style>
text {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px }}
.paper {{ fill: @LIGHT_PAPER; stroke: @LIGHT_EDGE }}
.head {{ fill: @LIGHT_INK }}
{styles}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: @DARK_PAPER; stroke: @DARK_EDGE }}
.head {{ fill: @DARK_INK }}
/* Reverse video uses the text color as background. */
rect[fill="@LIGHT_INK"] {{ fill: @DARK_INK }}
@DARK_STYLES
}}
</style>
<defs>{lines}</defs>
<rect class="paper" x="0.5" y="0.5" width="99.9%" height="99.9%" rx="8"/><text class="head" x="9" y="28">$ @TITLE</text>
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}{matrix}</g>
</svg>
"""


def status_picture(history: History, forecast: Forecast | None, outlook: Outlook | None) -> str:
    """Return the page of `genai-roadmap status` as a picture."""
    return picture(
        status(history, forecast, outlook, None, (), Display(width=WIDTH, height=HEIGHT)), "genai-roadmap status"
    )


def picture(page: Page, title: str, width: int = WIDTH) -> str:
    """Return a page as a picture with a title."""
    console = Console(file=io.StringIO(), record=True, width=width, force_terminal=True, color_system="truecolor")
    console.print(page)
    # Both exports number the CSS classes in the same way: only the colors differ.
    dark = console.export_svg(theme=DARK, code_format="{styles}", unique_id="page", clear=False)
    template = SVG.replace("@TITLE", title).replace("@DARK_STYLES", dark.replace("{", "{{").replace("}", "}}"))
    for name, theme in (("LIGHT", LIGHT), ("DARK", DARK)):
        template = template.replace(f"@{name}_PAPER", theme.background_color.hex)
        template = template.replace(f"@{name}_EDGE", theme.ansi_colors[8].hex)
        template = template.replace(f"@{name}_INK", theme.foreground_color.hex)
    return console.export_svg(theme=LIGHT, code_format=template, unique_id="page")
