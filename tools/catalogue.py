"""Catalogue: every built-in tool, once. The only registry there is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.cutting import change_speed, cut_out, trim_video
from tools.export import convert_format, export_gif
from tools.framing import crop_video, resize_video
from tools.inspect import describe_clip
from tools.look import apply_filter
from tools.sound import change_volume, enhance_audio, mute_audio
from tools.spec import ToolFunction, ToolSpec
from tools.titles import add_text
from tools.voice import generate_voice

TOOLS: tuple[ToolFunction, ...] = (
    trim_video,
    cut_out,
    change_speed,
    crop_video,
    resize_video,
    apply_filter,
    add_text,
    enhance_audio,
    change_volume,
    mute_audio,
    generate_voice,
    convert_format,
    export_gif,
    describe_clip,
)

SPECS: Mapping[str, ToolSpec] = MappingProxyType(
    {spec.name: spec for spec in map(ToolSpec.of, TOOLS)}
)
"""The tools as planners, people and the README see them, by name."""
