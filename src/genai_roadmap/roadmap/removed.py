"""What is kept of items that were removed from a roadmap, whose slugs are retired."""

from collections.abc import Iterable

from genai_roadmap.roadmap.models import FrozenModel, NonEmptyText, NumberedItem, Roadmap, Slug, Topic


class RemovedItem(FrozenModel):
    """An item that was removed from a roadmap; `parent` is the slug of the item that contained it, None for a step."""

    slug: Slug
    title: NonEmptyText
    parent: Slug | None = None
    formerly: tuple[Slug, ...] = ()


def removed_item(item: NumberedItem) -> RemovedItem:
    """Return what has to be kept of an item to recognize it when it comes back."""
    parent = item.parent_slug or None
    return RemovedItem(slug=item.slug, title=item.title, parent=parent, formerly=item.content.formerly)


def as_items(roadmap: Roadmap, removed: Iterable[RemovedItem]) -> list[NumberedItem]:
    """Return those removed items whose slugs are still retired, below the items that contained them.

    Those in an item that is not known are left out.
    """
    retired = {*roadmap.retired}
    known = {each.slug: each for each in removed if each.slug in retired}
    found: dict[str, NumberedItem] = {}

    def parent_of(each: RemovedItem) -> NumberedItem | None:
        slug = each.parent or ""
        return roadmap.item_with_slug(slug) or found.get(slug)

    # A parent was removed together with its topics, or after them, and is found before them in one of the rounds.
    while ready := [each for each in known.values() if not each.parent or parent_of(each)]:
        for each in ready:
            content = Topic(slug=each.slug, title=each.title, formerly=each.formerly)
            found[each.slug] = NumberedItem(content, "", parent_of(each))
            del known[each.slug]
    return [*found.values()]
