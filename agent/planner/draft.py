"""Draft: the calls of a plan, tried one after the other on the described clip.

Nothing is rendered. A call that does not work says so at once, and later wishes see the clip as
the earlier ones leave it.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from agent.history import History
from agent.planner.plan import Call
from agent.revision import Revision
from tools.analysis import Unseen
from tools.clip import Clip
from tools.errors import BadInput, VfxbError
from tools.media import pinned
from tools.recipe import Step, apply
from tools.spec import ToolSpec

_SPEAKING = frozenset({"dialogue", "mind", "studio"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a wish was understood as.

    Attributes:
        calls: The calls that do it.
        question: What has to be asked first; empty when nothing has.
        choices: Answers to choose from.
        about: What the question asks for: ``text``, ``value`` where a value was impossible,
            ``verb`` where keep or remove is open, ``whole`` where two wishes clash, or ``more``
            where something is missing.
        suggestion: The request that a plain "yes" to the question stands for.
        reason: Why it is not done; empty when it is.
        nearest: What can be done in its place.
        text: An answer in words.
        understood: Whether the words made sense at all.
        tool: Name of the tool that the question is about.
        wish: The person's words.
        start: Where the wish begins in the message.
        end: Where it ends.
        plain: The wish without its values, for asking again.
    """

    calls: tuple[Call, ...] = ()
    question: str = ""
    choices: tuple[str, ...] = ()
    about: str = "more"
    suggestion: str = ""
    reason: str = ""
    nearest: str = ""
    text: str = ""
    understood: bool = True
    tool: str = ""
    wish: str = ""
    start: int = 0
    end: int = 0
    plain: str = ""


@dataclass(slots=True)
class Draft:
    """A plan in the making.

    Attributes:
        tools: All tools by name.
        base: The history before the plan.
        before: The described clip before the plan; None without one.
        calls: The calls so far.
        history: The history after them.
        clip: The described clip after them.
        made: For each step of the recipe, the call that made it; None for earlier steps.
        blind: The first call that depends on what is in the clip, where nobody has looked yet; the
            calls behind it are only guesses. None where there is no such call.
    """

    tools: Mapping[str, ToolSpec]
    base: History
    before: Clip | None
    calls: list[Call] = field(default_factory=list)
    history: History = field(init=False)
    clip: Clip | None = field(init=False)
    made: list[int | None] = field(init=False)
    blind: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self.history, self.clip, self.blind = self.base, self.before, None
        self.made = [None] * len(self.base.steps)

    def add(self, call: Call) -> str:
        """Try a call after the others and keep it if it works; what is wrong otherwise."""
        error = self.tried(call)
        return str(error) if error else ""

    def tried(self, call: Call) -> VfxbError | None:
        """Try a call after the others and keep it if it works; the error otherwise."""
        try:
            self._run(call, len(self.calls))
        except VfxbError as error:
            return error
        self.calls.append(call)
        return None

    def amend(self, index: int, args: Mapping[str, Any]) -> str:
        """Change the arguments of a call of this plan; what is wrong with that, if anything."""
        old = list(self.calls)
        self.calls[index] = replace(old[index], args={**old[index].args, **args})
        try:
            self._rerun()
        except VfxbError as error:
            self.calls = old
            self._rerun()
            return str(error)
        return ""

    def drop_last(self) -> None:
        """Leave out the calls of the wish that came last."""
        wish = self.calls[-1].wish
        while self.calls and self.calls[-1].wish == wish:
            self.calls.pop()
        self._rerun()

    def changes(self, call: Call) -> bool:
        """Whether a call on the clip would change anything of it."""
        if self.clip is None:
            return True
        try:
            result = self.tools[call.tool].call(self.clip, call.args)
        except Unseen:
            return True
        if not isinstance(result, Clip):
            return True
        same = (result.operations, result.export) == (self.clip.operations, self.clip.export)
        return not same

    def clip_of(self, history: History) -> Clip:
        """The described clip that a recipe gives.

        Raises:
            BadInput: There is none, or a step does not fit it.
            Unseen: A step depends on what is in it, and nobody has looked yet.
        """
        if history.source is None:
            raise BadInput("There is no clip yet.")
        at_hand, findings = history.at_hand, history.findings
        return apply(history.source, history.steps, self.tools, media=at_hand, findings=findings)

    def copy(self) -> Draft:
        """The same draft, to try something on."""
        twin = Draft(self.tools, self.base, self.before, list(self.calls))
        twin.history, twin.clip, twin.made = self.history, self.clip, list(self.made)
        twin.blind = self.blind
        return twin

    def _rerun(self) -> None:
        self._reset()
        for number, call in enumerate(self.calls):
            self._run(call, number)

    def _run(self, call: Call, number: int) -> None:
        subject = subject_of(self.tools[call.tool])
        if subject in _SPEAKING:
            return
        if subject == "history":
            self._revise(call)
        elif self.clip is None:
            raise BadInput("There is no clip yet. Send one along with what to do to it.")
        else:
            self._edit(self.clip, call, number)

    def _edit(self, clip: Clip, call: Call, number: int) -> None:
        spec = self.tools[call.tool]
        stored = spec.stored(pinned(spec, call.args, clip), clip.facts)
        try:
            result = spec.call(clip, stored)
        except Unseen:  # what becomes of it shows when it is carried out
            self.blind = number if self.blind is None else self.blind
            result = "" if spec.answers else clip.then(done=call.tool.replace("_", " "))
        if not isinstance(result, Clip):
            return
        self.clip = result
        step = Step(call.tool, {**stored, **result.settled})
        self.history = self.history.with_step(step, result.done)
        self.made.append(number)

    def _revise(self, call: Call) -> None:
        spec = self.tools[call.tool]
        facts = self.clip.facts if self.clip is not None else None
        result = spec.function(self.history, **spec.parse(call.args, facts))
        if not isinstance(result, Revision):
            return
        history = result.history
        if history.source is None:
            return
        with suppress(Unseen):
            self.clip = self.clip_of(history)
        kept = len(history.steps) == len(self.history.steps)
        self.made = self.made if kept else [None] * len(history.steps)
        self.history = replace(history, phrases=self.clip.done if self.clip else ())


def subject_of(spec: ToolSpec) -> str:
    """What a tool works on: the name of its first parameter."""
    return next(iter(inspect.signature(spec.function).parameters), "")
