"""What every tool must be, whoever writes it: the rules that planners and recipes rely on."""

from __future__ import annotations

import json
import sys
from typing import Any, Literal, get_args, get_origin, get_type_hints

import jsonschema
import pytest

from tests.tools.made_up import FOUND, MEDIA, clip
from tools import SPECS, TOOLS, process
from tools.clip import Clip
from tools.recipe import Step, apply
from tools.rules import broken_rules
from tools.spec import ToolSpec

# A call of each tool that works on the made-up clip.
CALLS: dict[str, dict[str, Any]] = {
    "trim_video": {"start": "0:02", "end": "halfway"},
    "cut_out": {"start": "2s", "end": "frame 90"},
    "keep_ranges": {"ranges": "0:05-0:08, 1-2"},
    "move_part": {"start": 5, "end": "end", "to": "beginning"},
    "join_clips": {"clips": ["second.mp4", "logo"], "transition": "wipe", "position": "start"},
    "stack_clips": {"other": "second.mp4", "side": "side by side", "sound": True},
    "change_speed": {"factor": "2x"},
    "loop_video": {"times": "twice"},
    "reverse_video": {},
    "boomerang": {},
    "freeze_frame": {"at": "0:02", "seconds": "1.5 s"},
    "cut_words": {"words": "banana, um", "margin": 0},
    "bleep": {"words": "banana", "cover": "beep"},
    "remove_silence": {"longer_than": "0.5s", "where": "both ends"},
    "keep_moment": {"what": "the dog jumps"},
    "remove_moment": {"what": "a face is visible", "ranges": [[0.2, 0.5]]},
    "crop_video": {"aspect": "square"},
    "resize_video": {"resolution": "480p"},
    "change_fps": {"fps": "24 fps"},
    "set_aspect": {"aspect": "4:5", "fill": "blurred"},
    "letterbox": {"aspect": "cinematic"},
    "add_border": {"width": "20px", "color": "red"},
    "rotate_video": {"degrees": "left"},
    "flip_video": {"direction": "upside down"},
    "zoom_video": {"factor": "150%", "position": "top left"},
    "apply_filter": {"filter_type": "b&w"},
    "apply_look": {"name": "film style", "intensity": "strong"},
    "apply_lut": {"file": "evening.cube", "intensity": "50%"},
    "adjust_color": {"contrast": 0.2, "temperature": "-30%"},
    "shift_hue": {"degrees": "90 degrees"},
    "tint": {"color": "teal", "strength": "slightly"},
    "denoise_video": {"strength": "strong", "quality": "best"},
    "upscale_video": {"factor": "2x", "engine": "esrgan"},
    "enhance_faces": {"strength": "strong", "end": 2},
    "style_transfer": {"style": "Watercolour painting", "strength": 0.5},
    "colorize_video": {"start": 1},
    "chroma_key": {"color": "green", "behind": "white"},
    "remove_background": {"color": "white"},
    "replace_background": {"image": "logo"},
    "add_background": {"image": "logo", "similarity": "20%"},
    "tone_map": {"curve": "filmic"},
    "blur_region": {"region": "left half", "style": "mosaic"},
    "fade_video": {"type": "in and out", "seconds": 0.5},
    "add_flash": {"at": 1},
    "add_card": {"text": "The End", "where": "outro", "background": "white"},
    "add_text": {"text": "Hello", "color": "yellow", "position": "top left", "size": "large"},
    "add_subtitles": {"file": "words.srt", "later": 0.5},
    "add_captions": {"style": "tiktok", "position": "top", "highlight": "green"},
    "add_counter": {"kind": "frame number", "position": "top left"},
    "add_image": {"image": "logo", "position": "top left", "size": "small", "opacity": "50%"},
    "add_progress_bar": {"color": "red", "position": "top"},
    "enhance_audio": {"type": "noise_reduction", "intensity": "strong"},
    "change_volume": {"decibels": "-6 dB"},
    "mute_audio": {"start": 1, "end": 2},
    "normalize_loudness": {"lufs": "-14 LUFS"},
    "level_audio": {"strength": "a lot"},
    "stabilize_video": {"strength": 0.7},
    "equalize": {"bass": "+6 dB", "treble": -3},
    "change_pitch": {"semitones": "2 semitones"},
    "fade_audio": {"type": "out", "seconds": 1},
    "add_music": {"music": "song.mp3", "volume": "quiet", "at": "0:02", "duck": True},
    "replace_audio": {"sound": "song", "fade_out": "2 s"},
    "shift_audio": {"seconds": "300 ms", "direction": "earlier"},
    "add_sound_effect": {"effect": "phone", "intensity": "strong"},
    "reverse_audio": {},
    "set_channels": {"layout": "mono"},
    "set_sample_rate": {"hz": "44.1 kHz"},
    "generate_voice": {"text": "Welcome", "voice": "woman"},
    "present": {"text": "Welcome to my channel", "position": "bottom left"},
    "set_bitrate": {"kbps": "500k"},
    "fit_size": {"megabytes": "5 MB"},
    "optimize_for_web": {},
    "for_platform": {"platform": "discord"},
    "extract_audio": {"format": "wav"},
    "convert_format": {"format": "webm"},
    "export_gif": {"end": 3},
    "split_clip": {"at": ["0:01", 2]},
    "chapter_marks": {"at": ["0:01", 2], "titles": ["One", "Two"]},
    "take_screenshot": {"at": "0:01", "format": "jpeg"},
    "extract_frames": {"every": "half a second", "zip": True},
    "contact_sheet": {"columns": 2, "rows": 1},
    "describe_clip": {},
    "detect_scenes": {},
    "transcribe": {"format": "subrip"},
    "find_words": {"words": "banana"},
    "find_silence": {"longer_than": "half a second"},
    "measure_loudness": {},
    "measure_quality": {},
    "analyze_video": {},
    "find_moment": {"what": "the dog jumps"},
}
# The six that everything began with: stored recipes hold these names and arguments, in this order.
CONTRACT = {
    "trim_video": ["start", "end"],
    "apply_filter": ["filter_type", "intensity"],
    "add_text": ["text", "position", "style", "start", "end"],
    "crop_video": ["width", "height", "x", "y"],
    "enhance_audio": ["type", "intensity"],
    "generate_voice": ["text", "voice", "speed"],
}
CHOICES = {
    "filter_type", "style", "type", "voice", "format", "video_codec", "audio_codec", "direction",
    "region", "fill", "layout", "to", "where", "follow", "target",
}  # fmt: skip

every_tool = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


def test_names_are_unique_and_every_tool_is_called_here() -> None:
    names = [tool.__name__ for tool in TOOLS]
    assert len(set(names)) == len(names)
    assert list(SPECS) == names
    assert set(CALLS) == set(names)


@every_tool
def test_keeps_the_rules_that_hold_for_everybody(spec: ToolSpec) -> None:
    assert list(broken_rules(spec.function)) == []


def test_no_example_belongs_to_two_tools() -> None:
    owners: dict[str, str] = {}
    for spec in SPECS.values():
        for example in spec.examples:
            assert owners.setdefault(example.casefold(), spec.name) == spec.name, example


@every_tool
def test_closed_choices_are_literals(spec: ToolSpec) -> None:
    hints = get_type_hints(spec.function)
    for name in spec.parameters.keys() & CHOICES:
        assert any(get_origin(kind) is Literal for kind in (hints[name], *get_args(hints[name])))


@every_tool
def test_schema_is_valid_small_and_takes_what_is_stored(spec: ToolSpec) -> None:
    jsonschema.Draft202012Validator.check_schema(spec.schema)
    stored = spec.stored(CALLS[spec.name], clip().facts)
    jsonschema.validate(stored, spec.schema)
    assert '"title"' not in json.dumps(spec.schema)
    for name in spec.parameters:
        assert spec.schema["properties"][name]["description"]


_STARTS = {"subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork", "socket.connect"}
_seen: list[str] = []
sys.addaudithook(lambda event, _args: _seen.append(event) if event in _STARTS else None)


@every_tool
def test_is_pure(spec: ToolSpec) -> None:
    """The clip's file is nowhere, so opening it would fail; starting anything would be seen."""
    before = clip(media=MEDIA)
    _seen.clear()
    once, twice = (spec.call(before, CALLS[spec.name]) for _ in range(2))
    assert once == twice
    assert before == clip(media=MEDIA)
    assert not _seen


@every_tool
def test_what_is_stored_gives_the_same_again(spec: ToolSpec) -> None:
    before = clip(media=MEDIA)
    stored = spec.stored(CALLS[spec.name], before.facts)
    reread = json.loads(json.dumps(stored))
    assert spec.stored(reread, before.facts) == stored == reread
    assert spec.call(before, reread) == spec.call(before, CALLS[spec.name])


@every_tool
def test_says_what_it_did(spec: ToolSpec) -> None:
    result = spec.call(clip(media=MEDIA), CALLS[spec.name])
    phrase = result if isinstance(result, str) else result.done[-1]
    assert phrase
    if isinstance(result, Clip):
        assert phrase[0].islower()
        assert not phrase.endswith(".")
        assert all(note.endswith((".", "?")) for note in result.notes)


@pytest.mark.parametrize(("name", "arguments"), CONTRACT.items(), ids=CONTRACT)
def test_contract_of_the_six(name: str, arguments: list[str]) -> None:
    assert list(SPECS[name].parameters)[: len(arguments)] == arguments


def test_all_tools_together_make_a_recipe() -> None:
    source = clip().source
    steps = [Step(name, SPECS[name].stored(args)) for name, args in _calls_without_words()]
    edited = apply(source, steps, SPECS, media=MEDIA, findings=FOUND)
    assert len(edited.done) == sum(not spec.answers for spec in SPECS.values())
    assert edited.output.container == "jpg"


def _calls_without_words() -> list[tuple[str, dict[str, Any]]]:
    """The calls in the catalogue's order, with times that need no facts."""
    plain = {
        "trim_video": {"start": 2, "end": 12},
        "cut_out": {"start": 2, "end": 3},
        "keep_ranges": {"ranges": [[5, 8], [1, 3]]},
        "move_part": {"start": 3, "end": 5},
        "keep_moment": {"what": "the dog jumps", "ranges": [[0, 3], [3, 5]]},
    }
    return [(name, plain.get(name, args)) for name, args in CALLS.items()]


def test_schemas_of_all_tools_leave_room_in_a_prompt() -> None:
    letters = sum(len(json.dumps(spec.schema)) + len(spec.summary) for spec in SPECS.values())
    assert letters < 775 * len(SPECS)


async def test_importing_tools_loads_nothing_heavy() -> None:
    heavy = ("av", "numpy", "ffmpeg", "PIL", "text_to_num", "asyncio")
    code = f"import sys, tools; tools.SPECS; print(*sys.modules.keys() & {set(heavy)})"
    lines: list[str] = []
    done = await process.run([sys.executable, "-c", code], on_line=lines.append)
    assert (done.code, lines) == (0, [""]), done.log


def test_an_unknown_name_in_the_package_is_an_error() -> None:
    import tools

    with pytest.raises(AttributeError, match="TOOLBOX"):
        _ = tools.TOOLBOX
