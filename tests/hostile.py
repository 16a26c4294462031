"""Hostile texts, and a roadmap that has one in every text field."""

import re
from typing import Any

HOSTILE = {
    "escape": "\x1b[31mred\x1b[0m",
    "operating system command": "\x1b]52;c;ZXZpbA==\x07",
    "link": "\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\",
    "c1": "\x9b31m\x85",
    "bell, backspace, delete": "\x07\x08\x7f",
    "carriage return and newline": "over\rwritten\nline",
    "tab": "a\tb",
    "bidi": "\u202egnihtemos\u202c \u2066isolated\u2069",
    "zero width": "a\u200bb\ufeffc\u2060d",
    "markup": "[red]red[/red] [link=http://evil]x[/link] [/] [",
    "emoji code": ":bomb: :warning:",
}
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def roadmap_with(text: str) -> dict[str, Any]:
    link = {"title": text, "url": "https://example.org/x", "detail": text}
    question = {"ask": text, "answer": text}
    leaf = {"slug": "leaf", "title": text, "detail": text, "why": [text], "resources": [link], "questions": [question]}
    more = {"slug": "more", "title": f"more {text}", "requires": ["leaf"]}
    return {
        "format": 1,
        "id": "hostile",
        "version": text,
        "title": text,
        "demand": text,
        "audience": [text],
        "workflow": [text],
        "closing": [text],
        "links": [link],
        "role": {"title": text, "formula": text, "what_one_does": [text], "responsibilities": [text]},
        "author": {"name": text, "about": [text], "links": [link]},
        "steps": [{"slug": "one", "title": text, "why": [text], "resources": [link], "topics": [leaf, more]}],
    }
