"""Compare two versions of a roadmap: keep old slugs valid, and list what changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

from genai_roadmap.roadmap.evidence import similarity
from genai_roadmap.roadmap.matching import POSSIBLE, Match, Matcher
from genai_roadmap.roadmap.models import NumberedItem, Question, Roadmap
from genai_roadmap.roadmap.removal_matching import Removal, Which, find_removals, find_returned
from genai_roadmap.roadmap.removed import RemovedItem, as_items
from genai_roadmap.roadmap.validation import check_roadmap, question_key


class QuestionChanges(NamedTuple):
    """The number of questions that were added, that have another text or answer, and that were removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Revision:
    """The new version with valid slugs, and what changed since the old one.

    The items of an uncertain match are treated as two different items; `removals` has the other removed items that may
    be a new one, also those that an earlier version removed. `returned` has those of them that are back.
    """

    roadmap: Roadmap
    matches: list[Match]
    added: list[NumberedItem]
    removed: list[NumberedItem]
    uncertain: list[Match]
    removals: list[Removal]
    returned: list[Match] = field(default_factory=list)

    @property
    def questions(self) -> QuestionChanges:
        """The changes of the questions of all items."""
        pairs = [(match.old.content.questions, match.new.content.questions) for match in self.matches]
        known = {match.new.slug for match in self.matches}
        new = [*self.added, *(match.new for match in self.returned if match.new.slug not in known)]
        pairs += [((), item.content.questions) for item in new]
        pairs += [(item.content.questions, ()) for item in self.removed]
        changes = [_question_changes(old, new) for old, new in pairs if old != new]
        return QuestionChanges(*map(sum, zip(QuestionChanges(), *changes, strict=True)))

    @property
    def renamed(self) -> list[Match]:
        """The matches whose title changed."""
        return [match for match in self.matches if match.old.title != match.new.title]

    @property
    def new_slugs(self) -> dict[str, str]:
        """The slugs of the matched items in the new version, by those in the old one."""
        return {match.old.slug: match.new.slug for match in self.matches}

    @property
    def moved(self) -> list[Match]:
        """The matches that are below another parent; if the old one has no match, only those with another number."""
        new_slugs = self.new_slugs
        return [
            match
            for match in self.matches
            if match.new.parent_slug != new_slugs.get(match.old.parent_slug, "")
            and (match.old.parent_slug in new_slugs or match.old.number != match.new.number)
        ]

    @property
    def edited(self) -> list[Match]:
        """The matches whose texts apart from the title, links, or choices changed."""
        return [match for match in self.matches if _own_content(match.old) != _own_content(match.new)]

    @property
    def is_empty(self) -> bool:
        """Whether no item was added, removed, renamed or moved, or is back."""
        return not (self.added or self.removed or self.returned or self.renamed or self.moved)


def revise(  # noqa: PLR0913 - all but two have defaults
    old: Roadmap,
    new: Roadmap,
    is_same: Callable[[Match], bool] = lambda _match: False,
    declared: Iterable[Match] = (),
    *,
    which: Which = lambda _removal: None,
    removed: Iterable[RemovedItem] = (),
    revived: Mapping[str, str] = MappingProxyType({}),
    fixed_slugs: bool = True,
) -> Revision:
    """Return what changed, and the new version with every slug of the old one in use, `formerly` or `retired`.

    `is_same` decides on each uncertain match, and `which` on the other removed items, also on those that were `removed`
    by earlier versions. `declared` has the matches that are already decided, and `revived` the new items that get
    retired slugs, by these slugs. With `fixed_slugs`, slugs of the new version are the author's; otherwise they are
    derived from titles, and a retired slug is used again only for the item that had it.
    """
    matcher = Matcher(old, new, declared, fixed_slugs=fixed_slugs)
    returned, earlier = find_returned(matcher, as_items(old, removed), revived, which, fixed_slugs=fixed_slugs)
    uncertain = matcher.ask(is_same)
    removals = [*earlier, *find_removals(matcher, which)]
    old_items = {match.new.slug: match.old for match in [*returned, *matcher.matches]}
    slugs = _final_slugs(new, old_items, old, None if fixed_slugs else revived)
    revised = _with_slugs(old, new, slugs, old_items, revived)
    roadmap = revised if fixed_slugs else _old_if_unchanged(old, revised)
    items = {slug: roadmap.items_by_slug[slugs[slug]] for slug in slugs}
    return _final(old, Revision(roadmap, matcher.matches, [], [], uncertain, removals, returned), items)


def _old_if_unchanged(old: Roadmap, new: Roadmap) -> Roadmap:
    """Return the old version if the new one differs only in the version, which is the day of the import."""
    return old if new.model_copy(update={"version": old.version}) == old else new


def _final(old: Roadmap, found: Revision, items: dict[str, NumberedItem]) -> Revision:
    """Return the revision with the items of its roadmap instead of those of the new version, by the slugs of these."""
    old_slugs = {match.old.slug for match in found.matches}
    new_slugs = {match.new.slug for match in [*found.matches, *found.returned]}
    return Revision(
        found.roadmap,
        matches=with_new_items(found.matches, items),
        added=[item for slug, item in items.items() if slug not in new_slugs],
        removed=[item for slug, item in old.items_by_slug.items() if slug not in old_slugs],
        uncertain=with_new_items(found.uncertain, items),
        removals=[replace(each, candidates=[items[item.slug] for item in each.candidates]) for each in found.removals],
        returned=with_new_items(found.returned, items),
    )


def with_new_items(matches: Iterable[Match], items: Mapping[str, NumberedItem]) -> list[Match]:
    """Return the matches with other items of the new version, by the slugs of those that they have."""
    return [Match(match.old, items[match.new.slug]) for match in matches]


def undeclared_changes(old: Roadmap, new: Roadmap) -> list[str]:
    """Return an error for each slug of the old version that the new one drops, or uses for something else."""
    declared = _slugs(new) | set(new.retired)
    dropped = [
        f"the slug {slug!r} ({item.title}) is missing; add it to `formerly` of the item it became, or to `retired`"
        for slug, item in old.items_by_slug.items()
        if slug not in declared
    ]
    former = sorted(_all_slugs(old) - old.items_by_slug.keys() - declared)
    dropped += [f"the former slug {slug!r} is missing; keep it" for slug in former]
    reused = [f"the slug {slug!r} is retired and cannot be reused" for slug in old.retired if slug in _slugs(new)]
    reassigned = [
        f"the slug {slug!r} was {item.title!r} and is now {new.items_by_slug[slug].title!r}; choose another slug"
        for slug, item in old.items_by_slug.items()
        if slug in new.items_by_slug and similarity(item, new.items_by_slug[slug]) < POSSIBLE / 2
    ]
    return dropped + reused + reassigned


def _question_changes(old: Sequence[Question], new: Sequence[Question]) -> QuestionChanges:
    """Return the changes of an item's questions; one that kept its text or its answer counts as changed."""
    left = Counter(old) - Counter(new)
    found = Counter(new) - Counter(old)
    texts, answers = ({key(each) for each in left} & {key(each) for each in found} for key in (question_key, _answer))
    changed = min(
        sum(question_key(each) in texts or _answer(each) in answers for each in questions)
        for questions in (left, found)
    )
    return QuestionChanges(len(found) - changed, changed, len(left) - changed)


def _own_content(item: NumberedItem) -> tuple[object, ...]:
    """Return what an item has apart from its title, position, and questions."""
    content = item.content
    return content.detail, content.why, content.resources, content.optional, content.required_count


def _answer(question: Question) -> str:
    return question.answer


def _slugs(roadmap: Roadmap) -> set[str]:
    return {*roadmap.items_by_slug, *roadmap.items_by_former_slug}


def _all_slugs(roadmap: Roadmap) -> set[str]:
    return {*_slugs(roadmap), *roadmap.retired}


def _final_slugs(
    new: Roadmap, old_items: dict[str, NumberedItem], old: Roadmap, revived: Mapping[str, str] | None
) -> dict[str, str]:
    """Return the final slug of each item of the new version: its own, unless it belongs to another item of the old.

    The slug of a removed item stays reserved, because the item may have a mark, unless the item is `revived`. Without
    these, slugs are the author's, who uses a retired one again on purpose.
    """
    free = {slug for slug in old.retired if (slug not in old_items if revived is None else revived.get(slug) == slug)}
    reserved = _all_slugs(old) - free
    used = {*_all_slugs(old), *new.items_by_slug}
    slugs: dict[str, str] = {}
    for slug in new.items_by_slug:
        item = old_items.get(slug)
        if slug not in reserved or (item and old.item_with_slug(slug) is item):
            slugs[slug] = slug
        elif item:
            slugs[slug] = item.slug
        else:
            slugs[slug] = next(name for n in count(2) if (name := f"{slug[:70].rstrip('-')}-{n}") not in used)
            used.add(slugs[slug])
    return slugs


def _with_slugs(
    old: Roadmap,
    new: Roadmap,
    slugs: dict[str, str],
    old_items: dict[str, NumberedItem],
    revived: Mapping[str, str],
) -> Roadmap:
    """Return the new version with these slugs, and with the unused ones of both versions as retired."""
    data = new.model_dump(exclude_defaults=True, mode="json")
    # Former slugs that another item of the new version has by its match with an item of the old one.
    owners = {slug: name for name, item in old_items.items() for slug in (item.slug, *item.content.formerly)}
    owners |= {slug: name for name, slug in slugs.items()}
    former: dict[str, list[str]] = {name: [*item.content.formerly, item.slug] for name, item in old_items.items()}
    for slug, name in revived.items():
        former.setdefault(name, []).append(slug)
    _replace_slugs(data["steps"], slugs, former, owners)
    roadmap = Roadmap.model_validate(data)
    # In the author's order, so that the author's text is kept.
    retired = dict.fromkeys([*new.retired, *sorted(_all_slugs(old))])
    used = _slugs(roadmap)
    unused = tuple(slug for slug in retired if slug not in used)
    return check_roadmap(roadmap.model_copy(update={"retired": unused}))


def _replace_slugs(
    items: list[dict[str, Any]], slugs: dict[str, str], former: dict[str, list[str]], owners: dict[str, str]
) -> None:
    """Replace the slugs in the data of items, and add former ones to `formerly`."""
    for item in items:
        name = item["slug"]
        found = dict.fromkeys([*item.get("formerly", []), *former.get(name, [])])
        item["slug"] = slugs[name]
        item["formerly"] = [slug for slug in found if slug != item["slug"] and owners.get(slug, name) == name]
        item["requires"] = [slugs[slug] for slug in item.get("requires", [])]
        _replace_slugs(item.get("topics", []), slugs, former, owners)
