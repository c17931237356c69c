"""Checks of what VFXB asks: a planner, a voice, outside services, its memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from agent.models import OPENAI_URL
from bots.doctor.finding import REMEDIES, Finding

if TYPE_CHECKING:
    from agent.settings import Settings


async def check_planner(settings: Settings) -> Finding:
    """Which planner there is, and whether it answers."""
    if not settings.uses_model:
        return Finding("planner", True, "built-in, no key needed (OPENAI_API_KEY uses a model)")
    where = settings.openai_base_url or OPENAI_URL
    text = f"model {settings.model} at {where}"
    problem = await _reach(settings, where)
    return Finding("planner", not problem, f"{text}: {problem}" if problem else text,
                   REMEDIES["planner"] if problem else "")  # fmt: skip


async def _reach(settings: Settings, where: str) -> str:
    """Ask the server for its models, which costs nothing; what is wrong, empty when nothing is."""
    import httpx

    key = settings.openai_api_key
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        async with httpx.AsyncClient(timeout=settings.model_timeout) as client:
            response = await client.get(f"{where.rstrip('/')}/models", headers=headers)
    except httpx.HTTPError as error:
        return f"not reached ({type(error).__name__})"
    if response.status_code in {401, 403}:
        return "the key is refused" if key else "a key is needed"
    # Not every server that speaks the protocol lists its models.
    if response.status_code >= 500:
        return f"the server answers with an error ({response.status_code})"
    return ""


async def check_speech(settings: Settings) -> Finding:
    """Whether the built-in voice speaks."""
    import wave

    from tools.operations import Utterance
    from tools.services.speech.espeak import Espeak

    with tempfile.TemporaryDirectory(prefix="vfxb-") as folder:
        spoken = Path(folder) / "word.wav"
        engine = Espeak()
        await engine.speak(Utterance(text="Hello", voice="professional_male"), spoken)
        with wave.open(str(spoken)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
    text = f"{engine.name} said “Hello” in {seconds:.1f} s"
    return Finding("speech", seconds > 0.1, text, "" if seconds > 0.1 else REMEDIES["speech"])


async def check_services(settings: Settings) -> Finding:
    """Whether what is set up for outside services works."""
    from agent.standing import standing_of

    standing = await standing_of(settings)
    first: dict[str, str] = {}
    for each in standing:
        if each.usable:
            first.setdefault(each.capability, each.engine)
    text = "; ".join(f"{capability}: {engine}" for capability, engine in first.items())
    # What was never set up is no fault; what was, and does not answer, is one.
    bad = [f"{each.engine}: {each.in_words}" for each in standing if not (each.idle or each.usable)]
    bad = list(dict.fromkeys(bad))
    if bad:
        return Finding("services", False, f"{text}. {'; '.join(bad)}", REMEDIES["services"])
    return Finding("services", True, text)


async def check_memory(settings: Settings) -> Finding:
    """Whether memory opens and recalls."""
    from agent.embedding import embedding_for
    from memory.memory import Memory

    embedding = embedding_for(settings)
    async with Memory.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embedding=embedding,
    ) as memory:
        await memory.recall("doctor", "does it work?")
        where = "servers" if settings.database_url or settings.chroma_url else str(settings.home)
        spent = (await memory.ledger.tally()).in_words
        text = f"opens and recalls with {embedding.name}, in {where}"
        return Finding("memory", True, f"{text}; {spent}" if spent else text)
