"""Key frames: the few pictures of a clip that differ most from each other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.analyses import Looking
from tools.engine.measure.looks import looked
from tools.engine.measure.run import Bench, Take
from tools.engine.render.folder import job_folder
from tools.sights import KeyFrame

if TYPE_CHECKING:
    import numpy as np

    Features = np.ndarray[Any, np.dtype[np.float32]]

MOST_FRAMES = 12
"""So many pictures of a clip are shown to those who can see, at most."""

_CANDIDATES = "candidates.mjpeg"
# Pictures among which is chosen, and how many of a second.
_MOST_CANDIDATES, _PER_SECOND = 120, 2.0
_SIDE, _QUALITY = 512, 5
_TINY = (32, 18)
# A picture that differs by less from all that were chosen shows nothing new, 0 to 1.
_NEW = 0.01
# Of two that differ as much, the one further off in time is taken.
_TIME = 2.0
# How little it counts that a picture is brighter all over: else a fade would have them all.
_FADE = 0.7
_START, _END = b"\xff\xd8", b"\xff\xd9"


async def key_frames(clip: Clip, looking: Looking) -> tuple[KeyFrame, ...]:
    """At most ``MOST_FRAMES`` pictures of a clip as it is after its operations, in order of time.

    A clip that stands still has one, and one without a picture has none.

    Raises:
        ToolFailed: The clip could not be read.
        LimitExceeded: It took too long.
    """
    if clip.facts.video is None:
        return ()
    known, _ = await looked(clip, looking)
    step = max(1 / _PER_SECOND, clip.facts.duration / _MOST_CANDIDATES)
    with job_folder(looking.cache.folder) as folder:
        bench = looking.bench(folder)
        await _render(known, step, bench)
        stored = await asyncio.to_thread((folder / _CANDIDATES).read_bytes)
    pictures = tuple(_parted(stored))
    chosen = await asyncio.to_thread(_chosen, pictures)
    last = max(0.0, clip.facts.duration - 0.01)
    return tuple(KeyFrame(round(min(last, n * step), 2), pictures[n]) for n in chosen)


async def _render(clip: Clip, step: float, bench: Bench) -> None:
    """All candidates, one JPEG after the other."""
    import ffmpeg as graph

    video, take = clip.need_video("look at it"), Take(clip, bench.sounds)
    share = min(1.0, _SIDE / max(video.width, video.height))
    width, height = (max(16, round(side * share / 2) * 2) for side in (video.width, video.height))
    rate = Fraction(1 / step).limit_denominator(1000)
    small = take.picture().filter("fps", fps=rate, start_time=0)
    small = small.filter("scale", width=width, height=height).filter("setsar", sar=1)
    options = {"c:v": "mjpeg", "q:v": _QUALITY, "pix_fmt": "yuvj420p", "format": "mjpeg"}
    command = Command(
        args=arguments(graph.output(small, _CANDIDATES, **options)),
        output=_CANDIDATES,
        expected=clip.facts,
        files=take.sheet.files,
    )
    await bench.run(command)


def _parted(stored: bytes) -> Iterator[bytes]:
    """The pictures; inside one the encoder writes no marker of an end."""
    at = stored.find(_START)
    while at >= 0:
        end = stored.find(_END, at)
        if end < 0:
            return
        yield stored[at : end + len(_END)]
        at = stored.find(_START, end)


def _chosen(pictures: Sequence[bytes]) -> list[int]:
    """Numbers of those that differ most, in order."""
    import numpy as np

    if not pictures:
        return []
    rows = np.stack([_features(picture) for picture in pictures])
    places = np.linspace(0.0, 1.0, len(rows))
    # The most usual one first: what is rare is found from there.
    usual = np.median(rows, axis=0)
    first = int(np.abs(rows - usual).mean(axis=1).argmin())
    chosen = [first]
    nearest = np.full(len(rows), np.inf)
    while len(chosen) < min(MOST_FRAMES, len(rows)):
        difference = np.abs(rows - rows[chosen[-1]]).mean(axis=1)
        apart = difference * (1 + _TIME * np.abs(places - places[chosen[-1]]))
        nearest = np.minimum(nearest, apart)
        furthest = int(nearest.argmax())
        if nearest[furthest] < _NEW:
            break
        chosen.append(furthest)
    return sorted(chosen)


def _features(picture: bytes) -> Features:
    import numpy as np
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        tiny = image.convert("RGB").resize(_TINY, Image.Resampling.BOX)
    row = np.asarray(tiny, dtype=np.float32).reshape(-1) / 255
    steady: Features = row - np.float32(_FADE) * row.mean()
    return steady
