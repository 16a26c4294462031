"""A small roadmap with one item of each kind."""

from typing import Any

from genai_roadmap.roadmap.models import Roadmap
from genai_roadmap.roadmap.validation import parse_roadmap


def small_roadmap() -> Roadmap:
    return parse_roadmap(
        {
            "format": 1,
            "id": "small",
            "version": "1",
            "title": "Small",
            "steps": [
                {"slug": "basics", "title": "Basics", "topics": [leaf("a"), leaf("b")], "resources": [link("one")]},
                {
                    "slug": "tools",
                    "title": "Tools",
                    "requires": ["basics"],
                    "formerly": ["old-tools"],
                    "topics": [
                        {**leaf("choice"), "choose": 1, "topics": [leaf("x"), leaf("y"), leaf("z")]},
                        {**leaf("extra"), "optional": True, "topics": [leaf("e"), leaf("f")]},
                        {**leaf("plain"), "formerly": ["old-plain"], "resources": [link("two"), link("three")]},
                    ],
                },
                {"slug": "bonus", "title": "Bonus", "optional": True, "topics": [leaf("p"), leaf("q")]},
            ],
        }
    )


def leaf(slug: str) -> dict[str, Any]:
    return {"slug": slug, "title": f"Topic {slug.upper()}"}


def link(name: str) -> dict[str, str]:
    return {"title": name.title(), "url": f"https://example.org/{name}"}


def roadmap_data(*topics: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the data of a roadmap with one step."""
    step = {"slug": "one", "title": "One", "topics": list(topics) or [{"slug": "a", "title": "A"}]}
    return {"format": 1, "id": "test", "version": "1", "title": "Test", "steps": [step], **more}


OWN = """
format = 1
id = "own"
version = "1"
title = "My own"
[[steps]]
slug = "one"
title = "One"
topics = [{ slug = "a", title = "A" }]
"""
