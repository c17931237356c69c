"""The sound of a clip as engines that write down speech want it: one channel, 16 kHz, a file."""

from __future__ import annotations

from pathlib import Path

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.run import Bench, Take

_NAME = "speech.wav"
_RATE = 16_000


async def speech_file(clip: Clip, bench: Bench) -> Path:
    """The sound of a clip after all operations, as a WAV file in the folder of the bench.

    It goes from the decoder to the disk as a stream, half a minute in a megabyte.

    Raises:
        ToolFailed: The clip could not be decoded.
        LimitExceeded: It took too long.
    """
    await bench.run(_writing(clip, bench))
    return bench.folder / _NAME


def _writing(clip: Clip, bench: Bench) -> Command:
    import ffmpeg as graph

    take = Take(clip, bench.sounds)
    output = graph.output(
        take.sound(), _NAME, format="wav", acodec="pcm_s16le", ac=1, ar=_RATE, fflags="+bitexact"
    )
    return Command(
        args=arguments(output), output=_NAME, expected=clip.facts, files=take.sheet.files
    )
