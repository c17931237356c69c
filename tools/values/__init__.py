"""Values: what people write, parsed once into something that cannot be wrong, and printed back.

Each ``Annotated`` type is an argument type for tools. It takes a plain value or a person's
spelling, and gives a plain JSON value that it takes again unchanged; recipes store that. Words
that depend on the clip ("halfway", "frame 90", "50%") are resolved with the clip's facts, which
``ToolSpec.parse`` hands over as the validation context.

The ``parse_*`` functions beside the types do the same for callers without a tool. They raise
``ValueError`` with a sentence that names the value and what would do.
"""

from tools.values.choices import Filter, Format, SoundCodec, SoundFix, Style, VideoCodecName
from tools.values.colors import Color, parse_color, say_color
from tools.values.languages import Language, guess_language, parse_language
from tools.values.levels import (
    Decibels,
    Factor,
    Intensity,
    Level,
    Speed,
    parse_decibels,
    parse_factor,
    parse_intensity,
    parse_level,
    parse_speed,
)
from tools.values.numbers import parse_number
from tools.values.places import Position, anchor_of, parse_position, say_position
from tools.values.sizes import (
    Aspect,
    FrameRate,
    Pixels,
    Resolution,
    TextSize,
    aspect_ratio,
    parse_aspect,
    parse_pixels,
    parse_rate,
    parse_resolution,
    parse_text_size,
)
from tools.values.times import Seconds, format_length, format_seconds, parse_seconds
from tools.values.voices import VOICES, Voice, VoiceName, parse_voice, speaking_seconds

__all__ = [
    "VOICES",
    "Aspect",
    "Color",
    "Decibels",
    "Factor",
    "Filter",
    "Format",
    "FrameRate",
    "Intensity",
    "Language",
    "Level",
    "Pixels",
    "Position",
    "Resolution",
    "Seconds",
    "SoundCodec",
    "SoundFix",
    "Speed",
    "Style",
    "TextSize",
    "VideoCodecName",
    "Voice",
    "VoiceName",
    "anchor_of",
    "aspect_ratio",
    "format_length",
    "format_seconds",
    "guess_language",
    "parse_aspect",
    "parse_color",
    "parse_decibels",
    "parse_factor",
    "parse_intensity",
    "parse_language",
    "parse_level",
    "parse_number",
    "parse_pixels",
    "parse_position",
    "parse_rate",
    "parse_resolution",
    "parse_seconds",
    "parse_speed",
    "parse_text_size",
    "parse_voice",
    "say_color",
    "say_position",
    "speaking_seconds",
]
