"""The formats of `export`."""

from enum import StrEnum


class Format(StrEnum):
    """A format of `export`, with the name that the command accepts."""

    JSON = "json"
    TOML = "toml"
    MARKDOWN = "md"
    CSV = "csv"
    HTML = "html"
    SVG = "svg"
    BADGE = "badge"
    ANKI = "anki"
    QUESTIONS = "questions"
