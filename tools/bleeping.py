"""Bleeping: a tone in place of words that nobody is to hear."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import AudioFilter, Filter, Mute, Operation, Span
from tools.ranges import say_part, time_range
from tools.said import said
from tools.utterings import heard_within, named, wishes_of
from tools.values import Language, Seconds
from tools.values.speech import Cover, Saying

# The tone of broadcasting, somewhat softer than speech is at its loudest.
_TONE = Filter("aeval", (("exprs", "0.2*sin(2*PI*1000*t)"), ("channel_layout", "same")))
# A word is covered from a little before its first sound until a little after its last one.
_MARGIN = 0.05
_BEEP_SECONDS = 0.5


def bleep(
    clip: Clip,
    words: Saying | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    cover: Cover = "beep",
    language: Language | None = None,
) -> Clip:
    """Bleep: cover words that are said, or a stretch of the sound, with a beep.

    Args:
        clip: The clip.
        words: What to cover wherever it is said, several separated by commas; "swear words" means
            all of them. Without it, a stretch of time is covered.
        start: Where the stretch begins; only what is said after this.
        end: Where it ends, half a second later when left out; only what is said before this.
        cover: beep puts a tone there, silence nothing.
        language: The language that is spoken, if it has to be told.

    Examples:
        bleep out the word damn
        bleep the swear word "damn"
        censor the word shit
        beep over "hell" and "damn"
        put a beep over where he says banana
        bleep 0:05 to 0:06
        add a beep at 3s
        mute the word banana
        censor what he says from 3 to 4 seconds with a beep
        silence every "damn" in it
        bleep the swear words
        censor the swearing
        beep out all the f-words
    """
    clip.need_audio("bleep")
    if words is None and start is None and end is None:
        raise BadInput(
            "Nothing was named to be bleeped. Say the word, such as: bleep the word “damn”; or "
            "from when to when: bleep 0:05 to 0:06."
        )
    if words is None:
        if end is None and start is not None:
            end = start + _BEEP_SECONDS
            if start < clip.facts.duration:
                end = min(end, clip.facts.duration)
        spans: tuple[Span, ...] = (time_range(clip, start, end),)
        return clip.then(_covered(spans, cover), done=f"{_DONE[cover]}{say_part(spans)}")
    within = time_range(clip, start, end)
    wanted = wishes_of(words)
    heard = said(clip, "bleep", language)
    found = heard_within(wanted, heard, within)
    spans = tuple(
        Span(max(0.0, each.start - _MARGIN), min(clip.facts.duration, each.end + _MARGIN))
        for each in found
    )
    return clip.then(
        _covered(spans, cover),
        done=f"{_DONE[cover]} {named(wanted, found)}",
        note=" ".join(heard.notes),
    )


_DONE = {"beep": "bleeped", "silence": "silenced"}


def _covered(spans: tuple[Span, ...], cover: Cover) -> Operation:
    return AudioFilter((_TONE,), spans, stateless=True) if cover == "beep" else Mute(spans)
