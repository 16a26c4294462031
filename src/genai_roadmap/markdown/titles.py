"""What the words of a heading or an item say: their kind, number, whether optional, and the things they list."""

import re
import unicodedata
from dataclasses import dataclass

from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.progress.status import Status

# What a section is about, by its heading; the first that fits counts.
KINDS = {
    "projects": r".*\bprojects?\b.*\bideas?\b|.*\bideas?\b.*\bprojects?\b",
    "why": r"why\b|reasons? (to|for|why)\b|motivation$|importance of\b|为什么|কেন|¿?por qué\b",
    "role": r"(understand(ing)? )?(the )?role of\b|what (do|does) .+ do$"
    r"|(key |core )?responsibilities$|job description$"
    r"|what is an? .*(engineer|developer|programmer|analyst|scientist|architect|designer|manager|administrator"
    r"|specialist|tester|practitioner|researcher)$",
    "what": r"what (to|you|you'll|you’ll|we|will|should)\b.*\b(learn|know|study|cover|master)"
    r"|((key|core|main|important) )?"
    r"(topics?|subjects?|contents?|syllabus|curriculum)( to (learn|cover|know))?$"
    r"|things to (learn|know)$|(to )?(learn|study|cover)( the following)?$|learning (objectives|goals)$"
    r"|(you('ll| will) learn|the following)$|temas$|qué aprender|学什么|学习内容|কী শিখ",
    "resources": r"(?!human )([\w '’&-]{1,40} )?resources?( (for|on|to)\b.*)?$"
    r"|((free|useful|additional|more|further|other|extra|recommended|study|learning|external|helpful) )*"
    r"(references?|reading( list)?|links|materials)$"
    r"|where to (find|get|practice|learn)\b|recursos$|学习资源$|参考资料$|资源$|রিসোর্স$",
    "author": r"about( the)? (author|me|us)$|about$|authors?$|credits?$",
    "workflow": r"(final|overall|typical|recommended|suggested)\b.*\bworkflow\b|workflow( integration| for\b.*)?$",
    "closing": r"conclusion|(final|closing) (note|word|thought)s?\b|summary$|final$|next steps$|good luck",
    "aside": r"(table of )?contents?$|toc$|licen[cs]e$|contribut(ing|ors?|ions?)( guide.*)?$|change ?log$"
    r"|contact( me| us)?$|support( me| us| this.*)?$|acknowledge?ments?$|disclaimer$|sponsors?$"
    r"|star history$|feedback$|目录$",
}
KIND_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in KINDS.items()}

DEMAND = re.compile(r"(?:job category|demand|job demand)\s*[:：-]\s*(.+)", re.IGNORECASE)
AUDIENCE = re.compile(
    r"(?:best for|audience|target audience|for whom|who is (?:this|it) for)\s*[:：-]?\s*(.+)", re.IGNORECASE
)

OPTIONAL = "optional|bonus|opcional|可选|选修|ঐচ্ছিক"
OPTIONAL_MARKS = (
    re.compile(rf"\s*[(\[（【]\s*(?:{OPTIONAL})\s*[)\]）】]", re.IGNORECASE),
    re.compile(rf"^\W*(?:{OPTIONAL})\s*(?:[:：]|\s[–—-])\s*", re.IGNORECASE),
    re.compile(r"[\s,:–—-]+optional\W*$", re.IGNORECASE),
)

STATUS_MARK = re.compile(rf"\s*\(({Status.STARTED}|{Status.SKIPPED})\)$")

CHOICE = re.compile(r"\s*\(([1-9]\d{0,3}) (?:is|are) enough\)$")

USUAL = "step|week|day|phase|module|stage|level|domain|part|month|chapter|milestone|unit|lesson|section|topic|sprint"
SPELT = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[ivx]+"
NUMBER = rf"(?:\d+|(?:{SPELT})\b)(?:\s*(?:-|–|—|to|&|and)\s*\d+)?"
NUMBERED_USUAL = re.compile(
    rf"({USUAL})s?\s*#?\s*{NUMBER}(?:\s*[:：.)\]|–—-]+\s*|\s+|$)(.*)", re.IGNORECASE | re.DOTALL
)
NUMBERED_WORD = re.compile(r"([^\W\d][^\s\d:：.,()]*)\s*#?\d+\s*(?:[:：)\]|–—]+\s*|\s-\s+)(.*)", re.DOTALL)
NUMBERED_CHINESE = re.compile(
    r"第\s*[\d一二三四五六七八九十百]+\s*(部分|阶段|[步章周天节课月])\s*[:：.、–—-]*\s*(.*)", re.DOTALL
)
NUMBERED_BARE = re.compile(r"()\d{1,3}(?:\.\d+)*(?:\s*[.):：、]+\s*|\s+[–—-]+\s+)(\S.*)", re.DOTALL)
NUMBERED_DEEP = re.compile(r"()\d{1,3}(?:\.\d+)+\s+(\S.*)", re.DOTALL)
KEYCAP = re.compile("\ufe0f?\u20e3")

SEPARATED = re.compile(r"\s*(?:[:：]+|[–—→=]|-+(?=\s))\s*")
NAMED = re.compile(r"([^:：]{1,60}?)(?:[:：]\s+|：|\s+(?:[–—→]|-+)\s+)(\S.*)", re.DOTALL)
LAST_AND = re.compile(r"^(?:and|or|&)\s+", re.IGNORECASE)
EXAMPLE = re.compile(r"^(?:e\.g\.|i\.e\.|such as|like|including|incl\.)[,:]?\s+", re.IGNORECASE)
# Words that begin an instruction or a purpose, and those that only a sentence has.
NO_THING = re.compile(
    r"^(?:for|to|with|by|from|in|on|how|when|if|use|build|create|learn|understand|practi[cs]e|contribute|develop|explore"
    r"|implement|make|write|read|watch|try|start|get|do|see|the|these|this)\b"
    r"|\b(?:is|are|was|were|can|will|should|must|you|your|we|it|that|which|this|they|has|have)\b",
    re.IGNORECASE,
)
# "Integration with files, databases and queues" is one thing.
GOES_ON = re.compile(r"^[^(]*\b(?:with|of|for|from|about|between|into|via)\b", re.IGNORECASE)
MOST_WORDS = 4
LONGEST_THING = 45
LONGEST_UNSPACED = 14
LONGEST_NAME = 7


def kind(text: str) -> str | None:
    """What a section with this heading holds: why, what, resources, ...; None where its words don't say."""
    words = tidy(optional(text)[0]).rstrip("?？ ")
    return next((name for name, pattern in KIND_PATTERNS.items() if pattern.match(words)), None)


def tidy(text: str) -> str:
    """The text in one line without a bullet, emoji or number sign around it, and without a final colon or period."""
    text = " ".join(text.split())
    while text and (_decorates(text[0]) or text[0] in "•→*|·-–—"):
        text = text[1:].lstrip()
    while text and (_decorates(text[-1]) or text[-1] in ":：;,|·"):
        text = text[:-1].rstrip()
    if text.endswith((".", "。", "।")) and not text.endswith(("etc.", "..", "e.g.")):
        text = text[:-1].rstrip()
    return text


def _decorates(character: str) -> bool:
    return character in "\ufe0f\u200d" or unicodedata.category(character) in {"So", "Sk"}


def optional(text: str) -> tuple[str, bool]:
    """The text without the word optional, and whether it had it; a text that is nothing else keeps it."""
    rest = text
    for mark in OPTIONAL_MARKS:
        rest = mark.sub("", rest)
    if re.fullmatch(rf"\W*(?:{OPTIONAL})\W*", text, re.IGNORECASE):
        return text, True
    return (rest if has_words(rest) else text), rest != text


def status(text: str, name: int) -> tuple[int, Status]:
    """How much of an open task's text stands before its status, which may stand behind its name, and that status."""
    found = STATUS_MARK.search(text, name)
    return (found.start(), Status(found[1])) if found else (len(text), Status.TODO)


def choice(text: str, name: int) -> tuple[int, int | None]:
    """How much of the text stands before "(2 are enough)", which may stand behind its name, and how many those are."""
    found = CHOICE.search(text, name)
    return (found.start(), int(found[1])) if found else (len(text), None)


def numbered(text: str, *, usual: bool = False) -> tuple[str, str] | None:
    """The word before a heading's number (empty for a bare one) and the rest; `usual` accepts no unusual word."""
    text = tidy(KEYCAP.sub(".", text))
    patterns = [NUMBERED_USUAL, NUMBERED_CHINESE, NUMBERED_BARE, NUMBERED_DEEP]
    for pattern in patterns if usual else [*patterns, NUMBERED_WORD]:
        if found := pattern.fullmatch(text):
            return found[1].casefold(), found[2].strip()
    return None


def unnumbered(text: str, *, usual: bool = True) -> str:
    """The heading without its numbers, however often they are written; one that is nothing else keeps it."""
    text = tidy(text)
    while (found := numbered(text, usual=usual)) and has_words(found[1]):
        text, usual = tidy(found[1]), True
    return text


def has_words(text: str) -> bool:
    """Whether there is a letter in the text."""
    return any(character.isalpha() for character in text)


def counts(name: str) -> bool:
    """Whether a table's column of this name only counts its rows."""
    return (
        bool(re.fullmatch(rf"\W*(?:(?:{USUAL})s?|no|nr|number|done|status)?\W*", name, re.IGNORECASE))
        and name != "Topic"
    )


def is_short(text: str) -> bool:
    """Whether the text is the name of a thing rather than a sentence."""
    bare = re.sub(r"\([^()]*\)", "", text).strip()
    longest = LONGEST_THING if bare.isascii() or " " in bare else LONGEST_UNSPACED
    return 0 < len(bare.split()) <= MOST_WORDS and len(bare) <= longest and not _is_said(bare)


def _is_said(text: str) -> bool:
    """Whether it reads like a sentence; IF and IT are names, if and it are not."""
    return ". " in text or bool(NO_THING.search(" ".join(w for w in text.split() if len(w) == 1 or not w.isupper())))


def list_items(text: str) -> list[str]:
    """The short things that the text lists; empty where it is no such list."""
    pieces = [piece for piece in _split(tidy(EXAMPLE.sub("", text))) if piece.strip(". ").casefold() != "etc"]
    if len(pieces) < 2:  # noqa: PLR2004
        return []
    if GOES_ON.search(pieces[0]):
        return []
    pieces = [tidy(piece) for piece in [*pieces[:-1], *_last(pieces[-1])]]
    return pieces if all(is_short(piece) and has_words(piece) for piece in pieces) else []


def capitalized(thing: str, code: tuple[str, ...]) -> str:
    """A thing out of a list as a title; the names of programs stay as they are."""
    first = thing.split(maxsplit=1)[0]
    keeps = any(first in name for name in code) or not first.isalpha() or not first.islower()
    return thing if keeps else thing[0].upper() + thing[1:]


def _split(text: str) -> list[str]:
    """The pieces between commas that stand outside of brackets."""
    pieces, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character in "([（") - (character in ")]）")
        ends = character in ";、，；" or (character == "," and text[position + 1 : position + 2].isspace())
        if ends and depth <= 0:
            pieces.append(text[start:position].strip())
            start = position + 1
    return [piece for piece in [*pieces, text[start:].strip()] if piece]


def _last(piece: str) -> list[str]:
    """The last piece of a list, in two where it is "this and that"."""
    if LAST_AND.match(piece):
        return [LAST_AND.sub("", piece)]
    first, word, second = piece.rpartition(" and ")
    if word and "(" not in second and len(first.split()) >= len(second.split()):
        return [first, second]
    return [piece]


def in_brackets(text: str) -> tuple[str, list[str]] | None:
    """The name and its things of a text like "Name (x, y, z)"."""
    found = re.fullmatch(r"([^()]+?)\s*[(（]([^()]+)[)）]", tidy(text))
    if found and is_short(found[1]) and (inside := list_items(found[2])):
        return found[1], inside
    return None


@dataclass(frozen=True, slots=True)
class NameAndRest:
    """A name and what is said of it, as in "Name: the rest"."""

    name: str
    rest: str


def named(phrase: Phrase) -> NameAndRest | None:
    """A name and what is said of it, parted by a colon, a dash or by being bold."""
    text = phrase.text
    if phrase.bold and phrase.bold < len(text):
        name, rest = text[: phrase.bold], text[phrase.bold :]
        mark = SEPARATED.match(rest)
        if mark and rest[mark.end() :].strip():
            return NameAndRest(tidy(name), rest[mark.end() :].strip())
        if rest.strip() and (name.rstrip().endswith((":", "：")) or list_items(rest)):
            return NameAndRest(tidy(name), rest.strip())
    found = NAMED.fullmatch(text)
    if found and len(found[1].split()) <= LONGEST_NAME and found[1].count("(") == found[1].count(")"):
        return NameAndRest(tidy(found[1]), found[2].strip())
    return None
