"""How fast words are spoken: by the built-in engine, and ten equal requests at once.

The engine that is asked ten times is a real one over HTTP on loopback, which counts.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import perf_counter

from tests.bench.rows import Row
from tests.tools.services.servers.elevenlabs import elevenlabs_server
from tools.operations import Utterance
from tools.services.policy import Policy
from tools.services.results import Results
from tools.services.speech.elevenlabs import ElevenLabs
from tools.services.speech.elevenlabs_client import Key
from tools.services.speech.espeak import Espeak
from tools.services.speech.need import needed
from tools.services.speech.tempo import wave_seconds

_RUNS = 15
_AT_ONCE = 10
_WORDS = Utterance(
    text="Welcome to my channel, this is how it all began.", voice="professional_male"
)


async def measure(folder: Path) -> list[Row]:
    """The rows of speech."""
    return [await _built_in(folder), await _at_once(folder / "speech")]


async def _built_in(folder: Path) -> Row:
    values, seconds = [], 0.0
    for run in range(_RUNS):
        target = folder / f"spoken-{run}.wav"
        started = perf_counter()
        await Espeak().speak(_WORDS, target)
        values.append(1000 * (perf_counter() - started))
        seconds = wave_seconds(target)
    note = f"{seconds:.1f} s of speech, process start included"
    return Row(case="built-in speech", values=values, target=100, unit="ms", note=note)


async def _at_once(folder: Path) -> Row:
    async with elevenlabs_server() as (server, _):
        engine = ElevenLabs(Key("sk_of_the_bench", server.url))
        results = Results(folder)
        policy = Policy(results)
        need = needed(_WORDS)

        async def speak(asked: ElevenLabs) -> Path:
            target = results.fresh(".wav")
            await asked.speak(_WORDS, target)
            return target

        async def one() -> None:
            await policy.call("speech", [engine], speak, key=need.key, units=need.units)

        await asyncio.gather(*(one() for _ in range(_AT_ONCE)))
        calls = float(len(server.asked))
    case = f"calls for {_AT_ONCE} equal voices at once"
    return Row(case=case, values=[calls], target=1, unit="x", note="over HTTP, on loopback")
