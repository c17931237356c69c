"""Catalogue: every built-in tool, once. The only registry there is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools import plugins
from tools.analyzing import analyze_video
from tools.arranging import (
    boomerang,
    freeze_frame,
    keep_ranges,
    loop_video,
    move_part,
    reverse_video,
)
from tools.backdrop import remove_background, replace_background
from tools.bleeping import bleep
from tools.borders import add_border, letterbox, set_aspect
from tools.captions import add_captions
from tools.cards import add_card
from tools.chapters import chapter_marks
from tools.counters import add_counter, add_progress_bar
from tools.cutting import change_speed, cut_out, trim_video
from tools.delivery import (
    change_fps,
    extract_audio,
    set_bitrate,
    set_sample_rate,
)
from tools.denoising import denoise_video
from tools.export import convert_format, export_gif
from tools.fading import add_flash, fade_audio, fade_video
from tools.framing import crop_video, resize_video
from tools.grading import adjust_color, shift_hue, tint
from tools.hdr import tone_map
from tools.inspect import describe_clip
from tools.joining import join_clips, stack_clips
from tools.keying import chroma_key
from tools.leveling import level_audio, normalize_loudness
from tools.look import apply_filter
from tools.luts import apply_lut
from tools.measuring import detect_scenes, measure_loudness
from tools.music import add_music, replace_audio
from tools.overlaying import add_background, add_image
from tools.painting import colorize_video, style_transfer
from tools.presenting import present
from tools.publishing import for_platform
from tools.quality import measure_quality
from tools.regions import blur_region
from tools.seeking import find_moment, keep_moment, remove_moment
from tools.silences import find_silence, remove_silence
from tools.sizing import fit_size, optimize_for_web
from tools.sound import change_volume, enhance_audio, mute_audio
from tools.sound_effects import add_sound_effect
from tools.spec import ToolFunction, ToolSpec
from tools.speech_cutting import cut_words
from tools.splitting import split_clip
from tools.steadying import stabilize_video
from tools.stills import contact_sheet, extract_frames, take_screenshot
from tools.styles import apply_look
from tools.subtitles import add_subtitles
from tools.titles import add_text
from tools.tone import (
    change_pitch,
    equalize,
    reverse_audio,
    set_channels,
    shift_audio,
)
from tools.transcripts import find_words, transcribe
from tools.turning import flip_video, rotate_video, zoom_video
from tools.upscaling import enhance_faces, upscale_video
from tools.voice import generate_voice

TOOLS: tuple[ToolFunction, ...] = (
    trim_video,
    cut_out,
    keep_ranges,
    move_part,
    join_clips,
    stack_clips,
    change_speed,
    loop_video,
    reverse_video,
    boomerang,
    freeze_frame,
    remove_silence,
    cut_words,
    keep_moment,
    remove_moment,
    crop_video,
    resize_video,
    change_fps,
    set_aspect,
    letterbox,
    add_border,
    rotate_video,
    flip_video,
    zoom_video,
    stabilize_video,
    apply_filter,
    apply_look,
    apply_lut,
    adjust_color,
    shift_hue,
    tint,
    denoise_video,
    upscale_video,
    enhance_faces,
    style_transfer,
    colorize_video,
    add_background,
    chroma_key,
    remove_background,
    replace_background,
    tone_map,
    blur_region,
    fade_video,
    add_flash,
    add_text,
    add_card,
    add_subtitles,
    add_captions,
    add_counter,
    add_progress_bar,
    add_image,
    enhance_audio,
    change_volume,
    mute_audio,
    bleep,
    normalize_loudness,
    level_audio,
    equalize,
    change_pitch,
    fade_audio,
    add_music,
    replace_audio,
    shift_audio,
    reverse_audio,
    add_sound_effect,
    set_channels,
    set_sample_rate,
    generate_voice,
    present,
    convert_format,
    export_gif,
    extract_audio,
    set_bitrate,
    fit_size,
    for_platform,
    optimize_for_web,
    take_screenshot,
    extract_frames,
    contact_sheet,
    split_clip,
    chapter_marks,
    describe_clip,
    detect_scenes,
    find_silence,
    transcribe,
    find_words,
    measure_loudness,
    measure_quality,
    analyze_video,
    find_moment,
)

OWN: Mapping[str, ToolSpec] = MappingProxyType(
    {spec.name: spec for spec in map(ToolSpec.of, TOOLS)}
)
"""The built-in tools as planners and people see them, by name."""

PLUGINS = plugins.load(OWN)
"""What other packages offer."""

SPECS: Mapping[str, ToolSpec] = MappingProxyType({**OWN, **PLUGINS.specs})
"""Every tool on a clip by name, the built-in ones first."""
