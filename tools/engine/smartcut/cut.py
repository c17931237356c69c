"""Smart cut: where only time is touched, stored pictures are copied and few are encoded anew.

Encoding takes time and costs quality; copying does neither. But decoders need the pictures before,
so that copying can begin only at certain ones. Between a cut and the next of those, pictures are
encoded so that they fit to the copied ones (``plan`` says which, ``units`` how).
The work is done by a child process, ``child``, which alone decodes.

The sound of one range is copied as well. Where ranges are joined it is encoded anew by the usual
graph, beside the picture, and both are put into one file: a packet of AAC lasts 21 ms, so that
copied packets would be up to 11 ms off after each join, and players would blend what does not
belong together. So one range of 40 min costs no sound encoder, and 500 ranges one.

It is tried where the result is worth it and the format allows it; the finished file is held against
what was predicted, as any other. Whatever stands in the way, the usual rendering takes over, and
the reason is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.clip import Clip
from tools.engine.compile.time import Pieces, pieces_of
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.optimize.tracks import Tracks, optimize
from tools.engine.smartcut.read import UnfitError
from tools.engine.smartcut.work import SmartCut, Work, made
from tools.errors import ToolFailed
from tools.facts import Source
from tools.operations import Cut, SoftSubtitles, Utterance

_CODECS = frozenset({"h264", "hevc"})
# Demuxers that go straight to a time and tell it exactly.
_DEMUXERS = frozenset({"mov", "matroska"})
_CONTAINERS = frozenset({"mp4", "mov", "mkv"})
# Containers that can leave out the beginning of a packet of sound.
_TRIMMING = frozenset({"mp4", "mov"})
# Fewer pixels than this, over all pictures, are encoded in the time that a child takes to start.
_LEAST_PIXELS = 60_000_000


async def smart_cut(
    clip: Clip,
    job: Path,
    *,
    sounds: Mapping[Utterance, Source] | None = None,
    limits: Limits,
    binary: Path | None = None,
    on_progress: Callable[[Tick], None] | None = None,
    least_pixels: int = _LEAST_PIXELS,
) -> SmartCut:
    """Cut a clip by copying, where that is possible and worth it.

    Args:
        clip: What to render.
        job: The job directory.
        sounds: The spoken words that the clip mixes in.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when not given.
        on_progress: Called as the work goes on.
        least_pixels: Clips with fewer pixels, over all pictures, are not worth it.

    Raises:
        LimitExceeded: It would pass a limit.
    """
    tracks = optimize(clip)
    pieces = _pieces(tracks)
    if pieces is None:
        return SmartCut()
    why = _obstacle(clip, pieces, least_pixels)
    if why:
        return SmartCut(reasons=(f"no smart cut: {why}",))
    work = Work(clip, pieces, job, sounds or {}, limits, binary, on_progress)
    try:
        return await made(work, copies_sound=_copies_sound(clip, tracks))
    except UnfitError as error:
        return SmartCut(reasons=(f"no smart cut: {error}",))
    except ToolFailed as error:
        return SmartCut(reasons=(f"no smart cut: it failed: {error}",))


def is_tried(clip: Clip) -> bool:
    """Whether a smart cut is tried, as far as the facts tell."""
    pieces = _pieces(optimize(clip))
    return pieces is not None and not _obstacle(clip, pieces, _LEAST_PIXELS)


def _pieces(tracks: Tracks) -> Pieces | None:
    """The pictures that are kept; None where more than time is touched, or nothing."""
    match tracks.picture:
        case (Cut() as cut,):
            return pieces_of(cut, tracks.facts)
    return None


def _obstacle(clip: Clip, pieces: Pieces, least_pixels: int) -> str:
    """What stands in the way by the facts alone; empty where nothing does."""
    source, stored, output = clip.source, clip.source.facts.video, clip.output
    if stored is None or output.video is None:
        return "there is no picture"
    frames = sum(count for _, count in pieces)
    tests = (
        (output.video.width * output.video.height * frames < least_pixels,
         "encoding so few pictures takes no longer"),
        (stored.codec not in _CODECS, f"its picture is {stored.codec}"),
        (source.demuxer not in _DEMUXERS, f"a {source.facts.container} cannot be read in parts"),
        (output.container not in _CONTAINERS, f"a {output.container} cannot be joined of parts"),
        (output.video.codec != stored.codec, f"its picture is to be {output.video.codec}"),
        (stored.variable_rate, "its pictures come at uneven times"),
        (not clip.encoding.shows_as_stored(stored), "its picture is shown otherwise than stored"),
        (stored.hdr, "its colours are HDR"),
        (stored.alpha, "it is transparent"),
        ("picture" in source.damaged, "its picture is damaged"),
        (any(not (each.on_picture or each.on_sound) for each in clip.operations),
         "it gets subtitles of its own"),
        (clip.encoding.max_bytes is not None, "it has to fit a size"),
        (not clip.encoding.copies_picture(source.facts), "a bit rate or quality was asked for"),
        ((output.video.width, output.video.height) != (stored.width, stored.height),
         "its picture has an odd size"),
        (output.audio is not None and output.audio.codec != "aac", "its sound is not to be AAC"),
        (any(isinstance(each, SoftSubtitles) for each in clip.operations),
         "it has a track of subtitles"),
        (frames != output.frames, "its length is not a whole number of pictures"),
    )  # fmt: skip
    return next((why for met, why in tests if met), "")


def _copies_sound(clip: Clip, tracks: Tracks) -> bool:
    """Whether the sound can be copied along: one range of AAC, and nothing else done to it."""
    facts, output = clip.source.facts, clip.output
    return (
        len(tracks.sound) == 1
        and tracks.sound == tracks.picture
        and isinstance(tracks.sound[0], Cut)
        and len(tracks.sound[0].ranges) == 1
        and output.container in _TRIMMING
        and output.audio is not None
        and output.audio == facts.audio
        and "sound" not in clip.source.damaged
        and clip.encoding.copies_sound(facts)
    )
