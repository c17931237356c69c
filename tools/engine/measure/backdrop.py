"""Measure of the backdrop: whether what is behind the people has one colour, and which."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tools.analysis import Backdrop, BackdropFound
from tools.clip import Clip
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.measure.run import Bench, Take

_FILE = "backdrop.raw"
_WIDTH, _LOOKS = 160, 12
# Of the picture's sides, what is its border. Below people reach it.
_EDGE = 0.08
# Chroma this near is the same colour, in steps of 255; further from grey than that is a colour.
_SAME, _COLOURED = 20.0, 26.0
# Of the border, and of the whole picture, what may have that colour.
_LEAST, _MOST = 0.85, 0.985
# Nothing but a screen is as strong a colour as that; people may stand close before it.
_SCREEN, _LEAST_OF_A_SCREEN = 60.0, 0.5
# Distances as the filter counts them, and bounds of what it is told.
_SCALE = 255 * 2**0.5
_NARROW, _WIDE = 0.08, 0.22


async def backdrop(clip: Clip, _analysis: Backdrop, bench: Bench) -> BackdropFound:
    """Whether the border of a clip has one colour that can be keyed out."""
    import ffmpeg as graph
    import numpy as np

    take = Take(clip, bench.sounds)
    video = clip.need_video("look for the background")
    height = max(2, round(_WIDTH * video.height / video.width / 2) * 2)
    rate = Fraction(_LOOKS / clip.facts.duration).limit_denominator(1000)
    rate = min(max(rate, Fraction(1, 1000)), video.fps)
    small = take.picture().filter("fps", fps=rate, start_time=0)
    small = small.filter("scale", width=_WIDTH, height=height).filter("format", pix_fmts="rgb24")
    output = graph.output(small, _FILE, format="rawvideo")
    command = Command(
        args=arguments(output), output=_FILE, expected=clip.facts, files=take.sheet.files
    )
    await ffmpeg.run(command, bench.folder, binary=bench.binary, limits=bench.limits)
    pixels = np.fromfile(bench.folder / _FILE, np.uint8)
    return judged(pixels[: pixels.size // (_WIDTH * height * 3) * _WIDTH * height * 3]
                  .reshape(-1, height, _WIDTH, 3))  # fmt: skip


def judged(pictures: Any) -> BackdropFound:
    """What some pictures tell.

    Args:
        pictures: Number x height x width x 3 bytes of RGB.
    """
    import numpy as np

    if len(pictures) == 0:
        return _none(0.0, "no picture could be read")
    chroma = _chroma(pictures.astype(np.float32))
    border = _border(pictures.shape[1], pictures.shape[2])
    edge = chroma[:, border]
    middle = np.median(edge.reshape(-1, 2), axis=0)
    near = np.linalg.norm(edge - middle, axis=-1) < _SAME
    share = round(float(near.mean()), 3)
    depth = float(np.linalg.norm(middle))
    least = _LEAST if depth < _SCREEN else _LEAST_OF_A_SCREEN
    # People reach the border now and then, but not most of the time.
    if share < least or float(np.percentile(near.mean(axis=1), 25)) < least:
        return _none(share, f"only {share:.0%} of its border has one colour")
    if depth < _COLOURED:
        return _none(share, "its border is grey, black or white, as people are in part, too")
    everywhere = float((np.linalg.norm(chroma - middle, axis=-1) < _SAME).mean())
    if everywhere > _MOST:
        return _none(share, "there is nothing in front of it")
    colour = np.median(pictures[:, border][near], axis=0)
    spread = float(np.percentile(np.linalg.norm(edge[near] - middle, axis=-1), 98))
    similarity = min(_WIDE, max(_NARROW, 2.2 * spread / _SCALE))
    return BackdropFound(
        screen="#" + "".join(f"{round(float(part)):02x}" for part in colour),
        share=share,
        similarity=round(similarity, 3),
        why="",
    )


def _none(share: float, why: str) -> BackdropFound:
    return BackdropFound(screen=None, share=share, similarity=0.0, why=why)


def _chroma(pictures: Any) -> Any:
    """Blue and red differences, as the key looks at them."""
    import numpy as np

    red, green, blue = (pictures[..., part] for part in range(3))
    cb = -0.169 * red - 0.331 * green + 0.5 * blue
    cr = 0.5 * red - 0.419 * green - 0.081 * blue
    return np.stack((cb, cr), axis=-1)


def _border(height: int, width: int) -> Any:
    """Where the border lies: left, right and top."""
    import numpy as np

    edge = np.zeros((height, width), bool)
    across, down = max(1, round(width * _EDGE)), max(1, round(height * _EDGE))
    edge[: -2 * down, :across] = edge[: -2 * down, -across:] = edge[:down] = True
    return edge
