"""Measuring: a clip's pictures and sound on their way into filters that measure, and no file.

Filters write what they measure as text into the job directory, a few lines for each frame; here
those lines are read again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.graph import Stream
from tools.engine.compile.picture import compile_picture
from tools.engine.compile.sound import compile_sound
from tools.engine.compile.sound_parts import SoundJob
from tools.engine.limits import Limits
from tools.engine.optimize.tracks import optimize
from tools.engine.titles.sheet import Sheet
from tools.errors import ToolFailed
from tools.export_format import MAX_CHANNELS
from tools.facts import AudioFacts, Facts, Source
from tools.operations import Utterance

_FRAME = re.compile(r"frame:\d+ +pts:\S+ +pts_time:(\S+)")
_NOWHERE = "nothing"
_RATES = (44_100, 48_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a look at a clip works with.

    Attributes:
        folder: Directory of its files, which is gone when the look is over.
        sounds: The spoken words that the clip mixes in.
        limits: Time and memory that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        on_progress: Called as it goes on.
    """

    folder: Path
    sounds: Mapping[Utterance, Source] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    binary: Path | None = None
    on_progress: Callable[[ffmpeg.Tick], None] | None = None

    async def run(self, command: Command) -> None:
        """Have ffmpeg carry out a command here.

        Raises:
            ToolFailed: The clip could not be decoded.
            LimitExceeded: It took too long.
        """
        await ffmpeg.run(
            command,
            self.folder,
            binary=self.binary,
            limits=self.limits,
            on_progress=self.on_progress,
        )


@dataclass(slots=True)
class Take:
    """A clip's streams, to be led through filters that measure.

    Attributes:
        clip: The clip.
        sounds: The spoken words that it mixes in.
        sheet: Files that its operations need.
    """

    clip: Clip
    sounds: Mapping[Utterance, Source]
    sheet: Sheet = field(default_factory=Sheet)

    def picture(self) -> Stream:
        """The picture after all operations, at its own size and rate."""
        tracks = optimize(self.clip)
        video = self.clip.facts.video
        if video is None:
            raise ToolFailed(f"'{self.clip.source.name}' has no picture to look at.")
        shown = replace(video, codec="h264", alpha=False)
        return compile_picture(self.clip.source, tracks.picture, shown, self.sheet)

    def sound(self) -> Stream:
        """The sound after all operations."""
        tracks = optimize(self.clip)
        audio = self.clip.facts.audio
        if audio is None:
            raise ToolFailed(f"'{self.clip.source.name}' has no sound to listen to.")
        rate = audio.sample_rate if audio.sample_rate in _RATES else _RATES[-1]
        heard = AudioFacts(sample_rate=rate, channels=min(audio.channels, MAX_CHANNELS))
        job = SoundJob(self.clip.source, tracks.sound_facts, heard, self.sounds)
        return compile_sound(job, tracks.sound, self.clip.facts.duration)

    async def run(self, streams: Sequence[Stream], bench: Bench) -> None:
        """Let streams run to their end. What filters write lies in the bench's folder then.

        Raises:
            ToolFailed: The clip could not be decoded.
            LimitExceeded: It took too long.
        """
        await bench.run(watching(streams, self.clip.facts, self.sheet))


def watching(streams: Sequence[Stream], facts: Facts, sheet: Sheet) -> Command:
    """The run of ffmpeg that leads streams nowhere."""
    import ffmpeg as graph

    output = graph.output(*streams, _NOWHERE, format="null", fps_mode="passthrough")
    return Command(args=arguments(output), output=_NOWHERE, expected=facts, files=sheet.files)


def written(stream: Stream, name: str, *, kind: str = "v") -> Stream:
    """A stream whose measurements are written to a file of this bare name."""
    return stream.filter("ametadata" if kind == "a" else "metadata", mode="print", file=name)


def readings(path: Path) -> Iterator[tuple[float, dict[str, float]]]:
    """What a filter measured, frame by frame: when, and values by name without ``lavfi.``."""
    if not path.is_file():  # not a single frame came
        return
    at: float | None = None
    values: dict[str, float] = {}
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if frame := _FRAME.match(line):
                if at is not None:
                    yield at, values
                at, values = _number(frame[1]), {}
                continue
            name, _, value = line.strip().removeprefix("lavfi.").partition("=")
            number = _number(value)
            if number is not None:
                values[name] = number
    if at is not None:
        yield at, values


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
