"""Closed choices of the tools that work on the picture, with other words for each."""

from __future__ import annotations

from typing import Annotated, Literal

from tools.values.choices import also

Strength = Annotated[
    Literal["light", "medium", "strong"],
    also(
        {
            "light": "slight slightly little weak gentle gently low soft mild subtle abit alittle",
            "medium": "moderate normal usual standard",
            "strong": "strongly heavy heavily hard high alot aggressive maximum max very",
        }
    ),
]

Effort = Annotated[
    Literal["fast", "best"],
    also({"fast": "quick quickly draft", "best": "bestquality highquality slow finest careful"}),
]

Corners = Annotated[
    Literal["color", "crop"],
    also(
        {
            "color": "colour bars filled fill",
            "crop": "cropped cut zoom zoomed fillframe nocorners withoutcorners noblackcorners",
        }
    ),
]

ZoomMotion = Annotated[
    Literal["still", "in", "out", "in_out"],
    also(
        {
            "still": "none static fixed atonce",
            "in": "slowlyin slowin zoomin closer forward push pushin kenburns",
            "out": "slowlyout slowout zoomout away back pull pullout",
            "in_out": "inandout both pulse backandforth",
        }
    ),
]

CounterKind = Annotated[
    Literal["timecode", "frames", "seconds", "clock", "countdown"],
    also(
        {
            "timecode": "tc smpte",
            "frames": "frame framenumber framenumbers framecounter framecount",
            "seconds": "second sec timer stopwatch elapsed",
            "clock": "minutes time runningtime mmss",
            "countdown": "timeleft remaining timeremaining down",
        }
    ),
]

Edge = Annotated[
    Literal["top", "bottom"],
    also({"top": "above upper topedge", "bottom": "below lower bottomedge under"}),
]

ToneCurve = Annotated[
    Literal["hable", "mobius", "reinhard", "clip"],
    also(
        {
            "hable": "filmic usual natural",
            "mobius": "moebius vivid bright",
            "reinhard": "soft softer flat",
            "clip": "hard none linear",
        }
    ),
]

TextMotion = Annotated[
    Literal["none", "fade", "slide", "typewriter"],
    also(
        {
            "none": "still static",
            "fade": "fadein fadeout fades fading faded dissolve",
            "slide": "slidein slideout slides sliding fly flyin move",
            "typewriter": "typing typed type letterbyletter typewritten",
        }
    ),
]

LookName = Annotated[
    Literal["cinematic", "commercial", "artistic", "educational", "social", "corporate"],
    also(
        {
            "cinematic": "cinema movie film hollywood moviestyle filmstyle",
            "commercial": "advertisement advert ad advertising product promo",
            "artistic": "arty art creative painterly",
            "educational": "education tutorial lesson lecture teaching course",
            "social": "socialmedia instagram tiktok influencer",
            "corporate": "business professional company office",
        }
    ),
]

SubtitleMode = Annotated[
    Literal["burn", "soft"],
    also(
        {
            "burn": "burnt burned burnin hardcode hardcoded hard open",
            "soft": "closed switchable track selectable optional embedded",
        }
    ),
]
