"""Joining: other clips before or after this one, or beside it."""

from __future__ import annotations

from collections.abc import Sequence

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source, VideoFacts
from tools.fitting import as_wide_as, covering
from tools.media import ClipFiles, PictureFile, Wanted, pick, pick_several
from tools.operations import Join, Material, Mix, Overlay, Pad, Rate
from tools.values import (
    Fill,
    Order,
    Seconds,
    Side,
    Transition,
    format_length,
    format_seconds,
)

_CLIPS = Wanted(("clip", "still", "sound"), "clip", several=True)
_BESIDE = Wanted(("clip", "still"), "clip")
_TRANSITION, _LONGEST_TRANSITION = 1.0, 10.0
_LONGEST_STILL = 600.0
MAX_SIDE = 8192


def join_clips(
    clip: Clip,
    clips: ClipFiles | None = None,
    transition: Transition = "none",
    seconds: Seconds | None = None,
    position: Order = "end",
    fill: Fill = "bars",
    still_seconds: Seconds = 3.0,
) -> Clip:
    """Join other clips to this one: put them after it or before it, with or without a transition.

    Size, rate and sound of the others are made equal to this clip's. A picture is shown for some
    seconds.

    Args:
        clip: The clip.
        clips: The other clips in order, by name or number; all that were sent when left out.
        transition: How one goes over into the next; a plain cut when left out.
        seconds: How long a transition takes, up to 10; 1, or less between short clips, when left
            out.
        position: Whether they come at the end, after this clip, or at the front, before it.
        fill: How a clip of another shape fills the frame: bars, blurred bars, or crop.
        still_seconds: How long a picture is shown that stands still; 3 when left out.

    Examples:
        join these clips
        merge the two videos with a crossfade
        put them together with a wipe of 1 s
        add this at the beginning as an intro
        append the other clip to the end
        add the other video after it
        combine the videos into one
        concatenate these with a fade to black between them
        stitch them together
        use this as the outro
        put the second video after it with a circle transition
        append this
        use the second clip as an intro
    """
    others = pick_several(clip, clips, _CLIPS)
    going = 0.0
    if transition != "none":
        going = _usual(clip, others) if seconds is None else _checked(clip, others, seconds)
    if not 0 < still_seconds <= _LONGEST_STILL:
        raise BadInput(
            f"A picture is shown for up to {_LONGEST_STILL / 60:.0f} minutes, not "
            f"{format_length(still_seconds)}."
        )
    joined = []
    for source in others if position == "end" else reversed(others):
        material = _material(clip, source, fill, still_seconds)
        joined.append(
            Join(
                material=material,
                before=position == "front",
                transition=transition,
                seconds=going,
            )
        )
    names = _listed(others)
    where = "after" if position == "end" else "before"
    manner = "" if transition == "none" else f" with {_said(transition)} of {going:g} s"
    return clip.then(
        *joined,
        done=f"put {names} {where} it{manner}",
        note=_note(clip, others, fill),
    )


def stack_clips(
    clip: Clip,
    other: PictureFile | None = None,
    side: Side = "right",
    sound: bool = False,
) -> Clip:
    """Show another clip beside this one or below it, both at once: split screen, side by side.

    Args:
        clip: The clip.
        other: The other clip, by name or number; the latest one that was sent when left out.
        side: On which side of this clip it stands.
        sound: Whether its sound is heard, too; else only this clip's is.

    Examples:
        put the two videos side by side
        split screen with the other clip
        show this clip next to it
        stack the two videos on top of each other
        place the second video below the first
        make a side by side comparison of both
        put it left of the other one with both sounds
    """
    video = clip.need_video("stack_clips")
    source = pick(clip, other, _BESIDE)
    shown = source.facts.video
    if shown is None:
        raise BadInput(f"'{source.name}' has no picture to show beside the clip.")
    across = side in {"left", "right"}
    if across:
        size = max(2, round(shown.width * video.height / shown.height / 2) * 2), video.height
        whole = video.width + size[0], video.height
    else:
        size = video.width, max(2, round(shown.height * video.width / shown.width / 2) * 2)
        whole = video.width, video.height + size[1]
    if max(whole) > MAX_SIDE:
        raise BadInput(
            f"Both together would be {whole[0]}x{whole[1]}; a side has at most {MAX_SIDE:,} "
            "pixels. Make the clip smaller first."
        )
    first = side in {"right", "below"}
    own = (0, 0) if first else (size[0] * across, size[1] * (not across))
    place = (video.width * across, video.height * (not across)) if first else (0, 0)
    material = Material(source).then(Rate(video.fps), *covering(shown, *size))
    operations = [Pad(*whole, *own), Overlay(material=material, x=place[0], y=place[1])]
    return clip.then(
        *operations,
        *((Mix(sound=Material(source), duck_db=0.0),) if sound and source.facts.audio else ()),
        done=f"put '{source.name}' {_BESIDE_WORDS[side]} it ({whole[0]}x{whole[1]})",
        note=_shorter_note(clip, source),
    )


_BESIDE_WORDS = {
    "right": "to the right of",
    "left": "to the left of",
    "below": "below",
    "above": "above",
}


def _usual(clip: Clip, others: tuple[Source, ...]) -> float:
    """How long a transition takes: a second, or half of the shortest clip."""
    return round(min(_TRANSITION, *(length / 2 for _, length in _lengths(clip, others))), 2)


def _checked(clip: Clip, others: tuple[Source, ...], seconds: float) -> float:
    """The seconds that were asked for.

    Raises:
        BadInput: A transition cannot be so long, or not between these clips.
    """
    if not 0 < seconds <= _LONGEST_TRANSITION:
        raise BadInput(
            f"A transition takes up to {_LONGEST_TRANSITION:g} s, and more than 0; "
            f"{seconds:g} s is not possible."
        )
    for name, length in _lengths(clip, others):
        if seconds > length / 2:
            raise BadInput(
                f"{name} lasts {format_length(length)}, so a transition of {seconds:g} s is too "
                f"long. Choose at most {length / 2:.2g} s."
            )
    return seconds


def _lengths(clip: Clip, others: tuple[Source, ...]) -> list[tuple[str, float]]:
    """What each clip is called, and how long it is; pictures are shown as long as needed."""
    moving = [source for source in others if source.kind != "still"]
    return [
        ("The clip", clip.facts.duration),
        *((f"'{source.name}'", source.facts.duration) for source in moving),
    ]


def _material(clip: Clip, source: Source, fill: str, still_seconds: float) -> Material:
    video = clip.facts.video
    if video is not None:
        return as_wide_as(source, video, fill, still_seconds=still_seconds)
    if source.facts.audio is None:
        raise BadInput(
            f"'{source.name}' has no sound, and the clip is only sound: it cannot be joined. "
            "Start from the other one and add this to it."
        )
    return Material(source)


def _said(transition: str) -> str:
    words = transition.replace("_", " ")
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _note(clip: Clip, others: tuple[Source, ...], fill: str) -> str:
    """What was made equal, where a person could see it."""
    video = clip.facts.video
    if video is None:
        return ""
    shapes = [s for s in others if s.facts.video and _differs(s.facts.video, video)]
    if not shapes:
        return ""
    manner = {"bars": "with bars", "blur": "with blurred bars", "crop": "cropped"}[fill]
    said = "has another shape, so it is" if len(shapes) == 1 else "have other shapes, so they are"
    return f"{_listed(shapes)} {said} shown {manner} in {video.width}x{video.height}."


def _listed(sources: Sequence[Source]) -> str:
    """Names in quotes: 'a', 'b' and 'c'."""
    *first, last = (f"'{source.name}'" for source in sources)
    return f"{', '.join(first)} and {last}" if first else last


def _differs(one: VideoFacts, other: VideoFacts) -> bool:
    return abs(one.width * other.height / (one.height * other.width) - 1) > 0.02


def _shorter_note(clip: Clip, source: Source) -> str:
    if source.kind == "still" or abs(source.facts.duration - clip.facts.duration) < 0.1:
        return ""
    length = format_seconds(source.facts.duration)
    if source.facts.duration < clip.facts.duration:
        return f"'{source.name}' ends at {length}; its place is black from then on."
    return f"'{source.name}' is longer; it ends with the clip."
