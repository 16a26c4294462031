"""The progress as a small SVG badge for a README."""

from jinja2 import Environment

from genai_roadmap.report.report import Report
from genai_roadmap.text import printable

LABEL = "roadmap"
# The average width of a letter of Verdana at 11 pixels; textLength stretches the text to it.
LETTER_WIDTH = 6.6
PADDING = 10
COLORS = ((100, "#2da44e"), (50, "#4c8f2f"), (1, "#0969da"), (0, "#6e7781"))
BADGE = Environment(autoescape=True).from_string("""\
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


def badge(report: Report) -> str:
    """Return how many of the topics are done, as SVG."""
    count = report.count
    text = f"{count.done} of {count.total}"
    return BADGE.render(
        title=f"{printable(report.roadmap.title)}: {text} topics done, {count.percent}%",
        label=LABEL,
        text=text,
        label_width=round(len(LABEL) * LETTER_WIDTH) + PADDING,
        width=round(len(text) * LETTER_WIDTH) + PADDING,
        padding=PADDING,
        color=next(color for percent, color in COLORS if count.percent >= percent),
    )
