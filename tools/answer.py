"""Answer: what a tool found out, and what could be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

DOCUMENTS: frozenset[str] = frozenset({"srt", "vtt", "txt"})
"""Formats of files of text that come with answers."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file of text that comes with an answer.

    Attributes:
        stem: Its name without a suffix; never something that a person typed.
        format: One of ``DOCUMENTS``, also the suffix.
        text: What stands in it.
    """

    stem: str
    format: str
    text: str


class Answer(str):
    """Words for a person, which come with requests that would make sense next, and with files.

    Attributes:
        suggestions: Requests as a person would say them, the best first.
        documents: Files of text.
    """

    suggestions: tuple[str, ...]
    documents: tuple[Document, ...]

    def __new__(
        cls,
        text: str,
        suggestions: tuple[str, ...] = (),
        documents: tuple[Document, ...] = (),
    ) -> Self:
        """An answer of these words."""
        answer = super().__new__(cls, text)
        answer.suggestions = suggestions
        answer.documents = documents
        return answer
