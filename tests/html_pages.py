"""Helpers for tests of web pages: progress to show, an HTML parser, and a browser."""

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

import html5lib

from genai_roadmap.progress.change import Stamp
from genai_roadmap.progress.journal import Progress
from genai_roadmap.progress.status import Action, Mark
from genai_roadmap.roadmap.models import Roadmap

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
HOSTILE = (
    "<script>window.taken = true</script>",
    '"onload=alert(1) x="',
    "' onfocus=alert(1) autofocus x='",
    "a & b &amp; c &lt;",
    "]]></style></title><img src=https://example.org/x>",
    "{{ 7 * 7 }}{% raw %}",
    "\x1b[31mred \u202eturned \u200bnothing",
    "W" * 400,
)


def progress_with(
    roadmap: Roadmap,
    marks: Iterable[tuple[int, Action, str]],
    *,
    note: str | None = None,
    goal: dt.date | None = None,
) -> Progress:
    """Return progress with marks that were made a number of days before NOON."""
    progress = Progress(roadmap=roadmap.id)
    for number, (days, action, slug) in enumerate(sorted(marks, key=lambda mark: -mark[0])):
        stamp = Stamp(NOON - dt.timedelta(days=days), f"m{number}", "here")
        progress = progress.mark(Mark(action, note=note), (slug,), stamp)
    return progress.set_goal(goal, Stamp(NOON, "goal", "here")) if goal else progress


def parsed(text: str) -> Element:
    """Return the page as parsed by an HTML parser that rejects invalid HTML."""
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tree


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def find_all(tree: Element, name: str, **attributes: str) -> list[Element]:
    elements = (element for element in tree.iter() if str(element.tag).rpartition("}")[2] == name)
    return [element for element in elements if attributes.items() <= element.attrib.items()]


def assert_is_safe(text: str) -> None:
    """Assert that a page runs no scripts, loads nothing, and allows only its own style."""
    tree = parsed(text)
    assert not find_all(tree, "script") + find_all(tree, "img")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    assert not [element for element in tree.iter() if {"src", "srcset", "data", "action", "poster"} & {*element.attrib}]
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    [meta] = find_all(tree, "meta", **{"http-equiv": "Content-Security-Policy"})
    assert meta.get("content") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|src=|xlink", style)


class Shown:
    """A page in a browser, with its console messages and requests."""

    def __init__(self, context: "BrowserContext", address: str) -> None:
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)


def assert_is_accessible(browser: "Browser", address: str, scheme: Any, width: int) -> None:
    """Assert that a browser shows a page in a color scheme without complaints, requests, and accessibility problems."""
    from axe_playwright_python.sync_playwright import Axe

    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        shown = Shown(context, address)
        assert shown.complaints == []
        assert shown.requests == [address]
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width, "no horizontal scrolling"
        assert shown.page.evaluate("window.taken") is None
        dark = (
            sum(map(int, re.findall(r"\d+", shown.page.evaluate("getComputedStyle(document.body).backgroundColor"))))
            < 384
        )
        assert dark is (scheme == "dark"), "the style is allowed"
        assert Axe().run(shown.page).generate_snapshot() == ""


def has_visible_focus(target: "Locator") -> bool:
    return bool(
        target.evaluate(
            """element => {
              const style = getComputedStyle(element), box = element.getBoundingClientRect()
              return document.activeElement === element && style.outlineStyle === "solid"
                && parseFloat(style.outlineWidth) >= 2 && box.top >= 0 && box.bottom < innerHeight + 1 && box.left >= 0
            }"""
        )
    )
