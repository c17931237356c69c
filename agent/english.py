"""English: a message in the words of the built-in planner, which reads six languages."""

from __future__ import annotations

from functools import lru_cache

from agent.planner.reading.message import Reader

_READ = 2_000
"""Characters that are read; what a message is about stands at its beginning."""


@lru_cache(maxsize=64)
def in_english(text: str) -> str:
    """The words of a message in English and in their right spelling, as far as they are known."""
    return _reader().read(text[:_READ]).line


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader(())
