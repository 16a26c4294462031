"""Find a step or topic by what the learner typed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, takewhile

from genai_roadmap.errors import RequestError
from genai_roadmap.roadmap.folding import MIN_GUESS, fold, has_word, is_guess, is_only_namesake, names_of
from genai_roadmap.roadmap.ids import NUMBER
from genai_roadmap.roadmap.lookup_errors import MAX_CANDIDATES, ambiguous, not_a_resource
from genai_roadmap.roadmap.models import NumberedItem, Roadmap
from genai_roadmap.roadmap.positions import in_range, is_mixed_range, join_positions, kind, position, swapped_range
from genai_roadmap.spelling import nearest
from genai_roadmap.text import MAX_SHOWN

MAX_DIGITS = 10
LIST_ALL = "List all items with `genai-roadmap list --all`"
EVERYTHING = frozenset({"all", "everything", "*"})


class Finder:
    """Finds items of a roadmap.

    With the slug of a `step`, it finds only items in it. For a name that is not found, `elsewhere` returns which other
    roadmap has it, to add that to the error, and `list_all` says how to list all items. `guesses` has the items that
    were found only by a text in the middle of a word, or by a short one after a hyphen, by that text.
    """

    def __init__(
        self,
        roadmap: Roadmap,
        elsewhere: Callable[[str], str] = lambda _name: "",
        list_all: str = LIST_ALL,
        step: str = "",
    ) -> None:
        self._roadmap = roadmap
        self._items = [item for item in roadmap.all_items if step in {"", item.step.slug}]
        self._elsewhere = elsewhere
        self._list_all = list_all
        self.guesses: dict[str, NumberedItem] = {}

    def has(self, text: str) -> bool:
        """Return whether a word of the slug or title of an item begins with the text."""
        folded = fold(text)
        return bool(folded) and any(has_word(folded, names) for names, _ in self._names)

    def is_exact(self, text: str) -> bool:
        """Return whether the text is the position, slug, path or title of an item."""
        return any(self._exact_matches(text.strip().casefold()))

    def find(self, text: str) -> NumberedItem:
        """Return the item with this position, slug or path, or the only one whose slug or title contains the text.

        Raises RequestError with the candidates if several match, and with similar names if none does.
        """
        for candidates in self._matches(text.strip().casefold()):
            if len(candidates) == 1:
                return self._remembered(text, candidates[0])
            if candidates:
                raise RequestError(ambiguous(text, candidates))
        raise RequestError(self._not_found(text))

    def only_match(self, text: str) -> NumberedItem | None:
        """Return the item that the text refers to; None if there is not exactly one."""
        candidates = next(filter(None, self._matches(text.strip().casefold())), [])
        return candidates[0] if len(candidates) == 1 else None

    def reject_short_guesses(self) -> None:
        """Raise RequestError if an item was found only by a few letters in a word."""
        if found := next((each for each in self.guesses.items() if len(fold(each[0])) < MIN_GUESS), None):
            text, item = found
            raise RequestError(self._everything(text) or f"no item {text!r}. Did you mean `{item.slug}`?")

    def find_all(self, words: Sequence[str]) -> list[NumberedItem]:
        """Return the items that the words refer to: one item if all words name it (Deep Learning), or one per word.

        A word may also be a range of positions (1-3), and several positions or slugs with commas. Raises RequestError
        like `find`, with the problem of each word.
        """
        name, words = " ".join(words), self._separate(words)
        if len(words) > 1 and not all(map(self.is_exact, words)) and (item := self.only_match(name)):
            return [self._remembered(name, item)]
        found: list[NumberedItem] = []
        problems: list[str] = []
        for word in words:
            try:
                found.append(self.find(word))
            except RequestError as error:
                problems.append(self._everything(word) or str(error))
        if problems:
            raise RequestError("\n".join(dict.fromkeys(problems)))
        return found

    def find_with_numbers(self, words: Sequence[str]) -> tuple[NumberedItem, list[int]]:
        """Return the item that the words refer to, and the numbers after it; raise RequestError like `find`.

        A number belongs to the item if only so the words name one, as in Step 4.
        """
        numbers = len([*takewhile(str.isdecimal, reversed(words[1:]))])
        ends = range(len(words) - numbers, len(words) + 1)
        exact = (end for end in ends if self.is_exact(" ".join(words[:end])))
        only = (end for end in reversed(ends) if self.only_match(" ".join(words[:end])))
        end = next(chain(exact, only), ends[0])
        try:
            return self.find(" ".join(words[:end])), [int(word[:MAX_DIGITS]) for word in words[end:]]
        except RequestError:
            self._check_numbers(words[:end])
            raise

    def _check_numbers(self, words: Sequence[str]) -> None:
        """Raise RequestError if the first of the words name an item, and another one is not a number."""
        for end in range(1, len(words)):
            if self.is_exact(" ".join(words[:end])):
                word = next(word for word in words[end:] if not word.isdecimal())
                raise RequestError(not_a_resource(word, self.find(" ".join(words[:end]))))

    def _separate(self, words: Iterable[str]) -> list[str]:
        """Return the words, with one for each position in a range and for each position or slug with commas."""
        typed = [*words]
        parts = chain.from_iterable(map(self._at_commas, typed))
        return join_positions(chain.from_iterable(map(self._in_range, parts))) or typed

    def _at_commas(self, word: str) -> list[str]:
        """Return what is between commas if each is a position, range or slug; nothing for "and"; else the word."""
        if (word and not word.strip(",")) or (word.casefold() == "and" and not self._with_slug("and")):
            return []
        parts = [part for each in word.split(",") if (part := each.strip())]
        are_all = all(position(part) or in_range(part) or self._with_slug(part.casefold()) for part in parts)
        return parts if parts and are_all and not any(self._matches(word.strip().casefold())) else [word]

    def _in_range(self, word: str) -> list[str]:
        """Return the positions in a range, or the first missing one; the word itself if it is none or names an item."""
        found = in_range(word)
        if not found or any(self._matches(word.strip().casefold())):
            return [word]
        return [each for each in found if not self._with_position(each)][:1] or found

    def _everything(self, text: str) -> str:
        """Return how to name all items, if the text means that; else an empty text."""
        count = len(self._roadmap.steps)
        steps = f"1-{count}" if count > 1 else "1"
        return f"no item {text!r}; to name all steps, type {steps}" if text.casefold() in EVERYTHING else ""

    def _matches(self, text: str) -> Iterator[list[NumberedItem]]:
        """Yield the matching items by rule, the strictest rule first."""
        yield from self._exact_matches(text)
        folded = fold(text)
        if not folded or NUMBER.fullmatch(text):
            return
        yield self._named(lambda names: any(name.startswith(folded) for name in names))
        yield self._named(lambda names: has_word(folded, names))
        yield self._named(lambda names: any(folded in name for name in names))

    def _named(self, matches: Callable[[tuple[str, str]], bool]) -> list[NumberedItem]:
        """Return the items whose names match, but not an only topic if what contains it has its title and matches."""
        found = {item.slug: item for names, item in self._names if matches(names)}
        return [item for item in found.values() if item.parent_slug not in found or not is_only_namesake(item)]

    def _remembered(self, text: str, item: NumberedItem) -> NumberedItem:
        """Return the item that was found by a text, after it was added to the guesses if it is one."""
        if not self.is_exact(text) and is_guess(fold(text), item):
            self.guesses[text.strip().casefold()] = item
        return item

    def _exact_matches(self, text: str) -> Iterator[list[NumberedItem]]:
        """Yield the items with this position, slug, path or title."""
        yield self._with_position(text)
        folded = fold(text)
        # A position that does not exist must not match a title that contains its number.
        if not folded or NUMBER.fullmatch(text):
            return
        yield self._with_slug(text)
        yield self._with_path(text)
        yield self._named(lambda names: folded in names)

    @cached_property
    def _by_number(self) -> dict[str, NumberedItem]:
        return {item.number: item for item in self._items}

    @cached_property
    def _names(self) -> list[tuple[tuple[str, str], NumberedItem]]:
        """The folded slug and title of each item."""
        return [(names_of(item), item) for item in self._items]

    def _with_position(self, text: str) -> list[NumberedItem]:
        return [item] if (item := self._by_number.get(position(text))) else []

    def _with_slug(self, slug: str) -> list[NumberedItem]:
        item = self._roadmap.item_with_slug(slug)
        return [item] if item and item.number in self._by_number else []

    def _with_path(self, text: str) -> list[NumberedItem]:
        """Return the item at the end of a path in which each part is an ancestor of the next one."""
        first, *rest = text.split(".")
        found = self._with_position(first) or self._with_slug(first)
        for part in rest:
            found = [item for item in self._with_slug(part) if found and found[0] in item.ancestors]
        return found if rest else []

    def _not_found(self, text: str) -> str:
        if number := position(text.strip().casefold()):
            return f"no {kind(number)} {number}; {self._positions_near(number)}"
        if len(words := self._separate(text.split())) > 1 and all(map(self.is_exact, words)):
            return f"{text[:MAX_SHOWN]!r} names {len(words)} items; name one at a time"
        if swapped := swapped_range(text):
            return f"no items {text!r}; a range begins with the lower number: {swapped}"
        if is_mixed_range(text):
            return f"no items {text!r}; a range is like 1-3 or 2.1.1-3"
        elsewhere = self._elsewhere(text)
        similar = self._below(text) or dict.fromkeys(f"`{item.slug}`" for item in self._similar(fold(text)))
        hints = [f"Did you mean {' or '.join(similar)}?"] if similar else []
        hints += [elsewhere] if elsewhere else []
        problem = f"no item {text[:MAX_SHOWN]!r}" if text.strip() else "the name of the item is empty"
        where = f" in {self._roadmap.title!r}" if elsewhere else ""
        return f"{problem}{where}. {' '.join(hints) or self._list_all}"

    def _below(self, text: str) -> list[str]:
        """Return the paths of the items that the end of a path names below the item before it, like step-4.cnn."""
        path, _, name = text.strip().casefold().rpartition(".")
        above = self.only_match(path) if self.is_exact(path) else None
        if not above:
            return []
        # A title, or a position of several parts, does not begin a path.
        first = path if "." not in path and (self._with_position(path) or self._with_slug(path)) else above.slug
        matches = (
            [f"`{first}.{item.slug}`" for item in found if above in item.ancestors] for found in self._matches(name)
        )
        return next(filter(None, matches), [])[:MAX_CANDIDATES]

    def _similar(self, text: str) -> list[NumberedItem]:
        """Return the first items with the slugs and titles that are most similar to the text."""
        items = defaultdict[str, list[NumberedItem]](list)
        for names, item in self._names:
            for name in names:
                items[name].append(item)
        return [item for name in nearest(text, items, parts=True) for item in items[name]][:MAX_CANDIDATES]

    def _positions_near(self, position: str) -> str:
        """Return the positions below the nearest ancestor of a missing one that exists, or the steps."""
        number = position.rpartition(".")[0]
        if not number:
            return f"steps are 1-{len(self._roadmap.steps)}"
        parent = self._by_number.get(number)
        if not parent:
            return self._positions_near(number)
        count = len(parent.content.topics)
        if count > 1:
            return f"{kind(number)} {number} has topics {number}.1 to {number}.{count}"
        return f"{kind(number)} {number} has {f'one topic, {number}.1' if count else 'no topics'}"
