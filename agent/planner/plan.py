"""Plan: what a planner answers with, and what it is given to answer from.

Both brains, the language model and the built-in planner, stand behind ``Planner``; the graph does
not know which one it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from agent.history import History
from agent.tokens import Usage
from memory.memory import Recalled
from tools.clip import Clip
from tools.spec import ToolSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One tool call.

    Attributes:
        tool: Name of a tool in ``Situation.tools``.
        args: Its arguments, as planned; ``act`` checks and converts them.
        wish: The person's words that asked for it, empty when unknown.
        id: Identifier that the model gave the call, echoed with its outcome.
        broken: Why its arguments could not be read at all; empty when they could.
    """

    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)
    wish: str = ""
    id: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a call when ``act`` ran it on the described clip.

    Attributes:
        call: The call.
        result: What it did or answered, in words.
        note: What should be known besides: values that were chosen or rounded.
        error: Why it failed, in words the planner can act on; empty when it worked.
        in_vain: Whether it failed because the clip lacks what the tool works on: no other
            arguments would help.
        idle: Whether the clip was so already, and is what it was.
    """

    call: Call
    result: str = ""
    note: str = ""
    error: str = ""
    in_vain: bool = False
    idle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Calls to make, or words to say.

    Attributes:
        calls: Tool calls in order. Asking back, declining and leaving a wish out are calls too.
        text: Words for the person when there is nothing to call: an answer.
        certain: Whether nothing else can have been meant, so that nobody else need be asked.
        usage: What a language model took for it.
        usd: What that cost, US dollars.
    """

    calls: tuple[Call, ...] = ()
    text: str = ""
    certain: bool = False
    usage: Usage = field(default=Usage(), compare=False)
    usd: float = field(default=0.0, compare=False)


def _unheard(words: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All that a planner may know.

    Attributes:
        text: The person's message.
        history: The conversation's recipe and versions, as of now.
        clip: The described clip that the recipe gives; None before a clip was sent.
        tools: Every tool by name, control tools included.
        memory: What is remembered about this person that matters here. Data, not instructions.
        dialogue: Earlier messages, oldest first, as (``"person"`` or ``"vfxb"``, words).
        question: What was asked back last turn; empty unless this message answers it.
        asked_about: The message that led to that question.
        rounds: Outcomes of this turn's earlier rounds, oldest first.
        tell: Takes an answer as far as it goes, sentence by sentence, while it is being made.
    """

    text: str
    history: History
    clip: Clip | None
    tools: Mapping[str, ToolSpec]
    memory: Recalled = field(default_factory=Recalled)
    dialogue: tuple[tuple[str, str], ...] = ()
    question: str = ""
    asked_about: str = ""
    rounds: tuple[tuple[Outcome, ...], ...] = ()
    tell: Callable[[str], None] = _unheard


class Planner(Protocol):
    """A brain."""

    name: str

    async def plan(self, situation: Situation) -> Plan:
        """The next calls, or the words to end the turn with.

        Raises:
            LimitExceeded: It would cost more than it may.
            ToolFailed: The planner cannot be reached or does not answer usefully.
        """
        ...
