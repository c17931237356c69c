"""Engines: whom a person names to do it ("with Replicate"), taken out of the message.

What is left is planned as if nobody had been named; then the call that the engine can make is
given to it. An engine that cannot make any of them, or is none of ours, is never passed over
silently: the reply says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.approval import answer_in
from agent.planner.lexicon.engines import (
    DOES,
    EXAMPLES,
    ONLY,
    OTHERS,
    OURS,
    STYLES,
    UNCHOSEN,
)
from agent.planner.plan import Call, Plan, Situation
from agent.planner.plans import ask, decline
from tools.services.asking import MAY
from tools.spec import ToolSpec

_SPEAKING = frozenset({"ask_person", "decline", "leave_out", "generate_voice", "present"})
"""Calls whose words are no letters of the picture."""

_ANY = "|".join((*OURS.values(), *OTHERS.values()))
_KIND = r"(?:['’]s)?(?:\s+(?:api|models?|engine|service|ai|tts|stt))?"
_BY = r"(?:with|using|via|through|thru|by|use|from|on)"
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)")


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to name an engine, and what stands there when it is taken out."""

    pattern: re.Pattern[str]
    leaves: str = ""


def _way(pattern: str, leaves: str = "") -> _Way:
    return _Way(re.compile(pattern.replace("ENGINE", f"(?P<engine>{_ANY})"), re.IGNORECASE), leaves)


_WAYS = (
    # "use Replicate to upscale it", "let OpenAI transcribe it", "ask HeyGen to ..."
    _way(rf"\b(?:use|ask|let|have|get|make)\s+ENGINE{_KIND}\s+(?:to\s+|and\s+)?(?=[a-z]+\s)"),
    # "a HeyGen presenter", "the ElevenLabs voice", "OpenAI's voice": the thing stays.
    _way(rf"\b(?:(?P<article>an?|the)\s+)?ENGINE{_KIND}\s+(?=(?:voice|presenter|avatar|speaker|"
         r"narrator|talking)s?\b)", "a "),
    # "with Replicate", "using the OpenAI api"
    _way(rf",?\s*\b{_BY}\s+(?:the\s+|an?\s+)?ENGINE{_KIND}(?![\w-])"),
    _way(r"\(\s*ENGINE\s*\)"),
)  # fmt: skip
_ALONE = re.compile(r"(?i)^\W*(?:(?:please|now|and|then|instead|use|take|try|make|it|with|in|an?|"
                    r"the|voices?|by|speak|speaker)\b\W*)*$")  # fmt: skip


def planned(situation: Situation, plan: Callable[[Situation], Plan]) -> Plan:
    """The plan for a message, made by those whom it names.

    Args:
        situation: The message in its situation.
        plan: Plans a message that names nobody.
    """
    if not situation.rounds and (offered := _offered(situation)):
        about, _ = _without(situation.asked_about)
        anew = replace(situation, text=about, question="", asked_about="")
        made = _given(plan(anew), (offered,), frozenset(), anew)
        return in_own_words(made, about, situation.asked_about)
    said = situation.text if situation.rounds else f"{situation.asked_about}\n{situation.text}"
    if not re.search(_ANY, said, re.IGNORECASE):
        return plan(situation)
    text, named = _without(situation.text)
    about, before = _without(situation.asked_about if situation.question else "")
    names = tuple(dict.fromkeys((*named, *before)))
    if not names:
        return plan(situation)
    if _is_shown(first := plan(situation), names):
        return first
    if not situation.question and not situation.rounds and _ALONE.match(text):
        if changed := _changed(situation, names):
            return changed
        if "voice" not in text.lower():
            return ask_what(names[0])
    rest = replace(situation, text=text, asked_about=about or situation.asked_about)
    made = _given(plan(rest), names, frozenset(named), situation)
    return in_own_words(made, text, situation.text)


def _offered(situation: Situation) -> str:
    """Who may do it in the place of the one whom the person chose; empty where that is not said."""
    if not situation.asked_about or MAY not in situation.question:
        return ""
    offered = situation.question.split(MAY)[1].splitlines()[0].rstrip(".").split(" or ")
    said = situation.text.casefold()
    named = next((name for name in offered if name.casefold() in said), "")
    return named or (offered[0] if answer_in(situation.text) == "yes" else "")


def in_own_words(plan: Plan, planned: str, said: str) -> Plan:
    """The plan with the person's words for what was planned in other ones."""

    def own(call: Call) -> Call:
        return replace(call, wish=said.strip()) if call.wish.strip() == planned.strip() else call

    return replace(plan, calls=tuple(map(own, plan.calls)))


def ask_what(name: str) -> Plan:
    """The question what an engine is to do."""
    if name not in OURS:
        return decline(_unknown(name))
    return Plan(calls=(ask(f"What should {name} do? It {DOES[name]}, such as: {EXAMPLES[name]}."),))


def _without(text: str) -> tuple[str, list[str]]:
    """A text without the engines that it names, and they; quoted words stay as they are."""
    found: list[str] = []
    quoted: list[str] = []

    def keep(quote: re.Match[str]) -> str:
        quoted.append(quote[0])
        return f"\x00{len(quoted) - 1}\x00"

    held = _QUOTED.sub(keep, text)
    for way in _WAYS:

        def drop(match: re.Match[str], way: _Way = way) -> str:
            found.append(_name(match["engine"]))
            return way.leaves

        held = way.pattern.sub(drop, held)
    back = re.sub("\x00(\\d+)\x00", lambda mark: quoted[int(mark[1])], held)
    return re.sub(r"[ \t]{2,}", " ", back).strip(), found


def _name(said: str) -> str:
    for name, pattern in {**OURS, **OTHERS}.items():
        if re.fullmatch(pattern, said, re.IGNORECASE):
            return name
    return said


def _is_shown(plan: Plan, names: Sequence[str]) -> bool:
    """Whether a name arrived already: in words that are shown, or as a change of a step."""
    shown: list[str] = []
    for call in plan.calls:
        if call.tool == "change_edit":
            changed = call.args.get("args", {})
            shown += [str(value) for name, value in changed.items() if name != "voice"]
        elif call.tool not in _SPEAKING:
            shown += [str(value) for name, value in call.args.items() if name != "engine"]
    return any(name.casefold() in " ".join(shown).casefold() for name in names)


def _given(plan: Plan, names: Sequence[str], now: frozenset[str], situation: Situation) -> Plan:
    """The plan with each call in the hands of whom the person named for it.

    Args:
        plan: The plan of a message that names nobody.
        names: Whom they named.
        now: Those of them named in this message, and not in what we asked about.
        situation: The message in its situation.
    """
    if not plan.calls or any(call.tool in {"ask_person", "decline"} for call in plan.calls):
        return plan
    calls = list(plan.calls)
    reasons: list[Call] = []
    for name in names:
        able = [
            (at, made)
            for at, call in enumerate(calls)
            if (made := _made_by(name, call, situation.tools))
        ]
        for at, made in able:
            calls[at] = made
        if able or situation.rounds or name not in now:
            continue
        wrong = [
            call
            for call in calls
            if "engine" not in call.args and _takes_engine(situation.tools.get(call.tool))
        ]
        calls = [call for call in calls if call not in wrong]
        reasons.append(_reason(name, wrong, calls, situation))
    if not calls and reasons:
        return decline(" ".join(f"{call.args['reason']}" for call in reasons))
    return replace(plan, calls=(*calls, *reasons), certain=plan.certain and not reasons)


def _made_by(name: str, call: Call, tools: Any) -> Call | None:
    """The call, made by an engine; None where it cannot make it."""
    if "engine" in call.args:
        return None  # Somebody else, who was agreed to in the place of the one named first.
    engine = _as_taken(name, tools.get(call.tool))
    if engine:
        return replace(call, args={**call.args, "engine": engine})
    if call.tool in ONLY and name in UNCHOSEN[call.tool]:
        return call
    if name == "HeyGen" and call.tool == "generate_voice" and "text" in call.args:
        kept = {key: call.args[key] for key in ("text", "voice", "language") if key in call.args}
        return replace(call, tool="present", args={**kept, "engine": name})
    style = STYLES.get(str(call.args.get("filter_type", "")))
    if name == "Replicate" and call.tool == "apply_filter" and style:
        kept = {key: call.args[key] for key in ("start", "end") if key in call.args}
        return replace(call, tool="style_transfer", args={"style": style, **kept, "engine": name})
    return None


def _takes_engine(spec: ToolSpec | None) -> bool:
    return spec is not None and "engine" in spec.schema["properties"]


def _as_taken(name: str, spec: ToolSpec | None) -> str:
    """An engine as a tool takes it; empty where it is none of the tool's."""
    if spec is None or not _takes_engine(spec):
        return ""
    if spec.name == "present":
        return name if name == "HeyGen" else ""
    taken = spec.schema["properties"]["engine"].get("enum", ())
    return next((value for value in taken if value.casefold() == name.casefold()), "")


def _reason(name: str, wrong: Sequence[Call], rest: Sequence[Call], situation: Situation) -> Call:
    """Why an engine that was named does nothing."""
    unchosen = next((c for c in rest if name in UNCHOSEN.get(c.tool, ())), None)
    if name not in OURS:
        why = _unknown(name)
    elif unchosen is not None:
        why = f"who does this cannot be chosen: {name} is asked where it is the best set up"
    else:
        why = f"{name} does not do that; it {DOES[name]}"
    if wrong:
        spec = situation.tools[wrong[0].tool]
        able = [each for each in (*OURS, "OpenCV", "Lanczos") if _as_taken(each, spec)]
        why += f". This can be done by {', '.join(able)}, or leave the name out"
    wish = wrong[0].wish if wrong and wrong[0].wish else f"with {name}"
    return Call(tool="leave_out", args={"wish": wish, "reason": f"{why}."}, wish=wish)


def _unknown(name: str) -> str:
    return f"I cannot ask {name}"


def _changed(situation: Situation, names: Sequence[str]) -> Plan | None:
    """What is in the edit already, made by somebody else: "use OpenAI's voice"."""
    for number, step in reversed(list(enumerate(situation.history.steps, 1))):
        spec = situation.tools.get(step.tool)
        for name in names:
            if engine := _as_taken(name, spec):
                args = {"step": number, "args": {"engine": engine}}
                return Plan(calls=(Call(tool="change_edit", args=args, wish=situation.text),))
    return None
