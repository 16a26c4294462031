"""Find the step or topic that a learner means."""

import unicodedata
from collections.abc import Iterator
from functools import cached_property

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.models import NUMBER, NumberedItem, Roadmap

MAX_CANDIDATES = 8


class Finder:
    """Finds the items of one roadmap by what a learner typed."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap

    def find(self, text: str) -> NumberedItem:
        """Return the item with this position, slug or path, or the one whose slug or title starts with or contains it.

        Raises RequestError with the candidates if several match, and with the nearest spellings if none does.
        """
        for candidates in self._matches(text.strip().casefold()):
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                raise RequestError(_ambiguity(text, candidates))
        raise RequestError(self._not_found(text))

    def _matches(self, text: str) -> Iterator[list[NumberedItem]]:
        """Yield the items that match, from the strictest rule to the loosest."""
        yield self._with_position(text)
        folded = fold(text)
        if not folded or NUMBER.fullmatch(text):
            # A position that does not exist must not match a title that contains its number.
            return
        yield self._with_slug(text)
        yield self._with_path(text)
        yield [item for names, item in self._names if folded in names]
        yield [item for names, item in self._names if any(name.startswith(folded) for name in names)]
        yield [item for names, item in self._names if any(folded in name for name in names)]

    @cached_property
    def _by_number(self) -> dict[str, NumberedItem]:
        return {item.number: item for item in self._roadmap.all_items}

    @cached_property
    def _names(self) -> list[tuple[tuple[str, str], NumberedItem]]:
        """Each item with its slug and its title, folded."""
        return [((item.slug.replace("-", " "), fold(item.title)), item) for item in self._roadmap.all_items]

    def _with_position(self, text: str) -> list[NumberedItem]:
        item = self._by_number.get(_position(text))
        return [item] if item else []

    def _with_slug(self, slug: str) -> list[NumberedItem]:
        item = self._roadmap.item_with_slug(slug)
        return [item] if item else []

    def _with_path(self, text: str) -> list[NumberedItem]:
        """Return the item at the end of a path, in which each part is an ancestor of the next one."""
        start, *rest = text.split(".")
        found = self._with_position(start) or self._with_slug(start)
        for part in rest:
            found = [item for item in self._with_slug(part) if found and found[0] in item.ancestors]
        return found if rest else []

    def _not_found(self, text: str) -> str:
        if position := _position(text.strip().casefold()):
            return f"nothing stands at {position}; {self._positions_below(position.rpartition('.')[0])}"
        # Slow to import, and needed only after a typing error.
        from difflib import get_close_matches

        items = {name: item for names, item in self._names for name in names}
        near = dict.fromkeys(items[name].slug for name in get_close_matches(fold(text), items, n=3, cutoff=0.5))
        hint = f"did you mean {' or '.join(near)}?" if near else "`genai-roadmap list --all` shows every item"
        return f"no item is called {text!r}; {hint}"

    def _positions_below(self, number: str) -> str:
        """Say which positions there are below this one, or which steps if there is none with this number."""
        parent = self._by_number.get(number)
        if not parent:
            return f"there are steps 1 to {len(self._roadmap.steps)}"
        count = len(parent.content.topics)
        return f"{number} has {number}.1 to {number}.{count}" if count else f"{number} has no topics"


def fold(text: str) -> str:
    """Return the text without case, accents, hyphens and surrounding spaces, to compare what people type."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.replace("-", " ").strip().casefold()


def _position(text: str) -> str:
    """Return the position that step-4, 04 or 4.2 stands for; empty if the text is no position."""
    match = NUMBER.fullmatch(text)
    return ".".join(str(int(part)) for part in match[1][:100].split(".") if part) if match else ""


def _ambiguity(text: str, candidates: list[NumberedItem]) -> str:
    shown = candidates[:MAX_CANDIDATES]
    number_width, slug_width = max(len(item.number) for item in shown), max(len(item.slug) for item in shown)
    lines = [f"  {item.number:<{number_width}}  {item.slug:<{slug_width}}  {item.title}" for item in shown]
    more = [f"  and {len(candidates) - len(shown)} more"] if len(candidates) > len(shown) else []
    head = f"{text!r} could be any of {len(candidates)} items; type more of one, or its number:"
    return "\n".join([head, *lines, *more])
