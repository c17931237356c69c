"""What people are told to say, in their language, is understood by the built-in planner."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from agent.history import History
from agent.planner.builtin import BuiltinPlanner
from agent.planner.plan import Plan, Situation
from agent.suggestions import _IDEAS
from agent.tongues.catalogue import LANGUAGES, catalogue
from agent.tongues.template import HOLE
from agent.tongues.tongue import Tongue
from agent.toolbox import all_tools, described
from tests.tools.made_up import FOUND, MEDIA, clip
from tools.advising import ADVICE

_REQUEST = re.compile(r"«([^«»]*(?:“[^”]*”)?[^«»]*)»")


def quoted() -> Iterator[tuple[str, str]]:
    """Requests that stand in the sentences of a catalogue."""
    for language in LANGUAGES[1:]:
        known = catalogue(language)
        sentences = {*known.fixed.values(), *(template.other for template in known.templates)}
        found = {request for said in sentences for request in _REQUEST.findall(said)}
        yield from ((language, each) for each in sorted(found) if _is_request(each))


def _is_request(quoted: str) -> bool:
    return " " in quoted and not HOLE.search(quoted)


def suggested() -> Iterator[tuple[str, str]]:
    """Requests that are suggested after an edit or an answer."""
    ideas = [idea.text for idea in _IDEAS] + [advice.request for advice in ADVICE.values()]
    for language in LANGUAGES[1:]:
        yield from ((language, idea) for idea in dict.fromkeys(ideas))


async def planned(text: str) -> Plan:
    history = History(source=clip(100.0).source, media=MEDIA, findings=FOUND)
    situation = Situation(
        text=text, history=history, clip=described(history), tools=all_tools()
    )  # fmt: skip
    return await BuiltinPlanner().plan(situation)


@pytest.mark.parametrize(("language", "request_"), [*quoted()])
async def test_a_request_in_a_sentence_is_understood(language: str, request_: str) -> None:
    plan = await planned(request_)
    assert plan.calls or plan.text
    assert not any("understand" in str(call.args) for call in plan.calls)


@pytest.mark.parametrize(("language", "idea"), [*suggested()])
async def test_a_suggestion_means_the_same(language: str, idea: str) -> None:
    said = Tongue(catalogue(language)).phrase(idea)
    assert said is not None
    plan, meant = await planned(said), await planned(idea)
    assert [(call.tool, dict(call.args)) for call in plan.calls] == [
        (call.tool, {**call.args, **_own(call.args, said)}) for call in meant.calls
    ]


def _own(args: object, said: str) -> dict[str, str]:
    """The words of a title are those of the language."""
    title = re.search(r'"(.+)"', said)
    return {"text": title[1]} if title and "text" in str(args) else {}
