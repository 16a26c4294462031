"""Find the new items that removed ones may be: now under another title, or removed by an earlier version and back.

The progress on a removed item is kept under its slug, which is retired.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from genai_roadmap.roadmap.evidence import may_be_renamed, normalized_title
from genai_roadmap.roadmap.matching import Items, Match, Matcher
from genai_roadmap.roadmap.models import NumberedItem, Topic

# The maximum number of new items that may be a removed one, and of those that are compared with it.
MAX_CANDIDATES = 9
MAX_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed item, and the new items that it may be, the nearest first; `has_more` is set if there are more of them.

    They are below the same parent or, if an earlier version removed it (`is_earlier`), have the same title.
    """

    old: NumberedItem
    candidates: Items
    has_more: bool
    is_earlier: bool = False


Which = Callable[[Removal], NumberedItem | None]


def find_removals(matcher: Matcher, which: Which) -> list[Removal]:
    """Ask which new item below the same parent each item without a match is; return those that are none of them.

    A new item may be a removed one if it has something in common with it, or if no other is new or removed there.
    """
    removals: list[Removal] = []
    for olds, news in matcher.unmatched():
        for kind in (True, False):
            old, new = ([each for each in items if _is_leaf(each) is kind] for items in (olds, news))
            is_only = len(old) == len(new) == 1
            for item in old:
                near = new if is_only else [each for each in _nearest(item, new) if may_be_renamed(item, each)]
                if not near:
                    continue
                removal = Removal(item, near[:MAX_CANDIDATES], has_more=len(near) > MAX_CANDIDATES)
                if same := which(removal):
                    matcher.accept([Match(item, same)])
                    new.remove(same)
                else:
                    removals.append(removal)
    return removals


def find_returned(
    matcher: Matcher,
    removed: Sequence[NumberedItem],
    revived: Mapping[str, str],
    which: Which,
    *,
    fixed_slugs: bool,
) -> tuple[list[Match], list[Removal]]:
    """Return the new items that an earlier version removed, and the removed items that are possibly new ones.

    `revived` has the slugs of the new items that are decided, by those of the removed ones. What the author of `fixed`
    slugs retired is not back.
    """
    retired = {*matcher.new_version.retired} - revived.keys() if fixed_slugs else set()
    left = {item.slug: item for item in removed if item.slug not in retired}
    decided = {slug: matcher.new_version.items_by_slug[name] for slug, name in revived.items()}
    returned = [Match(left.pop(slug, _unknown(slug, item)), item) for slug, item in decided.items()]
    matcher.exclude(decided.values())
    # A topic with a mark that is now divided into others would lose it.
    leaves = {item.slug for item in removed if item.parent} - {item.parent_slug for item in removed}
    for match in _with_same_path(matcher, [*left.values()], leaves, fixed_slugs=fixed_slugs):
        returned.append(match)
        del left[match.old.slug]
    matcher.exclude(match.new for match in returned)
    asked, removals = _with_same_title(matcher, left.values(), leaves, which)
    return [*returned, *asked], removals


def _unknown(slug: str, new: NumberedItem) -> NumberedItem:
    """Return the removed item with this slug, whose title is not known: that of the new one."""
    return NumberedItem(Topic(slug=slug, title=new.title), "")


def _with_same_title(
    matcher: Matcher, removed: Iterable[NumberedItem], leaves: set[str], which: Which
) -> tuple[list[Match], list[Removal]]:
    """Ask which new item with the same title each removed one is; return these, and those that are none of them."""
    by_title: dict[tuple[str, bool], Items] = defaultdict(list)
    for item in matcher.new_items:
        by_title[normalized_title(item), _is_leaf(item)].append(item)
    found: list[Match] = []
    removals: list[Removal] = []
    for old in removed:
        if not (others := by_title[normalized_title(old), old.slug in leaves]):
            continue
        has_more = len(others) > MAX_CANDIDATES
        removal = Removal(old, others[:MAX_CANDIDATES], has_more=has_more, is_earlier=True)
        if same := which(removal):
            found.append(Match(old, same))
            matcher.exclude([same])
            others.remove(same)
        else:
            removals.append(removal)
    return found, removals


def _with_same_path(
    matcher: Matcher, removed: Iterable[NumberedItem], leaves: set[str], *, fixed_slugs: bool
) -> Iterator[Match]:
    """Yield the new items with the title and the parent of a removed one, if no other one has both.

    A removed item whose slug the author uses again is that item.
    """
    by_path: dict[tuple[str, str, bool], Items] = defaultdict(list)
    for old in removed:
        by_path[old.parent_slug, normalized_title(old), old.slug in leaves].append(old)
    by_slug = {old.slug: old for old in removed}
    old_slugs = {"": "", **{match.new.slug: match.old.slug for match in matcher.matches}}
    items = matcher.new_items
    reused = {item.slug for item in items if fixed_slugs and item.slug in by_slug}
    counts = Counter((item.parent_slug, normalized_title(item), _is_leaf(item)) for item in items)
    # A parent precedes its topics.
    for item in items:
        parent, title, leaf = item.parent_slug, normalized_title(item), _is_leaf(item)
        olds = by_path[old_slugs[parent], title, leaf] if parent in old_slugs else []
        is_only = len(olds) == counts[parent, title, leaf] == 1 and olds[0].slug not in reused
        if item.slug in reused or is_only:
            old = by_slug[item.slug] if item.slug in reused else olds[0]
            old_slugs[item.slug] = old.slug
            yield Match(old, item)


def _nearest(item: NumberedItem, others: Items) -> Items:
    """Return the items whose positions below their parent are nearest to that of an item, the nearest first."""
    start = bisect_left(others, _position(item), key=_position)
    near = others[max(0, start - MAX_COMPARED) : start + MAX_COMPARED]
    return sorted(near, key=lambda other: abs(_position(other) - _position(item)))


def _position(item: NumberedItem) -> int:
    return int(item.number.rpartition(".")[2])


def _is_leaf(item: NumberedItem) -> bool:
    return not item.content.topics
