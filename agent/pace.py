"""Pace: how long a render will take on this machine, learned from the renders before."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from tools.clip import Clip
from tools.facts import Facts
from tools.operations import Redraw

# Pixels a second on two cores, measured; the first render corrects it.
_FIRST_GUESS = {"h264": 60e6, "hevc": 12e6, "vp9": 15e6, "av1": 15e6, "gif": 40e6}
_SLOWEST_GUESS = 12e6
# Opening files, starting a process, checking the result.
_OVERHEAD_SECONDS = 0.15
# Sound is cheap: a minute of it costs about as much as this many pixels.
_PIXELS_PER_SOUND_SECOND = 0.5e6
# So many times as fast where pictures are copied and few are encoded.
_COPYING = 10
# How far one render moves the estimate.
_LEARNING = 0.3
# Shorter renders tell of start-up, not of pace.
_TOO_SHORT = 0.5


class Pace:
    """Pixels a second by codec.

    Args:
        file: Where it is kept between runs; a lost or broken one is started anew.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._pace: dict[str, float] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            known = json.loads(file.read_text("utf-8"))
            self._pace = {str(codec): float(pace) for codec, pace in known.items() if pace > 0}

    def estimate(self, clip: Clip) -> float:
        """Seconds that rendering the clip will take."""
        output = clip.output
        codec = _codec(output)
        pace = self._pace.get(codec) or _FIRST_GUESS.get(codec, _SLOWEST_GUESS)
        if _is_copied(clip):
            pace *= _COPYING
        return _OVERHEAD_SECONDS + _work(output) / pace

    def learn(self, clip: Clip, output: Facts, seconds: float) -> None:
        """Take a finished render into account.

        Args:
            clip: What was rendered.
            output: Facts of the rendered file.
            seconds: How long it took.
        """
        if seconds < _TOO_SHORT or _is_copied(clip) or _is_drawn(clip):
            return
        codec = _codec(output)
        measured = _work(output) / (seconds - _OVERHEAD_SECONDS)
        known = self._pace.get(codec, measured)
        self._pace[codec] = known + _LEARNING * (measured - known)
        # An estimate is worth no failed turn: a full disk shows where it matters.
        with contextlib.suppress(OSError):
            part = self._file.with_suffix(".part")
            part.write_text(json.dumps(self._pace), "utf-8")
            part.replace(self._file)


def _is_drawn(clip: Clip) -> bool:
    """Whether most of the time goes into pictures that are drawn anew."""
    return any(isinstance(operation, Redraw) for operation in clip.operations)


def _is_copied(clip: Clip) -> bool:
    from tools.engine.smartcut.cut import is_tried

    return is_tried(clip)


def _codec(facts: Facts) -> str:
    return facts.video.codec if facts.video else "sound"


def _work(facts: Facts) -> float:
    work = facts.duration * _PIXELS_PER_SOUND_SECOND if facts.audio else 0.0
    if facts.video:
        frame = facts.video.width * facts.video.height
        work += frame * float(facts.video.fps) * facts.duration
    return max(work, 1.0)
