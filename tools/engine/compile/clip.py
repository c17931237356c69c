"""Compile: a described clip as one run of ffmpeg.

Whatever a clip's operations are and in whatever order, they become one filter graph between one
decode and one encode. What nothing changes is copied: all of the file, the picture or the sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tools.clip import Clip
from tools.engine.command import Command
from tools.engine.compile.arguments import arguments
from tools.engine.compile.chapters import with_chapters
from tools.engine.compile.graph import Stream, picture_input, sound_input
from tools.engine.compile.picture import compile_picture
from tools.engine.compile.preview import skimmed
from tools.engine.compile.soft import soft_subtitles
from tools.engine.compile.sound import compile_sound
from tools.engine.compile.sound_parts import SoundJob
from tools.engine.compile.time import walk
from tools.engine.encode import (
    audio_options,
    container_options,
    file_name,
    lead_in,
    video_options,
)
from tools.engine.hardware import Hardware
from tools.engine.optimize.tracks import Tracks, literal, optimize
from tools.engine.render.passes import Pass
from tools.engine.render.prepared import Prepared
from tools.engine.titles.sheet import Sheet
from tools.errors import BadInput
from tools.export_format import MAX_CHANNELS
from tools.facts import Facts, Source
from tools.operations import Mix, Utterance

# Speech that ends this much after the clip, in seconds: engines end with a little silence.
_BARELY = 0.25


def compile_clip(
    clip: Clip,
    *,
    sounds: Mapping[Utterance, Source] | None = None,
    preview: bool = False,
    turn: Pass | None = None,
    hardware: Hardware | None = None,
    prepared: Prepared | None = None,
    threads: int = 0,
    optimized: bool = True,
) -> Command:
    """The run of ffmpeg that makes a clip.

    Starts nothing and reads nothing but fonts.

    Args:
        clip: The clip.
        sounds: Spoken words for each utterance that the clip mixes in.
        preview: Whether quick reading and encoding matter more than how it looks.
        turn: Which of several runs over the clip it is; None where there is one.
        hardware: What encodes the pictures that are for it, in place of the processor.
        prepared: The picture after its first operations, where there is a file of it.
        threads: Threads of the encoder; 0 lets it choose.
        optimized: Whether operations are rewritten first; tests hold the two results together.

    Raises:
        BadInput: Nothing is left to deliver in this format.
        ToolFailed: Words that are mixed in were not spoken.
    """
    tracks, expected = (optimize if optimized else literal)(clip), clip.output
    prepared = prepared or Prepared(clip.source, tracks.picture)
    sheet, reasons = Sheet(), []
    if preview or hardware is None or not hardware.encodes(clip):
        hardware = None
    streams: list[Stream] = []
    silent = turn is not None and turn.only_picture
    options: dict[str, Any] = container_options(expected, sequence=clip.encoding.sequence)
    if turn is not None and turn.aim == "look":
        options = {"format": "null"}
    for stream, settings, reason in (
        _picture(clip, prepared, expected, sheet, preview=preview, turn=turn, hardware=hardware),
        (None, {}, "no sound") if silent else _sound(clip, tracks, expected, sounds or {}),
    ):
        if stream is not None:
            streams.append(stream)
            options |= settings
        reasons.append(reason)
    if not streams:
        raise BadInput(
            f"Nothing is left for a {expected.container} of '{clip.source.name}': it would hold "
            "neither picture nor sound. Choose another format, such as mp4."
        )
    if not silent and not preview:
        tracks_of_words, settings = soft_subtitles(clip, sheet)
        streams += tracks_of_words
        options |= settings
    if threads:
        options["threads"] = threads
    name = file_name(expected.container, sequence=clip.encoding.sequence)
    args = (*(hardware.run_options if hardware else ()), *_arguments(streams, name, options))
    if not silent and not preview:
        args = with_chapters(clip, args, sheet)
    return Command(
        args=skimmed(clip, args) if preview else args,
        output=name,
        expected=expected,
        files=sheet.files,
        notes=(*_notes(clip, expected), *_unheard(tracks, sounds or {}), *sheet.notes),
        reasons=tuple(reasons),
        unbounded=hardware is not None,
    )


def _picture(
    clip: Clip,
    prepared: Prepared,
    expected: Facts,
    sheet: Sheet,
    *,
    preview: bool,
    turn: Pass | None,
    hardware: Hardware | None,
) -> tuple[Stream | None, dict[str, Any], str]:
    if expected.video is None:
        return None, {}, "no picture"
    if clip.copies_picture:
        return picture_input(clip.source), {"c:v": "copy"}, "picture copied: nothing changes it"
    stream = compile_picture(prepared.source, prepared.operations, expected.video, sheet)
    if hardware is None:
        settings = video_options(expected.video, clip.encoding, preview=preview, turn=turn)
    else:
        settings = hardware.options(expected.video.codec, clip.encoding)
        stream = hardware.fed(stream)
    touched = prepared.operations or prepared.source != clip.source
    changed = "changed" if touched else "unchanged, but not as the format wants it"
    encoder = f" by {hardware.kind}" if hardware is not None else ""
    return stream, settings, f"picture encoded as {expected.video.codec}{encoder}: {changed}"


def _sound(
    clip: Clip, tracks: Tracks, expected: Facts, sounds: Mapping[Utterance, Source]
) -> tuple[Stream | None, dict[str, Any], str]:
    if expected.audio is None:
        return None, {}, "no sound"
    if clip.copies_sound:
        return sound_input(clip.source), {"c:a": "copy"}, "sound copied: nothing changes it"
    job = SoundJob(clip.source, tracks.sound_facts, expected.audio, sounds)
    stream = compile_sound(job, tracks.sound, expected.duration, lead_in(expected))
    changed = "changed" if tracks.sound else "unchanged, but not as the format wants it"
    settings = audio_options(expected.audio, clip.encoding)
    return stream, settings, f"sound encoded as {expected.audio.codec}: {changed}"


def _arguments(streams: list[Stream], name: str, options: dict[str, Any]) -> tuple[str, ...]:
    import ffmpeg

    return arguments(ffmpeg.output(*streams, name, **options))


def _unheard(tracks: Tracks, sounds: Mapping[Utterance, Source]) -> Iterator[str]:
    """Spoken words that are longer than the clip from where they start."""
    for operation, before, _ in walk(tracks.sound_facts, tracks.sound):
        said = operation.sound if isinstance(operation, Mix) else None
        if isinstance(operation, Mix) and isinstance(said, Utterance) and said in sounds:
            end = operation.at + sounds[said].facts.duration
            if end > before.duration + _BARELY:
                yield (
                    f"The voice-over is longer than the clip: its last {end - before.duration:.1f} "
                    "s are not heard. A higher speed or fewer words would fit."
                )


def _notes(clip: Clip, expected: Facts) -> list[str]:
    """What happens to the clip without having been asked for."""
    notes, source = [], clip.source.facts
    if source.video and expected.video and source.video.hdr and not expected.video.hdr:
        notes.append("Its HDR colours were turned into standard ones, which every screen shows.")
    if source.audio and expected.audio and source.audio.channels > MAX_CHANNELS:
        mixed = "mono" if expected.audio.channels == 1 else "stereo"
        notes.append(f"Its {source.audio.channels} channels of sound were mixed down to {mixed}.")
    if source.video and clip.facts.video and expected.video:
        sizes = [f"{v.width}x{v.height}" for v in (source.video, clip.facts.video, expected.video)]
        told = any("even sizes" in note for note in clip.notes)
        if sizes[1] not in {sizes[0], sizes[2]} and not told:
            notes.append(f"{expected.video.codec} takes even sizes: {sizes[1]} became {sizes[2]}.")
    return notes
