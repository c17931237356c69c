"""Steadying: calm pictures from a shaking camera."""

from __future__ import annotations

from tools.clip import Clip
from tools.operations import Stabilize
from tools.values import Intensity


def stabilize_video(clip: Clip, strength: Intensity = 0.5) -> Clip:
    """Take the shaking out of a video: steady a shaky or wobbly camera.

    Args:
        clip: The clip.
        strength: How calm it becomes, 0 to 1; more of it cuts off more at the edges.

    Examples:
        stabilize the video
        stabilize the shaky footage
        it is too shaky, fix that
        make the camera steady
        remove the camera shake
        smooth out the wobbly handheld shot
        reduce the jitter a lot
        deshake it
        steady cam please
        the camera shakes a lot
        the image is trembling and jumpy
        the camera is trembling, steady it
    """
    clip.need_video("stabilize_video")
    if strength == 0:
        return clip.then(
            done="left out the stabilising (0%)", note="A strength of 0 changes nothing."
        )
    return clip.then(
        Stabilize(round(strength, 3)),
        done=f"stabilized the picture ({strength:.0%})",
        note="It is enlarged just enough that no edges show.",
    )
