"""Commands for resources: open one, and mark those that were read."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from genai_roadmap.cli.options import Json, On, candidates, complete_item, reject_if
from genai_roadmap.cli.output import now, open_session, show
from genai_roadmap.cli.questions import ANSWERS, QUIT, YES_OR_NO, choose, confirm_day, is_interactive
from genai_roadmap.errors import RoadmapError
from genai_roadmap.progress.status import Action

if TYPE_CHECKING:
    from genai_roadmap.app.session import Session
    from genai_roadmap.roadmap.models import Link


def complete_resource(context: typer.Context, incomplete: str) -> list[tuple[str, str]] | list[str]:
    """Return the items that the text begins or, after an item, the numbers of its resources with their titles."""
    words = context.params.get("item")
    return _numbers(context, words, incomplete) if words else complete_item(context, incomplete)


def _numbers(context: typer.Context, words: list[str], incomplete: str) -> list[tuple[str, str]] | list[str]:
    from genai_roadmap.app.session import Session

    try:
        item, _ = Session(context.find_root().params.get("roadmap"), now).find_with_numbers(words)
    except RoadmapError:
        return []
    numbers = {str(number): link.title for number, link in enumerate(item.resources, 1)}
    return candidates(numbers, incomplete)


ITEM_AND_NUMBERS = "A step or topic, and numbers like 1-2 (default: all), or a URL."
ItemAndNumber = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ITEM [N]|--next",
        help="A step or topic, and the number of a resource.",
        autocompletion=complete_resource,
    ),
]
ItemAndNumbers = Annotated[
    list[str],
    typer.Argument(metavar="ITEM [N...]", help=ITEM_AND_NUMBERS, autocompletion=complete_resource),
]
Next = Annotated[bool, typer.Option("--next", help="Open the first unread resource of ITEM, or of what is next.")]


def open_(context: typer.Context, item: ItemAndNumber = None, next_: Next = False, json: Json = False) -> None:
    """Open a resource of ITEM, or of what is next, in the browser."""
    reject_if(not item and not next_, "ITEM is missing. To open what is next: genai-roadmap open --next")
    from genai_roadmap.app import resources

    session = open_session(context, now)
    if next_:
        _open_next(context, session, item or [], json=json)
        return
    node, link = resources.numbered(session, item or [])
    show(context, resources.url(node, link, is_alone=not sys.stdout.isatty()), json=json)
    browse(link)


def read(context: typer.Context, item: ItemAndNumbers, on: On = None, json: Json = False) -> None:
    """Mark resources of ITEM as read."""
    from genai_roadmap.app import resources

    session = open_session(context)
    if on and is_interactive() and not json:
        confirm_day(session, resources.day_question(session, item, on), on)
    show(context, resources.ticked(*resources.tick(session, item, Action.READ, on)), json=json, paged=False)


def unread(context: typer.Context, item: ItemAndNumbers, json: Json = False) -> None:
    """Mark resources of ITEM as unread."""
    from genai_roadmap.app import resources

    session = open_session(context)
    show(context, resources.ticked(*resources.tick(session, item, Action.UNREAD)), json=json, paged=False)


def _open_next(context: typer.Context, session: "Session", words: list[str], *, json: bool) -> None:
    """Open the first unread resource; on a terminal, ask whether to mark it as read."""
    from genai_roadmap.app import resources

    node, link = resources.next_unread(session, words)
    asks = is_interactive() and not json
    show(context, resources.opened(node, link, hints=not asks), json=json)
    if not link:
        return
    browse(link)
    if asks and choose("Mark it as read? [y/N]:", ANSWERS | dict.fromkeys(QUIT, False), "n", hint=YES_OR_NO):
        result = resources.tick_links(session, [link], Action.READ)
        show(context, resources.ticked(result.after.nodes[node.slug], result))


def browse(link: "Link") -> bool:
    """Open a resource; return whether there is a browser."""
    import webbrowser

    return webbrowser.open(link.url)
