"""What filters do where there is no engine, each named as what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import filters
from tools.clip import Clip
from tools.facts import VideoFacts
from tools.operations import Covered, Filter, Operation, Redraw, Scale, VideoFilter

if TYPE_CHECKING:
    from tools.engine.measure.analyses import Looking

Instead = tuple[tuple[Operation, ...], tuple[str, ...]]
"""Operations, and what people should be told."""


class _Filters:
    """What all of them have in common."""

    version = "1"
    product = "builtin/filters"
    paid = False
    local = True
    languages: frozenset[str] | None = None
    longest: float | None = None

    async def ready(self) -> str | None:
        """They come with VFXB."""
        return None

    def refuses(self, redraw: Redraw) -> str | None:
        """Nothing."""
        return None

    def seconds(self, video: VideoFacts) -> float:
        """As good as none."""
        return 0.0


class Lanczos(_Filters):
    """Larger by interpolation, and sharper edges."""

    name = "Lanczos"
    method = "interpolation (Lanczos) and sharpening"

    async def operations(self, clip: Clip, redraw: Redraw, looking: Looking) -> Instead:
        """A size, and a filter."""
        video = clip.need_video("upscale_video")
        size = video.width * redraw.factor, video.height * redraw.factor
        sharper = Filter("unsharp", (("lx", 5), ("ly", 5), ("la", 0.8)))
        told = "It was made larger by interpolation (Lanczos) and sharpened; no detail was added."
        return (Scale(*size, lanczos=True), VideoFilter((sharper,))), (told,)


class FaceSharpening(_Filters):
    """Faces that are found, sharper and a little lighter."""

    name = "face sharpening"
    method = "sharpening and light on the faces"

    async def operations(self, clip: Clip, redraw: Redraw, looking: Looking) -> Instead:
        """Filters on ovals that go where the faces go.

        Raises:
            ToolFailed: The clip could not be read.
        """
        from tools.engine.measure.analyses import analyse
        from tools.engine.measure.paths import ways_of_faces
        from tools.engine.measure.subjects import Subjects

        video = clip.need_video("enhance_faces")
        found = await analyse(clip, Subjects(), looking)
        ways = ways_of_faces(found, clip.facts.duration, redraw.spans)
        if not ways:
            return (), ("I found no face in that part, so nothing was changed there.",)
        chain = (
            Filter("unsharp", (("lx", 7), ("ly", 7), ("la", round(1.4 * redraw.strength, 2)))),
            *filters.brightness(0.14 * redraw.strength, video),
        )
        told = (
            "The faces were sharpened and lit a little; no detail was restored. That takes GFPGAN "
            "at Replicate: set REPLICATE_API_TOKEN."
        )
        return (Covered(chain, ways),), (told,)


class VintageFilters(_Filters):
    """The one style that is nothing but colours."""

    name = "film colours"
    method = "colours, corners and grain of old film"

    def refuses(self, redraw: Redraw) -> str | None:
        """Every other style."""
        return None if redraw.style == "vintage" else "it knows only vintage"

    async def operations(self, clip: Clip, redraw: Redraw, looking: Looking) -> Instead:
        """A faded print."""
        video = clip.need_video("style_transfer")
        chain = filters.vintage(min(1.0, 0.25 + redraw.strength), video)
        return (VideoFilter(chain, redraw.spans),), ()
