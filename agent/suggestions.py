"""Suggestions: next steps that fit this clip and this edit, and work when said back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.history import History
from tools.clip import Clip
from tools.facts import SILENT

MOST = 2
"""So many are made after an edit."""
MOST_FOUND = 4
"""So many are made after an answer that found something to do."""


@dataclass(frozen=True, slots=True)
class _Idea:
    """A request, and when it is worth making.

    Attributes:
        text: The request, as a person would say it.
        tool: The tool that answers it; not suggested when the recipe has it already.
        fits: Whether it makes sense for the clip.
    """

    text: str
    tool: str
    fits: Callable[[Clip], bool]


def _shows(clip: Clip) -> bool:
    return clip.output.video is not None and clip.output.container != "gif"


def _sounds(clip: Clip) -> bool:
    return clip.output.audio is not None and SILENT not in clip.source.warnings


def _wide(clip: Clip) -> bool:
    video = clip.output.video
    return _shows(clip) and video is not None and video.width >= 1.2 * video.height


def _large(clip: Clip) -> bool:
    video = clip.output.video
    return _shows(clip) and video is not None and min(video.width, video.height) > 480


def _longer_than(seconds: float) -> Callable[[Clip], bool]:
    return lambda clip: clip.facts.duration > seconds


# Each must be understood by the built-in planner, for every clip that it fits: a test says them
# all back.
_IDEAS = (
    _Idea("trim to the first 30 seconds", "trim_video", _longer_than(60)),
    _Idea('add the title "My clip" at the bottom', "add_text", _shows),
    _Idea("make the voice clearer", "enhance_audio", _sounds),
    _Idea("make it black and white", "apply_filter", _shows),
    _Idea("crop it to a square", "crop_video", _wide),
    _Idea("resize it to 480p", "resize_video", _large),
    _Idea(
        "give me a gif of the first 3 seconds",
        "export_gif",
        lambda clip: _shows(clip) and clip.facts.duration > 4,
    ),
    _Idea(
        "speed it up 1.5x", "change_speed", lambda clip: _shows(clip) and clip.facts.duration > 8
    ),
    _Idea("mute it", "mute_audio", lambda clip: _shows(clip) and _sounds(clip)),
)


def suggest(clip: Clip, history: History, found: Sequence[str] = ()) -> tuple[str, ...]:
    """At most two requests for what comes next: one about the last edit, others of a new kind.

    Args:
        clip: The clip as it was delivered.
        history: The conversation with the delivered version as its head.
        found: What tools suggest after what they found; it comes first.
    """
    used = {step.tool for step in history.steps}
    fitting = [idea.text for idea in _IDEAS if idea.tool not in used and idea.fits(clip)]
    # Start elsewhere each time, so that the same two are not offered after every edit.
    start = MOST * (len(history.versions) - 1) % len(fitting) if fitting else 0
    ideas = [*found, *_follow_up(history), *fitting[start:], *fitting[:start]]
    return tuple(ideas[:MOST])


def _follow_up(history: History) -> list[str]:
    """What people often want right after the last edit."""
    if not history.steps:
        return []
    last = history.steps[-1]
    if last.tool == "add_text" and "color" not in last.args:
        return ["make the title yellow"]
    return []
