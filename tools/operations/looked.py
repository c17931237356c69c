"""Operations that need a look at the clip first, and what stands in their place after it.

A tool describes what is wanted. Before the rendering the engine looks at the clip as it is at that
step (``tools.engine.looks``) and puts numbers there. The facts do not depend on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.facts import Facts
from tools.operations.base import Operation


@dataclass(frozen=True, slots=True)
class Normalize(Operation):
    """Bring the whole sound to a loudness.

    Attributes:
        lufs: The loudness, in LUFS.
        peak: What the true peak stays below, in dBTP.
    """

    on_sound = True

    lufs: float
    peak: float = -1.5

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Stabilize(Operation):
    """Take the shaking out of the picture.

    Attributes:
        strength: How calm it becomes, 0 to 1.
    """

    on_picture = True

    strength: float

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class Steady(Operation):
    """Move each frame against how the camera shook.

    Attributes:
        motion: How it shook: what vid.stab writes down.
        smoothing: Frames to each side over which the camera's path is smoothed.
    """

    on_picture = True

    motion: str
    smoothing: int

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts
