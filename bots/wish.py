"""Wish: what a message wants, read from it before anything is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bots.limits import version_in

Clip = TypeVar("Clip")

# What a message of the bot says of the version that it is about: “v3 is 0:08 long”, “v3 in all”.
_TOLD = re.compile(r"\b(v\d+) (?:is|in all|en total)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Generic[Clip]):
    """What a message wants.

    Attributes:
        text: The words, without command and mention.
        clips: The clips that are meant, as the platform describes them; none goes on with the
            conversation.
        version: The delivered version that the message replies to; empty when to none.
        spoken: A recording of the words, where they were not written.
        refusal: Why nothing can be done, ready to send; empty when something can.
    """

    text: str = ""
    clips: tuple[Clip, ...] = ()
    version: str = ""
    spoken: Clip | None = None
    refusal: str = ""


def version_of(names: Iterable[str | None], text: str | None) -> str:
    """The version that a message of the bot delivered; empty where it is about none.

    Args:
        names: Names of the files that it carries.
        text: Its text: where the file went another way, or was renamed, that tells.
    """
    found = next(filter(None, map(version_in, names)), "")
    told = _TOLD.search(text or "")
    return found or (told[1] if told else "")
