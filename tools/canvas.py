"""Canvas: the empty clip that an edit starts from where nobody sent one."""

from __future__ import annotations

from tools.clip import Clip

CANVAS = "presenter video"
"""What it is called in place of a file's name."""

CANVAS_SIDE, CANVAS_FPS, CANVAS_SECONDS = 1280, 25, 120
"""It is a square, so that every shape can be cut out of it, and as long as anything may be."""


def is_canvas(clip: Clip) -> bool:
    """Whether a clip is nothing but an empty canvas so far."""
    return clip.source.name == CANVAS and not clip.operations
