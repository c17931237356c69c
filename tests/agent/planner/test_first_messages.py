"""First messages as strangers type them, and the calls that they mean, by what used to go wrong.

The clip has 20 s, 1280x720.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Talk, edits, left_out

Calls = list[tuple[str, dict[str, Any]]]


def text(words: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """The call that writes some words."""
    return ("add_text", {"text": words, **more})


SEVERAL_TEXTS: dict[str, Calls] = {
    "write howdy at the top and cheers at the bottom": [
        text("howdy", position="top"), text("cheers", position="bottom"),
    ],
    "write Round One at the start and Round Two at 8 seconds": [
        text("Round One", start=0.0, end=3.0), text("Round Two", start=8.0),
    ],
    'captions: "Uno" 0-2s "Dos" 2-4s': [
        text("Uno", start=0.0, end=2.0), text("Dos", start=2.0, end=4.0),
    ],
    "text at the top: Week 1, text at the bottom: Oslo": [
        text("Week 1", position="top"), text("Oslo", position="bottom"),
    ],
    'text "Ping" from 1s to 2s and text "Pong" from 2s to 3s, both red': [
        text("Ping", start=1.0, end=2.0, color="red"),
        text("Pong", start=2.0, end=3.0, color="red"),
    ],
    "add the words sun in yellow and moon in blue": [
        text("sun", color="yellow"), text("moon", color="blue"),
    ],
}  # fmt: skip

LETTERS: dict[str, Calls] = {
    'stamp "© Lena" bottom left': [text("© Lena", position="bottom-left")],
    "watermark saying proof across the middle": [text("proof", position="center")],
    "add the words BUY 2 GET 1 FREE at the top": [text("BUY 2 GET 1 FREE", position="top")],
    "put a PROMO label top left in red": [text("PROMO", position="top-left", color="red")],
    "trim to 4 seconds, with captions saying SEE YOU SOON": [
        ("trim_video", {"end": 4.0}), text("SEE YOU SOON"),
    ],
    'show a title "Bye now" that vanishes after 4 seconds': [text("Bye now", end=4.0)],
    'title "Autumn" fading in': [text("Autumn", animation="fade", ends="in")],
    "add @max.bakes in the top right corner": [text("@max.bakes", position="top-right")],
    'put "soon" in huge green letters from 1s to 3s': [
        text("soon", size="huge", color="green", start=1.0, end=3.0)
    ],
    "add Ben & Mia in gold at the bottom": [text("Ben & Mia", color="gold", position="bottom")],
    'write "yes" in the top left and a red outline': [
        text("yes", position="top-left", style="outline", edge_color="red")
    ],
}  # fmt: skip

SPOKEN_LIKE: dict[str, Calls] = {
    'caption this with "Monday mood" in yellow': [text("Monday mood", color="yellow")],
    'slow mo the bit from 0:02 to 0:04, sepia, and "HA" on it at the bottom': [
        ("change_speed", {"factor": 0.5, "start": 2.0, "end": 4.0}),
        ("apply_filter", {"filter_type": "sepia"}),
        text("HA", position="bottom"),
    ],
    "text saying doors open at 8 pm at the top": [text("doors open at 8 pm", position="top")],
    'a version for telegram with a title that says "live"': [
        ("for_platform", {"platform": "telegram"}), text("live"),
    ],
    "500 px tall, keep ratio": [("resize_video", {"height": 500})],
    "chop it into two halves": [("split_clip", {"parts": 2})],
}  # fmt: skip

SHAPES: dict[str, Calls] = {
    "switch the shape to 4:5 with black background": [
        ("set_aspect", {"aspect": "4:5", "fill": "bars", "color": "black"})
    ],
    "turn my landscape recording to portrait": [("crop_video", {"aspect": "9:16"})],
    "make it square but don't crop": [("set_aspect", {"aspect": "1:1", "fill": "blur"})],
    "1:1 but do not cut anything off, just add blurry bars": [
        ("set_aspect", {"aspect": "1:1", "fill": "blur"})
    ],
    "vertical with blurred sides, no cropping": [
        ("set_aspect", {"aspect": "9:16", "fill": "blur"})
    ],
    "9:16 for my story with a blurred background": [
        ("set_aspect", {"aspect": "9:16", "fill": "blur"})
    ],
    "1080x1080 for facebook": [
        ("crop_video", {"aspect": "1:1"}), ("resize_video", {"width": 1080, "height": 1080}),
    ],
    "vertical for shorts": [("for_platform", {"platform": "shorts"})],
    "ready for tiktok, no blur": [("for_platform", {"platform": "tiktok", "fill": "crop"})],
    "ready for reels without black bars": [("for_platform", {"platform": "reels"})],
    "censor the top 90 pixels": [("blur_region", {"y": 0, "height": 90, "style": "pixelate"})],
    "blur the right third": [("blur_region", {"x": 853, "width": 427, "style": "blur"})],
    "only the lower left quarter": [
        ("crop_video", {"width": 640, "height": 360, "position": "bottom-left"})
    ],
    "mirror it, flipped": [("flip_video", {"direction": "horizontal"})],
}  # fmt: skip

FILES: dict[str, Calls] = {
    "480p, 25 fps, 8 seconds long": [
        ("trim_video", {"end": 8.0}), ("resize_video", {"resolution": 480}),
        ("change_fps", {"fps": 25.0}),
    ],
    "crop to a square, max 6 seconds": [
        ("crop_video", {"aspect": "1:1"}), ("trim_video", {"end": 6.0}),
    ],
    "give me h265 mkv at 3 mbps": [
        ("convert_format", {"format": "mkv", "video_codec": "hevc"}),
        ("set_bitrate", {"kbps": 3000.0}),
    ],
    "mp4 with aac audio 192k": [
        ("convert_format", {"format": "mp4", "audio_codec": "aac"}),
        ("set_bitrate", {"audio_kbps": 192.0}),
    ],
    "export in h.264, aac": [
        ("convert_format", {"format": "mp4", "video_codec": "h264", "audio_codec": "aac"})
    ],
    "4:3 / 24fps / 9s / no sound": [
        ("crop_video", {"aspect": "4:3"}), ("change_fps", {"fps": 24.0}),
        ("trim_video", {"end": 9.0}), ("mute_audio", {}),
    ],
    "cut 1s-5s 640x360": [
        ("cut_out", {"start": 1.0, "end": 5.0}),
        ("resize_video", {"width": 640, "height": 360}),
    ],
    "knock it down to 20 fps": [("change_fps", {"fps": 20.0})],
    "shrink it as much as you can": [("fit_size", {})],
    "i want to post it on youtube shorts so 9:16 and under 60 seconds": [
        ("for_platform", {"platform": "shorts"})
    ],
    "save as webm not mkv": [("convert_format", {"format": "webm"})],
}  # fmt: skip

LOOKS: dict[str, Calls] = {
    "the picture is so dark, brighten it": [("apply_filter", {"filter_type": "brightness"})],
    "start in black and white then turn to color after 4 seconds": [
        ("apply_filter", {"filter_type": "blackwhite", "end": 4.0})
    ],
    "grayscale but keep the first 3 seconds in color": [
        ("apply_filter", {"filter_type": "blackwhite", "start": 3.0, "end": 20.0})
    ],
    "make it look vintage and grainy": [
        ("apply_filter", {"filter_type": "vintage"}), ("apply_filter", {"filter_type": "grain"}),
    ],
    "make the clip look blurry": [("apply_filter", {"filter_type": "blur"})],
    "give it a 70s vibe": [("apply_filter", {"filter_type": "vintage"})],
    "saturation up, contrast down": [
        ("apply_filter", {"filter_type": "saturation"}),
        ("apply_filter", {"filter_type": "contrast", "intensity": -0.3}),
    ],
    "contrast +15": [("apply_filter", {"filter_type": "contrast", "intensity": 0.15})],
    "make the corners darker": [("apply_filter", {"filter_type": "vignette"})],
    "fade in 2s fade out 1s": [
        ("fade_video", {"type": "in", "seconds": 2.0}),
        ("fade_video", {"type": "out", "seconds": 1.0}),
    ],
    "make it sepia add a title saying farewell save it as webm": [
        ("apply_filter", {"filter_type": "sepia"}), text("farewell"),
        ("convert_format", {"format": "webm"}),
    ],
    "rmv the green screen and make the background white": [
        ("chroma_key", {"color": "green", "behind": "white"})
    ],
    "blur the top half and the bottom half": [
        ("blur_region", {"region": "top", "style": "blur"}),
        ("blur_region", {"region": "bottom", "style": "blur"}),
    ],
    "tilt it slightly to the left": [("rotate_video", {"degrees": -5.0})],
}  # fmt: skip

SPANISH: dict[str, Calls] = {
    "recorta de 0:02 a 0:06 y gíralo 90 grados": [
        ("trim_video", {"start": 2.0, "end": 6.0}), ("rotate_video", {"degrees": 90.0}),
    ],
    "quiero que sea cuadrado y con el texto «adiós» abajo a la derecha": [
        ("crop_video", {"aspect": "1:1"}), text("adiós", position="bottom-right"),
    ],
    "expórtalo en 480p": [("resize_video", {"resolution": 480})],
    "está demasiado oscuro": [("apply_filter", {"filter_type": "brightness"})],
}  # fmt: skip

ALL = [
    pytest.param(say, calls, id=say)
    for table in (SEVERAL_TEXTS, LETTERS, SPOKEN_LIKE, SHAPES, FILES, LOOKS, SPANISH)
    for say, calls in table.items()
]


@pytest.mark.parametrize(("say", "calls"), ALL)
async def test_first_message_means_calls(say: str, calls: Calls) -> None:
    plan = await Talk().plan(say)

    assert edits(plan) == calls
    assert not left_out(plan)


RIGHT_WORDS = ("flight", "couch", "protect", "glide", "release", "truck", "feature", "patient")


@pytest.mark.parametrize("word", RIGHT_WORDS)
async def test_a_right_word_is_not_read_as_another(word: str) -> None:
    plan = await Talk().plan(f"{word} it")

    assert not edits(plan)


TOLD = {
    "make a gif under 3 MB": ("export_gif", ["3 MB"]),
    "email it under 20 mb": ("fit_size", ["email it under 20 mb"]),
    'make the text "wow" bounce at the top': ("add_text", ["bounce"]),
    'write "draft" at 40% opacity in the middle': ("add_text", ["opacity"]),
    "crop it 1:1 and call it final.mov": ("crop_video", ["call it final.mov"]),
}


@pytest.mark.parametrize("say", TOLD)
async def test_what_has_no_part_in_it_is_told(say: str) -> None:
    plan = await Talk().plan(say)

    tool, left = TOLD[say]
    assert [name for name, _ in edits(plan)] == [tool]
    assert left_out(plan) == left
