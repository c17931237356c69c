"""Requests in people's words, and the tool calls that they mean, on a clip of 20 s, 1280x720."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Talk, edits, left_out

CUTTING: dict[str, list[tuple[str, dict[str, Any]]]] = {
    # Keeping.
    "trim to 0:02-0:10": [("trim_video", {"start": 2.0, "end": 10.0})],
    "keep 4 to 9 seconds": [("trim_video", {"start": 4.0, "end": 9.0})],
    "trim from 0:00 to 0:05": [("trim_video", {"start": 0.0, "end": 5.0})],
    "i only need seconds 5 through 12": [("trim_video", {"start": 5.0, "end": 12.0})],
    "make a new clip from 00:00:03.250 until 00:00:07.5": [
        ("trim_video", {"start": 3.25, "end": 7.5})
    ],
    "just the first five seconds please": [("trim_video", {"start": 0.0, "end": 5.0})],
    "keep the last quarter": [("trim_video", {"start": 15.0})],
    "keep the 2nd half": [("trim_video", {"start": 10.0, "end": 20.0})],
    "the middle 4 seconds": [("trim_video", {"start": 8.0, "end": 12.0})],
    "make a 5 second clip from the middle": [("trim_video", {"start": 7.5, "end": 12.5})],
    "cut it down to 8 seconds": [("trim_video", {"end": 8.0})],
    "shorten the video to 6s": [("trim_video", {"end": 6.0})],
    "make it 12 seconds long": [("trim_video", {"end": 12.0})],
    "from the 4 second mark till the end": [("trim_video", {"start": 4.0})],
    "start at 0:03, end at 0:13": [("trim_video", {"start": 3.0, "end": 13.0})],
    "use frames 60 to 150": [("trim_video", {"start": 2.0, "end": 5.0})],
    "keep everything up to halfway": [("trim_video", {"end": 10.0})],
    "grab 5s-10s": [("trim_video", {"start": 5.0, "end": 10.0})],
    "remove everything except the last 5 seconds": [("trim_video", {"start": 15.0})],
    "make it a timelapse": [("change_speed", {"factor": 8.0})],
    "timelapse 20x": [("change_speed", {"factor": 20.0})],
    "turn it into a 10 second timelapse": [("change_speed", {"factor": 2.0})],
    "countdown from 5 at the start": [
        ("add_counter", {"kind": "countdown", "first": 5.0, "start": 0.0, "end": 5.0})
    ],
    "slow down only the middle part": [
        ("change_speed", {"factor": 0.5, "start": 6.667, "end": 13.334})
    ],
    "mute the middle section": [("mute_audio", {"start": 6.667, "end": 13.334})],
    # Removing.
    "cut the first 3 seconds": [("cut_out", {"start": 0.0, "end": 3.0})],
    "trim off the last 2 secs": [("cut_out", {"start": 18.0, "end": 20.0})],
    "trim the first half second": [("cut_out", {"start": 0.0, "end": 0.5})],
    "lose the last three and a half seconds": [("cut_out", {"start": 16.5, "end": 20.0})],
    "get rid of everything after 0:12": [("cut_out", {"start": 12.0, "end": 20.0})],
    "delete what is before 2.5 seconds": [("cut_out", {"start": 0.0, "end": 2.5})],
    "take out the part between 0:05 and 0:08": [("cut_out", {"start": 5.0, "end": 8.0})],
    "cut 3-7": [("cut_out", {"start": 3.0, "end": 7.0})],
    "cut the middle 5 seconds": [("cut_out", {"start": 7.5, "end": 12.5})],
    "chop 4 seconds off the end": [("cut_out", {"start": 16.0, "end": 20.0})],
    "drop the first third": [("cut_out", {"start": 0.0, "end": 6.667})],
    "make it shorter by 2 seconds": [("cut_out", {"start": 18.0, "end": 20.0})],
    "get rid of the second quarter": [("cut_out", {"start": 5.0, "end": 10.0})],
    "remove the first 60 frames": [("cut_out", {"start": 0.0, "end": 2.0})],
    # Several parts, all on the clip as it is.
    "cut the first 2 and the last 3 seconds": [
        ("cut_out", {"start": 17.0, "end": 20.0}),
        ("cut_out", {"start": 0.0, "end": 2.0}),
    ],
    "remove 2-4 and also 10-12": [
        ("cut_out", {"start": 10.0, "end": 12.0}),
        ("cut_out", {"start": 2.0, "end": 4.0}),
    ],
    "trim 2 seconds off both ends": [
        ("cut_out", {"start": 18.0, "end": 20.0}),
        ("cut_out", {"start": 0.0, "end": 2.0}),
    ],
}

SPEED: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "2x faster": [("change_speed", {"factor": 2.0})],
    "play it at 75%": [("change_speed", {"factor": 0.75})],
    "a bit faster please": [("change_speed", {"factor": 1.25})],
    "speed it up": [("change_speed", {"factor": 1.5})],
    "waaaay faster": [("change_speed", {"factor": 2.0})],
    "slow it down a little": [("change_speed", {"factor": 0.8})],
    "in slow motion": [("change_speed", {"factor": 0.5})],
    "double the speed": [("change_speed", {"factor": 2.0})],
    "twice as slow": [("change_speed", {"factor": 0.5})],
    "slow it down 2x": [("change_speed", {"factor": 0.5})],
    "make it 30% faster": [("change_speed", {"factor": 1.3})],
    "speed up by 50%": [("change_speed", {"factor": 1.5})],
    "squeeze it into 5 seconds": [("change_speed", {"factor": 4.0})],
    "slow motion from 0:03 to 0:06": [("change_speed", {"factor": 0.5, "start": 3.0, "end": 6.0})],
    "play the last 4 seconds at half speed": [("change_speed", {"factor": 0.5, "start": 16.0})],
    "first 2 seconds in slo mo, then normal speed": [
        ("change_speed", {"factor": 0.5, "start": 0.0, "end": 2.0})
    ],
}

LOOK: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "make it b/w": [("apply_filter", {"filter_type": "blackwhite"})],
    "grayscale, please!": [("apply_filter", {"filter_type": "blackwhite"})],
    "a slight blur": [("apply_filter", {"filter_type": "blur", "intensity": 0.25})],
    "really strong blur from 1 to 2 s": [
        ("apply_filter", {"filter_type": "blur", "intensity": 0.85, "start": 1.0, "end": 2.0})
    ],
    "sepia at 40%": [("apply_filter", {"filter_type": "sepia", "intensity": 0.4})],
    "it's way too dark": [("apply_filter", {"filter_type": "brightness", "intensity": 0.85})],
    "darken it": [("apply_filter", {"filter_type": "brightness", "intensity": -0.3})],
    "less contrast": [("apply_filter", {"filter_type": "contrast", "intensity": -0.3})],
    "crisper": [("apply_filter", {"filter_type": "sharpen"})],
    "give the last two seconds an old school look": [
        ("apply_filter", {"filter_type": "vintage", "start": 18.0})
    ],
    "for the first 3 seconds make it black & white, then back to color": [
        ("apply_filter", {"filter_type": "blackwhite", "start": 0.0, "end": 3.0})
    ],
}

FRAMING: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "crop to 600x400": [("crop_video", {"width": 600, "height": 400})],
    "make it square": [("crop_video", {"aspect": "1:1"})],
    "9:16 please": [("crop_video", {"aspect": "9:16"})],
    "crop off the top 25%": [("crop_video", {"height": 540, "position": "bottom"})],
    "crop x=10 y=20 width=300 height=200": [
        ("crop_video", {"x": 10, "y": 20, "width": 300, "height": 200})
    ],
    "480p": [("resize_video", {"resolution": 480})],
    "scale it down to 50 percent": [("resize_video", {"scale": 0.5})],
    "make it 640 px wide": [("resize_video", {"width": 640})],
    "resize to 800 x 450": [("resize_video", {"width": 800, "height": 450})],
    "full hd": [("resize_video", {"resolution": 1080})],
}

WORDS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    'put the title "Hello, and bye" at the bottom': [
        ("add_text", {"text": "Hello, and bye", "position": "bottom"})
    ],
    "add the text «Été» in the top right corner": [
        ("add_text", {"text": "Été", "position": "top-right"})
    ],
    "write 'it’s me' in red": [("add_text", {"text": "it’s me", "color": "red"})],
    "title it The Long Way Home": [("add_text", {"text": "The Long Way Home"})],
    "put don't panic: 42% off in the middle": [
        ("add_text", {"text": "don't panic: 42% off", "position": "center"})
    ],
    "add a small blue caption saying Day 3 at the top from 2 to 4 seconds": [
        (
            "add_text",
            {
                "text": "Day 3",
                "color": "blue",
                "position": "top",
                "size": "small",
                "start": 2.0,
                "end": 4.0,
            },
        )
    ],  # fmt: skip
    'show "The End" for the last 3 seconds': [("add_text", {"text": "The End", "start": 17.0})],
    'put "Left" at the top left and "Right" at the top right': [
        ("add_text", {"text": "Left", "position": "top-left"}),
        ("add_text", {"text": "Right", "position": "top-right"}),
    ],
    "two lines in the middle: 'one' and 'two'": [
        ("add_text", {"text": "one\ntwo", "position": "center"})
    ],
    'add a voice-over saying "Welcome back" at the start': [
        ("generate_voice", {"text": "Welcome back", "at": 0.0})
    ],
    'say "look at this" at 0:04 with a female voice': [
        ("generate_voice", {"text": "look at this", "at": 4.0, "voice": "professional_female"})
    ],
    "narrate it: once there was a fox, in an old woman's voice": [
        ("generate_voice", {"text": "once there was a fox", "voice": "elderly_female"})
    ],
}

SOUND_AND_FILES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "mute": [("mute_audio", {})],
    "no sound pls": [("mute_audio", {})],
    "silence the first 2 seconds": [("mute_audio", {"start": 0.0, "end": 2.0})],
    "louder": [("change_volume", {"decibels": 6.0})],
    "a bit quieter": [("change_volume", {"decibels": -3.0})],
    "half the volume": [("change_volume", {"factor": 0.5})],
    "volume 150%": [("change_volume", {"factor": 1.5})],
    "turn the music down by 10 dB": [("change_volume", {"decibels": -10.0})],
    "turn it up between 0:02 and 0:04": [
        ("change_volume", {"decibels": 6.0, "start": 2.0, "end": 4.0})
    ],
    "get rid of the background noise": [("enhance_audio", {"type": "noise_reduction"})],
    "make the voices clearer": [("enhance_audio", {"type": "clarity_enhance"})],
    "convert to webm": [("convert_format", {"format": "webm"})],
    "as mp4 with h.265": [("convert_format", {"format": "mp4", "video_codec": "hevc"})],
    "save it as a quicktime mov": [("convert_format", {"format": "mov"})],
    "give me a gif of the first 3 seconds": [("export_gif", {"start": 0.0, "end": 3.0})],
    "a 2 second gif starting at 0:05, 8 fps, 200 px wide": [
        ("export_gif", {"start": 5.0, "end": 7.0, "fps": 8.0, "width": 200})
    ],
}

SEVERAL: dict[str, list[tuple[str, dict[str, Any]]]] = {
    'trim to 2-10 seconds, make it black and white and put the title "Hi" at the bottom': [
        ("trim_video", {"start": 2.0, "end": 10.0}),
        ("apply_filter", {"filter_type": "blackwhite"}),
        ("add_text", {"text": "Hi", "position": "bottom"}),
    ],
    "1) mute 2) crop to square 3) speed up 2x": [
        ("mute_audio", {}),
        ("crop_video", {"aspect": "1:1"}),
        ("change_speed", {"factor": 2.0}),
    ],
    "cut 0-2s then make it sepia & slower": [
        ("cut_out", {"start": 0.0, "end": 2.0}),
        ("apply_filter", {"filter_type": "sepia"}),
        ("change_speed", {"factor": 0.5}),
    ],
    "keep the first 10 seconds and then the last 2 seconds in slow motion": [
        ("trim_video", {"start": 0.0, "end": 10.0}),
        ("change_speed", {"factor": 0.5, "start": 8.0}),
    ],
    "trim to 8 seconds, 720p, h265, mp4": [
        ("trim_video", {"end": 8.0}),
        ("resize_video", {"resolution": 720}),
        ("convert_format", {"video_codec": "hevc", "format": "mp4"}),
    ],
    "a bit brighter and a little less blurry": [
        ("apply_filter", {"filter_type": "brightness", "intensity": 0.25}),
        ("apply_filter", {"filter_type": "sharpen", "intensity": 0.25}),
    ],
    'trim to 5 s with a title "Hi"': [("trim_video", {"end": 5.0}), ("add_text", {"text": "Hi"})],
    'add the title "Hi" and make it red': [("add_text", {"text": "Hi", "color": "red"})],
    "give me a muted black and white version": [
        ("mute_audio", {}),
        ("apply_filter", {"filter_type": "blackwhite"}),
    ],
    "hey, could u pls cut the first sec n mute it? thx :)": [
        ("cut_out", {"start": 0.0, "end": 1.0}),
        ("mute_audio", {}),
    ],
}

TYPOS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "blakc and white": [("apply_filter", {"filter_type": "blackwhite"})],
    "trimm teh frist 3 secnds": [("cut_out", {"start": 0.0, "end": 3.0})],
    "speeeed it up plzz": [("change_speed", {"factor": 1.5})],
    "incraese the contrst slighty": [
        ("apply_filter", {"filter_type": "contrast", "intensity": 0.25})
    ],
    "convrt it too webm": [("convert_format", {"format": "webm"})],
    "make it squre": [("crop_video", {"aspect": "1:1"})],
}

LANGUAGES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "corta los primeros 3 segundos y quita el sonido": [
        ("cut_out", {"start": 0.0, "end": 3.0}),
        ("mute_audio", {}),
    ],
    "ponlo en blanco y negro": [("apply_filter", {"filter_type": "blackwhite"})],
    "mach das Video ein bisschen schneller": [("change_speed", {"factor": 1.25})],
    "schneide die letzten zwei Sekunden ab": [("cut_out", {"start": 18.0, "end": 20.0})],
    "setze den Titel „Sommer“ oben": [("add_text", {"text": "Sommer", "position": "top"})],
    "coupe les 3 premières secondes": [("cut_out", {"start": 0.0, "end": 3.0})],
    "mets la vidéo en noir et blanc et coupe le son": [
        ("apply_filter", {"filter_type": "blackwhite"}),
        ("mute_audio", {}),
    ],
    "deixa em preto e branco": [("apply_filter", {"filter_type": "blackwhite"})],
    "corta os últimos cinco segundos": [("cut_out", {"start": 15.0, "end": 20.0})],
    "сделай видео черно-белым": [("apply_filter", {"filter_type": "blackwhite"})],
    "удали первые 3 секунды": [("cut_out", {"start": 0.0, "end": 3.0})],
    "ускорь в 2 раза": [("change_speed", {"factor": 2.0})],
}

ALL = [
    pytest.param(say, calls, id=say)
    for table in (
        CUTTING,
        SPEED,
        LOOK,
        FRAMING,
        WORDS,
        SOUND_AND_FILES,
        SEVERAL,
        TYPOS,
        LANGUAGES,
    )  # fmt: skip
    for say, calls in table.items()
]


@pytest.mark.parametrize(("say", "calls"), ALL)
async def test_words_mean_calls(say: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    plan = await Talk().say(say)

    assert edits(plan) == calls
    assert not left_out(plan)
