"""The progress as a small SVG badge for a README."""

from unicodedata import combining, east_asian_width

from jinja2 import Environment

from genai_roadmap.report import wording
from genai_roadmap.report.report import Report
from genai_roadmap.text import printable

LABEL = "roadmap"
# The width in Verdana at 11 pixels of most characters, of narrow ones and of wide ones; textLength corrects the rest.
WIDTH, NARROW_WIDTH, WIDE_WIDTH = 7, 4, 11
NARROW, WIDE = frozenset(" !'(),./:;I[]fijlrt|"), frozenset("%@MWmw")
PADDING = 10
# White text on each has a contrast of at least 4.5.
COLORS = ((100, "#1a7f37"), (50, "#3f7a26"), (1, "#0969da"), (0, "#656d76"))
BADGE = Environment(autoescape=True, keep_trailing_newline=True).from_string("""\
<svg xmlns="http://www.w3.org/2000/svg" width="{{ label_width + width }}" height="20" role="img" \
aria-labelledby="title">
<title id="title">{{ title }}</title>
<clipPath id="edge"><rect width="{{ label_width + width }}" height="20" rx="3"/></clipPath>
<g clip-path="url(#edge)"><rect width="{{ label_width }}" height="20" fill="#444c56"/>
<rect x="{{ label_width }}" width="{{ width }}" height="20" fill="{{ color }}"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle">
<text x="{{ label_width / 2 }}" y="14" textLength="{{ label_width - padding }}">{{ label }}</text>
<text x="{{ label_width + width / 2 }}" y="14" textLength="{{ width - padding }}">{{ text }}</text></g>
</svg>
""")


def badge(report: Report, label: str | None = None) -> str:
    """Return the percentage done as SVG, after a label."""
    label, text = printable(LABEL if label is None else label), f"{report.count.percent}%"
    return BADGE.render(
        title=f"{label}: {text} ({wording.done_text(report.count)})",
        label=label,
        text=text,
        label_width=_width(label) + PADDING,
        width=_width(text) + PADDING,
        padding=PADDING,
        color=next(color for percent, color in COLORS if report.count.percent >= percent),
    )


def _width(text: str) -> int:
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if character in NARROW or combining(character):
        return NARROW_WIDTH if character in NARROW else 0
    return WIDE_WIDTH if character in WIDE or east_asian_width(character) in {"F", "W"} else WIDTH
