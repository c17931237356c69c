"""Mind: what the tools that remember take first: a person, and what is at hand of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.facts import Source
from tools.recipe import Step

if TYPE_CHECKING:
    from agent.afterwards import Afterwards
    from agent.erasure import Erasure
    from memory.assets import AssetStore
    from memory.memory import Memory


@dataclass(frozen=True, slots=True)
class Mind:
    """What is remembered about one person, and what they are working on.

    Attributes:
        memory: The memory of everybody.
        user: Who the person is.
        group: The group in which they speak; empty for a chat with the person alone.
        conversation: Where they speak.
        assets: Where their clips and results lie.
        afterwards: What may still be about to be remembered.
        erasure: Deletes what is kept outside memory.
        steps: The recipe of the conversation.
        source: The clip of the conversation.
    """

    memory: Memory
    user: str
    group: str = ""
    conversation: str = ""
    assets: AssetStore | None = None
    afterwards: Afterwards | None = None
    erasure: Erasure | None = None
    steps: tuple[Step, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """Steps out of memory that come to the recipe.

    Attributes:
        steps: The steps, in order.
        said: What was done, a phrase in the past tense.
    """

    steps: tuple[Step, ...]
    said: str
