"""The tools on described clips: what the facts become, what is said, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.errors import BadInput

PORTRAIT = clip(width=720, height=1280)
SILENT = clip(sound=False)
SOUND_ONLY = clip(picture=False, container="mp3")


@dataclass(frozen=True)
class Works:
    """A call that works: expected duration and size, and words of the phrase and the note."""

    tool: str
    args: dict[str, Any]
    done: str
    duration: float = 20.0
    size: tuple[int, int] | None = (1280, 720)
    note: str = ""
    clip: Clip = field(default_factory=clip)


WORKS = [
    Works("trim_video", {"start": 2, "end": 10}, "trimmed to 0:02-0:10 (8 s)", 8.0),
    Works("trim_video", {"end": "halfway"}, "trimmed to 0:00-0:10 (10 s)", 10.0),
    Works("trim_video", {"start": "3 s"}, "trimmed to 0:03-0:20 (17 s)", 17.0),
    Works("trim_video", {}, "kept all of it (20 s)", note="nothing was cut off"),
    Works("trim_video", {"start": 5, "end": 20.3}, "0:05-0:20 (15 s)", 15.0, note="ends at 0:20"),
    Works("trim_video", {"start": 5, "end": 20.04}, "trimmed to 0:05-0:20 (15 s)", 15.0),
    Works("trim_video", {"end": 5}, "trimmed", 5.0, None, clip=SOUND_ONLY),
    Works("cut_out", {"start": 4, "end": 6}, "cut out 0:04-0:06 (2 s)", 18.0),
    Works("cut_out", {"start": 0, "end": 6}, "cut out 0:00-0:06 (6 s)", 14.0),
    Works("cut_out", {"start": 15, "end": "end"}, "cut out 0:15-0:20 (5 s)", 15.0),
    Works("change_speed", {"factor": 2}, "sped it up to 2x", 10.0),
    Works("change_speed", {"factor": 0.5}, "slowed it down to 0.5x", 40.0),
    Works("change_speed", {"factor": 0.5, "start": 3, "end": 5}, "0.5x from 0:03 to 0:05", 22.0),
    Works("change_speed", {"factor": 1}, "left the speed as it is", note="nothing changed"),
    Works("crop_video", {"width": 640, "height": 360}, "cropped to 640x360", 20.0, (640, 360)),
    Works("crop_video", {"aspect": "square"}, "720x720 (1:1)", 20.0, (720, 720)),
    Works("crop_video", {"aspect": "9:16"}, "404x720 (9:16)", 20.0, (404, 720)),
    Works("crop_video", {"aspect": "16:9"}, "kept the whole picture", note="already"),
    Works("crop_video", {"aspect": "1:1"}, "720x720", 20.0, (720, 720), clip=PORTRAIT),
    Works("crop_video", {"height": "90%", "y": 0}, "1280x648", 20.0, (1280, 648)),
    Works("crop_video", {"x": 300}, "cropped to 980x720", 20.0, (980, 720)),
    Works("resize_video", {"width": 640}, "resized to 640x360", 20.0, (640, 360)),
    Works("resize_video", {"width": 641}, "641x360", 20.0, (640, 360), "will be 640x360"),
    Works("resize_video", {"height": 480}, "resized to 854x480", 20.0, (854, 480)),
    Works("resize_video", {"resolution": "480p"}, "854x480", 20.0, (854, 480)),
    Works("resize_video", {"resolution": "480p"}, "480x854", 20.0, (480, 854), clip=PORTRAIT),
    Works("resize_video", {"scale": "half"}, "640x360", 20.0, (640, 360)),
    Works("resize_video", {"width": "50%"}, "640x360", 20.0, (640, 360)),
    Works("resize_video", {"resolution": "1080p"}, "1920x1080", 20.0, (1920, 1080), "not detail"),
    Works(
        "resize_video", {"width": 500, "height": 500}, "500x500", 20.0, (500, 500), "is stretched"
    ),
    Works("resize_video", {"width": 1280}, "left it at 1280x720", note="already"),
    Works("apply_filter", {"filter_type": "grayscale"}, "made it black and white"),
    Works("apply_filter", {"filter_type": "blur", "intensity": 0.3}, "blurred it (30%)"),
    Works("apply_filter", {"filter_type": "brightness", "intensity": "darker"}, "darker (30%)"),
    Works("apply_filter", {"filter_type": "sepia", "start": 3, "end": 5}, "from 0:03 to 0:05"),
    Works("apply_filter", {"filter_type": "sepia", "intensity": 0}, "left out", note="not applied"),
    Works("add_text", {"text": "Hi"}, "put “Hi” at the bottom"),
    Works("add_text", {"text": "Hi", "position": "middle"}, "put “Hi” in the centre"),
    Works("add_text", {"text": "Hi", "end": 3}, "at the bottom from 0:00 to 0:03"),
    Works("add_text", {"text": "Line\nbreak " + "x" * 60}, "put “Line break xxx"),
    Works("enhance_audio", {"type": "denoise"}, "reduced the noise (50%)"),
    Works("change_volume", {"factor": "half"}, "turned the volume down by 6 dB"),
    Works("change_volume", {"decibels": 3, "start": 2}, "up by 3 dB from 0:02 to 0:20"),
    Works("change_volume", {"factor": 0}, "turned the sound off"),
    Works("change_volume", {"factor": 1}, "left the volume as it is", note="nothing changed"),
    Works("mute_audio", {}, "muted it"),
    Works("mute_audio", {"start": 5, "end": 8}, "muted it from 0:05 to 0:08"),
    Works("mute_audio", {}, "kept it silent", note="nothing to mute", clip=SILENT),
    Works("generate_voice", {"text": "Welcome"}, "added a voice-over “Welcome” at the start"),
    Works("generate_voice", {"text": "Bye", "at": "0:18"}, "“Bye” at 0:18", clip=SILENT),
    Works(
        "generate_voice", {"text": "word " * 40, "at": 10}, "voice-over", note="not be heard"
    ),
    Works("convert_format", {"format": "webm"}, "converted it to webm"),
    Works("convert_format", {"video_codec": "h265"}, "converted it to mp4 with hevc"),
    Works("convert_format", {"format": "mp3"}, "to mp3", size=None, note="the picture is left out"),
    Works("convert_format", {"format": "gif"}, "made a GIF (480x270", 20.0, (480, 270)),
    Works("export_gif", {}, "made a GIF (480x270, 12.5 fps)", 20.0, (480, 270)),
    Works("export_gif", {"end": 3, "fps": 10, "width": 320}, "(320x180, 10 fps)", 3.0, (320, 180)),
    Works("export_gif", {"width": 4000}, "made a GIF (1280x720, 12.5 fps)", 20.0),
]  # fmt: skip


def _said(case: Works) -> str:
    return f"{case.tool}-{case.args}"


@pytest.mark.parametrize("case", WORKS, ids=_said)
def test_works(case: Works) -> None:
    edited = SPECS[case.tool].call(case.clip, case.args)
    assert isinstance(edited, Clip)
    video = edited.output.video
    assert case.done in edited.done[-1]
    assert edited.output.duration == pytest.approx(case.duration, abs=0.02)
    assert (video and (video.width, video.height)) == case.size
    assert (case.note in " ".join(edited.notes)) if case.note else not edited.notes


@dataclass(frozen=True)
class Refused:
    """A call that does not fit the clip, and what the error has to name."""

    tool: str
    args: dict[str, Any]
    said: tuple[str, ...]
    clip: Clip = field(default_factory=clip)


REFUSED = [
    Refused("trim_video", {"end": "2:00"}, ("20 s long", "2:00", "up to 0:20")),
    Refused("trim_video", {"start": 12, "end": 8}, ("0:08", "0:12", "Did you mean 0:08 to 0:12?")),
    Refused("trim_video", {"start": 25}, ("0:25", "20 s long", "before 0:20")),
    Refused("trim_video", {"start": 5, "end": 5}, ("0:05", "no time at all")),
    Refused("trim_video", {"start": 6, "end": 5}, ("0:05", "after the start")),
    Refused("trim_video", {"start": 5, "end": 5.01}, ("less than one frame",)),
    Refused("cut_out", {"start": 0, "end": 20}, ("whole clip", "nothing would be left")),
    Refused("cut_out", {"start": 18, "end": 25}, ("20 s long", "0:25")),
    Refused("change_speed", {"factor": 100}, ("shorter than one frame",), clip(0.5)),
    Refused("crop_video", {}, ("1280x720", "9:16")),
    Refused("crop_video", {"width": 2000, "height": 100}, ("2000x100", "which is 1280x720")),
    Refused("crop_video", {"width": 640, "height": 360, "x": 700, "y": 0}, ("at 700,0", "outside")),
    Refused("crop_video", {"width": 8, "height": 8}, ("8x8", "at least 16x16")),
    Refused("crop_video", {"x": 1280}, ("too little", "1280x720")),
    Refused("crop_video", {"aspect": "1:1", "width": 5}, ("not to both",)),
    Refused("crop_video", {"aspect": "1:1"}, ("has sound but no picture",), SOUND_ONLY),
    Refused("resize_video", {}, ("1280x720 now", "resolution")),
    Refused("resize_video", {"width": 640, "scale": 2}, ("one of",)),
    Refused("resize_video", {"scale": 20}, ("25600x14400", "16,384")),
    Refused("resize_video", {"scale": 0}, ("2x2 cannot be made",)),
    Refused("apply_filter", {"filter_type": "blur", "intensity": -1}, ("blur", "from 0 to 1")),
    Refused("apply_filter", {"filter_type": "sepia", "start": 30}, ("0:30", "20 s")),
    Refused("add_text", {"text": " \n "}, ("no words to show",)),
    Refused("add_text", {"text": "\u200b\u200d"}, ("no words to show",)),
    Refused("add_text", {"text": "x" * 501}, ("501 characters", "at most 500")),
    Refused("add_text", {"text": "x", "font": "a;b{}"}, ("not the name of a font",)),
    Refused("add_text", {"text": "x", "start": 3, "end": 90}, ("1:30",)),
    Refused("add_text", {"text": "x"}, ("has sound but no picture",), SOUND_ONLY),
    Refused("for_platform", {"platform": "x"}, ("“for platform” needs one",), SOUND_ONLY),
    Refused(
        "enhance_audio", {"type": "denoise"}, ("“enhance audio” needs some", "has no sound"), SILENT
    ),
    Refused("change_volume", {}, ("a factor (0.5) or decibels (-6)",)),
    Refused("change_volume", {"factor": 2, "decibels": 6}, ("a factor (0.5) or decibels",)),
    Refused(
        "change_volume", {"factor": 2}, ("“change volume” needs", "no sound", "voice-over"), SILENT
    ),
    Refused("mute_audio", {}, ("nothing is left",), SOUND_ONLY),
    Refused("generate_voice", {"text": "..."}, ("no words to speak",)),
    Refused("generate_voice", {"text": "a" * 3_001}, ("3,001", "3,000")),
    Refused("generate_voice", {"text": "word " * 300}, ("about 120 s", "at most 90 s")),
    Refused("generate_voice", {"text": "hi", "speed": 3}, ("0.5 to 2", "3 is outside")),
    Refused("generate_voice", {"text": "hi", "at": 20}, ("20 s long", "before 0:20")),
    Refused("convert_format", {}, ("Convert to what?",)),
    Refused("convert_format", {"format": "webm", "video_codec": "h265"}, ("hevc", "vp9, av1")),
    Refused("convert_format", {"format": "mp3", "video_codec": "h264"}, ("holds no picture",)),
    Refused("convert_format", {"format": "mp3"}, ("has no sound",), SILENT),
    Refused("convert_format", {"format": "gif"}, ("only sound", "m4a"), SOUND_ONLY),
    Refused("export_gif", {"width": 4}, ("at least 16",)),
    Refused("export_gif", {"start": 19, "end": 22}, ("0:22", "20 s long")),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case.tool}-{str(case.args)[:60]}")
def test_refused(case: Refused) -> None:
    with pytest.raises(BadInput) as caught:
        SPECS[case.tool].call(case.clip, case.args)
    message = str(caught.value)
    assert all(words in message for words in case.said), message
    assert message.endswith((".", "?"))
    assert len(message) < 400
