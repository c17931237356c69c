"""Models: a language model as the planner, over any server that speaks OpenAI's protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent import tokens
from agent.answer import Listener, calls_of, means_done, streamed, text_of
from agent.claims import claims_an_edit
from agent.planner.plan import Call, Outcome, Plan, Situation
from agent.prompts import SYSTEM, describe_situation
from agent.relevance import relevant
from agent.settings import Settings
from agent.summary import shortened_dialogue
from tools.errors import ToolFailed
from tools.signals import calling

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

OPENAI_URL = "https://api.openai.com/v1"

# A server on the person's own machine wants no key, but the client insists on one.
_NO_KEY = "none"
_NOTHING = " (Nothing was changed just now.)"
_NOT_TOLD = "You were not told about {tool}. If it is needed, look it up with find_tools first."
# What a plan usually is, tokens.
_ANSWER = 60


class ModelPlanner:
    """Plans by asking a chat model for tool calls.

    Args:
        chat: The model. It does its own retries.
        seconds: How long one plan may take, retries included.
        stream: Whether its answer is taken as it comes.
    """

    name = "model"

    def __init__(self, chat: BaseChatModel, *, seconds: float = 30.0, stream: bool = True) -> None:
        self._chat = chat
        self._seconds = seconds
        self._stream = stream

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings) -> AsyncIterator[ModelPlanner]:
        """The model that the operator set; its connections are closed with the block."""
        import httpx
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        # Its own client: the one that the library shares outlives the event loop.
        async with httpx.AsyncClient(timeout=settings.model_timeout) as client:
            chat = ChatOpenAI(
                model=settings.model,
                api_key=settings.openai_api_key or SecretStr(_NO_KEY),
                base_url=settings.openai_base_url or OPENAI_URL,
                temperature=settings.model_temperature,
                max_completion_tokens=settings.model_max_tokens,
                timeout=settings.model_timeout,
                max_retries=settings.model_tries - 1,
                http_async_client=client,
                stream_usage=settings.model_stream,
            )
            yield cls(chat, seconds=settings.model_timeout, stream=settings.model_stream)

    async def plan(self, situation: Situation) -> Plan:
        """The calls that the model makes, or its words.

        Raises:
            ToolFailed: The model cannot be reached, refuses, or gives nothing usable.
        """
        tools = [told.described for told in relevant(situation)]
        messages = _messages(situation)
        heard = Listener(situation)
        answer = await self._ask(messages, tools, heard)
        usage = _usage(answer, messages, tools)
        calls, text = calls_of(answer), text_of(answer)
        if not calls and claims_an_edit(text) and not _has_worked(situation):
            # Said to be done, and no tool was called: nothing was done.
            messages += [answer, _nudge()]
            answer = await self._ask(messages, tools, heard)
            usage += _usage(answer, messages, tools)
            calls, text = calls_of(answer), text_of(answer)
            text += _NOTHING if claims_an_edit(text) else ""
        if calls:
            return Plan(calls=_told_about(calls, situation, tools), usage=usage)
        if not text and not situation.rounds:
            raise ToolFailed("The language model gave an empty answer.")
        return Plan(text="" if means_done(text) else text, usage=usage)

    async def _ask(
        self, messages: list[BaseMessage], tools: list[dict[str, Any]], heard: Listener
    ) -> AIMessage:
        """One answer of the model. What its server and client raise is translated here."""
        import httpx
        import openai

        model = self._chat.bind_tools(tools)
        try:
            async with asyncio.timeout(self._seconds):
                with calling("model"):
                    if self._stream:
                        return await streamed(model.astream(messages), heard)
                    return await model.ainvoke(messages)
        except openai.APIStatusError as error:
            # Only the number: what a server writes into its errors may hold the key.
            hint = _HINTS.get(error.status_code, "")
            raise ToolFailed(
                f"The language model's server answered with status {error.status_code}.{hint}"
            ) from None
        except (TimeoutError, openai.APITimeoutError):
            raise ToolFailed(
                f"The language model did not answer within {self._seconds:g} seconds."
            ) from None
        except (openai.APIConnectionError, httpx.TransportError):
            raise ToolFailed(
                "The language model's server cannot be reached. Is OPENAI_BASE_URL right?"
            ) from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError, AttributeError) as error:
            # The client takes a server's word for the shape of its answer.
            raise ToolFailed(
                f"The language model's answer is not understood ({type(error).__name__})."
            ) from None


def _told_about(
    calls: Sequence[Call], situation: Situation, tools: list[dict[str, Any]]
) -> tuple[Call, ...]:
    """The calls; those of tools that the person's words did not bring up are not to be run."""
    known = {tool["function"]["name"] for tool in tools}
    hidden = situation.tools.keys() - known
    return tuple(
        replace(call, broken=_NOT_TOLD.format(tool=call.tool)) if call.tool in hidden else call
        for call in calls
    )


def _usage(
    answer: AIMessage, messages: list[BaseMessage], tools: list[dict[str, Any]]
) -> tokens.Usage:
    """What the server says that it took; counted here where it says nothing."""
    told = answer.usage_metadata
    if told is not None and told["total_tokens"]:
        return tokens.Usage(told["input_tokens"], told["output_tokens"])
    calls = [{"name": call["name"], "args": call["args"]} for call in answer.tool_calls]
    return tokens.Usage(prompt_tokens(messages, tools), tokens.count(f"{text_of(answer)}{calls}"))


def prompt_tokens(messages: list[BaseMessage], tools: list[dict[str, Any]]) -> int:
    """About how many tokens a request has."""
    from langchain_core.messages import convert_to_openai_messages

    plain: Any = convert_to_openai_messages(messages)
    return tokens.count_prompt(plain, tools)


def estimate(situation: Situation) -> tokens.Usage:
    """About what asking a model about a situation would take: the plan, and that it is done."""
    tools = [told.described for told in relevant(situation)]
    return tokens.Usage(2 * prompt_tokens(_messages(situation), tools), _ANSWER)


_HINTS = {
    401: " Is OPENAI_API_KEY right?",
    403: " Is OPENAI_API_KEY allowed to use this model?",
    404: " Are OPENAI_BASE_URL and VFXB_MODEL right?",
    429: " It is overloaded, or its quota is used up.",
}


def _has_worked(situation: Situation) -> bool:
    return any(not outcome.error for outcomes in situation.rounds for outcome in outcomes)


def _nudge() -> BaseMessage:
    from langchain_core.messages import HumanMessage

    return HumanMessage(
        "You called no tool, so nothing was done just now. Call the tools for what was asked. "
        "If you meant earlier edits, or nothing is to be done, answer without saying that it was."
    )


def _messages(situation: Situation) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    messages: list[BaseMessage] = [SystemMessage(SYSTEM)]
    for who, words in shortened_dialogue(situation):
        messages.append(HumanMessage(words) if who == "person" else AIMessage(words))
    messages.append(HumanMessage(describe_situation(situation)))
    for number, outcomes in enumerate(situation.rounds):
        messages += _round(outcomes, number)
    return messages


def _round(outcomes: Sequence[Outcome], number: int) -> list[BaseMessage]:
    """Calls of an earlier round and what became of them, as the protocol wants it."""
    from langchain_core.messages import AIMessage, ToolMessage

    ids = [outcome.call.id or f"call_{number}_{i}" for i, outcome in enumerate(outcomes)]
    made = [
        {"name": outcome.call.tool, "args": dict(outcome.call.args), "id": id_, "type": "tool_call"}
        for outcome, id_ in zip(outcomes, ids, strict=True)
    ]
    results = [
        ToolMessage(
            f"Error: {outcome.error}"
            if outcome.error
            else f"{outcome.result} {outcome.note}".strip(),
            tool_call_id=id_,
            status="error" if outcome.error else "success",
        )
        for outcome, id_ in zip(outcomes, ids, strict=True)
    ]
    return [AIMessage("", tool_calls=made), *results]
