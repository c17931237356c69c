"""People who say things, ask for edits and want things always."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.lexical import LexicalEmbedding
from memory.memory import Memo, Memory, Preference

YELLOW: dict[str, Any] = {
    "text": "I always want my titles yellow",
    "tool": "add_text",
    "argument": "color",
    "value": "yellow",
}
TOP: dict[str, Any] = {
    "text": "put titles at the top",
    "tool": "add_text",
    "argument": "position",
    "value": "top",
}
LOUD: dict[str, Any] = {
    "text": "I like it loud",
    "tool": "change_volume",
    "argument": "factor",
    "value": 1.5,
}
SCHOOL: dict[str, Any] = {"text": "my clips are for a school project"}


async def say(memory: Memory, user: str, text: str, conversation: str = "c", **more: Any) -> None:
    """A person says something, and gets an edit."""
    await memory.archive.add_turn(
        user=user, conversation=conversation, text=text, reply="Done.", kind="edit", **more
    )


async def deliver(memory: Memory, user: str, version: str, description: str, **more: Any) -> None:
    """A person gets a version."""
    fields: dict[str, Any] = {"conversation": "c", "recipe": []} | more
    await memory.archive.add_version(user=user, version=version, description=description, **fields)


def texts(memos: Iterable[Memo | Preference]) -> list[str]:
    """The words of each."""
    return [memo.text for memo in memos]


def anywhere(home: Path, words: str) -> list[str]:
    """Files that contain these words, in any of the encodings that they may have."""
    needles = (words.encode(), words.encode("utf-16-le"))
    files = [path for path in home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(n in path.read_bytes() for n in needles)]


TITLES = ("a red car", "snow on the mountain", "grandmother laughing")


class Counting(LexicalEmbedding):
    """The lexical embedding under another name; it knows what it was asked."""

    def __init__(self, name: str = "counting-1") -> None:
        self.name = name
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self.vectors(texts)


async def fill(memory: Memory) -> None:
    """A turn for each title, and a preference; the vectors contain them."""
    for title in TITLES:
        await memory.archive.add_turn(
            user="u", conversation="c", text=f"title it {title}", reply="", kind="edit"
        )
    await memory.remember("u", text="subtitles please")
    await memory.settle()


async def found(memory: Memory) -> list[str]:
    """The titles that are found again."""
    turns = [(await memory.recall("u", title)).turns for title in TITLES]
    return [some[0].text.removeprefix("title it ") for some in turns if some]


async def assert_no_new_thread(before: set[threading.Thread]) -> None:
    """A thread that was told to end may need a moment."""
    for _ in range(200):
        if not set(threading.enumerate()) - before:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"still running: {set(threading.enumerate()) - before}")
