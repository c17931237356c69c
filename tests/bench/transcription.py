"""How long the built-in recogniser takes for a clip of 42 s, and for the same once more."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from agent import VideoAgent
from agent.settings import Settings
from tests.bench.rows import Row, tell

RUNS = 3
# A voice of the kind that it understands; it stands beside the project, and is no part of it.
CLIP = Path(__file__).parents[3] / "shared" / "media" / "talking.mp4"


async def measure(folder: Path) -> list[Row]:
    """The rows of what is said."""
    if not CLIP.is_file():
        tell(f"Transcription is left out: there is no {CLIP.name} beside the project.")
        return []
    first: list[float] = []
    again: list[float] = []
    for number in range(RUNS):
        home = folder / f"heard-{number}"
        async with VideoAgent.open(home, Settings(whisper_model=None)) as agent:
            for values in (first, again):
                started = perf_counter()
                await agent.spoken(CLIP, "bench")
                values.append(perf_counter() - started)
    case = "42 s of speech written down, built in"
    return [
        Row(case=case, values=first, target=10.0, unit="s", note="the model is loaded first"),
        Row(case=f"{case}, once more", values=again, target=3.0, unit="s"),
    ]
