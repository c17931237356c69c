"""Presenter: renders a voice over a picture, or over a plain ground, with its waveform moving."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.picture import compile_picture
from tools.engine.limits import Limits
from tools.engine.probe.file import probe
from tools.engine.titles.sheet import Sheet
from tools.engine.verify.file import Expectation, verify
from tools.facts import AudioFacts, Facts, Source, VideoFacts
from tools.fitting import covering
from tools.operations import Rate

FPS = Fraction(25)
_VOICE, _FILM = "voice.wav", "film.mp4"
_GROUND, _GROUND_END, _WAVE = "0x1d2b4f", "0x4b2a63", "0xffffff"
# Before the first word and after the last, in seconds.
_LEAD, _TAIL = 0.2, 0.4
# The waveform as a share of the picture, and where its middle lies: lower over a picture.
_TALL, _WIDE, _MIDDLE, _LOW = 0.3, 0.8, 0.5, 0.84
_RATE = 48_000
_SETTINGS = {
    "c:v": "libx264", "preset": "veryfast", "crf": 14, "pix_fmt": "yuv420p", "c:a": "aac",
    "b:a": "256k", "ar": _RATE, "ac": 2, "movflags": "+faststart", "fflags": "+bitexact",
    "map_metadata": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PresenterFilm:
    """What is to be rendered.

    Attributes:
        voice: A WAV file with the words.
        picture: What is shown behind the waveform; None for a plain ground.
        width: Of the film, in pixels, even.
        height: Of the film, in pixels, even.
    """

    voice: Path
    picture: Source | None
    width: int
    height: int


async def render_presenter(
    film: PresenterFilm, folder: Path, limits: Limits, binary: Path | None = None
) -> Path:
    """The film, in a directory of its own.

    Raises:
        ToolFailed: It could not be rendered.
        LimitExceeded: It took too long.
    """
    import ffmpeg as graph

    voice = await probe(film.voice)
    frames = round((_LEAD + voice.facts.duration + _TAIL) * FPS)
    length = float(frames / FPS)
    heard = graph.input(_VOICE, format="wav").audio
    heard = heard.filter("aresample", out_sample_rate=_RATE)
    heard = heard.filter("adelay", delays=round(_LEAD * 1000), all=1)
    heard = heard.filter("apad", whole_dur=length).filter("atrim", end=length)
    parts = heard.filter_multi_output("asplit", 2)
    sheet = Sheet()
    ground = _ground(film, sheet, length)
    picture = ground.overlay(
        _waves(parts[0], film), x="(W-w)/2", y=_top(film), shortest=0, eof_action="repeat"
    )
    picture = picture.filter("trim", end_frame=frames).filter("setpts", expr=f"N/({FPS}*TB)")
    facts = Facts(
        duration=length,
        video=VideoFacts(width=film.width, height=film.height, fps=FPS),
        audio=AudioFacts(sample_rate=_RATE, channels=2),
    )
    command = Command(
        args=arguments(graph.output(picture, parts[1], _FILM, **_SETTINGS)),
        output=_FILM,
        expected=facts,
        files=sheet.files,
        links={_VOICE: await asyncio.to_thread(film.voice.absolute)},
    )
    await ffmpeg.run(command, folder, binary=binary, limits=limits)
    await verify(folder / _FILM, Expectation(facts=facts), limits)
    return folder / _FILM


def _ground(film: PresenterFilm, sheet: Sheet, length: float) -> Any:
    """What is behind the waveform, for as long as the film is."""
    import ffmpeg as graph

    size = f"{film.width}x{film.height}"
    if film.picture is None or film.picture.facts.video is None:
        # Two colours that turn slowly.
        ground = f"gradients=s={size}:c0={_GROUND}:c1={_GROUND_END}:n=2:speed=0.005:r={FPS}"
        corners = f"x0=0:y0=0:x1={film.width}:y1={film.height}:d={length}"
        return graph.input(f"{ground}:{corners}", format="lavfi").video
    shown = film.picture.facts.video
    operations = (Rate(FPS), *covering(shown, film.width, film.height))
    video = VideoFacts(width=film.width, height=film.height, fps=FPS)
    still = compile_picture(film.picture, operations, video, sheet)
    return still.filter("tpad", stop=-1, stop_mode="clone").filter("fps", fps=FPS)


def _waves(sound: Any, film: PresenterFilm) -> Any:
    width, height = _even(film.width * _WIDE), _even(film.height * _TALL)
    mono = sound.filter("aformat", channel_layouts="mono")
    return mono.filter(
        "showwaves", size=f"{width}x{height}", mode="cline", rate=FPS, colors=_WAVE,
        scale="sqrt", draw="full",
    )  # fmt: skip


def _top(film: PresenterFilm) -> int:
    """Where the waveform begins."""
    middle = _LOW if film.picture else _MIDDLE
    return max(0, round(film.height * middle - _even(film.height * _TALL) / 2))


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
