"""Answer: what a language model said, heard as it comes and read to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from agent.claims import claims_an_edit
from agent.planner.plan import Call, Situation

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk

_DONE = re.compile(r"\W*done\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)|[。！？\n]")


class Listener:
    """Passes an answer on, sentence by sentence, as long as it is only an answer.

    Args:
        situation: What is answered; who hears it is named there.
    """

    def __init__(self, situation: Situation) -> None:
        # Words after calls are about edits: what became of those, the reply tells.
        self._tell = None if situation.rounds else situation.tell
        self._told = ""

    def hear(self, answer: AIMessageChunk) -> None:
        """Take the answer as far as it has come."""
        text = answer.text.strip()
        if self._tell is None or answer.tool_call_chunks or claims_an_edit(text):
            self._tell = None
            return
        ends = [found.end() for found in _SENTENCE_END.finditer(text)]
        whole = text[: ends[-1]].strip() if ends else ""
        if whole and whole != self._told and not _DONE.fullmatch(whole):
            self._told = whole
            self._tell(whole)


async def streamed(chunks: AsyncIterator[AIMessage], heard: Listener) -> AIMessage:
    """The whole answer, heard as it comes.

    Raises:
        ValueError: Nothing came.
    """
    from langchain_core.messages import AIMessageChunk

    whole: AIMessageChunk | None = None
    async for chunk in chunks:
        if isinstance(chunk, AIMessageChunk):
            whole = chunk if whole is None else whole + chunk
            heard.hear(whole)
    if whole is None:
        raise ValueError("no answer came")
    return _strictly(whole)


def _strictly(whole: AIMessageChunk) -> AIMessage:
    """The answer with its calls as they came: a chunk completes broken arguments by itself."""
    from langchain_core.messages import AIMessage

    good, broken = [], []
    for call in whole.tool_call_chunks:
        name, args, id_ = call["name"] or "", call["args"] or "{}", call["id"]
        try:
            parsed = json.loads(args)
        except ValueError:
            parsed = None
        if isinstance(parsed, dict):
            good.append({"name": name, "args": parsed, "id": id_, "type": "tool_call"})
        else:
            broken.append({"name": name, "args": args, "id": id_, "type": "invalid_tool_call"})
    return AIMessage(
        whole.content,
        tool_calls=good,
        invalid_tool_calls=broken,
        usage_metadata=whole.usage_metadata,
    )


def means_done(text: str) -> bool:
    """Whether the words say that there is nothing left to do, and no more."""
    return _DONE.fullmatch(text) is not None


def calls_of(answer: AIMessage) -> tuple[Call, ...]:
    """The calls of an answer; what cannot be read says so."""
    good = [
        Call(tool=call["name"], args=call["args"], id=call["id"] or "")
        for call in answer.tool_calls
    ]
    broken = [
        Call(
            tool=call["name"] or "",
            id=call["id"] or "",
            broken=f"The arguments are not valid JSON: {str(call['args'])[:200]!r}. "
            "Write them again.",
        )
        for call in answer.invalid_tool_calls
    ]
    return (*good, *broken)


def text_of(answer: AIMessage) -> str:
    """The words of an answer."""
    return str(answer.text).strip()
