"""Delivery: frame rate and bit rates of the file that comes back, or only its sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import ANIMATIONS, MOST_SOUND_KBPS, Export
from tools.facts import VideoFacts
from tools.operations import Cut, Rate
from tools.ranges import part, say_part
from tools.values import FrameRate, Hertz, Kilobits, Seconds, SoundFormat, format_length

# What making a frame from motion takes on one core of a usual machine, and how long is too long.
_SECONDS_PER_MEGAPIXEL = 0.19
_LONGEST_WORK = 1800.0
_LONG = 10  # seconds that are worth a word
_NTSC = (24, 30, 60, 120)
# Below these rates their frames are so long that the sound would not end where it should.
_LEAST_HERTZ = {"aac": 22_050, "vorbis": 22_050}
_MP3_RATES = frozenset({32_000, 44_100, 48_000})


def change_fps(clip: Clip, fps: FrameRate, smooth: bool = False) -> Clip:
    """Change how many frames per second the clip shows; its speed and length stay.

    Args:
        clip: The clip.
        fps: Frames per second, 1 to 240.
        smooth: Whether frames between those that there are are made from their motion, so that
            it flows. That takes long.

    Examples:
        set it to 24 fps
        60 frames per second
        change the frame rate to 30
        reduce to 15 fps
        convert it to 25fps
        make it 12 frames a second like stop motion
        cap the framerate at 30
        29.97 fps
        interpolate it to 60 fps
        make it a smooth 60 fps with motion interpolation
        go from 30 to 60 fps with motion interpolation
        buttery smooth at 60 frames
        drop the frame rate to 12
    """
    video = clip.need_video("change_fps")
    rate = _exact(fps)
    if rate == video.fps and not video.variable_rate:
        return clip.then(
            done=f"left it at {fps:g} fps", note=f"It has {fps:g} frames per second already."
        )
    if smooth and rate > video.fps:
        return _interpolated(clip, video, rate)
    return clip.then(
        Rate(rate),
        done=f"set it to {fps:g} fps",
        note="More frames than were filmed: each is shown several times, so motion looks the same."
        if rate > video.fps
        else "",
    )


def _interpolated(clip: Clip, video: VideoFacts, rate: Fraction) -> Clip:
    megapixels = video.width * video.height * float(rate) * clip.facts.duration / 1e6
    seconds = megapixels * _SECONDS_PER_MEGAPIXEL
    if seconds > _LONGEST_WORK:
        raise BadInput(
            f"Making frames from motion would take about {seconds / 60:.0f} minutes here. Make the "
            "clip shorter or smaller first, or change the rate without smooth."
        )
    return clip.then(
        Rate(rate, smooth=True),
        done=f"set it to {float(rate):g} fps with frames made from the motion",
        note=f"That takes long: about {format_length(round(seconds))}." if seconds > _LONG else "",
    )


def extract_audio(
    clip: Clip,
    format: SoundFormat = "mp3",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Deliver only the sound of the clip, as a sound file.

    Args:
        clip: The clip.
        format: Format of the sound file; mp3 when left out.
        start: Where it begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.

    Examples:
        extract the audio
        give me only the sound as mp3
        pull the audio out as wav
        save the soundtrack as flac
        rip the audio
        just the audio track please
        I only need the music, not the picture
        turn the video into an mp3
        only the audio from 0:05 to 0:10, as wav
    """
    clip.need_audio("extract_audio")
    spans = part(clip, start, end)
    export = replace(
        clip.export or Export(),
        container=format,
        video_codec=None,
        audio_codec=None,
        sequence=False,
    )
    cut = (Cut(spans),) if spans else ()
    sound = clip.then(*cut, done=f"took its sound{say_part(spans)} as {format}")
    return replace(sound, export=export)


def set_bitrate(
    clip: Clip, kbps: Kilobits | None = None, audio_kbps: Kilobits | None = None
) -> Clip:
    """Set how many kilobits per second the picture or the sound takes.

    Args:
        clip: The clip.
        kbps: Bit rate of the picture in kbit/s.
        audio_kbps: Bit rate of the sound in kbit/s.

    Examples:
        set the video bitrate to 500 kbit/s
        encode at 2 Mbit/s
        bitrate 1500k
        use a bit rate of 800 kbps
        lower the bitrate to 1 Mbps
        audio bitrate 192k
        3000 kbps video and 128 kbps audio
    """
    if kbps is None and audio_kbps is None:
        raise BadInput("Which bit rate? Give kbps for the picture or audio_kbps for the sound.")
    export, did = clip.encoding, []
    if kbps is not None:
        clip.need_video("set_bitrate")
        if export.container in ANIMATIONS or not export.has_video:
            raise BadInput(
                f"The picture of a {export.container} has no bit rate that could be set. Convert "
                "the clip to mp4 first."
            )
        export = replace(export, video_kbps=round(kbps), most_kbps=None, max_bytes=None)
        did.append(f"picture at {kbps:g} kbit/s")
    if audio_kbps is not None:
        clip.need_audio("set_bitrate")
        codec = clip.output.audio.codec if clip.output.audio else ""
        most = MOST_SOUND_KBPS.get(codec)
        if most is None:
            raise BadInput(f"{codec or export.container} sound has no bit rate that can be set.")
        if audio_kbps > most:
            raise BadInput(f"{codec} takes at most {most} kbit/s, not {audio_kbps:g}.")
        export = replace(export, audio_kbps=round(audio_kbps))
        did.append(f"sound at {audio_kbps:g} kbit/s")
    return clip.exported(export, done=f"set the bit rate ({', '.join(did)})")


def set_sample_rate(clip: Clip, hz: Hertz) -> Clip:
    """Resample the sound to another number of samples per second.

    Args:
        clip: The clip.
        hz: Samples per second: 44100, 48000, 22050, 16000 ...

    Examples:
        resample the audio to 44.1kHz
        set the sample rate to 48000
        audio at 16 kHz
        convert the sound to 22050 Hz
        change the sampling rate to 32k
        make the audio 44100
    """
    clip.need_audio("set_sample_rate")
    output = clip.output.audio
    codec = output.codec if output else ""
    if codec == "opus" and hz != 48_000:
        raise BadInput(
            f"Opus sound always has 48 kHz, so {hz} Hz is not possible in "
            f"{clip.encoding.container}. Convert it to mp4 or wav first."
        )
    if codec == "mp3" and hz not in _MP3_RATES:
        raise BadInput(f"MP3 sound is made at 32000, 44100 or 48000 Hz here, not at {hz}.")
    if hz < _LEAST_HERTZ.get(codec, 0):
        raise BadInput(
            f"{codec} sound of {hz} Hz is not made here; convert it to wav or flac first."
        )
    export = replace(clip.encoding, sample_rate=hz)
    return clip.exported(export, done=f"resampled the sound to {hz / 1000:g} kHz")


def _exact(fps: float) -> Fraction:
    """The rate that is meant: 29.97 is 30000/1001."""
    for whole in _NTSC:
        if abs(fps - whole * 1000 / 1001) < 0.006:
            return Fraction(whole * 1000, 1001)
    return Fraction(fps).limit_denominator(1000)
