"""Answer: what a tool found out, and what could be done about it."""

from __future__ import annotations

from typing import Self


class Answer(str):
    """Words for a person, which come with requests that would make sense next.

    Attributes:
        suggestions: Requests as a person would say them, the best first.
    """

    suggestions: tuple[str, ...]

    def __new__(cls, text: str, suggestions: tuple[str, ...] = ()) -> Self:
        """An answer of these words."""
        answer = super().__new__(cls, text)
        answer.suggestions = suggestions
        return answer
