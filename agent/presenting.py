"""Presenting: who lets presenters speak, by the settings, and the canvas where there is no clip."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tools.canvas import CANVAS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.services import Services
    from agent.settings import Settings
    from tools.facts import Source
    from tools.operations import Utterance
    from tools.services.pending import Pending
    from tools.services.policy import Policy
    from tools.services.presenting.protocol import Presenting, Tell
    from tools.services.speech.protocol import Speech
    from tools.services.speech.voices import Voices

_FROM_NOTHING = re.compile(
    r"\b(?:presenters?|avatars?|talking[- ]heads?|newsreader|present (?:this|the|my) "
    r"(?:script|text|words))\b",
    re.IGNORECASE,
)


def starts_from_nothing(text: str) -> bool:
    """Whether a message asks for something that needs no clip: a video of a presenter."""
    return _FROM_NOTHING.search(text) is not None


async def canvas_for(services: Services) -> Source:
    """The empty clip to begin with.

    Raises:
        ToolFailed: It could not be made or stored.
    """
    from memory.errors import MemoryFault
    from tools.engine.probe.file import probe
    from tools.engine.render.canvas import make_canvas
    from tools.errors import ToolFailed

    settings = services.settings
    path = await make_canvas(
        services.assets.cache("canvas"), limits=settings.limits, binary=settings.ffmpeg
    )
    try:
        asset = await services.assets.add(path, name=CANVAS)
    except MemoryFault as error:
        raise ToolFailed(f"The empty clip could not be stored: {error}") from error
    return replace(await probe(asset.path, name=CANVAS, id=asset.id), name=CANVAS)


def presenting_of(
    settings: Settings, policy: Policy, pending: Pending, speech: Sequence[Speech]
) -> tuple[Presenting, ...]:
    """The engines, best first, the built-in one last.

    Args:
        settings: Keys and addresses.
        policy: By which the voice of the built-in one is asked for.
        pending: Where jobs of providers are noted.
        speech: The engines that speak.
    """
    from tools.services.presenting.heygen import HeyGen
    from tools.services.presenting.waveform import Waveform
    from tools.services.speech.voices import Voices

    key = settings.heygen_api_key.get_secret_value() if settings.heygen_api_key else ""
    heygen = HeyGen(
        key,
        pending,
        settings.heygen_url,
        avatar=settings.heygen_avatar or "",
        voice=settings.heygen_voice or "",
    )
    say = partial(_said, Voices(policy, speech))
    return heygen, Waveform(say, settings.limits, settings.ffmpeg)


async def _said(voices: Voices, script: Utterance, tell: Tell) -> Path:
    return (await voices.one(script, tell)).sounds[script]
