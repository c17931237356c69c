"""Commands of a divided render: one for each part of the picture, one for the sound, and the joint.

Each part is the clip's own graph, encoded by the same settings. It begins with a key frame and
nothing in it refers to another part, so that they are joined as they are. The sound is rendered
once, whole: its packets do not end where pictures do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.chapters import with_chapters
from tools.engine.compile.clip import compile_clip
from tools.engine.compile.graph import sound_input
from tools.engine.compile.picture import compile_picture
from tools.engine.compile.soft import soft_subtitles
from tools.engine.encode import container_options, file_name, video_options
from tools.engine.optimize.tracks import optimize
from tools.engine.parts.plan import Frames
from tools.engine.parts.reach import excerpt, is_seekable
from tools.engine.render.prepared import Prepared
from tools.engine.titles.sheet import Sheet
from tools.errors import BadInput
from tools.export_format import Container, Export
from tools.facts import Facts, Source, VideoFacts
from tools.operations import Utterance

PART = "part.mp4"
"""Bare name of a part in its folder."""

_VERSION = "1"
_LIST = "parts.txt"
_CONTAINERS = frozenset({"mp4", "mov", "mkv", "webm"})
_CODECS = frozenset({"h264", "hevc", "vp9", "av1"})
# Files that hold nothing but a sound of a codec, and their demuxers.
_SOUNDS: Mapping[str, tuple[Container, str]] = MappingProxyType(
    {"aac": ("m4a", "mov"), "opus": ("opus", "ogg")}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a result that is encoded on its own.

    Attributes:
        name: The same for the same part of the same result, on every machine.
        frames: Where it lies in the result.
        command: The run that makes it.
    """

    name: str
    frames: Frames
    command: Command


def obstacle(clip: Clip) -> str:
    """Why a clip cannot be rendered in parts; empty where it can."""
    output, export = clip.output, clip.encoding
    video, audio = output.video, output.audio
    if video is None:
        return "there is no picture"
    tests = (
        (clip.copies_picture, "its picture is copied"),
        (output.container not in _CONTAINERS or video.codec not in _CODECS,
         f"{video.codec} in a {output.container} cannot be joined of parts"),
        (video.alpha, "it is transparent"),
        (export.sequence, "it is a row of pictures"),
        (bool(export.max_bytes or export.video_kbps or export.most_kbps),
         "a size or bit rate has to be kept over all of it"),
        (audio is not None and not clip.copies_sound and audio.codec not in _SOUNDS,
         f"its sound is {audio.codec if audio else ''}"),
    )  # fmt: skip
    return next((why for met, why in tests if met), "")


def seekable(clip: Clip, prepared: Prepared | None = None) -> bool:
    """Whether the end of a clip can be made without reading all before it."""
    prepared = prepared or Prepared(clip.source, optimize(clip).picture)
    return is_seekable(_read(prepared.source), prepared.operations)


def compile_parts(
    clip: Clip, frames: Sequence[Frames], prepared: Prepared | None = None
) -> tuple[Part, ...]:
    """The runs that make the parts of a clip's picture.

    Args:
        clip: The clip.
        frames: Where the parts lie in the result.
        prepared: The picture after its first operations, where there is a file of it.

    Raises:
        BadInput: There is no picture.
    """
    prepared = prepared or Prepared(clip.source, optimize(clip).picture)
    return tuple(_part(clip, prepared, each) for each in frames)


def _part(clip: Clip, prepared: Prepared, frames: Frames) -> Part:
    import ffmpeg as graph

    output, sheet = clip.output, Sheet()
    video = _shown(output)
    operations = excerpt(_read(prepared.source), prepared.operations, frames)
    stream = compile_picture(prepared.source, operations, video, sheet)
    settings = video_options(video, clip.encoding) | container_options(Facts(
        duration=output.duration, video=video, audio=None, container="mp4",
    ))  # fmt: skip
    made = graph.output(stream, PART, **settings)
    count = frames[1] - frames[0]
    command = Command(
        args=arguments(made),
        output=PART,
        expected=Facts(duration=float(count / video.fps), video=video, audio=None),
        files=sheet.files,
    )
    return Part(_name(command, (prepared.source, clip.source, *clip.used)), frames, command)


def compile_sound_alone(clip: Clip, sounds: Mapping[Utterance, Source]) -> Command | None:
    """The run that makes the sound; None where there is none, or it is copied."""
    audio, export = clip.output.audio, clip.encoding
    if audio is None or clip.copies_sound:
        return None
    container = _SOUNDS[audio.codec][0]
    alone = Export(
        container=container,
        audio_codec=None,
        audio_kbps=export.audio_kbps,
        sample_rate=export.sample_rate,
    )
    command = compile_clip(replace(clip, export=alone), sounds=sounds)
    return replace(command, notes=(), reasons=())


def compile_joint(
    clip: Clip, whole: Command, parts: Sequence[tuple[Path, Frames]], sound: str | None
) -> Command:
    """The run that joins the parts, and puts the sound beside them; nothing is encoded.

    Args:
        clip: The clip.
        whole: The run that would make it undivided.
        parts: The encoded parts, below the job's folder, and where they lie.
        sound: Bare name of the file with the sound; None where it is copied, or there is none.
    """
    import ffmpeg as graph

    output, sheet = clip.output, Sheet()
    fps = _shown(output).fps
    streams = [graph.input(_LIST, format="concat", protocol_whitelist="file,pipe")["v"]]
    # By its number, which sets it apart from a picture that is copied from the source.
    options = container_options(output) | {"c:v:0": "copy"}
    if output.audio is not None:
        if sound is None:
            streams.append(sound_input(clip.source))
        else:
            demuxer = _SOUNDS[output.audio.codec][1]
            streams.append(graph.input(sound, format=demuxer)["a"])
        options["c:a" if sound is None else "c:a:0"] = "copy"
    words, settings = soft_subtitles(clip, sheet)
    streams += words
    args = arguments(graph.output(*streams, file_name(output.container), **options, **settings))
    args = with_chapters(clip, args, sheet)
    listed = {_LIST: listing(parts, fps).encode()}
    return replace(whole, args=args, files={**sheet.files, **listed}, links={}, unbounded=False)


def listing(parts: Sequence[tuple[Path, Frames]], fps: Fraction) -> str:
    """The parts for ffmpeg's demuxer that reads files one after the other.

    How long each is comes from where it ends in the whole, so that nothing that is rounded adds up.
    """
    lines = ["ffconcat version 1.0"]
    for path, (first, end) in parts:
        length = _micro(end, fps) - _micro(first, fps)
        lines += [f"file '{path.as_posix()}'", f"duration {length / 1_000_000:.6f}"]
    return "\n".join(lines) + "\n"


def _micro(frame: int, fps: Fraction) -> int:
    return round(frame * 1_000_000 / fps)


def _name(command: Command, sources: Sequence[Source]) -> str:
    """A digest of all that a part depends on, wherever files lie on this machine."""
    where = {str(source.path.absolute()): source.id for source in sources}
    digest = hashlib.sha256(_VERSION.encode())
    for word in command.args:
        digest.update(b"\0" + where.get(word, word).encode())
    for name, content in sorted(command.files.items()):
        digest.update(b"\0" + name.encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _read(source: Source) -> Facts:
    return source.facts.with_video(variable_rate=False)


def _shown(facts: Facts) -> VideoFacts:
    if facts.video is None:
        raise BadInput("A clip without a picture is not rendered in parts.")
    return facts.video
