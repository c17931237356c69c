"""Inspect: answers about the clip; no file comes back."""

from __future__ import annotations

from tools.clip import Clip
from tools.facts import AudioFacts, Facts, VideoFacts
from tools.values import format_length, format_seconds


def describe_clip(clip: Clip) -> str:
    """Tell what the clip is: how long, how large, how many frames, its sound, format and size.

    Args:
        clip: The clip.

    Examples:
        how long is it?
        what size is the video?
        describe the clip
        what is the resolution?
        how many frames does it have?
        does it have sound?
        get duration
        which codec and frame rate is this?
        how big is the file?
        tell me about this clip
    """
    facts = clip.facts
    sentences = [
        f"{_name(clip)} is {'now ' if clip.done else ''}{_length(facts)} long{_frames(facts)}."
    ]
    if facts.video is not None:
        sentences.append(_picture(facts.video))
    sentences.append(_sound(facts.audio))
    sentences.append(_file(clip))
    sentences += clip.source.warnings
    if clip.done:
        sentences.append(f"So far I {', '.join(clip.done)}.")
    return " ".join(sentences)


def _name(clip: Clip) -> str:
    readable = "".join(letter for letter in clip.source.name if letter.isprintable())
    return f"“{readable[:80]}”"


def _length(facts: Facts) -> str:
    exact = f"{round(facts.duration, 3):g} s"
    return exact if facts.duration < 60 else f"{format_seconds(facts.duration)} ({exact})"


def _frames(facts: Facts) -> str:
    if facts.video is None:
        return ""
    about = "about " if facts.video.variable_rate else ""
    return f", {about}{facts.frames:,} frames"


def _picture(video: VideoFacts) -> str:
    shape = "upright" if video.height > video.width else "square"
    shape = "wide" if video.width > video.height else shape
    rate = f"{round(float(video.fps), 3):g} frames per second"
    varying = " at most (the rate varies)" if video.variable_rate else ""
    extras = [name for name, has in (("HDR", video.hdr), ("transparency", video.alpha)) if has]
    with_extras = f", with {' and '.join(extras)}" if extras else ""
    return f"The picture is {video.width}x{video.height} ({shape}) at {rate}{varying}{with_extras}."


def _sound(audio: AudioFacts | None) -> str:
    if audio is None:
        return "It has no sound."
    layout = {1: "mono", 2: "stereo", 6: "5.1 surround", 8: "7.1 surround"}.get(
        audio.channels, f"{audio.channels}-channel"
    )
    return f"It has {layout} sound at {audio.sample_rate / 1000:g} kHz."


def _file(clip: Clip) -> str:
    sent = clip.source.facts
    codecs = [stream.codec for stream in (sent.video, sent.audio) if stream is not None]
    size = f", {_bytes(sent.size_bytes)}" if sent.size_bytes else ""
    length = f", {format_length(sent.duration)}" if clip.done else ""
    return f"The file that you sent is {sent.container} ({' and '.join(codecs)}){length}{size}."


def _bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"
