"""Studio: what the tools on voices take first: a person, their voices, and who keeps them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from agent.approval import answer_in
from agent.control import Dialogue
from agent.history import History
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed
from tools.operations import Utterance, utterances
from tools.services.engine import Engine
from tools.services.speech.protocol import Voice, VoiceAccount
from tools.values import parse_voice
from tools.values.voices import SPEECH_ENGINES, OwnVoice, called_voice, own_voice

if TYPE_CHECKING:
    from memory.recalled import KeptVoice
    from memory.voices import VoiceBook
    from tools.services.policy import Outcome, Policy
    from tools.services.speech.voices import Voices

T = TypeVar("T")

CONSENT = (
    "Is this your own voice, or did the person who speaks allow you to clone it? Say “yes, it is "
    "mine” or “yes, I may”; with “no” nothing is made."
)
"""What is asked before a voice is cloned."""

CALLED = " The voice will be called "
"""What follows that question, with the name."""

_MAY = re.compile(
    r"\b(?:yes|yeah|yep|sure|(?:it(?:'s| is)|that(?:'s| is)) (?:me|mine|my)|my own voice|i may|"
    r"(?:i have|i've got|i got|with) (?:(?:his|her|their|the|a) )?(?:permission|consent)|"
    r"(?:he|she|they|who speaks) (?:has |have )?(?:allowed|agreed|consented|"
    r"(?:gave|given) (?:me )?(?:(?:his|her|their) )?(?:permission|consent))|i am allowed|"
    r"i'm allowed|s[ií]|ja|oui|sim|да)\b"
)
# Who asks, doubts or has yet to ask has agreed to nothing.
_NOT = re.compile(
    r"\?|\b(?:no|not|n't|dont|don't|never|without|didn't|if|unless|until|nein|non|нет)\b"
)


class Keeper(Engine, VoiceAccount, Protocol):
    """An engine that keeps voices of its account."""


Record = Callable[[Clip], AbstractAsyncContextManager[Path]]
"""Makes a sound file of what a clip has to hear, which is gone afterwards."""


def consents(text: str) -> bool:
    """Whether an answer says that a voice may be cloned."""
    said = text.lower().replace("’", "'")
    return answer_in(text) == "yes" or (bool(_MAY.search(said)) and not _NOT.search(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Whose voices there are, and what the person is working on.

    Attributes:
        user: Who the person is.
        book: The voices of everybody.
        policy: By which those who keep voices are asked.
        keepers: They, best first.
        voices: Speaks.
        record: Makes a sound file of a clip.
        question: What the person was asked last.
        message: What they say now.
        history: The conversation.
        dialogue: What is said to them.
    """

    user: str
    book: VoiceBook
    policy: Policy
    keepers: Sequence[Keeper]
    voices: Voices
    record: Record
    question: str = ""
    message: str = ""
    history: History = field(default_factory=History)
    dialogue: Dialogue = field(default_factory=Dialogue)

    @property
    def consented(self) -> bool:
        """Whether the person has just said that the voice may be cloned."""
        return self.question.startswith(CONSENT) and consents(self.message)

    async def ask(
        self, do: Callable[[Keeper], Awaitable[T]], keepers: Sequence[Keeper] = ()
    ) -> Outcome[T]:
        """Ask those who keep voices; nothing of that is kept.

        Raises:
            ToolFailed: There is none, or it does not answer.
        """
        return await self.policy.call("voices", keepers or self.keepers, do, key=None, units={})

    async def keeper(self) -> Keeper:
        """Who would keep a new voice.

        Raises:
            BadInput: Nobody can be asked.
        """
        reasons = []
        for keeper in self.keepers:
            reason = await keeper.ready()
            if reason is None:
                return keeper
            reasons.append(f"{keeper.name}: {reason}")
        raise BadInput(f"Voices can be cloned only with {'; '.join(reasons)}.")

    async def mine(self, name: str) -> KeptVoice:
        """A voice of the person's own; without a name the one made last.

        Raises:
            BadInput: There is no such.
        """
        kept = await self.book.all(self.user)
        wanted = name.casefold()
        found = [voice for voice in kept if not wanted or voice.name.casefold() == wanted]
        if found:
            return found[-1]
        if not kept:
            raise BadInput(
                "You have no voice of your own yet. Say “clone my voice from this clip and call it "
                "Anna” to make one."
            )
        raise BadInput(f"You have no voice called {name.title()}. Yours: {_names(kept)}.")

    async def account_voices(self) -> Sequence[Voice]:
        """What an account has besides the voices of other people; none where nobody is asked.

        Raises:
            ToolFailed: Those who keep them do not answer.
        """
        ready = [keeper for keeper in self.keepers if await keeper.ready() is None]
        if not ready:
            return ()
        listed = await self.ask(lambda keeper: keeper.voices(), ready)
        others = await self.book.owned()
        return tuple(
            voice for voice in listed.value if not voice.personal and voice.id not in others
        )

    async def prepared(self, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The arguments of a voice-over, with a voice of somebody's own named in full.

        Raises:
            BadInput: There is no such voice, or it is not theirs.
        """
        said = args.get("voice")
        if not isinstance(said, str) or not said.strip():
            return args
        if (own := own_voice(said)) is not None:
            await self._check(own)
            return args
        name = called_voice(said)
        if name is None:
            try:
                parse_voice(said)
            except ValueError:
                name = said.strip(" \"'“”.").casefold()
            else:
                return args
        return await self._named(args, name)

    async def _named(self, args: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        try:
            kept = await self.mine(name)
        except BadInput:
            offered = await self._offered(name) if name else None
            if offered is None:
                raise
            return {**args, "voice": str(offered)}
        keeper = OwnVoice(_short(kept.engine), kept.voice, kept.name)
        return {**kept.settings, **args, "voice": str(keeper)}

    async def _offered(self, name: str) -> OwnVoice | None:
        """The voice of that name in the account."""
        try:
            listed = await self.account_voices()
        except ToolFailed:
            return None
        for voice in listed:
            # Accounts call them "Sarah - soft and warm".
            names = {voice.name.casefold(), voice.name.casefold().partition(" - ")[0]}
            if name in names:
                return OwnVoice(_short(self.keepers[0].name), voice.id, voice.name.split(":")[0])
        return None

    async def _check(self, own: OwnVoice) -> None:
        """See that a voice that is named in full is theirs, or nobody's."""
        used = {str(step.args.get("voice")) for step in self.history.steps}
        kept = {voice.voice for voice in await self.book.all(self.user)}
        if str(own) in used or own.id in kept:
            return
        if own.id in await self.book.owned():
            raise BadInput(f"The voice {own.name} is somebody else's.")

    async def refused(self, clip: Clip, before: Clip) -> str:
        """The question to ask where an engine that is named in a new voice-over cannot do it."""
        for utterance in new_words(clip, before):
            if problem := await self.voices.problem(utterance):
                return str(problem)
        return ""

    def of(self, history: History, dialogue: Dialogue) -> Studio:
        """The same for what the person is working on by now."""
        return replace(self, history=history, dialogue=dialogue)


def new_words(clip: Clip, before: Clip) -> tuple[Utterance, ...]:
    """What a clip has to say besides what it had before."""
    old = utterances(before.operations)
    return tuple(each for each in utterances(clip.operations) if each not in old)


def _short(engine: str) -> str:
    """An engine as it stands in recipes."""
    return next(key for key, name in SPEECH_ENGINES.items() if name == engine)


def _names(kept: Sequence[KeptVoice]) -> str:
    return ", ".join(voice.name for voice in kept)
