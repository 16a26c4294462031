"""Rules of the Markdown parser: those for text in lines take linear time where its own ones do not."""

import re
from types import SimpleNamespace
from typing import Any, cast

from markdown_it import MarkdownIt, helpers
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from genai_roadmap.errors import RequestError
from genai_roadmap.markdown.phrase import MAX_URL_LENGTH

# After each open bracket, the parser reads the text up to the closing one, or to the end of the block.
MAX_READINGS = 50
LEFT = "characters that may be read again"
SCHEME = re.compile(r"(?<![a-z0-9.+-])(?:https?|ftp)\Z", re.IGNORECASE)
MAX_SCHEME_LENGTH = 5
# The parser reads a link whose address contains spaces only if the address is in angle brackets.
ADDRESS_WITH_SPACES = re.compile(r"\]\([ \t]*([^()<>\s\"']+(?:[ \t]+[^()<>\s\"']+)+)[ \t]*\)")

TABLE_ROW = re.compile(r"\|.*\|\s*")

# Where a rule may begin.
MARKUP = re.compile(r"[\n&*<\[\\\]_`~]|:(?=//)|!(?=\[)")


class _TooManyBracketsError(Exception):
    """The open brackets of a block take too long to read."""


def use(parser: MarkdownIt) -> None:
    """Make the parser use these rules; it then raises RequestError for a block with too many open brackets."""
    parser.block.ruler.after("table", "table_after_item", _ends_item, {"alt": ["paragraph"]})
    parser.core.ruler.at("inline", _parse_inline)
    # Its own expression also finds signs at which none of its rules begins.
    parser.inline.terminator_re = MARKUP
    parser.inline.ruler.at("linkify", _link_bare_url)
    # It would search all texts again.
    parser.core.ruler.disable("linkify")
    parser.helpers = cast("Any", SimpleNamespace(**vars(helpers) | {"parseLinkLabel": _parse_link_label}))


def _ends_item(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: ARG001, FBT001, N803 - as the parser calls it
    """Return whether a line ends the list item above it, because it is less indented, and a row of a table."""
    begin, end = state.bMarks[startLine] + state.tShift[startLine], state.eMarks[startLine]
    is_outside = silent and state.sCount[startLine] < state.blkIndent
    return is_outside and bool(TABLE_ROW.fullmatch(state.src, begin, end))


def _parse_inline(state: StateCore) -> None:
    line = 0
    for token in state.tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type != "inline" or token.children is None:
            continue
        if not MARKUP.search(token.content):
            token.children.append(Token("text", "", 0, content=token.content))
            continue
        if "](" in token.content:
            token.content = ADDRESS_WITH_SPACES.sub(_in_angle_brackets, token.content)
        state.env[LEFT] = MAX_READINGS * len(token.content)
        try:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
        except _TooManyBracketsError:
            message = f"the text at line {line} has too many unclosed brackets"
            raise RequestError(message) from None


def _in_angle_brackets(found: re.Match[str]) -> str:
    return f"](<{found[1]}>)" if "/" in found[1] else found[0]


def _parse_link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N803 - as the parser calls it
    end = helpers.parseLinkLabel(state, start, disableNested)
    state.env[LEFT] -= (state.posMax if end < 0 else end) - start
    if state.env[LEFT] < 0:
        raise _TooManyBracketsError
    return end


def _link_bare_url(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """Read a bare URL; the parser's own rule searches the whole text before each :// for the scheme."""
    if state.linkLevel or not state.src.startswith("://", state.pos) or not state.md.linkify:
        return False
    scheme = SCHEME.search(state.src, max(0, state.pos - MAX_SCHEME_LENGTH), state.pos)
    if not scheme or not state.pending.endswith(scheme[0]):
        return False
    link = state.md.linkify.match_at_start(state.src[scheme.start() : scheme.start() + MAX_URL_LENGTH + 1])
    # A star at the end belongs to emphasis.
    if not link or not (url := link.url.rstrip("*")):
        return False
    if not silent:
        state.pending = state.pending.removesuffix(scheme[0])
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
        state.push("text", "", 0).content = state.md.normalizeLinkText(url)
        state.push("link_close", "a", -1)
    state.pos += len(url) - len(scheme[0])
    return True
