"""Expectations: what the demo's files must show. The files are looked into, not the replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from agent.messages import Reply
from bots.frames import colourfulness, difference, duration, frames_at, level
from tools.errors import ToolFailed

TITLE = "Hello from VFXB"
Files = Sequence[Sequence[Path]]
"""The files of each turn so far."""
Expectation = Callable[[Path, Files, Reply], None]
"""Given the source, the files so far and the last reply; raises ToolFailed where they fail."""

START, LENGTH = 2.0, 8.0
"""What the first message keeps of the sample, in seconds."""
LOOKS = (1.0, 4.0, 7.0)
"""When the edited clip is looked at; one moment in each scene."""
_BOTTOM, _TOP = (0.2, 0.72, 0.8, 1.0), (0.0, 0.0, 1.0, 0.6)


def anything(source: Path, files: Files, reply: Reply) -> None:
    """An edit or an answer, whatever it is."""
    _must(reply.kind in {"edit", "answer"}, f"it came to no result: {reply.text}")


def black_and_white_with_title(source: Path, files: Files, reply: Reply) -> None:
    """Eight seconds from the third on, without colour, with the title."""
    edited = _file(files, reply)
    _lasts(edited, LENGTH)
    colours = max(colourfulness(frame) for frame in frames_at(edited, LOOKS))
    _must(colours < 3, f"the clip still has colours ({colours:.0f} of 255)")
    _has_title(source, edited)


def colours_are_back(source: Path, files: Files, reply: Reply) -> None:
    """Only the black and white is gone: length and title are as before."""
    edited = _file(files, reply)
    _lasts(edited, LENGTH)
    colours = min(colourfulness(frame) for frame in frames_at(edited, LOOKS))
    _must(colours > 20, f"the colours are not back ({colours:.0f} of 255)")
    _has_title(source, edited)


def voice_at_the_start(source: Path, files: Files, reply: Reply) -> None:
    """It is louder at the start than it was, and no louder later."""
    edited, before = _file(files, reply), files[-2][0]
    _lasts(edited, LENGTH)
    gained = level(edited, 0.2, 1.2) - level(before, 0.2, 1.2)
    _must(gained > 3, f"no voice is heard at the start ({gained:+.1f} dB)")
    later = level(edited, 5, 7.5) - level(before, 5, 7.5)
    _must(abs(later) < 2, f"the sound has changed after the voice, too ({later:+.1f} dB)")


def gif_of_three_seconds(source: Path, files: Files, reply: Reply) -> None:
    """A GIF of three seconds."""
    edited = _file(files, reply)
    _must(edited.read_bytes()[:4] == b"GIF8", f"{edited.name} is no GIF")
    _lasts(edited, 3.0)


def _file(files: Files, reply: Reply) -> Path:
    _must(bool(files[-1]), f"no file came out: {reply.text}")
    return files[-1][0]


def _lasts(file: Path, seconds: float) -> None:
    measured = duration(file)
    _must(abs(measured - seconds) < 0.15, f"the clip lasts {measured:.2f} s, not {seconds:g} s")


def _has_title(source: Path, edited: Path) -> None:
    """The picture differs from the source's below, where the title is, and not above."""
    originals = frames_at(source, [START + look for look in LOOKS])
    for original, frame in zip(originals, frames_at(edited, LOOKS), strict=True):
        below, above = difference(original, frame, _BOTTOM), difference(original, frame, _TOP)
        _must(below > 3 and below > 3 * above, f"no title is to be seen ({below:.1f}, {above:.1f})")


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ToolFailed(otherwise)
