"""Sample: the clip that the demo edits. Three painted scenes, a spoken sentence, quiet chords.

Everything is synthesised by ffmpeg and the built-in voice: nothing is downloaded or carried along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, FPS = 1280, 720, 25
SCENE_SECONDS = 4
SECONDS = 3 * SCENE_SECONDS

SPOKEN = (
    (0.3, "One sentence goes in,"),
    (5.0, "the editor does the work,"),
    (8.6, "and one clip comes out."),
)
"""What is said, as (second, words): what lies between is music alone."""

CHORDS = (
    (110.00, 220.00, 261.63, 329.63),
    (87.31, 220.00, 261.63, 349.23),
    (130.81, 196.00, 261.63, 329.63),
    (98.00, 196.00, 246.94, 293.66),
)
"""A minor, F, C and G in turn: a bass note and three others each, in hertz."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A strip as wide as the picture that scrolls past, in one colour.

    Attributes:
        color: ``0xrrggbb``.
        alpha: Where it covers what is behind: a geq expression of X and Y, 0 to 255, that repeats
            with the picture's width.
        speed: Pixels per second to the left.
        rows: First row of the picture that it touches, and the row after the last.
    """

    color: str
    alpha: str
    speed: float
    rows: tuple[int, int] = (0, HEIGHT)


def hills(color: str, y: int, height: int, waves: tuple[int, int], speed: float) -> Layer:
    """Everything below a soft line around row ``y`` with so many slow and fast waves."""
    slow, fast = (f"sin(2*PI*{count}*X/{WIDTH}+{count})" for count in waves)
    line = f"{y}-{height}*(0.6*{slow}+0.4*{fast})"
    return Layer(color, f"255*clip(Y-({line}),0,1)", speed, (y - height, HEIGHT))


def peaks(color: str, y: int, height: int, waves: tuple[int, int], speed: float) -> Layer:
    """Everything below a jagged line around row ``y`` with so many slow and fast waves."""
    slow, fast, ripple = (
        f"asin(sin(2*PI*{count}*X/{WIDTH}+{count}))" for count in (*waves, 3 * waves[1])
    )
    line = f"{y}-{height}*(0.66*{slow}+0.25*{fast}+0.08*{ripple})"
    return Layer(color, f"255*clip(Y-({line}),0,1)", speed, (y - 2 * height, HEIGHT))


def sun(color: str, x: int, y: int, radius: int, glow: int) -> Layer:
    """A disc with light around it."""
    away = f"(hypot(X-{x},Y-{y})-{radius})"
    return Layer(color, f"max(255*clip(1-{away}/2,0,1),110*exp(-max(0,{away})/{glow}))", 0)


def stars(color: str, horizon: int) -> Layer:
    """Points of light, fewer and dimmer towards the horizon."""
    points = f"gt(random(1),0.9988)*(60+195*random(2))*clip(({horizon}-Y)/{horizon},0,1)"
    return Layer(color, points, 4, (0, horizon))


def curtain(color: str, y: int, speed: float) -> Layer:
    """Northern lights: bright along a wavy lower edge, fading upwards."""
    edge = f"({y}+45*sin(2*PI*2*X/{WIDTH})+20*sin(2*PI*5*X/{WIDTH}))"
    rays = f"(0.75+0.25*sin(2*PI*40*X/{WIDTH}))"
    light = f"170*{rays}*if(lt(Y,{edge}),exp((Y-{edge})/90),exp(({edge}-Y)/14))"
    return Layer(color, light, speed, (0, y + 130))


def balloon(color: str, x: int, y: int, size: int) -> Layer:
    """A hot-air balloon: envelope, skirt and basket."""
    envelope = f"clip({size}-hypot((X-{x})*1.05,Y-{y}),0,1)"
    flank = f"lt(abs(X-{x}),{0.96 * size:.0f}-(Y-{y})*0.6)"
    skirt = f"between(Y-{y},{0.35 * size:.0f},{1.42 * size:.0f})*{flank}"
    basket = f"between(Y-{y},{1.6 * size:.0f},{1.85 * size:.0f})*lt(abs(X-{x}),{0.16 * size:.0f})"
    shape = f"255*max(max({envelope},{skirt}),{basket})"
    return Layer(color, shape, 24, (y - size, y + 2 * size))


@dataclass(frozen=True, slots=True)
class Scene:
    """A landscape.

    Attributes:
        sky: Its colours at the top, in the middle and at the bottom.
        layers: What stands before the sky, from far to near.
    """

    sky: tuple[str, str, str]
    layers: tuple[Layer, ...]


SCENES = (
    Scene(
        ("0x2d1b5e", "0xd8436a", "0xffc15e"),
        (
            sun("0xfff3c4", 820, 380, 78, 90),
            peaks("0x8f3a6b", 470, 70, (3, 7), 14),
            hills("0x5c2456", 545, 46, (2, 5), 40),
            hills("0x2a1139", 630, 40, (3, 4), 110),
        ),
    ),
    Scene(
        ("0x040b24", "0x0a2a4d", "0x12586a"),
        (
            stars("0xffffff", 520),
            curtain("0x35f2a0", 330, 34),
            curtain("0x8c6bff", 230, -22),
            peaks("0x0b2036", 560, 80, (2, 5), 16),
            hills("0x050f1f", 640, 34, (3, 7), 90),
        ),
    ),
    Scene(
        ("0x3f8fd8", "0xa7d8f0", "0xfdf1cf"),
        (
            peaks("0x7fa6c9", 430, 62, (3, 8), 10),
            hills("0x6fae74", 520, 44, (2, 5), 30),
            balloon("0xe4572e", 930, 210, 74),
            balloon("0xf2b705", 420, 290, 46),
            hills("0x2f7d4f", 630, 46, (3, 4), 90),
        ),
    ),
)


async def make_sample(target: Path, scratch: Path, shrink: int = 1) -> None:
    """Make the sample clip.

    Args:
        target: The MP4 to write.
        scratch: Folder for the spoken parts; they may stay there.
        shrink: How many times narrower and lower than 1280x720 it is: 1, 2, 4.

    Raises:
        ToolFailed: ffmpeg or the voice does not work here.
    """
    from tools.engine.ffmpeg import bundled
    from tools.errors import ToolFailed
    from tools.operations import Utterance
    from tools.process import Bounds, run
    from tools.services.speech.espeak import Espeak

    speech = Espeak()
    voices = []
    for number, (_, words) in enumerate(SPOKEN):
        voices.append(scratch / f"sample-{number}.wav")
        await speech.speak(Utterance(text=words, voice="narrator_female", speed=0.95), voices[-1])
    args = (str(bundled()), *command(voices, target, shrink))
    finished = await run(args, bounds=Bounds(seconds=120))
    if finished.code:
        raise ToolFailed("The sample clip could not be made.", command=args, log=finished.log)


def command(voices: Sequence[Path], target: Path, shrink: int = 1) -> tuple[str, ...]:
    """Arguments of ffmpeg for the sample, after the binary.

    Args:
        voices: The parts of ``SPOKEN`` as sound files.
        target: The MP4 to write.
        shrink: How many times narrower and lower it is.
    """
    inputs = [word for voice in voices for word in ("-i", str(voice))]
    graph = ";".join([*_pictures(shrink), *_sounds(len(voices))])
    return (
        *("-nostdin", "-hide_banner", "-loglevel", "error", *inputs),
        *("-filter_complex", graph, "-map", "[picture]", "-map", "[sound]", "-t", str(SECONDS)),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"),
        *("-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "-y", str(target)),
    )


def _pictures(shrink: int) -> Iterator[str]:
    width, height = WIDTH // shrink, HEIGHT // shrink
    line = f"x0=0:y0=0:x1=0:y1={height - 1}"
    for number, scene in enumerate(SCENES):
        colors = ":".join(f"c{index}={color}" for index, color in enumerate(scene.sky))
        sky = f"gradients=s={width}x{height}:{line}:{colors}:nb_colors=3:speed=0.00001:d=0.04"
        yield f"{sky},format=yuv420p,{_hold()}[s{number}b0]"
        for depth, layer in enumerate(scene.layers):
            yield from _scrolling(layer, f"s{number}l{depth}", shrink)
            under, over = f"[s{number}b{depth}]", f"[s{number}b{depth + 1}]"
            yield f"{under}[s{number}l{depth}]overlay=0:{_even(layer.rows[0] // shrink)}{over}"
    ends = "".join(f"[s{number}b{len(scene.layers)}]" for number, scene in enumerate(SCENES))
    yield f"{ends}concat=n={len(SCENES)}[picture]"


def _scrolling(layer: Layer, name: str, shrink: int) -> Iterator[str]:
    """A layer, painted once and cut down to the rows that it touches, as stream ``name``."""
    width, height = WIDTH // shrink, HEIGHT // shrink
    frame = f"s={width}x{height}:d=0.04"
    top, bottom = (_even(row // shrink) for row in layer.rows)
    alpha = re.sub(r"\b[XY]\b", rf"({shrink}*\g<0>)", layer.alpha)
    yield f"color=black:{frame},format=gray,geq=lum='{alpha}'[{name}a]"
    yield f"color={layer.color}:{frame},format=yuv420p[{name}c]"
    yield (
        f"[{name}c][{name}a]alphamerge,crop={width}:{bottom - top}:0:{top},{_hold()},"
        f"scroll=h={layer.speed / WIDTH / FPS:.8f}[{name}]"
    )


def _even(row: int) -> int:
    """The row at or above, where a strip with colour at half height can start."""
    return row // 2 * 2


def _hold() -> str:
    """One painted frame, shown for the length of a scene."""
    return f"select='eq(n,0)',loop=-1:1,setpts=N/{FPS}/TB,fps={FPS},trim=end={SCENE_SECONDS}"


def _sounds(voices: int) -> Iterator[str]:
    length = SECONDS / len(CHORDS)
    for number, notes in enumerate(CHORDS):
        swell = f"min(1,t*3)*exp(-t*0.55)*min(1,({length}-t)*8)"
        left, right = (
            "+".join(f"(sin(2*PI*{f * d:.3f}*t)+0.3*sin(4*PI*{f * d:.3f}*t))" for f in notes)
            for d in (0.999, 1.001)
        )
        yield f"aevalsrc='{swell}*({left})|{swell}*({right})':s=48000:d={length}[c{number}]"
    chords = "".join(f"[c{number}]" for number in range(len(CHORDS)))
    music = "lowpass=f=1800,aecho=0.8:0.6:90|170:0.35|0.25,volume=0.04"
    yield f"{chords}concat=n={len(CHORDS)}:v=0:a=1,{music}[music]"
    for number in range(voices):
        start = round(SPOKEN[number][0] * 1000)
        stereo = "aresample=48000,aformat=channel_layouts=stereo"
        yield f"[{number}:a]{stereo},volume=0.8,adelay={start}:all=1[v{number}]"
    parts = "".join(f"[v{number}]" for number in range(voices))
    yield f"[music]{parts}amix=inputs={voices + 1}:normalize=0:duration=first[sound]"
