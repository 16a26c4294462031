"""The meaning of a heading's or an item's text: its kind, number, status, and whether it is optional."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from genai_roadmap.markdown.phrase import Phrase
from genai_roadmap.progress.status import Status

# The kinds of sections by the pattern of their headings; the first match counts.
KINDS = {
    "projects": r".*\bprojects?\b.*\bideas?\b|.*\bideas?\b.*\bprojects?\b",
    "why": r"why\b|reasons? (to|for|why)\b|motivation$|importance of\b|为什么|কেন|¿?por qué\b",
    "role": r"(understand(ing)? )?(the )?role of\b|what (do|does) .+ do$|(key |core )?responsibilities$"
    r"|job description$|what is an? .*(engineer|developer|programmer|analyst|scientist|architect|designer|manager"
    r"|administrator|specialist|tester|practitioner|researcher)$",
    "what": r"what (to|you|you'll|you’ll|we|will|should)\b.*\b(learn|know|study|cover|master)"
    r"|((key|core|main|important) )?(topics?|subjects?|contents?|syllabus|curriculum)( to (learn|cover|know))?$"
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
KIND_PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in KINDS.items()), re.IGNORECASE)

DEMAND = re.compile(r"(?i)(?:job category|demand|job demand)\s*[:：-]\s*(.+)")
AUDIENCE = re.compile(r"(?i)(?:best for|audience|target audience|for whom|who is (?:this|it) for)\s*[:：-]?\s*(.+)")

OPTIONAL_WORDS = "optional|bonus|opcional|可选|选修|ঐচ্ছিক"
# For text in lower case: ignoring case takes several times as long.
OPTIONAL_WORD = re.compile(OPTIONAL_WORDS)
OPTIONAL_ONLY = re.compile(rf"\W*(?:{OPTIONAL_WORDS})\W*", re.IGNORECASE)
OPTIONAL_PATTERNS = (
    re.compile(rf"(?i)\s*[(\[（【]\s*(?:{OPTIONAL_WORDS})\s*[)\]）】]"),
    re.compile(rf"(?i)^\W*(?:{OPTIONAL_WORDS})\s*(?:[:：]|\s[–—-])\s*"),
    re.compile(r"(?i)[\s,:–—-]+optional\W*$"),
)

STATUS_SUFFIX = re.compile(rf"\s*\(({Status.STARTED}|{Status.SKIPPED})\)$")
# After a bold name.
STATUS_WORD = re.compile(
    r"(?i)\s*[-–—:]?\s*\((?:(?P<done>done|completed?|finished)|(?P<started>started|in progress|ongoing)"
    r"|(?P<skipped>skipped))\)$"
)
CHOICE_SUFFIX = re.compile(r"\s*\(([1-9]\d{0,3}) (?:is|are) enough\)$")

STEPS = "step|week|day|phase|module|stage|level|domain|part|month|chapter|milestone|unit|lesson|section|topic|sprint"
NUMBER_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[ivx]+"
NUMBER = rf"(?:\d+|(?:{NUMBER_WORDS})\b)(?:\s*(?:[-–—~～]|to|&|and)\s*\d+)?"
NUMBERED_STEP = re.compile(rf"(?is)({STEPS})s?\s*#?\s*{NUMBER}(?:\s*[:：.)\]|–—-]+\s*|\s+|$)(.*)")
NUMBERED_WORD = re.compile(
    r"(?s)([^\W\d][^\s\d:：.,()]*)\s*#?\d+(?:\s?[-–—~～]\s?\d+)?\s*(?:[:：)\]|–—]+\s*|\s-\s+)(.*)"
)
NUMBERED_CHINESE = re.compile(
    r"(?s)第\s*[\d一二三四五六七八九十百]+\s*(部分|阶段|[步章周天节课月])\s*[:：.、–—-]*\s*(.*)"
)
# "1st Year", "2ª Etapa", "3ème partie".
NUMBERED_ORDINAL = re.compile(r"(?s)\d{1,2}-?(?:[a-zà-ÿа-я]{1,3}|[ªº°])\s+([^\W\d]+)(?:\s*[:.)–—-]+\s*|$)(.*)")
NUMBERED_BARE = re.compile(r"(?s)()\d{1,3}(?:\.\d+)*(?:\s*[.):：、|]+(?!\d)\s*|\s+[–—-]+\s+)(\S.*)")
NUMBERED_DEEP = re.compile(r"(?s)()\d{1,3}(?:\.\d+)+\s+(\S.*)")
FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)*")
NUMBER_COLUMN = re.compile(rf"\W*(?:(?:{STEPS})s?|no|nr|number|done|status)?\W*", re.IGNORECASE)
KEYCAP = re.compile("\ufe0f?\u20e3")

# Characters that join or separate letters do nothing at the edge of a word.
INVISIBLE_EDGE = re.compile(r"[\u200b-\u200d\u2060\ufeff]+(?=\s|$)|(?<!\S)[\u200b-\u200d\u2060\ufeff]+")
MOST = 0.75
HALF = 0.5
MAX_CACHED = 2**14


# A heading's kind is asked for many times.
@lru_cache(maxsize=MAX_CACHED)
def section_kind(text: str) -> str | None:
    """Return the kind of a section with this heading, or None if there is no match."""
    title = tidy(split_optional(text)[0]).rstrip("?？ ")
    found = KIND_PATTERN.match(title)
    return found.lastgroup if found else None


def is_label(text: str) -> bool:
    """Return whether the text says nothing but the kind of its section: "Why?", but not "Why Python?"."""
    return bool(KIND_PATTERN.fullmatch(tidy(split_optional(text)[0]).rstrip("?？ ")))


def tidy(text: str) -> str:
    """Return the text on one line, without bullets, emoji and number signs around it and a final colon or period."""
    text = " ".join((text if text.isascii() else INVISIBLE_EDGE.sub("", text)).split())
    if text[:1].isalnum() and text[-1].isalnum():
        return text
    while text and (_is_symbol(text[0]) or text[0] in "•→*|·-–—"):
        text = text[1:].lstrip()
    while text and (_is_symbol(text[-1]) or text[-1] in ":：;,|·"):
        text = text[:-1].rstrip()
    if text.startswith("["):
        text = _without_brackets(text)
    if text.endswith((".", "。", "।")) and not text.endswith(("etc.", "..", "e.g.")):
        text = text[:-1].rstrip()
    return text


def _without_brackets(text: str) -> str:
    """Return the text without brackets around all its letters, which were those of a link without an address."""
    end = text.find("]")
    is_all = end == len(text) - 1 or (end > 0 and has_letters(text[:end]) and not has_letters(text[end:]))
    return (text[1:end].strip() + text[end + 1 :]).strip() if is_all else text


def _is_symbol(character: str) -> bool:
    return character in "\ufe0f\u200d" or unicodedata.category(character) in {"So", "Sk"}


@lru_cache(maxsize=MAX_CACHED)
def split_optional(text: str) -> tuple[str, bool]:
    """Return the text without "optional", unless that is all of it, and whether it contained the word."""
    if not OPTIONAL_WORD.search(text.casefold()):
        return text, False
    if OPTIONAL_ONLY.fullmatch(text):
        return text, True
    rest = text
    for pattern in OPTIONAL_PATTERNS:
        rest = pattern.sub("", rest)
    return (rest if has_letters(rest) else text), rest != text


def split_status(task: Phrase) -> tuple[Phrase, Status]:
    """Return an open task without the status after its name, and that status."""
    found = STATUS_SUFFIX.search(task.text, task.bold_end)
    return (task.head(found.start()), Status(found[1])) if found else (task, Status.TODO)


def split_status_word(item: Phrase) -> tuple[Phrase, Status | None]:
    """Return an item that is a bold name with nothing but a status in brackets without this, and the status."""
    found = STATUS_WORD.match(item.text, item.bold_end) if item.bold_end else None
    return (item.head(found.start()), Status(str(found.lastgroup))) if found else (item, None)


def split_choice(phrase: Phrase) -> tuple[Phrase, int | None]:
    """Return the phrase without a final "(2 are enough)" after its name, and that number."""
    found = CHOICE_SUFFIX.search(phrase.text, phrase.bold_end) if phrase.text.endswith("enough)") else None
    return (phrase.head(found.start()), int(found[1])) if found else (phrase, None)


# So is its number.
@lru_cache(maxsize=MAX_CACHED)
def split_number(text: str, *, step_words_only: bool = False) -> tuple[str, str] | None:
    """Return the word before a heading's number, empty for a bare number, and the rest, or None without a number.

    With `step_words_only`, words that are not in STEPS do not count.
    """
    text = tidy(KEYCAP.sub(".", text))
    patterns = [NUMBERED_STEP, NUMBERED_CHINESE, NUMBERED_BARE, NUMBERED_DEEP]
    for pattern in patterns if step_words_only else [*patterns, NUMBERED_WORD, NUMBERED_ORDINAL]:
        if found := pattern.fullmatch(text):
            return found[1].casefold(), found[2].strip()
    return None


def without_number(text: str, *, is_numbered: bool) -> str:
    """Return the heading without "Step 1" or a bare number, unless nothing else is left.

    A bare number is part of the name, unless the headings beside it are numbered too. So is a label like "Week 1",
    which says more than the position does.
    """
    text, words = tidy(text), {"step", ""} if is_numbered else {"step"}
    while (found := split_number(text)) and found[0] in words and has_letters(found[1]):
        text = tidy(found[1])
        words.remove(found[0])
    return text


def are_numbered(headings: Sequence[str]) -> bool:
    """Return whether most of the headings begin with numbers that count them: 1, 2; or 2.1, 2.2; but not 6.006.

    If the numbers have no gaps, half of the headings are enough, in any order.
    """
    found = [FIRST_NUMBER.search(KEYCAP.sub(".", text)) for text in headings if split_number(text)]
    numbers = [tuple(map(int, number[0].split("."))) for number in found if number]
    if len(numbers) > 1 and sorted(numbers) == [(number,) for number in range(1, len(numbers) + 1)]:
        return len(found) >= HALF * len(headings)
    counts = (
        bool(numbers)
        and (len(numbers[0]) == 1 or numbers[0][-1] <= 1)
        and all(first <= second for first, second in pairwise(numbers))
    )
    return counts and len(found) >= MOST * len(headings)


def has_letters(text: str) -> bool:
    """Return whether the text contains a letter."""
    return text[:1].isalpha() or any(map(str.isalpha, text))


def is_number_column(name: str) -> bool:
    """Return whether a table's column of this name only numbers the rows."""
    return name != "Topic" and bool(NUMBER_COLUMN.fullmatch(name))
