"""Messages about what the learner typed for an item or a resource, and what to type instead."""

from genai_roadmap.roadmap.models import NumberedItem
from genai_roadmap.roadmap.positions import swapped_range
from genai_roadmap.text import MAX_SHOWN, shown_count

MAX_CANDIDATES = 8


def not_a_resource(word: str, item: NumberedItem) -> str:
    """Return the message for a word after an item that is not the number of a resource."""
    count, swapped = len(item.resources), swapped_range(word)
    if swapped and int(swapped.rpartition("-")[2]) <= count:
        return f"no resources {word!r}; a range begins with the lower number: {swapped}"
    use = f"use {'1' if count == 1 else f'1 to {count}'}" if count else f"{item.title!r} has no resources"
    return f"{word[:MAX_SHOWN]!r} is not the number of a resource; {use}"


def ambiguous(text: str, candidates: list[NumberedItem]) -> str:
    """Return the message for a text that several items match, with the first of them."""
    shown = candidates[: shown_count(len(candidates), MAX_CANDIDATES)]
    number_width, slug_width = max(len(item.number) for item in shown), max(len(item.slug) for item in shown)
    lines = [f"{text!r} matches {len(candidates)} items; be more specific, or use its number:"]
    lines += [f"  {item.number:<{number_width}}  {item.slug:<{slug_width}}  {_with_step(item)}" for item in shown]
    lines += [f"  and {len(candidates) - len(shown)} more"] if len(candidates) > len(shown) else []
    return "\n".join(lines)


def _with_step(item: NumberedItem) -> str:
    return item.title if item.step is item else f"{item.title} (in {item.step.title})"
