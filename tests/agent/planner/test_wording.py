"""Requests in the wording of all kinds of people, and the tool calls that they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Talk, asked, declined, edits, left_out

Table = dict[str, list[tuple[str, dict[str, Any]]]]

TIME: Table = {
    "everything but the last 4 seconds": [("cut_out", {"start": 16.0, "end": 20.0})],
    "remove 2 secs from the beginning and 2 secs from the ending": [
        ("cut_out", {"start": 18.0, "end": 20.0}), ("cut_out", {"start": 0.0, "end": 2.0}),
    ],
    "get rid of the bit before the end, like the last 2 seconds": [
        ("cut_out", {"start": 18.0, "end": 20.0})
    ],
    "take away a quarter from the back": [("cut_out", {"start": 15.0, "end": 20.0})],
    "i dont need the start, begin at 4 secs": [("trim_video", {"start": 4.0})],
    "swap the halves": [("move_part", {"to": "start", "start": 10.0, "end": 20.0})],
    "take 3 to 6 and 10 to 12 and glue them together": [
        ("keep_ranges", {"ranges": [[3.0, 6.0], [10.0, 12.0]]})
    ],
    "hold the last frame 3 secs": [("freeze_frame", {"at": 19.967, "seconds": 3.0})],
    "stop the picture at 3 sec for a moment": [("freeze_frame", {"at": 3.0})],
    "skip every silence": [("remove_silence", {})],
    "extract 10 frames": [("extract_frames", {"count": 10})],
    "pic at 7 sec": [("take_screenshot", {"at": 7.0})],
    "cut in half and give me both": [("split_clip", {"parts": 2})],
    "sepia from 2 to 5 and the rest black and white": [
        ("apply_filter", {"filter_type": "sepia", "start": 2.0, "end": 5.0}),
        ("apply_filter", {"filter_type": "blackwhite", "start": 0.0, "end": 2.0}),
        ("apply_filter", {"filter_type": "blackwhite", "start": 5.0, "end": 20.0}),
    ],
    "blur it but only a little and only at the end": [
        ("apply_filter", {"filter_type": "blur", "intensity": 0.25, "start": 17.0})
    ],
}  # fmt: skip

PACE: Table = {
    "slowly accelerate to double speed": [("change_speed", {"factor": 2.0, "ramp": True})],
    "start slow and get faster": [("change_speed", {"factor": 1.5, "ramp": True})],
    "make video more fast": [("change_speed", {"factor": 1.5})],
    "put it in slow camera": [("change_speed", {"factor": 0.5})],
    "fast forward the boring part from 5 to 15 at 4x": [
        ("change_speed", {"factor": 4.0, "start": 5.0, "end": 15.0})
    ],
    "play the whole thing 3x in a loop": [("loop_video", {"times": 3})],
    "do it backward and forward": [("boomerang", {})],
}

PICTURE: Table = {
    "start blurry and become sharp": [
        ("apply_filter", {"filter_type": "blur", "gradual": "out"})
    ],
    "from color to black and white": [
        ("apply_filter", {"filter_type": "blackwhite", "gradual": "in"})
    ],
    "blur it at the end": [("apply_filter", {"filter_type": "blur", "start": 17.0})],
    "remove noise from the video": [("denoise_video", {})],
    "remove the noise": [("enhance_audio", {"type": "noise_reduction"})],
    "denoise the video strongly": [("denoise_video", {"strength": "strong"})],
    "blur all faces": [("blur_region", {"style": "blur", "target": "faces"})],
    "the faces are blurry, fix them": [("enhance_faces", {})],
    "pixelate the license plate at the bottom right": [
        ("blur_region", {"style": "pixelate", "region": "bottom-right"})
    ],
    "its upside down, fix it": [("rotate_video", {"degrees": 180.0})],
    "make the video turn 180": [("rotate_video", {"degrees": 180.0})],
    "crop to 640 by 480 starting at 100, 50": [
        ("crop_video", {"width": 640, "height": 480, "x": 100, "y": 50})
    ],
    "make it 9:16 but dont crop, blur the sides": [
        ("set_aspect", {"aspect": "9:16", "fill": "blur"})
    ],
    "trim the picture to 16:9": [("set_aspect", {"aspect": "16:9", "fill": "crop"})],
    "cut the edges off so its square": [("crop_video", {"aspect": "1:1"})],
    "crop to sqare": [("crop_video", {"aspect": "1:1"})],
    "punch in on my face": [("zoom_video", {})],
    "make it 720": [("resize_video", {"resolution": 720})],
    "1080 pls": [("resize_video", {"resolution": 1080})],
    "thick red frame 20px": [("add_border", {"width": 20, "color": "red"})],
    "add black bars on top and bottom": [("letterbox", {"color": "black"})],
    "colder tones pls": [("apply_filter", {"filter_type": "cool"})],
    "it's too bright and the colors are dull": [
        ("apply_filter", {"filter_type": "brightness", "intensity": -0.3}),
        ("apply_filter", {"filter_type": "saturation"}),
    ],
    "make it greenish": [("tint", {"color": "green"})],
    "a bit more red in the picture": [("tint", {"color": "red", "strength": 0.25})],
    "give it that old VHS vibe": [("apply_filter", {"filter_type": "vintage"})],
    "its super shaky, can u stabilize": [("stabilize_video", {"strength": 0.85})],
    "can you make it sharper and higher res": [
        ("apply_filter", {"filter_type": "sharpen"}), ("upscale_video", {}),
    ],
}  # fmt: skip

LETTERS: Table = {
    "write what he says at the bottom": [("add_captions", {"position": "bottom"})],
    "burn in subtitles, yellow, at the bottom": [
        ("add_captions", {"mode": "burn", "color": "yellow", "position": "bottom"})
    ],
    'put the text "Hi" at 95% 95%': [("add_text", {"text": "Hi", "position": "0.95,0.95"})],
    "add the words THE END for the last 3 seconds": [
        ("add_text", {"text": "THE END", "start": 17.0})
    ],
    "caption at the bottom saying see you tomorrow": [
        ("add_text", {"text": "see you tomorrow", "position": "bottom"})
    ],
    "add hashtag #summer2024 at the top": [
        ("add_text", {"text": "#summer2024", "position": "top"})
    ],
    "write the date 12.05.2024 at the bottom left": [
        ("add_text", {"text": "12.05.2024", "position": "bottom-left"})
    ],
    'add text "line one" and below "line two"': [("add_text", {"text": "line one\nline two"})],
    'add text in comic sans "lol"': [("add_text", {"text": "lol", "font": "comic sans"})],
    "write my name: Jonas": [("add_text", {"text": "Jonas"})],
    'how i can put text "Hola" on the up side': [("add_text", {"text": "Hola", "position": "top"})],
    "make it faster #fyp #viral": [("change_speed", {"factor": 1.5})],
    "make it bw add title hello speed 2x": [
        ("apply_filter", {"filter_type": "blackwhite"}),
        ("add_text", {"text": "hello"}),
        ("change_speed", {"factor": 2.0}),
    ],
    "show the elapsed time bottom left": [
        ("add_counter", {"kind": "seconds", "position": "bottom-left"})
    ],
    "add a loading bar at the bottom": [("add_progress_bar", {"position": "bottom"})],
}

SOUND: Table = {
    "+6dB": [("change_volume", {"decibels": 6.0})],
    "less treble 4 db": [("equalize", {"treble": -4.0})],
    "fade the sound out in the last 2 seconds": [("fade_audio", {"type": "out", "seconds": 2.0})],
    "let the sound come in slowly": [("fade_audio", {"type": "in"})],
    "fade to black at the end but not the sound": [
        ("fade_video", {"type": "out", "color": "black", "sound": False})
    ],
    "i want that the music be more low": [("change_volume", {"decibels": -6.0})],
    "loudness for youtube": [("normalize_loudness", {})],
    "hum in the background, kill it": [("enhance_audio", {"type": "noise_reduction"})],
    "avatar in the corner saying hi there": [("present", {"text": "hi there", "place": "corner"})],
    'say it in german: "Hallo Welt"': [
        ("generate_voice", {"text": "Hallo Welt", "language": "de"})
    ],
}

MIXED: Table = {
    "keep from 00:05 to 00:11 & toss the rest": [("trim_video", {"start": 5.0, "end": 11.0})],
    "let it finish 3 secs earlier": [("cut_out", {"start": 17.0, "end": 20.0})],
    "make it 5 seconds shorter": [("cut_out", {"start": 15.0, "end": 20.0})],
    "take the last 4 seconds and move it to the start": [
        ("move_part", {"to": "start", "start": 16.0, "end": 20.0})
    ],
    'cut out "you know" everywhere': [("cut_words", {"words": "you know"})],
    "gimme a 5 sec teaser for tiktok": [
        ("trim_video", {"end": 5.0}), ("for_platform", {"platform": "tiktok"}),
    ],
    "its a bit yellowish": [("apply_filter", {"filter_type": "cool"})],
    "make the left half gray": [
        ("apply_filter", {"filter_type": "blackwhite", "region": "left"})
    ],
    "i dont want people to see the faces": [("blur_region", {"target": "faces"})],
    "crop 16:9 -> 9:16 follow the person": [
        ("set_aspect", {"aspect": "9:16", "follow": "subject"})
    ],
    "make it square without cropping anything": [("set_aspect", {"aspect": "1:1"})],
    "make it 720p, b/w, 2x, mute": [
        ("resize_video", {"resolution": 720}), ("apply_filter", {"filter_type": "blackwhite"}),
        ("change_speed", {"factor": 2.0}), ("mute_audio", {}),
    ],
    "fade from black in 2 seconds": [("fade_video", {"type": "in", "seconds": 2.0})],
    "caption everything word by word": [("add_captions", {"style": "karaoke"})],
    'subtitle saying "To be continued" at the end': [
        ("add_text", {"text": "To be continued", "start": 17.0})
    ],
    "lower the pitch by 2": [("change_pitch", {"semitones": -2.0})],
    "voice one octave up": [("change_pitch", {"semitones": 12.0})],
    "make it 10 db softer": [("change_volume", {"decibels": -10.0})],
    "convert stereo to mono": [("set_channels", {"layout": "mono"})],
    "webp animation": [("convert_format", {"format": "webp"})],
    "find the darkest part": [("find_moment", {"what": "darkest"})],
}  # fmt: skip

FILES: Table = {
    "make a gif of the first 3 seconds 320 wide 10fps": [
        ("export_gif", {"start": 0.0, "end": 3.0, "width": 320, "fps": 10.0})
    ],
    "2 mbps video and 128k audio": [("set_bitrate", {"kbps": 2000.0, "audio_kbps": 128.0})],
    "lower the bitrate to 800": [("set_bitrate", {"kbps": 800.0})],
    "not bigger than 10 megs": [("fit_size", {"megabytes": 10.0})],
    "prep it for twitter": [("for_platform", {"platform": "x"})],
    "first make it square then speed up 2x": [
        ("crop_video", {"aspect": "1:1"}), ("change_speed", {"factor": 2.0}),
    ],
    "trim to 5 s add title \"hey\"": [
        ("trim_video", {"end": 5.0}), ("add_text", {"text": "hey"}),
    ],
}  # fmt: skip

ANSWERED: Table = {
    "check if there is any noise": [("measure_quality", {})],
    "is it too dark?": [("measure_quality", {})],
    "where is it silent": [("find_silence", {})],
    "where are the cuts": [("detect_scenes", {})],
}

ALL = [
    pytest.param(message, calls, id=message)
    for table in (TIME, PACE, PICTURE, LETTERS, SOUND, MIXED, FILES, ANSWERED)
    for message, calls in table.items()
]


@pytest.mark.parametrize(("message", "calls"), ALL)
async def test_wording_is_understood(message: str, calls: list[tuple[str, dict[str, Any]]]) -> None:
    made = edits(await Talk().plan(message))

    assert [tool for tool, _ in made] == [tool for tool, _ in calls], made
    for (_, args), (_, wanted) in zip(made, calls, strict=True):
        assert {name: args.get(name) for name in wanted} == wanted, made


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("everything except the middle", "Which part should I remove, how much of the middle"),
        ("crop the left side away", "How much of the left side should go"),
        ("make it higher quality", "What should I change"),
        ("make it cool", "What should I change"),
        ("cut to the funniest moment", "What should I look for"),
        ("put the ending at the beginning", "From when to when"),
        ("swap the background for this", "no picture at hand"),
        ("just cut at 8s", "what is before 0:08, or what comes after"),
        ("change the speed", "how many times as fast"),
    ],
)
async def test_a_question_rather_than_a_wrong_edit(message: str, question: str) -> None:
    assert question in asked(await Talk().plan(message))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("add a transition between scenes", "between clips that are joined"),
        ("replace the green screen with blur", "nothing to blur behind"),
        ("blur everything except the center", "not to all but one"),
        ("make it ready for linkedin", "platform by name"),
        ("make just the sky darker", "cannot tell “the sky” apart"),
        ("add some chill lofi music", "no music of my own"),
    ],
)
async def test_what_cannot_be_is_told(message: str, reason: str) -> None:
    assert reason in declined(await Talk().plan(message))


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("what settings are there", "settings of its own"),
        ("which transitions do you have", "crossfade"),
        ("which fonts can i use", "font"),
        ("compare v1 and v2", "no versions to compare"),
        ("is it hdr?", "standard dynamic range"),
    ],
)
async def test_what_there_is_is_told(message: str, told: str) -> None:
    assert told in (await Talk().plan(message)).text


@pytest.mark.parametrize(
    "message", ["slow motion but keep normal audio", "speed it up 2x without changing the audio"]
)
async def test_sound_that_goes_along_is_told(message: str) -> None:
    assert left_out(await Talk().plan(message))
