"""Advising: what may be recommended for a clip, each as a request that works when said back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tools.clip import Clip
from tools.facts import VideoFacts
from tools.measuring import USUAL_LOUDNESS

_FULL_HD = 1920
_UPRIGHT = 0.8


def _shows(clip: Clip) -> bool:
    return clip.facts.video is not None


def _sounds(clip: Clip) -> bool:
    return clip.facts.audio is not None


def _below_hd(clip: Clip) -> bool:
    video = clip.facts.video
    return video is not None and max(video.width, video.height) < _FULL_HD


def _wide(clip: Clip) -> bool:
    video = clip.facts.video
    return video is not None and _ratio(video) > 1 / _UPRIGHT


def _ratio(video: VideoFacts) -> float:
    return video.width / video.height


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation.

    Attributes:
        request: What to say to have it done.
        tool: The tool that does it; where it is not installed, nothing is recommended.
        why: What it is for, in words for a person and for a model that chooses.
        fits: Whether it can be done to a clip at all.
    """

    request: str
    tool: str
    why: str
    fits: Callable[[Clip], bool] = _shows


ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        "upscale": Advice("upscale it", "upscale_video", "the picture lacks detail", _below_hd),
        "denoise": Advice("denoise the video", "denoise_video", "the picture is grainy"),
        "sharpen": Advice("sharpen it", "apply_filter", "the picture is soft"),
        "brighten": Advice("brighten it", "apply_filter", "the picture is too dark"),
        "darken": Advice("make it darker", "apply_filter", "the picture is too bright"),
        "contrast": Advice("increase the contrast", "apply_filter", "the picture is flat"),
        "color": Advice("make the colors stronger", "apply_filter", "the colours are pale"),
        "full_hd": Advice(
            "resize it to 1080p", "resize_video", "it is smaller than Full HD", _below_hd
        ),
        "stabilize": Advice("stabilize the video", "stabilize_video", "the camera shakes"),
        "captions": Advice(
            "add captions", "add_captions", "somebody explains, and many watch without sound",
            lambda clip: _shows(clip) and _sounds(clip),
        ),
        "voice": Advice(
            "make the voice clearer", "enhance_audio", "speech is hard to understand", _sounds
        ),
        "sound_noise": Advice(
            "remove the background noise", "enhance_audio", "there is noise behind the sound",
            _sounds,
        ),
        "loudness": Advice(
            f"normalize the loudness to {USUAL_LOUDNESS:g} LUFS", "normalize_loudness",
            "it is too loud or too quiet", _sounds,
        ),
        "silences": Advice(
            "remove the silences", "remove_silence", "there are long pauses", _sounds
        ),
        "fades": Advice(
            "fade in and out", "fade_video", "many scenes begin and end abruptly"
        ),
        "upright": Advice(
            "crop it to 9:16", "crop_video", "it is meant for phones and is not upright", _wide
        ),
    }
)  # fmt: skip
"""What may be recommended, by name. Models choose by name, so that no words of theirs are done."""


def requests_of(names: Iterable[str], clip: Clip) -> tuple[str, ...]:
    """The requests of what fits a clip, each once, in order.

    Args:
        names: Keys of ``ADVICE``; others are passed over.
        clip: The clip.
    """
    from tools.catalogue import SPECS

    chosen = (ADVICE[name] for name in dict.fromkeys(names) if name in ADVICE)
    return tuple(each.request for each in chosen if each.tool in SPECS and each.fits(clip))
