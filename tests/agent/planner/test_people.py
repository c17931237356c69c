"""Requests as people write them in chats: one table, message by message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Args, Talk, declined, edits, left_out

Table = dict[str, list[tuple[str, dict[str, Any]]]]

TIMES: Table = {
    "trim 2s from start and 3s from end": [
        ("cut_out", {"start": 17.0, "end": 20.0}), ("cut_out", {"start": 0.0, "end": 2.0})
    ],
    "trim off the first second and a half": [("cut_out", {"start": 0.0, "end": 1.5})],
    "the final two seconds should go": [("cut_out", {"start": 18.0, "end": 20.0})],
    "keep the first 10 secs and throw away the rest": [
        ("trim_video", {"start": 0.0, "end": 10.0})
    ],
    "speed it up so it lasts 5 seconds": [("change_speed", {"factor": 4.0})],
    "make it twice as long by slowing it down": [("change_speed", {"factor": 0.5})],
    "black and white from the 5 sec mark onwards": [
        ("apply_filter", {"filter_type": "blackwhite", "start": 5.0})
    ],
    "trim to 0:05-0:15 and blur it from halfway on": [
        ("trim_video", {"start": 5.0, "end": 15.0}),
        ("apply_filter", {"filter_type": "blur", "start": 5.0}),
    ],
    "trim to 4-14 then keep only the last quarter": [
        ("trim_video", {"start": 4.0, "end": 14.0}), ("trim_video", {"start": 7.5})
    ],
    "keep 0-2, 5-6 and 8-10": [
        ("keep_ranges", {"ranges": [[0.0, 2.0], [5.0, 6.0], [8.0, 10.0]]})
    ],
    "cut 2 secs off the front & back": [
        ("cut_out", {"start": 18.0, "end": 20.0}), ("cut_out", {"start": 0.0, "end": 2.0})
    ],
    "pause at 5s for a second": [("freeze_frame", {"at": 5.0, "seconds": 1.0})],
    "make it a boomerang of the first 2 secs": [
        ("trim_video", {"start": 0.0, "end": 2.0}), ("boomerang", {})
    ],
}  # fmt: skip

LISTS: Table = {
    "split at 5, 10 and 15": [("split_clip", {"at": [5.0, 10.0, 15.0]})],
    "make 5s clips out of it": [("split_clip", {"every": 5.0})],
    "cut it up in two at 0:07": [("split_clip", {"at": [7.0]})],
    "split it in half": [("split_clip", {"parts": 2})],
    "chop it in 3": [("split_clip", {"parts": 3})],
    "split the video into 2 parts. One ends at 8s and the other starts at 8s": [
        ("split_clip", {"at": [8.0]})
    ],
    "split it into 5-sec mp3 segments and zip them": [
        ("split_clip", {"every": 5.0, "zip": True}), ("convert_format", {"format": "mp3"})
    ],
    "10 screenshots evenly spread": [("extract_frames", {"count": 10})],
    "every 10th frame as png": [("extract_frames", {"format": "png", "every": 0.333})],
    "contact sheet 5x3": [("contact_sheet", {"columns": 5, "rows": 3})],
    "extract all frames between 1 and 3 seconds and also between 11 and 12 seconds": [
        ("keep_ranges", {"ranges": [[1.0, 3.0], [11.0, 12.0]]}), ("extract_frames", {})
    ],
}  # fmt: skip

PICTURE: Table = {
    "put a frame around it": [("add_border", {})],
    "save a still at 3 s": [("take_screenshot", {"at": 3.0})],
    "give me a still from 3 seconds in": [("take_screenshot", {"at": 3.0})],
    "could the colours be stronger": [("apply_filter", {"filter_type": "saturation"})],
    "way too dark can u fix that": [
        ("apply_filter", {"filter_type": "brightness", "intensity": 0.85})
    ],
    "Lower the contrast for a flat look": [
        ("apply_filter", {"filter_type": "contrast", "intensity": -0.3})
    ],
    "4:5 for instagram": [("crop_video", {"aspect": "4:5"})],
    "punch in 20%": [("zoom_video", {"factor": 1.2})],
    "slowly zoom in": [("zoom_video", {"motion": "in"})],
    "a blur that slowly fades away in the first 3 s": [
        ("apply_filter", {"filter_type": "blur", "gradual": "out", "start": 0.0, "end": 3.0})
    ],
    "add black bars top and bottom": [("letterbox", {"color": "black"})],
    "crop to vertical and keep the face in view": [
        ("set_aspect", {"fill": "crop", "follow": "subject", "aspect": "9:16"})
    ],
    "track my face and make it 9:16": [
        ("set_aspect", {"follow": "subject", "aspect": "9:16"})
    ],
    'type out the text "hello there"': [
        ("add_text", {"text": "hello there", "animation": "typewriter"})
    ],
    "green screen: replace green with blue": [
        ("chroma_key", {"color": "green", "behind": "blue"})
    ],
}  # fmt: skip

SOUND: Table = {
    "make the voice higher": [("change_pitch", {"semitones": 4.0})],
    "pitch down 3 semitones": [("change_pitch", {"semitones": -3.0})],
    "lower the pitch a bit": [("change_pitch", {"semitones": -2.0})],
    "sound comes 0.3 s too early": [("shift_audio", {"direction": "later", "seconds": 0.3})],
    "the sound lags 300 ms behind the picture": [
        ("shift_audio", {"direction": "earlier", "seconds": 0.3})
    ],
    "too much bass": [("equalize", {"bass": -6.0})],
    "i cant hear anything": [("change_volume", {"decibels": 6.0})],
    "the sound is horrible can you clean it": [("enhance_audio", {"type": "noise_reduction"})],
    "voices are hard to understand": [("enhance_audio", {"type": "clarity_enhance"})],
    "the background music is too loud": [("change_volume", {"decibels": -6.0})],
    "no need for sound": [("mute_audio", {})],
    "-14 LUFS": [("normalize_loudness", {"lufs": -14.0})],
}  # fmt: skip

MANNERS: Table = {
    "hi! first of all thanks for this bot, could you maybe cut away the first two seconds and "
    "after that make everything a tiny bit brighter? would be awesome": [
        ("cut_out", {"start": 0.0, "end": 2.0}),
        ("apply_filter", {"filter_type": "brightness", "intensity": 0.25}),
    ],
    'ok so basically i need this so make it vertical, chop it to 12 sec, and slap a big yellow '
    '"WAIT FOR IT" on top': [
        ("crop_video", {"aspect": "9:16"}),
        ("trim_video", {"end": 12.0}),
        ("add_text", {"text": "WAIT FOR IT", "color": "yellow", "position": "top",
                      "size": "large"}),
    ],
    'Create a social media version: change to 9:16, add "NEW DROP", and compress': [
        ("crop_video", {"aspect": "9:16"}), ("add_text", {"text": "NEW DROP"}), ("fit_size", {})
    ],
    "no title please": [],
    "trim to 5 s, no title": [("trim_video", {"end": 5.0})],
    "ok render the real one now": [("render_full", {})],
}  # fmt: skip

LANGUAGES: Table = {
    "gíralo 90 grados a la izquierda": [("rotate_video", {"degrees": -90.0})],
    "mach es heller": [("apply_filter", {"filter_type": "brightness"})],
    "schneide alles nach 10 Sekunden weg": [("cut_out", {"start": 10.0, "end": 20.0})],
    "garde seulement les 5 premières secondes": [("trim_video", {"start": 0.0, "end": 5.0})],
    "deixa em câmera lenta": [("change_speed", {"factor": 0.5})],
    "замедли в два раза": [("change_speed", {"factor": 0.5})],
}  # fmt: skip

ALL = [
    pytest.param(say, calls, id=say[:60])
    for table in (TIMES, LISTS, PICTURE, SOUND, MANNERS, LANGUAGES)
    for say, calls in table.items()
]


@pytest.mark.parametrize(("say", "calls"), ALL)
async def test_people_are_understood(say: str, calls: list[tuple[str, Args]]) -> None:
    plan = await Talk().plan(say)

    assert edits(plan) == calls
    assert not left_out(plan)


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        ("blur the background", "from the people"),
        ("make it hdr", "HDR"),
        ("upload it to youtube", "other services"),
        ("remove the man in the back", "apart"),
        ("add a lens flare", "picture like that"),
    ],
)
async def test_what_no_tool_does_is_declined(say: str, reason: str) -> None:
    plan = await Talk().plan(say)

    assert reason in declined(plan)
    assert not edits(plan)


@pytest.mark.parametrize(
    ("say", "told"),
    [
        ("ur so slow", "Sorry"),
        ("who won the world cup", "only know about editing"),
        ("wait", "Take your time"),
        ("how long would it be at 2x speed", "10 s"),
        ("actually no", "leave it"),
    ],
)
async def test_what_is_no_wish_is_answered(say: str, told: str) -> None:
    plan = await Talk().plan(say)

    assert told in plan.text
    assert not plan.calls
