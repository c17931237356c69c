"""Models: a language model as the planner, over any server that speaks OpenAI's protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from agent import tokens
from agent.answer import Listener, calls_of, means_done, streamed, text_of
from agent.claims import claims_an_edit
from agent.planner.plan import Call, Outcome, Plan, Situation
from agent.planning import CAPABILITY, LanguageModel
from agent.prompts import SYSTEM, describe_situation
from agent.relevance import relevant
from agent.settings import Settings
from agent.summary import shortened_dialogue
from tools.errors import ToolFailed
from tools.services.account import unasked
from tools.services.failures import ServiceError
from tools.services.openai_client import NAME, NO_KEY, translated

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

    from tools.services.policy import Policy

OPENAI_URL = "https://api.openai.com/v1"

_NOTHING = " (Nothing was changed just now.)"
_NOT_TOLD = "You were not told about {tool}. If it is needed, look it up with find_tools first."
# What a plan usually is, tokens.
_ANSWER = 60
# So much longer than one try takes all of them together: one that hangs is known as such.
_MOMENT = 0.1


class ModelPlanner:
    """Plans by asking a chat model for tool calls.

    Args:
        chat: The model. It asks once; again does the policy.
        engine: What the policy knows of it.
        policy: By which it is asked.
        settings: How long one answer may take, retries included, how long it may be, and whether
            it is taken as it comes.
    """

    name = "model"

    def __init__(
        self, chat: BaseChatModel, engine: LanguageModel, policy: Policy, settings: Settings
    ) -> None:
        self._chat = chat
        self._engine = engine
        self._policy = policy
        self._seconds = settings.model_timeout
        self._longest = float(settings.model_max_tokens)
        self._stream = settings.model_stream

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, policy: Policy) -> AsyncIterator[ModelPlanner]:
        """The model that the operator set; its connections are closed with the block.

        Args:
            settings: Which one.
            policy: By which it is asked.
        """
        import httpx
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        # Its own client: the one that the library shares outlives the event loop.
        async with httpx.AsyncClient(timeout=settings.model_timeout) as client:
            chat = ChatOpenAI(
                model=settings.model,
                api_key=settings.openai_api_key or SecretStr(NO_KEY),
                base_url=settings.openai_base_url or OPENAI_URL,
                temperature=settings.model_temperature,
                max_completion_tokens=settings.model_max_tokens,
                timeout=settings.model_timeout,
                max_retries=0,
                http_async_client=client,
                stream_usage=settings.model_stream,
            )
            yield cls(chat, LanguageModel(settings), policy, settings)

    async def plan(self, situation: Situation) -> Plan:
        """The calls that the model makes, or its words.

        Raises:
            LimitExceeded: It would cost more than it may.
            ToolFailed: The model cannot be reached, refuses, or gives nothing usable.
        """
        tools = [told.described for told in relevant(situation)]
        messages = _messages(situation)
        heard = Listener(situation)
        asked = await self._ask(messages, tools, heard)
        calls, text = calls_of(asked.answer), text_of(asked.answer)
        if not calls and claims_an_edit(text) and not _has_worked(situation):
            # Said to be done, and no tool was called: nothing was done.
            messages += [asked.answer, _nudge()]
            again = await self._ask(messages, tools, heard)
            asked = replace(again, usage=asked.usage + again.usage, usd=asked.usd + again.usd)
            calls, text = calls_of(asked.answer), text_of(asked.answer)
            text += _NOTHING if claims_an_edit(text) else ""
        plan = Plan(usage=asked.usage, usd=asked.usd)
        if calls:
            return replace(plan, calls=_told_about(calls, situation, tools))
        if not text and not situation.rounds:
            raise ToolFailed("The language model gave an empty answer.")
        return replace(plan, text="" if means_done(text) else text)

    async def _ask(
        self, messages: list[BaseMessage], tools: list[dict[str, Any]], heard: Listener
    ) -> _Asked:
        """One answer of the model, asked by the policy."""
        sent = prompt_tokens(messages, tools)
        ends = asyncio.get_running_loop().time() + self._seconds

        async def ask(_engine: LanguageModel) -> tuple[AIMessage, tokens.Usage]:
            async with self._answering(ends):
                answer = await self._answer(messages, tools, heard)
            return answer, _usage(answer, sent)

        try:
            with unasked():
                async with asyncio.timeout_at(ends + _MOMENT):
                    made = await self._policy.call(
                        CAPABILITY,
                        (self._engine,),
                        ask,
                        key=None,
                        units=_units(tokens.Usage(sent, int(self._longest))),
                        used=lambda made: _units(made[1]),
                    )
        except TimeoutError:
            raise self._too_late() from None
        answer, usage = made.value
        return _Asked(answer, usage, made.usd)

    async def _answer(
        self, messages: list[BaseMessage], tools: list[dict[str, Any]], heard: Listener
    ) -> AIMessage:
        model = self._chat.bind_tools(tools)
        if self._stream:
            return await streamed(model.astream(messages), heard)
        return await model.ainvoke(messages)

    @asynccontextmanager
    async def _answering(self, ends: float) -> AsyncIterator[None]:
        """What the model's server and client raise within the block is translated here."""
        import httpx
        import openai

        try:
            async with asyncio.timeout_at(ends):
                with translated():
                    yield
        except TimeoutError:
            raise self._too_late() from None
        except httpx.TransportError:
            raise ServiceError(NAME, "unreachable") from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError, AttributeError) as error:
            # The client takes a server's word for the shape of its answer.
            raise ServiceError(NAME, "answer", type(error).__name__) from None

    def _too_late(self) -> ServiceError:
        return ServiceError(NAME, "timeout", f"{self._seconds:g} s")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An answer of the model, what it took and what that cost."""

    answer: AIMessage
    usage: tokens.Usage
    usd: float


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


def _usage(answer: AIMessage, sent: int) -> tokens.Usage:
    """What the server says that it took; counted here where it says nothing."""
    told = answer.usage_metadata
    if told is not None and told["total_tokens"]:
        return tokens.Usage(told["input_tokens"], told["output_tokens"])
    calls = [{"name": call["name"], "args": call["args"]} for call in answer.tool_calls]
    return tokens.Usage(sent, tokens.count(f"{text_of(answer)}{calls}"))


def _units(usage: tokens.Usage) -> dict[str, float]:
    """The same by units of the table of prices."""
    return {"tokens_in": float(usage.sent), "tokens_out": float(usage.answered)}


def prompt_tokens(messages: list[BaseMessage], tools: list[dict[str, Any]]) -> int:
    """About how many tokens a request has."""
    from langchain_core.messages import convert_to_openai_messages

    plain: Any = convert_to_openai_messages(messages)
    return tokens.count_prompt(plain, tools)


def estimate(situation: Situation) -> tokens.Usage:
    """About what asking a model about a situation would take: the plan, and that it is done."""
    tools = [told.described for told in relevant(situation)]
    return tokens.Usage(2 * prompt_tokens(_messages(situation), tools), _ANSWER)


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
