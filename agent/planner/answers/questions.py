"""Questions: what people ask about the clip, answered exactly; and what they ask about video."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from agent.planner.answers.guidance import remedy
from agent.planner.answers.topics import GENERAL
from agent.planner.reading.items import raw
from agent.planner.reading.message import Reading
from tools.clip import Clip
from tools.facts import Facts
from tools.values import format_length

_ASKING = re.compile(
    r"^(?:and |so |okay |please |but |hey |now |; |, |how to |how do i |how can i |can you |could "
    r"you |"
    r"do you know |i want to know |i wonder |tell me )*(?:how (?:long|many|much|big|large|wide|"
    r"tall|high|fast|heavy|loud)\b"
    r"|(?:what|which) (?:is|are|was|size|resolution|codec|format|fps|frame|framerate|length|"
    r"duration|"
    r"dimensions|aspect|type|kind|does|do|file|quality|sound|audio)\b|whats?\b|is (?:it|there|this|"
    r"the)\b|does (?:it|this|the|my)\b|"
    r"has (?:it|this)\b|get (?:the |its )?(?:duration|length|resolution|size|info|metadata|fps|"
    r"framerate|codec|frame)\b|"
    r"(?:count|number of|total) (?:the |number |of )*frames|(?:show|tell|give) (?:me )?(?:the |its "
    r"|about )*"
    r"(?:duration|length|resolution|size|info|information|metadata|fps|framerate|codec|details|"
    r"properties|specs|stats|facts)\b|"
    r"(?:duration|length|resolution|dimensions|fps|framerate|info|metadata|codec|size|file "
    r"size)(?: ;)?$|"
    r"(?:describe|inspect|probe|check) (?:it|this|the|my)\b|"
    r"(?:find out|know|check|see|tell me|get) (?:how|what|the (?:duration|length|resolution|size|"
    r"fps|number))\b)"
)
_PARTS = re.compile(r" and | , | ; | plus | or ")
_EDITED = re.compile(
    r"^(?:; |so |and |but |okay |hey |now |, )*(?:(?:does|has|is|are|was|did|have|do) "
    r"(?:it|this|that|there|you|we|i|the (?:video|clip|result))"
    r"(?! (?:possible|able|okay|ok|mind|know|think|like|want|need|can|support|offer|ready|safe)\b)"
    r"(?: (?:now|already|still|have|has|got|any|an?|the|been|yet|it|in))*) (?P<what>.+)$"
)
_WHY = re.compile(
    r"^(?:; |so |and |but |okay |hey |, )*(?:why|how come) (?:is|are|was|does|do|did|"
    r"has|have|my|the|it|this)\b(?! not )"
)
_WONDERING = re.compile(r"^(?:and |so |but )*(?:who|what do you|why|where|when|which)\b")
_OUTCOME = re.compile(r"\b(?:would|will|be|become)\b")
_OF_ME = re.compile(r"\b(?:can|do|could|will|would) you (?!tell|say|see|check|know)")
_HYPOTHETICAL = (
    re.compile(r"^(?P<ask>.*?\b(?:how (?:long|many frames|big|large|wide)|what|"
               r"which)\b[^;]*?\b(?:would|will|could|is|are|be)\b"
               r"[^;]*?) (?:if|when|after|once) (?:i |we |you |it )?(?P<do>.+)$"),
    re.compile(r"^(?P<ask>(?:so |and |; )*how (?:long|big|large|wide|many frames)[^;]*?\b(?:would|"
               r"will)\b[^;]*?) (?:at|with|in|as) (?P<do>.+)$"),
    re.compile(r"^(?:; |so |and |okay |but |what )*if (?:i |we |you )?(?P<do>.+?) (?:,? ?then |,? "
               r"?)(?P<ask>(?:how (?:long|many frames|big|large|wide)|"
               r"what (?:would|will|is|length|duration|size)|would it|will it)\b.*)$"),
)  # fmt: skip


def about_clip(line: str) -> bool:
    """Whether a line of spelled words asks what the clip is."""
    return bool(_ASKING.search(line)) and _facet(line) is not None and not _OF_ME.search(line)


def hypothetical(reading: Reading) -> str:
    """The edit that "if I cut 5 s, how long would it be?" is about; empty for others."""
    line = reading.line
    if not _OUTCOME.search(line):
        return ""
    for pattern in _HYPOTHETICAL:
        if found := pattern.match(line):
            begin, end = found.span("do")
            starts = accumulate((len(item.word) + 1 for item in reading.spelled), initial=0)
            edit = [i for i, at in zip(reading.spelled, starts, strict=False) if begin <= at < end]
            return raw(reading.message, tuple(edit))
    return ""


def answer(line: str, clip: Clip) -> str:
    """The answer to a question about the clip; empty when only a description will do."""
    asked = [facet for part in _PARTS.split(line) if (facet := _facet(part))]
    facets = list(dict.fromkeys(asked or [facet for facet in [_facet(line)] if facet]))
    if _describe in facets:
        return ""
    return " ".join(filter(None, (facet(clip) for facet in facets)))


def about_edits(line: str) -> str:
    """What "does it have a title?" asks about; empty for other lines."""
    found = _EDITED.match(line)
    return found["what"] if found else ""


def wonders(line: str) -> bool:
    """Whether a line of spelled words asks for a reason: that is no edit."""
    return bool(_WHY.match(line))


def cause(line: str, clip: Clip | None) -> str:
    """What can be said to "why is it so small?": how the clip is."""
    facet = _facet(line) if clip is not None else None
    fact = facet(clip) if facet and clip is not None else ""
    start = f"{fact} I cannot tell why" if fact else "I cannot tell why"
    if edit := remedy(line):
        return f"{start}, but I can change it: say “{edit}”."
    return f"{start}; say what to change about it, such as “make it 720p”, and I will."


def answer_length(clip: Clip) -> str:
    """How long the clip would be, for a question about an edit that is not made."""
    facts = clip.facts
    size = f", {facts.video.width}x{facts.video.height}" if facts.video else ""
    return (
        f"It would be {_seconds(facts)} long{_frames(facts)}{size}. "
        "I have not changed anything; say the word and I will do it."
    )


def is_question(message: str, line: str) -> bool:
    """Whether a message asks something instead of wishing for something."""
    asks = message.rstrip().endswith("?") or bool(_WONDERING.match(line))
    return asks and bool(GENERAL.match(line) or line.startswith("how"))


def _facet(line: str) -> Callable[[Clip], str] | None:
    return next((tell for pattern, tell in _FACETS if re.search(pattern, line)), None)


def _seconds(facts: Facts) -> str:
    exact = f"{round(facts.duration, 3):g} s"
    return exact if facts.duration < 60 else f"{format_length(facts.duration)} ({exact})"


def _frames(facts: Facts) -> str:
    if facts.video is None:
        return ""
    return f" ({round(facts.duration * facts.video.fps):,} frames)"


def _now(clip: Clip) -> str:
    return "It is now" if clip.done else "It is"


def _length(clip: Clip) -> str:
    return f"{_now(clip)} {_seconds(clip.facts)} long."


def _count(clip: Clip) -> str:
    video = clip.facts.video
    if video is None:
        return "It has no picture, so it has no frames."
    about = "about " if video.variable_rate else ""
    frames = round(clip.facts.duration * video.fps)
    return (
        f"It has {about}{frames} frames: {_seconds(clip.facts)} at "
        f"{round(float(video.fps), 3):g} frames per second."
    )


def _rate(clip: Clip) -> str:
    video = clip.facts.video
    if video is None:
        return "It has no picture, so it has no frame rate."
    varying = " at most; the rate varies" if video.variable_rate else ""
    return f"It has {round(float(video.fps), 3):g} frames per second{varying}."


def _size(clip: Clip) -> str:
    video = clip.facts.video
    if video is None:
        return "It has no picture, only sound."
    shape = "upright" if video.height > video.width else "wide"
    shape = "square" if video.height == video.width else shape
    return f"The picture is {video.width}x{video.height} pixels ({shape})."


def _file_size(clip: Clip) -> str:
    size = clip.source.facts.size_bytes
    if size is None:
        return ""
    amount = f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"
    sent = f"The file that you sent is {amount} ({size:,} bytes)."
    return (
        f"{sent} The edited one is a new file; “describe the clip” tells more."
        if clip.done
        else sent
    )


def _codec(clip: Clip) -> str:
    facts = clip.source.facts
    streams = [(facts.video, "picture"), (facts.audio, "sound")]
    codecs = " and ".join(f"{stream.codec} {what}" for stream, what in streams if stream)
    return f"The file that you sent is {facts.container.upper()}, with {codecs}."


def _hdr(clip: Clip) -> str:
    video = clip.facts.video
    if video is None:
        return "It has no picture."
    return (
        "Yes, it is HDR. Say “convert HDR to SDR” for screens that cannot show it."
        if video.hdr
        else "No, it is SDR: standard dynamic range."
    )


def _sound(clip: Clip) -> str:
    audio = clip.facts.audio
    if audio is None:
        return "It has no sound."
    layout = {1: "mono", 2: "stereo", 6: "5.1"}.get(audio.channels, f"{audio.channels}-channel")
    return f"Yes, it has sound: {layout}, {audio.sample_rate / 1000:g} kHz."


def _describe(clip: Clip) -> str:
    return ""


_FACETS: tuple[tuple[str, Callable[[Clip], str]], ...] = (
    (r"\b(?:how many|number of|count|total) (?:the |number |of |total )*frames?\b(?! per)", _count),
    (r"\b(?:file size|how heavy|how many (?:mb|megabytes|bytes)|how (?:big|large) is "
     r"(?:the|this|my) (?:\S+ )?file|megabytes)\b",
     _file_size),
    (r"\b(?:fps|frame ?rate|frames per second)\b", _rate),
    (r"\b(?:how long|duration|length|how many (?:seconds|minutes)|running time|runtime)\b",
     _length),
    (r"\b(?:resolution|dimensions?|how (?:big|large|wide|tall|high)|what size|pixel|aspect|"
     r"(?:picture|frame|video|the|its) size|size|width|height|vertical|landscape|portrait|"
     r"square)\b",
     _size),
    (r"^(?:\S+ ){0,3}?(?:is|are) (?:\S+ ){1,3}?(?:in )?(?:hdr|sdr)\b", _hdr),
    (r"\b(?:codecs?|format|container|encoded|file type|kind of file|type of file)\b", _codec),
    (r"\b(?:has|have|there|any|is) (?:any |a |it )?(?:sound|audio|music|silent|mute|mono|stereo)\b|"
     r"\bsample rate\b|\bchannels\b|\bsound\b", _sound),
    (r"^(?:and |so |okay )*what is (?:in |on )?(?:this|the|that|my) (?:clip|video|file|recording)"
     r"(?: about)?$|\b(?:describe|info|information|metadata|details|properties|specs|stats|facts|"
     r"about|inspect|analyze|probe|kind of (?:video|clip))\b", _describe),
)  # fmt: skip
