"""Protocols of the engines that draw pictures anew.

What an engine tells of itself is the same for all of them, ``PictureEngine``. How it works is one
of four ways, and a class has the method of one: ``Local`` works in a child of the engine, picture
after picture; ``ByImage`` and ``ByFilm`` send pictures or whole clips to somebody; ``Filtered``
needs nothing but filters of ffmpeg.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from tools.services.engine import Engine

if TYPE_CHECKING:
    from tools.clip import Clip
    from tools.engine.measure.analyses import Looking
    from tools.facts import VideoFacts
    from tools.operations import Operation, Redraw


class PictureEngine(Engine, Protocol):
    """What every engine for pictures tells, besides what all engines do."""

    @property
    def method(self) -> str:
        """How it does it, to complete "done by": "Real-ESRGAN (animevideov3)"."""
        ...

    def refuses(self, redraw: Redraw) -> str | None:
        """Why it cannot do this, as a part of a sentence; None when it can."""
        ...

    def seconds(self, video: VideoFacts) -> float:
        """About how long it takes for one picture of this size, before it is drawn."""
        ...


@runtime_checkable
class Local(PictureEngine, Protocol):
    """Draws in a child of the engine, which holds one picture at a time."""

    async def order(self, redraw: Redraw, tell: Callable[[float], None]) -> dict[str, Any]:
        """What the child is told: see ``tools.engine.frames.child``.

        Args:
            redraw: What to do.
            tell: Told how far files that are fetched first have come, 0 to 1.

        Raises:
            ServiceError: What it needs could not be fetched.
        """
        ...


@runtime_checkable
class ByImage(PictureEngine, Protocol):
    """Is sent one picture after the other. One call is one attempt, and one prediction."""

    async def draw(self, image: Path, redraw: Redraw, target: Path) -> Path:
        """Have a picture drawn.

        Args:
            image: A PNG.
            redraw: What to do.
            target: A new file for what came of it: any kind of picture.

        Raises:
            ServiceError: It was not drawn.
        """
        ...


@runtime_checkable
class ByFilm(PictureEngine, Protocol):
    """Is sent the whole clip at once."""

    async def film(self, clip: Path, redraw: Redraw, target: Path) -> Path:
        """Have a clip drawn.

        Args:
            clip: An MP4 without sound.
            redraw: What to do.
            target: A new file for what came of it: any kind of video.

        Raises:
            ServiceError: It was not drawn.
        """
        ...


@runtime_checkable
class Filtered(PictureEngine, Protocol):
    """Is no engine of its own: operations that ffmpeg carries out stand in its place."""

    async def operations(
        self, clip: Clip, redraw: Redraw, looking: Looking
    ) -> tuple[tuple[Operation, ...], tuple[str, ...]]:
        """What is done instead, and what people should be told.

        Args:
            clip: The clip as it is before.
            redraw: What is wanted.
            looking: How the clip is looked at, where that is needed.

        Raises:
            BadInput: It cannot be done to this clip.
        """
        ...
