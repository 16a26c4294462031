"""The formats of exports."""

from enum import StrEnum


class Format(StrEnum):
    """A format of `export`."""

    JSON = "json"
    TOML = "toml"
    MARKDOWN = "md"
    CSV = "csv"
    HTML = "html"
    SVG = "svg"
