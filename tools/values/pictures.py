"""Choices of the tools that have pictures drawn anew."""

from __future__ import annotations

from typing import Annotated, Literal

from tools.values.choices import also

DrawnStyle = Annotated[
    Literal["cartoon", "oil_painting", "watercolor", "sketch", "cyberpunk", "vintage"],
    also(
        {
            "cartoon": "comic toon cartoonish comicbook cartoonize cartoonise",
            "oil_painting": "oil oilpaint oiloncanvas painting painted vangogh impressionist",
            "watercolor": (
                "watercolour watercolors watercolours aquarelle aquarell watercolorpainting "
                "watercolourpainting"
            ),
            "sketch": "pencil pencilsketch drawing pencildrawing charcoal",
            "cyberpunk": "neon neoncity bladerunner synthwave",
            "vintage": "retro oldfilm oldmovie 60s 70s 1960s 1970s",
        }
    ),
]
"""Styles with a name."""

EnlargingEngine = Annotated[
    Literal["Replicate", "Real-ESRGAN", "Lanczos"],
    also(
        {
            "Replicate": "cloud online service api",
            "Real-ESRGAN": "realesrgan esrgan local builtin ncnn offline thismachine",
            "Lanczos": "fast quick simple interpolation resample plain",
        }
    ),
]
"""Who makes pictures larger."""

StyleEngine = Annotated[
    Literal["Replicate", "OpenCV"],
    also({"Replicate": "cloud online service api", "OpenCV": "local builtin offline fast"}),
]
"""Who paints."""

FaceEngine = Annotated[
    Literal["Replicate", "face sharpening"],
    also(
        {
            "Replicate": "cloud online service api gfpgan",
            "face sharpening": "local builtin offline fast sharpening",
        }
    ),
]
"""Who works on faces."""

CutOutEngine = Annotated[
    Literal["Replicate", "chroma key"],
    also(
        {
            "Replicate": "cloud online service api rembg",
            "chroma key": "local builtin offline chromakey keying green greenscreen",
        }
    ),
]
"""Who takes backgrounds away."""
