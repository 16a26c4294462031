"""Render web pages without scripts, external resources or requests."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from genai_roadmap import __version__
from genai_roadmap.formats.code_spans import to_html
from genai_roadmap.report import wording
from genai_roadmap.text import printable

# The icon of a page: a ring of which the part that is done is filled.
ICON = Environment(autoescape=True).from_string("""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" stroke-width="7">\
<circle cx="16" cy="16" r="12" stroke="#9fb5ab"/><circle cx="16" cy="16" r="12" pathLength="100" stroke="#0d8a5f" \
stroke-dasharray="{{ percent }} 100" transform="rotate(-90 16 16)"/></g></svg>""")


def render(name: str, percent: int, **values: Any) -> str:
    """Return the page with the template and the stylesheet of this name, and a percentage as its icon."""
    environment = Environment(
        loader=PackageLoader("genai_roadmap", "formats"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["code"] = _with_code
    return environment.get_template(f"{name}.html.jinja").render(
        stylesheet=f"{name}.css",
        style_hash=_style_hash,
        icon=b64encode(ICON.render(percent=percent).encode()).decode(),
        wording=wording,
        version=__version__,
        **values,
    )


def _printable(value: object) -> object:
    """Return what the template writes for a value: its printable text, unless it is HTML of the template itself."""
    return value if hasattr(value, "__html__") else printable(str(value))


def _with_code(text: str) -> Markup:
    """Return a text as HTML in which code is an element."""
    return Markup(to_html(printable(text), lambda part: str(escape(part))))  # noqa: S704 - escaped


def _style_hash(style: str) -> str:
    """Return the hash by which a Content-Security-Policy allows an inline style."""
    return b64encode(sha256(style.encode()).digest()).decode()
