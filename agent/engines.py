"""Engines: those that the settings allow, by capability, and the policy by which they are asked."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from agent.places import SharedPlaces
from agent.planning import LanguageModel, own_prices
from agent.spending import Ledgered, caps_of
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.services.breaker import Breakers
from tools.services.engine import Warmable
from tools.services.health import Health
from tools.services.keeper import ModelKeeper
from tools.services.pending import Pending
from tools.services.policy import Patience, Policy
from tools.services.prices import Prices
from tools.services.rates import Rates
from tools.services.registry import Capabilities
from tools.services.results import Results
from tools.services.share import Shares
from tools.services.till import CACHE

if TYPE_CHECKING:
    from pydantic import SecretStr

    from agent.settings import Settings
    from agent.studio import Keeper
    from memory.assets import AssetStore
    from memory.spendings import Spendings
    from memory.starts import StartsStore
    from tools.services.engine import Engine
    from tools.services.speech.elevenlabs_client import Key
    from tools.services.speech.protocol import Speech

log = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024


@asynccontextmanager
async def capabilities_for(
    settings: Settings, assets: AssetStore, spendings: Spendings, starts: StartsStore
) -> AsyncIterator[Capabilities]:
    """What needs a model or somebody's service, ready to be asked.

    Args:
        settings: What the operator set.
        assets: Where results are kept.
        spendings: The ledger.
        starts: When requests to services start, those of all programs.
    """
    breakers, rates = Breakers(), Rates(rates_of(settings), SharedPlaces(starts))
    health = Health(breakers, rates, running_in(settings.home))
    policy = Policy(
        Results(assets.cache(CACHE)),
        spending=Ledgered(spendings, caps_of(settings)),
        prices=Prices({**settings.prices, **own_prices(settings)}),
        shares=Shares(steering_in(settings.home)),
        breakers=breakers,
        rates=rates,
        health=health,
        patience=Patience(tries=settings.service_tries),
        offline=settings.offline,
    )
    pending = Pending(settings.home / "services" / "pending")
    keeper = ModelKeeper(int(settings.models_mb * _MEGABYTE), settings.models_idle_seconds)
    engines = engines_of(settings, policy, pending, keeper)
    warming = asyncio.create_task(warm(engines, settings.warm))
    try:
        yield Capabilities(policy=policy, pending=pending, engines=engines)
    finally:
        warming.cancel()
        await asyncio.wait({warming})
        await keeper.close()
        health.close()


async def warm(engines: Mapping[str, Sequence[Engine]], names: Sequence[str]) -> None:
    """Load the local models of some capabilities, so that nobody waits for them later."""
    for name in names:
        for engine in engines.get(name, ()):
            if not isinstance(engine, Warmable) or await engine.ready() is not None:
                continue
            try:
                await engine.warm(log.info)
            except (ToolFailed, LimitExceeded) as error:
                log.warning("%s is not warmed up: %s", engine.name, error)


def engines_of(
    settings: Settings, policy: Policy, pending: Pending, keeper: ModelKeeper
) -> Mapping[str, Sequence[Engine]]:
    """The engines of every capability, best first, built-in last.

    Args:
        settings: Keys, addresses and models.
        policy: Where engines put what they make.
        pending: Where jobs of providers are noted.
        keeper: Keeps local models in memory.
    """
    from agent.drawing import pictures_of
    from agent.embedding import embedder_of
    from agent.listening import transcription_of, translation_of
    from agent.presenting import presenting_of

    speech = _speech(settings)
    return {
        "planning": (LanguageModel(settings),),
        "embedding": (embedder_of(settings),),
        "speech": speech,
        "presenting": presenting_of(settings, policy, pending, speech),
        "voices": _voices(settings),
        "vision": _vision(settings),
        "transcription": transcription_of(settings, keeper),
        "translation": translation_of(settings),
        **pictures_of(settings, pending),
    }


def _speech(settings: Settings) -> Sequence[Speech]:
    from tools.services.speech.elevenlabs import ElevenLabs
    from tools.services.speech.espeak import Espeak
    from tools.services.speech.openai_speech import DEFAULT_MODEL, OpenAISpeech
    from tools.services.speech.vibevoice import VibeVoice

    # A server that only speaks the chat protocol has no voices, unless a model of it is named.
    own = settings.openai_base_url is not None and not settings.openai_speech_model
    key, url = _secret(settings.openai_api_key), settings.openai_base_url
    return (
        VibeVoice(settings.vibevoice_url or "", settings.vibevoice_seed),
        ElevenLabs(_elevenlabs(settings), settings.elevenlabs_model),
        OpenAISpeech(
            "" if own else key, None if own else url, settings.openai_speech_model or DEFAULT_MODEL
        ),
        Espeak(),
    )


def _voices(settings: Settings) -> Sequence[Engine]:
    from tools.services.speech.elevenlabs_account import ElevenLabsAccount

    return (ElevenLabsAccount(_elevenlabs(settings)),)


def _elevenlabs(settings: Settings) -> Key:
    from tools.services.speech.elevenlabs_client import Key

    return Key(_secret(settings.elevenlabs_api_key), settings.elevenlabs_url)


def _vision(settings: Settings) -> Sequence[Engine]:
    from tools.services.vision.measured import MeasuredVision
    from tools.services.vision.openai_vision import OpenAIVision

    key, url = _secret(settings.openai_api_key), settings.openai_base_url
    return (OpenAIVision(key, url, settings.vision_model or ""), MeasuredVision())


def _secret(key: SecretStr | None) -> str:
    return key.get_secret_value() if key else ""


def rates_of(settings: Settings) -> Mapping[str, int]:
    """Requests a minute that providers are sent."""
    return {
        "OpenAI": settings.openai_per_minute,
        "Replicate": settings.replicate_per_minute,
        "ElevenLabs": settings.elevenlabs_per_minute,
    }


def steering_in(home: Path) -> Path:
    """The file by which the operator steers what goes where."""
    return home / "services" / "steering.json"


def running_in(home: Path) -> Path:
    """The folder in which running processes tell how it goes."""
    return home / "services" / "running"


async def drop_voices(capabilities: Capabilities, voices: Sequence[str]) -> None:
    """Delete voices of people who are forgotten, wherever they are kept.

    Args:
        capabilities: Who keeps voices, and how they are asked.
        voices: What the voices are called there.
    """
    keepers = cast("Sequence[Keeper]", capabilities.of("voices"))
    for voice in voices:
        try:
            await capabilities.policy.call(
                "voices", keepers, partial(_drop, voice), key=None, units={}
            )
        except VfxbError as error:
            # The operator has to see to it: the person is forgotten here whatever happens there.
            log.warning("voice %s is still kept by its provider: %s", voice, error)


async def _drop(voice: str, keeper: Keeper) -> None:
    await keeper.delete(voice)
