"""Recognize texts that ask a question, headings of questions, and summaries that announce an answer."""

import re

from genai_roadmap.markdown import titles
from genai_roadmap.markdown.blocks import Block
from genai_roadmap.markdown.labels import ANSWER, QUESTION_MARKS, is_labeled, without_label
from genai_roadmap.markdown.phrase import Phrase

# The headings below which a summary may be an instruction.
QUIZ = re.compile(
    r"(?i)\b(?:questions?|quiz(?:zes)?|exercises?|interviews?|flash ?cards?|self[- ](?:check|test)|faq"
    r"|preguntas|ejercicios|perguntas|exercícios|exercices|fragen|übungen|domande|esercizi|вопросы|упражнения)\b"
    r"|问题|面试|练习|質問|問題|練習|질문|문제"
)
INSTRUCTION = re.compile(
    r"(?i)(?:calculate|compare|compute|convert|define|describe|discuss|draw|explain|find|fix|give|how|identify|implement"
    r"|list|name|outline|predict|prove|show|sketch|solve|state|summari[sz]e|tell|translate|what|when|which|who|why|write)\s"
)
SENTENCE_ENDS = (".", "!", "。", "！")
SHOWS_ANSWER = re.compile(
    rf"(?i)\b(?:{ANSWER}|solution|solución|solução|lösung|soluzione|решение|explanation)(?:s|es|n|en)?\b|答|답"
)


def is_quiz(heading: str) -> bool:
    """Return whether a heading says that questions follow."""
    return bool(QUIZ.search(heading))


def is_only_quiz(heading: str) -> bool:
    """Return whether a heading says nothing but that questions follow."""
    return bool(QUIZ.fullmatch(titles.tidy(heading)))


def shows_an_answer(summary: str) -> bool:
    """Return whether a summary says that it shows an answer."""
    return bool(SHOWS_ANSWER.search(summary))


def asks(block: Block, *, in_quiz: bool) -> bool:
    """Return whether a block asks a question or, below a heading of questions, is an instruction."""
    if block.text.endswith(QUESTION_MARKS) or is_labeled(block, "q"):
        return True
    bare = _bare_text(block.text)
    # An option to choose from is a sentence too.
    is_sentence = block.kind != "text" and block.text.endswith(SENTENCE_ENDS)
    return in_quiz and " " in bare and (is_sentence or bool(INSTRUCTION.match(bare)))


def without_number(title: Phrase) -> Phrase:
    """Return a question without its number."""
    text = _bare_text(title.text)
    start = title.text.find(text)
    return title.head(start + len(text)).tail(start) if start >= 0 else Phrase(text)


def _bare_text(text: str) -> str:
    text = without_label(text)
    number_and_rest = titles.split_number(text)
    return number_and_rest[1] if number_and_rest else titles.tidy(text)
