"""Presenters: where one is shown, and the shape of a video of its own."""

from __future__ import annotations

from typing import Annotated, Literal

from tools.values.choices import also

PresenterSpot = Annotated[
    Literal["corner", "start", "end"],
    also(
        {
            "corner": "overlay over ontop pip pictureinpicture inside",
            "start": "intro before beginning opening first front",
            "end": "outro after ending last finish",
        }
    ),
]
"""Over a corner of the clip, before it, or after it."""

Shape = Annotated[
    Literal["wide", "upright", "square"],
    also(
        {
            "wide": "landscape horizontal 16:9 169 youtube",
            "upright": "vertical portrait 9:16 916 tiktok reel reels shorts phone",
            "square": "1:1 11 quadratic instagram",
        }
    ),
]
"""What shape a video has that is made from nothing."""
