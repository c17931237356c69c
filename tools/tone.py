"""Tone: how the sound is balanced, pitched, placed in time and spread over the channels."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import AudioFilter, Channels, Filter, SoundFilter
from tools.ranges import part, say_part
from tools.values import Decibels, Layout, Seconds, Semitones, Shift, format_length

_MOST_GAIN = 24.0
_OCTAVES = 2
_LIMITER = Filter("alimiter", (("limit", 0.9), ("level", 0), ("latency", 1)))
_MONO = (0.5, 0.5)
_CHANNELS = {
    "mono": (Channels(1, _MONO, _MONO), "made the sound mono"),
    "stereo": (Channels(2), "made the sound stereo"),
    "swap": (Channels(2, (0.0, 1.0), (1.0, 0.0)), "swapped left and right in the sound"),
    "left": (Channels(1, (1.0, 0.0), (1.0, 0.0)), "kept only the left channel"),
    "right": (Channels(1, (0.0, 1.0), (0.0, 1.0)), "kept only the right channel"),
}


def equalize(
    clip: Clip,
    bass: Decibels = 0.0,
    mid: Decibels = 0.0,
    treble: Decibels = 0.0,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Boost or cut bass, middle tones and treble.

    Args:
        clip: The clip.
        bass: Change of the low tones in dB, such as 6 or -6.
        mid: Change of the middle tones in dB.
        treble: Change of the high tones in dB.
        start: Where the change begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.

    Examples:
        boost the bass
        reduce the treble
        bass +6 dB
        more bass and less treble
        cut the highs by 8 dB
        lift the mids a bit
        make it sound less shrill
        equalize it: bass 4, mid -2, treble 3
        it sounds tinny, give it some bass
        too sharp, less highs
        more low end
        less boomy please
    """
    clip.need_audio("equalize")
    gains = {"bass": bass, "mid": mid, "treble": treble}
    if not any(gains.values()):
        raise BadInput(
            "Which tones shall change? Give bass, mid or treble in dB, such as bass=6 or treble=-6."
        )
    for name, gain in gains.items():
        if abs(gain) > _MOST_GAIN:
            raise BadInput(f"{name} {gain:+g} dB is more than can be done; use up to 24 dB.")
    spans = part(clip, start, end)
    said = ", ".join(f"{name} {gain:+g} dB" for name, gain in gains.items() if gain)
    return clip.then(
        AudioFilter(_bands(**gains), spans), done=f"equalized the sound ({said}){say_part(spans)}"
    )


def change_pitch(clip: Clip, semitones: Semitones) -> Clip:
    """Make the sound higher or lower without changing its speed.

    Args:
        clip: The clip.
        semitones: How far, -24 to 24: 12 is an octave up, -12 an octave down.

    Examples:
        raise the pitch by 3 semitones
        pitch down 2 semitones
        shift the pitch up an octave, 12 semitones
        make the voice deeper by 4 semitones
        lower the pitch by one semitone
        transpose the audio by -5
        pitch +1.5
    """
    clip.need_audio("change_pitch")
    most = 12 * _OCTAVES
    if not -most <= semitones <= most:
        raise BadInput(f"The pitch goes {most} semitones up or down, and {semitones:g} is more.")
    if semitones == 0:
        return clip.then(
            done="left the pitch as it is", note="A shift by 0 semitones changes nothing."
        )
    shift = (("pitch", round(2 ** (semitones / 12), 6)),)
    way = "raised" if semitones > 0 else "lowered"
    return clip.then(
        SoundFilter((Filter("rubberband", shift),)),
        done=f"{way} the pitch by {abs(semitones):g} semitones",
    )


def shift_audio(clip: Clip, seconds: Seconds, direction: Shift = "later") -> Clip:
    """Let the sound come later or earlier than the picture, to put them in sync.

    Args:
        clip: The clip.
        seconds: By how much. The length of the clip stays.
        direction: later delays the sound, earlier brings it forward.

    Examples:
        delay the audio by 0.5 seconds
        the sound is 200 ms too early
        shift the sound 1 second later
        move the audio forward by 300 milliseconds
        audio is out of sync, delay it by 0.25 s
        let the sound start 2 seconds later
        advance the audio by half a second
        the sound lags behind the picture
        move the sound half a second forward
        the lips do not match the sound
    """
    clip.need_audio("shift_audio")
    length = clip.facts.duration
    if seconds >= length:
        raise BadInput(
            f"A shift by {seconds:g} s leaves no sound: the clip is {format_length(length)} long."
        )
    if seconds < 0.001:
        return clip.then(done="left the sound where it is", note="A shift by 0 changes nothing.")
    if direction == "later":
        delay = (("delays", f"{round(seconds * 1000)}"), ("all", 1))
        chain: tuple[Filter, ...] = (Filter("adelay", delay),)
    else:
        chain = (
            Filter("atrim", (("start", seconds),)),
            Filter("asetpts", (("expr", "PTS-STARTPTS"),)),
        )
    return clip.then(
        SoundFilter(chain), done=f"moved the sound {format_length(seconds)} {direction}"
    )


def reverse_audio(clip: Clip) -> Clip:
    """Play only the sound backwards; the picture goes forward.

    Args:
        clip: The clip.

    Examples:
        reverse the audio
        play the sound backwards
        backwards audio, normal picture
        reverse just the soundtrack
        flip the audio in time
        make the voices run backwards
    """
    clip.need_audio("reverse_audio")
    if clip.facts.duration > 1800:
        raise BadInput(
            f"At most 30 minutes of sound are played backwards, and the clip is "
            f"{format_length(clip.facts.duration)} long. Trim it first."
        )
    # Silence up to the end belongs to what is reversed, or the sound would come too early.
    whole = (("end", round(clip.facts.duration, 6)),)
    return clip.then(
        SoundFilter(
            (
                Filter("apad"),
                Filter("atrim", whole),
                Filter("areverse"),
                Filter("asetpts", (("expr", "N/SR/TB"),)),
            )
        ),
        done="reversed the sound",
    )


def set_channels(clip: Clip, layout: Layout) -> Clip:
    """Make the sound mono or stereo, swap left and right, or keep only one side.

    Args:
        clip: The clip.
        layout: What the sound becomes.

    Examples:
        convert the audio to mono
        make it stereo
        swap the left and right channel
        keep only the left channel
        use only the right audio channel
        the sound is only on the left, put it on both sides
        downmix to mono
        the sound only comes out of the left ear
        I hear it on one side only
    """
    audio = clip.need_audio("set_channels")
    operation, did = _CHANNELS[layout]
    if audio.channels == 1 and layout != "stereo":
        return clip.then(done="kept the sound mono", note="The sound has only one channel.")
    if layout == "stereo" and audio.channels == 2:
        return clip.then(done="kept the sound stereo", note="The sound is stereo already.")
    note = "Both sides are alike, for the sound was mono." if audio.channels == 1 else ""
    return clip.then(operation, done=did, note=note)


def _bands(bass: float, mid: float, treble: float) -> tuple[Filter, ...]:
    chain: list[Filter] = []
    if bass:
        chain.append(Filter("bass", (("gain", round(bass, 2)), ("frequency", 120))))
    if mid:
        chain.append(
            Filter(
                "equalizer",
                (("frequency", 1200), ("width_type", "o"), ("width", 2), ("gain", round(mid, 2))),
            )
        )
    if treble:
        chain.append(Filter("treble", (("gain", round(treble, 2)), ("frequency", 4500))))
    return (*chain, _LIMITER)
