"""Joins, pictures and music as tools: what they predict, place, tell and refuse."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from tests.tools.made_up import MEDIA, clip, file
from tools import SPECS
from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Facts
from tools.media import pinned
from tools.operations import Join, Material, Mix, Mute, Overlay, Pad, SoundFilter
from tools.values import parse_opacity, parse_share, parse_volume


def edited(tool: str, of: Clip | None = None, **args: Any) -> Clip:
    """A made-up clip of 20 s, 1280x720, 30 frames a second, after a tool."""
    result = SPECS[tool].call(of or clip(media=MEDIA), args)
    assert isinstance(result, Clip)
    return result


@dataclass(frozen=True)
class Joined:
    """What is joined, and how long the result is."""

    id: str
    args: dict[str, Any]
    seconds: float
    of: Clip = field(default_factory=lambda: clip(media=MEDIA))


JOINED = (
    Joined("all that is at hand", {}, 20 + 30 + 3 + 6),
    Joined("one by name", {"clips": ["second.mp4"]}, 26),
    Joined("a picture for a while", {"clips": ["logo"], "still_seconds": 5}, 25),
    Joined("sharing a second", {"clips": ["second.mp4"], "transition": "crossfade"}, 25),
    Joined("sharing half a second", {"clips": ["second.mp4"], "transition": "wipe", "seconds": 0.5,
                                     "position": "intro"}, 25.5),
    Joined("sharing what there is", {"clips": ["second.mp4"], "transition": "fade"}, 6.5,
           clip(1.0, media=MEDIA)),
    Joined("sound to sound", {"clips": ["song.mp3"]}, 50, clip(picture=False, media=MEDIA)),
)  # fmt: skip


@pytest.mark.parametrize("case", JOINED, ids=lambda case: case.id)
def test_the_length_of_a_join_is_known(case: Joined) -> None:
    after = edited("join_clips", case.of, **case.args)
    assert after.facts.duration == pytest.approx(case.seconds, abs=1e-6)
    joins = [each for each in after.operations if isinstance(each, Join)]
    video = after.facts.video
    for join in joins:
        shown = join.material.facts.video
        assert video is None or shown is None or (
            (shown.width, shown.height, shown.fps) == (video.width, video.height, video.fps)
        )  # fmt: skip


def test_several_in_front_keep_their_order() -> None:
    after = edited("join_clips", clips=["second.mp4", "logo.png"], position="before")
    joins = [each for each in after.operations if isinstance(each, Join)]
    assert [join.material.source.name for join in joins] == ["logo.png", "second.mp4"]
    assert after.done == ("put 'second.mp4' and 'logo.png' before it",)


def test_another_shape_gets_bars_and_is_told() -> None:
    tall = file("tall.mp4", "mov", seconds=2.0)
    narrow = Facts(duration=2.0, video=clip(width=360, height=640).facts.video, audio=None)
    tall = replace(tall, facts=narrow)
    after = edited("join_clips", clip(media=(tall,)))
    join = after.operations[0]
    assert isinstance(join, Join)
    assert any(isinstance(each, Pad) for each in join.material.operations)
    assert after.notes == ("'tall.mp4' has another shape, so it is shown with bars in 1280x720.",)


@pytest.mark.parametrize(
    ("of", "args", "says"),
    [
        (clip(), {}, "no clip at hand"),
        (clip(media=MEDIA), {"transition": "fade", "seconds": 12}, "up to 10 s"),
        (clip(0.5, media=MEDIA), {"transition": "fade", "seconds": 1},
         "at most 0.25 s"),
        (clip(media=MEDIA), {"clips": ["second.mp4"], "transition": "fade", "seconds": 4},
         "at most 3 s"),
        (clip(picture=False, media=MEDIA), {"clips": ["logo"]}, "has no sound"),
        (clip(media=MEDIA), {"clips": ["party.mov"]}, "no clip named 'party.mov'"),
        (clip(media=MEDIA), {"still_seconds": 9999}, "up to 10 minutes"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_told(of: Clip, args: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        edited("join_clips", of, **args)


@dataclass(frozen=True)
class Placed:
    """Where a picture of 640x360 lies on one of 1280x720: (width, height, x, y)."""

    id: str
    args: dict[str, Any]
    box: tuple[int, int, int, int]


PLACED = (
    Placed("by default", {}, (282, 158, 976, 22)),
    Placed("bottom left", {"position": "bottom left", "size": 0.25}, (320, 180, 22, 518)),
    Placed("in pixels, centred", {"position": "center", "size": "200px"}, (200, 112, 540, 304)),
    Placed("a free place", {"position": "0.5,0.25", "size": 0.5}, (640, 360, 320, 0)),
    Placed("over all of it", {"size": "full screen"}, (1280, 720, 0, 0)),
    Placed("a circle", {"shape": "round", "size": 0.25, "position": "left"}, (320, 320, 22, 200)),
)  # fmt: skip


@pytest.mark.parametrize("case", PLACED, ids=lambda case: case.id)
def test_a_picture_lies_where_it_should(case: Placed) -> None:
    after = edited("add_image", image="logo", **case.args)
    (overlay,) = after.operations
    assert isinstance(overlay, Overlay)
    shown = overlay.material.facts.video
    assert shown is not None
    assert (shown.width, shown.height, overlay.x, overlay.y) == case.box
    assert after.facts == clip().facts


def test_a_border_is_a_plate_below() -> None:
    after = edited("add_image", image="second.mp4", border="white", start=2, shape="circle")
    plate, picture = after.operations
    assert isinstance(plate, Overlay)
    assert isinstance(picture, Overlay)
    assert plate.material.stands_still
    assert plate.spans == picture.spans
    assert (picture.start, picture.spans[0].end) == (2.0, 8.0)
    assert plate.x < picture.x


def test_the_sound_of_a_second_clip_is_heard_when_asked_for() -> None:
    assert not any(isinstance(e, Mix) for e in edited("add_image", image="second").operations)
    after = edited("add_image", image="second", sound=True, start=3)
    (mix,) = [each for each in after.operations if isinstance(each, Mix)]
    assert mix.at == 3.0
    assert mix.duck_db == 0.0


@pytest.mark.parametrize(
    ("of", "args", "says"),
    [
        (clip(), {}, "no picture at hand"),
        (clip(picture=False, media=MEDIA), {}, "sound but no picture"),
        (clip(media=MEDIA), {"opacity": 0}, "opacity of 0"),
        (clip(media=MEDIA), {"start": 30}, "not within the clip"),
    ],
)
def test_what_cannot_be_laid_over_is_told(of: Clip, args: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        edited("add_image", of, **args)


def test_two_side_by_side_are_as_wide_as_both() -> None:
    after = edited("stack_clips", other="second.mp4")
    assert after.facts.video
    assert (after.facts.video.width, after.facts.video.height) == (2560, 720)
    below = edited("stack_clips", other="second.mp4", side="below")
    assert below.facts.video
    assert (below.facts.video.width, below.facts.video.height) == (1280, 1440)
    assert "black from then on" in after.notes[0]
    with pytest.raises(BadInput, match="at most 8,192"):
        edited("stack_clips", clip(width=7680, height=4320, media=MEDIA), other="second.mp4")


def test_a_background_takes_the_green_away_first() -> None:
    after = edited("add_background", image="logo")
    assert [type(each).__name__ for each in after.operations] == ["Key", "Background"]
    assert after.facts.video
    assert not after.facts.video.alpha
    clear = edited("add_background", clip(alpha=True, media=MEDIA), image="logo")
    assert [type(each).__name__ for each in clear.operations] == ["Background"]


def _mixed(after: Clip) -> tuple[Mix, Material]:
    (mix,) = [each for each in after.operations if isinstance(each, Mix)]
    assert isinstance(mix.sound, Material)
    return mix, mix.sound


def test_music_is_cut_to_the_clip_looped_and_faded() -> None:
    mix, song = _mixed(edited("add_music"))
    assert song.source.name == "song.mp3"
    assert song.facts.duration == pytest.approx(20)
    assert mix.gain_db == pytest.approx(-12.04, abs=0.01)
    assert any(isinstance(each, SoundFilter) for each in song.operations)
    long = clip(70, media=MEDIA)
    assert _mixed(edited("add_music", long))[1].loops == 3
    once = edited("add_music", long, loop=False, at=5)
    assert _mixed(once)[1].loops == 1
    assert once.notes == ("'song.mp3' ends at 0:35.",)
    assert _mixed(edited("add_music", clip(sound=False, media=MEDIA)))[0].gain_db == 0
    ducked = _mixed(edited("add_music", duck=True))[0]
    assert (ducked.yield_db, ducked.duck_db) == (-12.0, 0.0)


def test_other_sound_replaces_the_clips_own() -> None:
    after = edited("replace_audio", clip(40, media=MEDIA), sound="song", start=3)
    assert after.operations[0] == Mute()
    assert _mixed(after)[1].facts.duration == pytest.approx(27)
    assert after.notes == ("'song.mp3' ends at 0:27; the rest is silent.",)
    assert after.facts.duration == 40
    with pytest.raises(BadInput, match="earlier start"):
        edited("replace_audio", sound="song", start=31)


def test_the_file_that_was_meant_is_kept_for_good() -> None:
    of = clip(media=MEDIA)
    spec = SPECS["add_image"]
    stored = spec.stored(pinned(spec, {"position": "top"}, of), of.facts)
    assert stored["image"] == MEDIA[3].id[:16]
    assert spec.call(of, stored) == spec.call(of, {"image": "logo.png", "position": "top"})
    for others in ((), MEDIA[4:]):  # the picture is gone; another one must not take its place
        with pytest.raises(BadInput, match="not at hand any more"):
            spec.call(clip(media=others), stored)


@pytest.mark.parametrize(
    ("written", "share"),
    [("small", 0.14), ("20%", 0.2), (0.3, 0.3), ("320px", 0.25), (640, 0.5), (25, 0.25),
     (3000, 1.0), ("half the width", 0.5), ("a third of the screen", 0.3333), ("full screen", 1.0)],
)  # fmt: skip
def test_sizes_as_people_write_them(written: object, share: float) -> None:
    assert parse_share(written, clip().facts) == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize(
    ("written", "level"),
    [("30%", 0.3), (0.5, 0.5), ("-12 dB", 0.2512), ("quietly", 0.15), ("loud", 0.6),
     ("half", 0.5), ("background", 0.15), (20, 0.2)],
)  # fmt: skip
def test_levels_as_people_write_them(written: object, level: float) -> None:
    assert parse_volume(written) == pytest.approx(level, abs=1e-3)


@pytest.mark.parametrize(
    ("written", "opacity"),
    [("half transparent", 0.5), ("80% transparent", 0.2), ("30% opacity", 0.3),
     ("semi-transparent", 0.5), ("faint", 0.25), (0.7, 0.7)],
)  # fmt: skip
def test_opacities_as_people_write_them(written: object, opacity: float) -> None:
    assert parse_opacity(written) == pytest.approx(opacity, abs=1e-3)
