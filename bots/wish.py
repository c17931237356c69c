"""Wish: what a message wants, read from it before anything is fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Clip = TypeVar("Clip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Generic[Clip]):
    """What a message wants.

    Attributes:
        text: The words, without command and mention.
        clips: The clips that are meant, as the platform describes them; none goes on with the
            conversation.
        version: The delivered version that the message replies to; empty when to none.
        refusal: Why nothing can be done, ready to send; empty when something can.
    """

    text: str = ""
    clips: tuple[Clip, ...] = ()
    version: str = ""
    refusal: str = ""
